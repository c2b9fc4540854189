package salesforcesim

import "strings"

const (
	base62       = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	caseAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
)

// idMaker writes and reads record ids. The row number is in the id, so that
// neither needs a table: three characters of key prefix, "5g" and three of the
// org's salt, seven of the row number.
type idMaker struct{ salt string }

func newIDMaker(seed uint64) idMaker {
	salt := []byte("5g000")
	for i, n := 4, seed; i >= 2; i-- {
		salt[i], n = base62[n%62], n/62
	}
	return idMaker{string(salt)}
}

// id18 returns the 18-character id of row n (from 0) of a kind of record.
func (m idMaker) id18(prefix string, n int) string {
	var id [18]byte
	copy(id[:], prefix)
	copy(id[3:], m.salt)
	for at, k := 14, uint64(n)+1; at >= 8; at-- {
		id[at], k = base62[k%62], k/62
	}
	caseSuffix(id[:])
	return string(id[:])
}

// caseSuffix writes characters 16 to 18: five bits each, the first of five
// characters in the lowest, set where it is upper case.
func caseSuffix(id []byte) {
	for group := range 3 {
		bits := 0
		for i := range 5 {
			if c := id[5*group+i]; c >= 'A' && c <= 'Z' {
				bits |= 1 << i
			}
		}
		id[15+group] = caseAlphabet[bits]
	}
}

// parse takes an id of 15 or 18 characters apart. ok is false where it cannot
// be an id at all; n is -1 where no row of this org can have it.
func (m idMaker) parse(s string) (prefix string, n int, ok bool) {
	if len(s) != 15 && len(s) != 18 {
		return "", -1, false
	}
	for i := range len(s) {
		if strings.IndexByte(base62, s[i]) < 0 {
			return "", -1, false
		}
	}
	if len(s) == 18 {
		if s, ok = restoreCase(s); !ok {
			return "", -1, false
		}
	}
	if s[3:8] != m.salt {
		return s[:3], -1, true
	}
	k := 0
	for i := 8; i < 15; i++ {
		k = k*62 + strings.IndexByte(base62, s[i])
	}
	return s[:3], k - 1, true
}

// restoreCase gives an 18-character id in any case its first 15 back.
func restoreCase(s string) (string, bool) {
	id := []byte(s)
	for group := range 3 {
		c := id[15+group]
		if c >= 'a' && c <= 'z' {
			c -= 'a' - 'A'
		}
		bits := strings.IndexByte(caseAlphabet, c)
		if bits < 0 {
			return "", false
		}
		for i := range 5 {
			at := 5*group + i
			letter := id[at] | 0x20
			if letter < 'a' || letter > 'z' {
				continue
			}
			if bits>>i&1 == 1 {
				letter -= 'a' - 'A'
			}
			id[at] = letter
		}
	}
	return string(id[:15]), true
}
