package page

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"vigil/internal/vigil"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// EvidencePart is the evidence of one answer as a part of its question.
type EvidencePart struct {
	Frame    ui.Frame
	Rows     []EvidenceRow
	Add      string        // address where more is added; empty: nothing can be
	Form     *EvidenceForm // the form itself, where the question stands alone
	Keyed    string        // begins every id of the question on its page
	Question string
}

// EvidenceRow is one reference.
type EvidenceRow struct {
	Evidence vigil.Evidence
	File     string // address of the page of its file; empty: it has none
	Change   string // address; empty: it cannot be changed
	Remove   string
	Today    string
}

// EvidenceForm is a reference as it is typed.
type EvidenceForm struct {
	Frame    ui.Frame
	Action   string
	Problems []ui.Problem
	Evidence vigil.Evidence
	Seen     vigil.Evidence // as it was when the page was opened; ID 0: it is new
	Unit     string
	Question string
	Of       EvidenceOf // on a page of its own
	Pick     string     // address where a document of the library is chosen; empty: the person sees none
	Picked   ui.Option  // the file that was chosen there; no value: none was
	Room     FileRoom
	Public   bool // the person may say whether it is public
}

// EvidenceOf is the question that evidence is for, with what counts there.
type EvidenceOf struct {
	Trail    []ui.Link // leads back to it
	Question string
	Text     vigil.Text
	URL      string
	Aside    QuestionAside
}

// FileRoom is how much may be uploaded, and how much of it is taken.
type FileRoom struct {
	Of               string // link, assessment or organisation
	Files, MostFiles int
	Size, MostSize   int64
	File             int64 // how large one file may be
}

// said says how much is taken, before somebody tries to send more.
func (r FileRoom) said(ctx context.Context) string {
	if r.Of == "" {
		return ""
	}
	return words.T(ctx, "evidence.room."+r.Of, "Files", words.Count(ctx, r.Files), "MostFiles", words.Count(ctx, r.MostFiles),
		"Size", words.Bytes(ctx, r.Size), "MostSize", words.Bytes(ctx, r.MostSize))
}

// Changing reports whether the form is about a reference that is there.
func (f EvidenceForm) Changing() bool { return f.Seen.ID != 0 }

// takesLink reports whether the reference may be to a link, and takesFile whether a file may come with it.
func (f EvidenceForm) takesLink() bool { return f.Seen.File == "" && f.Picked.Value == "" }

func (f EvidenceForm) takesFile() bool { return !f.Changing() && f.Picked.Value == "" }

func (f EvidenceForm) wrong(field string) string { return wrong(f.Problems, field) }

// GradeOptions are the grades of evidence with what each stands for.
func GradeOptions(ctx context.Context, chosen vigil.Grade) []ui.Option {
	list := make([]ui.Option, 0, len(vigil.Grades))
	for _, g := range vigil.Grades {
		key := "evidence." + strings.ToLower(string(g))
		list = append(list, ui.Option{Value: string(g), Label: GradeName(ctx, g), Hint: words.T(ctx, key+".help"), Chosen: g == chosen})
	}
	return list
}

// GradeName is a grade of evidence with what it stands for.
func GradeName(ctx context.Context, g vigil.Grade) string {
	return string(g) + " · " + words.T(ctx, "evidence."+strings.ToLower(string(g))+".name")
}

