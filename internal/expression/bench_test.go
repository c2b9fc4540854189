package expression

import (
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
)

// BenchmarkMatch runs two comparisons over a million units, column by column,
// and a condition that has to go unit by unit.
func BenchmarkMatch(b *testing.B) {
	const n = 1_000_000
	revenue, state := make([]float64, n), &dataset.Texts{Codes: make([]int32, n), Values: []string{"NV", "CA", "UT"}}
	for i := range revenue {
		revenue[i], state.Codes[i] = float64(i%1000), int32(i%3)
	}
	from := table{numbers: map[string][]float64{"Revenue": revenue}, texts: map[string]*dataset.Texts{"$state": state}}
	for _, text := range []string{`Revenue > 500 and $state in ["NV", "CA"]`, "Revenue * 2 > 500"} {
		c, err := Compile(text, columns)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				if _, err := c.Match(b.Context(), from); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
