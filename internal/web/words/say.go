package words

import (
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nicksnyder/go-i18n/v2/i18n"

	"vigil/internal/vigil"
)

// Say says a message of the program in the language of the context. The texts are in locales/messages; the English format is
// the key, and a message without a translation stays English. A translation takes up the same arguments, in an order of its
// own where its grammar asks for that (%[2]s), and in a form for one and for many by the first whole number among them.
func Say(ctx context.Context, m vigil.Message) string {
	return speakers[In(ctx)].message(m)
}

// Part is a run of text in one language. Language is empty where that is the language of the page.
type Part struct{ Text, Language string }

// Parts says a message as Say does, and tells which parts of it are in another language than the page: texts of questionnaires
// and methods, which keep theirs where they are not translated.
func Parts(ctx context.Context, m vigil.Message) []Part {
	if s := marking(ctx); s.code != Languages[0].Code {
		return split(s.message(m))
	}
	return []Part{{Text: m.String()}}
}

// TParts gives the text of a key as T does, and tells which parts of it are in another language than the page. A value may be a
// vigil.Text; one that somebody typed is shown as it is.
func TParts(ctx context.Context, key string, pairs ...any) []Part {
	s, values := marking(ctx), slices.Clone(pairs)
	for i, value := range values {
		switch v := value.(type) {
		case vigil.Text:
			values[i] = s.text(v)
		case string:
			values[i] = unmarked.Replace(v)
		}
	}
	return split(s.say(key, values))
}

// marking is the speaker of a context that marks what is in another language.
func marking(ctx context.Context) *speaker {
	s := *speakers[In(ctx)]
	s.marks = true
	return &s
}

// split finds the parts of a text that is marked.
func split(text string) (parts []Part) {
	for text != "" {
		own, rest, marked := strings.Cut(text, markFrom)
		if own != "" {
			parts = append(parts, Part{Text: own})
		}
		if !marked {
			break
		}
		foreign, after, _ := strings.Cut(rest, markTo)
		language, said, _ := strings.Cut(foreign, markOf)
		parts, text = append(parts, Part{said, language}), after
	}
	return parts
}

// What stands around a text in another language, with the language before it: characters that no text may hold.
const markFrom, markOf, markTo = "\ue000", "\ue001", "\ue002"

var unmarked = strings.NewReplacer(markFrom, "", markOf, "", markTo, "")

// text gives a text of a questionnaire or a method, marked where it is in another language.
func (s *speaker) text(t vigil.Text) string {
	said, language := t.In(s.code), t.Language(s.code)
	if !s.marks || language == s.code || said == "" {
		return said
	}
	return markFrom + language + markOf + unmarked.Replace(said) + markTo
}

func (s *speaker) message(m vigil.Message) string {
	if s.code == Languages[0].Code {
		return m.String()
	}
	format := s.format(m)
	if len(m.Args) == 0 {
		return format
	}
	said := make([]any, len(m.Args))
	for i, arg := range m.Args {
		said[i] = spoken{arg, s}
	}
	return fmt.Sprintf(format, said...)
}

// format is the format of a message in the language, in the form that its first whole number asks for.
func (s *speaker) format(m vigil.Message) string {
	config := i18n.LocalizeConfig{MessageID: m.Format}
	for _, arg := range m.Args {
		if v := reflect.ValueOf(arg); v.IsValid() && v.CanInt() {
			config.PluralCount = v.Int()
			break
		}
	}
	text, _, err := s.messages.LocalizeWithTag(&config)
	if err != nil || text == "" {
		return m.Format
	}
	return text
}

// spoken is an argument that prints itself as its language writes it.
type spoken struct {
	value any
	s     *speaker
}

// quotes are the marks around what %q shows.
var quotes = map[string][2]string{"es": {"«", "»"}, "fr": {"«\u00a0", "\u00a0»"}}

// Format writes the argument for %s, %v and %d, and in the quotation marks of the language for %q.
func (a spoken) Format(f fmt.State, verb rune) {
	text := a.s.argument(a.value)
	if verb == 'q' {
		marks := quotes[a.s.code]
		text = marks[0] + text + marks[1]
	}
	_, _ = io.WriteString(f, text)
}

