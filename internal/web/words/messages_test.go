package words_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"vigil/internal/vigil"
	"vigil/internal/web/words"
)

// atStart are messages that the program says when it starts, or to its log, before or behind all pages.
var atStart = []string{
	"no folder holds the keys that seal secrets; name one with --data",
	"give a number above zero, and a size such as 2GB",
	"leaves no room for any file",
	"%T cannot be checked", "hand over a struct",
	"%s refused us: %s; check the address, user and password",
	"%s: the file %s is damaged or is no database; restore it from a backup or name another folder",
	"the database cannot be written", "the disk is full",
	"evidence cannot be kept at %s://; name a folder, or s3://BUCKET",
	"nothing says where evidence is kept; name a folder, or s3://BUCKET",
	"the evidence store %s cannot be opened (%v); check the address and its settings",
	"the evidence store %s does not answer, or lets nobody in (%v); check the address, the name and the key",
	"the folder %s cannot keep evidence (%v); check that you may write in it",
	"the public address %q is none; write it like https://vigil.example.org",
}

// fields are the names of fields of forms, as places have them.
var fields = strings.Fields("file value role code allegation sector reason verdict state size rule questionnaire quarter project pillar parent opened mode login link grade expires days date credibility assessment note title page quote name email password text summary source harm reply search sections people links due unit country period purpose")

// methodWords are what methods call classes of confidence and links of an allegation to a company.
var methodWords = strings.Fields("high medium low linked contributed caused")

// actions are the names of what a role may or may not do on a page, which a refusal takes up. Those of portfolios, keys and what is
// sealed are done on the command line alone.
func actions(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, m := range regexp.MustCompile(`Action = "([a-z]+)\.([a-z-]+)"`).FindAllStringSubmatch(read(t, "../../app/policy.go"), -1) {
		if !slices.Contains([]string{"portfolio", "key", "data"}, m[1]) {
			names = append(names, m[1]+"."+m[2])
		}
	}
	if len(names) < 60 {
		t.Fatalf("only %d actions were found", len(names))
	}
	return names
}

// terms are the words of the field that messages take up as they are: of the closed lists of package vigil, and the
// fields of forms.
func terms(t *testing.T) map[string]bool {
	t.Helper()
	list := map[string]bool{}
	for _, s := range []vigil.Status{vigil.Draft, vigil.Submitted, vigil.InReview, vigil.Returned, vigil.Final, vigil.Published, vigil.Withdrawn} {
		list[string(s)] = true
	}
	for _, r := range vigil.Roles {
		list[string(r)] = true
	}
	for _, s := range vigil.States {
		list[string(s)] = true
	}
	for _, f := range fields {
		list[f] = true
	}
	for _, v := range vigil.Verdicts {
		list[string(v)] = true
	}
	for _, w := range methodWords {
		list[w] = true
	}
	for _, name := range actions(t) {
		list[name] = true
	}
	return list
}

var (
	verb   = regexp.MustCompile(`%(?:\[(\d+)\])?[-+#0]*[\d.]*([a-zA-Z%])`)
	letter = regexp.MustCompile(`\pL`)
)

// verbs are what a format shows: each argument by its number, with the kind of verb.
func verbs(format string) []string {
	var list []string
	next := 1
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		if m[2] == "%" {
			continue
		}
		if m[1] != "" {
			next, _ = strconv.Atoi(m[1])
		}
		list = append(list, strconv.Itoa(next)+m[2])
		next++
	}
	slices.Sort(list)
	return list
}

// composed reads the translations of one language.
func composed(t *testing.T, code string) map[string]string {
	t.Helper()
	files, err := filepath.Glob("locales/messages/*." + code + ".json")
	if err != nil || len(files) == 0 {
		t.Fatalf("%v %v", files, err)
	}
	all := map[string]string{}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var list map[string]string
		if err := json.Unmarshal(text, &list); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for format, said := range list {
			if all[format] != "" {
				t.Errorf("%s: %q is translated twice", name, format)
			}
			all[format] = said
		}
	}
	return all
}

