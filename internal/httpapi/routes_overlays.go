package httpapi

import (
	"context"
	"encoding/csv"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

// OverlayList is a list of overlays by name.
type OverlayList struct {
	Overlays []alignment.Overlay `json:"overlays" nullable:"false"`
}

// OverlayPath is the input of routes about one overlay.
type OverlayPath struct {
	ID string `path:"id"`
}

func (i *OverlayPath) resource() access.Resource {
	return access.Resource{Kind: "overlay", ID: i.ID}
}

// OverlayBody is what an overlay is made of.
type OverlayBody struct {
	Name    string                    `json:"name" minLength:"1" maxLength:"200"`
	Members []alignment.OverlayMember `json:"members" minItems:"2" maxItems:"20" nullable:"false"`
}

type addOverlayInput struct {
	Body OverlayBody
}

type setOverlayInput struct {
	OverlayPath
	Body OverlayBody
}

type listOverlaysInput struct {
	Dataset string `query:"dataset" doc:"Only overlays of this dataset."`
}

// CoverageInput names two trees of an overlay.
type CoverageInput struct {
	OverlayPath
	First    string   `query:"first" doc:"Alignment id; the first member by default."`
	Second   string   `query:"second" doc:"Alignment id; the first other member by default."`
	Measures []string `query:"measures,explode" doc:"Numeric columns to add up."`
}

// CoverageMatrix says which territories of two trees meet.
type CoverageMatrix struct {
	First      CoverageTree   `json:"first"`
	Second     CoverageTree   `json:"second"`
	Measures   []string       `json:"measures" nullable:"false"`
	Pairs      []figures.Pair `json:"pairs" nullable:"false" doc:"Territories that share units, most units first."`
	Both       int            `json:"both" doc:"Units that both trees hold."`
	OnlyFirst  int            `json:"onlyFirst"`
	OnlySecond int            `json:"onlySecond"`
}

// CoverageTree is one of the two trees.
type CoverageTree struct {
	AlignmentID string         `json:"alignmentId"`
	Name        string         `json:"name"`
	Role        string         `json:"role"`
	Version     int64          `json:"version"`
	Areas       []CoverageArea `json:"areas" nullable:"false" doc:"Territories in tree order."`
}

// CoverageArea is a territory with how many of the other tree's it meets.
type CoverageArea struct {
	Number   alignment.AreaNumber `json:"number"`
	Path     string               `json:"path"`
	Partners int                  `json:"partners"`
}

type optimizeOverlayInput struct {
	OverlayPath
	Body struct {
		AlignmentID string           `json:"alignmentId" doc:"The tree to plan; its result is a draft of this alignment."`
		PartnerID   string           `json:"partnerId" doc:"The tree that stays as it is."`
		Request     optimize.Request `json:"request,omitempty"`
		TravelMore  *float64         `json:"travelMore,omitempty" minimum:"0" maximum:"100" doc:"How much longer travel may get than in a plan made without regard to the partner, as a fraction; 0.25 by default."`
	}
}

func (s *Server) registerOverlays() {
	const tag = "Overlays"
	register(s, get("list-overlays", "/overlays", tag, "Overlays, of one dataset or all"), access.View,
		func(ctx context.Context, _ territory.Actor, in *listOverlaysInput) (*body[OverlayList], error) {
			list, err := s.Overlays.Overlays(ctx, in.Dataset)
			return answer(OverlayList{Overlays: notNil(list)}, err)
		})
	register(s, post("create-overlay", "/overlays", tag, "Group alignments of one snapshot: field sales, specialists, service", http.StatusCreated), access.Manage, s.addOverlay)
	register(s, get("get-overlay", "/overlays/{id}", tag, "One overlay"), access.View,
		func(ctx context.Context, _ territory.Actor, in *OverlayPath) (*body[alignment.Overlay], error) {
			return answer(s.Overlays.Overlay(ctx, in.ID))
		})
	register(s, operation("change-overlay", http.MethodPut, "/overlays/{id}", tag, "Change name and members of an overlay"), access.Manage, s.setOverlay)
	register(s, operation("delete-overlay", http.MethodDelete, "/overlays/{id}", tag, "Delete an overlay; its alignments stay"), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *OverlayPath) (*struct{}, error) {
			return nil, s.Overlays.DeleteOverlay(ctx, in.ID)
		})
	register(s, get("get-coverage", "/overlays/{id}/coverage", tag, "Which territories of two trees meet: units and measures per pair, partners per territory"), access.View,
		func(ctx context.Context, _ territory.Actor, in *CoverageInput) (*body[CoverageMatrix], error) {
			return answer(s.coverage(ctx, in))
		})
	op := get("export-coverage", "/overlays/{id}/coverage.csv", tag, "The pairs of two trees as CSV")
	op.Responses = fileResponse("text/csv", "CSV: first, second, units and the measures.")
	register(s, op, access.View, s.coverageFile)
	register(s, post("optimize-overlay", "/overlays/{id}/optimizations", tag, "Plan one tree so that it meets as few territories of another as it can; the result is a draft", http.StatusAccepted), access.Edit, s.optimizeOverlay)
}

