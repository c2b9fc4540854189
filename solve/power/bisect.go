package power

import (
	"math"
	"sort"

	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// Bisect divides the units of mod into one part per area by cutting again and
// again across the longest direction, each cut in proportion to what the areas
// on its two sides should get. It returns the part of every unit and the
// weighted mean position of every part.
func Bisect(mod *measure.Model) (part []int32, means []measure.Vec) {
	b := &bisector{mod: mod, part: make([]int32, mod.N), mass: masses(mod), key: make([]float64, mod.N)}
	b.share = make([]float64, mod.K)
	for j := range b.share {
		b.share[j] = desiredShare(mod, j)
	}
	units := make([]int32, mod.N)
	for i := range units {
		units[i] = int32(i)
	}
	b.cut(units, 0, mod.K)
	return b.part, Means(mod, b.part)
}

// Means returns the weighted mean position of every part; parts without units
// get the mean of all.
func Means(mod *measure.Model, part []int32) []measure.Vec {
	sum, w := make([]measure.Vec, mod.K), make([]float64, mod.K)
	var all measure.Vec
	for i, j := range part {
		p := mod.Pos[i].Scale(mod.W[i])
		all = all.Add(p)
		if j >= 0 {
			sum[j] = sum[j].Add(p)
			w[j] += mod.W[i]
		}
	}
	total := 0.0
	for _, x := range mod.W {
		total += x
	}
	for j := range sum {
		if w[j] > 0 {
			sum[j] = mod.Geo.Onto(sum[j].Scale(1 / w[j]))
		} else {
			sum[j] = mod.Geo.Onto(all.Scale(1 / total))
		}
	}
	return sum
}

// medianSteps is how many steps lead from a mean to a
// median: the pull of the few units far away is then gone.
const medianSteps = 12

// Medians returns the weighted median position of every part, the point of
// least travel, by Weiszfeld's steps from the mean; for squared distances that
// is the mean.
func Medians(mod *measure.Model, part []int32, workers int) []measure.Vec {
	at := Means(mod, part)
	if mod.Geo.Squared() {
		return at
	}
	members := make([][]int32, mod.K)
	for i, j := range part {
		if j >= 0 {
			members[j] = append(members[j], int32(i))
		}
	}
	measure.Parallel(workers, mod.K, func(_, j int) {
		for range medianSteps {
			var sum measure.Vec
			total := 0.0
			for _, i := range members[j] {
				x := mod.Pos[i]
				w := mod.W[i] / (math.Sqrt(x.Sq(at[j])) + nearZero)
				sum = sum.Add(x.Scale(w))
				total += w
			}
			if total > 0 {
				at[j] = mod.Geo.Onto(sum.Scale(1 / total))
			}
		}
	})
	return at
}

// masses blends all measures (each as a share of its total) into one mass per
// unit; without measures the travel weight counts.
func masses(mod *measure.Model) []float64 {
	mass := make([]float64, mod.N)
	if mod.M == 0 {
		copy(mass, mod.W)
		return mass
	}
	for _, a := range mod.A {
		total := 0.0
		for _, v := range a {
			total += v
		}
		if total == 0 {
			continue
		}
		for i, v := range a {
			mass[i] += v / total
		}
	}
	return mass
}

func desiredShare(mod *measure.Model, j int) float64 {
	share := 0.0
	for m := range mod.A {
		all := 0.0
		for q := range mod.K {
			all += mod.Target[m][q]
		}
		if all > 0 {
			share += mod.Target[m][j] / all
		} else {
			share += 1 / float64(mod.K)
		}
	}
	return max(share, 1e-9)
}

type bisector struct {
	mod   *measure.Model
	part  []int32
	mass  []float64
	share []float64
	key   []float64
}

func (b *bisector) cut(units []int32, first, count int) {
	if count == 1 || len(units) == 0 {
		for _, i := range units {
			b.part[i] = int32(first)
		}
		return
	}
	axis := b.longest(units)
	for _, i := range units {
		b.key[i] = b.mod.Pos[i].Dot(axis)
	}
	sort.Slice(units, func(x, y int) bool {
		kx, ky := b.key[units[x]], b.key[units[y]]
		return kx < ky || kx == ky && units[x] < units[y]
	})
	left := count / 2
	var shareLeft, shareAll, total float64
	for j := first; j < first+count; j++ {
		shareAll += b.share[j]
		if j < first+left {
			shareLeft += b.share[j]
		}
	}
	for _, i := range units {
		total += b.mass[i]
	}
	goal := total * shareLeft / shareAll
	at, sum := 0, 0.0
	for at < len(units) && (at < left || sum+b.mass[units[at]]/2 < goal) && len(units)-at > count-left {
		sum += b.mass[units[at]]
		at++
	}
	b.cut(units[:at], first, left)
	b.cut(units[at:], first+left, count-left)
}

// longest returns the direction in which the units spread most, by a few steps
// of power iteration on their weighted covariance.
func (b *bisector) longest(units []int32) measure.Vec {
	var mean measure.Vec
	total := 0.0
	for _, i := range units {
		mean = mean.Add(b.mod.Pos[i].Scale(b.mass[i]))
		total += b.mass[i]
	}
	if total > 0 {
		mean = mean.Scale(1 / total)
	}
	var xx, xy, xz, yy, yz, zz float64
	for _, i := range units {
		d, w := b.mod.Pos[i].Sub(mean), b.mass[i]
		xx += w * d.X * d.X
		xy += w * d.X * d.Y
		xz += w * d.X * d.Z
		yy += w * d.Y * d.Y
		yz += w * d.Y * d.Z
		zz += w * d.Z * d.Z
	}
	v := measure.Vec{X: 1, Y: 0.7, Z: 0.4}
	for range 12 {
		u := measure.Vec{X: xx*v.X + xy*v.Y + xz*v.Z, Y: xy*v.X + yy*v.Y + yz*v.Z, Z: xz*v.X + yz*v.Y + zz*v.Z}
		n := u.Norm()
		if !(n > 0) || math.IsInf(n, 0) {
			break
		}
		v = u.Scale(1 / n)
	}
	return v
}
