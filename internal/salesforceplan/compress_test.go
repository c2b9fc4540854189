package salesforceplan_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/expression"
	"github.com/bailiwick-planning/bailiwick/internal/salesforceplan"
	"pgregory.net/rapid"
)

// holds evaluates a rule on one code, item by item, as the platform documents.
func holds(t interface{ Fatalf(string, ...any) }, rules []salesforceplan.Rule, code string) bool {
	code = strings.ToLower(code)
	for _, r := range rules {
		if what := r.Check(); what != "" {
			t.Fatalf("a rule breaks a limit: %s", what)
		}
		if r.Filter == "" || !strings.Contains(r.Filter, "AND") { // any item, or one item, or a pair that must hold
			any, all := false, true
			for _, it := range r.Items {
				h := itemHolds(it, code)
				any, all = any || h, all && h
			}
			if (r.Filter != "" && any) || (r.Filter == "" && all) {
				return true
			}
			continue
		}
		for i := 0; i+1 < len(r.Items); i += 2 { // (1 AND 2) OR (3 AND 4) …
			if itemHolds(r.Items[i], code) && itemHolds(r.Items[i+1], code) {
				return true
			}
		}
	}
	return false
}

func itemHolds(it salesforceplan.Item, code string) bool {
	for v := range strings.SplitSeq(strings.ToLower(it.Value), ",") {
		switch it.Operation {
		case "equals":
			if code == v {
				return true
			}
		case "startsWith":
			if strings.HasPrefix(code, v) {
				return true
			}
		case "greaterOrEqual":
			if code >= v {
				return true
			}
		case "lessOrEqual":
			if code <= v {
				return true
			}
		}
	}
	return false
}

func TestCompress_RandomSetsAreExactAndInsideTheLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.IntRange(2, 5).Draw(t, "digits")
		letters := rapid.Bool().Draw(t, "letters")
		wanted, others := map[string]bool{}, map[string]bool{}
		runs := rapid.IntRange(1, 60).Draw(t, "runs")
		for range runs {
			first := rapid.IntRange(0, 99_999).Draw(t, "first")
			n := rapid.IntRange(1, 120).Draw(t, "n")
			mine := rapid.Bool().Draw(t, "mine")
			for k := range n {
				c := fmt.Sprintf("%05d", (first+k)%100_000)[:digits]
				if letters && k%7 == 0 {
					c = "Ab" + c
				}
				if k%11 == 0 {
					c += "0"
				}
				if mine {
					wanted[c] = true
				} else {
					others[c] = true
				}
			}
		}
		var in, out []string
		for c := range wanted {
			if !others[c] {
				in = append(in, c)
			}
		}
		for c := range others {
			out = append(out, c)
		}
		rules, err := salesforceplan.Compress("BillingPostalCode", in, out)
		if err != nil {
			t.Fatalf("%d codes: %v", len(in), err)
		}
		if len(rules) > salesforceplan.MaxRules {
			t.Fatalf("%d rules", len(rules))
		}
		for _, c := range in {
			if !holds(t, rules, c) {
				t.Fatalf("%s is wanted and not taken", c)
			}
		}
		for _, c := range out {
			if holds(t, rules, c) {
				t.Fatalf("%s is somebody else's and taken", c)
			}
		}
	})
}

func TestCompress_HugeSetsBecomePrefixesAndRanges(t *testing.T) {
	var in, out []string
	for i := range 100_000 { // long runs that no prefix fits, of codes of twelve letters
		c := fmt.Sprintf("POSTCODE%05d", i)
		if i%3000 < 2990 {
			in = append(in, c)
		} else {
			out = append(out, c)
		}
	}
	rules, err := salesforceplan.Compress("F", in, out)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range in {
		if i%97 == 0 && !holds(t, rules, c) {
			t.Fatalf("%s is not taken", c)
		}
	}
	for _, c := range out {
		if holds(t, rules, c) {
			t.Fatalf("%s is taken", c)
		}
	}
	in, out = nil, nil
	for i := range 100_000 {
		if c := fmt.Sprintf("%05dA%05d", i, i*7%100_000); i%2 == 0 {
			in = append(in, c)
		} else {
			out = append(out, c)
		}
	}
	if _, err := salesforceplan.Compress("F", in, out); err == nil {
		t.Fatal("50,000 codes with a foreign one between each two do not fit, and nobody said so")
	}
}

