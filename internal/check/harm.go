package check

import (
	"regexp"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// detail is a kind of detail that could lead to a person.
type detail struct {
	name vigil.Message // as the message calls it
	do   vigil.Message
	text func(read) bool
	link func(link string) bool
}

var details = []detail{
	{vigil.Say("a mail address"), vigil.Say("take the address out and name the office or the role instead"),
		func(r read) bool { return mail.MatchString(r.masked) }, mailInLink},
	{vigil.Say("coordinates"), vigil.Say("take the position out and name the country or region instead; figures pass with at most two decimals each, or with a word between them"),
		func(r read) bool { return position(r.figures) }, positionInLink},
	{vigil.Say("a telephone number"), vigil.Say("take the number out and name the office or the role instead"),
		func(r read) bool { return anyOf(phone, r.masked, realPhone) || anyOf(trunk, r.figures, realPhone) }, phoneInLink},
	{vigil.Say("a long number, such as of an identity card, account or telephone"), vigil.Say("take the number out, or cite the document by its title"),
		func(r read) bool { return anyOf(longDigits, r.masked, realNumber) }, nil},
}

var (
	mail = regexp.MustCompile(`(?i)[\p{L}\p{N}._%+'-]+\s?(?:@|\(at\)|\[at\]|＠)\s?[\p{L}\p{N}-]+(?:(?:\.|\s?\(dot\)\s?|\s?\[dot\]\s?)[\p{L}\p{N}-]+)*(?:\.|\s?\(dot\)\s?|\s?\[dot\]\s?)\p{L}{2,}`)
	// a plus or 00 with a country code, an area code in brackets, or groups of digits like 555-0123 and 01 42 68 53 00
	phone         = regexp.MustCompile(`(?:\+|\b00)\s?\(?\d[\d\s().\-–/]{6,}\d|\(\d{2,5}\)\s?\d[\d\s.\-–/]{4,}\d|\b\d{2,5}(?:[ .\-–/]\d{2,4}){2,}\b|\b\d{3,4}[-–]\d{4}\b`)
	trunk         = regexp.MustCompile(`\b0\d{1,4}(?:[ .\-–/]\d{2,4}){2,}\b`) // no sum starts with a zero
	international = regexp.MustCompile(`\+\s?\(?\d[\d\s().\-–/]{6,}\d`)
	longDigits    = regexp.MustCompile(`\d(?:[ .\-–/]?\d){6,}`)

	isoDate  = regexp.MustCompile(`\b\d{4}[-–/.](?:0?[1-9]|1[0-2])[-–/.](?:0?[1-9]|[12]\d|3[01])\b|\b(?:0?[1-9]|[12]\d|3[01])[-–/. ](?:0?[1-9]|1[0-2])[-–/. ](?:19|20)\d{2}\b`)
	years    = regexp.MustCompile(`\b(?:19|20)\d{2}(?:\s?[-–/]\s?(?:19|20)\d{2}|[-–/]\d{2}\b)?(?:[,; ]+(?:19|20)\d{2}\b)*`)
	money    = regexp.MustCompile(`\b\d{1,3}(?:[,.' \x{00a0}]\d{3})+(?:[.,]\d{1,2})?\b`)
	share    = regexp.MustCompile(`\b(?:0|[1-9]\d?|100)\.\d{3,7}\b`) // a figure from 0 to 100 with many decimals
	docket   = regexp.MustCompile(`\b[A-Z]{1,5}(?:/[A-Z0-9.]+)+(?:/\d+)*|\(E[UC]\) ?(?:No ?)?\d+/\d+|\b(?:No\.?|art\.?|Art\.?|Article|article|Case|case|§)\s?[\w./()-]*\d[\w./()-]*`)
	link     = regexp.MustCompile(`\bhttps?://[^\s<>"']+`)
	inLink   = regexp.MustCompile(`(?i)(?:tel:|phone=|[?&](?:q|query)=|wa\.me/|t\.me/)`)
	currency = regexp.MustCompile(`(?i)(?:USD|EUR|GBP|US\$|[$€£¥])\s?[\d., ']+|\b[\d., ']+\d\s?(?:USD|EUR|GBP|euros?|dollars?|million|bn|tonnes?|hectares?|m²|km)\b`)
)

// Harm looks in free text for details about a person that must never be stored: mail addresses, telephone
// numbers, coordinates and long strings of digits, in links too. It says what kind of detail was found without
// repeating it, once for each kind. Dates, years, sums, references of documents and numbers of articles pass.
// It finds patterns, not people: somebody still has to read the text.
func Harm(at vigil.Place, text string) vigil.Problems {
	var ps vigil.Problems
	r := split(plainDigits(text))
	for i, d := range details {
		if d.text(r) || d.link != nil && slices.ContainsFunc(r.links, d.link) {
			ps.Say(at, vigil.Say("the text seems to hold %s", d.name), d.do)
			if i == 2 {
				break // what is a telephone number is a long number too
			}
		}
	}
	return ps
}

// read is a text taken apart for the checks.
type read struct {
	links   []string
	figures string // without links and dates
	masked  string // without sums and references of documents too: what is long there and harmless
}

func split(text string) read {
	r := read{links: link.FindAllString(text, -1)}
	text = link.ReplaceAllString(text, " ")
	for _, found := range international.FindAllString(text, -1) {
		if realPhone(found) {
			r.links = append(r.links, "tel:"+found) // before the masks below break it up as a sum
		}
	}
	r.figures = isoDate.ReplaceAllString(text, " x ")
	r.masked = docket.ReplaceAllStringFunc(text, func(found string) string {
		if digitsIn(found) >= 9 {
			return found // "case 123456789" names a person's file rather than a document
		}
		return " x "
	})
	for _, harmless := range []*regexp.Regexp{isoDate, currency, money, share, years} {
		r.masked = harmless.ReplaceAllString(r.masked, " x ")
	}
	return r
}

// mailInLink and phoneInLink judge links more gently than text: numbers in the path of a public page are its address.
func mailInLink(l string) bool {
	return mail.MatchString(l) || strings.Contains(strings.ToLower(l), "mailto:")
}

func phoneInLink(l string) bool {
	plain := strings.NewReplacer("%20", " ", "=", " = ", "wa.me/", "+").Replace(l)
	return inLink.MatchString(l) && anyOf(phone, plain, realPhone)
}

func anyOf(find *regexp.Regexp, text string, real func(string) bool) bool {
	return slices.ContainsFunc(find.FindAllString(text, -1), real)
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
