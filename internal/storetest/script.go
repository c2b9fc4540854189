package storetest

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
)

// script is an endless history in which every step follows from the ones
// before it. The process that plays it on a store and the one that checks the
// store after a kill need not talk: both know what version v must look like.
type script struct {
	versions   []*alignment.State // by version; the first is unused
	undo, redo []*alignment.State
}

// step is what leads to the next version: an edit, or a step on the stacks.
type step struct {
	edit alignment.ChangeSet
	back func(ctx context.Context, repo alignment.Repository, id string, expected int64, by alignment.Stamp) (int64, error)
	next *alignment.State
}

func newScript() (*script, alignment.Alignment, alignment.ChangeSet) {
	a, first := newAlignment("a1", "d1", killUnits, 5)
	a.Levels = []string{"Region", "District", "Territory"}
	s := alignment.NewState(a, killUnits)
	s.Replay(first)
	return &script{versions: []*alignment.State{nil, s}}, a, first
}

func (s *script) version() int64 { return int64(len(s.versions) - 1) }

func (s *script) now() *alignment.State { return s.versions[len(s.versions)-1] }

// forward makes the next version known and says how it comes about.
func (s *script) forward() step {
	random := rand.New(rand.NewPCG(uint64(s.version()), 7))
	switch dice := random.IntN(10); {
	case dice < 2 && len(s.undo) > 0:
		return s.takeBack(alignment.Undo, &s.undo, &s.redo)
	case dice < 3 && len(s.redo) > 0:
		return s.takeBack(alignment.Redo, &s.redo, &s.undo)
	}
	for {
		ops, err := randomEdit(random, s.now(), fmt.Sprint("Area ", s.version()))
		if err != nil {
			continue
		}
		c := alignment.ChangeSet{At: after(int(s.version())), Actor: ann, Kind: alignment.KindEdit, Reason: "edit", Ops: ops}
		next := s.now().Clone()
		if next.Apply(c) == nil {
			s.undo, s.redo = append(s.undo, s.now()), nil
			s.versions = append(s.versions, next)
			return step{edit: c, next: next}
		}
	}
}

func (s *script) takeBack(run takeBackFunc, from, to *[]*alignment.State) step {
	last := len(*from) - 1
	next := (*from)[last]
	*from = (*from)[:last]
	*to = append(*to, s.now())
	s.versions = append(s.versions, next)
	return step{back: run, next: next}
}

// play carries out the step that leads from version to the next on a store.
func (x step) play(ctx context.Context, s Store, version int64) error {
	var err error
	if x.back != nil {
		_, err = x.back(ctx, s, "a1", version, alignment.Stamp{Actor: ann, At: after(int(version))})
	} else {
		_, err = s.Append(ctx, "a1", version, x.edit)
	}
	return err
}
