package salesforcesim

import (
	"sort"
	"strings"
	"time"
)

// censusRegions are the regions of the seeded territory model.
var censusRegions = []struct{ name, states string }{
	{"Northeast", "CT DE MA MD ME NH NJ NY PA RI VT DC"},
	{"South", "AL AR FL GA KY LA MS NC OK SC TN TX VA WV"},
	{"Midwest", "IA IL IN KS MI MN MO ND NE OH SD WI"},
	{"West", "AK AZ CA CO HI ID MT NM NV OR UT WA WY"},
}

// territories makes an active model: the country, four regions, a territory
// for every state with accounts, each with a rule on the billing state.
func (s *seeder) territories() {
	types := []int32{}
	for i, name := range []string{"Country", "Region", "Sales Area"} {
		types = append(types, s.row("Territory2Type", "MasterLabel", name, "DeveloperName", strings.ReplaceAll(name, " ", "_"), "Priority", i+1, "Language", "en_US"))
	}
	model := s.ref("Territory2Model", s.row("Territory2Model", "Name", "FY26", "DeveloperName", "FY26", "Description", "Territories by state", "State", "Active",
		"ActivatedDate", seededAt.AddDate(0, -11, 0), "LastRunRulesEndDate", seededAt))
	territory := func(name string, kind int, parent value) int32 {
		return s.row("Territory2", "Name", name, "DeveloperName", strings.ReplaceAll(name, " ", "_"), "Territory2ModelId", model, "Territory2TypeId", s.ref("Territory2Type", types[kind]),
			"ParentTerritory2Id", parent, "AccountAccessLevel", "Edit", "OpportunityAccessLevel", "None", "CaseAccessLevel", "None", "ContactAccessLevel", "Edit")
	}
	byState := s.accountsByState()
	root := s.ref("Territory2", territory("United States", 0, value{}))
	for _, region := range censusRegions {
		above := s.ref("Territory2", territory(region.name, 1, root))
		for _, state := range strings.Fields(region.states) {
			if len(byState[state]) > 0 {
				s.states[state] = territory("Sales "+state, 2, above)
				s.stateRule(state, model)
			}
		}
	}
	s.stateUsers(byState)
	s.associations()
}

func (s *seeder) accountsByState() map[string][]int32 {
	t := s.o.table("Account")
	state := t.object.byName["billingstate"]
	by := map[string][]int32{}
	for row := range t.rows() {
		name := t.get(state, row).text
		by[name] = append(by[name], row)
	}
	return by
}

func (s *seeder) stateRule(state string, model value) {
	rule := s.ref("ObjectTerritory2AssignmentRule", s.row("ObjectTerritory2AssignmentRule", "MasterLabel", "Accounts in "+state, "DeveloperName", "Accounts_in_"+state,
		"ObjectType", "Account", "Territory2ModelId", model, "IsActive", true, "Language", "en_US"))
	s.row("ObjectTerritory2AssignmentRuleItem", "RuleId", rule, "Field", "Account.BillingState", "Operation", "equals", "SortOrder", 1, "Value", state)
	s.row("RuleTerritory2Association", "RuleId", rule, "Territory2Id", s.ref("Territory2", s.states[state]), "IsInherited", false)
}

// stateUsers puts every owner in the state where most of the accounts are.
func (s *seeder) stateUsers(byState map[string][]int32) {
	owner := s.o.table("Account").object.byName["ownerid"]
	count := map[value]map[string]int{}
	for state, rows := range byState {
		for _, row := range rows {
			o := s.o.table("Account").get(owner, row)
			if count[o] == nil {
				count[o] = map[string]int{}
			}
			count[o][state]++
		}
	}
	users := []value{}
	for u := range count {
		users = append(users, u)
	}
	sort.Slice(users, func(i, j int) bool { return users[i].num < users[j].num })
	for _, u := range users {
		best := ""
		for state, n := range count[u] {
			if _, there := s.states[state]; there && (best == "" || n > count[u][best] || n == count[u][best] && state < best) {
				best = state
			}
		}
		if best != "" {
			s.row("UserTerritory2Association", "UserId", u, "Territory2Id", s.ref("Territory2", s.states[best]), "RoleInTerritory2", "Sales Rep", "IsActive", true)
		}
	}
}

// associations stores what the rules give, and some that people gave.
func (s *seeder) associations() {
	accounts, links := s.o.table("Account"), s.o.table("ObjectTerritory2Association")
	state := accounts.object.byName["billingstate"]
	col := func(name string) *column { return links.columns[links.object.byName[lower(name)].index] }
	object, territory, cause, kind := col("ObjectId"), col("Territory2Id"), col("AssociationCause"), col("SobjectType")
	add := func(account, to int32, why string) {
		record := refTo(accounts.object, account)
		if _, there := s.o.joined.find(record.num, to); there {
			return
		}
		row := int32(len(links.state))
		links.state = append(links.state, live)
		links.live++
		object.set(row, record)
		territory.set(row, s.ref("Territory2", to))
		cause.set(row, value{kind: text, text: why})
		kind.set(row, value{kind: text, text: "Account"})
		s.audit(links, row, seededAt, seededAt)
		s.o.joined.add(record.num, link{to, row})
	}
	all := []int32{}
	for _, region := range censusRegions {
		for _, name := range strings.Fields(region.states) {
			if t, there := s.states[name]; there {
				all = append(all, t)
			}
		}
	}
	for row := range accounts.rows() {
		if to, there := s.states[accounts.get(state, row).text]; there {
			add(row, to, "Territory2AssignmentRule")
		}
		if len(all) > 0 && s.rng.IntN(200) == 0 {
			add(row, all[s.rng.IntN(len(all))], "Territory2Manual")
		}
	}
}

// services makes a little of Field Service.
func (s *seeder) services() {
	hours := s.ref("OperatingHours", s.row("OperatingHours", "Name", "Weekdays", "TimeZone", "America/Chicago"))
	resource := value{}
	users := s.o.table("User")
	for row := int32(2); row < min(users.rows(), 8); row++ {
		resource = s.ref("ServiceResource", s.row("ServiceResource", "Name", users.field("Name", row), "RelatedRecordId", s.ref("User", row), "ResourceType", "T", "IsActive", true))
	}
	root := s.ref("ServiceTerritory", s.row("ServiceTerritory", "Name", "Service USA", "IsActive", true, "OperatingHoursId", hours, "OwnerId", s.ref("User", 0)))
	for _, region := range censusRegions {
		row := s.row("ServiceTerritory", "Name", "Service "+region.name, "IsActive", true, "OperatingHoursId", hours, "OwnerId", s.ref("User", 0), "ParentTerritoryId", root, "TopLevelTerritoryId", root)
		if !resource.isNull() {
			s.row("ServiceTerritoryMember", "MemberNumber", autoNumber(s.o.schema.object("ServiceTerritoryMember"), row), "ServiceResourceId", resource,
				"ServiceTerritoryId", s.ref("ServiceTerritory", row), "TerritoryType", "S", "EffectiveStartDate", time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
		}
	}
}
