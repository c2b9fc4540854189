package httpapi

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

// AlignmentItem is an alignment with the counts that lists show.
type AlignmentItem struct {
	alignment.Alignment
	Territories int `json:"territories"`
	Units       int `json:"units"`
	Unassigned  int `json:"unassigned"`
}

// AlignmentList is a list of alignments, newest change first.
type AlignmentList struct {
	Alignments []AlignmentItem `json:"alignments" nullable:"false"`
}

// AlignmentPath is the input of routes about one alignment. It is exported
// because huma reads embedded inputs only then, as are the others like it.
type AlignmentPath struct {
	ID string `path:"id"`
}

func (i *AlignmentPath) resource() access.Resource {
	return access.Resource{Kind: "alignment", ID: i.ID}
}

// AlignmentVersion names a version of an alignment.
type AlignmentVersion struct {
	AlignmentPath
	Version int64          `query:"version" minimum:"0" doc:"0 means the newest."`
	AsOf    alignment.Date `query:"asOf" doc:"Instead of a version, a day such as 2027-01-01: the version in force then."`
}

type listAlignmentsInput struct {
	Dataset string `query:"dataset" doc:"Only alignments of this dataset."`
}

// Start says where a new alignment begins.
type Start struct {
	Kind   string   `json:"kind" enum:"empty,fields,copy,sample,tree" doc:"empty: no areas; fields: an area per distinct value, one field per level, top first; copy: as another alignment is now; sample: a sample model; tree: the areas of a CSV file."`
	Levels []string `json:"levels,omitempty" maxItems:"16" nullable:"false" doc:"Names of the levels; for fields the column names by default."`
	Fields []string `json:"fields,omitempty" maxItems:"16" nullable:"false" doc:"Text columns, top level first."`
	From   string   `json:"from,omitempty" doc:"Id of the alignment to copy."`
	Sample string   `json:"sample,omitempty" doc:"Id of a sample model, such as regions."`
	Tree   string   `json:"tree,omitempty" maxLength:"16000000" doc:"The text of a CSV file: area, parent and any property, as the export of a tree has them."`
}

type createAlignmentInput struct {
	Body struct {
		DatasetID string `json:"datasetId"`
		Name      string `json:"name" minLength:"1" maxLength:"200"`
		Start     Start  `json:"start"`
	}
}

func (i *createAlignmentInput) resource() access.Resource {
	return access.Resource{Kind: "dataset", ID: i.Body.DatasetID}
}

