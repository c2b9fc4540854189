package dataset

import "bytes"

// NormalKey appends the form of a key in which spaces around it and case make
// no difference, and in which the two forms of a Salesforce record id are
// equal: of an 18-character id whose last three characters are its case
// checksum only the first fifteen count, and in those case does matter.
func NormalKey(out, key []byte) []byte {
	key = bytes.TrimSpace(key)
	if isRecordID(key) {
		return append(append(out, "id:"...), key[:15]...)
	}
	return append(out, bytes.ToLower(key)...)
}

// isRecordID says whether key is a Salesforce record id of 15 characters, or
// of 18 with the right checksum.
func isRecordID(key []byte) bool {
	if len(key) != 15 && len(key) != 18 {
		return false
	}
	digits := 0
	for _, c := range key {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
		default:
			return false
		}
	}
	if len(key) == 18 {
		return string(key[15:]) == caseChecksum(key[:15])
	}
	return digits >= 3 // ids hold many digits, words of fifteen letters none
}

// caseChecksum encodes which of fifteen characters are upper case: five bits
// for each of three characters, the first character in the lowest bit.
func caseChecksum(id []byte) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
	var sum [3]byte
	for group := range 3 {
		bits := 0
		for i := range 5 {
			if c := id[5*group+i]; c >= 'A' && c <= 'Z' {
				bits |= 1 << i
			}
		}
		sum[group] = alphabet[bits]
	}
	return string(sum[:])
}
