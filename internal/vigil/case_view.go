package vigil

// CaseView is an allegation as one person may see it. From the side of the company that it is about (Rated) the text, the
// public source and the reply are there, and nothing internal: no hold, no judgement, no proposal, no name of a reviewer.
type CaseView struct {
	Allegation   Allegation
	Organisation Organisation
	Units        []Unit
	Rated        bool
	Role         Role         // of whoever looks, for the organisation
	Caps         []CapView    // that rest on it, oldest first
	Score        *CaseScore   // what it leaves open, by the newest method, at Day; nil: it does not count
	Alone        *Figure      // points that it would take off if it were the only one
	Together     *Figure      // points that all cases of the organisation take off
	Maximum      float64      // points that cases can take off at most
	Marks        []OptionText // the marks of a response, in the words of the method
	Day          string
}

// CapView is a cap as one person may see it.
type CapView struct {
	Cap          Cap
	Rule         CapRule
	Organisation Organisation
	Case         *Allegation // behind it; nil: none, or not for this person
	Rated        bool
	Role         Role
	InForce      bool
	Proposer     bool // whoever looks proposed it, so somebody else confirms it
}

// CaseFile is what a person may see of the allegations and caps of some organisations.
type CaseFile struct {
	Cases []CaseView
	Caps  []CapView
	Day   string
}
