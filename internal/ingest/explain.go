package ingest

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// Guess is one thing about how a file is read, with the reason for it.
type Guess struct {
	// What is a field of Dialect: "encoding", "delimiter", "quote",
	// "headerRow", "sheet", "decimal", "dateOrder".
	What  string `json:"what"`
	Value string `json:"value"`
	// Reason says why; for what a person chose, that it was chosen.
	Reason string `json:"reason"`
	Chosen bool   `json:"chosen,omitempty"`
}

// guesses explains the dialect.
func (s *sample) guesses(want Dialect, columns []decided) []Guess {
	list := []Guess{}
	add := func(what, value string, chosen bool, reason string) {
		if chosen {
			reason = "chosen"
		}
		if value != "" && reason != "" {
			list = append(list, Guess{What: what, Value: value, Reason: reason, Chosen: chosen})
		}
	}
	d := s.dialect
	add("encoding", d.Encoding, want.Encoding != "" && d.Encoding == want.Encoding, s.why["encoding"])
	add("delimiter", d.Delimiter, want.Delimiter != "", s.why["delimiter"])
	add("quote", d.Quote, want.Quote != "", s.why["quote"])
	add("sheet", d.Sheet, want.Sheet != "", s.why["sheet"])
	if d.HeaderRow > 0 {
		add("headerRow", strconv.Itoa(d.HeaderRow), want.HeaderRow > 0, s.why["headerRow"])
	}
	add("decimal", d.Decimal, want.Decimal != "", s.why["decimal"])
	for i, c := range columns {
		if c.Type == dataset.Date {
			add("dateOrder", d.DateOrder, want.DateOrder != "", s.columns[i].whyOrder(d.DateOrder))
			break
		}
	}
	return list
}

// chosenDecimal returns the mark chosen for a column, or for all, 0 for none.
func chosenDecimal(o Options, name string) byte {
	for _, c := range o.Columns {
		if c.Name == name && c.Decimal != "" {
			return c.Decimal[0]
		}
	}
	return 0
}

// detectDecimal reads the values of the column with the other decimal mark when
// more of them are numbers that way, as in a file that mixes both.
func (c *columnGuess) detectDecimal() {
	if c.isNumber() || c.present() == 0 || len(c.values) >= maxSampleValues {
		return
	}
	other := newColumnGuess(c.name, '.'+','-c.decimal)
	for value, n := range c.values {
		for range n {
			other.add([]byte(value))
		}
	}
	if !other.mostly(other.numbers) || other.numbers <= c.numbers {
		return
	}
	other.seen, other.missing, other.samples = c.seen, c.missing, c.samples
	*c = *other
}

// dateOrder returns the order that explains most dates of the column; usual
// breaks ties.
func (c *columnGuess) dateOrder(usual string) string {
	best := usual
	for _, order := range dateOrders {
		if c.dates[order] > c.dates[best] {
			best = order
		}
	}
	if c.dates[yearMonthDay] == c.dates[best] && len(c.samples) > 0 && yearFirst(c.samples[0]) {
		return yearMonthDay
	}
	return best
}

// yearFirst says whether a date begins with a year of four digits.
func yearFirst(text string) bool {
	digits := strings.IndexFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	return digits == 4
}

// orderChosen says whether a person chose the order of the column's dates.
func (c *columnGuess) orderChosen(o Options) bool {
	if o.Dialect.DateOrder != "" {
		return true
	}
	for _, choice := range o.Columns {
		if choice.Name == c.name && choice.DateOrder != "" {
			return true
		}
	}
	return false
}

// ambiguousOrder says whether day and month could as well be exchanged in
// every date, and would give other dates.
func (c *columnGuess) ambiguousOrder() bool {
	if c.order == yearMonthDay || c.dates[monthDayYear] != c.dates[dayMonthYear] {
		return false
	}
	for value := range c.values {
		month, v := parseDate([]byte(value), monthDayYear)
		day, w := parseDate([]byte(value), dayMonthYear)
		if v == good && w == good && month != day {
			return true
		}
	}
	return false
}

