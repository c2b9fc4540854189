package ingest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"math"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// offCoast is how far outside every boundary a position may lie and still count
// as in the nearest one: coasts are generalised, addresses are not.
const offCoast geom.Meters = 20_000

// AtlasFunc opens boundary sets to locate in.
type AtlasFunc func(ctx context.Context, sets []string) (*boundary.Atlas, error)

// locating is the state of one pass: one entry per unit.
type locating struct {
	deps     Deps
	from     *dataset.Reader
	options  dataset.Location
	atlas    *boundary.Atlas // nil without sets
	code     *dataset.Texts  // nil without such a column
	country  *dataset.Texts
	lon, lat []float64
	accuracy []dataset.Accuracy
	how      []dataset.Located
	place    []boundary.Place // of the boundary found
	byCode   []boundary.Place
	report   dataset.LocationReport
}

// locateUnits returns the snapshot with its units located as the options say,
// in a file of its own; the units, their order and all other columns stay. It
// is not recorded in the catalog. A dry run asks no geocoder.
func locateUnits(ctx context.Context, d Deps, from dataset.Snapshot, options dataset.Location, dry bool, folder string, progress territory.ProgressFunc) (dataset.Snapshot, error) {
	report(progress, territory.Progress{Phase: "locating"})
	reader, err := dataset.Open(ctx, d.Blobs, from)
	if err != nil {
		return from, err
	}
	l := &locating{deps: d, from: reader, options: options}
	if err := l.load(ctx); err != nil {
		return from, err
	}
	l.findCodes()
	if options.Geocode && !dry {
		if err := l.geocode(ctx, progress); err != nil {
			return from, err
		}
	}
	l.centre()
	l.findPositions()
	l.count()
	return l.write(ctx, folder, progress)
}

// load reads what the pass works on.
func (l *locating) load(ctx context.Context) (err error) {
	n := l.from.Units()
	l.accuracy, l.how = make([]dataset.Accuracy, n), make([]dataset.Located, n)
	l.place, l.byCode = slices.Repeat([]boundary.Place{boundary.Nowhere}, n), slices.Repeat([]boundary.Place{boundary.Nowhere}, n)
	l.report = dataset.LocationReport{Location: l.options, Units: n, Accuracy: map[dataset.Accuracy]int{}, Codes: []dataset.CodeProblem{}}
	if len(l.options.Sets) > 0 {
		if l.atlas, err = l.deps.Atlas(ctx, l.options.Sets); err != nil {
			return err
		}
	}
	if l.code, err = l.texts(ctx, l.options.Code, dataset.RolePostalCode); err != nil {
		return err
	}
	if l.country, err = l.texts(ctx, l.options.Country, dataset.RoleCountry); err != nil {
		return err
	}
	return l.loadPositions(ctx)
}

// texts reads a named column, or that with a role when no name is given; nil
// when there is none.
func (l *locating) texts(ctx context.Context, name string, role dataset.Role) (*dataset.Texts, error) {
	if name == "" {
		c, ok := l.from.RoleColumn(role)
		if !ok || c.Type != dataset.Text {
			return nil, nil
		}
		name = c.Name
	}
	return l.from.Texts(ctx, name)
}

// loadPositions takes the positions there are, with where they come from. Those
// an earlier pass took from boundaries are found anew.
func (l *locating) loadPositions(ctx context.Context) error {
	n := l.from.Units()
	l.lon, l.lat = slices.Repeat([]float64{math.NaN()}, n), slices.Repeat([]float64{math.NaN()}, n)
	if _, ok := l.from.RoleColumn(dataset.RoleLatitude); !ok {
		return nil
	}
	lon, lat, err := l.from.Positions(ctx)
	if err != nil {
		return err
	}
	before := &dataset.Texts{Codes: slices.Repeat([]int32{-1}, n)}
	if _, err := l.from.Column(dataset.AccuracyColumn); err == nil {
		if before, err = l.from.Texts(ctx, dataset.AccuracyColumn); err != nil {
			return err
		}
	}
	for i := range n {
		a := dataset.Accuracy(before.At(i))
		if math.IsNaN(lon[i]) || math.IsNaN(lat[i]) || a == dataset.AtBoundary || a == dataset.AtPoint {
			continue
		}
		l.lon[i], l.lat[i], l.accuracy[i] = lon[i], lat[i], cmp.Or(a, dataset.Given)
	}
	return nil
}

