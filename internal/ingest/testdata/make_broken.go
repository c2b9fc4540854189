//go:build ignore

// Make_broken writes the files of testdata/broken, each with something wrong
// with it. Run it in this folder: go run make_broken.go. What an import must
// make of each file stands in broken_test.go.
package main

import (
	archive "archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf16"

	"github.com/parquet-go/parquet-go"
)

const header = "id,name,lat,lon,revenue\n"

// good is n good rows, numbered from the given one.
func good(from, n int) string {
	var b strings.Builder
	for i := from; i < from+n; i++ {
		fmt.Fprintf(&b, "a%d,Company %d,%d.5,-%d.25,%d\n", i, i, 30+i%15, 80+i%30, 1000+i)
	}
	return b.String()
}

func main() {
	files := map[string][]byte{
		"empty.csv":             nil,
		"header-only.csv":       []byte(header),
		"blank-lines.csv":       []byte(header + "\n\n" + good(1, 2) + "\r\n\n" + good(3, 1) + "\n\n"),
		"mixed-line-ends.csv":   []byte("id,name,lat,lon,revenue\r\na1,x,30,-80,1\na2,y,31,-81,2\ra3,z,32,-82,3\r\n"),
		"unclosed-quote.csv":    []byte(header + good(1, 2) + "a3,\"open,32,-82,3\n" + good(4, 2)),
		"unclosed-at-end.csv":   []byte(header + good(1, 2) + "a3,\"open,32,-82,3"),
		"misplaced-quote.csv":   []byte(header + good(1, 1) + "a2,\"say \"hi\" now\",31,-81,2\n" + good(3, 1)),
		"ragged.csv":            []byte(header + good(1, 2) + "a3,short\na4,one,33,-83,4,too many\n" + good(5, 1)),
		"embedded-newlines.csv": []byte(header + "a1,\"two\nlines\",30,-80,1\na2,\"three\r\n\r\nlines\",31,-81,2\n" + good(3, 1)),
		"embedded-nul.csv":      []byte(header + good(1, 20) + "a21,nu\x00l,31,-81,2\n" + good(22, 20)),
		"utf16-no-mark.csv":     utf16le(header+good(1, 3)+"a4,Zoë,31,-81,5\n", false),
		"utf16-mark.csv":        utf16le(header+good(1, 3)+"a4,Zoë,31,-81,5\n", true),
		"utf16-odd.csv":         append(utf16le(header+good(1, 3), true), 'x'),
		"windows-1252.csv":      []byte(header + "a1,Caf\xE9 \x80,30,-80,1\n" + good(2, 2)),
		"late-bad-byte.csv":     []byte(header + good(1, 9000) + "b1,Caf\xE9,30,-80,1\n" + good(9001, 3)),
		"formulas.csv":          []byte(header + "a1,=1+1,30,-80,1\na2,@SUM(A1),31,-81,2\na3,+cmd|' /C calc'!A0,32,-82,3\na4,-x,33,-83,4\n"),
		"decimal-comma.csv":     []byte("id;lat;lon;revenue\na1;30,5;-80,25;1.234,56\na2;31,5;-81,25;12,00\n"),
		"currency.csv":          []byte("id,lat,lon,revenue\na1,30,-80,\"$1,234\"\na2,31,-81,\"($5.50)\"\na3,32,-82,US$ 7\n"),
		"odd-numbers.csv":       []byte("id,lat,lon,revenue\n" + numbers(40) + "b1,30,-80,\"1,23\"\nb2,30,-80,12%\nb3,30,-80,0x1F\n"),
		"not-a-number.csv":      []byte(header + good(1, 40) + "b1,x,NaN,-80,1\nb2,x,30,Inf,1\nb3,x,30,-80,NaN\nb4,x,30,-80,-inf\n"),
		"coordinates.csv":       []byte(header + good(1, 3) + "b1,x,,,1\nb2,x,-118.2,34,1\nb3,x,200,-80,1\nb4,x,40,-200,1\nb5,x,north,-80,1\n"),
		"all-swapped.csv":       []byte("id,lat,lon\na1,-118.2,34.1\na2,-117.5,33.9\n"),
		"duplicate-ids.csv":     []byte(header + good(1, 3) + good(2, 2) + ",x,30,-80,1\n"),
		"dates-iso.csv":         []byte("id,since\na1,2026-01-31\na2,2025-12-01\n"),
		"dates-us.csv":          []byte("id,since\na1,1/31/2026\na2,12/1/2025\n"),
		"dates-european.csv":    []byte("id,since\na1,31.1.2026\na2,1.12.2025\n"),
		"dates-with-times.csv":  []byte("id,since\na1,2026-01-31T10:30:00Z\na2,2025-12-01T00:00:00Z\n"),
		"duplicate-headers.csv": []byte("id,name,name\na1,x,y\n"),
		"blank-headers.csv":     []byte("id,,lat,lon,\na1,x,30,-80,z\n"),
		"many-columns.csv":      manyColumns(2000),
		"long-digits.csv":       []byte("id,lat,lon,account\n" + "a1,30,-80,12345678901234567890\na2,31,-81,98765432109876543210\n"),
		"leading-zeros.csv":     []byte("id,lat,lon,plant\na1,30,-80,007\na2,31,-81,012\n"),
		"long-field.csv.gz":     zip([]byte(header + good(1, 1) + "a2," + strings.Repeat("x", 1<<20+1) + ",31,-81,2\n" + good(3, 1))),
		"long-row.csv.gz":       zip([]byte(header + good(1, 1) + strings.Repeat("x", 17<<20) + "\n" + good(3, 1))),
		"bomb.csv.gz":           zip(bytes.Repeat([]byte{'x'}, 64<<20)),
		"cut.csv.gz":            zip([]byte(header + good(1, 2000)))[:9000],
		"wrong-sum.csv.gz":      spoilLast(zip([]byte(header + good(1, 50)))),
		"binary.csv":            binaryNoise(4000),
		"workbook.xls":          append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), binaryNoise(500)...),
		"one-column.csv":        []byte("name\nx\ny\n"),
		"no-header.csv":         []byte("1,40.5,-80.5\n2,41.5,-81.5\n"),
		"three-date-orders.csv": []byte("id;us;eu;iso\na1;12/31/2025;31.12.2025;2025-12-31\na2;1/2/2026;2.1.2026;2026-01-02\n"),
		"ambiguous-dates.csv":   []byte("id,since\na1,3/4/2025\na2,5/6/2025\n"),
		"mixed-decimals.csv":    []byte("id;sales;budget\na1;1.234,56;$1,234\na2;2,50;$2,500.75\na3;7,25;$3\n"),
		"apostrophes.csv":       []byte("id,name,lat,lon\na1,'Miller, Sons',40,-80\na2,'It''s',41,-81\n"),
		"utf16be-no-mark.csv":   swapped(utf16le(header+good(1, 3), false)),
		"cells.xlsx":            workbook(cells),
		"bomb.xlsx":             workbook(`<row r="1"><c t="inlineStr"><is><t>id</t></is></c><c t="inlineStr"><is><t>b</t></is></c></row><row r="2"><c><v>` + strings.Repeat("x", 17<<20) + `</v></c></row>`),
		"cut.xlsx":              workbook(cells)[:700],
		"numbers-as-text.xlsx":  workbook(textCells),
		"good.parquet":          parquetFile(),
		"cut.parquet":           parquetFile()[:300],
		"lying-footer.parquet":  lyingFooter(parquetFile()),
		"lost-pages.parquet":    lostPages(parquetFile()),
		"title-lines.csv":       []byte("Accounts of the West\nas of today\nid,lat,lon\na1,40,-80\n"),
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join("broken", name), data, 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

