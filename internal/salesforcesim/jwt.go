package salesforcesim

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// signed verifies an assertion by the key that was set. Where none was, the
// signature must at least be there: the org has no certificate to check by.
func (a *access) signed(parts []string) bool {
	signature, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[2], "="))
	if err != nil || len(signature) == 0 {
		return false
	}
	if a.jwtKey == nil {
		return true
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	return rsa.VerifyPKCS1v15(a.jwtKey, crypto.SHA256, sum[:], signature) == nil
}
