package solvefile

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/solve"
	"github.com/bailiwick-planning/bailiwick/solve/check"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// WriteAssignment writes one row per row of the units file: id, area.
func (p *Problem) WriteAssignment(w io.Writer, a instance.Assignment) error {
	buffered := bufio.NewWriterSize(w, 1<<16)
	out := csv.NewWriter(buffered)
	if err := out.Write([]string{"id", "area"}); err != nil {
		return err
	}
	for i, id := range p.ids {
		area := ""
		if j := a[p.unit[i]]; j >= 0 {
			area = p.areas[j]
		}
		if err := out.Write([]string{id, area}); err != nil {
			return err
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return err
	}
	return buffered.Flush()
}

// ReadAssignment reads a plan somebody made: columns id and area. Names of
// areas the problem does not know are given to its areas in order of
// appearance; more of them than areas is an error, a unit without a row is
// unassigned.
func (p *Problem) ReadAssignment(r io.Reader, name string) (instance.Assignment, error) {
	t, err := readTable(r, name)
	if err != nil {
		return nil, err
	}
	ids, err := t.text("id")
	if err != nil {
		return nil, err
	}
	column, ok := t.find("area", "territory", "cluster")
	if !ok {
		return nil, territory.Errorf(territory.Invalid, "%s needs the columns id and area. It has: %s.", name, strings.Join(t.header, ", "))
	}
	areas, err := t.text(column)
	if err != nil {
		return nil, err
	}
	rows := make(map[string]int, len(p.ids))
	for i, id := range p.ids {
		rows[id] = i
	}
	index := p.match(areas)
	if len(index) > len(p.areas) {
		return nil, territory.Errorf(territory.Invalid, "%s names %d areas, the problem has %d.", name, len(index), len(p.areas))
	}
	a := make(instance.Assignment, p.units())
	for i := range a {
		a[i] = -1
	}
	for i, id := range ids {
		row, known := rows[id]
		if !known {
			return nil, territory.Errorf(territory.Invalid, "%s, row %d: there is no unit %q.", name, i+2, id)
		}
		if areas[i] == "" {
			continue
		}
		unit, j := p.unit[row], index[areas[i]]
		if a[unit] >= 0 && a[unit] != j {
			return nil, territory.Errorf(territory.Invalid, "%s, row %d: unit %q or its family is in two areas.", name, i+2, id)
		}
		a[unit] = j
	}
	return a, nil
}

// match gives every name an area: its own, or the next one no name has.
func (p *Problem) match(names []string) map[string]int32 {
	index, used := map[string]int32{}, map[int32]bool{}
	own := map[string]int32{}
	for j, name := range p.areas {
		own[name] = int32(j)
	}
	for _, name := range names {
		if j, known := own[name]; known && name != "" {
			index[name], used[j] = j, true
		}
	}
	next := int32(0)
	for _, name := range names {
		if _, known := index[name]; known || name == "" {
			continue
		}
		for used[next] {
			next++
		}
		index[name], used[next] = next, true
	}
	return index
}

// Report is the machine-readable account of a run or a check. Distances are in
// metres on the sphere, in the file's unit on the plane.
type Report struct {
	N           int        `json:"n"`
	K           int        `json:"k"`
	Metric      string     `json:"metric"`
	Seconds     float64    `json:"seconds"`
	WallSeconds float64    `json:"wall_seconds"`
	PeakMemory  int64      `json:"peak_memory_bytes"`
	Objective   Objective  `json:"objective"`
	Deviations  []Measured `json:"deviations"`
	Inertia     float64    `json:"inertia"`
	Travel      float64    `json:"travel"`
	Border      float64    `json:"border"`
	BorderPrice float64    `json:"border_price"`
	MeanTravel  float64    `json:"mean_distance"`
	MovedUnits  int        `json:"moved_units"`
	Moved       []float64  `json:"moved_measures"`
	Fragments   int        `json:"fragments"`
	Violations  []string   `json:"violations"`
	Conflicts   []string   `json:"conflicts"`
	Bound       *float64   `json:"bound"`
	Gap         *float64   `json:"gap"`
	BoundKind   string     `json:"bound_kind"`
	AnyCentres  *Proof     `json:"any_centres,omitempty"`
	Seed        uint64     `json:"seed"`
	Iterations  int        `json:"iterations"`
	Centring    int        `json:"centre_iterations"`
	Stop        string     `json:"stop,omitempty"`
	Checked     bool       `json:"checked"`
}

// Proof is a bound that holds wherever centres lie.
type Proof struct {
	Bound float64 `json:"bound"`
	Gap   float64 `json:"gap"`
}

// Proven adds a bound for any centres.
func (r *Report) Proven(c solve.Certificate) { r.AnyCentres = &Proof{Bound: c.Bound, Gap: c.Gap} }

// Objective is the parts of the objective.
type Objective struct {
	Travel     float64 `json:"travel"`
	Border     float64 `json:"border"`
	Disruption float64 `json:"disruption"`
	Imbalance  float64 `json:"imbalance"`
	Total      float64 `json:"total"`
}

// Measured is the spread of one measure: largest sum ÷ mean − 1 and smallest
// sum ÷ mean − 1.
type Measured struct {
	Measure string  `json:"measure"`
	Max     float64 `json:"max"`
	Min     float64 `json:"min"`
}

// Checked fills a report from what the checker found.
func (p *Problem) Checked(c *check.Report) Report {
	r := Report{
		N: p.units(), K: len(p.areas), Metric: fmt.Sprint(p.Instance.Metric), Checked: true,
		Objective: Objective{Travel: c.Travel, Border: c.BorderCost, Disruption: c.Disruption, Imbalance: c.Imbalance, Total: c.Total},
		Inertia:   c.Inertia, Travel: c.Travel, Border: c.Border, BorderPrice: p.Instance.BorderPrice, MeanTravel: c.MeanDistance, MovedUnits: c.MovedUnits, Moved: append([]float64{}, c.MovedMeasure...),
		Fragments: c.Fragments, Violations: []string{}, Conflicts: []string{}, Deviations: []Measured{},
	}
	for m, d := range c.Deviations {
		r.Deviations = append(r.Deviations, Measured{Measure: p.Instance.Measures[m].Name, Max: d.Max, Min: d.Min})
	}
	for _, v := range c.Violations {
		r.Violations = append(r.Violations, v.Message)
	}
	return r
}

// Solved fills a report from a result.
func (p *Problem) Solved(result *solve.Result) Report {
	r := p.Checked(&result.Report)
	r.Checked, r.Seconds, r.Seed, r.Iterations, r.Centring, r.Stop = result.Checked, result.Seconds, result.Seed, result.Iterations, result.CentreIterations, string(result.Stop)
	for _, c := range result.Conflicts {
		r.Conflicts = append(r.Conflicts, c.Message)
	}
	if c := result.Certificate; c.Kind != "" {
		r.BoundKind, r.Bound, r.Gap = string(c.Kind), &c.Bound, &c.Gap
	}
	return r
}

// Centres returns the centres to judge a plan by: the pinned ones, else the
// weighted mean position of the area's units (on the sphere, of their unit
// vectors).
func (p *Problem) Centres(a instance.Assignment) []check.Point {
	in := p.Instance
	if !in.Metric.Geographic() {
		return nil
	}
	sums := make([][3]float64, len(in.Areas))
	for unit, j := range a {
		if j < 0 {
			continue
		}
		first, last := unit, unit+1
		if in.Family != nil {
			first, last = int(in.Family[unit]), int(in.Family[unit+1])
		}
		for i := first; i < last; i++ {
			weight := 1.0
			if in.Weight != nil {
				weight = in.Weight[i]
			}
			v := [3]float64{in.X[i], in.Y[i], 1}
			if in.Metric.OnSphere() {
				v = unitVector(in.X[i], in.Y[i])
			}
			for c := range v {
				sums[j][c] += weight * v[c]
			}
		}
	}
	centres := make([]check.Point, len(in.Areas))
	for j, s := range sums {
		switch {
		case in.Areas[j].Pinned:
			centres[j] = check.Point{X: in.Areas[j].X, Y: in.Areas[j].Y}
		case in.Metric.OnSphere():
			centres[j] = check.Point{X: math.Atan2(s[1], s[0]) * 180 / math.Pi, Y: math.Atan2(s[2], math.Hypot(s[0], s[1])) * 180 / math.Pi}
		case s[2] > 0:
			centres[j] = check.Point{X: s[0] / s[2], Y: s[1] / s[2]}
		}
	}
	return centres
}

func unitVector(lon, lat float64) [3]float64 {
	sinLon, cosLon := math.Sincos(lon * math.Pi / 180)
	sinLat, cosLat := math.Sincos(lat * math.Pi / 180)
	return [3]float64{cosLat * cosLon, cosLat * sinLon, sinLat}
}
