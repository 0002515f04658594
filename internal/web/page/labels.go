package page

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"vigil/internal/vigil"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// statusWord is where an assessment stands, in a word.
func statusWord(ctx context.Context, s vigil.Status) string { return stepStatus(ctx, s) }

// statusTone colours it; the word beside says the same.
func statusTone(s vigil.Status) ui.Tone {
	switch s {
	case vigil.Returned:
		return ui.Warning
	case vigil.Final, vigil.Published:
		return ui.Good
	case vigil.Submitted, vigil.InReview:
		return ui.Info
	case vigil.Withdrawn:
		return ui.Bad
	}
	return ui.Plain
}

func modeWord(ctx context.Context, m vigil.Mode) string {
	return words.T(ctx, "label.mode."+strings.ToLower(string(m)))
}

func roleWord(ctx context.Context, r vigil.Role) string { return words.T(ctx, "role."+string(r)) }

// SectorWord names a sector; an unknown code stays as it is.
func SectorWord(ctx context.Context, code string) string {
	return known(ctx, words.T(ctx, "label.sector."+strings.ToLower(code)), "label.sector.", code)
}

// TypeWord names a type of organisation; one that somebody typed stays as it is.
func TypeWord(ctx context.Context, t string) string {
	return known(ctx, words.T(ctx, "label.type."+t), "label.type.", t)
}

// SectorList names sectors in one line. The names have commas of their own.
func SectorList(ctx context.Context, codes []string) string {
	names := make([]string, len(codes))
	for i, code := range codes {
		names[i] = SectorWord(ctx, code)
	}
	return strings.Join(names, "; ")
}

// countryChoice asks for a country by its name. A code that is none stays to be seen, with what is wrong with it.
func countryChoice(ctx context.Context, id, label, hint, chosen, wrong string) ui.Choice {
	c := ui.Choice{ID: id, Name: "country", Label: label, Hint: hint, Error: wrong, Blank: words.T(ctx, "label.no_country")}
	for _, n := range words.Countries(ctx) {
		c.Options = append(c.Options, ui.Option{Value: n.Code, Label: n.Name, Chosen: n.Code == chosen})
	}
	if chosen != "" && !slices.ContainsFunc(c.Options, func(o ui.Option) bool { return o.Chosen }) {
		c.Options = append(c.Options, ui.Option{Value: chosen, Label: chosen, Chosen: true})
	}
	return c
}

// known gives what was said, or the code where there is no word for it.
func known(_ context.Context, said, prefix, code string) string {
	if code == "" || strings.HasPrefix(said, prefix) {
		return code
	}
	return said
}

// SectionWord names a section: the screening, or a pillar by its title.
func SectionWord(ctx context.Context, id string, title vigil.Text) string {
	switch {
	case id == vigil.SectionScreening:
		return words.T(ctx, "label.screening")
	case len(title) == 0:
		return id
	}
	return text(ctx, title)
}

// plainly gives a text for where its language cannot be marked: a code in its place where it is not in the language of the page.
func plainly(ctx context.Context, t vigil.Text, code string) string {
	if textLanguage(ctx, t) != words.In(ctx) {
		return code
	}
	return text(ctx, t)
}

func assessmentURL(code string, more ...string) string {
	return "/assessments/" + strings.Join(append([]string{url.PathEscape(code)}, more...), "/")
}

func organisationURL(code string, more ...string) string {
	return "/organisations/" + strings.Join(append([]string{url.PathEscape(code)}, more...), "/")
}

// questionsURL leads to the questions of a section, or with another name to a list to jump through.
func questionsURL(code, name, value string) string {
	return assessmentURL(code, "questions") + "?" + url.Values{name: {value}}.Encode()
}

// QuestionURL leads to one question of the assessment at an address, or without one to all of them.
func QuestionURL(base, question, unit string) string {
	to := base + "/questions"
	if question == "" {
		return to
	}
	to += "/" + url.PathEscape(question)
	if unit != "" {
		to += "?" + url.Values{"unit": {unit}}.Encode()
	}
	return to
}

// FileURL is the address of the same list as a file, with every row.
func FileURL(path string, query url.Values) string {
	all := url.Values{"as": {"csv"}}
	for k, v := range query {
		if k != "page" && k != "as" && len(v) > 0 && v[0] != "" {
			all[k] = v
		}
	}
	return path + "?" + all.Encode()
}

// Listing is what every list has above and below its rows.
type Listing struct {
	Path   string
	Query  url.Values // as it was asked for
	Found  int
	From   int
	To     int
	Number int // of the page
	Pages  int
	Any    bool   // there are rows without a filter
	Fixed  string // name in the query that belongs to the address and is no filter
	NoFile bool   // the list cannot be had as a file
}

func (l Listing) value(name string) string { return l.Query.Get(name) }

func (l Listing) filtered() bool {
	for k, v := range l.Query {
		if k != "page" && k != l.Fixed && len(v) > 0 && v[0] != "" {
			return true
		}
	}
	return false
}

// everything is the address of the list without a filter.
func (l Listing) everything() string {
	if l.Fixed == "" || l.value(l.Fixed) == "" {
		return l.Path
	}
	return l.Path + "?" + url.Values{l.Fixed: {l.value(l.Fixed)}}.Encode()
}

func (l Listing) at(page int) string {
	if page < 1 || page > l.Pages {
		return ""
	}
	q := url.Values{}
	for k, v := range l.Query {
		if k != "page" && len(v) > 0 && v[0] != "" {
			q[k] = v
		}
	}
	q.Set("page", strconv.Itoa(page))
	return l.Path + "?" + q.Encode()
}

// pages says which rows of how many are shown, and in which order.
func (l Listing) pages(ctx context.Context, order string) ui.Pages {
	figures := []any{"From", words.Count(ctx, l.From), "To", words.Count(ctx, l.To), "All", words.Count(ctx, l.Found), "Order", order,
		"Page", words.Count(ctx, l.Number), "Pages", words.Count(ctx, l.Pages)}
	key := "label.rows"
	if l.Pages > 1 {
		key = "label.rows_page"
	}
	return ui.Pages{Prev: l.at(l.Number - 1), Next: l.at(l.Number + 1), Text: words.T(ctx, key, figures...)}
}

// options makes the choices of a filter.
func options(values []string, chosen string, say func(string) string) []ui.Option {
	list := make([]ui.Option, 0, len(values))
	for _, v := range values {
		list = append(list, ui.Option{Value: v, Label: say(v), Chosen: v == chosen})
	}
	return list
}

// organisationOptions are the organisations that a list can be narrowed to, by name.
func organisationOptions(all []vigil.Organisation, chosen string) []ui.Option {
	list := make([]ui.Option, 0, len(all))
	for _, o := range all {
		list = append(list, ui.Option{Value: o.Code, Label: o.Name, Chosen: o.Code == chosen})
	}
	return list
}

func statuses(ctx context.Context, all []vigil.Status, chosen string) []ui.Option {
	list := make([]ui.Option, 0, len(all))
	for _, s := range all {
		list = append(list, ui.Option{Value: string(s), Label: statusWord(ctx, s), Chosen: string(s) == chosen})
	}
	return list
}

func modes(ctx context.Context, chosen string) []ui.Option {
	list := make([]ui.Option, 0, len(vigil.Modes))
	for _, m := range vigil.Modes {
		list = append(list, ui.Option{Value: string(m), Label: modeWord(ctx, m), Chosen: string(m) == chosen})
	}
	return list
}
