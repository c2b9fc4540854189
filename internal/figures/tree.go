package figures

import "github.com/bailiwick-planning/bailiwick/internal/alignment"

// Row is one area of any level with what it amounts to; parents sum up their
// children.
type Row struct {
	Area       *alignment.Area
	Leaf       bool
	Units      int
	Sums       []float64
	Targets    []float64
	Deviations []float64
	// Centre and TravelKm are known for territories; TravelKm of a parent is
	// the mean over its units.
	Centre   *alignment.Point
	TravelKm float64
	located  int
}

// Tree returns all areas in tree order, with sums and targets rolled up from
// the territories; the target of an area above them is its own where it has an
// amount or a percentage.
func Tree(s *alignment.State, p *Plan, u *Units) []Row {
	leaves := s.Territories()
	targets := make([]map[alignment.AreaNumber]float64, len(u.Names))
	for m, name := range u.Names {
		targets[m] = p.Targets(leaves, m, name)
	}
	ordered := s.Ordered()
	rows := make([]Row, len(ordered))
	at := make(map[alignment.AreaNumber]int, len(ordered))
	for i, a := range ordered {
		rows[i] = Row{Area: a, Sums: make([]float64, len(u.Names)), Targets: make([]float64, len(u.Names)), Deviations: make([]float64, len(u.Names))}
		at[a.Number] = i
	}
	for _, leaf := range leaves {
		own := p.Territories[leaf.Number]
		i := at[leaf.Number]
		rows[i].Leaf, rows[i].Centre = true, own.Centre
		for {
			r := &rows[i]
			r.Units += own.Units
			r.located += own.located
			r.TravelKm += own.TravelKm * float64(own.located)
			for m := range u.Names {
				r.Sums[m] += own.Sums[m]
				r.Targets[m] += targets[m][leaf.Number]
			}
			parent, ok := at[r.Area.Parent]
			if !ok {
				break
			}
			i = parent
		}
	}
	for i := range rows {
		r := &rows[i]
		if r.located > 0 {
			r.TravelKm /= float64(r.located)
		}
		for m, name := range u.Names {
			if due, set := own(r.Area, name, p.Totals[m]); set && !r.Leaf {
				r.Targets[m] = due
			}
			r.Deviations[m] = Deviation(r.Sums[m], r.Targets[m])
		}
	}
	return rows
}
