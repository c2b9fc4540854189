package optimize

import (
	"cmp"
	"math"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// groupPlaces turns positions into places: positions a metre apart are one, and
// where there would be more than most places, all positions of a cell of a grid
// share the one nearest to their mean. It returns the place of every position
// and about how wide the cells are.
func groupPlaces(x, y []float64, most int) (of []int32, places []geom.Point, km float64) {
	of, places = exactPlaces(x, y)
	for cell := 0.005; len(places) > most && cell < 10; cell *= 1.5 {
		of, places = cellPlaces(x, y, cell)
		km = cell * 111.2
	}
	return of, places, km
}

func exactPlaces(x, y []float64) (of []int32, places []geom.Point) {
	of = make([]int32, len(x))
	index := make(map[int64]int32, len(x))
	for i := range x {
		key := packPosition(geom.Point{X: x[i], Y: y[i]})
		at, known := index[key]
		if !known {
			at = int32(len(places))
			index[key] = at
			places = append(places, unpackPosition(key))
		}
		of[i] = at
	}
	return of, places
}

// cellPlaces shares places in cells so many degrees of latitude high and as
// wide.
func cellPlaces(x, y []float64, cell float64) (of []int32, places []geom.Point) {
	of = make([]int32, len(x))
	index := map[[2]int32]int32{}
	var sums [][3]float64
	for i := range x {
		row := math.Floor(y[i] / cell)
		wide := cell / max(0.05, math.Cos((row+0.5)*cell*math.Pi/180))
		key := [2]int32{int32(math.Floor(x[i] / wide)), int32(row)}
		at, known := index[key]
		if !known {
			at = int32(len(sums))
			index[key] = at
			sums = append(sums, [3]float64{})
		}
		of[i] = at
		sums[at][0], sums[at][1], sums[at][2] = sums[at][0]+x[i], sums[at][1]+y[i], sums[at][2]+1
	}
	places = make([]geom.Point, len(sums))
	nearest := slices.Repeat([]geom.Meters{geom.Meters(math.Inf(1))}, len(sums))
	for i := range x {
		at := of[i]
		mean := geom.Point{X: sums[at][0] / sums[at][2], Y: sums[at][1] / sums[at][2]}
		if d := geom.Distance(mean, geom.Point{X: x[i], Y: y[i]}); d < nearest[at] {
			nearest[at] = d
			places[at] = unpackPosition(packPosition(geom.Point{X: x[i], Y: y[i]}))
		}
	}
	return of, places
}

// alongCurve orders places by a Z curve over half a degree cells and finer.
func alongCurve(places []geom.Point) []int32 {
	order := make([]int32, len(places))
	key := make([]uint64, len(places))
	for i, p := range places {
		order[i] = int32(i)
		x, y := uint64((p.X+180)/360*(1<<20)), uint64((p.Y+90)/180*(1<<20))
		for b := range 20 {
			key[i] |= x>>b&1<<(2*b) | y>>b&1<<(2*b+1)
		}
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(key[a], key[b]), cmp.Compare(a, b)) })
	return order
}
