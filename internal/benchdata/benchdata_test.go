package benchdata_test

import (
	"bytes"
	"compress/gzip"
	"reflect"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/benchdata"
)

const small = "x,y,demand,capacity,p\n0,1,5,10,2\n2.5,-3,7,10,2\n"

func TestReadInstance_PlainAndGzipAgree(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write([]byte(small)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	want := &benchdata.Instance{X: []float64{0, 2.5}, Y: []float64{1, -3}, Demand: []int64{5, 7}, Capacity: 10, P: 2, Scale: 1}
	for name, text := range map[string]string{"plain": small, "gzip": packed.String()} {
		got, err := benchdata.ReadInstance(strings.NewReader(text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
	}
}

func TestReadInstance_ErrorsNameRowAndColumn(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, text, want string }{
		{"empty", "", "header"},
		{"no points", "x,y,demand,capacity,p\n", "no points"},
		{"missing column", "x,y,demand,p\n", `missing column: "capacity"`},
		{"text", "x,y,demand,capacity,p\n0,a,1,1,1\n", `row 2: column "y"`},
		{"not finite", "x,y,demand,capacity,p\nNaN,0,1,1,1\n", `row 2: column "x"`},
		{"decimals", "x,y,demand,capacity,p\n0,0,1,1,1\n0,0,1.0000005,1,1\n", `row 3: column "demand"`},
		{"fraction of p", "x,y,demand,capacity,p\n0,0,1,1,1.5\n", `row 2: column "p"`},
		{"bad fraction", "x,y,demand,capacity,p\n0,0,1.-5,1,1\n", `row 2: column "demand"`},
		{"negative", "x,y,demand,capacity,p\n0,0,-1,1,1\n", "out of range"},
		{"changing p", "x,y,demand,capacity,p\n0,0,1,1,1\n0,0,1,1,2\n", "row 3: capacity and p"},
		{"short row", "x,y,demand,capacity,p\n0,0,1\n", "row 2"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := benchdata.ReadInstance(strings.NewReader(c.text))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got error %v, want one holding %q", err, c.want)
			}
		})
	}
}

func TestReadInstance_ScalesDecimalDemands(t *testing.T) {
	t.Parallel()
	got, err := benchdata.ReadInstance(strings.NewReader("x,y,demand,capacity,p\n0,0,5,10,1\n0,1,2.25,10,1\n1,0,0.5,10.0,1\n"))
	if err != nil {
		t.Fatal(err)
	}
	if want := []int64{500, 225, 50}; !reflect.DeepEqual(got.Demand, want) || got.Capacity != 1000 || got.Scale != 100 {
		t.Errorf("got demand %v, capacity %d, scale %d; want %v, 1000, 100", got.Demand, got.Capacity, got.Scale, want)
	}
}

func TestReadDistances_NamesUnknownKind(t *testing.T) {
	t.Parallel()
	got, err := benchdata.ReadDistances(strings.NewReader("instance,n,distance\na,1,euclid\nb,2,euclid_int\nc,3,matrix\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]benchdata.Distance{"a": benchdata.Euclid, "b": benchdata.EuclidFloor, "c": benchdata.Matrix}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got, err := benchdata.ReadDistances(strings.NewReader("instance,n\na,1\n")); err != nil || len(got) != 0 {
		t.Errorf("without a distance column: got %v, %v; want none", got, err)
	}
	if _, err := benchdata.ReadDistances(strings.NewReader("instance,distance\na,moon\n")); err == nil {
		t.Error("unknown distance accepted")
	}
}

func TestReadBestKnown_SkipsBlanks(t *testing.T) {
	t.Parallel()
	got, err := benchdata.ReadBestKnown(strings.NewReader("instance,best_known,note\na,713,\nb,,none yet\n"))
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]float64{"a": 713}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if _, err := benchdata.ReadBestKnown(strings.NewReader("instance,best_known\na,x\n")); err == nil {
		t.Error("text accepted as an objective")
	}
}

func TestReadMatrix_ChecksShape(t *testing.T) {
	t.Parallel()
	got, err := benchdata.ReadMatrix(strings.NewReader("0,1,\n2,0,\n"), 2)
	if err != nil {
		t.Fatal(err)
	}
	if want := []float64{0, 1, 2, 0}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for _, text := range []string{"0,1\n", "0,1\n2\n", "0,1\n2,x\n", "0,1\n2,0\n3,4\n", "0,1\n-2,0\n"} {
		if _, err := benchdata.ReadMatrix(strings.NewReader(text), 2); err == nil {
			t.Errorf("matrix %q accepted", text)
		}
	}
}

func FuzzReadInstance(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte("x,y,demand,capacity,p\n1e400,0,1,1,1\n"))
	f.Add([]byte{0x1f, 0x8b, 8, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		inst, err := benchdata.ReadInstance(bytes.NewReader(data))
		if err != nil {
			return
		}
		if n := len(inst.X); n == 0 || len(inst.Y) != n || len(inst.Demand) != n {
			t.Fatalf("accepted uneven arrays: %d, %d, %d", n, len(inst.Y), len(inst.Demand))
		}
	})
}
