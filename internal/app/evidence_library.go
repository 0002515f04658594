package app

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// soonDays is how long before its last day evidence is called expiring.
const soonDays = 60

// The ways in which a library can be narrowed by expiry.
const (
	Expired  = "expired"  // the last day is over
	Expiring = "expiring" // it comes within 60 days
	Unused   = "unused"   // no answer rests on it
)

// LibraryFilter narrows a library. Empty fields let everything through.
type LibraryFilter struct {
	Organisation string // code
	Grade        vigil.Grade
	Expiry       string // Expired, Expiring or Unused
	Words        string // each must be in the name of the file, a title, a link, a question or an assessment that rests on it
	Page         int
	All          bool // every document, for a file
}

// Library is all evidence of the organisations that somebody may see.
type Library struct {
	Organisations []vigil.Organisation // to choose from
	Documents     []Document
	At            Paged
	Any           bool // there are documents without a filter
	Today         string
}

// Document is a file, a link or a title with all answers that rest on it.
type Document struct {
	File         vigil.File // ID 0: it is none
	Title        string
	Link         string
	Organisation vigil.Organisation
	Uses         []EvidenceUse // by assessment and question
	Grade        vigil.Grade   // the strongest among the uses
	Expires      string        // the first last day among the uses
	Today        string        // of the page of one document
	order        string        // by which lists are sorted
}

// EvidenceUse is one answer that rests on a document.
type EvidenceUse struct {
	Assessment vigil.Assessment
	Evidence   vigil.Evidence
}

// ExpiresSoon reports whether evidence has its last day within the next 60 days.
func ExpiresSoon(expires, today string) bool {
	from, err := time.Parse(day, today)
	return err == nil && expires >= today && expires <= from.AddDate(0, 0, soonDays).Format(day)
}

// Library gives the evidence of every organisation for which the actor may see it, by title: what was uploaded, and every link
// and title behind an answer, each once per organisation with all its uses.
func (a *App) Library(ctx context.Context, actor vigil.Actor, f LibraryFilter) (Library, error) {
	out := Library{Today: a.today()}
	err := a.read(ctx, actor, LibraryAction, func(tx *store.Tx) error {
		seen, err := scope(tx, actor, LibraryAction)
		if err != nil {
			return err
		}
		if out.Organisations, _, err = tx.FindOrganisations(seen, store.OrganisationFilter{}, store.Page{}); err != nil {
			return err
		}
		if f.Organisation != "" {
			i := slices.IndexFunc(out.Organisations, func(o vigil.Organisation) bool { return o.Code == f.Organisation })
			if i < 0 {
				return absent("organisation", f.Organisation)
			}
			seen = ofOrganisation(actor, out.Organisations[i])
		}
		list, err := documents(tx, seen)
		if err != nil {
			return err
		}
		out.Any = len(list) > 0 || f.Organisation != ""
		list = slices.DeleteFunc(list, func(d *Document) bool { return !f.lets(d, out.Today) })
		list, out.At = paged(list, Filter{Page: f.Page, All: f.All}.page())
		if f.All {
			err = whole(tx, list)
		}
		out.Documents = values(list)
		return err
	})
	return out, err
}

// lets reports whether a document is among those that were asked for.
func (f LibraryFilter) lets(d *Document, today string) bool {
	switch f.Expiry {
	case Expired:
		if d.Expires == "" || d.Expires >= today {
			return false
		}
	case Expiring:
		if !ExpiresSoon(d.Expires, today) {
			return false
		}
	case Unused:
		if len(d.Uses) > 0 {
			return false
		}
	}
	if f.Grade != "" && d.Grade != f.Grade {
		return false
	}
	if f.Words == "" {
		return true
	}
	texts := []string{d.File.Name, d.Title, d.Link}
	for _, u := range d.Uses {
		texts = append(texts, u.Evidence.Title, u.Evidence.Link, u.Evidence.Question, u.Assessment.Code)
	}
	return everyWord(f.Words, texts...)
}

// documents gathers the evidence in a scope by what it is, and orders it by title. What stands in single references alone (page,
// quote, date of effect) is not read: see whole. Titles and links are narrowed and ordered here and not by the database, from
// which people's words may be kept sealed.
func documents(tx *store.Tx, seen store.Scope) ([]*Document, error) {
	g := gathering{place: map[source]int{}, organisations: map[int64]vigil.Organisation{}}
	organisations, _, err := tx.FindOrganisations(seen, store.OrganisationFilter{}, store.Page{})
	for _, o := range organisations {
		g.organisations[o.ID] = o
	}
	if err != nil {
		return nil, err
	}
	assessments, err := tx.AssessmentsIn(seen)
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]vigil.Assessment, len(assessments))
	for _, as := range assessments {
		byID[as.ID] = as
	}
	files, err := tx.FilesIn(seen)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		g.at(source{f.OrganisationID, "file", f.Hash}, f.Name, "").File = f
	}
	references, err := tx.References(seen)
	if err != nil {
		return nil, err
	}
	for _, e := range references {
		g.use(byID[e.AssessmentID], e)
	}
	slices.SortStableFunc(g.list, func(x, y *Document) int { return cmp.Compare(x.order, y.order) })
	return g.list, nil
}