func textAt(t *dataset.Texts, i int) string {
	if t == nil {
		return ""
	}
	return t.At(i)
}

// findCodes looks every pair of code and country up once.
func (l *locating) findCodes() {
	if l.atlas == nil || l.code == nil {
		return
	}
	type answer struct {
		place boundary.Place
		end   boundary.CodeMatch
		units int
		first int
	}
	known := map[[2]int32]*answer{}
	for i, code := range l.code.Codes {
		key := [2]int32{code, -1}
		if l.country != nil {
			key[1] = l.country.Codes[i]
		}
		a := known[key]
		if a == nil {
			a = &answer{first: i}
			a.place, a.end = l.atlas.Find(l.code.At(i), textAt(l.country, i))
			known[key] = a
		}
		a.units++
		switch {
		case a.end == boundary.CodeFound:
			l.byCode[i], l.place[i], l.how[i] = a.place, a.place, dataset.ByCode
		case a.end == boundary.CodeAmbiguous:
			l.how[i] = dataset.AmbiguousCode
		case code >= 0:
			l.how[i] = dataset.UnknownCode
		}
	}
	for key, a := range known {
		if why := l.how[a.first]; a.end != boundary.CodeFound && key[0] >= 0 {
			l.report.Codes = append(l.report.Codes, dataset.CodeProblem{Code: l.code.At(a.first), Country: textAt(l.country, a.first), Why: why, Units: a.units})
		}
	}
	slices.SortFunc(l.report.Codes, func(a, b dataset.CodeProblem) int {
		return cmp.Or(cmp.Compare(b.Units, a.Units), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Country, b.Country))
	})
	l.report.Codes = l.report.Codes[:min(len(l.report.Codes), mostCodes)]
}

// mostCodes is how many codes a report lists.
const mostCodes = 1000

// geocode finds positions of units without one by their address.
func (l *locating) geocode(ctx context.Context, progress territory.ProgressFunc) error {
	read, err := l.addressReader(ctx)
	if err != nil {
		return err
	}
	var units []int
	var addresses []Address
	for i := range l.lon {
		if math.IsNaN(l.lon[i]) && (l.options.Refine || l.byCode[i] == boundary.Nowhere || l.options.Geocode) {
			units, addresses = append(units, i), append(addresses, read(i))
		}
	}
	answers, err := geocodeAll(ctx, l.deps, addresses, &l.report, progress)
	if err != nil {
		return err
	}
	for k, i := range units {
		if g := answers[addresses[k].Key()]; g.Found {
			l.lon[i], l.lat[i], l.accuracy[i] = g.Lon, g.Lat, g.Accuracy
		}
	}
	return nil
}

// addressReader returns what reads a unit's address.
func (l *locating) addressReader(ctx context.Context) (func(i int) Address, error) {
	if len(l.options.Address) > 0 {
		columns := make([]*dataset.Texts, len(l.options.Address))
		for k, name := range l.options.Address {
			var err error
			if columns[k], err = l.from.Texts(ctx, name); err != nil {
				return nil, err
			}
		}
		return func(i int) Address {
			query := ""
			for _, c := range columns {
				if text := c.At(i); text != "" && query != "" {
					query += ", " + text
				} else {
					query += text
				}
			}
			return Address{Query: query}
		}, nil
	}
	roles := []dataset.Role{dataset.RoleStreet, dataset.RoleCity, dataset.RoleState, dataset.RolePostalCode, dataset.RoleCountry}
	columns, any := make([]*dataset.Texts, len(roles)), false
	for k, role := range roles {
		var err error
		if columns[k], err = l.texts(ctx, "", role); err != nil {
			return nil, err
		}
		any = any || columns[k] != nil && role != dataset.RoleCountry
	}
	if !any {
		return nil, territory.Say(territory.Invalid, sentence.LocateNoAddress.With(nil))
	}
	return func(i int) Address {
		return Address{Street: textAt(columns[0], i), City: textAt(columns[1], i), State: textAt(columns[2], i), PostalCode: textAt(columns[3], i), Country: textAt(columns[4], i)}
	}, nil
}

