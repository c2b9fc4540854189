package salesforceplan

import (
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// TreeOf describes the records of a destination that has a tree: which object
// is the tree, the field of its parent, and the field of other objects that
// names the node they belong to.
type TreeOf struct {
	Object, Parent string
	Parts          map[string]string
}

// byMethod applies the method of a request to a tree of records:
//
//   - new makes everything anew; a name at the top that is taken is an error
//     that names the record, and so is an earlier publication that is there;
//   - overwrite all may delete whatever lies below the plan's own top records;
//   - overwrite matching may delete only what an earlier publication made.
//
// Names that stand for several records are errors in every case; what is
// recognised by its name alone is a note.
func (p *Plan) byMethod(in *Input, org *Org, tree TreeOf) {
	made := map[string]bool{}
	for _, m := range in.Published {
		made[m.RecordID] = true
	}
	p.duplicates(in, org, tree)
	if in.Request.Method == Overwrite {
		below := p.below(in, org, tree)
		p.Ours = func(r *orgplan.Record) bool {
			if made[r.ID] {
				return true
			}
			if field, isPart := tree.Parts[r.Object]; isPart {
				return below[fieldText(r, field)]
			}
			return r.Object == tree.Object && below[fieldText(r, tree.Parent)]
		}
		return
	}
	p.Ours = func(r *orgplan.Record) bool { return made[r.ID] }
}

// duplicates names, before anything is written, the records that make a
// publication ambiguous or impossible.
func (p *Plan) duplicates(in *Input, org *Org, tree TreeOf) {
	there := map[string][]string{} // name → ids, at the top and anywhere
	for _, r := range org.of(tree.Object) {
		at := "top"
		if fieldText(r, tree.Parent) != "" {
			at = "below"
		}
		there[at+"/"+fold(fieldText(r, "Name"))] = append(there[at+"/"+fold(fieldText(r, "Name"))], r.ID)
	}
	alive := map[string]bool{}
	for _, r := range org.of(tree.Object) {
		alive[r.ID] = true
	}
	mapped := map[string]string{} // key → record that is there
	for _, m := range in.Published {
		if alive[m.RecordID] {
			mapped[m.Key] = m.RecordID
		}
	}
	twice := map[string]string{}
	for i := range p.Desired {
		w := &p.Desired[i]
		if w.Object != tree.Object {
			continue
		}
		parent, top := w.Refs[tree.Parent], w.Refs[tree.Parent] == ""
		if top {
			parent = orgplan.Text(w.Fields[tree.Parent]) // of the org, outside the part that is published
		}
		place := parent + "/" + fold(orgplan.Text(w.Fields["Name"]))
		if other, taken := twice[place]; taken && mapped[w.Key] == "" {
			p.problem(orgplan.Wrong, w.Label, sentence.PlanSameName.With(sentence.Params{"name": other, "other": w.Label}))
		}
		twice[place] = w.Label
		ids := there["top/"+fold(orgplan.Text(w.Fields["Name"]))]
		if in.Request.Method != AsNew || !top {
			continue
		}
		if id := mapped[w.Key]; id != "" {
			p.problem(orgplan.Wrong, w.Label, sentence.PlanPublished.With(sentence.Params{"id": id}))
		} else if len(ids) > 0 && parent == "" {
			p.problem(orgplan.Wrong, w.Label, sentence.PlanNameThere.With(sentence.Params{"ids": strings.Join(ids, ", ")}))
		}
	}
}

// below finds the records of the tree that the plan's top records have below
// them in the org, by id, those themselves among them.
func (p *Plan) below(in *Input, org *Org, tree TreeOf) map[string]bool {
	out := map[string]bool{}
	tops, byKey := map[[2]string]bool{}, map[string]string{} // tops by parent and name
	for _, m := range in.Published {
		byKey[m.Key] = m.RecordID
	}
	for i := range p.Desired {
		if w := &p.Desired[i]; w.Object == tree.Object && w.Refs[tree.Parent] == "" {
			tops[[2]string{orgplan.Text(w.Fields[tree.Parent]), fold(orgplan.Text(w.Fields["Name"]))}] = true
			if id := byKey[w.Key]; id != "" {
				out[id] = true
			}
		}
	}
	nodes := org.of(tree.Object)
	for _, r := range nodes {
		if tops[[2]string{fieldText(r, tree.Parent), fold(fieldText(r, "Name"))}] {
			out[r.ID] = true
		}
	}
	for again := true; again; {
		again = slices.ContainsFunc(nodes, func(r *orgplan.Record) bool {
			if out[r.ID] || !out[fieldText(r, tree.Parent)] {
				return false
			}
			out[r.ID] = true
			return true
		})
	}
	return out
}
