package synth

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// salesforceID returns the record id number i in its 18-character form: a
// prefix of three characters for the kind of record, twelve more, and three
// that make it safe where case is lost. Ids of one seed are distinct.
func salesforceID(prefix string, seed uint64, i int) string {
	id := []byte(prefix + "000000000000")
	id[3], id[4] = '5', 'g'
	for at, n := 14, uint64(i); at >= 8; at-- {
		id[at], n = base62[n%62], n/62
	}
	for at, n := 7, seed; at >= 5; at-- {
		id[at], n = base62[n%62], n/62
	}
	return string(id) + caseSuffix(id)
}

// caseSuffix returns the three characters that encode which of the fifteen are
// upper case: five bits each, the first character in the lowest bit.
func caseSuffix(id []byte) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
	var suffix [3]byte
	for group := range 3 {
		bits := 0
		for i := range 5 {
			if c := id[5*group+i]; c >= 'A' && c <= 'Z' {
				bits |= 1 << i
			}
		}
		suffix[group] = alphabet[bits]
	}
	return string(suffix[:])
}
