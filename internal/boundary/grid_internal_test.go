package boundary

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// The expected tokens and corners are those of the reference implementation in
// Go (github.com/golang/geo/s2).
func TestS2_TokensAndCorners(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lat, lon float64
		level    int
		token    string
		x, y     float64 // the first corner
	}{
		{0, 0, 1, "14", 0.000000000, 0.000000000},
		{0, 0, 5, "1004", 0.000000000, 0.000000000},
		{0, 0, 10, "100001", 0.000000000, 0.000000000},
		{0, 0, 16, "100000001", 0.000000000, 0.000000000},
		{0, 0, 30, "1000000000000001", 0.000000000, 0.000000000},
		{40.75, -73.98, 1, "8c", -90.000000000, 45.000000000},
		{40.75, -73.98, 5, "89c4", -76.456308668, 41.747046885},
		{40.75, -73.98, 10, "89c259", -74.030012250, 40.801268434},
		{40.75, -73.98, 16, "89c259013", -73.980064469, 40.750975291},
		{40.75, -73.98, 30, "89c259012a10a3fd", -73.980000082, 40.750000039},
		{-33.8568, 151.2153, 1, "6c", 135.000000000, -0.000000000},
		{-33.8568, 151.2153, 5, "6b14", 148.371690165, -32.966598510},
		{-33.8568, 151.2153, 10, "6b12af", 151.140319648, -33.789831323},
		{-33.8568, 151.2153, 16, "6b12ae669", 151.214615476, -33.856071060},
		{-33.8568, 151.2153, 30, "6b12ae669072a21f", 151.215299927, -33.856799914},
		{89.9, 10, 1, "44", 45.000000000, 35.264389683},
		{89.9, 10, 5, "4554", 45.000000000, 86.522584056},
		{89.9, 10, 10, "455557", 26.542709287, 89.832887878},
		{89.9, 10, 16, "45555638d", 9.997519463, 89.899258583},
		{89.9, 10, 30, "45555638c9acb30d", 10.000010883, 89.899999947},
		{-89.5, -170, 1, "a4", -135.000000000, -35.264389683},
		{-89.5, -170, 5, "a554", -135.000000000, -86.522584056},
		{-89.5, -170, 10, "a5557b", -164.128029256, -89.453379079},
		{-89.5, -170, 16, "a5557b9c7", -169.927200826, -89.499573540},
		{-89.5, -170, 30, "a5557b9c7a28c291", -169.999994718, -89.499999924},
		{21.4, -157.9, 1, "7c", -180.000000000, 45.000000000},
		{21.4, -157.9, 5, "7c04", -160.431289689, 24.357076693},
		{21.4, -157.9, 10, "7c0069", -157.952362979, 21.477491618},
		{21.4, -157.9, 16, "7c0069219", -157.900199131, 21.401180554},
		{21.4, -157.9, 30, "7c0069219ee0f6c7", -157.900000007, 21.400000013},
		{67.5, 179.99, 1, "5c", 90.000000000, 45.000000000},
		{67.5, 179.99, 5, "5a04", 173.107576878, 70.299771116},
		{67.5, 179.99, 10, "5a0007", 179.819082539, 67.570752859},
		{67.5, 179.99, 16, "5a000760b", 179.988742001, 67.500820373},
		{67.5, 179.99, 30, "5a000760afebc833", 179.989999929, 67.500000054},
		{35.26438968, 45, 1, "14", 0.000000000, 0.000000000},
		{35.26438968, 45, 5, "1554", 42.550960262, 34.068354173},
		{35.26438968, 45, 10, "155555", 44.925335418, 35.229154227},
		{35.26438968, 45, 16, "155555555", 44.998834300, 35.263840157},
		{35.26438968, 45, 30, "1555555555555555", 44.999999929, 35.264389649},
		{-0.0001, -179.9999, 1, "74", -180.000000000, -0.000000000},
		{-0.0001, -179.9999, 5, "7004", -180.000000000, -0.000000000},
		{-0.0001, -179.9999, 10, "700001", -180.000000000, -0.000000000},
		{-0.0001, -179.9999, 16, "700000001", -180.000000000, -0.000000000},
		{-0.0001, -179.9999, 30, "7000000000445545", -179.999900037, -0.000099963},
		{51.5, -0.12, 1, "4c", -0.000000000, 45.000000000},
		{51.5, -0.12, 5, "4874", -0.000000000, 50.018765341},
		{51.5, -0.12, 10, "487605", -0.093649583, 51.430920852},
		{51.5, -0.12, 16, "487604c73", -0.118846188, 51.499180206},
		{51.5, -0.12, 30, "487604c72662a817", -0.119999932, 51.499999923},
	} {
		cell := s2CellAt(geom.Point{X: c.lon, Y: c.lat}, c.level)
		if got := cell.token(); got != c.token {
			t.Errorf("%v, %v at level %d: token %s, want %s", c.lat, c.lon, c.level, got, c.token)
		}
		p := s2Position(cell.face, cell.i, cell.j)
		if math.Abs(math.Remainder(p.X-c.x, 360)) > 2e-9 || math.Abs(p.Y-c.y) > 2e-9 {
			t.Errorf("%v, %v at level %d: corner %v, want %v, %v", c.lat, c.lon, c.level, p, c.x, c.y)
		}
	}
}

// TestGridCells_TileTheEarth checks that the cells of a level fill the whole
// map, poles and antimeridian included, and that positions lie in their cell.
func TestGridCells_TileTheEarth(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 1))
	var lons, lats []float64
	for range 20000 {
		lons = append(lons, r.Float64()*360-180)
		lats = append(lats, math.Asin(r.Float64()*2-1)*180/math.Pi)
	}
	lons, lats = append(lons, math.NaN(), 0, 180, -180), append(lats, 0, 90, -90, 0)
	set, at, err := GridCells(lons, lats, 3)
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Boundaries) != 6*64 {
		t.Fatalf("%d cells, want %d", len(set.Boundaries), 6*64)
	}
	area := 0.0
	for _, b := range set.Boundaries {
		area += b.Shape.Area()
		if fault, faulty := shapeFault(b.Shape); faulty {
			t.Errorf("%s: %s", b.Code, fault.English)
		}
	}
	if math.Abs(area-360*180) > 1e-3 {
		t.Errorf("the cells cover %g square degrees of %d", area, 360*180)
	}
	locator := NewLocator(set)
	off := 0
	for i := range 20000 {
		if locator.At(geom.Point{X: lons[i], Y: lats[i]}) != at[i] {
			off++ // drawn sides are straight between vertices 10 km apart
		}
	}
	if off > 20 {
		t.Errorf("%d of 20000 positions lie outside the outline of their cell", off)
	}
	if at[20000] != None {
		t.Error("a position that is not finite has a cell")
	}
}

func TestGridCells_LevelOutOfRange(t *testing.T) {
	t.Parallel()
	for _, level := range []int{-1, 1, 17, 31} {
		if _, _, err := GridCells(nil, nil, level); err == nil {
			t.Errorf("level %d: no error", level)
		}
	}
}
