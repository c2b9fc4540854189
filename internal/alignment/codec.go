package alignment

import (
	"encoding/json"
	"errors"
	"fmt"
)

// The layout is described in docs/formats/alignment-changeset.md. A change of
// the layout gets a new version byte; old versions stay readable for ever.
const opsVersion = 1

// The op codes of the stored form.
const (
	codeAddArea    = 1
	codeRemoveArea = 2
	codeUpdateArea = 3
	codeAssign     = 4
	codeLock       = 5
	codeUnlock     = 6
	codeSetLevels  = 7

	codeSetBoundaries    = 20
	codeAssignBoundaries = 21
	codeLockBoundaries   = 22
	codeUnlockBoundaries = 23
	codeLeaveOut         = 24
	codeTakeIn           = 25
	codeShareBoundaries  = 26
	codeTarget           = 30
	codeHold             = 40
	codeOptions          = 41
	codeCalendar         = 42
)

// EncodeOps returns the compact stored form of ops: about three bytes per
// moved unit, less when neighbours move together.
func EncodeOps(ops []Op) ([]byte, error) {
	var w writer
	w.uvarint(uint64(len(ops)))
	for i, op := range ops {
		if err := w.op(op); err != nil {
			return nil, fmt.Errorf("encode op %d: %w", i, err)
		}
	}
	return pack(opsVersion, w.bytes), nil
}

// DecodeOps reads what EncodeOps wrote. It never panics and never allocates
// more than a small multiple of the unpacked length, which is bounded.
func DecodeOps(data []byte) ([]Op, error) {
	payload, err := unpack(opsVersion, data)
	if err != nil {
		return nil, fmt.Errorf("decode change set: %w", err)
	}
	r := reader{rest: payload}
	n := r.count()
	ops := make([]Op, 0, min(n, 1024))
	for i := 0; i < n && r.err == nil; i++ {
		ops = append(ops, r.op())
	}
	if err := r.end(); err != nil {
		return nil, fmt.Errorf("decode change set: %w", err)
	}
	return ops, nil
}

func (w *writer) op(op Op) error {
	switch {
	case op.AddArea != nil:
		return w.areas(codeAddArea, op.AddArea)
	case op.RemoveArea != nil:
		return w.areas(codeRemoveArea, op.RemoveArea)
	case op.UpdateArea != nil:
		return w.areas(codeUpdateArea, &op.UpdateArea.Before, &op.UpdateArea.After)
	case op.Assign != nil:
		w.moves(codeAssign, op.Assign)
	case op.Lock != nil:
		w.flagged(codeLock, codeUnlock, op.Lock)
	case op.SetBoundaries != nil:
		w.uvarint(codeSetBoundaries)
		return w.json(op.SetBoundaries)
	case op.AssignBoundaries != nil:
		w.moves(codeAssignBoundaries, op.AssignBoundaries)
	case op.LockBoundaries != nil:
		w.flagged(codeLockBoundaries, codeUnlockBoundaries, op.LockBoundaries)
	case op.LeaveOut != nil:
		w.flagged(codeLeaveOut, codeTakeIn, op.LeaveOut)
	case op.ShareBoundaries != nil:
		w.uvarint(codeShareBoundaries)
		return w.json(op.ShareBoundaries)
	case op.SetLevels != nil:
		w.uvarint(codeSetLevels)
		return w.json(op.SetLevels)
	case op.AccountTarget != nil:
		w.uvarint(codeTarget)
		return w.target(op.AccountTarget)
	case op.Hold != nil:
		w.uvarint(codeHold)
		w.units(op.Hold.Units)
		return errors.Join(w.holdouts(op.Hold.Before), w.holdouts(op.Hold.After))
	case op.SetOptions != nil:
		w.uvarint(codeOptions)
		return w.json(op.SetOptions)
	case op.SetCalendar != nil:
		w.uvarint(codeCalendar)
		return w.json(op.SetCalendar)
	default:
		return fmt.Errorf("empty op")
	}
	return nil
}

func (w *writer) moves(code uint64, m *Assign) {
	w.uvarint(code)
	w.units(m.Units)
	w.runs(m.From)
	w.runs(m.To)
}

func (r *reader) moves() *Assign {
	units := r.units()
	return &Assign{Units: units, From: r.runs(len(units)), To: r.runs(len(units))}
}

// flagged writes a flag's change under the code for setting or taking it.
func (w *writer) flagged(on, off uint64, l *Lock) {
	if l.Locked {
		w.uvarint(on)
	} else {
		w.uvarint(off)
	}
	w.units(l.Units)
}

func (w *writer) areas(code uint64, areas ...*Area) error {
	w.uvarint(code)
	for _, a := range areas {
		if err := w.json(a); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) op() Op {
	switch code := r.uvarint(); code {
	case codeAddArea:
		return Op{AddArea: decodeJSON[Area](r)}
	case codeRemoveArea:
		return Op{RemoveArea: decodeJSON[Area](r)}
	case codeUpdateArea:
		before, after := decodeJSON[Area](r), decodeJSON[Area](r)
		return Op{UpdateArea: &Update{Before: *before, After: *after}}
	case codeAssign:
		return Op{Assign: r.moves()}
	case codeLock, codeUnlock:
		return Op{Lock: &Lock{Units: r.units(), Locked: code == codeLock}}
	case codeSetLevels:
		return Op{SetLevels: decodeJSON[Levels](r)}
	case codeSetBoundaries:
		return Op{SetBoundaries: decodeJSON[SetBoundaries](r)}
	case codeAssignBoundaries:
		return Op{AssignBoundaries: r.moves()}
	case codeLockBoundaries, codeUnlockBoundaries:
		return Op{LockBoundaries: &Lock{Units: r.units(), Locked: code == codeLockBoundaries}}
	case codeLeaveOut, codeTakeIn:
		return Op{LeaveOut: &Lock{Units: r.units(), Locked: code == codeLeaveOut}}
	case codeShareBoundaries:
		return Op{ShareBoundaries: decodeJSON[Share](r)}
	case codeTarget:
		return Op{AccountTarget: r.target()}
	case codeHold:
		units := r.units()
		return Op{Hold: &Hold{Units: units, Before: r.holdouts(len(units)), After: r.holdouts(len(units))}}
	case codeOptions:
		return Op{SetOptions: decodeJSON[SetOptions](r)}
	case codeCalendar:
		return Op{SetCalendar: decodeJSON[SetCalendar](r)}
	default:
		r.fail("unknown op code %d", code)
		return Op{}
	}
}

// json writes v as a length and its JSON; areas are few and gain properties
// over time, which JSON takes without a new layout.
func (w *writer) json(v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.uvarint(uint64(len(text)))
	w.bytes = append(w.bytes, text...)
	return nil
}

func decodeJSON[T any](r *reader) *T {
	v := new(T)
	text := r.take(r.count())
	if r.err == nil {
		if err := json.Unmarshal(text, v); err != nil {
			r.fail("JSON: %v", err)
		}
	}
	return v
}
