package orgplan

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// DriftKind says how a record has drifted.
type DriftKind string

// The kinds.
const (
	Changed DriftKind = "changed"
	Gone    DriftKind = "gone"
	Added   DriftKind = "added"
)

// DriftEntry is one record that is not as it was published.
type DriftEntry struct {
	Kind     DriftKind `json:"kind" enum:"changed,gone,added"`
	Object   string    `json:"object"`
	RecordID string    `json:"recordId"`
	Key      string    `json:"key,omitempty"`
	Label    string    `json:"label"`
	Fields   []Field   `json:"fields" nullable:"false" doc:"Old is the published value, new the one in the org."`
}

// Drift compares the org with what was published last: records that were
// changed or are gone, and those of the destination that somebody added.
func Drift(current []Record, published []Published) []DriftEntry {
	entries := []DriftEntry{}
	byID := make(map[string]*Record, len(current))
	for i := range current {
		byID[current[i].ID] = &current[i]
	}
	known := make(map[string]bool, len(published))
	for i := range published {
		p := &published[i]
		known[p.RecordID] = true
		r := byID[p.RecordID]
		if r == nil {
			entries = append(entries, DriftEntry{Kind: Gone, Object: p.Object, RecordID: p.RecordID, Key: p.Key, Label: p.Label, Fields: []Field{}})
			continue
		}
		if fields := changedSince(p, r); len(fields) > 0 {
			entries = append(entries, DriftEntry{Kind: Changed, Object: p.Object, RecordID: p.RecordID, Key: p.Key, Label: p.Label, Fields: fields})
		}
	}
	for i := range current {
		if r := &current[i]; r.Ours && !known[r.ID] {
			entries = append(entries, DriftEntry{Kind: Added, Object: r.Object, RecordID: r.ID, Label: r.Label, Fields: []Field{}})
		}
	}
	return entries
}

func changedSince(p *Published, r *Record) []Field {
	var fields []Field
	for _, name := range slices.Sorted(maps.Keys(p.Fields)) {
		if !Same(p.Fields[name], r.Fields[name]) {
			fields = append(fields, Field{Name: name, Old: p.Fields[name], New: r.Fields[name]})
		}
	}
	return fields
}

// drifted tells in words how a record was changed since it was published.
func drifted(p *Published, r *Record) string {
	var parts []string
	for _, f := range changedSince(p, r) {
		parts = append(parts, fmt.Sprintf("%s was published as %q and is %q in the org", f.Name, Text(f.Old), Text(f.New)))
	}
	return strings.Join(parts, "; ")
}

// Stale lists the operations whose record is no longer as the plan saw it.
// Creates are stale when a record with their matching fields has appeared.
func Stale(ops []Operation, current []Record) []Problem {
	byID := make(map[string]*Record, len(current))
	byMatch := make(map[string]bool, len(current))
	match := map[string][]string{}
	for i := range ops {
		if ops[i].Action == Create {
			match[ops[i].Object] = ops[i].Match
		}
	}
	for i := range current {
		r := &current[i]
		byID[r.ID] = r
		if fields := match[r.Object]; len(fields) > 0 {
			byMatch[place(r.Object, fields, func(f string) any { return r.Fields[f] })] = true
		}
	}
	removed := map[string]bool{}
	for i := range ops {
		if o := &ops[i]; o.Action == Delete {
			removed[o.Key] = true
		}
	}
	var stale []Problem
	for i := range ops {
		if what := staleness(&ops[i], byID, byMatch, removed); what != nil {
			stale = append(stale, Found(Wrong, ops[i].Label, *what))
		}
	}
	return stale
}

func staleness(o *Operation, byID map[string]*Record, byMatch, removed map[string]bool) *sentence.Sentence {
	if o.Action == Create {
		for _, f := range o.Match {
			if field := o.Field(f); field != nil && field.Ref != "" {
				return nil
			}
		}
		if len(o.Match) == 0 || removed[o.Key] {
			return nil
		}
		value := func(f string) any {
			if field := o.Field(f); field != nil {
				return field.New
			}
			return nil
		}
		if byMatch[place(o.Object, o.Match, value)] {
			what := sentence.StaleMade.With(sentence.Params{"object": o.Object, "fields": strings.Join(o.Match, ", ")})
			return &what
		}
		return nil
	}
	r := byID[o.RecordID]
	if r == nil {
		what := sentence.StaleDeleted.With(nil)
		return &what
	}
	for _, f := range o.Fields {
		if !Same(f.Old, r.Fields[f.Name]) {
			what := sentence.StaleChanged.With(sentence.Params{"field": f.Name, "before": Text(f.Old), "now": Text(r.Fields[f.Name])})
			return &what
		}
	}
	return nil
}
