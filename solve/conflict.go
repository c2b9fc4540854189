package solve

import (
	"fmt"
	"math"
	"sort"

	"github.com/bailiwick-planning/bailiwick/solve/check"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// Conflicts looks for limits that cannot hold together and names the smallest
// sets it finds, in words for planners. An empty result proves nothing: it
// tests totals, single areas, groups of units that share the same areas,
// units too large for any area, distances and islands, not every combination.
func Conflicts(in *instance.Instance) []Conflict {
	c := &conflicts{in: in}
	for m := range in.Measures {
		if in.Measures[m].Soft == 0 {
			c.totals(m)
			c.groups(m)
			c.large(m)
		}
	}
	c.reach()
	c.islands()
	c.cap()
	return c.found
}

// ConflictKind names the sort of a conflict.
type ConflictKind string

// The kinds of conflicts.
const (
	MaximaTooLow  ConflictKind = "maxima"  // Amount is there to assign, Limit all areas may have
	MinimaTooHigh ConflictKind = "minima"  // Limit is what all areas need, Amount what is there
	LockedTooMuch ConflictKind = "locked"  // Units locked into Areas have Amount, Limit is allowed
	BoundTooMuch  ConflictKind = "bound"   // likewise of Units that may go nowhere else
	Starved       ConflictKind = "starved" // Areas[0] needs Limit, those that may go there have Amount
	TooLarge      ConflictKind = "large"   // Unit has Amount, no area that may take it holds more than Limit
	AlsoTooLarge  ConflictKind = "larger"  // Units more like this
	OutOfReach    ConflictKind = "reach"   // Units beyond every maximum distance; Unit is the first
	TooManyPieces ConflictKind = "islands" // Units fall into Amount islands, Limit contiguous areas
	ForcedMoves   ConflictKind = "cap"     // Amount must move, Limit may
	NoneFound     ConflictKind = "unknown" // nothing contradicts, but no plan was found
)

// Conflict is a set of limits that cannot hold together. Fields that a kind
// does not speak of are -1, empty or 0.
type Conflict struct {
	Kind          ConflictKind
	Areas         []int32
	Unit, Measure int32
	Units         int
	Amount, Limit float64
	// Message says it in words for planners.
	Message string
}

// String returns the message.
func (c Conflict) String() string { return c.Message }

// most is the largest number of conflicts named for one measure and kind.
const most = 5

type conflicts struct {
	in    *instance.Instance
	found []Conflict
}

var amount = instance.Amount

// counted writes how many units.
func counted(units int) string {
	if units == 1 {
		return "1 unit"
	}
	return fmt.Sprintf("%d units", units)
}

func (c *conflicts) add(what Conflict, format string, args ...any) {
	what.Message = fmt.Sprintf(format, args...)
	c.found = append(c.found, what)
}

func (c *conflicts) area(j int32) string {
	if name := c.in.Areas[j].Name; name != "" {
		return name
	}
	return fmt.Sprintf("area %d", j+1)
}

func (c *conflicts) measure(m int) string {
	if name := c.in.Measures[m].Name; name != "" {
		return name
	}
	return fmt.Sprintf("measure %d", m+1)
}

// totals compares the sum of all limits with what there is.
func (c *conflicts) totals(m int) {
	total, lo, hi := c.in.Total(m), 0.0, 0.0
	for _, a := range c.in.Areas {
		lo += a.Limits[m].Min
		hi += a.Limits[m].Max
	}
	if hi < total*(1-1e-12) {
		c.add(Conflict{Kind: MaximaTooLow, Unit: -1, Measure: int32(m), Amount: total, Limit: hi}, "the maxima of %s add up to %s over all areas, but there is %s to assign", c.measure(m), amount(hi), amount(total))
	}
	if lo > total*(1+1e-12) {
		c.add(Conflict{Kind: MinimaTooHigh, Unit: -1, Measure: int32(m), Amount: total, Limit: lo}, "the minima of %s add up to %s over all areas, but there is only %s", c.measure(m), amount(lo), amount(total))
	}
}

// group is a set of units that may go to the same areas.
type group struct {
	areas  []int32
	amount float64
	units  int
	locked bool
}

// groups tests Hall's condition on the sets of areas that units share: what
// must go to a set may not exceed its maxima, and what may go to it must reach
// its minima.
func (c *conflicts) groups(m int) {
	groups := c.collect(m)
	named := 0
	for _, g := range groups {
		must, units, locked := 0.0, 0, true
		for _, h := range groups {
			if subset(h.areas, g.areas) {
				must += h.amount
				units += h.units
				locked = locked && h.locked
			}
		}
		hi := 0.0
		for _, j := range g.areas {
			hi += c.in.Areas[j].Limits[m].Max
		}
		if must > hi*(1+1e-12) && named < most {
			named++
			verb, kind := "may go nowhere else", BoundTooMuch
			if locked {
				kind = LockedTooMuch
			}
			switch {
			case locked && units == 1:
				verb = "is locked there"
			case locked:
				verb = "are locked there"
			}
			c.add(Conflict{Kind: kind, Areas: g.areas, Unit: -1, Measure: int32(m), Units: units, Amount: must, Limit: hi}, "%s cannot hold %s with %s of %s that %s: at most %s is allowed", c.names(g.areas), counted(units), amount(must), c.measure(m), verb, amount(hi))
		}
	}
	c.starved(m, groups)
}

// starved names areas whose eligible units do not add up to their minimum.
func (c *conflicts) starved(m int, groups []group) {
	if len(groups) == 0 {
		return
	}
	open := c.in.Total(m)
	may := make([]float64, len(c.in.Areas))
	for _, g := range groups {
		open -= g.amount
		for _, j := range g.areas {
			may[j] += g.amount
		}
	}
	named := 0
	for j, a := range c.in.Areas {
		if a.Limits[m].Min > (may[j]+open)*(1+1e-12)+1e-12 && named < most {
			named++
			c.add(Conflict{Kind: Starved, Areas: []int32{int32(j)}, Unit: -1, Measure: int32(m), Amount: may[j] + open, Limit: a.Limits[m].Min}, "%s needs at least %s of %s, but the units that may go there have only %s", c.area(int32(j)), amount(a.Limits[m].Min), c.measure(m), amount(may[j]+open))
		}
	}
}

// collect gathers the groups of units that may not go everywhere, smallest
// sets first.
func (c *conflicts) collect(m int) []group {
	byKey := map[string]*group{}
	for i, v := range c.in.Measures[m].Values {
		list, locked := c.list(i)
		if len(list) == 0 || len(list) == len(c.in.Areas) {
			continue
		}
		key := fmt.Sprint(list)
		g := byKey[key]
		if g == nil {
			g = &group{areas: list, locked: true}
			byKey[key] = g
		}
		g.amount += v
		g.units++
		g.locked = g.locked && locked
	}
	out := make([]group, 0, len(byKey))
	for _, g := range byKey {
		out = append(out, *g)
	}
	sort.Slice(out, func(a, b int) bool {
		x, y := out[a].areas, out[b].areas
		if len(x) != len(y) {
			return len(x) < len(y)
		}
		for q := range x {
			if x[q] != y[q] {
				return x[q] < y[q]
			}
		}
		return false
	})
	if len(out) > maxGroups {
		out = out[:maxGroups]
	}
	return out
}

// maxGroups bounds the pairs of groups compared.
const maxGroups = 2000

func (c *conflicts) list(i int) (areas []int32, locked bool) {
	if l := c.in.LockOf(i); l >= 0 {
		return []int32{l}, true
	}
	if c.in.Metric == instance.Matrix {
		return c.in.Travel.Of(i), false
	}
	if c.in.Eligible != nil {
		return c.in.Eligible.Of(i), false
	}
	return nil, false
}

// subset reports whether all of a, ascending, is in b, ascending.
func subset(a, b []int32) bool {
	at := 0
	for _, x := range a {
		for at < len(b) && b[at] < x {
			at++
		}
		if at == len(b) || b[at] != x {
			return false
		}
	}
	return true
}

func (c *conflicts) names(areas []int32) string {
	out := ""
	for q, j := range areas {
		switch {
		case q == 0:
		case q == 4 && len(areas) > 5:
			return fmt.Sprintf("%s and %d more areas together", out, len(areas)-4)
		case q == len(areas)-1:
			out += " and "
		default:
			out += ", "
		}
		out += c.area(j)
	}
	if len(areas) > 1 {
		out += " together"
	}
	return out
}

// large names units that exceed the maximum of every area they may go to, the
// largest of them first.
func (c *conflicts) large(m int) {
	widest := 0.0
	for _, a := range c.in.Areas {
		widest = math.Max(widest, a.Limits[m].Max)
	}
	var found []oversized
	for i, v := range c.in.Measures[m].Values {
		holds := widest
		list, locked := c.list(i)
		if locked {
			continue // groups names what is locked
		}
		if len(list) > 0 {
			holds = 0
			for _, j := range list {
				holds = math.Max(holds, c.in.Areas[j].Limits[m].Max)
			}
		}
		if v > holds*(1+1e-12) {
			found = append(found, oversized{unit: i, amount: v, holds: holds})
		}
	}
	sort.SliceStable(found, func(a, b int) bool { return found[a].amount > found[b].amount })
	for k, f := range found {
		if k == most {
			c.add(Conflict{Kind: AlsoTooLarge, Unit: -1, Measure: int32(m), Units: len(found) - most}, "and %s more with more %s than any area that may take them can hold", counted(len(found)-most), c.measure(m))
			return
		}
		c.add(Conflict{Kind: TooLarge, Unit: int32(f.unit), Measure: int32(m), Units: 1, Amount: f.amount, Limit: f.holds}, "%s alone has %s of %s, but no area that may take it can hold more than %s; widen the tolerance or raise the limit",
			c.in.Unit(f.unit), amount(f.amount), c.measure(m), amount(f.holds))
	}
}

// oversized is a unit too large for every area it may go to.
type oversized struct {
	unit          int
	amount, holds float64
}

// reach names units beyond the maximum distance of every pinned area.
func (c *conflicts) reach() {
	if !c.in.Metric.Geographic() || c.in.Family != nil {
		return
	}
	for _, a := range c.in.Areas {
		if a.MaxDistance == 0 || !a.Pinned {
			return
		}
	}
	count, first := 0, -1
	for i := range c.in.X {
		near := false
		for _, a := range c.in.Areas {
			if check.Distance(c.in.Metric, c.in.X[i], c.in.Y[i], check.Point{X: a.X, Y: a.Y}) <= a.MaxDistance {
				near = true
				break
			}
		}
		if !near {
			if count++; first < 0 {
				first = i
			}
		}
	}
	if count > 0 {
		c.add(Conflict{Kind: OutOfReach, Unit: int32(first), Measure: -1, Units: count}, "%d units lie beyond the maximum distance of every pinned centre; the first is %s", count, c.in.Unit(first))
	}
}

// islands names units cut off from each other although areas must be
// contiguous.
func (c *conflicts) islands() {
	g := c.in.Graph
	firm := 0
	for _, a := range c.in.Areas {
		if a.Contiguous {
			firm++
		}
	}
	if g == nil || firm < len(c.in.Areas) {
		return
	}
	pieces := 0
	seen := make([]bool, c.in.Units())
	var stack []int32
	for i := range seen {
		if seen[i] {
			continue
		}
		pieces++
		seen[i] = true
		stack = append(stack[:0], int32(i))
		for len(stack) > 0 {
			u := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			for _, v := range g.Of(int(u)) {
				if !seen[v] {
					seen[v] = true
					stack = append(stack, v)
				}
			}
		}
	}
	if pieces > len(c.in.Areas) {
		c.add(Conflict{Kind: TooManyPieces, Unit: -1, Measure: -1, Units: c.in.Units(), Amount: float64(pieces), Limit: float64(len(c.in.Areas))}, "the units fall into %d islands that no border joins, so %d contiguous areas cannot cover them; join islands to the mainland or allow some areas to be non-contiguous", pieces, len(c.in.Areas))
	}
}

// cap compares what locks and eligibility force to move with the cap.
func (c *conflicts) cap() {
	cp := c.in.Disruption.Cap
	if cp == nil || c.in.Present == nil {
		return
	}
	forced := 0.0
	for i, p := range c.in.Present {
		list, _ := c.list(i)
		if p < 0 || len(list) == 0 || subset([]int32{p}, list) {
			continue
		}
		if cp.Measure < 0 {
			forced++
		} else {
			forced += c.in.Measures[cp.Measure].Values[i]
		}
	}
	if forced > cp.Most*(1+1e-12) {
		c.add(Conflict{Kind: ForcedMoves, Unit: -1, Measure: int32(cp.Measure), Amount: forced, Limit: cp.Most}, "locks and eligibility move %s out of the present areas, but at most %s may move", amount(forced), amount(cp.Most))
	}
}

// explainViolations says what is known about why a plan breaks limits, beyond
// its violations.
func explainViolations(in *instance.Instance, violations []check.Violation) []Conflict {
	if len(violations) == 0 {
		return nil
	}
	if found := Conflicts(in); len(found) > 0 {
		return found
	}
	return []Conflict{{Kind: NoneFound, Unit: -1, Measure: -1,
		Message: "no plan was found that keeps all limits; widening any of those it breaks may help"}}
}
