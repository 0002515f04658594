package app

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"vigil/internal/catalogue"
	"vigil/internal/report"
	"vigil/internal/scoring"
	"vigil/internal/screening"
	"vigil/internal/spreadsheet"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// ScreenOptions say what to screen and how.
type ScreenOptions struct {
	Portfolio string         // code
	Version   int            // of the portfolio; 0: the last
	Rules     *vigil.RuleSet // nil: those of the run before, or else the default set
	AsOf      string         // what is known by this day counts; empty: today
	Combine   bool           // also a figure over all modes, forms and editions, marked
	Own       string         // code of the investor's own assessment; empty: none
	DryRun    bool           // keep nothing, and say what would change
}

// DefaultRules is the id of the rule set that the program carries.
const DefaultRules = "default"

// Screen runs a screening over a portfolio and keeps it as the next run, with one audit entry. The holdings are matched
// as they are now; of each company the final assessment counts that the rule set takes first. A run of which nothing has
// moved since the last is the last once more, so that a second file of it is not taken for a new run. A dry run keeps
// nothing: it gives the screening under the rules that were named, and on which positions they differ from the rules in
// use.
func (a *App) Screen(ctx context.Context, actor vigil.Actor, o ScreenOptions) (*Screened, error) {
	if err := allow(actor, ScreenAction); err != nil {
		return nil, err
	}
	if o.AsOf == "" {
		o.AsOf = a.today()
	}
	var ps vigil.Problems
	notAfter(&ps, "as-of", o.AsOf, a.today(), vigil.Say("which is today"))
	if err := ps.Err(); err != nil {
		return nil, err
	}
	out := &Screened{}
	err := a.write(ctx, actor, ScreenAction, func(tx *store.Tx) (done, error) {
		s, err := a.prepareScreening(tx, o)
		if err != nil {
			return done{}, err
		}
		result := screening.Screen(s.in)
		*out = Screened{Screening: result, Rules: s.in.Rules, InUse: s.inUse, method: s.in.Method, form: a.anyForm()}
		if s.same {
			result.Number = s.last.Number
		}
		if s.err != nil {
			return done{}, s.err
		}
		if err := s.own(tx, o.Own, result); err != nil {
			return done{}, err
		}
		detail := fmt.Sprintf("run %d version %d rules %s", result.Number, result.PortfolioVersion, result.RuleSet.Ref())
		if o.DryRun {
			now := s.in
			now.Rules, now.Gaps = s.inUse, nil
			out.Differences = screening.Compare(screening.Screen(now), result)
			result.Number = 0
			return done{"portfolio:" + o.Portfolio, "dry " + detail}, nil
		}
		if s.same {
			return done{"portfolio:" + o.Portfolio, "again " + detail}, nil
		}
		return done{"portfolio:" + o.Portfolio, detail}, s.keep(tx, actor, result)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Screened is a screening with what its files are made from.
type Screened struct {
	Screening   *vigil.Screening
	Differences []vigil.OutcomeChange // a dry run: on which positions the rules differ from those in use
	Rules       *vigil.RuleSet
	InUse       *vigil.RuleSet // a dry run is compared with these
	method      *vigil.Methodology
	form        *vigil.Questionnaire
}

// Anonymise takes names, identifiers and free text out of everything that is made from it.
func (s *Screened) Anonymise() {
	s.Screening = screening.Anonymise(s.Screening)
	s.Differences, s.Rules = nil, nil
}

// Brief is the report for the committee. Every lists all positions; a brief to be read has the heaviest.
func (s *Screened) Brief(every bool) vigil.Report {
	return report.Portfolio(report.PortfolioInput{Screening: s.Screening, Rules: s.Rules, Methodology: s.method, Questionnaire: s.form, Every: every, Language: language})
}

// Committee is the workbook for the committee, with every position and formulas over them.
func (s *Screened) Committee() spreadsheet.Committee {
	return spreadsheet.Committee{Screening: s.Screening, Rules: s.Rules, Methodology: s.method, Form: s.form, Language: language}
}

// Letter is the letter to one of the companies that are asked something, as a template words it.
func (s *Screened) Letter(t *report.LetterTemplate, asks vigil.CompanyAsks) (vigil.Report, error) {
	return t.Letter(report.LetterInput{Asks: asks, Screening: s.Screening, Methodology: s.method, Language: language})
}

// anyForm gives a form whose screening questions name the sectors; nil where none is loaded.
func (a *App) anyForm() *vigil.Questionnaire {
	for _, q := range a.Catalogue.Questionnaires {
		for _, x := range q.Screening {
			if len(x.Elements) > 0 {
				return q
			}
		}
	}
	return nil
}

// screeningCase is a screening in preparation.
type screeningCase struct {
	app   *App
	in    screening.Input
	inUse *vigil.RuleSet  // of the run before, or the default set
	last  store.Screening // the last run on file; number 0: there is none
	same  bool            // this is the last run once more
	// digest is of all that the run depends on
	digest string
	err    error // of loading gaps, which a pure function cannot pass on
}

// prepareScreening loads everything that a screening depends on.
func (a *App) prepareScreening(tx *store.Tx, o ScreenOptions) (*screeningCase, error) {
	p, err := tx.Portfolio(o.Portfolio, o.Version)
	if err != nil {
		return nil, err
	}
	s := &screeningCase{app: a, in: screening.Input{Portfolio: p, Today: o.AsOf, Combine: o.Combine, Language: language}}
	if err := s.previous(tx, o); err != nil {
		return nil, err
	}
	if err := s.rules(tx, o.Rules); err != nil {
		return nil, err
	}
	if s.in.Holdings, err = a.matchedHoldings(tx, p); err != nil {
		return nil, err
	}
	if err := s.companies(tx); err != nil {
		return nil, err
	}
	if err := s.again(tx, o); err != nil {
		return nil, err
	}
	if err := s.rescore(tx); err != nil {
		return nil, err
	}
	s.in.Gaps = func(organisation string) *vigil.GapList {
		c := s.in.Companies[organisation]
		if c == nil || c.Assessment == "" || s.err != nil {
			return nil
		}
		full, err := a.loadAny(tx, c.Assessment)
		if err != nil {
			s.err = err
			return nil
		}
		return scoring.Gaps(full.in, o.AsOf)
	}
	s.in.Item = func(organisation, question string) *vigil.Indicator {
		c := s.in.Companies[organisation]
		if c == nil || c.Card == nil {
			return nil
		}
		q, _, err := a.Catalogue.Questionnaire(c.Card.Questionnaire)
		if err != nil {
			return nil
		}
		return q.Question(question)
	}
	return s, nil
}

// previous loads the last run that was kept. A run that is kept never lies before it.
func (s *screeningCase) previous(tx *store.Tx, o ScreenOptions) error {
	last, err := tx.Screening(o.Portfolio, 0)
	if vigil.KindOf(err) == vigil.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	if last.Day > o.AsOf {
		if o.DryRun {
			return nil // seen from that day there was no run before
		}
		return vigil.Errorf(vigil.Conflict, "run %d over %s was made as of %s, and a run that is kept must not lie before it; give a later --as-of, or look with --dry-run", last.Number, o.Portfolio, last.Day)
	}
	s.last = last
	s.in.Previous, err = unpackScreening(last.Document)
	return err
}

// again finds out whether this is the last run once more, and then compares it with the one before that.
func (s *screeningCase) again(tx *store.Tx, o ScreenOptions) error {
	document, err := json.Marshal(struct {
		Version   int64
		Today     string
		Combine   bool
		Own       string
		Rules     string
		Holdings  []vigil.Holding
		Companies map[string]*screening.Company
	}{s.in.Portfolio.ID, s.in.Today, o.Combine, o.Own, s.in.Rules.Ref() + " " + s.in.Rules.Digest, s.in.Holdings, withoutMethods(s.in.Companies)})
	if err != nil {
		return err
	}
	sum := sha256.Sum256(document)
	s.digest = hex.EncodeToString(sum[:])
	if s.same = !o.DryRun && s.last.Number > 0 && s.last.Digest == s.digest; !s.same {
		return nil
	}
	if s.last.Number == 1 {
		s.in.Previous = nil
		return nil
	}
	before, err := tx.Screening(o.Portfolio, s.last.Number-1)
	if err != nil {
		return err
	}
	s.in.Previous, err = unpackScreening(before.Document)
	return err
}

// withoutMethods leaves the methods out of the companies: their cards name them by id, edition and digest.
func withoutMethods(companies map[string]*screening.Company) map[string]*screening.Company {
	out := make(map[string]*screening.Company, len(companies))
	for code, c := range companies {
		bare := *c
		bare.Method, bare.Rescored = nil, nil
		out[code] = &bare
	}
	return out
}

// rules settles the rule set, and the one that is in use.
func (s *screeningCase) rules(tx *store.Tx, named *vigil.RuleSet) error {
	ref := DefaultRules
	if s.in.Previous != nil {
		ref = s.in.Previous.RuleSet.Ref()
	}
	var err error
	if s.inUse, s.in.Method, err = s.app.Catalogue.RuleSet(ref); vigil.KindOf(err) == vigil.NotFound && s.in.Previous != nil {
		s.inUse, s.in.Method, err = s.app.keptRules(tx, ref)
	}
	if err != nil {
		return err
	}
	s.in.Rules = s.inUse
	if named == nil {
		return nil
	}
	s.in.Rules = named
	if s.in.Method = s.app.Catalogue.NewestMethodology(named.Methodology); s.in.Method == nil {
		return vigil.Errorf(vigil.NotFound, "the rule set %s needs the methodology %s, which is not loaded", named.Ref(), named.Methodology)
	}
	return nil
}

// keptRules gives a rule set as it was when a run used it.
func (a *App) keptRules(tx *store.Tx, ref string) (*vigil.RuleSet, *vigil.Methodology, error) {
	_, document, err := tx.Edition(rulesEdition + ref)
	if err != nil {
		return nil, nil, err
	}
	r := new(vigil.RuleSet)
	if err := json.Unmarshal(document, r); err != nil {
		return nil, nil, err
	}
	m := a.Catalogue.NewestMethodology(r.Methodology)
	if m == nil {
		return nil, nil, vigil.Errorf(vigil.NotFound, "the rule set %s needs the methodology %s, which is not loaded", ref, r.Methodology)
	}
	return r, m, catalogue.CompileRules(r, m).Err()
}

// rulesEdition keeps the names of rule sets and those of questionnaires apart.
const rulesEdition = "rules/"

// keep puts the run on file, with the rule set as it was.
func (s *screeningCase) keep(tx *store.Tx, actor vigil.Actor, result *vigil.Screening) error {
	document, err := json.Marshal(s.in.Rules)
	if err != nil {
		return err
	}
	ref := s.in.Rules.Ref()
	if err := tx.PutEdition("rule set", rulesEdition+ref, s.in.Rules.Digest, document); err != nil {
		if vigil.KindOf(err) == vigil.Conflict {
			return vigil.Errorf(vigil.Conflict, "the rule set %s was changed after a run used it, and an edition stays as it is; give the changed one a new edition, or look with --dry-run", ref)
		}
		return err
	}
	packed, err := packScreening(result)
	if err != nil {
		return err
	}
	return tx.CreateScreening(&store.Screening{Portfolio: s.in.Portfolio.Code, Number: result.Number, PortfolioID: s.in.Portfolio.ID, Day: result.Day,
		RuleSet: ref, Person: actor.Person, Digest: s.digest, Document: packed})
}

// packScreening writes a screening as it is put on file.
func packScreening(s *vigil.Screening) ([]byte, error) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if err := json.NewEncoder(w).Encode(screening.Kept(s)); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func unpackScreening(document []byte) (*vigil.Screening, error) {
	r, err := gzip.NewReader(bytes.NewReader(document))
	if err != nil {
		return nil, fmt.Errorf("the run on file is damaged: %w", err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("the run on file is damaged: %w", err)
	}
	s := new(vigil.Screening)
	return s, json.Unmarshal(text, s)
}

// Screenings lists the runs over a portfolio that were kept, oldest first.
func (a *App) Screenings(ctx context.Context, actor vigil.Actor, portfolio string) ([]vigil.ScreeningRun, error) {
	var list []vigil.ScreeningRun
	err := a.read(ctx, actor, ListScreeningsAction, func(tx *store.Tx) error {
		if _, err := tx.Portfolio(portfolio, 0); err != nil {
			return err
		}
		rows, err := tx.Screenings(portfolio)
		for _, r := range rows {
			list = append(list, vigil.ScreeningRun{Number: r.Number, Day: r.Day, RuleSet: r.RuleSet, Person: r.Person, Kept: r.CreatedAt.Format(time.DateOnly)})
		}
		return err
	})
	return list, err
}