// source is what makes two references the same document: a file, a link, or a title alone, of one organisation.
type source struct {
	organisation int64
	kind, what   string
}

func sourceOf(organisation int64, e vigil.Evidence) source {
	switch {
	case e.File != "":
		return source{organisation, "file", e.File}
	case e.Link != "":
		return source{organisation, "link", e.Link}
	}
	return source{organisation, "title", e.Title}
}

// gathering puts references to the same document together.
type gathering struct {
	list          []*Document
	place         map[source]int
	organisations map[int64]vigil.Organisation
}

// at gives the document of a source, a new one where there is none yet.
func (g *gathering) at(s source, title, link string) *Document {
	i, known := g.place[s]
	if !known {
		i, g.place[s] = len(g.list), len(g.list)
		g.list = append(g.list, &Document{Title: title, Link: link, Organisation: g.organisations[s.organisation], order: strings.ToLower(title)})
	}
	return g.list[i]
}

// use adds a reference to its document.
func (g *gathering) use(as vigil.Assessment, e vigil.Evidence) {
	d := g.at(sourceOf(as.OrganisationID, e), e.Title, e.Link)
	d.Uses = append(d.Uses, EvidenceUse{as, e})
	if d.Grade == "" || e.Grade.Rank() > d.Grade.Rank() {
		d.Grade = e.Grade
	}
	if e.Expires != "" && (d.Expires == "" || e.Expires < d.Expires) {
		d.Expires = e.Expires
	}
}

// values gives the documents of a page.
func values(list []*Document) []Document {
	out := make([]Document, 0, len(list))
	for _, d := range list {
		out = append(out, *d)
	}
	return out
}

// whole reads the references of documents whole.
func whole(tx *store.Tx, list []*Document) error {
	var uses []*EvidenceUse
	var ids []int64
	for i := range list {
		for j := range list[i].Uses {
			uses = append(uses, &list[i].Uses[j])
			ids = append(ids, list[i].Uses[j].Evidence.ID)
		}
	}
	full, err := tx.EvidenceByID(ids)
	for _, u := range uses {
		u.Evidence = full[u.Evidence.ID]
	}
	return err
}

// ofOrganisation is what a list of one organisation may hold for whoever may see that organisation.
func ofOrganisation(actor vigil.Actor, org vigil.Organisation) store.Scope {
	return store.Scope{Organisations: []int64{org.ID}, Withdrawn: seesWithdrawn(actor)}
}

// FileCodes gives the codes of an organisation's files by their hashes, for pages that show the references of an assessment.
func (a *App) FileCodes(ctx context.Context, actor vigil.Actor, code string) (map[string]string, error) {
	codes := map[string]string{}
	err := a.read(ctx, actor, AnswersAction, func(tx *store.Tx) error {
		_, org, err := assessment(tx, actor, AnswersAction, code)
		if err != nil {
			return err
		}
		list, err := tx.Files(org.ID)
		for _, f := range list {
			codes[f.Hash] = f.Code
		}
		return err
	})
	return codes, err
}

// Document gives one file with all answers that rest on it.
func (a *App) Document(ctx context.Context, actor vigil.Actor, file string) (Document, error) {
	var d Document
	err := a.read(ctx, actor, ShowFileAction, func(tx *store.Tx) error {
		f, org, err := a.fileFor(tx, actor, ShowFileAction, file)
		if err != nil {
			return err
		}
		d = Document{File: f, Title: f.Name, Organisation: org}
		if actor.Grant != nil { // whoever came by a link sees no other answers
			return nil
		}
		list, err := documents(tx, ofOrganisation(actor, org))
		if i := slices.IndexFunc(list, func(x *Document) bool { return x.File.ID == f.ID }); i >= 0 {
			d = *list[i]
		}
		if err != nil {
			return err
		}
		return whole(tx, []*Document{&d})
	})
	d.Today = a.today()
	return d, err
}

// Reusable gives a page of what an answer of an assessment can rest on besides what is new: the files, links and titles of its
// organisation, by title. Whoever came by a link is shown none.
func (a *App) Reusable(ctx context.Context, actor vigil.Actor, code string, f LibraryFilter) (Library, error) {
	out := Library{Today: a.today()}
	err := a.read(ctx, actor, AddEvidenceAction, func(tx *store.Tx) error {
		_, org, err := assessment(tx, actor, AddEvidenceAction, code)
		if err != nil || actor.Grant != nil {
			return err
		}
		list, err := documents(tx, ofOrganisation(actor, org))
		out.Any = len(list) > 0
		list = slices.DeleteFunc(list, func(d *Document) bool { return !f.lets(d, out.Today) })
		list, out.At = paged(list, Filter{Page: f.Page, All: f.All}.page())
		out.Documents = values(list)
		return err
	})
	return out, err
}