func TestFromCondition_SaysWhatARuleCannot(t *testing.T) {
	field := func(c string) (string, bool) { return c, c != "Secret" }
	test := func(column, operator string, values ...string) expression.Test {
		return expression.Test{Column: column, Operator: operator, Values: values}
	}
	both := expression.Group{Groups: []expression.Group{
		{Any: true, Tests: []expression.Test{test("Industry", "in", "Energy", "Retail"), test("Rating", "==", "Hot")}},
		{Tests: []expression.Test{test("AnnualRevenue", ">=", "1000"), test("Name", "startsWith", "A")}},
	}}
	rules, err := salesforceplan.FromCondition(both, field)
	if err != nil || len(rules) != 2 || len(rules[0].Items) != 3 || rules[0].Items[0] != (salesforceplan.Item{Field: "Industry", Operation: "equals", Value: "Energy,Retail"}) {
		t.Fatalf("%+v %v", rules, err)
	}
	for what, g := range map[string]expression.Group{
		"a column that is no field": {Tests: []expression.Test{test("Secret", "==", "x")}},
		"an operator there is not":  {Tests: []expression.Test{test("Name", "endsWith", "x")}},
		"a value with a comma":      {Tests: []expression.Test{test("Name", "==", "Smith, Jones")}},
	} {
		if _, err := salesforceplan.FromCondition(g, field); err == nil {
			t.Errorf("%s: no error", what)
		}
	}
}

func TestCondition_ReadsRulesBack(t *testing.T) {
	rules := []salesforceplan.Rule{
		{Items: []salesforceplan.Item{{Field: "Account.BillingPostalCode", Operation: "startsWith", Value: "941,942"}}},
		{Filter: "1 AND (2 OR 3)", Items: []salesforceplan.Item{{Field: "Account.Industry", Operation: "equals", Value: "Retail"},
			{Field: "Account.AnnualRevenue", Operation: "greaterThan", Value: "5"}, {Field: "Account.Rating", Operation: "notEqual", Value: "Cold"}}},
	}
	got, ok := salesforceplan.Condition(rules, func(f string) (string, bool, bool) {
		name := strings.TrimPrefix(f, "Account.")
		return name, name == "AnnualRevenue", true
	})
	want := `(BillingPostalCode startsWith "941" or BillingPostalCode startsWith "942") or Industry == "Retail" and (AnnualRevenue > 5 or Rating != "Cold")`
	if !ok || got != want {
		t.Fatalf("got  %s\nwant %s", got, want)
	}
}

// TestCompress_FewRunsAlwaysFit draws long codes of letters and digits, of many
// lengths, that no common prefix helps with: whatever they are, a set of at most
// 75 runs between other people's codes fits, by lists, prefixes, ranges or
// several rules, and is exactly the set.
func TestCompress_FewRunsAlwaysFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		alphabet := rapid.SampledFrom([]string{"0123456789", "AB", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 "}).Draw(t, "alphabet")
		longest := rapid.IntRange(2, 14).Draw(t, "longest")
		n := rapid.IntRange(1, 3000).Draw(t, "codes")
		seed := rapid.Uint64().Draw(t, "seed")
		random := rand.New(rand.NewPCG(seed, 1))
		set := map[string]bool{}
		for range n {
			code := make([]byte, 1+random.IntN(longest))
			for i := range code {
				code[i] = alphabet[random.IntN(len(alphabet))]
			}
			if text := strings.TrimSpace(string(code)); text != "" {
				set[text] = true
			}
		}
		all := slices.Sorted(maps.Keys(set))
		cuts := rapid.IntRange(1, 149).Draw(t, "cuts") // at most 75 runs are ours
		mine := make([]bool, len(all))
		places := make([]int, cuts)
		for i := range places {
			places[i] = random.IntN(len(all) + 1)
		}
		slices.Sort(places)
		for i, k, on := 0, 0, false; i < len(all); i++ {
			for k < cuts && places[k] <= i {
				on, k = !on, k+1
			}
			mine[i] = on
		}
		var in, out []string
		for i, code := range all {
			if mine[i] {
				in = append(in, code)
			} else {
				out = append(out, code)
			}
		}
		rules, err := salesforceplan.Compress("BillingPostalCode", in, out)
		if err != nil {
			t.Fatalf("%d codes in few runs do not fit: %v", len(in), err)
		}
		if len(rules) > salesforceplan.MaxRules {
			t.Fatalf("%d rules", len(rules))
		}
		for i, code := range all {
			if holds(t, rules, code) != mine[i] {
				t.Fatalf("%q: taken %v, wanted %v", code, !mine[i], mine[i])
			}
		}
	})
}
