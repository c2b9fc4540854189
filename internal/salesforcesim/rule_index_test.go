package salesforcesim

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestRuleIndex_AsksEveryRuleThatHolds compares the index with asking all.
func TestRuleIndex_AsksEveryRuleThatHolds(t *testing.T) {
	s := New(Options{Accounts: 400, Seed: 11})
	defer s.Close()
	accounts := s.o.table("Account")
	rng := rand.New(rand.NewPCG(1, 2))
	field := func(name string) *field { return accounts.object.byName[name] }
	draw := func() *criterion {
		row := int32(rng.IntN(400))
		zip, state := accounts.field("BillingPostalCode", row).text, accounts.field("BillingState", row).text
		var c *criterion
		var err error
		switch rng.IntN(5) {
		case 0:
			c, err = newCriterion(s.o, field("billingpostalcode"), "startsWith", zip[:1+rng.IntN(4)]+","+zip[:2])
		case 1:
			c, err = newCriterion(s.o, field("billingpostalcode"), "equals", zip+",00000")
		case 2:
			c, err = newCriterion(s.o, field("billingstate"), "equals", strings.ToLower(state))
		case 3:
			c, err = newCriterion(s.o, field("annualrevenue"), "greaterThan", fmt.Sprint(rng.IntN(3_000_000)))
		default:
			c, err = newCriterion(s.o, field("billingstate"), "notEqual", state)
		}
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	filters := []string{"", "1 OR 2 OR 3", "1 AND 2 AND 3", "(1 AND 2) OR 3", "1 OR NOT 2 OR 3"}
	var rules []*compiledRule
	for range 300 {
		r := &compiledRule{items: []*criterion{draw(), draw(), draw()}}
		if f := filters[rng.IntN(len(filters))]; f != "" {
			var err error
			if r.logic, err = parseLogic(f, 3); err != nil {
				t.Fatal(err)
			}
		}
		rules = append(rules, r)
	}
	index, held := newRuleIndex(rules), 0
	for row := range int32(400) {
		asked := map[*compiledRule]bool{}
		index.each(s.o, accounts, row, func(r *compiledRule) { asked[r] = true })
		for i, r := range rules {
			if r.holds(s.o, accounts, row) {
				held++
				if !asked[r] {
					t.Fatalf("rule %d holds for account %d and was not asked", i, row)
				}
			}
		}
	}
	if held == 0 || len(index.rest) == len(rules) {
		t.Errorf("nothing was tried: %d held, %d of %d rules in no index", held, len(index.rest), len(rules))
	}
}

func TestRules_RefuseTerritoryWritesWhileTheyRun(t *testing.T) {
	s := New(Options{})
	defer s.Close()
	w := &writer{o: s.o, user: s.o.admin}
	s.o.realigning = s.o.activeModel()
	_, errs := w.insert(s.o.table("Territory2Type"), record{"DeveloperName": "X", "MasterLabel": "X", "Priority": "9"})
	if len(errs) != 1 || errs[0].code != "TERRITORY_REALIGN_IN_PROGRESS" {
		t.Errorf("%v", errs)
	}
}
