package alignment_test

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
)

func TestCodec_RoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := randomState(t)
		c := randomChange(t, s)
		data, err := alignment.EncodeOps(c.Ops)
		if err != nil {
			t.Fatal(err)
		}
		ops, err := alignment.DecodeOps(data)
		if err != nil {
			t.Fatal(err)
		}
		want, got := s.Clone(), s.Clone()
		for _, x := range []struct {
			state *alignment.State
			ops   []alignment.Op
		}{{want, c.Ops}, {got, ops}} {
			if err := x.state.Apply(alignment.ChangeSet{Ops: x.ops}); err != nil {
				t.Fatal(err)
			}
		}
		sameContent(t, got, want)
		again, err := alignment.EncodeOps(ops)
		if err != nil || !reflect.DeepEqual(again, data) {
			t.Fatalf("encoding what was decoded gives other bytes (error %v)", err)
		}
	})
}

func TestCodec_CheckpointRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := randomState(t)
		data, err := alignment.EncodeCheckpoint(s)
		if err != nil {
			t.Fatal(err)
		}
		got, err := alignment.DecodeCheckpoint(data)
		if err != nil {
			t.Fatal(err)
		}
		sameContent(t, got, s)
		if got.LastNumber != s.LastNumber {
			t.Fatalf("got last number %d, want %d", got.LastNumber, s.LastNumber)
		}
	})
}

func TestCodec_CheckpointOfManyAreas(t *testing.T) {
	t.Parallel()
	s := alignment.NewState(alignment.Alignment{Levels: []string{"Territory"}}, 200_000)
	for unit := range s.Assigned {
		s.Assigned[unit] = alignment.AreaNumber(unit / 2) // 100,000 numbers: four planes
	}
	data, err := alignment.EncodeCheckpoint(s)
	if err != nil {
		t.Fatal(err)
	}
	got, err := alignment.DecodeCheckpoint(data)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got.Assigned, s.Assigned) {
		t.Error("assignment differs after a round trip")
	}
}

// TestCodec_IsCompact holds the size that 10,000 change sets in 50 MB need.
func TestCodec_IsCompact(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	var a alignment.Assign
	for unit := int32(0); len(a.Units) < 5000; unit += 1 + random.Int32N(99) {
		a.Units = append(a.Units, unit)
		a.From = append(a.From, alignment.AreaNumber(1+random.IntN(3)))
		a.To = append(a.To, 7)
	}
	data, err := alignment.EncodeOps([]alignment.Op{{Assign: &a}})
	if err != nil {
		t.Fatal(err)
	}
	if perUnit := float64(len(data)) / 5000; perUnit > 2 {
		t.Errorf("got %.2f bytes per moved unit, want at most 2", perUnit)
	}
}

func TestCodec_RefusesDamage(t *testing.T) {
	t.Parallel()
	s := fixture(t)
	data, err := alignment.EncodeCheckpoint(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, damaged := range [][]byte{nil, {1}, {9, 0, 0}, {1, 7, 0}, data[:len(data)-3], append(append([]byte{}, data...), 0)} {
		if _, err := alignment.DecodeCheckpoint(damaged); !errors.Is(err, alignment.ErrCorrupt) {
			t.Errorf("checkpoint %v: got error %v, want ErrCorrupt", damaged, err)
		}
		if _, err := alignment.DecodeOps(damaged); !errors.Is(err, alignment.ErrCorrupt) {
			t.Errorf("ops %v: got error %v, want ErrCorrupt", damaged, err)
		}
	}
}

func FuzzDecodeOps(f *testing.F) {
	data, err := alignment.EncodeOps([]alignment.Op{
		{AddArea: &alignment.Area{Number: 1, Name: "West"}},
		move([]int32{0, 5}, numbers{0, 0}, numbers{1, 1}),
		{Lock: &alignment.Lock{Units: []int32{5}, Locked: true}},
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte{1, 0, 1, 4, 255, 255, 3})
	f.Fuzz(func(t *testing.T, data []byte) {
		ops, err := alignment.DecodeOps(data)
		if err != nil {
			return
		}
		again, err := alignment.EncodeOps(ops)
		if err != nil {
			t.Fatal(err)
		}
		back, err := alignment.DecodeOps(again)
		if err != nil || !reflect.DeepEqual(back, ops) {
			t.Fatalf("second decoding differs (error %v)", err)
		}
	})
}

func FuzzDecodeCheckpoint(f *testing.F) {
	s := alignment.NewState(alignment.Alignment{Levels: []string{"Territory"}}, 9)
	s.Areas[3] = &alignment.Area{Number: 3, Name: "West"}
	s.Assigned[4] = 3
	data, err := alignment.EncodeCheckpoint(s)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := alignment.DecodeCheckpoint(data)
		if err == nil && len(s.Assigned) != len(s.Locked) {
			t.Fatalf("%d units, %d locks", len(s.Assigned), len(s.Locked))
		}
	})
}
