package boundary_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundary/builtin"
)

func encode(tb testing.TB, set *boundary.Set) []byte {
	tb.Helper()
	var buf bytes.Buffer
	if err := boundary.EncodeSet(&buf, set); err != nil {
		tb.Fatal(err)
	}
	return buf.Bytes()
}

func TestCodec_RoundTripToTheBit(t *testing.T) {
	t.Parallel()
	for _, info := range builtin.Sets() {
		set := open(t, info.ID)
		data := encode(t, set)
		got, err := boundary.DecodeSet(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, set) {
			t.Errorf("%s changed", info.ID)
		}
		if !bytes.Equal(data, encode(t, set)) {
			t.Errorf("%s: two runs differ", info.ID)
		}
		t.Logf("%s: %d vertices in %d bytes", info.ID, set.Vertices(), len(data))
	}
}

func TestDecodeSet_RefusesDamage(t *testing.T) {
	t.Parallel()
	data := encode(t, squares(t, 0, "a 0 0 1 1", "b 1 0 2 1"))
	newer := bytes.Clone(data)
	newer[7] = 9
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"empty":          {nil, "not a stored"},
		"something else": {[]byte("hello, this is text"), "not a stored"},
		"newer version":  {newer, "version 9"},
		"cut off":        {data[:len(data)-12], "read boundary set"},
	} {
		if _, err := boundary.DecodeSet(bytes.NewReader(c.data)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

func FuzzDecodeSet(f *testing.F) {
	f.Add(encode(f, squares(f, 0, "a 0 0 1 1", "b 1 0 2 1")))
	f.Fuzz(func(_ *testing.T, data []byte) {
		_, _ = boundary.DecodeSet(bytes.NewReader(data))
	})
}
