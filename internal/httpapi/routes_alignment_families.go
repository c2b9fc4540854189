package httpapi

import (
	"context"
	"net/http"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/family"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Families is what is known of the families of an alignment.
type Families struct {
	Version  int64        `json:"version"`
	Column   string       `json:"column" doc:"Column the families are read from."`
	Total    int          `json:"total" doc:"Families of two and more units."`
	Split    int          `json:"split" doc:"Those that sit in several areas."`
	Families []FamilyItem `json:"families" nullable:"false"`
}

// FamilyItem is one family with the areas that hold it.
type FamilyItem struct {
	Head  string       `json:"head" doc:"Id of the parent record; empty when it is not among the units."`
	Units int          `json:"units"`
	IDs   []string     `json:"ids" nullable:"false" doc:"Record ids of up to 20 of its units."`
	Areas []FamilyArea `json:"areas" nullable:"false" doc:"Most units first; area 0 is unassigned."`
}

// FamilyArea is an area with how many units of a family it holds.
type FamilyArea struct {
	alignment.FamilyPart
	Path string `json:"path"`
}

type familiesInput struct {
	AlignmentVersion
	Column string `query:"column" doc:"Text column; the alignment's family column by default, else that of the parent record."`
	All    bool   `query:"all" doc:"Also families that are together."`
	Limit  int    `query:"limit" minimum:"1" maximum:"100000" default:"1000"`
}

type gatherInput struct {
	AlignmentPath
	Body struct {
		ExpectedVersion int64              `json:"expectedVersion" minimum:"1"`
		Units           UnitSelection      `json:"units,omitempty" doc:"Only the families of these units; all that are split by default."`
		By              alignment.GatherBy `json:"by,omitempty" enum:"majority,parent" default:"majority" doc:"majority: to the area that holds most of the family; parent: to the area of the parent record."`
		Column          string             `json:"column,omitempty"`
		Preview         bool               `json:"preview,omitempty" doc:"Say what would change, and change nothing."`
		Reason          string             `json:"reason,omitempty" maxLength:"1000"`
	}
}

// GatherAnswer says what bringing families together changed.
type GatherAnswer struct {
	Version  int64              `json:"version"`
	Stored   bool               `json:"stored"`
	Families int                `json:"families" doc:"Split families that were brought together."`
	Moved    int                `json:"moved" doc:"Units that moved."`
	Problems []territory.Detail `json:"problems" nullable:"false" doc:"Families that stay split, with the reason."`
}

func (s *Server) registerFamilies() {
	register(s, get("list-families", "/alignments/{id}/families", "Alignments", "Families of units, first of all those that are split between areas"), access.View, s.families)
	register(s, post("gather-families", "/alignments/{id}/families/gather", "Alignments", "Bring split families together in one area each", http.StatusOK), access.Edit, s.gather)
}

// familiesOf reads the families of an alignment's units.
func (s *Server) familiesOf(ctx context.Context, state *alignment.State, column string) (*alignment.Families, *dataset.Reader, error) {
	r, err := s.readerOf(ctx, state)
	if err != nil {
		return nil, nil, err
	}
	if column == "" {
		column = state.Options.Family
	}
	f, err := family.Load(ctx, r, column)
	return f, r, err
}

// whole returns the families to keep together: wanted, or as the alignment's
// settings say. nil means that families do not matter.
func (s *Server) whole(ctx context.Context, state *alignment.State, wanted *bool) (*alignment.Families, error) {
	if wanted == nil && !state.Options.WholeFamilies || wanted != nil && !*wanted {
		return nil, nil
	}
	f, _, err := s.familiesOf(ctx, state, "")
	return f, err
}

func (s *Server) families(ctx context.Context, _ territory.Actor, in *familiesInput) (*body[Families], error) {
	state, err := s.state(ctx, &in.AlignmentVersion)
	if err != nil {
		return nil, err
	}
	f, r, err := s.familiesOf(ctx, state, in.Column)
	if err != nil {
		return nil, err
	}
	ids, err := r.IDs(ctx)
	if err != nil {
		return nil, err
	}
	column, err := family.Column(r, either(in.Column, state.Options.Family))
	if err != nil {
		return nil, err
	}
	split := state.SplitFamilies(f)
	out := Families{Version: state.Alignment.Version, Column: column.Name, Total: f.Count(), Split: len(split), Families: []FamilyItem{}}
	list := split
	if in.All {
		for n := range int32(f.Count()) {
			if _, listed := slices.BinarySearch(split, n); !listed {
				list = append(list, n)
			}
		}
	}
	for _, n := range list[:min(len(list), in.Limit)] {
		out.Families = append(out.Families, familyItem(state, f, n, ids))
	}
	return answer(out, nil)
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func familyItem(state *alignment.State, f *alignment.Families, n int32, ids *dataset.Strings) FamilyItem {
	const shown = 20
	members := f.Members(n)
	item := FamilyItem{Units: len(members), IDs: []string{}, Areas: []FamilyArea{}}
	if head := f.Heads[n]; head >= 0 {
		item.Head = ids.At(int(head))
	}
	for _, unit := range members[:min(len(members), shown)] {
		item.IDs = append(item.IDs, ids.At(int(unit)))
	}
	for _, part := range state.Parts(f, n) {
		item.Areas = append(item.Areas, FamilyArea{part, pathOf(state, part.Area)})
	}
	return item
}

func (s *Server) gather(ctx context.Context, actor territory.Actor, in *gatherInput) (*body[GatherAnswer], error) {
	b := in.Body
	state, err := s.Alignments.State(ctx, in.ID, b.ExpectedVersion)
	if err != nil {
		return nil, err
	}
	f, r, err := s.familiesOf(ctx, state, b.Column)
	if err != nil {
		return nil, err
	}
	chosen, err := s.splitOf(ctx, state, f, b.Units)
	if err != nil {
		return nil, err
	}
	by := s.stamp(actor)
	ops, problems := state.GatherOps(f, chosen, b.By, alignment.DateOf(by.At))
	out := GatherAnswer{Version: b.ExpectedVersion, Families: len(chosen) - len(problems), Problems: []territory.Detail{}}
	ids, err := r.IDs(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range problems {
		out.Problems = append(out.Problems, territory.Detail{Where: "family of " + ids.At(int(f.Members(p.Family)[0])), What: p.What})
	}
	c := alignment.ChangeSet{At: by.At, Actor: by.Actor, Kind: alignment.KindEdit, Reason: b.Reason, Ops: ops}
	out.Moved = c.Summary().UnitsMoved
	if b.Preview || len(ops) == 0 {
		return answer(out, nil)
	}
	if c.Reason == "" {
		c = c.Because(sentence.GatheredFamilies.With(sentence.Params{"families": out.Families}))
	}
	out.Stored = true
	out.Version, err = s.Alignments.Append(ctx, in.ID, b.ExpectedVersion, c)
	return answer(out, err)
}

// splitOf returns the split families of a selection, all when it is empty.
func (s *Server) splitOf(ctx context.Context, state *alignment.State, f *alignment.Families, selection UnitSelection) ([]int32, error) {
	split := state.SplitFamilies(f)
	if selection.empty() {
		return split, nil
	}
	units, err := s.selected(ctx, state, selection)
	if err != nil {
		return nil, err
	}
	wanted := make(map[int32]bool)
	for _, unit := range units {
		if unit >= 0 && int(unit) < len(f.Of) {
			wanted[f.Of[unit]] = true
		}
	}
	return slices.DeleteFunc(split, func(n int32) bool { return !wanted[n] }), nil
}