// cells holds a formula with and without its result, an error, a boolean, a date
// and a gap.
const cells = `<row r="1"><c t="inlineStr"><is><t>id</t></is></c><c t="inlineStr"><is><t>total</t></is></c><c t="inlineStr"><is><t>note</t></is></c><c t="inlineStr"><is><t>flag</t></is></c></row>` +
	`<row r="2"><c t="inlineStr"><is><t>a1</t></is></c><c><f>1+1</f><v>2</v></c><c t="e"><v>#N/A</v></c><c t="b"><v>1</v></c></row>` +
	`<row r="4"><c r="A4" t="inlineStr"><is><t>a2</t></is></c><c r="B4"><f>1+1</f></c><c r="D4" t="b"><v>0</v></c></row>`

// textCells holds numbers and dates that somebody typed as text.
const textCells = `<row r="1"><c t="inlineStr"><is><t>id</t></is></c><c t="inlineStr"><is><t>umsatz</t></is></c><c t="inlineStr"><is><t>seit</t></is></c></row>` +
	`<row r="2"><c t="inlineStr"><is><t>a1</t></is></c><c t="inlineStr"><is><t>1.234,56</t></is></c><c t="inlineStr"><is><t>31.12.2025</t></is></c></row>` +
	`<row r="3"><c t="inlineStr"><is><t>a2</t></is></c><c t="inlineStr"><is><t>7,50</t></is></c><c t="inlineStr"><is><t>1.2.2026</t></is></c></row>`