func (c *columnGuess) ambiguity() sentence.Sentence {
	return sentence.NoteDates.With(sentence.Params{"rows": c.seen, "example": c.samples[0], "order": orderWords[c.order].With(nil)})
}

var orderWords = map[string]sentence.Template{yearMonthDay: sentence.OrderYMD, monthDayYear: sentence.OrderMDY, dayMonthYear: sentence.OrderDMY}

// whyOrder says why dates are read in an order.
func (c *columnGuess) whyOrder(order string) string {
	if order == yearMonthDay && c.dates[order] > 0 {
		return "the dates begin with the year"
	}
	for _, value := range c.samples {
		fits := 0
		for _, other := range dateOrders {
			if _, v := parseDate([]byte(value), other); v == good {
				fits++
			}
		}
		if _, v := parseDate([]byte(value), order); v == good && fits == 1 {
			return fmt.Sprintf("%s is a date in this order only", value)
		}
	}
	if order == monthDayYear {
		return "both orders fit; month first is usual where dates have slashes"
	}
	return "both orders fit; day first is usual where dates have no slashes"
}

// whyType says why the column has its type.
func (c *columnGuess) whyType(choice ColumnChoice) string {
	of := func(n int, what string) string {
		if n == c.present() {
			return fmt.Sprintf("all %d values of the first %d rows are %s", n, c.seen, what)
		}
		return fmt.Sprintf("%d of the %d values of the first %d rows are %s", n, c.present(), c.seen, what)
	}
	switch {
	case choice.Type != "":
		return "chosen"
	case c.present() == 0:
		return "it is empty in the first rows"
	case c.kind == dataset.Number && c.decimal == ',':
		return of(c.numbers, "numbers, with a decimal comma")
	case c.kind == dataset.Number:
		return of(c.numbers, "numbers")
	case c.kind == dataset.Date:
		return of(c.dates[c.order], "dates") + "; " + c.whyOrder(c.order)
	case c.kind == dataset.Boolean:
		return of(c.booleans, "yes or no")
	case c.isNumber() && c.padded > 0:
		return fmt.Sprintf("%d of its numbers begin with zeros, which numbers would lose", c.padded)
	case c.isNumber() && c.tooPrecise > 0:
		return "its numbers have more digits than a number keeps"
	case c.isNumber():
		return "its role needs text"
	case c.numbers > 0:
		return fmt.Sprintf("only %d of %d values are numbers", c.numbers, c.present())
	}
	return "its values are text"
}

// profile summarises the sampled values, read as a type.
func (c *columnGuess) profile(kind dataset.Type) *dataset.Profile {
	var p *dataset.Profile
	if kind == dataset.Text {
		p = c.textProfile()
	} else {
		p = dataset.ProfileNumbers(c.numbersAs(kind))
	}
	p.Missing = c.missing
	p.DistinctCapped = len(c.values) >= maxSampleValues
	return p
}

func (c *columnGuess) textProfile() *dataset.Profile {
	var texts dataset.Strings
	for value, n := range c.values {
		for range n {
			texts.Append([]byte(value))
		}
	}
	return dataset.ProfileTexts(&texts)
}

// numbersAs reads the remembered values; those that do not fit are left out.
func (c *columnGuess) numbersAs(kind dataset.Type) []float64 {
	var all []float64
	for value, n := range c.values {
		x, v := math.NaN(), unparseable
		switch kind {
		case dataset.Number:
			x, v = parseNumber([]byte(value), c.decimal)
		case dataset.Date:
			x, v = parseDate([]byte(value), c.order)
		case dataset.Boolean:
			x, v = parseBoolean([]byte(value))
		}
		for range n {
			if v == good {
				all = append(all, x)
			}
		}
	}
	return all
}