// centre puts units that still have no position into the middle of the boundary
// of their code.
func (l *locating) centre() {
	for i, p := range l.byCode {
		if p == boundary.Nowhere || !math.IsNaN(l.lon[i]) {
			continue
		}
		b := l.atlas.Boundary(p)
		l.lon[i], l.lat[i], l.accuracy[i] = b.Point.X, b.Point.Y, dataset.AtBoundary
		if len(b.Shape) == 0 {
			l.accuracy[i] = dataset.AtPoint
		}
	}
}

// findPositions places units whose code found nothing.
func (l *locating) findPositions() {
	for i := range l.place {
		if l.place[i] != boundary.Nowhere {
			continue
		}
		if l.atlas != nil {
			l.place[i] = l.atlas.At(geom.Point{X: l.lon[i], Y: l.lat[i]}, textAt(l.country, i), offCoast)
		}
		switch {
		case l.how[i] != "": // a code that could not be used is told
		case l.place[i] != boundary.Nowhere:
			l.how[i] = dataset.ByPosition
		default:
			l.how[i] = dataset.NoBoundary
		}
	}
}

func (l *locating) count() {
	r := &l.report
	for i := range l.how {
		switch l.how[i] {
		case dataset.ByCode:
			r.ByCode++
		case dataset.AmbiguousCode:
			r.Ambiguous++
		case dataset.UnknownCode:
			r.Unknown++
		}
		switch {
		case l.place[i] == boundary.Nowhere:
			r.Nowhere++
		case l.byCode[i] == boundary.Nowhere:
			r.ByPosition++
		}
		r.Accuracy[l.accuracy[i]]++
	}
}

// write makes the file of the located snapshot.
func (l *locating) write(ctx context.Context, folder string, progress territory.ProgressFunc) (dataset.Snapshot, error) {
	report(progress, territory.Progress{Phase: "writing"})
	snapshot := l.from.Snapshot()
	made := l.columns()
	snapshot.Columns = withMade(snapshot.Columns, made)
	snapshot.Location, snapshot.UnitsBlob = &l.report, folder+"/located.parquet"
	snapshot.Box, snapshot.Located = l.bounds()
	out, err := l.deps.Blobs.Create(ctx, snapshot.UnitsBlob)
	if err != nil {
		return snapshot, err
	}
	defer out.Abort()
	sum := sha256.New()
	writer, err := dataset.NewWriter(io.MultiWriter(out, sum), snapshot.Columns)
	if err != nil {
		return snapshot, err
	}
	var kept []string
	for _, c := range snapshot.Columns {
		if _, again := made[c.Name]; !again {
			kept = append(kept, c.Name)
		}
	}
	err = l.from.Scan(ctx, kept, func(first int, f *dataset.Frame) error {
		return writer.Write(l.fill(writer.Frame(), f, snapshot.Columns, made, first))
	})
	if closed := writer.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = out.Commit()
	}
	snapshot.Fingerprint = hex.EncodeToString(sum.Sum(nil))
	return snapshot, err
}

// bounds returns the box of the positions and how many there are.
func (l *locating) bounds() (*[4]float64, int) {
	box, n := geom.EmptyBox(), 0
	for i := range l.lon {
		if !math.IsNaN(l.lon[i]) {
			box = box.Add(geom.Point{X: l.lon[i], Y: l.lat[i]})
			n++
		}
	}
	if n == 0 {
		return nil, 0
	}
	return &[4]float64{box.MinX, box.MinY, box.MaxX, box.MaxY}, n
}
