package salesforceplan

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// TeamObject is the object of account teams.
const TeamObject = "AccountTeamMember"

// Teams plans the account teams of the units' accounts: the owner of their
// territory in the chosen role, and its users who have a role in theirs.
func Teams(ctx context.Context, in *Input, org *Org) (*Plan, error) {
	o := &in.Request.Teams
	plan := &Plan{Scope: ScopeOf(in), Title: fmt.Sprintf("Write account teams from %s", in.title())}
	ids, err := in.Reader.IDs(ctx)
	if err != nil {
		return nil, err
	}
	b := teamBuilder{in: in, users: newDirectory(org.Users), wrong: map[string]*sentence.Sentence{}, roles: map[string]bool{o.Role: true}, members: map[alignment.AreaNumber][]teamMember{}}
	accounts := map[string]bool{}
	for unit, number := range in.State.Assigned {
		account := longID(ids.At(unit))
		if !in.Part.holds(number) || !strings.HasPrefix(account, "001") || len(account) != 18 {
			continue
		}
		accounts[account] = true
		for _, m := range b.of(number) {
			fields := map[string]any{"AccountId": account, "UserId": m.id, "TeamMemberRole": m.role}
			if o.Access != "" {
				fields["AccountAccessLevel"] = o.Access
			}
			plan.Desired = append(plan.Desired, orgplan.Desired{
				Object: TeamObject, Key: fmt.Sprintf("team/%s/%s", account, shortID(m.id)), Label: m.name + " on " + account,
				Stage: stageRecords, Match: []string{"AccountId", "UserId"}, Fields: fields,
			})
		}
	}
	for _, who := range slices.Sorted(maps.Keys(b.wrong)) {
		plan.problem(orgplan.Warning, who, sentence.NobodyTeam.With(sentence.Params{"problem": *b.wrong[who]}))
	}
	made := map[string]bool{}
	for _, p := range in.Published {
		made[p.RecordID] = true
	}
	plan.Ours = func(r *orgplan.Record) bool {
		if !accounts[fieldText(r, "AccountId")] {
			return false
		}
		return made[r.ID] || o.Method == "overwrite" || (o.Method == "replace_role" && b.roles[fieldText(r, "TeamMemberRole")])
	}
	if !in.Part.whole() {
		plan.narrow(org, nil, func(r *orgplan.Record) bool { return accounts[fieldText(r, "AccountId")] }, func(key string) bool {
			account, _, _ := strings.Cut(strings.TrimPrefix(key, "team/"), "/")
			return accounts[account]
		})
	}
	return plan, nil
}

type teamMember struct{ id, name, role string }

type teamBuilder struct {
	in      *Input
	users   *directory
	wrong   map[string]*sentence.Sentence
	roles   map[string]bool // that the plan gives
	members map[alignment.AreaNumber][]teamMember
}

// of returns who belongs to the team of a territory's accounts.
func (b *teamBuilder) of(number alignment.AreaNumber) []teamMember {
	known, there := b.members[number]
	a := b.in.State.Areas[number]
	if there || a == nil {
		return known
	}
	var list []teamMember
	add := func(who, role string) {
		id, problem := b.users.find(who)
		if problem != nil {
			b.wrong[who] = problem
			return
		}
		b.roles[role] = true
		if !slices.ContainsFunc(list, func(m teamMember) bool { return m.id == id }) {
			list = append(list, teamMember{id, who, role})
		}
	}
	if a.Owner != "" {
		add(a.Owner, b.in.Request.Teams.Role)
	}
	for _, u := range a.Users {
		if u.Role != "" {
			add(u.Name, u.Role)
		}
	}
	b.members[number] = list
	return list
}
