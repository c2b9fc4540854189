package boundary

import (
	"encoding/json"
	"math"
	"sort"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// Builder turns features into a set, within the limits of its options.
type Builder struct {
	opts     ReadOptions
	report   *Report
	features []Feature
	numbers  []int // feature number of each of features
	vertices int
	textSize int // bytes of properties
	mended   int // vertices that mending has added, see chargeMending
}

// NewBuilder returns a builder for one input.
func NewBuilder(opts ReadOptions) *Builder {
	return &Builder{opts: opts.withDefaults(), report: &Report{}}
}

// Report returns what has been found so far.
func (b *Builder) Report() *Report { return b.report }

// Grow counts vertices before they are stored, so that a small file that names
// one line a million times is stopped.
func (b *Builder) Grow(vertices int) error {
	b.vertices += vertices
	if b.vertices > b.opts.MaxVertices {
		return tooManyVertices(b.opts.MaxVertices)
	}
	return nil
}

func tooManyVertices(most int) error {
	return wrong(sentence.ShapesVertices.With(sentence.Params{"most": most}))
}

func tooManyFeatures(most int) error {
	return wrong(sentence.ShapesMany.With(sentence.Params{"most": most}))
}

// GrowText counts the bytes of properties kept.
func (b *Builder) GrowText(n int) error {
	if b.textSize += n; b.textSize > maxText {
		return wrong(sentence.ShapesTextLarge.With(sentence.Params{"bytes": maxText}))
	}
	return nil
}

// Add takes one feature. Its rings may be open or closed and run either way.
func (b *Builder) Add(f Feature) error {
	b.report.Features++
	if b.report.Features > b.opts.MaxBoundaries {
		return tooManyFeatures(b.opts.MaxBoundaries)
	}
	b.features = append(b.features, f)
	b.numbers = append(b.numbers, b.report.Features)
	return nil
}

// Finish chooses the fields and makes the set. It is an error when no feature
// could be used.
func (b *Builder) Finish() (*Set, *Report, error) {
	if len(b.features) == 0 {
		return nil, b.report, wrong(sentence.ShapesNone.With(nil))
	}
	if err := b.chooseFields(); err != nil {
		return nil, b.report, err
	}
	set := &Set{}
	index := map[string]int{}
	rows := []int{}
	merged := map[int]bool{}
	for i := range b.features {
		f, number := &b.features[i], b.numbers[i]
		code := b.text(f, b.report.CodeField)
		if code == "" {
			b.report.fault(number, "", Skipped, sentence.ShapeNoCode.With(sentence.Params{"field": b.report.CodeField}))
			continue
		}
		one, ok := b.boundary(f, number, code)
		if b.mended > b.opts.MaxVertices {
			return nil, b.report, wrong(sentence.ShapesTangled.With(nil)).at(sentence.PlaceFeature.With(sentence.Params{"number": number}))
		}
		if !ok {
			continue
		}
		if at, double := index[code]; double {
			earlier := &set.Boundaries[at]
			earlier.Shape = append(earlier.Shape, one.Shape...)
			merged[at] = true
			b.report.fault(number, code, Merged, sentence.ShapeMerged.With(nil))
			continue
		}
		index[code] = len(set.Boundaries)
		set.Boundaries = append(set.Boundaries, one)
		rows = append(rows, i)
	}
	if len(set.Boundaries) == 0 {
		return nil, b.report, wrong(sentence.ShapesUnusable.With(sentence.Params{"features": b.report.Features, "problem": b.report.Faults[0].What}))
	}
	joinParts(set, merged)
	set.Attributes = b.attributes(rows)
	if b.opts.Snap > 0 {
		b.snap(set)
	}
	return set, b.report, nil
}

// joinParts makes one valid shape of the parts of merged features, which may
// touch or overlap. Parts that cannot be joined stay side by side.
func joinParts(set *Set, merged map[int]bool) {
	for at := range merged {
		one := &set.Boundaries[at]
		if shape, _, _, err := cleanShape(one.Shape); err == nil && len(shape) > 0 {
			one.Shape = shape
		}
		one.Point = LabelPoint(one.Shape, one.Point)
	}
}

// snap joins borders that nearly meet, and cleans the shapes this has bent. A
// shape that cannot be cleaned, or would vanish, stays as it was.
func (b *Builder) snap(set *Set) {
	before := make([]geom.MultiPolygon, len(set.Boundaries))
	for i := range set.Boundaries {
		before[i] = set.Boundaries[i].Shape
	}
	for _, i := range snapBorders(set, b.opts.Snap) {
		one := &set.Boundaries[i]
		shape, _, _, err := cleanShape(one.Shape)
		if err != nil || len(shape) == 0 {
			one.Shape = before[i]
			continue
		}
		b.report.Snapped++
		one.Shape = shape
		one.Point = LabelPoint(shape, one.Point)
	}
}

// boundary cleans the shape of a feature.
func (b *Builder) boundary(f *Feature, number int, code string) (Boundary, bool) {
	out := Boundary{Code: code, Name: b.text(f, b.report.NameField)}
	if b.opts.ParentField != "" {
		out.Parent = b.text(f, b.opts.ParentField)
	}
	if b.opts.CountryField != "" {
		out.Country = countryOf(b.text(f, b.opts.CountryField))
	}
	if out.Name == "" {
		out.Name = code
	}
	shape, fallback, fixes, err := cleanShape(f.Shape)
	b.chargeMending(f.Shape, shape, err)
	if err != nil {
		b.report.fault(number, code, Skipped, err.What)
		return out, false
	}
	if len(fixes) > 0 {
		b.report.fault(number, code, Repaired, mended(fixes))
	}
	out.Shape = shape
	switch {
	case len(shape) > 0:
		out.Point = LabelPoint(shape, geom.Point{})
	case f.Point != nil && validPosition(*f.Point):
		out.Point = *f.Point
	case fallback != nil:
		out.Point = *fallback
		b.report.fault(number, code, Empty, sentence.ShapeNoArea.With(nil))
	default:
		b.report.fault(number, code, Skipped, sentence.ShapeNoPlace.With(nil))
		return out, false
	}
	return out, true
}

// mended lists what was mended in a shape.
func mended(fixes []sentence.Sentence) sentence.Sentence {
	words := make([]string, len(fixes))
	for i, fix := range fixes {
		words[i] = fix.English
	}
	return sentence.ShapeMended.Worded(strings.Join(words, ", "), sentence.Params{"fixes": fixes})
}

// hopelessWork is what a vertex of a shape too tangled to mend counts for.
const hopelessWork = 100

// chargeMending counts the work a shape has cost beyond its size: the vertices
// added where it crossed itself. It bounds the work on one file.
func (b *Builder) chargeMending(before, after geom.MultiPolygon, err *InputError) {
	if err != nil {
		b.mended += hopelessWork * before.Vertices()
		return
	}
	b.mended += max(0, after.Vertices()-before.Vertices())
}

func validPosition(p geom.Point) bool {
	return math.Abs(p.X) <= 180 && math.Abs(p.Y) <= 90
}

// text returns a property as text; "id" also names the feature's own id.
func (b *Builder) text(f *Feature, field string) string {
	if v, ok := f.Properties[field]; ok {
		return propertyText(v)
	}
	if field == "id" {
		return f.ID
	}
	return ""
}

// propertyText writes a property the way a person would; nested values as JSON.
func propertyText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return strings.TrimSpace(strings.ToValidUTF8(v, "\uFFFD"))
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case int64:
		return strconv.FormatInt(v, 10)
	case bool:
		return strconv.FormatBool(v)
	case json.Number:
		return v.String()
	}
	text, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(text)
}

// attributes collects the properties of the chosen features as columns, in name
// order, without those already used.
func (b *Builder) attributes(rows []int) []Attribute {
	names := map[string]bool{}
	for _, i := range rows {
		for name := range b.features[i].Properties {
			names[name] = true
		}
		if b.features[i].ID != "" {
			names["id"] = true
		}
	}
	delete(names, b.report.CodeField)
	delete(names, b.report.NameField)
	sorted := make([]string, 0, len(names))
	for name := range names {
		sorted = append(sorted, name)
	}
	sort.Strings(sorted)
	if len(sorted) > maxAttributes {
		b.report.fault(0, "", Skipped, sentence.ShapeAttributes.With(sentence.Params{"more": len(sorted) - maxAttributes, "most": maxAttributes}))
		sorted = sorted[:maxAttributes]
	}
	out := make([]Attribute, len(sorted))
	for k, name := range sorted {
		out[k] = Attribute{Name: name, Values: make([]string, len(rows))}
		for r, i := range rows {
			out[k].Values[r] = b.text(&b.features[i], name)
		}
	}
	return out
}

// Bounds on what is kept beside the shapes.
const (
	maxAttributes = 200       // columns of the attribute table
	maxText       = 256 << 20 // bytes of properties
)