// accepts is what the field of a file offers to choose.
func accepts() string { return ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.pptx,.txt,.csv" }

// detail says where in a document the support stands, and from when to when it holds.
func (r EvidenceRow) detail(ctx context.Context) string {
	return strings.Join(evidenceAt(ctx, r.Evidence), " · ")
}

// evidenceDetail says the same of a reference that is read and not worked on, with the words that it quotes.
func evidenceDetail(ctx context.Context, e vigil.Evidence) string {
	parts := evidenceAt(ctx, e)
	if e.Quote != "" {
		parts = append(parts, words.T(ctx, "evidence.quoted", "Quote", e.Quote))
	}
	return strings.Join(parts, " · ")
}

func evidenceAt(ctx context.Context, e vigil.Evidence) []string {
	var parts []string
	if e.Page != "" {
		parts = append(parts, words.T(ctx, "evidence.at_page", "Page", e.Page))
	}
	if e.Date != "" {
		parts = append(parts, words.T(ctx, "evidence.since", "Day", words.Day(ctx, e.Date)))
	}
	if e.Expires != "" {
		parts = append(parts, words.T(ctx, "evidence.until", "Day", words.Day(ctx, e.Expires)))
	}
	return parts
}

// host is whose page a link leads to, so that a reader knows before following it.
func host(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return u.Host
}

// followed is a link that people typed, only where it leads to the web.
func followed(link string) string {
	if u, err := url.Parse(link); err == nil && (u.Scheme == "https" || u.Scheme == "http") {
		return link
	}
	return ""
}

// leadsOutside reports whether a reference is a link that can be followed.
func (p EvidencePart) leadsOutside() bool {
	return slices.ContainsFunc(p.Rows, func(r EvidenceRow) bool { return followed(r.Evidence.Link) != "" })
}

// EvidencePick is where a document that is there already is chosen for an answer. The address of a line is that of the form in
// which it is chosen.
type EvidencePick struct {
	Listing
	Of    EvidenceOf
	Lines []EvidenceLine
	Add   string // address of the empty form
	Today string
}

// FileNew is a file on its way into the library.
type FileNew struct {
	Frame       ui.Frame
	Problems    []ui.Problem
	Assessments []ui.Option // that take files
	Date        string
	Room        FileRoom
}

// Evidences is the library.
type Evidences struct {
	Listing
	Upload        string // address where a file is taken in; empty: the person may not
	Organisations []vigil.Organisation
	Lines         []EvidenceLine
	Today         string
}

func (v Evidences) leadsOutside() bool {
	return slices.ContainsFunc(v.Lines, func(l EvidenceLine) bool { return l.URL == "" && followed(l.Link) != "" })
}

func (v Evidences) codes() []string {
	list := make([]string, 0, len(v.Organisations))
	for _, o := range v.Organisations {
		list = append(list, o.Code)
	}
	return list
}

func (v Evidences) name(code string) string {
	for _, o := range v.Organisations {
		if o.Code == code {
			return o.Name
		}
	}
	return code
}

// EvidenceLine is a document in the library.
type EvidenceLine struct {
	Title        string
	Link         string
	File         vigil.File // ID 0: it is none
	URL          string     // of the page of its file
	Organisation vigil.Organisation
	Grade        vigil.Grade
	Expires      string
	Soon         bool
	Uses         []EvidenceUse
}

// EvidenceUse is an answer that rests on a document.
type EvidenceUse struct {
	URL        string
	Question   string
	Unit       string
	Assessment string
	Evidence   vigil.Evidence
}

// File is the page of one file.
type File struct {
	Line   EvidenceLine
	Copy   string // address of the cleaned copy
	Remove string // address; empty: it cannot be deleted
	Damage string // missing or changed: what is wrong with the copy; empty: nothing
	Today  string
}

func fileKind(ctx context.Context, kind string) string {
	return words.T(ctx, "evidence.type."+vigil.FileEndings[kind])
}

// removals says what the copy leaves out.
func (v File) removals(ctx context.Context) []string {
	var list []string
	for _, w := range strings.Fields(v.Line.File.Removed) {
		list = append(list, words.T(ctx, "evidence.removed."+w))
	}
	return list
}

func (v File) facts(ctx context.Context) []ui.Pair {
	f := v.Line.File
	pairs := []ui.Pair{
		{Name: words.T(ctx, "evidence.kind"), Value: fileKind(ctx, f.Type)},
		{Name: words.T(ctx, "evidence.size"), Value: words.Bytes(ctx, f.Size)},
		{Name: words.T(ctx, "evidence.organisation"), Value: v.Line.Organisation.Name, URL: organisationURL(v.Line.Organisation.Code)},
		{Name: words.T(ctx, "evidence.uploaded"), Value: words.T(ctx, "evidence.by", "Person", f.Person, "Day", words.Date(ctx, f.CreatedAt))},
	}
	if f.Date != "" {
		pairs = append(pairs, ui.Pair{Name: words.T(ctx, "evidence.source_date"), Value: words.Day(ctx, f.Date)})
	}
	return pairs
}

// used is an address with what a question is asked of.
func (u EvidenceUse) label() string { return strings.TrimSpace(u.Question + " " + u.Unit) }
