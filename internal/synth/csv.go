package synth

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
)

// AccountColumns are the columns of WriteAccountsCSV, most of them under
// Salesforce's names.
var AccountColumns = []string{
	"Id", "Name", "Industry", "BillingCity", "BillingState", "BillingPostalCode", "BillingLatitude", "BillingLongitude",
	"AnnualRevenue", "VisitsPerYear", "OpenCases", "Region", "District", "OwnerName",
}

// WriteAccountsCSV writes the accounts as CSV with a header. Bad rows are
// spread evenly among the good ones; there is one of each kind in turn, and
// none of them can be imported.
func WriteAccountsCSV(w io.Writer, o Options) error {
	o = o.withDefaults()
	out := csv.NewWriter(w)
	if err := out.Write(AccountColumns); err != nil {
		return fmt.Errorf("write accounts: %w", err)
	}
	i, bad := 0, 0
	for a := range Accounts(o) {
		row := a.fields()
		if err := out.Write(row); err != nil {
			return fmt.Errorf("write accounts: %w", err)
		}
		i++
		for ; bad < o.BadRows && (bad+1)*o.Accounts <= i*(o.BadRows+1); bad++ {
			if err := out.Write(spoil(row, o, bad)); err != nil {
				return fmt.Errorf("write accounts: %w", err)
			}
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write accounts: %w", err)
	}
	return nil
}

func (a *Account) fields() []string {
	return []string{
		a.ID, a.Name, a.Industry, a.City, a.State, a.PostalCode,
		strconv.FormatFloat(a.Lat, 'f', -1, 64), strconv.FormatFloat(a.Lon, 'f', -1, 64),
		strconv.FormatFloat(a.AnnualRevenue, 'f', -1, 64), strconv.Itoa(a.VisitsPerYear), strconv.Itoa(a.OpenCases),
		a.Region, a.District, a.Owner,
	}
}

// spoil returns a copy of a row with a mistake that people make, under an id
// of its own unless the id is the mistake.
func spoil(row []string, o Options, kind int) []string {
	const (
		id, lat, lon, revenue = 0, 6, 7, 8
	)
	bad := append([]string(nil), row...)
	bad[id] = salesforceID("001", o.Seed, o.Accounts+kind)
	switch kind % 8 {
	case 0:
		bad[lat], bad[lon] = "", "" // never geocoded
	case 1:
		bad[lat], bad[lon] = "-118.2437", "34.0522" // swapped
	case 2:
		bad[id] = row[id] // the same account twice
	case 3:
		bad[lat] = "407128" // the decimal point got lost
	case 4:
		bad[revenue] = "call them"
	case 5:
		bad[id] = ""
	case 6:
		bad[lon] = "NaN"
	case 7:
		bad = append(bad[:1], bad[2:]...) // a field is missing
	}
	return bad
}
