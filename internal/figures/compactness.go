package figures

import (
	"cmp"
	"math"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
)

// vector is a position on the unit sphere.
type vector [3]float64

func unitVector(lon, lat float64) vector {
	sinLon, cosLon := math.Sincos(lon * math.Pi / 180)
	sinLat, cosLat := math.Sincos(lat * math.Pi / 180)
	return vector{cosLat * cosLon, cosLat * sinLon, sinLat}
}

func (v vector) dot(w vector) float64 { return v[0]*w[0] + v[1]*w[1] + v[2]*w[2] }

// chord is the straight distance between two positions, with the radius as unit.
func (v vector) chord(w vector) float64 {
	x, y, z := v[0]-w[0], v[1]-w[1], v[2]-w[2]
	return math.Sqrt(x*x + y*y + z*z)
}

// vectors are the positions of the units, zero for those without one.
func (u *Units) vectors() []vector {
	out := make([]vector, len(u.Lon))
	for i := range out {
		if !math.IsNaN(u.Lon[i]) && !math.IsNaN(u.Lat[i]) {
			out[i] = unitVector(u.Lon[i], u.Lat[i])
		}
	}
	return out
}

// Compactness is the share of assigned, positioned units that are nearer to
// the centre of their own territory than to any other centre: 1 means no
// territory reaches into another; 0 without positions.
//
// A unit is compared only with centres less than twice as far from its own
// centre as it is itself; by the triangle inequality no other can be nearer
// (Elkan 2003, "Using the triangle inequality to accelerate k-means", lemma 1).
func (p *Plan) Compactness(assigned []alignment.AreaNumber, u *Units) float64 {
	if u.Lon == nil {
		return 0
	}
	at := p.at
	if at == nil {
		at = u.vectors()
	}
	var centres []vector
	own := make([]int32, p.highest()+1)
	for number, a := range p.Territories {
		if a.Centre != nil {
			centres = append(centres, unitVector(a.Centre.Lon, a.Centre.Lat))
			own[number] = int32(len(centres))
		}
	}
	members := make([][]int32, len(centres))
	for i, number := range assigned {
		if number > 0 && int(number) < len(own) && own[number] > 0 && at[i] != (vector{}) {
			c := own[number] - 1
			members[c] = append(members[c], int32(i))
		}
	}
	var inside, all int
	var rivals []rival
	for c, units := range members {
		rivals = rivalsOf(centres, c, units, at, rivals[:0])
		for _, i := range units {
			if !outdone(at[i], centres[c], rivals) {
				inside++
			}
		}
		all += len(units)
	}
	if all == 0 {
		return 0
	}
	return float64(inside) / float64(all)
}

// rival is another centre, with how far it is from the centre in question.
type rival struct {
	at     vector
	beside float64
}

// rivalsOf lists the centres that may be nearer to some of the units than their
// own centre is, nearest to that centre first.
func rivalsOf(centres []vector, c int, units []int32, at []vector, into []rival) []rival {
	farthest := 0.0
	for _, i := range units {
		farthest = max(farthest, at[i].chord(centres[c]))
	}
	for o, centre := range centres {
		if beside := centre.chord(centres[c]); o != c && beside <= 2*farthest {
			into = append(into, rival{centre, beside})
		}
	}
	slices.SortFunc(into, func(a, b rival) int { return cmp.Compare(a.beside, b.beside) })
	return into
}

// outdone tells whether a rival is nearer to a unit than its own centre is.
func outdone(unit, own vector, rivals []rival) bool {
	mine := unit.dot(own)
	reach := 2 * unit.chord(own)
	for _, r := range rivals {
		if r.beside > reach {
			return false
		}
		if unit.dot(r.at) > mine+1e-12 {
			return true
		}
	}
	return false
}
