package credential

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp/hotp"

	"vigil/internal/vigil"
)

// stepSeconds is how long a code of the second factor holds (RFC 6238); one step before and after is taken too, for
// clocks that are wrong by a little.
const stepSeconds = 30

// NewTOTP makes a secret for a second factor: 160 random bits, in base32.
func NewTOTP() string {
	b := make([]byte, 20)
	_, _ = rand.Read(b) // never fails: crypto/rand stops the program rather than give bad randomness
	return base32.StdEncoding.EncodeToString(b)
}

// TOTPAddress is the otpauth address that an authenticator reads.
func TOTPAddress(secret, login, place string) string {
	label := url.PathEscape("Vigil " + place + ":" + login)
	if place == "" {
		label = url.PathEscape("Vigil:" + login)
	}
	issuer := strings.TrimSpace("Vigil " + place)
	return "otpauth://totp/" + label + "?" + strings.ReplaceAll(url.Values{"secret": {secret}, "issuer": {issuer}}.Encode(), "+", "%20")
}

// TOTPStep finds the step for which a code is right, among the present one and its neighbours, but none up to last: a
// code never works twice.
func TOTPStep(secret, code string, now time.Time, last int64) (step int64, ok bool, err error) {
	code = strings.ReplaceAll(code, " ", "")
	present := now.Unix() / stepSeconds
	for s := present - 1; s <= present+1; s++ {
		want, err := hotp.GenerateCode(secret, uint64(max(s, 0)))
		if err != nil {
			return 0, false, &vigil.Error{Kind: vigil.Internal, Message: vigil.Say("the secret of a second factor is damaged"), Err: err}
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 && s > last && !ok {
			step, ok = s, true
		}
	}
	return step, ok, nil
}
