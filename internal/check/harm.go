package check

import (
	"regexp"
	"strings"

	"vigil/internal/vigil"
)

// pattern is a kind of detail that could lead to a person.
type pattern struct {
	name string // as the message calls it
	do   string
	find *regexp.Regexp
	real func(found string) bool // nil: every match counts
}

var patterns = []pattern{
	{"a mail address", "take the address out and name the office or the role instead",
		regexp.MustCompile(`(?i)[\p{L}\p{N}._%+'-]+\s?(?:@|\(at\)|\[at\]|＠)\s?[\p{L}\p{N}-]+(?:(?:\.|\s?\(dot\)\s?|\s?\[dot\]\s?)[\p{L}\p{N}-]+)*(?:\.|\s?\(dot\)\s?|\s?\[dot\]\s?)\p{L}{2,}`), nil},
	{"coordinates", "take the position out and name the country or region instead", coordinates, nil},
	{"a telephone number", "take the number out and name the office or the role instead", phone, realPhone},
	{"a long number, such as of an identity card, account or telephone", "take the number out, or cite the document by its title", longDigits, realNumber},
}

var (
	// decimal degrees as a pair with three decimals or more each; degrees with minutes; a pair with hemispheres
	coordinates = regexp.MustCompile(`[-+]?\b\d{1,3}[.,]\d{3,}°?\s*[NSns]?\s*[,;/ ]\s*[-+]?\d{1,3}[.,]\d{3,}°?\s*[EWOewo]?` +
		`|\b\d{1,3}\s*[°º]\s*\d{1,2}(?:[.,]\d+)?\s*['′’]` +
		`|\b\d{1,2}[.,]\d+\s*°?\s*[NSns]\b[,;/ ]+\d{1,3}[.,]\d+\s*°?\s*[EWOewo]\b` +
		`|(?i)\b(?:geo:|plus code|what3words)`)
	// a plus or 00 with a country code, an area code in brackets, or groups of digits like 555-0123 and 01 42 68 53 00
	phone         = regexp.MustCompile(`(?:\+|\b00)\s?\(?\d[\d\s().\-–/]{6,}\d|\(\d{2,5}\)\s?\d[\d\s.\-–/]{4,}\d|\b\d{2,5}(?:[ .\-–/]\d{2,4}){2,}\b|\b\d{3,4}[-–]\d{4}\b`)
	international = regexp.MustCompile(`\+\s?\(?\d[\d\s().\-–/]{6,}\d`)
	longDigits    = regexp.MustCompile(`\d(?:[ .\-–/]?\d){6,}`)

	isoDate  = regexp.MustCompile(`\b\d{4}[-–/.](?:0?[1-9]|1[0-2])[-–/.](?:0?[1-9]|[12]\d|3[01])\b|\b(?:0?[1-9]|[12]\d|3[01])[-–/. ](?:0?[1-9]|1[0-2])[-–/. ](?:19|20)\d{2}\b`)
	years    = regexp.MustCompile(`\b(?:19|20)\d{2}(?:\s?[-–/]\s?(?:19|20)\d{2}|[-–/]\d{2}\b)?(?:[,; ]+(?:19|20)\d{2}\b)*`)
	money    = regexp.MustCompile(`\b\d{1,3}(?:[,.' \x{00a0}]\d{3})+(?:[.,]\d{1,2})?\b`)
	docket   = regexp.MustCompile(`\b[A-Z]{1,5}(?:/[A-Z0-9.]+)+(?:/\d+)*|\(E[UC]\) ?(?:No ?)?\d+/\d+|\b(?:No\.?|art\.?|Art\.?|Article|article|Case|case|§)\s?[\w./()-]*\d[\w./()-]*`)
	link     = regexp.MustCompile(`\bhttps?://[^\s<>"']+`)
	inLink   = regexp.MustCompile(`(?i)(?:tel:|mailto:|phone=|[?&@/](?:q|ll|lat|lon|lng|query|center|near)=|@-?\d{1,3}\.\d{3,},|wa\.me/|t\.me/)`)
	currency = regexp.MustCompile(`(?i)(?:USD|EUR|GBP|US\$|[$€£¥])\s?[\d., ']+|\b[\d., ']+\d\s?(?:USD|EUR|GBP|euros?|dollars?|million|bn|tonnes?|hectares?|m²|km)\b`)
)

// Harm looks in free text for details about a person that must never be stored: mail addresses, telephone
// numbers, coordinates and long strings of digits, in links too. It says what kind of detail was found without
// repeating it, once for each kind. Dates, years, sums, references of documents and numbers of articles pass.
// It finds patterns, not people: somebody still has to read the text.
func Harm(at vigil.Place, text string) vigil.Problems {
	var ps vigil.Problems
	rest, links := split(text)
	for _, p := range patterns {
		if p.in(rest) || p.inLinks(links) {
			ps.Add(at, "the text seems to hold "+p.name, p.do)
			if p.name == patterns[2].name {
				break // what is a telephone number is a long number too
			}
		}
	}
	return ps
}

func (p pattern) in(text string) bool {
	for _, found := range p.find.FindAllString(text, -1) {
		if p.real == nil || p.real(found) {
			return true
		}
	}
	return false
}

// inLinks judges links more gently: numbers in the path of a public page are its address.
func (p pattern) inLinks(links []string) bool {
	for _, l := range links {
		if p.name == patterns[3].name || !inLink.MatchString(l) {
			if p.real == nil && p.name == patterns[0].name && p.find.MatchString(l) {
				return true
			}
			continue
		}
		switch p.name {
		case patterns[0].name:
			if strings.Contains(strings.ToLower(l), "mailto:") {
				return true
			}
		case patterns[1].name, patterns[2].name:
			if p.in(strings.NewReplacer("%2C", ",", "%20", " ", "=", " = ", "@", " ", "wa.me/", "+").Replace(l)) {
				return true
			}
		}
	}
	return false
}

// split takes out links, and masks what is long and harmless: dates, years, sums and references.
func split(text string) (rest string, links []string) {
	links = link.FindAllString(text, -1)
	rest = link.ReplaceAllString(text, " ")
	international.ReplaceAllStringFunc(rest, func(found string) string {
		if realPhone(found) {
			links = append(links, "tel:"+found) // before the masks below break it up as a sum
		}
		return found
	})
	for _, harmless := range []*regexp.Regexp{docket, isoDate, currency, money} {
		rest = harmless.ReplaceAllStringFunc(rest, func(found string) string {
			if harmless == docket && digitsIn(found) >= 9 {
				return found // "case 123456789" names a person's file rather than a document
			}
			return " x "
		})
	}
	return years.ReplaceAllString(rest, " x "), links
}

func realPhone(found string) bool {
	n := digitsIn(found)
	return n >= 7 && n <= 15
}

func realNumber(found string) bool { return digitsIn(found) >= 7 }

func digitsIn(s string) int {
	n := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}