// workbook is an XLSX file of one sheet.
func workbook(rows string) []byte {
	const space = "http://schemas.openxmlformats.org/"
	var b bytes.Buffer
	z := archive.NewWriter(&b)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="` + space + `package/2006/content-types"/>`},
		{"xl/workbook.xml", `<workbook xmlns:r="` + space + `officeDocument/2006/relationships"><sheets><sheet name="S" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="` + space + `officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`},
	} {
		w, err := z.Create(part[0])
		if err == nil {
			_, err = w.Write([]byte(part[1]))
		}
		if err != nil {
			log.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		log.Fatal(err)
	}
	return b.Bytes()
}

type account struct {
	ID    string  `parquet:"id"`
	Sales float64 `parquet:"sales"`
}

func parquetFile() []byte {
	var b bytes.Buffer
	w := parquet.NewGenericWriter[account](&b)
	for i := range 200 {
		if _, err := w.Write([]account{{fmt.Sprintf("a%d", i), float64(i) / 4}}); err != nil {
			log.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}
	return b.Bytes()
}

// lyingFooter says that its footer is two gigabytes long.
func lyingFooter(data []byte) []byte {
	copy(data[len(data)-8:], "\xFF\xFF\xFF\x7F")
	return data
}

// lostPages has a footer that is right and zeros where the values were.
func lostPages(data []byte) []byte {
	clear(data[4:400])
	return data
}

// swapped exchanges the bytes of every pair.
func swapped(data []byte) []byte {
	for i := 0; i+1 < len(data); i += 2 {
		data[i], data[i+1] = data[i+1], data[i]
	}
	return data
}

func numbers(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d,30,-80,%d.5\n", i, i)
	}
	return b.String()
}

func utf16le(text string, mark bool) []byte {
	if mark {
		text = "\uFEFF" + text
	}
	var out []byte
	for _, u := range utf16.Encode([]rune(text)) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

func manyColumns(n int) []byte {
	var b bytes.Buffer
	b.WriteString("id")
	for i := range n - 1 {
		fmt.Fprintf(&b, ",c%d", i)
	}
	for row := range 2 {
		fmt.Fprintf(&b, "\na%d", row)
		for i := range n - 1 {
			fmt.Fprintf(&b, ",%d", i+row)
		}
	}
	return b.Bytes()
}

func zip(data []byte) []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	z.Write(data)
	z.Close()
	return b.Bytes()
}

func spoilLast(data []byte) []byte {
	data[len(data)-6] ^= 0xFF
	return data
}

func binaryNoise(n int) []byte {
	noise := make([]byte, n)
	rand.NewChaCha8([32]byte{7}).Read(noise)
	return noise
}
