package app

import (
	"bytes"
	"context"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"vigil/internal/benchmark"
	"vigil/internal/publish"
	"vigil/internal/receipt"
	"vigil/internal/report/site"
	"vigil/internal/seal"
	"vigil/internal/spreadsheet"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// Publishing is what the public files of a benchmark are made from.
type Publishing struct {
	Result        *benchmark.Result
	Publication   *vigil.Publication
	Provisions    []vigil.Provision
	Organisations map[string]vigil.Organisation // by code
	Private       []string                      // names that no file may hold, besides those in the publication
	Site          *site.Site
	Key           *seal.Key         // signs the receipts
	Earlier       map[string][]byte // files of the public keys before it, by name
	Now           time.Time
}

// Publish makes every file that everybody may read, by its path: the site, the open data, the scorecards to embed, and a signed
// receipt of each score. All of them pass the gate first. Where it finds anything, no file is given out.
func Publish(p Publishing) (map[string][]byte, error) {
	gate := publish.Gate{Publication: p.Publication, Private: p.names()}
	if p.Publication == nil {
		return nil, publish.Check(nil, gate) // says what is missing
	}
	b := site.Public(site.Source{Result: p.Result, Publication: p.Publication, Provisions: p.Provisions, Organisations: p.Organisations, Language: language, Today: p.Now.UTC().Format(time.DateOnly)})
	gate.Organisations = everybody(b)
	ps := append(p.ready(), publish.Types(publish.Site, b)...)
	ps = append(ps, publish.Values(b, p.Publication.Contact, p.Publication.Publisher)...)
	extras := site.Extras{Receipts: map[string][]byte{}, Key: seal.PublicText(p.Key.Public()), Earlier: p.Earlier}
	for _, place := range p.Result.Places {
		file, wrong := p.receipt(place)
		ps = append(ps, wrong...)
		extras.Receipts[place.Input.Subject.Code] = file
	}
	if len(ps) > 0 {
		return nil, ps
	}
	var book bytes.Buffer
	if err := spreadsheet.WriteReport(&book, site.OpenData(b)); err != nil {
		return nil, err
	}
	extras.Workbook = book.Bytes()
	files, err := p.Site.Files(b, extras)
	if err != nil {
		return nil, err
	}
	if ps := publish.Check(files, gate); len(ps) > 0 {
		return nil, ps
	}
	return files, nil
}

// everybody is who is named, compared or not: that a rating is withdrawn is graver than a low one.
func everybody(b vigil.PublicBenchmark) []string {
	var codes []string
	for _, c := range b.Companies {
		codes = append(codes, c.Code)
	}
	for _, l := range b.LeftOut {
		codes = append(codes, l.Code)
	}
	return codes
}

// receipt makes the receipt of one company.
func (p Publishing) receipt(place benchmark.Place) ([]byte, vigil.Problems) {
	return sign(p.Key, p.Now, receipt.Source{Assessment: place.Assessment, Input: place.Input, Card: place.Card, Evidence: place.Evidence})
}

// sign makes the file of the receipt of one score, by the classes of a receipt.
func sign(key *seal.Key, now time.Time, s receipt.Source) ([]byte, vigil.Problems) {
	s.Made = now.UTC().Truncate(time.Second).Format(time.RFC3339)
	r, ps := receipt.Make(s)
	if len(ps) > 0 {
		return nil, ps
	}
	if ps := append(publish.Types(publish.Receipt, r), publish.Values(r)...); len(ps) > 0 {
		for i := range ps {
			ps[i].What = vigil.Say("of %s %s", s.Input.Subject.Code, ps[i].What)
		}
		return nil, ps
	}
	file, err := r.Sign(key.Public(), key.Sign)
	if err != nil {
		return nil, vigil.Problems{{Place: vigil.Place{Field: s.Assessment}, What: vigil.Say("its receipt cannot be written: %v", err), Do: vigil.Say("report this line")}}
	}
	return file, nil
}

// names are all that are on file in what is published: coders, authors, approvers, those who checked.
func (p Publishing) names() []string {
	all := map[string]bool{}
	for _, n := range p.Private {
		all[n] = true
	}
	if p.Publication != nil {
		for _, c := range p.Publication.Checks {
			all[c.Person] = true
		}
	}
	for _, place := range p.Result.Places {
		for _, list := range append([][]vigil.Answer{place.Input.Answers}, place.Codings...) {
			for _, a := range list {
				all[a.Author], all[a.ApprovedBy] = true, true
			}
		}
		for _, c := range place.Input.Caps {
			all[c.ProposedBy], all[c.ConfirmedBy], all[c.LiftedBy] = true, true, true
		}
	}
	delete(all, "")
	delete(all, unnamed)
	return slices.Sorted(maps.Keys(all))
}

// unnamed is in whose name the command line acts when nobody is named; it is nobody's name.
const unnamed = "local administrator"

// PublishBenchmark is Publish over what is stored, with the names of everybody who ever worked here, and of the coders, kept out,
// signed with the key of this installation. What it makes public has the status published afterwards. deliver writes the files; where
// it fails nothing is published. It may be called again when the store was busy.
func (a *App) PublishBenchmark(ctx context.Context, actor vigil.Actor, result *benchmark.Result, req BenchmarkRequest, s *site.Site, deliver func(files map[string][]byte) error) error {
	return a.write(ctx, actor, PublishAction, func(tx *store.Tx) (done, error) {
		key, err := a.keyring()
		if err != nil {
			return done{}, err
		}
		p := Publishing{Result: result, Publication: req.Publication, Provisions: a.Catalogue.Provisions, Site: s, Key: key, Now: a.now(), Organisations: map[string]vigil.Organisation{}}
		if p.Earlier, err = seal.Earlier(a.Folder); err != nil {
			return done{}, err
		}
		for _, c := range req.Coders {
			p.Private = append(p.Private, c.Name)
		}
		if err := p.onFile(tx); err != nil {
			return done{}, err
		}
		files, err := Publish(p)
		if err != nil {
			return done{}, err
		}
		codes := make([]string, len(result.Places))
		for i, place := range result.Places {
			codes[i] = place.Assessment
			if err := a.becomesPublic(tx, actor, place); err != nil {
				return done{}, err
			}
		}
		return done{"publication:" + req.Publication.Ref(), "key:" + seal.Name(key.Public()) + " assessments " + strings.Join(codes, " ")}, deliver(files)
	})
}

// onFile takes the organisations, and the names of everybody on file, from the store.
func (p *Publishing) onFile(tx *store.Tx) error {
	list, err := tx.Organisations()
	if err != nil {
		return err
	}
	for _, o := range list {
		p.Organisations[o.Code] = o
		members, err := tx.Memberships(o.ID)
		if err != nil {
			return err
		}
		for _, m := range members {
			p.Private = append(p.Private, m.Person)
		}
	}
	entries, err := tx.AuditEntries()
	for _, e := range entries {
		p.Private = append(p.Private, e.Person)
	}
	return err
}

// becomesPublic gives an assessment the status published. It must be as it was when it was compared.
func (a *App) becomesPublic(tx *store.Tx, actor vigil.Actor, place benchmark.Place) error {
	c, err := a.loadAny(tx, place.Assessment)
	if err != nil {
		return err
	}
	if c.frozen == nil || !reflect.DeepEqual(c.in.Answers, place.Input.Answers) || !reflect.DeepEqual(c.in.Allegations, place.Input.Allegations) || !reflect.DeepEqual(c.in.Caps, place.Input.Caps) {
		return vigil.Errorf(vigil.Conflict, "the assessment %q was changed since it was compared; run the benchmark again", place.Assessment)
	}
	if c.assessment.Status == vigil.Published {
		return nil
	}
	step := vigil.StatusChange{AssessmentID: c.assessment.ID, From: c.assessment.Status, To: vigil.Published, Action: string(PublishAction), Person: actor.Person, Time: a.now()}
	c.assessment.Status, c.assessment.UpdatedAt = vigil.Published, a.now()
	if err := tx.SaveAssessment(&c.assessment); err != nil {
		return err
	}
	return tx.AddStatusChange(&step)
}
