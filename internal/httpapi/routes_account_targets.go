package httpapi

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// AccountTargetPath names an account target of an alignment.
type AccountTargetPath struct {
	AlignmentPath
	Name string `path:"name" maxLength:"500"`
}

// name is the target's name; clients escape it once more than the path needs.
func (p *AccountTargetPath) name() (string, error) {
	name, err := url.PathUnescape(p.Name)
	if err != nil {
		return "", territory.Errorf(territory.Invalid, "%q is not a name.", p.Name)
	}
	return name, nil
}

// TargetVersion names an account target at a version.
type TargetVersion struct {
	AccountTargetPath
	Version int64 `query:"version" minimum:"0" doc:"0 means the newest."`
}

// AccountTargetItem is an account target in a list.
type AccountTargetItem struct {
	Name    string           `json:"name"`
	Spread  alignment.Spread `json:"spread" doc:"How it was spread last."`
	Total   float64          `json:"total" doc:"Sum of all amounts."`
	Units   int              `json:"units" doc:"Units with an amount."`
	Entered int              `json:"entered" doc:"Units whose amount was entered by hand."`
}

// AccountTargetList is an alignment's account targets.
type AccountTargetList struct {
	Version int64               `json:"version"`
	Targets []AccountTargetItem `json:"targets" nullable:"false"`
}

// AccountTargetDetail is one account target over the tree.
type AccountTargetDetail struct {
	AccountTargetItem
	Version  int64               `json:"version"`
	Feasible bool                `json:"feasible" doc:"No area has a problem."`
	Areas    []figures.AreaQuota `json:"areas" nullable:"false" doc:"In tree order; the last entry, area 0, is the unassigned units."`
}

type spreadInput struct {
	AccountTargetPath
	Body struct {
		ExpectedVersion int64            `json:"expectedVersion" minimum:"1"`
		Spread          alignment.Spread `json:"spread"`
		Reason          string           `json:"reason,omitempty" maxLength:"1000"`
	}
}

type enterInput struct {
	AccountTargetPath
	Body struct {
		ExpectedVersion int64         `json:"expectedVersion" minimum:"1"`
		Units           UnitSelection `json:"units"`
		Amount          *float64      `json:"amount,omitempty" doc:"What each of the units gets; missing releases them to the next spread."`
		Reason          string        `json:"reason,omitempty" maxLength:"1000"`
	}
}

type removeTargetInput struct {
	AccountTargetPath
	ExpectedVersion int64 `query:"expectedVersion" required:"true" minimum:"1"`
}

func (s *Server) registerAccountTargets() {
	const path = "/alignments/{id}/account-targets"
	register(s, get("list-account-targets", path, "Account targets", "Numbers planned top-down, such as next year's revenue"), access.View, s.accountTargets)
	register(s, get("get-account-target", path+"/{name}", "Account targets", "One account target rolled up over the tree, against quotas and capacities"), access.View, s.accountTarget)
	register(s, post("spread-account-target", path+"/{name}/spread", "Account targets",
		"Spread a total over units evenly, by weight or by bucket; entered values stay", http.StatusOK), access.Edit, s.spreadTarget)
	register(s, post("enter-account-target", path+"/{name}/amounts", "Account targets", "Enter amounts by hand, or release them", http.StatusOK), access.Edit, s.enterTarget)
	register(s, operation("remove-account-target", http.MethodDelete, path+"/{name}", "Account targets", "Remove an account target"), access.Edit, s.removeTarget)
	s.registerTargetFiles(path)
}

func itemOf(t *alignment.AccountTarget) AccountTargetItem {
	item := AccountTargetItem{Name: t.Name, Spread: t.Spread}
	sum := int64(0)
	for _, a := range t.Amounts {
		sum += a.Hundredths()
		if a != 0 {
			item.Units++
		}
		if a.Entered() {
			item.Entered++
		}
	}
	item.Total = float64(sum) / 100
	return item
}

func (s *Server) accountTargets(ctx context.Context, _ territory.Actor, in *AlignmentVersion) (*body[AccountTargetList], error) {
	state, err := s.Alignments.State(ctx, in.ID, in.Version)
	if err != nil {
		return nil, err
	}
	list := AccountTargetList{Version: state.Alignment.Version, Targets: []AccountTargetItem{}}
	for _, name := range slices.Sorted(maps.Keys(state.AccountTargets)) {
		list.Targets = append(list.Targets, itemOf(state.AccountTargets[name]))
	}
	return answer(list, nil)
}

