package vigil

import "time"

// ReviewQueue is an assessment as a reviewer works through it: every answer in the order of the questionnaire, with what
// it counts and what was said of it.
type ReviewQueue struct {
	Assessment   Assessment
	Organisation Organisation
	Sections     []ReviewSection
	Counts       ReviewCounts
	LastReview   *time.Time // when the person who asks last judged an answer of this assessment
	Open         Problems   // what still keeps it from becoming final
}

// ReviewSection is the screening, or a pillar. That of the screening has the id "screening" and no title.
type ReviewSection struct {
	ID     string
	Title  Text
	Items  []ReviewEntry
	Counts ReviewCounts
}

// ReviewEntry is one answer in the queue.
type ReviewEntry struct {
	Question *Indicator
	Answer   Answer
	Evidence []Evidence
	Score    *ItemScore   // nil for screening questions
	Points   *float64     // what it counts, 0..100; nil: left out
	Review   *ItemReview  // the last verdict, also one that no longer stands; nil: none yet
	Earlier  []ItemReview // those before it, oldest first
	Needed   bool         // must be judged before the assessment becomes final
	Approval bool         // awaits a reviewer's approval
	Against  []Cap        // confirmed caps that say the opposite of a clear answer
	Changed  bool         // since this person last judged an answer here
	NotByYou Authorship   // why this person may not judge it; empty: they may
	Options  []OptionText // what can be chosen, elements of a multi question too; none: anything can be typed
	Multi    bool         // several of the options
}

// Authorship is why somebody may not judge an answer.
type Authorship string

// What keeps a person from judging an answer.
const (
	WroteAnswer Authorship = "answer"     // they wrote it
	WroteOthers Authorship = "assessment" // they wrote other answers of the same self-assessment
)

// Standing gives the verdict that stands; nil: the answer awaits one.
func (e ReviewEntry) Standing() *ItemReview {
	if e.Review == nil || !e.Review.Stands() {
		return nil
	}
	return e.Review
}

// ReviewCounts count answers.
type ReviewCounts struct {
	Answers, Accepted, Adjusted, Returned, Waiting int
	Needed                                         int // of those that wait: must be judged before the end
	Approvals, Against, Changed                    int
}

// Judged is how many answers have a verdict that stands.
func (c ReviewCounts) Judged() int { return c.Accepted + c.Adjusted + c.Returned }

// Add counts one answer.
func (c *ReviewCounts) Add(e ReviewEntry) {
	c.Answers++
	switch r := e.Standing(); {
	case r == nil:
		c.Waiting++
		if e.Needed {
			c.Needed++
		}
	case r.Verdict == VerdictAccepted:
		c.Accepted++
	case r.Verdict == VerdictAdjusted:
		c.Adjusted++
	default:
		c.Returned++
	}
	for _, x := range []struct {
		is bool
		n  *int
	}{{e.Approval, &c.Approvals}, {len(e.Against) > 0, &c.Against}, {e.Changed, &c.Changed}} {
		if x.is {
			*x.n++
		}
	}
}
