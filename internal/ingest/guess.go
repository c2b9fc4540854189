package ingest

import (
	"bytes"
	"fmt"
	"math"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// sampleRows is how many records types and roles are guessed from.
const sampleRows = 5_000

// tolerated is the share of values that may not fit a column's type: such rows
// are rejected. With more of them the column is text.
const tolerated = 0.05

// columnGuess collects what the sample says about a column.
type columnGuess struct {
	name          string
	seen, missing int
	numbers       int // values that read as numbers
	notFinite     int
	padded        int // values with leading zeros, such as 02134
	tooPrecise    int // whole numbers beyond 2^53
	decimals      int // numbers with at least three decimals
	low, high     float64
	dates         map[string]int // by order
	booleans      int
	values        map[string]int
	samples       []string
	decimal       byte   // the mark its numbers are read with
	order         string // that its dates are read in

	kind   dataset.Type
	role   dataset.Role
	reason sentence.Sentence
	chosen bool // the role, by a person
}

// maxSampleValues bounds the distinct values remembered per column.
const maxSampleValues = sampleRows

func newColumnGuess(name string, decimal byte) *columnGuess {
	return &columnGuess{name: name, decimal: decimal, low: math.Inf(1), high: math.Inf(-1), dates: map[string]int{}, values: map[string]int{}}
}

func (c *columnGuess) add(text []byte) {
	c.seen++
	text = trimSpace(text)
	if len(text) == 0 || isMissing(text) {
		c.missing++
		return
	}
	if value := string(text[:min(len(text), 200)]); len(c.values) < maxSampleValues || c.values[value] > 0 {
		if c.values[value]++; c.values[value] == 1 && len(c.samples) < 5 {
			c.samples = append(c.samples, value)
		}
	}
	switch x, v := parseNumber(text, c.decimal); v {
	case good:
		c.addNumber(text, x)
		return
	case notFinite:
		c.notFinite++
		return
	}
	for _, order := range dateOrders {
		if _, v := parseDate(text, order); v == good {
			c.dates[order]++
		}
	}
	if _, v := parseBoolean(text); v == good {
		c.booleans++
	}
}

func (c *columnGuess) addNumber(text []byte, x float64) {
	c.numbers++
	c.low, c.high = min(c.low, x), max(c.high, x)
	if len(text) > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9' {
		c.padded++
	}
	if math.Abs(x) > 1<<53 && x == math.Trunc(x) && !bytes.ContainsAny(text, ".,eE") {
		c.tooPrecise++
	}
	if i := bytes.IndexByte(text, c.decimal); i >= 0 && len(text)-i > 3 {
		c.decimals++
	}
}

func (c *columnGuess) present() int    { return c.seen - c.missing }
func (c *columnGuess) distinct() int   { return len(c.values) }
func (c *columnGuess) widest() float64 { return max(math.Abs(c.low), math.Abs(c.high)) }

// mostly says whether n values are nearly all of those present.
func (c *columnGuess) mostly(n int) bool {
	return n > 0 && float64(c.present()-n) <= tolerated*float64(c.present())
}

func (c *columnGuess) isNumber() bool { return c.mostly(c.numbers + c.notFinite) }

// fits says whether the content allows a role that the name suggests.
func (c *columnGuess) fits(role dataset.Role) bool {
	switch role {
	case dataset.RoleLatitude, dataset.RoleLongitude:
		// Half is enough: broken coordinates are what the import is to find.
		if 2*c.numbers < c.present() {
			return false
		}
		if name := plainName(c.name); name == "x" || name == "y" {
			return c.widest() <= 180
		}
	case dataset.RoleID:
		return c.missing*2 <= c.seen
	}
	return true
}

func (c *columnGuess) looksLikeDegrees() bool {
	return c.isNumber() && c.widest() <= 180 && c.decimals*5 >= c.numbers*4
}

func (c *columnGuess) take(role dataset.Role, reason sentence.Sentence) {
	c.role, c.reason = role, reason
}

// decideType chooses the type by content, unless the role decides it.
func (c *columnGuess) decideType(order string) {
	switch c.role {
	case dataset.RoleLatitude, dataset.RoleLongitude:
		c.kind = dataset.Number
		return
	case "":
	default:
		c.kind = dataset.Text
		return
	}
	switch {
	case c.present() == 0:
		c.kind = dataset.Text
	case c.isNumber() && c.padded == 0 && c.tooPrecise == 0:
		c.kind = dataset.Number
	case c.mostly(c.dates[order]):
		c.kind = dataset.Date
	case c.booleans == c.present():
		c.kind = dataset.Boolean
	default:
		c.kind = dataset.Text
	}
}

// decideRole chooses among measure, category and plain.
func (c *columnGuess) decideRole() {
	switch {
	case c.role != "":
	case c.present() == 0:
		c.take(dataset.RolePlain, sentence.RoleEmpty.With(nil))
	case c.kind == dataset.Number && looksLikeCode(c.name):
		c.take(dataset.RolePlain, sentence.RoleLabels.With(nil))
	case c.kind == dataset.Number:
		c.take(dataset.RoleMeasure, sentence.RoleNumbers.With(nil))
	case c.kind == dataset.Boolean:
		c.take(dataset.RoleCategory, sentence.RoleYesNo.With(nil))
	case c.kind == dataset.Date:
		c.take(dataset.RolePlain, sentence.RoleDates.With(nil))
	case c.padded > 0 && c.isNumber():
		c.take(dataset.RolePlain, sentence.RolePadded.With(nil))
	case c.distinct() <= max(10, c.present()/10) && c.distinct() <= 500:
		c.take(dataset.RoleCategory, sentence.RoleFewValues.With(sentence.Params{"values": c.distinct(), "rows": c.seen}))
	default:
		c.take(dataset.RolePlain, sentence.RoleText.With(nil))
	}
}

// detectDecimal chooses the decimal mark by the values that only one of the
// two can explain. Files with semicolons come from where a comma is usual.
func detectDecimal(values [][]byte, delimiter string) (mark, why string) {
	points, commas := 0, 0
	for _, text := range values {
		if !bytes.ContainsAny(text, ".,") {
			continue
		}
		_, point := parseNumber(text, '.')
		_, comma := parseNumber(text, ',')
		if point == good && comma != good {
			points++
		}
		if comma == good && point != good {
			commas++
		}
	}
	switch {
	case commas > points:
		return ",", fmt.Sprintf("%d of the first values are numbers only with a decimal comma, %d only with a decimal point", commas, points)
	case points > 0:
		return ".", fmt.Sprintf("%d of the first values are numbers only with a decimal point, %d only with a decimal comma", points, commas)
	case delimiter == ";":
		return ",", "no value tells, and files with semicolons come from where a comma is usual"
	}
	return ".", "no value tells"
}

// detectDateOrder chooses the order that explains most dates; where several
// do, year first, then month first for "/" as the United States write, and day
// first otherwise.
func detectDateOrder(columns []*columnGuess) string {
	total := map[string]int{}
	slashes := 0
	for _, c := range columns {
		for order, n := range c.dates {
			total[order] += n
		}
		for _, s := range c.samples {
			if strings.Contains(s, "/") {
				slashes++
			}
		}
	}
	best := monthDayYear
	switch month, day := total[monthDayYear], total[dayMonthYear]; {
	case day > month, day == month && slashes == 0:
		best = dayMonthYear
	}
	if total[yearMonthDay] >= total[best] {
		return yearMonthDay
	}
	return best
}
