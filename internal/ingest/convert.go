package ingest

import (
	"math"
	"strconv"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
)

// Names of the columns made by the program.
const (
	// RowColumn holds the row number in the source.
	RowColumn = "$row"
	// SourceColumn holds the index of the source, when there are several.
	SourceColumn = "$source"
	// IDColumn holds made-up ids when no column has the role id.
	IDColumn      = "$id"
	CountryColumn = "$country"
	StateColumn   = "$state"
	CountyColumn  = "$county"
)

// plan is how the records of one file become units.
type plan struct {
	columns []dataset.Column // of the snapshot, the same for all files
	// fields says for every snapshot column which field of a record feeds it,
	// or -1 for a column made by the program or not in this file.
	fields []int
	// union says for every field of a record which column of the rejected-rows
	// file it goes to.
	union       []int
	file        string
	decimals    []byte   // per snapshot column
	orders      []string // per snapshot column
	id          int      // this and the following: index of the snapshot column, or -1
	lat, lon    int
	row, source int
	country     int // followed by state and county
	sourceIndex int
	// keepMissing accepts rows without coordinates.
	keepMissing bool
	locate      LocateFunc
	filter      *rowFilter // nil for none
}

// chunk is a batch on its way to the snapshot.
type chunk struct {
	batch *Batch
	// columns holds the values of the accepted records, in order; records says
	// which those are.
	columns []dataset.Values
	records []int32
	rejects []reject
	// pass says which of records the filter lets in; empty without a filter.
	pass    []bool
	failed  error // why the filter could not be worked out
	hashes  []idHash
	misfits []int // per snapshot column: values that do not fit its type
	present []int // per snapshot column: values there are
}

// reject is a record that cannot become a unit.
type reject struct {
	record   int32
	reason   Reason
	column   int32 // index in the header, or -1
	firstRow int   // for a duplicate id: the row that has it first
}

func (c *chunk) reset(columns int) {
	if c.columns == nil {
		c.columns = make([]dataset.Values, columns)
		c.misfits, c.present = make([]int, columns), make([]int, columns)
	}
	for i := range c.columns {
		c.columns[i].Numbers = c.columns[i].Numbers[:0]
		c.columns[i].Texts.Reset()
	}
	c.records, c.rejects, c.hashes, c.pass = c.records[:0], c.rejects[:0], c.hashes[:0], c.pass[:0]
	clear(c.misfits)
	clear(c.present)
}

// convert turns the chunk's batch into columns of accepted records and a list
// of rejected ones. Several chunks may be converted at once.
func (p *plan) convert(c *chunk) {
	c.reset(len(p.columns))
	for i := range c.batch.Records {
		if bad, ok := p.convertRecord(c, &c.batch.Records[i]); ok {
			c.records = append(c.records, int32(i))
		} else {
			bad.record = int32(i)
			c.rejects = append(c.rejects, bad)
		}
	}
	p.addPlaces(c)
	p.hashIDs(c)
	if p.filter != nil {
		c.failed = p.filter.mark(p, c)
	}
}

// convertRecord appends one record's values, or nothing and the reason.
func (p *plan) convertRecord(c *chunk, r *Record) (reject, bool) {
	if r.Problem != "" {
		return reject{reason: r.Problem, column: r.Field}, false
	}
	if wrongCount(c.batch, r, len(p.union)) {
		return reject{reason: WrongFieldCount, column: -1}, false
	}
	bad := reject{}
	note := func(reason Reason, column int) {
		if bad.reason == "" {
			bad.reason, bad.column = reason, int32(p.fields[column])
		}
	}
	if p.lat >= 0 {
		p.addPosition(c, r, note)
	}
	for i := range p.columns {
		if i == p.lat || i == p.lon {
			continue
		}
		v := &c.columns[i]
		switch {
		case p.fields[i] < 0:
			p.addMade(c, r, i)
		case i == p.id:
			text := trimSpace(c.batch.Field(r, p.fields[i]))
			if len(text) == 0 {
				note(MissingID, i)
			}
			v.Texts.Append(text)
		case p.columns[i].Type == dataset.Text:
			v.Texts.Append(c.batch.Field(r, p.fields[i]))
		default:
			v.Numbers = append(v.Numbers, p.number(c, r, i, note))
		}
	}
	if bad.reason != "" {
		c.truncate(p)
		return bad, false
	}
	return reject{}, true
}