// checkMembers checks that the alignments exist and share a snapshot; it
// returns their dataset.
func (s *Server) checkMembers(ctx context.Context, o *alignment.Overlay) error {
	if err := o.Check(); err != nil {
		return err
	}
	var first alignment.Alignment
	for i, m := range o.Members {
		a, err := s.Alignments.Alignment(ctx, m.AlignmentID)
		if err != nil {
			return err
		}
		if i == 0 {
			first = a
		}
		if a.SnapshotID != first.SnapshotID {
			return territory.Say(territory.Invalid, sentence.OverlaySnapshots.With(sentence.Params{"name": first.Name, "other": a.Name}))
		}
	}
	o.DatasetID = first.DatasetID
	return nil
}

func (s *Server) addOverlay(ctx context.Context, _ territory.Actor, in *addOverlayInput) (*body[alignment.Overlay], error) {
	o := alignment.Overlay{ID: s.NewID(), Name: strings.TrimSpace(in.Body.Name), Members: in.Body.Members, Created: s.Now().UTC()}
	if err := s.checkMembers(ctx, &o); err != nil {
		return nil, err
	}
	return answer(o, s.Overlays.AddOverlay(ctx, o))
}

func (s *Server) setOverlay(ctx context.Context, _ territory.Actor, in *setOverlayInput) (*body[alignment.Overlay], error) {
	o, err := s.Overlays.Overlay(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	dataset := o.DatasetID
	o.Name, o.Members = strings.TrimSpace(in.Body.Name), in.Body.Members
	if err := s.checkMembers(ctx, &o); err != nil {
		return nil, err
	}
	if o.DatasetID != dataset {
		return nil, territory.Errorf(territory.Invalid, "These alignments belong to another dataset than the overlay.")
	}
	return answer(o, s.Overlays.SetOverlay(ctx, o))
}

// trees loads the two trees of a coverage.
func (s *Server) trees(ctx context.Context, in *CoverageInput) (states [2]*alignment.State, roles [2]string, err error) {
	o, err := s.Overlays.Overlay(ctx, in.ID)
	if err != nil {
		return states, roles, err
	}
	wanted := [2]string{in.First, in.Second}
	for i := range wanted {
		for _, m := range o.Members {
			if wanted[i] == "" && m.AlignmentID != wanted[1-i] {
				wanted[i] = m.AlignmentID
			}
			if m.AlignmentID == wanted[i] {
				roles[i] = m.Role
			}
		}
		if wanted[i] == "" || !o.Has(wanted[i]) {
			return states, roles, territory.Errorf(territory.NotFound, "Overlay %q has no alignment %q to compare.", o.Name, wanted[i])
		}
		if states[i], err = s.Alignments.State(ctx, wanted[i], 0); err != nil {
			return states, roles, err
		}
	}
	return states, roles, alignment.SameSnapshot(states[0], states[1])
}

func (s *Server) coverage(ctx context.Context, in *CoverageInput) (CoverageMatrix, error) {
	states, roles, err := s.trees(ctx, in)
	if err != nil {
		return CoverageMatrix{}, err
	}
	r, err := s.readerOf(ctx, states[0])
	if err != nil {
		return CoverageMatrix{}, err
	}
	u, err := figures.Load(ctx, r, countUnits(in.Measures))
	if err != nil {
		return CoverageMatrix{}, err
	}
	c := figures.Cover(states[0].Assigned, states[1].Assigned, u)
	out := CoverageMatrix{Measures: notNil(u.Names), Pairs: c.Pairs, Both: c.Both, OnlyFirst: c.OnlyFirst, OnlySecond: c.OnlySecond}
	for i, side := range []struct {
		tree     *CoverageTree
		partners map[alignment.AreaNumber]int
	}{{&out.First, c.FirstPartners}, {&out.Second, c.SecondPartners}} {
		a := states[i].Alignment
		*side.tree = CoverageTree{AlignmentID: a.ID, Name: a.Name, Role: roles[i], Version: a.Version, Areas: []CoverageArea{}}
		for _, leaf := range states[i].Territories() {
			side.tree.Areas = append(side.tree.Areas, CoverageArea{leaf.Number, states[i].Path(leaf.Number), side.partners[leaf.Number]})
		}
	}
	return out, nil
}

func (s *Server) coverageFile(ctx context.Context, _ territory.Actor, in *CoverageInput) (*huma.StreamResponse, error) {
	c, err := s.coverage(ctx, in)
	if err != nil {
		return nil, err
	}
	paths := [2]map[alignment.AreaNumber]string{{}, {}}
	for i, tree := range []CoverageTree{c.First, c.Second} {
		for _, a := range tree.Areas {
			paths[i][a.Number] = a.Path
		}
	}
	return download("coverage.csv", "text/csv; charset=utf-8", 0, func(w io.Writer) error {
		out := csv.NewWriter(w)
		if err := out.Write(append([]string{c.First.Name, c.Second.Name, "units"}, c.Measures...)); err != nil {
			return err
		}
		for _, p := range c.Pairs {
			row := []string{paths[0][p.First], paths[1][p.Second], strconv.Itoa(p.Units)}
			for _, sum := range p.Sums {
				row = append(row, strconv.FormatFloat(sum, 'f', -1, 64))
			}
			if err := out.Write(row); err != nil {
				return err
			}
		}
		out.Flush()
		return out.Error()
	}), nil
}

func (s *Server) optimizeOverlay(ctx context.Context, actor territory.Actor, in *optimizeOverlayInput) (*body[job.Job], error) {
	const travelMore = 0.25
	o, err := s.Overlays.Overlay(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	b := in.Body
	if !o.Has(b.AlignmentID) || !o.Has(b.PartnerID) || b.AlignmentID == b.PartnerID {
		return nil, territory.Say(territory.Invalid, sentence.OverlayTwo.With(nil))
	}
	a, err := s.Alignments.Alignment(ctx, b.AlignmentID)
	if err != nil {
		return nil, err
	}
	partner, err := s.Alignments.Alignment(ctx, b.PartnerID)
	if err != nil {
		return nil, err
	}
	spec := optimize.OverlaySpec{Spec: optimize.Spec{AlignmentID: a.ID, BaseVersion: a.Version, DraftID: s.NewID(), Request: b.Request},
		PartnerID: partner.ID, PartnerVersion: partner.Version, TravelMore: travelMore}
	if b.TravelMore != nil {
		spec.TravelMore = *b.TravelMore
	}
	if err := optimize.CheckOverlay(ctx, s.optimizer(), spec); err != nil {
		return nil, err
	}
	return answer(s.enqueue(ctx, actor, optimize.OverlayJobKind, a.ID, spec))
}
