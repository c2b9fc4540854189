package figures

import (
	"fmt"
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// AreaQuota is what an account target amounts to in an area, against the quota
// (the area's own target of that name) and the capacity of its people.
type AreaQuota struct {
	Area   alignment.AreaNumber `json:"area"`
	Units  int                  `json:"units" doc:"Units with an amount, here and below."`
	Amount float64              `json:"amount" doc:"Sum of the units' amounts, here and below."`
	// Quota is the area's target of the same name, as an amount.
	Quota *float64 `json:"quota,omitempty"`
	// Capacity is the area's own, or the sum of those below when all have one.
	Capacity *float64 `json:"capacity,omitempty"`
	// Problems says in words what cannot be; none means feasible.
	Problems []string `json:"problems" nullable:"false"`
	// Said are the problems with their codes, in the same order.
	Said []sentence.Sentence `json:"said" nullable:"false" doc:"The problems with their codes, in the same order."`
}

// quotaSlack is by how much sums may be off: amounts are held to the hundredth
// and quotas in percent are not.
const quotaSlack = 0.01

// Quotas rolls an account target up over the tree, in tree order, and checks it
// against quotas and capacities. Sums are exact to the hundredth. The last
// entry, with area 0, is the units no area holds.
func Quotas(s *alignment.State, t *alignment.AccountTarget) []AreaQuota {
	sums, units := make(map[alignment.AreaNumber]int64), make(map[alignment.AreaNumber]int)
	total := int64(0)
	for unit, a := range t.Amounts {
		if a == 0 {
			continue
		}
		number := s.Assigned[unit]
		sums[number] += a.Hundredths()
		units[number]++
		total += a.Hundredths()
	}
	ordered := s.Ordered()
	for i := len(ordered) - 1; i >= 0; i-- { // children come after parents
		a := ordered[i]
		if a.Parent != alignment.Unassigned {
			sums[a.Parent] += sums[a.Number]
			units[a.Parent] += units[a.Number]
		}
	}
	q := quotas{name: t.Name, whole: float64(total) / 100, children: make(map[alignment.AreaNumber][]*alignment.Area)}
	for _, a := range ordered {
		q.children[a.Parent] = append(q.children[a.Parent], a)
	}
	out := make([]AreaQuota, 0, len(ordered)+1)
	for _, a := range ordered {
		row := AreaQuota{Area: a.Number, Units: units[a.Number], Amount: float64(sums[a.Number]) / 100, Quota: q.quota(a), Capacity: q.capacity(a)}
		row.Said = q.problems(a, &row)
		row.Problems = english(row.Said)
		out = append(out, row)
	}
	return append(out, AreaQuota{Units: units[alignment.Unassigned], Amount: float64(sums[alignment.Unassigned]) / 100, Problems: []string{}, Said: []sentence.Sentence{}})
}

type quotas struct {
	name     string
	whole    float64
	children map[alignment.AreaNumber][]*alignment.Area
}

func (q *quotas) quota(a *alignment.Area) *float64 {
	switch t := a.Targets[q.name]; {
	case t.Amount != nil:
		return t.Amount
	case t.Percent != nil:
		v := q.whole * *t.Percent / 100
		return &v
	}
	return nil
}

func (q *quotas) capacity(a *alignment.Area) *float64 {
	if v, set := a.Capacity[q.name]; set {
		return &v
	}
	if len(q.children[a.Number]) == 0 {
		return nil
	}
	sum := 0.0
	for _, child := range q.children[a.Number] {
		v := q.capacity(child)
		if v == nil {
			return nil
		}
		sum += *v
	}
	return &sum
}

func english(said []sentence.Sentence) []string {
	out := make([]string, len(said))
	for i, s := range said {
		out[i] = s.English
	}
	return out
}

func (q *quotas) problems(a *alignment.Area, row *AreaQuota) []sentence.Sentence {
	found := []sentence.Sentence{}
	say := func(what sentence.Template, format string, amount float64) {
		found = append(found, what.Worded(fmt.Sprintf(format, amount), sentence.Params{"amount": amount}))
	}
	if row.Capacity != nil && row.Amount > *row.Capacity+quotaSlack {
		say(sentence.QuotaOverCapacity, "%.2f more than its people can carry", row.Amount-*row.Capacity)
	}
	if row.Quota != nil {
		switch gap := row.Amount - *row.Quota; {
		case gap > quotaSlack:
			say(sentence.QuotaAbove, "the accounts have %.2f more than the quota", gap)
		case gap < -quotaSlack:
			say(sentence.QuotaBelow, "the accounts have %.2f less than the quota", -gap)
		}
		if row.Capacity != nil && *row.Quota > *row.Capacity+quotaSlack {
			say(sentence.QuotaTooLarge, "the quota is %.2f more than its people can carry", *row.Quota-*row.Capacity)
		}
	}
	t := a.Targets[q.name]
	if t.Min != nil && row.Amount < *t.Min-quotaSlack {
		say(sentence.QuotaBelowMinimum, "%.2f below its minimum", *t.Min-row.Amount)
	}
	if t.Max != nil && row.Amount > *t.Max+quotaSlack {
		say(sentence.QuotaAboveMaximum, "%.2f above its maximum", row.Amount-*t.Max)
	}
	below, all := 0.0, len(q.children[a.Number]) > 0
	for _, child := range q.children[a.Number] {
		v := q.quota(child)
		if v == nil {
			all = false
			break
		}
		below += *v
	}
	if all && row.Quota != nil && math.Abs(below-*row.Quota) > quotaSlack {
		found = append(found, sentence.QuotaSumsDifferent.Worded(fmt.Sprintf("the quotas below add up to %.2f, its own is %.2f", below, *row.Quota),
			sentence.Params{"amount": below, "target": *row.Quota}))
	}
	return found
}
