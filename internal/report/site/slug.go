package site

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
)

var (
	plainName  = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	hashedName = regexp.MustCompile(`-[0-9a-f]{10}$`)
	otherRunes = regexp.MustCompile(`[^a-z0-9]+`)
)

// reserved are names that Windows gives to devices, whatever the ending.
var reserved = regexp.MustCompile(`^(con|prn|aux|nul|com[0-9]|lpt[0-9])$`)

// longest is the longest name that is taken as it is.
const longest = 60

// Name is the name of a company's files, by its code alone, so that an address stays when other companies come and go. A
// code of small letters, digits and single hyphens is its own name. Any other gets a part of its SHA-256, so that codes
// that differ by case or by a character no file name may have do not fall together.
func Name(code string) string {
	if plainName.MatchString(code) && !hashedName.MatchString(code) && !reserved.MatchString(code) && len(code) <= longest {
		return code
	}
	sum := sha256.Sum256([]byte(code))
	stem := strings.Trim(otherRunes.ReplaceAllString(strings.ToLower(code), "-"), "-")
	if len(stem) > longest-11 {
		stem = strings.TrimRight(stem[:longest-11], "-")
	}
	if stem == "" || reserved.MatchString(stem) {
		stem = "company"
	}
	return stem + "-" + hex.EncodeToString(sum[:5])
}
