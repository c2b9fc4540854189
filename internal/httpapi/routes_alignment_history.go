package httpapi

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/compare"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

// NamedVersions is an alignment's versions that have a name, newest first.
type NamedVersions struct {
	Versions []alignment.NamedVersion `json:"versions" nullable:"false"`
}

type nameVersionInput struct {
	AlignmentPath
	Body struct {
		Name    string `json:"name" minLength:"1" maxLength:"200"`
		Version int64  `json:"version,omitempty" minimum:"0" doc:"0 is the newest version."`
	}
}

type unnameInput struct {
	AlignmentPath
	Name string `path:"name"`
}

type restoreInput struct {
	AlignmentPath
	Body struct {
		ExpectedVersion int64                `json:"expectedVersion" minimum:"1"`
		Version         int64                `json:"version" minimum:"1" doc:"The version to bring back."`
		Area            alignment.AreaNumber `json:"area,omitempty" minimum:"0" doc:"Only this area, deleted or not, with what it held then; 0 brings back the whole plan."`
	}
}

func (s *Server) registerAlignmentHistory() {
	register(s, get("get-undo", "/alignments/{id}/undo", "Alignments", "What undo and redo would take back"), access.View,
		func(ctx context.Context, _ territory.Actor, in *AlignmentPath) (*body[alignment.UndoState], error) {
			return answer(alignment.Undoable(ctx, s.Alignments, in.ID))
		})
	register(s, get("list-named-versions", "/alignments/{id}/names", "Alignments", "Versions that have a name"), access.View,
		func(ctx context.Context, _ territory.Actor, in *AlignmentPath) (*body[NamedVersions], error) {
			return s.namedVersions(ctx, in.ID)
		})
	register(s, post("name-version", "/alignments/{id}/names", "Alignments", "Give a version a name", http.StatusCreated), access.Edit, s.nameVersion)
	register(s, operation("unname-version", http.MethodDelete, "/alignments/{id}/names/{name}", "Alignments", "Remove a name; the version stays"), access.Edit,
		func(ctx context.Context, _ territory.Actor, in *unnameInput) (*struct{}, error) {
			name, err := url.PathUnescape(in.Name)
			if err != nil {
				return nil, territory.Errorf(territory.Invalid, "%q is not a name.", in.Name)
			}
			return nil, s.Alignments.UnnameVersion(ctx, in.ID, name)
		})
	register(s, post("restore-version", "/alignments/{id}/restore", "Alignments", "Bring back an older version, or one area of it", http.StatusOK), access.Edit, s.restore)
	register(s, get("diff-versions", "/alignments/{id}/diff", "Alignments", "What changed between two versions: moves with sums, areas, locks"), access.View, s.diff)
	op := get("diff-moves", "/alignments/{id}/diff/moves.csv", "Alignments", "The units that moved between two versions as CSV")
	op.Responses = fileResponse("text/csv", "CSV: id, from, to and the measures.")
	register(s, op, access.View, s.diffMoves)
}

func (s *Server) namedVersions(ctx context.Context, id string) (*body[NamedVersions], error) {
	versions, err := s.Alignments.NamedVersions(ctx, id)
	return answer(NamedVersions{Versions: notNil(versions)}, err)
}

