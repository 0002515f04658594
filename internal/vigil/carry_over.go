package vigil

// CarryOver says what became of each answer when an assessment was made from an earlier one. Carried answers count in the
// draft and are confirmed one by one before it is submitted.
type CarryOver struct {
	From     string          `json:"from"`     // code of the assessment before
	Form     string          `json:"form"`     // its questionnaire, as id@edition
	Carried  int             `json:"carried"`  // answers
	Evidence int             `json:"evidence"` // references that came with them
	Changed  []CarriedAnswer `json:"changed"`  // carried, though the question reads otherwise now
	Dropped  []CarriedAnswer `json:"dropped"`  // not carried
	New      []string        `json:"new"`      // ids of questions that the form before did not have
	Expired  []CarriedAnswer `json:"expired"`  // carried, with evidence whose last day is over
}

// CarriedAnswer names one answer, and why it is named.
type CarriedAnswer struct {
	Unit     string   `json:"unit,omitempty"`
	Question string   `json:"question"`
	Why      CarryWhy `json:"why"`
	By       string   `json:"by,omitempty"` // the question that took the place of a retired one
}

// CarryWhy is why an answer is named in a carry-over.
type CarryWhy string

// The reasons.
const (
	CarryRetired  CarryWhy = "retired"  // the question was retired
	CarryNotAsked CarryWhy = "notasked" // the new form does not ask it
	CarryScale    CarryWhy = "scale"    // it is answered in another way now
	CarryWording  CarryWhy = "wording"  // it, its levels or what proves it read otherwise
	CarryUnit     CarryWhy = "unit"     // the unit is no longer there
	CarryExpired  CarryWhy = "expired"  // its evidence has expired
	CarryHarm     CarryWhy = "harm"     // its text may lead to a person, so it was not copied
)
