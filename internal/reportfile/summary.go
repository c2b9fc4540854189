package reportfile

import (
	"fmt"
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/publish"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

var english = message.NewPrinter(language.English)

// amount writes a sum with separators, decimals only below a thousand.
func amount(v float64) string {
	if math.Abs(v) < 1000 && v != math.Trunc(v) {
		return english.Sprintf("%.1f", v)
	}
	return english.Sprintf("%.0f", v)
}

// percent writes a deviation with its sign.
func percent(v float64) string { return fmt.Sprintf("%+.1f %%", 100*v) }

func measureName(name string) string {
	if name == "" {
		return "Units"
	}
	return name
}

func summaryLine(p *publish.Plan) string {
	a := p.State.Alignment
	return english.Sprintf("%d territories · %d of %d units · version %d · %s", len(p.State.Territories()),
		p.Measured.Assigned, len(p.State.Assigned), a.Version, a.Updated.UTC().Format("2 January 2006"))
}

// keyFigures returns what the first page says beside the map: name and value.
func keyFigures(p *publish.Plan) [][2]string {
	leaves := p.State.Territories()
	out := [][2]string{
		{"Territories", amount(float64(len(leaves)))},
		{"Units assigned", english.Sprintf("%d of %d", p.Measured.Assigned, len(p.State.Assigned))},
	}
	for _, b := range p.Measured.Spread(leaves, p.Columns) {
		name := measureName(b.Measure)
		if b.Measure != "" {
			out = append(out, [2]string{name, amount(b.Total)})
		}
		out = append(out, [2]string{name + ": deviation from target", percent(b.Smallest) + " to " + percent(b.Largest)})
	}
	if p.Columns.Lon != nil {
		out = append(out,
			[2]string{"Mean distance to the centre", english.Sprintf("%.1f km", p.Measured.TravelKm)},
			[2]string{"Units nearest to their own centre", english.Sprintf("%.0f %%", 100*p.Measured.Compactness(p.State.Assigned, p.Columns))})
	}
	return out
}

// deviations lists measure m of the territories.
func deviations(rows []figures.Row, m int) []float64 {
	var out []float64
	for _, r := range rows {
		if r.Leaf {
			out = append(out, r.Deviations[m])
		}
	}
	return out
}
