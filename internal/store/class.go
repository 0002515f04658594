package store

import "vigil/internal/vigil"

// nouns are all that has a table.
var nouns = []any{
	&vigil.Organisation{}, &vigil.Unit{}, &vigil.Membership{}, &edition{}, &vigil.Assessment{}, &vigil.Answer{}, &Change{},
	&packedAnswers{}, &Export{}, &vigil.Evidence{}, &vigil.Allegation{}, &vigil.Cap{}, &scorecard{}, &vigil.AuditEntry{},
	&vigil.Portfolio{}, &vigil.Holding{}, &vigil.AcceptedMatch{}, &Screening{}, &vigil.ItemReview{}, &vigil.StatusChange{},
	&vigil.Assignment{}, &vigil.Comment{}, &HeldImport{}, &carryOver{},
	&vigil.Person{}, &vigil.RecoveryCode{}, &vigil.Link{}, &vigil.Session{}, &vigil.Throttle{},
	&vigil.File{}, &sealMark{},
}

// class says what somebody who has the database, and not the keys, can read in a column of text. Every such column has
// one; a test finds a column without.
type class struct{ kind, why string }

// The classes that need no reason of their own.
var (
	sealed   = class{"sealed", ""}                                                                  // what people write, and what could tell who or where somebody is; the noun says so too, by its tag
	findable = class{"key", "rows are found by it"}                                                 // an id, a code, a hash
	word     = class{"word", "one of the words that the program knows, a number or a date"}         // a state, a grade, a kind
	login    = class{"key", "names a person in roles and in the audit log, which is never changed"} // it should be no name
	company  = class{"open", "what registers and exchanges, or it itself, say of a company"}
	line     = class{"open", "a line of an investor's list of companies"}
)

// open: a text in the open, with the reason.
func open(why string) class { return class{"open", why} }

// elsewhere: sealed by the package app, bound to a place of its own.
func elsewhere(why string) class { return class{"elsewhere", why} }

// classes are the columns of text by table. What is not text (ids, numbers, marks, times) needs no class.
var classes = map[string]map[string]class{
	"organisations": {
		"code": findable, "parent": findable, "name": company, "type": company, "country": company, "sector": word, "sectors": word, "lei": company,
		"isins": company, "ticker": company, "exchange": company, "predecessors": company,
	},
	"units": {
		"code": findable, "parent": findable, "name": sealed, "kind": company,
		"country": open("where a company works, as it says itself"), "weight": word,
	},
	"memberships": {"person": login, "role": word},
	"editions":    {"ref": findable, "kind": word, "digest": findable, "document": open("a published questionnaire or method")},
	"assessments": {
		"code": findable, "questionnaire": findable, "methodology": findable, "mode": word, "purpose": sealed, "period": sealed, "cutoff": word,
		"status": word, "return_reason": sealed,
	},
	"answers": {
		"unit": findable, "question": findable, "value": sealed, "state": word, "grade": word, "date": word, "note": sealed, "search_date": word,
		"search_sources": sealed, "search_languages": sealed, "search_terms": sealed, "approved_by": login, "author": login,
	},
	"answer_history": {
		"unit": findable, "question": findable, "action": word, "value": sealed, "state": word, "grade": word, "date": word, "approved_by": login,
		"author": login, "hash": findable, "salt": sealed, "content": sealed,
	},
	"packed_answers": {"packed": sealed},
	"evidence": {
		"unit": findable, "question": findable, "title": sealed, "link": sealed, "grade": word, "date": word, "page": sealed, "quote": sealed,
		"file": findable, "expires": word,
	},
	"allegations": {
		"code": findable, "country": sealed, "quarter": word, "harm": sealed, "sector": word, "project": findable, "summary": sealed, "source": sealed,
		"credibility": word, "link": word, "opened": word, "reply": sealed, "reply_date": word, "hold_from": word, "hold_review": word,
		"hold_reason": sealed, "withdrawn": word, "withdraw_reason": sealed,
	},
	"caps": {
		"rule": findable, "project": findable, "grade": word, "reason": sealed, "opened": word, "proposed_by": login, "confirmed_by": login,
		"confirmed": word, "reply_due": word, "reply": sealed, "review_due": word, "lifted": word, "lifted_by": login, "lift_reason": sealed,
	},
	"scorecards": {"document": sealed},
	"exports": {
		"code": findable, "person": login, "salt": sealed, "base": open("hashes of cells, which say nothing without their salt, and that is sealed"),
	},
	"carry_overs":   {"document": open("ids of questions and units, and words for what became of them")},
	"audit_entries": {"person": login, "role": word, "action": word, "subject": findable, "detail": open("codes only; a chain of hashes runs over it"), "previous": findable, "hash": findable},
	"portfolios": {
		"code": findable, "name": line, "as_of": word, "currency": word, "file": sealed, "digest": findable,
		"notes": open("what the program said of the file as a whole"), "person": login,
	},
	"holdings": {
		"name": line, "lei": line, "isin": line, "ticker": line, "exchange": line, "country": line, "sector": line, "kind": word, "currency": word,
	},
	"accepted_matches": {
		"portfolio": findable, "name": line, "lei": line, "isin": line, "ticker": line, "exchange": line, "accepted_by": login, "withdrawn_by": login,
	},
	"screenings": {"portfolio": findable, "day": word, "rule_set": findable, "person": login, "digest": findable, "document": sealed},
	"people": {
		"login": login, "name": sealed, "email": sealed, "role": word, "language": word, "theme": word, "status": word,
		"password": open("a salted hash that is slow to guess"), "totp": elsewhere("opened only to check a code"), "totp_new": elsewhere("opened only to check a code"),
	},
	"recovery_codes": {"hash": findable},
	"links":          {"hash": findable, "purpose": word, "sections": findable, "name": sealed, "language": word, "created_by": login, "respondent": sealed},
	"sessions":       {"hash": findable, "step": word, "browser": open("the kind of browser, so that people know their own sessions; it goes with the session")},
	"throttles":      {"bucket": findable},
	"assignments":    {"section": findable, "person": login, "assigned_by": login, "due": word},
	"comments":       {"unit": findable, "question": findable, "text": sealed, "author": login, "resolved_by": login},
	"held_imports":   {"code": findable, "person": login, "document": elsewhere("bound to the person who sent it, and gone within a day"), "result": open("what was stored, as counts")},
	"files": {
		"code": findable, "hash": findable, "name": sealed, "type": word, "clean_hash": findable, "removed": word, "date": word, "person": login,
	},
	"item_reviews": {
		"unit": findable, "question": findable, "verdict": word, "reason": sealed, "person": login, "was_value": sealed, "was_state": word,
		"was_grade": word, "was_author": login,
	},
	"status_changes": {"from_status": word, "to_status": word, "action": word, "person": login, "reason": sealed},
	"seal_marks":     {"mark": open("a sealed text without content, by which the keys are known again")},
}
