package benchsuite

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// Unit says how a figure is written.
type Unit string

// The units of figures.
const (
	Seconds    Unit = "s"
	Percent    Unit = "%" // a fraction, written as a percentage
	Signed     Unit = "±%"
	Number     Unit = "number"
	Count      Unit = "count"
	Kilometres Unit = "km"
	Bytes      Unit = "bytes"
	Megabytes  Unit = "MB" // bytes, written as megabytes
)

// Column is one figure of a case with its target: at most Most, at least
// Least; nil where nothing is asked.
type Column struct {
	Name  string   `json:"name"`
	Unit  Unit     `json:"unit"`
	Most  *float64 `json:"most,omitempty"`
	Least *float64 `json:"least,omitempty"`
}

// slack is the relative difference by which a figure may miss a target and
// still count as rounding.
const slack = 1e-9

// met says whether v keeps the target; a column without one is always met.
func (c Column) met(v float64) bool {
	if c.Most != nil && v > *c.Most+slack*math.Abs(*c.Most) {
		return false
	}
	return c.Least == nil || v >= *c.Least-slack*math.Abs(*c.Least)
}

// target writes what is asked, "" for nothing.
func (c Column) target() string {
	switch {
	case c.Most != nil && *c.Most == 0 && c.Unit == Count:
		return "0"
	case c.Most != nil:
		return "≤ " + c.Unit.asked(*c.Most)
	case c.Least != nil:
		return "≥ " + c.Unit.asked(*c.Least)
	}
	return ""
}

// compares says whether a ratio of two such figures means something.
func (u Unit) compares() bool {
	return u == Seconds || u == Number || u == Kilometres
}

// asked writes a target: like text, with as many digits as it takes.
func (u Unit) asked(v float64) string {
	switch u {
	case Seconds:
		return fmt.Sprintf("%g s", v)
	case Percent:
		return fmt.Sprintf("%g %%", 100*v)
	case Signed:
		return fmt.Sprintf("%+g %%", 100*v)
	}
	return u.text(v)
}

func (u Unit) text(v float64) string {
	switch u {
	case Seconds:
		switch {
		case v < 0.1:
			return fmt.Sprintf("%.3f s", v)
		case v < 10:
			return fmt.Sprintf("%.2f s", v)
		}
		return fmt.Sprintf("%.1f s", v)
	case Percent:
		return fmt.Sprintf("%.3f %%", 100*v)
	case Signed:
		return fmt.Sprintf("%+.3f %%", 100*v)
	case Count, Bytes:
		return fmt.Sprintf("%.0f", v)
	case Kilometres:
		if v < 100 {
			return fmt.Sprintf("%.1f km", v)
		}
		return fmt.Sprintf("%.0f km", v)
	case Megabytes:
		return fmt.Sprintf("%.0f MB", v/1e6)
	}
	return fmt.Sprintf("%.4g", v)
}

// Line holds the figures of one program, by column; what it does not have is
// missing.
type Line struct {
	Name   string             `json:"name"`
	Values map[string]float64 `json:"values"`
}

// Table is a listing of single instances behind a case.
type Table struct {
	Header []string   `json:"header"`
	Rows   [][]string `json:"rows"`
}

// Case is one row of the table of targets.
type Case struct {
	Name    string `json:"name"`
	Section string `json:"section"`
	Title   string `json:"title"`
	// Columns are the figures; Ours and Peers hold them.
	Columns []Column `json:"columns"`
	Ours    Line     `json:"ours"`
	Peers   []Line   `json:"peers,omitempty"`
	// Commands give the same figures again.
	Commands []string `json:"commands"`
	Notes    []string `json:"notes,omitempty"`
	Details  *Table   `json:"details,omitempty"`
	// Skipped and Failed say why there are no figures.
	Skipped string `json:"skipped,omitempty"`
	Failed  string `json:"failed,omitempty"`
	// Load is the load average of the machine when the case began, Processor
	// the processor time of the run that counts, reading and writing included.
	Load      float64 `json:"load"`
	Processor float64 `json:"processor_seconds"`
	// Measured and Commit say when and of what the figures are.
	Measured time.Time `json:"measured"`
	Commit   string    `json:"commit"`
}

// Missed lists the figures that miss their target, in words; empty when none
// does.
func (c *Case) Missed() []string {
	if c.Failed != "" {
		return []string{c.Failed}
	}
	var missed []string
	for _, column := range c.Columns {
		if v, ok := c.Ours.Values[column.Name]; ok && !column.met(v) {
			missed = append(missed, fmt.Sprintf("%s %s, asked for %s", column.Name, column.Unit.text(v), column.target()))
		}
	}
	return missed
}

// busyOnly says that nothing but seconds is missed, on a machine that did other
// work at the time.
func (c *Case) busyOnly() bool {
	if c.Failed != "" || c.Load <= busy {
		return false
	}
	return !slices.ContainsFunc(c.Columns, func(column Column) bool {
		v, ok := c.Ours.Values[column.Name]
		return ok && column.Unit != Seconds && !column.met(v)
	})
}

// Verdict is "yes", "no", "skipped" or, without any target, "–".
func (c *Case) Verdict() string {
	switch {
	case c.Skipped != "":
		return "skipped"
	case len(c.Missed()) > 0:
		return "no"
	}
	for _, column := range c.Columns {
		if column.target() != "" {
			return "yes"
		}
	}
	return "–"
}

// note adds a remark.
func (c *Case) note(format string, args ...any) {
	c.Notes = append(c.Notes, fmt.Sprintf(format, args...))
}

// most and least make columns with a target, measured one without.
func most(name string, unit Unit, v float64) Column {
	return Column{Name: name, Unit: unit, Most: &v}
}

func least(name string, unit Unit, v float64) Column {
	return Column{Name: name, Unit: unit, Least: &v}
}

func measured(name string, unit Unit) Column { return Column{Name: name, Unit: unit} }

// within asks for a deviation of at most v on both sides.
func within(v float64) []Column {
	return []Column{most("largest", Signed, v), least("smallest", Signed, -v)}
}
