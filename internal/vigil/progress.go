package vigil

// SectionScreening is the section of the screening questions; every other section is a pillar.
const SectionScreening = "screening"

// Progress says how far the answers of an assessment are. What applies is what scoring says applies.
type Progress struct {
	Answered   int
	Applicable int
	Sections   []SectionProgress // screening first, then the pillars
	Items      []ItemProgress    // every question in order, those that do not apply too
}

// SectionProgress is the progress of one pillar, or of the screening.
type SectionProgress struct {
	ID         string
	Title      Text // empty for the screening
	Answered   int
	Applicable int
}

// ItemProgress is where one question for one unit stands.
type ItemProgress struct {
	Unit        string
	Question    string
	Section     string
	Applies     Truth
	Answered    bool   // an answer is on file, and it is not "not assessed"
	Unconfirmed bool   // copied from an earlier assessment
	Returned    string // why the reviewer gave it back; empty: was not
	Flags       []Flag
	Conflict    Message // what on file contradicts one another; empty: nothing
}

// Flag is a reason to look at an answer again.
type Flag string

// The flags.
const (
	FlagHarm     Flag = "harm"     // a text may lead to a person
	FlagSearch   Flag = "search"   // counts only with a search log, which is not complete
	FlagProof    Flag = "proof"    // a screening answer that takes questions away lacks what it needs for that
	FlagEvidence Flag = "evidence" // the evidence carries less than the answer claims
	FlagApproval Flag = "approval" // withheld for safety, and no reviewer approved it
)

// The lists that a person can jump through.
const (
	JumpUnanswered  = "unanswered"
	JumpReturned    = "returned"
	JumpFlagged     = "flagged"
	JumpConflicting = "conflicting"
	JumpUnconfirmed = "unconfirmed"
)

// Jumps lists them in the order in which they are shown.
var Jumps = []string{JumpUnanswered, JumpReturned, JumpFlagged, JumpConflicting, JumpUnconfirmed}

// In reports whether the item stands in one of the lists.
func (i ItemProgress) In(jump string) bool {
	switch jump {
	case JumpUnanswered:
		return i.Applies != False && !i.Answered
	case JumpReturned:
		return i.Returned != ""
	case JumpFlagged:
		return len(i.Flags) > 0
	case JumpConflicting:
		return !i.Conflict.Empty()
	case JumpUnconfirmed:
		return i.Unconfirmed
	}
	return false
}

// List gives the items of one of the lists, in order.
func (p Progress) List(jump string) []ItemProgress {
	var list []ItemProgress
	for _, i := range p.Items {
		if i.In(jump) {
			list = append(list, i)
		}
	}
	return list
}