// target loads one account target of a version.
func (s *Server) target(ctx context.Context, path *AccountTargetPath, version int64) (*alignment.State, *alignment.AccountTarget, error) {
	name, err := path.name()
	if err != nil {
		return nil, nil, err
	}
	state, err := s.Alignments.State(ctx, path.ID, version)
	if err != nil {
		return nil, nil, err
	}
	t := state.AccountTargets[name]
	if t == nil {
		return nil, nil, territory.Say(territory.NotFound, sentence.TargetUnknown.With(sentence.Params{"name": name}))
	}
	return state, t, nil
}

func (s *Server) accountTarget(ctx context.Context, _ territory.Actor, in *TargetVersion) (*body[AccountTargetDetail], error) {
	state, t, err := s.target(ctx, &in.AccountTargetPath, in.Version)
	if err != nil {
		return nil, err
	}
	out := AccountTargetDetail{AccountTargetItem: itemOf(t), Version: state.Alignment.Version, Feasible: true, Areas: figures.Quotas(state, t)}
	for _, a := range out.Areas {
		out.Feasible = out.Feasible && len(a.Problems) == 0
	}
	return answer(out, nil)
}

// changeTarget appends what ops returns for a version of the alignment.
func (s *Server) changeTarget(ctx context.Context, actor territory.Actor, path *AccountTargetPath, expected int64, reason string,
	ops func(state *alignment.State, name string) ([]alignment.Op, sentence.Sentence, error)) (*body[VersionAnswer], error) {
	name, err := path.name()
	if err != nil {
		return nil, err
	}
	state, err := s.Alignments.State(ctx, path.ID, expected)
	if err != nil {
		return nil, err
	}
	steps, what, err := ops(state, name)
	if err != nil || len(steps) == 0 {
		return answer(VersionAnswer{Version: expected}, err)
	}
	c := alignment.ChangeSet{At: s.Now().UTC(), Actor: actor, Kind: alignment.KindEdit, Reason: reason, Ops: steps}
	if reason == "" {
		c = c.Because(what)
	}
	version, err := s.Alignments.Append(ctx, path.ID, expected, c)
	return answer(VersionAnswer{Version: version}, err)
}

func (s *Server) spreadTarget(ctx context.Context, actor territory.Actor, in *spreadInput) (*body[VersionAnswer], error) {
	return s.changeTarget(ctx, actor, &in.AccountTargetPath, in.Body.ExpectedVersion, in.Body.Reason,
		func(state *alignment.State, name string) ([]alignment.Op, sentence.Sentence, error) {
			var measure []float64
			if in.Body.Spread.Method != alignment.SpreadEven {
				r, err := s.readerOf(ctx, state)
				if err != nil {
					return nil, sentence.Sentence{}, err
				}
				if measure, err = r.Numbers(ctx, in.Body.Spread.Measure); err != nil {
					return nil, sentence.Sentence{}, err
				}
			}
			ops, err := state.SpreadOps(name, in.Body.Spread, measure)
			return ops, sentence.SpreadTarget.With(sentence.Params{"target": name}), err
		})
}

func (s *Server) enterTarget(ctx context.Context, actor territory.Actor, in *enterInput) (*body[VersionAnswer], error) {
	return s.changeTarget(ctx, actor, &in.AccountTargetPath, in.Body.ExpectedVersion, in.Body.Reason,
		func(state *alignment.State, name string) ([]alignment.Op, sentence.Sentence, error) {
			units, err := s.selected(ctx, state, in.Body.Units)
			if err != nil {
				return nil, sentence.Sentence{}, err
			}
			amounts := make([]*float64, len(units))
			for i := range amounts {
				amounts[i] = in.Body.Amount
			}
			ops, err := state.EnterOps(name, units, amounts)
			return ops, sentence.EnteredTarget.With(sentence.Params{"target": name, "units": len(units)}), err
		})
}

func (s *Server) removeTarget(ctx context.Context, actor territory.Actor, in *removeTargetInput) (*body[VersionAnswer], error) {
	return s.changeTarget(ctx, actor, &in.AccountTargetPath, in.ExpectedVersion, "",
		func(state *alignment.State, name string) ([]alignment.Op, sentence.Sentence, error) {
			ops, err := state.RemoveTargetOps(name)
			return ops, sentence.RemovedTarget.With(sentence.Params{"target": name}), err
		})
}
