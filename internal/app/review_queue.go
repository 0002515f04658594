package app

import (
	"context"
	"time"

	"vigil/internal/question"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// reviewCase is an assessment with everything that was said of its answers, as one person sees it.
type reviewCase struct {
	*scoringCase
	card  *vigil.Scorecard
	queue vigil.ReviewQueue
	at    map[slot]*vigil.ReviewEntry
	now   time.Time
}

// ReviewQueue gives every answer of an assessment with its evidence, what it counts, and what reviewers said of it: those
// that await an approval, that a confirmed cap contradicts, and that changed since the person last looked are marked. It
// can be looked at in any status; verdicts are given in review alone.
func (a *App) ReviewQueue(ctx context.Context, actor vigil.Actor, code string) (vigil.ReviewQueue, error) {
	var queue vigil.ReviewQueue
	err := a.readNoted(ctx, actor, ReviewQueueAction, func(tx *store.Tx) (done, error) {
		c, err := a.reviewed(tx, actor, ReviewQueueAction, code)
		if err != nil {
			return done{}, err
		}
		queue = c.queue
		return withheldSeen(code, withheldIn(c.in.Answers)), nil
	})
	return queue, err
}

// withheldIn are the questions whose answers are withheld for somebody's safety.
func withheldIn(answers []vigil.Answer) []string {
	var list []string
	for _, x := range answers {
		if x.State == vigil.Withheld {
			list = append(list, x.Question)
		}
	}
	return list
}

// review loads an assessment whose answers are to be judged now. Nobody changes or finalises it meanwhile.
func (a *App) review(tx *store.Tx, actor vigil.Actor, action Action, code string) (*reviewCase, error) {
	as, _, err := assessmentForChange(tx, actor, action, code)
	if err != nil {
		return nil, err
	}
	if as.Status != vigil.InReview {
		return nil, vigil.Errorf(vigil.Conflict, "the assessment %q is %s, and answers are judged in review alone; %s", code, as.Status, toReview[as.Status])
	}
	return a.reviewed(tx, actor, action, code)
}

// toReview says how an assessment comes into review.
var toReview = map[vigil.Status]vigil.Message{
	vigil.Draft:     vigil.Say("wait until it is submitted"),
	vigil.Returned:  vigil.Say("wait until it is submitted again"),
	vigil.Submitted: vigil.Say("take it into review first"),
	vigil.Final:     vigil.Say("reopen it first, with a reason"),
	vigil.Published: vigil.Say("reopen it first, with a reason"),
	vigil.Withdrawn: vigil.Say("it stays as it is"),
}

// reviewed loads an assessment with what was said of its answers.
func (a *App) reviewed(tx *store.Tx, actor vigil.Actor, action Action, code string) (*reviewCase, error) {
	loaded, card, err := a.scored(tx, actor, action, code)
	if err != nil {
		return nil, err
	}
	c := &reviewCase{scoringCase: loaded, card: card, at: map[slot]*vigil.ReviewEntry{}, now: a.now()}
	reviews, err := tx.ItemReviews(c.assessment.ID)
	if err != nil {
		return nil, err
	}
	wrote, err := authorsOf(tx, c.assessment, reviews)
	if err != nil {
		return nil, err
	}
	caps, err := tx.Caps(c.organisation.ID)
	if err != nil {
		return nil, err
	}
	c.queue.Assessment, c.queue.Organisation = c.assessment, c.organisation
	c.sections()
	c.evidenceAndScores()
	c.verdicts(reviews, actor)
	for at, e := range c.at {
		e.NotByYou = wrote.refusal(actor.Person, at)
		e.Approval = awaitsApproval(e.Question, e.Answer)
		e.Against = against(e.Question, e.Answer, caps, a.today())
		e.Changed = c.queue.LastReview != nil && e.Answer.UpdatedAt.After(*c.queue.LastReview) && e.Standing() == nil
	}
	c.count()
	c.queue.Open = c.unsettled()
	return c, nil
}

// sections lays out the answers in the order of the questionnaire, those of units after that of the organisation.
func (c *reviewCase) sections() {
	given := map[string][]vigil.Answer{}
	for _, x := range c.in.Answers {
		given[x.Question] = append(given[x.Question], x)
	}
	add := func(s *vigil.ReviewSection, in *vigil.Indicator) {
		list := given[in.ID]
		if len(list) == 0 {
			return
		}
		scale, _ := c.in.Methodology.ScaleOf(in)
		var options []vigil.OptionText
		for _, o := range question.Options(scale, in) {
			options = append(options, vigil.OptionText{ID: o.ID, Text: o.Text})
		}
		for _, x := range list {
			s.Items = append(s.Items, vigil.ReviewEntry{Question: in, Answer: x, Needed: needsReview(in), Options: options, Multi: scale.Type == "multi"})
		}
	}
	q := c.in.Questionnaire
	screening := vigil.ReviewSection{ID: vigil.SectionScreening}
	for i := range q.Screening {
		add(&screening, &q.Screening[i])
	}
	c.queue.Sections = append(c.queue.Sections, screening)
	at := map[string]int{}
	for i := range q.Pillars {
		at[q.Pillars[i].ID] = len(c.queue.Sections)
		c.queue.Sections = append(c.queue.Sections, vigil.ReviewSection{ID: q.Pillars[i].ID, Title: c.in.Methodology.PillarTitle(q, q.Pillars[i].ID)})
	}
	q.Walk(func(p *vigil.Pillar, in *vigil.Indicator) {
		if in.IsQuestion() {
			add(&c.queue.Sections[at[p.ID]], in)
		}
	})
	for i := range c.queue.Sections {
		for j := range c.queue.Sections[i].Items {
			e := &c.queue.Sections[i].Items[j]
			c.at[slot{e.Answer.Unit, e.Answer.Question}] = e
		}
	}
}

func (c *reviewCase) evidenceAndScores() {
	for _, v := range c.evidence {
		if e := c.at[slot{v.Unit, v.Question}]; e != nil {
			e.Evidence = append(e.Evidence, v)
		}
	}
	for i := range c.card.Nodes {
		n := &c.card.Nodes[i]
		if e := c.at[slot{n.Unit, n.Node}]; e != nil && n.Item != nil {
			e.Score, e.Points = n.Item, n.Value
		}
	}
}

// verdicts puts what was said beside each answer, and finds when this person last said something.
func (c *reviewCase) verdicts(reviews []vigil.ItemReview, actor vigil.Actor) {
	for _, r := range reviews {
		if samePerson(r.Person, actor.Person) {
			c.queue.LastReview = &r.Time
		}
		e := c.at[slot{r.Unit, r.Question}]
		if e == nil {
			continue // the answer was taken back
		}
		if e.Review != nil {
			e.Earlier = append(e.Earlier, *e.Review)
		}
		e.Review = &r
	}
}

func (c *reviewCase) count() {
	for i := range c.queue.Sections {
		s := &c.queue.Sections[i]
		for _, e := range s.Items {
			s.Counts.Add(e)
			c.queue.Counts.Add(e)
		}
	}
}

// entry finds an answer in the queue.
func (c *reviewCase) entry(at slot) (*vigil.ReviewEntry, error) {
	if e := c.at[at]; e != nil {
		return e, nil
	}
	return nil, vigil.Errorf(vigil.NotFound, "the question %q has no answer yet, so there is nothing to judge", slotWords(at))
}

// awaitsApproval reports whether an answer counts only once a reviewer approved it.
func awaitsApproval(in *vigil.Indicator, x vigil.Answer) bool {
	if x.Approved() {
		return false
	}
	return x.State == vigil.Withheld || x.State == vigil.Answered && x.Value == "no" && in.NoCountsWith == "approval"
}

// against gives the caps in force that say the opposite of a clear answer.
func against(in *vigil.Indicator, x vigil.Answer, caps []vigil.Cap, today string) []vigil.Cap {
	if x.State != vigil.Answered || x.Value != "clear" || in.Critical == "" {
		return nil
	}
	var list []vigil.Cap
	for _, k := range caps {
		if k.Rule == in.Critical && k.InForce(today) && (x.Unit == "" || k.Project == "" || k.Project == x.Unit) {
			list = append(list, k)
		}
	}
	return list
}
