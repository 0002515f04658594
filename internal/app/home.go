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

// NeedKind is why something needs somebody now.
type NeedKind string

// The kinds, in the order in which they are shown.
const (
	NeedReturned    NeedKind = "returned"    // answers came back from review
	NeedHold        NeedKind = "hold"        // the hold of a case for safety is to be looked at again
	NeedReply       NeedKind = "reply"       // the organisation has a term to reply to a cap
	NeedAssigned    NeedKind = "assigned"    // a section was given to this person
	NeedReview      NeedKind = "review"      // an assessment waits for a reviewer
	NeedConfirm     NeedKind = "confirm"     // a cap waits for a second person
	NeedCapReview   NeedKind = "capreview"   // a cap is to be looked at again
	NeedEvidence    NeedKind = "evidence"    // evidence expires or has expired
	NeedUnconfirmed NeedKind = "unconfirmed" // carried over answers wait to be confirmed
)

var needOrder = []NeedKind{NeedReturned, NeedHold, NeedReply, NeedAssigned, NeedReview, NeedConfirm, NeedCapReview, NeedEvidence, NeedUnconfirmed}

// Need is one thing that needs the actor now.
type Need struct {
	Kind         NeedKind
	Organisation vigil.Organisation
	Assessment   vigil.Assessment // zero for what is about an organisation
	Section      string           // assigned: id of a pillar, or "screening"
	Title        vigil.Text       // of the section, or of the rule of a cap
	Count        int              // of answers or references
	Unit         string           // of the first of them
	Question     string           // likewise; empty: none in particular
	Cap          vigil.Cap
	Case         string // code
	Due          string // day; empty: none
	Late         bool
}

// Standing is the latest final score of an organisation, with its story.
type Standing struct {
	Organisation  vigil.Organisation
	Assessment    vigil.Assessment
	Questionnaire *vigil.Questionnaire
	Methodology   *vigil.Methodology
	Card          *vigil.Scorecard
	Movement      *Movement
}

// Home is what somebody sees first.
type Home struct {
	Needs         []Need
	Open          []AssessmentRow // not final, newest change first
	MoreOpen      int             // that are not in Open
	Standings     []Standing      // newest first
	Organisations int             // that the actor has a role for
	Assessments   int
	MayStart      bool // an assessment, somewhere
	MayAdd        bool // an organisation
}

// How much of each the first page shows, and how many days ahead it looks.
const (
	homeOpen     = 8
	homeStanding = 4
	lookAhead    = 30
)

// Home gathers what needs the actor now, the assessments in work and the latest scores. Somebody without any role gets an
// empty one.
func (a *App) Home(ctx context.Context, actor vigil.Actor) (Home, error) {
	h := Home{MayAdd: May(actor.Role, NewOrganisationAction)}
	if actor.Role == "" && len(actor.In) == 0 && strings.TrimSpace(actor.Person) != "" {
		return h, nil
	}
	err := a.read(ctx, actor, HomeAction, func(tx *store.Tx) error {
		g := homeGatherer{app: a, tx: tx, actor: actor, soon: a.now().AddDate(0, 0, lookAhead).Format(day), home: &h}
		return g.gather()
	})
	return h, err
}

type homeGatherer struct {
	app           *App
	tx            *store.Tx
	actor         vigil.Actor
	soon          string
	organisations map[int64]vigil.Organisation
	assessments   map[int64]vigil.Assessment
	home          *Home
}

func (g *homeGatherer) gather() (err error) {
	if g.organisations, err = visible(g.tx, g.actor, HomeAction); err != nil {
		return err
	}
	list, err := assessments(g.tx, g.actor, HomeAction, 0)
	if err != nil {
		return err
	}
	h := g.home
	h.Organisations, h.Assessments = len(g.organisations), len(list)
	g.assessments = map[int64]vigil.Assessment{}
	for _, as := range list {
		g.assessments[as.ID] = as
	}
	for _, o := range g.organisations {
		h.MayStart = h.MayStart || g.may(o.ID, NewAssessmentAction)
	}
	for _, step := range []func([]vigil.Assessment) error{g.open, g.assigned, g.holds, g.caps, g.evidence, g.standings} {
		if err := step(list); err != nil {
			return err
		}
	}
	slices.SortStableFunc(h.Needs, func(x, y Need) int {
		late := func(n Need) int {
			if n.Late {
				return 0
			}
			return 1
		}
		return cmp.Or(late(x)-late(y), slices.Index(needOrder, x.Kind)-slices.Index(needOrder, y.Kind), strings.Compare(dueOrLast(x.Due), dueOrLast(y.Due)))
	})
	return nil
}

