package benchsuite

import (
	"archive/zip"
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"
)

// rowColumns is how many columns WriteRows writes by itself.
const rowColumns = 20

// extraColumns are written beyond those.
const extraColumns = "Segment,Channel,Budget,Spend,Calls,Meetings,Orders,Returns,Rating,Potential"

// RowOptions say which rows are written.
type RowOptions struct {
	// Wide adds ten columns to the twenty.
	Wide bool
	// Changed is the share of rows in which the revenue and the position differ
	// from those of the file without changes, in percent.
	Changed int
}

// WriteRowsLike writes n believable accounts, about 190 bytes each, or 260.
func WriteRowsLike(w io.Writer, n int, o RowOptions) error {
	out := bufio.NewWriterSize(w, 1<<16)
	rng := rand.New(rand.NewPCG(3, 4))
	fmt.Fprint(out, "Id,Name,Industry,BillingCity,BillingState,BillingPostalCode,BillingLatitude,BillingLongitude,AnnualRevenue,Visits,"+
		"OpenCases,Employees,Score,Since,Active,Region,District,OwnerName,Cost,Margin")
	if o.Wide {
		fmt.Fprint(out, ",", extraColumns)
	}
	fmt.Fprintln(out)
	for i := range n {
		lon, lat := usPosition(rng)
		revenue := 0
		if i%100 < o.Changed {
			lat, revenue = lat+0.001, 1
		}
		fmt.Fprintf(out, "001%015d,\"Company %d, Inc.\",Industry %d,City %d,ST%d,%05d,%.6f,%.6f,", i, i, rng.IntN(20), rng.IntN(5000), rng.IntN(50), rng.IntN(99999), lat, lon)
		fmt.Fprintf(out, "%d,%d,", rng.IntN(1e7)+revenue, rng.IntN(50))
		fmt.Fprintf(out, "%d,%d,%.3f,20%02d-%02d-%02d,%t,Region %d,District %d,Owner %d,%.2f,%.4f", rng.IntN(9), rng.IntN(5000), rng.Float64(),
			10+rng.IntN(15), 1+rng.IntN(12), 1+rng.IntN(28), rng.IntN(5) > 0, rng.IntN(4), rng.IntN(20), rng.IntN(200), rng.Float64()*1e5, rng.Float64())
		if o.Wide {
			fmt.Fprintf(out, ",Segment %d,Channel %d,%d,%.2f,%d,%d,%d,%d,%.1f,%.2f", rng.IntN(6), rng.IntN(4), rng.IntN(1e6), rng.Float64()*1e5,
				rng.IntN(300), rng.IntN(60), rng.IntN(40), rng.IntN(5), 5*rng.Float64(), rng.Float64()*1e6)
		}
		out.WriteByte('\n') //nolint:errcheck // Flush gives the error
	}
	return out.Flush()
}

// WriteWorkbook writes the rows of a CSV file as a workbook of one sheet: texts
// in the shared table as Excel does, numbers as numbers.
func WriteWorkbook(w io.Writer, rows io.Reader) error {
	z := zip.NewWriter(w)
	part := func(name, content string) error {
		p, err := z.Create(name)
		if err != nil {
			return err
		}
		_, err = io.WriteString(p, content)
		return err
	}
	for _, p := range workbookParts {
		if err := part(p[0], p[1]); err != nil {
			return err
		}
	}
	texts, err := writeSheet(z, csv.NewReader(bufio.NewReaderSize(rows, 1<<16)))
	if err != nil {
		return err
	}
	if err := part("xl/sharedStrings.xml", sharedStrings(texts)); err != nil {
		return err
	}
	return z.Close()
}

var workbookParts = [][2]string{
	{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`},
	{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
	{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Accounts" sheetId="1" r:id="rId1"/></sheets></workbook>`},
	{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`},
}

// writeSheet writes the sheet and returns the texts it refers to by number.
func writeSheet(z *zip.Writer, rows *csv.Reader) ([]string, error) {
	p, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return nil, err
	}
	out := bufio.NewWriterSize(p, 1<<16)
	fmt.Fprint(out, `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	var texts []string
	known := map[string]int{}
	for number := 1; ; number++ {
		record, err := rows.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(out, `<row r="%d">`, number)
		for i, value := range record {
			cell := string(rune('A'+i)) + strconv.Itoa(number)
			if _, err := strconv.ParseFloat(value, 64); err == nil && !strings.HasPrefix(value, "00") {
				fmt.Fprintf(out, `<c r="%s"><v>%s</v></c>`, cell, value)
				continue
			}
			at, ok := known[value]
			if !ok {
				at = len(texts)
				known[value], texts = at, append(texts, value)
			}
			fmt.Fprintf(out, `<c r="%s" t="s"><v>%d</v></c>`, cell, at)
		}
		fmt.Fprint(out, `</row>`)
	}
	fmt.Fprint(out, `</sheetData></worksheet>`)
	return texts, out.Flush()
}

func sharedStrings(texts []string) string {
	var b strings.Builder
	b.WriteString(`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`)
	for _, text := range texts {
		fmt.Fprintf(&b, "<si><t>%s</t></si>", text) // made texts need no escaping
	}
	b.WriteString("</sst>")
	return b.String()
}