// truncate drops the values of the record being converted.
func (c *chunk) truncate(p *plan) {
	n := len(c.records)
	for i := range c.columns {
		v := &c.columns[i]
		if p.columns[i].Type != dataset.Text {
			v.Numbers = v.Numbers[:min(n, len(v.Numbers))]
		} else if v.Texts.Len() > n {
			v.Texts.Bytes = v.Texts.Bytes[:len(v.Texts.Bytes)-len(v.Texts.Raw(n))]
			v.Texts.Ends = v.Texts.Ends[:n]
		}
	}
}

// number reads a number, date or boolean.
func (p *plan) number(c *chunk, r *Record, i int, note func(Reason, int)) float64 {
	text := c.batch.Field(r, p.fields[i])
	var x float64
	var v verdict
	reason := NumberUnparseable
	switch p.columns[i].Type {
	case dataset.Number:
		x, v = parseNumber(text, p.decimals[i])
	case dataset.Date:
		x, v = parseDate(text, p.orders[i])
		reason = DateUnparseable
	case dataset.Boolean:
		x, v = parseBoolean(text)
		reason = BooleanUnparseable
	}
	if v == missing {
		return math.NaN()
	}
	c.present[i]++
	switch v {
	case notFinite:
		note(NumberNotFinite, i)
	case unparseable:
		c.misfits[i]++
		note(reason, i)
	}
	return x
}

// addPosition appends latitude and longitude and says what is wrong with them.
func (p *plan) addPosition(c *chunk, r *Record, note func(Reason, int)) {
	lat, latVerdict := parseNumber(c.batch.Field(r, p.fields[p.lat]), p.decimals[p.lat])
	lon, lonVerdict := parseNumber(c.batch.Field(r, p.fields[p.lon]), p.decimals[p.lon])
	switch {
	case latVerdict == missing && lonVerdict == missing && p.keepMissing:
		lat, lon = dataset.Missing, dataset.Missing
	case latVerdict == missing:
		note(MissingCoordinates, p.lat)
	case lonVerdict == missing:
		note(MissingCoordinates, p.lon)
	case latVerdict != good:
		note(CoordinateUnparseable, p.lat)
	case lonVerdict != good:
		note(CoordinateUnparseable, p.lon)
	case math.Abs(lat) > 90 && math.Abs(lat) <= 180 && math.Abs(lon) <= 90:
		note(CoordinatesSwapped, p.lat)
	case math.Abs(lat) > 90:
		note(LatitudeOutOfRange, p.lat)
	case math.Abs(lon) > 180:
		note(LongitudeOutOfRange, p.lon)
	}
	c.columns[p.lat].Numbers = append(c.columns[p.lat].Numbers, lat)
	c.columns[p.lon].Numbers = append(c.columns[p.lon].Numbers, lon)
}

// addMade appends the value of a column made by the program, or a missing one
// for a column that this file does not have. Places come later, for the whole
// chunk at once.
func (p *plan) addMade(c *chunk, r *Record, i int) {
	v := &c.columns[i]
	switch {
	case i == p.row:
		v.Numbers = append(v.Numbers, float64(r.Row))
	case i == p.source:
		v.Numbers = append(v.Numbers, float64(p.sourceIndex))
	case p.country >= 0 && i >= p.country && i < p.country+3:
	case i != p.id && p.columns[i].Type == dataset.Text:
		v.Texts.Append(nil)
	case i != p.id:
		v.Numbers = append(v.Numbers, dataset.Missing)
	default:
		if p.source >= 0 {
			v.Texts.Bytes = strconv.AppendInt(v.Texts.Bytes, int64(p.sourceIndex+1), 10)
			v.Texts.Bytes = append(v.Texts.Bytes, ':')
		}
		v.Texts.Bytes = strconv.AppendInt(v.Texts.Bytes, int64(r.Row), 10)
		v.Texts.Ends = append(v.Texts.Ends, uint32(len(v.Texts.Bytes)))
	}
}

// addPlaces finds the boundaries that the accepted records lie in.
func (p *plan) addPlaces(c *chunk) {
	if p.country < 0 {
		return
	}
	places := p.locate(c.columns[p.lon].Numbers, c.columns[p.lat].Numbers)
	for i, codes := range [][]string{places.Country, places.State, places.County} {
		texts := &c.columns[p.country+i].Texts
		for _, code := range codes {
			texts.Bytes = append(texts.Bytes, code...)
			texts.Ends = append(texts.Ends, uint32(len(texts.Bytes)))
		}
	}
}

func (p *plan) hashIDs(c *chunk) {
	ids := &c.columns[p.id].Texts
	for i := range ids.Len() {
		c.hashes = append(c.hashes, hashID(ids.Raw(i)))
	}
}