type renameAlignmentInput struct {
	AlignmentPath
	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"200"`
	}
}

func (s *Server) registerAlignments() {
	register(s, get("list-alignments", "/alignments", "Alignments", "Alignments, of one dataset or all"), access.View, s.listAlignments)
	create := post("create-alignment", "/alignments", "Alignments", "Create an alignment", http.StatusCreated)
	create.MaxBodyBytes = 20 << 20
	register(s, create, access.Manage, s.createAlignment)
	s.registerSamples()
	register(s, get("get-alignment", "/alignments/{id}", "Alignments", "One alignment"), access.View,
		func(ctx context.Context, _ territory.Actor, in *AlignmentPath) (*body[AlignmentItem], error) {
			return answer(s.alignmentItem(ctx, in.ID))
		})
	register(s, operation("rename-alignment", http.MethodPatch, "/alignments/{id}", "Alignments", "Rename an alignment"), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *renameAlignmentInput) (*body[AlignmentItem], error) {
			if err := s.Alignments.RenameAlignment(ctx, in.ID, strings.TrimSpace(in.Body.Name)); err != nil {
				return nil, err
			}
			return answer(s.alignmentItem(ctx, in.ID))
		})
	register(s, operation("delete-alignment", http.MethodDelete, "/alignments/{id}", "Alignments", "Delete an alignment with its history and drafts"), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *AlignmentPath) (*struct{}, error) {
			return nil, s.Alignments.DeleteAlignment(ctx, in.ID)
		})
	register(s, columnRoute("get-assignment", "/alignments/{id}/assignment", "Alignments", "The area number of every unit",
		"int32[n], little-endian; 0 is unassigned. The header X-Alignment-Version names the version."), access.View, s.getAssignment)
	register(s, columnRoute("get-locks", "/alignments/{id}/locks", "Alignments", "Which units are locked", "uint8[n]; 1 is locked."), access.View,
		func(ctx context.Context, _ territory.Actor, in *AlignmentVersion) (*huma.StreamResponse, error) {
			state, err := s.state(ctx, in)
			if err != nil {
				return nil, err
			}
			return bytesAnswer(flags(state.Locked), cacheOf(in.Version), versionHeader(state)), nil
		})
	register(s, get("get-legend", "/alignments/{id}/legend", "Alignments", "The tree of areas with sums, targets and deviations"), access.View, s.legend)
}

func (s *Server) listAlignments(ctx context.Context, _ territory.Actor, in *listAlignmentsInput) (*body[AlignmentList], error) {
	all, err := s.Alignments.Alignments(ctx, in.Dataset)
	if err != nil {
		return nil, err
	}
	list := AlignmentList{Alignments: make([]AlignmentItem, 0, len(all))}
	for _, a := range all {
		item, err := s.alignmentItem(ctx, a.ID)
		if err != nil {
			return nil, err
		}
		list.Alignments = append(list.Alignments, item)
	}
	return answer(list, nil)
}

func (s *Server) alignmentItem(ctx context.Context, id string) (AlignmentItem, error) {
	state, err := s.Alignments.State(ctx, id, 0)
	if err != nil {
		return AlignmentItem{}, err
	}
	item := AlignmentItem{Alignment: state.Alignment, Territories: len(state.Territories()), Units: len(state.Assigned)}
	for _, number := range state.Assigned {
		if number == alignment.Unassigned {
			item.Unassigned++
		}
	}
	return item, nil
}

func (s *Server) createAlignment(ctx context.Context, actor territory.Actor, in *createAlignmentInput) (*body[AlignmentItem], error) {
	d, err := s.Catalog.Dataset(ctx, in.Body.DatasetID)
	if err != nil {
		return nil, err
	}
	if d.CurrentSnapshot == "" {
		return nil, territory.Say(territory.Conflict, sentence.AlignmentNoUnits.With(sentence.Params{"name": d.Name}))
	}
	snapshot, err := s.Catalog.Snapshot(ctx, d.CurrentSnapshot)
	if err != nil {
		return nil, err
	}
	levels, first, err := s.firstChange(ctx, &snapshot, in.Body.Start)
	if err != nil {
		return nil, err
	}
	now := s.Now().UTC()
	first.Version, first.At, first.Actor, first.Kind = 1, now, actor, "create"
	a := alignment.Alignment{
		ID: s.NewID(), DatasetID: d.ID, SnapshotID: snapshot.ID, Name: strings.TrimSpace(in.Body.Name),
		Levels: levels, Version: 1, Created: now, Updated: now,
	}
	if a.Name == "" {
		return nil, territory.Say(territory.Invalid, sentence.AlignmentNoName.With(nil))
	}
	if err := s.Alignments.CreateAlignment(ctx, a, snapshot.Units, first); err != nil {
		return nil, err
	}
	return answer(s.alignmentItem(ctx, a.ID))
}

// firstChange builds the levels, tree and assignment that a new alignment
// starts with. A copy moves snapshot to that of the alignment it copies.
func (s *Server) firstChange(ctx context.Context, snapshot *dataset.Snapshot, start Start) ([]string, alignment.ChangeSet, error) {
	switch start.Kind {
	case "fields":
		return s.fromFields(ctx, *snapshot, start)
	case "sample":
		return s.fromSample(ctx, *snapshot, start.Sample)
	case "tree":
		return fromTree(*snapshot, start)
	case "copy":
		state, err := s.Alignments.State(ctx, start.From, 0)
		if err != nil {
			return nil, alignment.ChangeSet{}, err
		}
		if state.Alignment.DatasetID != snapshot.DatasetID {
			return nil, alignment.ChangeSet{}, territory.Say(territory.Invalid, sentence.CopyOtherDataset.With(sentence.Params{"name": state.Alignment.Name}))
		}
		if *snapshot, err = s.Catalog.Snapshot(ctx, state.Alignment.SnapshotID); err != nil {
			return nil, alignment.ChangeSet{}, err
		}
		return state.Alignment.Levels, alignment.FromState(state), nil
	default:
		levels := start.Levels
		if len(levels) == 0 {
			levels = []string{"Territory"}
		}
		first, err := alignment.Empty(levels)
		return levels, first, err
	}
}

func (s *Server) fromFields(ctx context.Context, snapshot dataset.Snapshot, start Start) ([]string, alignment.ChangeSet, error) {
	if len(start.Fields) == 0 {
		return nil, alignment.ChangeSet{}, territory.Say(territory.Invalid, sentence.AlignmentNoFields.With(nil))
	}
	if len(start.Levels) > 0 && len(start.Levels) != len(start.Fields) {
		return nil, alignment.ChangeSet{}, territory.Errorf(territory.Invalid, "There are %d fields but %d level names; give one name per field.", len(start.Fields), len(start.Levels))
	}
	r, err := s.Columns.Open(ctx, s.Blobs, snapshot)
	if err != nil {
		return nil, alignment.ChangeSet{}, err
	}
	fields := make([]alignment.Field, len(start.Fields))
	for i, name := range start.Fields {
		texts, err := r.Texts(ctx, name)
		if err != nil {
			return nil, alignment.ChangeSet{}, err
		}
		fields[i] = alignment.Field{Level: name, Codes: texts.Codes, Values: texts.Values}
		if len(start.Levels) > 0 {
			fields[i].Level = start.Levels[i]
		}
	}
	return alignment.FromFields(fields)
}

func (s *Server) getAssignment(ctx context.Context, _ territory.Actor, in *AlignmentVersion) (*huma.StreamResponse, error) {
	state, err := s.state(ctx, in)
	if err != nil {
		return nil, err
	}
	return bytesAnswer(int32s(state.Assigned), cacheOf(in.Version), versionHeader(state)), nil
}

func cacheOf(version int64) string {
	if version > 0 {
		return immutable
	}
	return ""
}

func versionHeader(state *alignment.State) map[string]string {
	return map[string]string{"X-Alignment-Version": strconv.FormatInt(state.Alignment.Version, 10)}
}

type legendInput struct {
	AlignmentVersion
	Measures   []string `query:"measures,explode" doc:"Numeric columns to add up; \"units\" counts units."`
	Attributes []string `query:"attributes,explode" doc:"Attributes of areas to show beside them; * for all calculated ones."`
}

// Legend is the tree of areas with what each amounts to.
type Legend struct {
	Version  int64    `json:"version"`
	Levels   []string `json:"levels" nullable:"false"`
	Measures []string `json:"measures" nullable:"false"`
	// Attributes of areas that were asked for; areas have a value for each.
	Attributes []AttributeColumn `json:"attributes,omitempty"`
	Areas      []LegendArea      `json:"areas" nullable:"false" doc:"In tree order: parents before children."`
	Unassigned LegendSum         `json:"unassigned"`
	Total      LegendSum         `json:"total" doc:"Over the assigned units."`
	// Figures sums up the whole plan.
	Figures figures.Figures `json:"figures"`
}

// LegendArea is one area of the legend.
type LegendArea struct {
	alignment.Area
	Leaf       bool      `json:"leaf"`
	Units      int       `json:"units"`
	Sums       []float64 `json:"sums" nullable:"false"`
	Due        []float64 `json:"due" nullable:"false" doc:"What the area should get of each measure: its share of the total."`
	Deviations []float64 `json:"deviations" nullable:"false" doc:"Sum ÷ due − 1."`
	TravelKm   float64   `json:"travelKm"`
	// Values are those of the legend's attributes.
	Values []any `json:"values,omitempty"`
	// Middle is the centre in use: pinned, or the mean position of the units.
	Middle *alignment.Point `json:"middle,omitempty"`
}

// LegendSum is a number of units with their sums.
type LegendSum struct {
	Units int       `json:"units"`
	Sums  []float64 `json:"sums" nullable:"false"`
}

func (s *Server) legend(ctx context.Context, _ territory.Actor, in *legendInput) (*body[Legend], error) {
	version, err := s.versionOf(ctx, &in.AlignmentVersion)
	if err != nil {
		return nil, err
	}
	state, u, err := s.measured(ctx, in.ID, version, in.Measures)
	if err != nil {
		return nil, err
	}
	l := legendOf(state, u)
	err = s.addAttributes(ctx, state, in.Attributes, &l)
	return answer(l, err)
}

// measured loads a version of an alignment with columns of its snapshot.
func (s *Server) measured(ctx context.Context, id string, version int64, measures []string) (*alignment.State, *figures.Units, error) {
	state, err := s.Alignments.State(ctx, id, version)
	if err != nil {
		return nil, nil, err
	}
	r, err := s.readerOf(ctx, state)
	if err != nil {
		return nil, nil, err
	}
	u, err := figures.Load(ctx, r, countUnits(measures))
	return state, u, err
}

// countUnits turns the word "units" of URLs into the measure "".
func countUnits(measures []string) []string {
	out := make([]string, len(measures))
	for m, name := range measures {
		if name != "units" {
			out[m] = name
		}
	}
	return out
}

func legendOf(state *alignment.State, u *figures.Units) Legend {
	plan, summary := figures.Summarise(state.Territories(), state.Assigned, u)
	l := Legend{
		Version: state.Alignment.Version, Levels: notNil(state.Alignment.Levels), Measures: notNil(u.Names), Areas: []LegendArea{},
		Unassigned: LegendSum{Units: plan.Unassigned.Units, Sums: plan.Unassigned.Sums},
		Total:      LegendSum{Units: plan.Assigned, Sums: plan.Totals}, Figures: summary,
	}
	for _, row := range figures.Tree(state, plan, u) {
		l.Areas = append(l.Areas, LegendArea{
			Area: *row.Area, Leaf: row.Leaf, Units: row.Units, Sums: row.Sums, Due: row.Targets,
			Deviations: row.Deviations, TravelKm: row.TravelKm, Middle: row.Centre,
		})
	}
	return l
}

// parseSide reads "ID", "ID@VERSION" or "draft:ID".
func parseSide(text string) (kind, id string, version int64, err error) {
	if draft, ok := strings.CutPrefix(text, "draft:"); ok {
		return "draft", draft, 0, nil
	}
	id, at, found := strings.Cut(text, "@")
	if found {
		if version, err = strconv.ParseInt(at, 10, 64); err != nil || version < 1 {
			return "", "", 0, territory.Errorf(territory.Invalid, "%q names no version: write the alignment's id, then @ and a version number of 1 or more.", text)
		}
	}
	if id == "" {
		return "", "", 0, fmt.Errorf("empty side")
	}
	return "alignment", id, version, nil
}