// TestEveryMessageIsSaidInEveryLanguage walks the source: whatever a page can be told by the packages beneath it has a constant
// format, and each format its translations with the same arguments.
func TestEveryMessageIsSaidInEveryLanguage(t *testing.T) {
	all := collect(t)
	for _, w := range all.wrong {
		t.Error(w)
	}
	if len(all.formats) < 400 {
		t.Fatalf("only %d messages were found", len(all.formats))
	}
	known := terms(t)
	for _, l := range words.Languages[1:] {
		said := composed(t, l.Code)
		for _, format := range slices.Sorted(maps.Keys(all.formats)) {
			if slices.Contains(atStart, format) || !letter.MatchString(verb.ReplaceAllString(format, "")) {
				continue
			}
			translated, ok := said[format]
			switch {
			case !ok:
				t.Errorf("%s: %q is not said in %s", all.formats[format], format, l.Name)
			case !slices.Equal(verbs(translated), verbs(format)):
				t.Errorf("%q shows %v in %s and %v in English", format, verbs(translated), l.Name, verbs(format))
			}
		}
		for format := range said {
			if all.formats[format] == "" && !known[format] {
				t.Errorf("%q is said in %s, and nobody says it in English", format, l.Name)
			}
		}
		for _, term := range slices.Sorted(maps.Keys(known)) {
			if said[term] == "" {
				t.Errorf("the term %q has no word in %s", term, l.Name)
			}
		}
	}
	for _, format := range atStart {
		if all.formats[format] == "" {
			t.Errorf("nobody says %q at the start any more", format)
		}
	}
}

// TestThePagesDoNotCallWhatOnlyTheCommandLineDoes holds the line that commandLine draws through app: no method that is
// declared in one of its files is called by a page.
func TestThePagesDoNotCallWhatOnlyTheCommandLineDoes(t *testing.T) {
	declared := regexp.MustCompile(`(?m)^func \(a \*App\) ([A-Z]\w*)\(`)
	called := regexp.MustCompile(`\bs\.app\.([A-Z]\w*)\(`)
	calls := map[string]string{}
	for _, name := range sources(t, "../*.go") {
		for _, m := range called.FindAllStringSubmatch(read(t, name), -1) {
			calls[m[1]] = name
		}
	}
	if len(calls) < 50 {
		t.Fatalf("only %d calls were found", len(calls))
	}
	for file := range commandLine {
		if !strings.HasPrefix(file, "app/") {
			continue
		}
		for _, m := range declared.FindAllStringSubmatch(read(t, "../../"+file), -1) {
			if by, called := calls[m[1]]; called {
				t.Errorf("%s calls %s of %s, so its messages need their translations", by, m[1], file)
			}
		}
	}
}

func sources(t *testing.T, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("%s: %v", pattern, err)
	}
	return slices.DeleteFunc(names, func(name string) bool { return strings.HasSuffix(name, "_test.go") })
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// French sets a space that does not break before ; : ? ! and inside « », and the round apostrophe.
func TestMessagesStandAsReadersExpect(t *testing.T) {
	loose := regexp.MustCompile(`[^\s\x{00a0}\x{202f}?!:;{"'(.][;?!»](\s|$)| [;?!»]|« |\p{L}:\s| :( |$)|'`)
	for format, text := range composed(t, "fr") {
		if at := loose.FindString(strings.ReplaceAll(text, "://", "")); at != "" {
			t.Errorf("%q: in French a hard space belongs before %q, and ’ for ': %s", format, at, text)
		}
	}
	for _, l := range words.Languages[1:] {
		for format, text := range composed(t, l.Code) {
			if text != strings.TrimSpace(text) || strings.Contains(text, "  ") {
				t.Errorf("%q begins or ends with a space, or has two, in %s: %q", format, l.Name, text)
			}
		}
	}
}
