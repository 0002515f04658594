package credential

import (
	"crypto/rand"
	"encoding/base32"
	"strings"
)

// RecoveryCodes is how many codes a person gets.
const RecoveryCodes = 10

// NewRecoveryCodes makes codes of 80 random bits, for people to write down, and what is stored of each.
func NewRecoveryCodes() (codes, hashes []string) {
	for range RecoveryCodes {
		b := make([]byte, 10)
		_, _ = rand.Read(b) // never fails: crypto/rand stops the program rather than give bad randomness
		s := strings.ToLower(base32.StdEncoding.EncodeToString(b))
		code := s[:4] + "-" + s[4:8] + "-" + s[8:12] + "-" + s[12:]
		codes, hashes = append(codes, code), append(hashes, HashRecoveryCode(code))
	}
	return codes, hashes
}

// HashRecoveryCode is what is stored of a code. How it is typed does not matter: capitals, blanks and hyphens are passed
// over, and a digit that the codes do not have is the letter it looks like.
func HashRecoveryCode(code string) string {
	return HashToken(strings.Map(func(r rune) rune {
		switch {
		case r == '0':
			return 'o'
		case r == '1':
			return 'l'
		case r == '8':
			return 'b'
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '2' && r <= '7':
			return r
		}
		return -1
	}, code))
}

// IsTOTP reports whether somebody typed a code of an authenticator rather than a recovery code: six digits.
func IsTOTP(code string) bool {
	digits := 0
	for _, r := range code {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r != ' ':
			return false
		}
	}
	return digits == 6
}
