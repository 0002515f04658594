// Package words holds every word of the interface, in each language that it speaks, and writes numbers and dates as
// readers of that language do. A page says which text by its key; the language comes with the request.
//
// The texts stand in locales/SUBJECT.LANGUAGE.json, one file for each subject and language. Keys may be nested or
// written with points. A text that depends on a number has a form for each case, and the number is called Count:
//
//	{"home": {"title": "Home", "open": {"one": "{{.Count}} question is open", "other": "{{.Count}} questions are open"}}}
//
// words.T(ctx, "home.open", "Count", 3) gives the text. A test holds that all languages have the same keys with the same
// placeholders, that every key in use exists and that none is unused.
package words

import (
	"context"
	"embed"
	"fmt"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

//go:embed locales/*.json locales/messages/*.json
var locales embed.FS

// Language is a language of the interface: its code and its own name.
type Language struct{ Code, Name string }

// Languages are those of the interface; the first is what everybody gets who asked for none of them.
var Languages = []Language{{"en", "English"}, {"es", "Español"}, {"fr", "Français"}}

// speaker says things in one language.
type speaker struct {
	code      string
	localizer *i18n.Localizer
	messages  *i18n.Localizer // of what the program composes
	printer   *message.Printer
	marks     bool // what is in another language is marked, for Parts
}

var (
	speakers = map[string]*speaker{}
	matcher  language.Matcher
)

// The texts are part of the program: when they cannot be read, it must not start.
func init() {
	tags := make([]language.Tag, 0, len(Languages))
	bundle, composed := i18n.NewBundle(language.English), i18n.NewBundle(language.English)
	for _, l := range Languages {
		tag := language.MustParse(l.Code)
		messages, err := load(locales, l.Code)
		if err != nil {
			panic(err)
		}
		bundle.MustAddMessages(tag, messages...)
		if messages, err = loadMessages(locales, l.Code); err != nil {
			panic(err)
		}
		composed.MustAddMessages(tag, messages...)
		tags = append(tags, tag)
	}
	for i, l := range Languages {
		speakers[l.Code] = &speaker{code: l.Code, localizer: i18n.NewLocalizer(bundle, l.Code), messages: i18n.NewLocalizer(composed, l.Code), printer: message.NewPrinter(tags[i])}
	}
	matcher = language.NewMatcher(tags)
}

type contextKey struct{}

// With says in which language everything is said that is rendered with the context. An unknown language is the first one.
func With(ctx context.Context, code string) context.Context {
	if _, ok := speakers[code]; !ok {
		code = Languages[0].Code
	}
	return context.WithValue(ctx, contextKey{}, code)
}

// In gives the code of the language of a context.
func In(ctx context.Context) string {
	if code, ok := ctx.Value(contextKey{}).(string); ok {
		return code
	}
	return Languages[0].Code
}

// Known tells whether the interface speaks a language.
func Known(code string) bool { return speakers[code] != nil }

// Pick chooses the language of a request: what the person chose, else the best of what the browser accepts (the header
// Accept-Language as it came), else the first language.
func Pick(chosen, accepts string) string {
	if Known(chosen) {
		return chosen
	}
	wanted, _, err := language.ParseAcceptLanguage(accepts)
	if err != nil || len(wanted) == 0 {
		return Languages[0].Code
	}
	_, i, _ := matcher.Match(wanted...)
	return Languages[i].Code
}

// Direction gives the direction of a language as HTML names it.
func Direction(code string) string {
	switch tag, _ := language.Parse(code); base(tag) {
	case "ar", "fa", "he", "ur", "ps", "ckb", "sd", "ug", "yi", "dv":
		return "rtl"
	default:
		return "ltr"
	}
}

func base(tag language.Tag) string {
	b, _ := tag.Base()
	return b.String()
}

// T gives the text of a key in the language of the context. Pairs are names and values for its placeholders; the value
// called Count, a whole number, also chooses the form. A key that no language has comes back as it is.
func T(ctx context.Context, key string, pairs ...any) string {
	return speakers[In(ctx)].say(key, pairs)
}

func (s *speaker) say(key string, pairs []any) string {
	if len(pairs)%2 != 0 {
		panic(fmt.Sprintf("words: %q has a name without a value", key))
	}
	config := i18n.LocalizeConfig{MessageID: key}
	if len(pairs) > 0 {
		data := make(map[string]any, len(pairs)/2)
		for i := 0; i < len(pairs); i += 2 {
			data[pairs[i].(string)] = pairs[i+1]
		}
		if n, ok := data["Count"].(int); ok {
			config.PluralCount = n
			data["Count"] = s.number(float64(n), 0)
		}
		config.TemplateData = data
	}
	text, err := s.localizer.Localize(&config)
	if text == "" && err != nil {
		return key
	}
	return text
}

// Keys are all keys of a language, for tests and the style guide.
func Keys(code string) (map[string]*i18n.Message, error) {
	messages, err := load(locales, code)
	if err != nil {
		return nil, err
	}
	keys := make(map[string]*i18n.Message, len(messages))
	for _, m := range messages {
		keys[m.ID] = m
	}
	return keys, nil
}