// argument says what is put into a message.
func (s *speaker) argument(value any) string {
	switch v := value.(type) {
	case vigil.Message:
		return s.message(v)
	case vigil.Messages:
		all := make([]string, len(v))
		for i, m := range v {
			all[i] = s.message(m)
		}
		return strings.Join(all, s.semicolon())
	case vigil.Text:
		return s.text(v)
	case vigil.Quantity:
		return s.number(float64(v), v.Decimals())
	case *vigil.Figure:
		if v == nil {
			return v.String()
		}
		return s.number(v.Published, v.Decimals)
	case vigil.Day:
		return s.day(string(v))
	case vigil.AnyOf:
		return join(v, or[s.code])
	case vigil.Bytes:
		return s.bytes(int64(v))
	case error:
		return s.cause(v)
	case vigil.Word, vigil.Role, vigil.State, vigil.Status, vigil.Verdict:
		return s.message(vigil.Say(fmt.Sprint(v)))
	case vigil.Words:
		all := make([]string, len(v))
		for i, w := range v {
			all[i] = s.message(vigil.Say(string(w)))
		}
		return strings.Join(all, ", ")
	}
	switch v := reflect.ValueOf(value); {
	case !v.IsValid():
		return ""
	case v.CanInt():
		return s.number(float64(v.Int()), 0)
	}
	return unmarked.Replace(fmt.Sprint(value))
}

// semicolon stands between messages; French sets a space before it that does not break.
func (s *speaker) semicolon() string {
	if s.code == "fr" {
		return hardSpace + "; "
	}
	return "; "
}

// cause says why something failed: what the program itself found, or the words of the system.
func (s *speaker) cause(err error) string {
	var own *vigil.Error
	var list vigil.Problems
	switch {
	case errors.As(err, &own):
		return s.message(own.Message)
	case errors.As(err, &list):
		all := make([]string, len(list))
		for i, p := range list {
			all[i] = s.problem(p)
		}
		return strings.Join(all, s.semicolon())
	}
	return err.Error()
}

// Error says an error to people. One that is not for people says nothing that they would understand; its text is for the log.
func Error(ctx context.Context, err error) string {
	s := speakers[In(ctx)]
	var own *vigil.Error
	if errors.As(err, &own) {
		return s.begin(own.Message, s.cause(err))
	}
	return s.cause(err)
}

// Place says where something stands that has a field of a form or the id of a question for its place; empty where it has none.
func Place(ctx context.Context, at vigil.Place) string {
	field := at.Field
	at.Field = ""
	s := speakers[In(ctx)]
	if s.code == Languages[0].Code || field == "" {
		return strings.TrimPrefix(at.String()+": "+field, ": ")
	}
	name, _, _ := strings.Cut(field, "[")
	if said := s.message(vigil.Say(name)); said != name {
		field = said
	}
	return strings.TrimPrefix(at.String()+": "+field, ": ")
}

// Problem says what is wrong and what to do, without the place, as a sentence that stands by itself.
func Problem(ctx context.Context, p vigil.Problem) string {
	s := speakers[In(ctx)]
	return s.begin(p.What, s.problem(p))
}

// ProblemAfter says what is wrong and what to do behind a place and a colon.
func ProblemAfter(ctx context.Context, p vigil.Problem) string { return speakers[In(ctx)].problem(p) }

// Sentence says a message that stands by itself, and so begins with a capital.
func Sentence(ctx context.Context, m vigil.Message) string {
	s := speakers[In(ctx)]
	return s.begin(m, s.message(m))
}

// begin gives a text that starts with a message the capital of a sentence, unless what comes first is something that was put
// in: the id of a question or the name of a person stays as it is.
func (s *speaker) begin(m vigil.Message, text string) string {
	format := m.Format
	if s.code != Languages[0].Code {
		format = s.format(m)
	}
	if strings.HasPrefix(format, "%") {
		return text
	}
	return Capital(text)
}

// Capital begins a text with a capital letter.
func Capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return text
	}
	return string(unicode.ToUpper(first)) + text[size:]
}

func (s *speaker) problem(p vigil.Problem) string {
	if p.Do.Empty() {
		return s.message(p.What)
	}
	return s.message(p.What) + s.semicolon() + s.message(p.Do)
}
