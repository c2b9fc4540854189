package reportfile

import (
	"fmt"
	"image/color"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// palette holds the light colours of the web app's territories, so that a
// report looks like the screen.
var palette = []color.RGBA{
	{0x59, 0x9a, 0xdc, 255}, {0xcc, 0x7e, 0x03, 255}, {0x2c, 0x87, 0x69, 255}, {0x78, 0x6a, 0xd4, 255},
	{0xa5, 0x51, 0x22, 255}, {0x7a, 0xba, 0xbf, 255}, {0x77, 0x27, 0x6c, 255}, {0xc6, 0xbc, 0x1d, 255},
	{0x27, 0x71, 0x9c, 255}, {0x61, 0xd1, 0x86, 255}, {0x72, 0x3e, 0x26, 255}, {0x9e, 0x82, 0xa4, 255},
	{0x7f, 0x9d, 0x6c, 255}, {0x51, 0x3f, 0xa6, 255},
}

var (
	paper   = color.RGBA{255, 255, 255, 255}
	water   = color.RGBA{0xe9, 0xef, 0xf3, 255}
	land    = color.RGBA{0xf7, 0xf5, 0xf0, 255}
	border  = color.RGBA{0xc4, 0xc0, 0xb6, 255}
	ink     = color.RGBA{0x24, 0x28, 0x2d, 255}
	faint   = color.RGBA{0x6b, 0x6f, 0x75, 255}
	rule    = color.RGBA{0xdd, 0xd9, 0xd0, 255}
	over    = color.RGBA{0xb4, 0x4a, 0x1e, 255}
	under   = color.RGBA{0x2a, 0x6c, 0x96, 255}
	outside = color.RGBA{0x8f, 0x89, 0x7d, 255}
)

// blend mixes a colour with white: 1 keeps it, 0 is white.
func blend(c color.RGBA, share float64) color.RGBA {
	mix := func(v uint8) uint8 { return uint8(255 - share*(255-float64(v)) + 0.5) }
	return color.RGBA{mix(c.R), mix(c.G), mix(c.B), 255}
}

// colours gives each shape a colour of the palette that none of its neighbours
// has while the palette suffices: shapes with many neighbours first (Welsh and
// Powell 1967), the least used colour first. Shapes are neighbours when they
// share a vertex.
func colours(shapes []geom.MultiPolygon) []int {
	near := neighbours(shapes)
	order := make([]int, len(shapes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return len(near[b]) - len(near[a]) })
	chosen, used := make([]int, len(shapes)), make([]int, len(palette))
	for i := range chosen {
		chosen[i] = -1
	}
	for _, shape := range order {
		taken := make([]int, len(palette))
		for other := range near[shape] {
			if chosen[other] >= 0 {
				taken[chosen[other]]++
			}
		}
		best := 0
		for c := range palette {
			if taken[c] < taken[best] || taken[c] == taken[best] && used[c] < used[best] {
				best = c
			}
		}
		chosen[shape] = best
		used[best]++
	}
	return chosen
}

func neighbours(shapes []geom.MultiPolygon) []map[int]bool {
	near := make([]map[int]bool, len(shapes))
	for i := range near {
		near[i] = map[int]bool{}
	}
	at := map[geom.Point][]int{}
	for i, shape := range shapes {
		for _, poly := range shape {
			for _, ring := range poly {
				for _, p := range ring {
					for _, other := range at[p] {
						if other != i {
							near[i][other], near[other][i] = true, true
						}
					}
					if !slices.Contains(at[p], i) {
						at[p] = append(at[p], i)
					}
				}
			}
		}
	}
	return near
}

// Hex returns the colour of a palette index as "rrggbb".
func Hex(index int) string {
	c := palette[(index%len(palette)+len(palette))%len(palette)]
	return fmt.Sprintf("%02x%02x%02x", c.R, c.G, c.B)
}