func dueOrLast(due string) string { return cmp.Or(due, "9999") }

func (g *homeGatherer) may(organisation int64, action Action) bool {
	role, err := roleIn(g.tx, g.actor, g.organisations[organisation])
	return err == nil && MayOn(g.actor, role, action)
}

// need adds a thing with its organisation and, from its day, whether it is late.
func (g *homeGatherer) need(n Need, organisation int64) {
	n.Organisation = g.organisations[organisation]
	n.Assessment.ReturnReason = ""
	n.Late = n.Due != "" && n.Due < g.app.today()
	g.home.Needs = append(g.home.Needs, n)
}

// open lists the assessments in work, and what waits in them.
func (g *homeGatherer) open(list []vigil.Assessment) error {
	list = slices.DeleteFunc(slices.Clone(list), func(as vigil.Assessment) bool {
		return as.Status == vigil.Final || as.Status == vigil.Published || as.Status == vigil.Withdrawn
	})
	back := func(as vigil.Assessment) int { // what came back is never among those that are not shown
		if as.Status == vigil.Returned {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(list, func(x, y vigil.Assessment) int { return cmp.Or(back(x)-back(y), y.UpdatedAt.Compare(x.UpdatedAt)) })
	for _, as := range list {
		if (as.Status == vigil.Submitted || as.Status == vigil.InReview) && g.may(as.OrganisationID, ReviewAction) {
			g.need(Need{Kind: NeedReview, Assessment: as}, as.OrganisationID)
		}
	}
	g.home.MoreOpen = max(0, len(list)-homeOpen)
	rows, err := g.app.rows(g.tx, g.actor, list[:min(len(list), homeOpen)])
	g.home.Open = rows
	for _, r := range rows {
		if r.Progress == nil || !May(r.Role, SaveAnswerAction) {
			continue
		}
		if r.Assessment.Status == vigil.Returned {
			g.listed(Need{Kind: NeedReturned, Assessment: r.Assessment, Count: r.Assessment.ReturnedItems}, r, vigil.JumpReturned)
		}
		if n := len(r.Progress.List(vigil.JumpUnconfirmed)); n > 0 {
			g.listed(Need{Kind: NeedUnconfirmed, Assessment: r.Assessment, Count: n}, r, vigil.JumpUnconfirmed)
		}
	}
	return cmp.Or(err, g.beyond(list[len(rows):]))
}

// beyond finds what waits in the assessments in work whose progress is not shown. Where in them is for their own pages to say.
func (g *homeGatherer) beyond(list []vigil.Assessment) error {
	list = slices.DeleteFunc(list, func(as vigil.Assessment) bool {
		return !as.Status.Editable() || !g.may(as.OrganisationID, SaveAnswerAction)
	})
	ids := make([]int64, len(list))
	for i, as := range list {
		ids[i] = as.ID
	}
	unconfirmed, err := g.tx.CountUnconfirmed(ids)
	for _, as := range list {
		if as.Status == vigil.Returned {
			g.need(Need{Kind: NeedReturned, Assessment: as, Count: as.ReturnedItems}, as.OrganisationID)
		}
		if n := unconfirmed[as.ID]; n > 0 {
			g.need(Need{Kind: NeedUnconfirmed, Assessment: as, Count: n}, as.OrganisationID)
		}
	}
	return err
}

// listed adds a thing about a list of answers, with the first of them.
func (g *homeGatherer) listed(n Need, r AssessmentRow, list string) {
	if items := r.Progress.List(list); len(items) > 0 {
		n.Unit, n.Question = items[0].Unit, items[0].Question
	}
	g.need(n, r.Organisation.ID)
}

// assigned lists the sections that were given to this person and are not done.
func (g *homeGatherer) assigned([]vigil.Assessment) error {
	list, err := g.tx.AssignmentsOf(g.actor.Person)
	if err != nil {
		return err
	}
	for _, x := range list {
		as, visible := g.assessments[x.AssessmentID]
		if x.Done() || !visible || !as.Status.Editable() || !g.may(as.OrganisationID, SaveAnswerAction) {
			continue
		}
		n := Need{Kind: NeedAssigned, Assessment: as, Section: x.Section, Due: x.Due}
		if m := g.app.Catalogue.Methodology(as.Methodology); m != nil {
			p, _ := m.Pillar(x.Section)
			n.Title = p.Title
		}
		g.need(n, as.OrganisationID)
	}
	return nil
}

// holds lists the cases whose clock is held, for those who may hold it: each is looked at again every 14 days.
func (g *homeGatherer) holds([]vigil.Assessment) error {
	list, err := g.tx.HeldAllegations()
	for _, al := range list {
		if _, visible := g.organisations[al.OrganisationID]; visible && g.may(al.OrganisationID, HoldAllegationAction) {
			g.need(Need{Kind: NeedHold, Case: al.Code, Due: al.HoldReview}, al.OrganisationID)
		}
	}
	return err
}

// caps lists those that wait for a reply, a second person or another look.
func (g *homeGatherer) caps([]vigil.Assessment) error {
	list, err := g.tx.OpenCaps()
	if err != nil {
		return err
	}
	today := g.app.today()
	for _, c := range list {
		if _, visible := g.organisations[c.OrganisationID]; !visible {
			continue
		}
		rule, _ := g.app.capRule(c.Rule)
		n := Need{Cap: c, Title: rule.Title}
		switch {
		case c.Confirmed == "" && g.may(c.OrganisationID, ConfirmCapAction) && !samePerson(c.ProposedBy, g.actor.Person):
			n.Kind = NeedConfirm
		case c.Confirmed != "" && c.Reply == "" && c.ReplyDue != "" && c.ReplyDue >= today && g.may(c.OrganisationID, ReplyCapAction):
			n.Kind, n.Due = NeedReply, c.ReplyDue
		case c.Confirmed != "" && c.ReviewDue != "" && c.ReviewDue <= g.soon && g.may(c.OrganisationID, LiftCapAction):
			n.Kind, n.Due = NeedCapReview, c.ReviewDue
		default:
			continue
		}
		g.need(n, c.OrganisationID)
	}
	return nil
}

// evidence counts the references that expire, one line for each assessment.
func (g *homeGatherer) evidence([]vigil.Assessment) error {
	list, err := g.tx.EvidenceExpiring(g.soon)
	if err != nil {
		return err
	}
	at := map[int64]*Need{}
	var order []int64
	for _, e := range list {
		as, visible := g.assessments[e.AssessmentID]
		if !visible || !g.may(as.OrganisationID, SaveAnswerAction) {
			continue
		}
		n := at[as.ID]
		if n == nil {
			n = &Need{Kind: NeedEvidence, Assessment: as, Due: e.Expires}
			at[as.ID], order = n, append(order, as.ID)
		}
		n.Count++
		n.Due = min(n.Due, e.Expires)
	}
	for _, id := range order {
		g.need(*at[id], at[id].Assessment.OrganisationID)
	}
	return nil
}

// standings gives the latest final score of each organisation, newest first.
func (g *homeGatherer) standings(list []vigil.Assessment) error {
	latest := map[int64]vigil.Assessment{}
	for _, as := range list {
		if as.Status != vigil.Final && as.Status != vigil.Published || !g.may(as.OrganisationID, ScoreAction) {
			continue
		}
		if before, ok := latest[as.OrganisationID]; !ok || as.Cutoff > before.Cutoff || as.Cutoff == before.Cutoff && finalised(as).After(finalised(before)) {
			latest[as.OrganisationID] = as
		}
	}
	var final []vigil.Assessment
	for _, as := range latest {
		final = append(final, as)
	}
	slices.SortFunc(final, func(x, y vigil.Assessment) int {
		return cmp.Or(finalised(y).Compare(finalised(x)), strings.Compare(x.Code, y.Code))
	})
	for _, as := range final[:min(len(final), homeStanding)] {
		c, err := g.app.loadAny(g.tx, as.Code)
		if vigil.KindOf(err) == vigil.NotFound || vigil.KindOf(err) == vigil.Conflict {
			continue // its edition is not loaded any more
		}
		if err != nil {
			return err
		}
		s := Standing{Organisation: c.organisation, Assessment: as, Questionnaire: c.in.Questionnaire, Methodology: c.in.Methodology}
		s.Card = c.result()
		if s.Movement, err = g.app.movement(g.tx, c, s.Card); err != nil {
			return err
		}
		g.home.Standings = append(g.home.Standings, s)
	}
	return nil
}

func finalised(as vigil.Assessment) time.Time {
	if as.FinalisedAt == nil {
		return time.Time{}
	}
	return *as.FinalisedAt
}
