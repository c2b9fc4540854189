package salesforcesim

import (
	"crypto/sha256"
	"fmt"
	"sort"
	"strings"
)

// writeKind is what was done to a row.
type writeKind uint8

const (
	created writeKind = iota
	updated
	removed
	unchanged // an update that changed no value
)

func updatedKind(changed bool) writeKind {
	if changed {
		return updated
	}
	return unchanged
}

// rowWrites counts what was done to one row.
type rowWrites struct {
	Creates   int `json:"creates,omitempty"`
	Updates   int `json:"updates,omitempty"`
	Unchanged int `json:"unchanged,omitempty"`
	Deletes   int `json:"deletes,omitempty"`
	Repeated  int `json:"repeated,omitempty"`
}

// writeLog counts committed writes per record, so that a test can prove that
// none was carried out twice. A write is repeated where the same values were
// written to the record before, or where a record was created with the values
// of one created earlier that is still there.
type writeLog struct {
	rows  map[pairKey]*rowWrites
	last  map[pairKey][8]byte          // of the last update's values
	twins map[[8]byte]map[pairKey]bool // creations by their values
}

// pairKey is a row of an object.
type pairKey struct {
	object int
	row    int32
}

func newWriteLog() *writeLog {
	return &writeLog{map[pairKey]*rowWrites{}, map[pairKey][8]byte{}, map[[8]byte]map[pairKey]bool{}}
}

// digest is a short hash of an object and the values written.
func digest(o *object, rec record) [8]byte {
	var keys []string
	for k := range rec {
		if k != "attributes" {
			keys = append(keys, k)
		}
	}
	sort.Strings(keys)
	var b strings.Builder
	b.WriteString(o.name)
	for _, k := range keys {
		fmt.Fprintf(&b, "\x00%s\x00%v", strings.ToLower(k), rec[k])
	}
	sum := sha256.Sum256([]byte(b.String()))
	return [8]byte(sum[:8])
}

// log counts a write, and takes it back where the transaction is.
func (o *org) log(t *table, row int32, kind writeKind, rec record) {
	l, key := o.writes, pairKey{t.object.number, row}
	w := l.rows[key]
	if w == nil {
		w = &rowWrites{}
		l.rows[key] = w
	}
	before, hash := *w, [8]byte{}
	old, had := l.last[key]
	if kind != removed {
		hash = digest(t.object, rec)
	}
	switch kind {
	case created:
		w.Creates++
		if len(l.twins[hash]) > 0 {
			w.Repeated++
		}
		if l.twins[hash] == nil {
			l.twins[hash] = map[pairKey]bool{}
		}
		l.twins[hash][key] = true
		l.last[key] = hash
	case removed:
		w.Deletes++
	default:
		w.Updates++
		if kind == unchanged {
			w.Unchanged++
		}
		if had && old == hash {
			w.Repeated++
		}
		l.last[key] = hash
	}
	o.undo = append(o.undo, func() {
		*w = before
		if kind == created {
			delete(l.twins[hash], key)
		}
		if had {
			l.last[key] = old
		} else {
			delete(l.last, key)
		}
	})
}