func (s *Server) nameVersion(ctx context.Context, actor territory.Actor, in *nameVersionInput) (*body[NamedVersions], error) {
	n := alignment.NamedVersion{AlignmentID: in.ID, Version: in.Body.Version, Name: strings.TrimSpace(in.Body.Name), Created: s.Now().UTC(), Actor: actor}
	if n.Name == "" {
		return nil, territory.Say(territory.Invalid, sentence.NameEmpty.With(nil))
	}
	if n.Version == 0 {
		a, err := s.Alignments.Alignment(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		n.Version = a.Version
	}
	if err := s.Alignments.NameVersion(ctx, n); err != nil {
		return nil, err
	}
	return s.namedVersions(ctx, in.ID)
}

func (s *Server) restore(ctx context.Context, actor territory.Actor, in *restoreInput) (*body[VersionAnswer], error) {
	var version int64
	var err error
	if in.Body.Area > 0 {
		version, err = alignment.RestoreArea(ctx, s.Alignments, in.ID, in.Body.ExpectedVersion, in.Body.Version, in.Body.Area, s.stamp(actor))
	} else {
		version, err = alignment.Restore(ctx, s.Alignments, in.ID, in.Body.ExpectedVersion, in.Body.Version, s.stamp(actor))
	}
	return answer(VersionAnswer{Version: version}, err)
}

type diffInput struct {
	AlignmentPath
	From     int64    `query:"from" required:"true" minimum:"1"`
	To       int64    `query:"to" minimum:"0" doc:"0 is the newest version."`
	Measures []string `query:"measures,explode" doc:"Numeric columns to add up."`
}

// VersionDiff is what changed from one version to another.
type VersionDiff struct {
	From     int64    `json:"from"`
	To       int64    `json:"to"`
	Measures []string `json:"measures" nullable:"false"`
	Units    int      `json:"units" doc:"Units that moved."`
	Flows    []Flow   `json:"flows" nullable:"false" doc:"One per pair of areas, the largest first."`
	// Areas lists areas that were added (no before), removed (no after) or
	// changed.
	Areas    []alignment.AreaDifference `json:"areas" nullable:"false"`
	Locked   int                        `json:"locked" doc:"Units that were locked."`
	Unlocked int                        `json:"unlocked"`
}

// Flow is all units that went from one area to another; area 0 is unassigned.
type Flow struct {
	From     alignment.AreaNumber `json:"from"`
	To       alignment.AreaNumber `json:"to"`
	FromName string               `json:"fromName"`
	ToName   string               `json:"toName"`
	Units    int                  `json:"units"`
	Sums     []float64            `json:"sums" nullable:"false"`
}

func (s *Server) twoVersions(ctx context.Context, in *diffInput) (from, to *alignment.State, u *figures.Units, err error) {
	if to, u, err = s.measured(ctx, in.ID, in.To, in.Measures); err != nil {
		return nil, nil, nil, err
	}
	if from, err = s.Alignments.State(ctx, in.ID, in.From); err == nil && from.Alignment.SnapshotID != to.Alignment.SnapshotID {
		from, err = s.carried(ctx, from, to.Alignment.SnapshotID)
	}
	return from, to, u, err
}

func (s *Server) diff(ctx context.Context, _ territory.Actor, in *diffInput) (*body[VersionDiff], error) {
	from, to, u, err := s.twoVersions(ctx, in)
	if err != nil {
		return nil, err
	}
	return answer(diffOf(from, to, u), nil)
}

func diffOf(from, to *alignment.State, u *figures.Units) VersionDiff {
	d := alignment.Diff(from, to, counted(u, len(from.Assigned)))
	out := VersionDiff{From: from.Alignment.Version, To: to.Alignment.Version, Measures: notNil(u.Names), Units: len(d.Moves.Units),
		Flows: []Flow{}, Areas: d.Areas, Locked: d.Locked, Unlocked: d.Unlocked}
	for _, f := range d.Flows {
		out.Flows = append(out.Flows, Flow{From: f.From, To: f.To, FromName: pathOf(from, f.From), ToName: pathOf(to, f.To), Units: f.Units, Sums: f.Sums})
	}
	return out
}

// counted returns the columns, with ones where units are counted.
func counted(u *figures.Units, units int) [][]float64 {
	columns := slices.Clone(u.Measures)
	for m, name := range u.Names {
		if name == "" {
			columns[m] = slices.Repeat([]float64{1}, units)
		}
	}
	return columns
}

func pathOf(state *alignment.State, number alignment.AreaNumber) string {
	if number == alignment.Unassigned {
		return "Unassigned"
	}
	return state.Path(number)
}

func (s *Server) diffMoves(ctx context.Context, _ territory.Actor, in *diffInput) (*huma.StreamResponse, error) {
	from, to, u, err := s.twoVersions(ctx, in)
	if err != nil {
		return nil, err
	}
	r, err := s.readerOf(ctx, from)
	if err != nil {
		return nil, err
	}
	ids, err := r.IDs(ctx)
	if err != nil {
		return nil, err
	}
	return download("moves.csv", "text/csv; charset=utf-8", 0, func(w io.Writer) error {
		return compare.WriteMoves(w, from, to, ids, u, nil)
	}), nil
}
