package salesforceplan

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// stageRecords is the one stage of record fields.
const stageRecords = 100

// Records plans what is written to fields of the units' records. Records are
// only changed, never made or deleted.
func Records(ctx context.Context, in *Input, org *Org) (*Plan, error) {
	o := &in.Request.Records
	plan := &Plan{Scope: ScopeOf(in), Title: fmt.Sprintf("Write %s of %s from %s", strings.Join(slices.Sorted(maps.Keys(o.Fields)), ", "), o.Object, in.title())}
	ids, err := in.Reader.IDs(ctx)
	if err != nil {
		return nil, err
	}
	there := map[string]bool{}
	for i := range org.Records {
		there[org.Records[i].ID] = true
	}
	values := map[string]func(unit int, a *alignment.Area) (any, bool){}
	b := recordValues{in: in, users: newDirectory(org.Users), wrong: map[string]*sentence.Sentence{}}
	for field, what := range o.Fields {
		if values[field], err = b.value(ctx, what); err != nil {
			return nil, err
		}
	}
	missing, planned := 0, map[string]bool{}
	for unit, number := range in.State.Assigned {
		id := longID(ids.At(unit))
		if !in.Part.holds(number) {
			continue
		}
		if !there[id] {
			missing++
			continue
		}
		planned[id] = true
		w := orgplan.Desired{Object: o.Object, Key: "record/" + id, Label: id, Stage: stageRecords, Match: []string{"Id"}, Fields: map[string]any{"Id": id}}
		for field, value := range values {
			if v, known := value(unit, in.State.Areas[number]); known {
				w.Fields[field] = v
			}
		}
		plan.Desired = append(plan.Desired, w)
	}
	recordsByMethod(in, org, plan, planned)
	if !in.Part.whole() {
		plan.narrow(org, nil, func(r *orgplan.Record) bool { return planned[r.ID] }, func(key string) bool { return planned[strings.TrimPrefix(key, "record/")] })
	}
	for _, who := range slices.Sorted(maps.Keys(b.wrong)) {
		plan.problem(orgplan.Warning, who, sentence.NobodyField.With(sentence.Params{"problem": *b.wrong[who]}))
	}
	if missing > 0 {
		plan.problem(orgplan.Warning, o.Object, sentence.PlanNoRecords.With(sentence.Params{"units": missing}))
	}
	return plan, nil
}

// recordsByMethod applies the method of a request to fields of records: new
// writes only to fields that are empty or that an earlier publication wrote;
// overwrite all of a whole alignment also empties the fields of records that it
// leaves out, but never takes an owner away; overwrite matching does neither.
func recordsByMethod(in *Input, org *Org, plan *Plan, planned map[string]bool) {
	o := &in.Request.Records
	switch in.Request.Method {
	case AsNew:
		now, written := map[string]*orgplan.Record{}, map[string]map[string]any{}
		for i := range org.Records {
			now[org.Records[i].ID] = &org.Records[i]
		}
		for _, m := range in.Published {
			written[m.RecordID] = m.Fields
		}
		kept := 0
		for i := range plan.Desired {
			w := &plan.Desired[i]
			id := orgplan.Text(w.Fields["Id"])
			for field := range o.Fields {
				was, ours := written[id][field]
				there := now[id].Fields[field]
				if orgplan.Text(there) != "" && !(ours && orgplan.Same(was, there)) && !orgplan.Same(there, w.Fields[field]) {
					delete(w.Fields, field)
					kept++
				}
			}
		}
		if kept > 0 {
			plan.problem(orgplan.Note, o.Object, sentence.PlanFieldsKept.With(sentence.Params{"fields": kept}))
		}
	case Overwrite:
		for i := range org.Records {
			id := org.Records[i].ID
			if planned[id] || !in.Part.whole() {
				continue
			}
			w := orgplan.Desired{Object: o.Object, Key: "record/" + id, Label: id, Stage: stageRecords, Match: []string{"Id"}, Fields: map[string]any{"Id": id}}
			for field, what := range o.Fields {
				if what != "owner_id" {
					w.Fields[field] = nil
				}
			}
			plan.Desired = append(plan.Desired, w)
		}
	}
}

// recordValues works out what goes into a field.
type recordValues struct {
	in    *Input
	users *directory
	wrong map[string]*sentence.Sentence
}

// value returns a function from a unit and its territory (nil for none) to what
// is written; false leaves the field as it is.
func (b *recordValues) value(ctx context.Context, what string) (func(int, *alignment.Area) (any, bool), error) {
	s := b.in.State
	kind, name, _ := strings.Cut(what, ":")
	switch kind {
	case "territory":
		return func(_ int, a *alignment.Area) (any, bool) {
			if a == nil {
				return nil, true
			}
			return a.Name, true
		}, nil
	case "number":
		return func(_ int, a *alignment.Area) (any, bool) {
			if a == nil {
				return nil, true
			}
			return float64(a.Number), true
		}, nil
	case "owner":
		return func(_ int, a *alignment.Area) (any, bool) {
			if a == nil {
				return nil, true
			}
			return empty(a.Owner), true
		}, nil
	case "owner_id": // nobody's record keeps its owner
		return func(_ int, a *alignment.Area) (any, bool) {
			if a == nil || a.Owner == "" {
				return nil, false
			}
			id, problem := b.users.find(a.Owner)
			if problem != nil {
				b.wrong[a.Owner] = problem
			}
			return id, id != ""
		}, nil
	case "area":
		level := slices.Index(s.Alignment.Levels, name)
		if level < 0 {
			return nil, errorf("The alignment has no level %q; its levels are %s.", name, strings.Join(s.Alignment.Levels, ", "))
		}
		return func(_ int, a *alignment.Area) (any, bool) {
			for ; a != nil; a = s.Areas[a.Parent] {
				if a.Level == level {
					return a.Name, true
				}
			}
			return nil, true
		}, nil
	case "column":
		return b.column(ctx, name)
	}
	return nil, errorf("%q is nothing that can be written to a field; use territory, area:LEVEL, owner, owner_id, number or column:NAME.", what)
}

func (b *recordValues) column(ctx context.Context, name string) (func(int, *alignment.Area) (any, bool), error) {
	c, err := b.in.Reader.Column(name)
	if err != nil {
		return nil, err
	}
	if c.Type == dataset.Text {
		texts, err := b.in.Reader.Texts(ctx, name)
		if err != nil {
			return nil, err
		}
		return func(unit int, _ *alignment.Area) (any, bool) { return empty(texts.At(unit)), true }, nil
	}
	numbers, err := b.in.Reader.Numbers(ctx, name)
	if err != nil {
		return nil, err
	}
	return func(unit int, _ *alignment.Area) (any, bool) {
		v := numbers[unit]
		switch {
		case v != v:
			return nil, true
		case c.Type == dataset.Date:
			return dataset.FormatDate(v), true
		}
		return v, true
	}, nil
}

// longID adds the check characters to a 15-character id.
func longID(id string) string {
	if len(id) != 15 {
		return id
	}
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
	for part := range 3 {
		bits := 0
		for i := range 5 {
			if c := id[part*5+i]; c >= 'A' && c <= 'Z' {
				bits |= 1 << i
			}
		}
		id += string(alphabet[bits])
	}
	return id
}
