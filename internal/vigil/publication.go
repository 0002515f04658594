package vigil

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Publication is what the publisher of a benchmark must say in public beside the figures, and what two people checked
// before anything left the house. Without a complete one nothing public is written.
type Publication struct {
	ID          string         `yaml:"publication,required" json:"publication"`
	Edition     string         `yaml:"edition,required" json:"edition"`
	Title       Text           `yaml:"title,required" json:"title"`
	Publisher   string         `yaml:"publisher,required" json:"publisher"`
	Sector      string         `yaml:"sector,required" json:"sector"`
	Form        string         `yaml:"form,required" json:"form"`           // id or id@edition
	Published   string         `yaml:"published,required" json:"published"` // 2006-01-02
	Research    Period         `yaml:"research,required" json:"research"`   // when evidence was looked for
	Scope       Text           `yaml:"scope,required" json:"scope"`         // what is compared and what is not
	Selection   Text           `yaml:"selection,required" json:"selection"` // how companies were chosen
	Limits      Text           `yaml:"limits,required" json:"limits"`       // what the figures cannot show
	Funding     Text           `yaml:"funding,required" json:"funding"`     // who paid
	Conflicts   Text           `yaml:"conflicts,required" json:"conflicts"` // of interest; "none" is a statement too
	Contact     string         `yaml:"contact,required" json:"contact"`     // where a correction is asked for: a page or an office
	Licence     Licence        `yaml:"licence,required" json:"licence"`     // of the open data
	Replies     []CompanyReply `yaml:"replies" json:"replies,omitempty"`    // of companies to the draft
	Corrections []Correction   `yaml:"corrections" json:"corrections,omitempty"`
	Checks      []SafetyCheck  `yaml:"checks,required" json:"checks"` // before publishing, by two people; never published
	Digest      string         `yaml:"-" json:"digest,omitempty"`     // SHA-256 of the file as loaded, hex
}

// Ref is the publication's id and edition, as "id@edition".
func (p *Publication) Ref() string { return p.ID + "@" + p.Edition }

// Reply is the reply of a company; its zero value where nothing is recorded.
func (p *Publication) Reply(organisation string) CompanyReply {
	for _, r := range p.Replies {
		if r.Organisation == organisation {
			return r
		}
	}
	return CompanyReply{Organisation: organisation}
}

// Period is a span of days.
type Period struct {
	From  string `yaml:"from,required" json:"from"`
	Until string `yaml:"until,required" json:"until"`
}

// Licence names the terms on which others may use the data.
type Licence struct {
	ID   string `yaml:"id,required" json:"id"` // SPDX, such as CC-BY-4.0
	Link string `yaml:"link,required" json:"link"`
}

// CompanyReply is what a company said about the draft of its scorecard, verbatim.
type CompanyReply struct {
	Organisation string `yaml:"organisation,required" json:"organisation"` // code
	Asked        string `yaml:"asked,required" json:"asked"`               // day on which the draft went out
	Replied      string `yaml:"replied" json:"replied,omitempty"`          // empty: it did not reply
	Text         string `yaml:"text" json:"text,omitempty"`                // verbatim
}

// Correction is one change after publication, for everybody to see.
type Correction struct {
	Date         string `yaml:"date,required" json:"date"`
	Organisation string `yaml:"organisation" json:"organisation,omitempty"` // code; empty: it concerns all
	What         Text   `yaml:"what,required" json:"what"`
	Why          Text   `yaml:"why,required" json:"why"`
}

// SafetyCheck is how one person answered the questions that stand before every publication.
type SafetyCheck struct {
	Person       string `yaml:"person,required" json:"person"`
	Date         string `yaml:"date,required" json:"date"`
	Identifiable string `yaml:"identifiable,required" json:"identifiable"` // could neighbours or guards tell who is meant: no, yes, unsure
	HarmSoon     string `yaml:"harm_soon,required" json:"harm_soon"`       // is harm likely in the next 30 days: no, yes, unsure
	Heard        string `yaml:"heard,required" json:"heard"`               // has the affected side been told and heard: no, yes, unsure
	PauseBetter  string `yaml:"pause_better,required" json:"pause_better"` // is a pause better: no, yes, unsure
	Answers      string `yaml:"answers,required" json:"answers"`           // who answers the phone after publication: a desk, not a name
	Note         string `yaml:"note" json:"note,omitempty"`
}

// SafetyWords are the answers to a question of a safety check. "unsure" means: do not publish.
var SafetyWords = []string{"no", "yes", "unsure"}

// ReplyDays is how many working days a company has to reply to the draft of its scorecard (methodology 4.8).
const ReplyDays = 15

// Checkers is how many different people must have answered the questions before publishing.
const Checkers = 2

// Ready lists what keeps the publication of these organisations from leaving the house: questions that fewer than two people
// answered, an answer that says wait, a company that was not asked for its reply or has days left to give it. Nothing is
// listed when it may go.
func (p *Publication) Ready(organisations []string) Problems {
	var ps Problems
	people := map[string]bool{}
	for i, c := range p.Checks {
		at := func(field string) Place { return Place{Field: fmt.Sprintf("checks[%d].%s", i, field)} }
		people[strings.ToLower(strings.Join(strings.Fields(c.Person), " "))] = true // case and blanks make no second person
		for _, q := range []struct{ field, answer, safe, question string }{
			{"identifiable", c.Identifiable, "no", "could somebody be identified by neighbours or guards"},
			{"harm_soon", c.HarmSoon, "no", "is harm likely in the next 30 days"},
			{"heard", c.Heard, "yes", "has the affected side been told and heard"},
			{"pause_better", c.PauseBetter, "no", "is a pause better"},
		} {
			if q.answer != q.safe {
				ps.Say(at(q.field), Say("%q is the answer to %q", q.answer, q.question), Say("do not publish this part; go on when the answer is %s", q.safe))
			}
		}
		if strings.TrimSpace(c.Answers) == "" {
			ps.Add(at("answers"), "nobody answers the phone after publication", "name the desk that does")
		}
	}
	if len(people) < Checkers {
		ps.Say(Place{Field: "checks"}, Say("%d of %d people answered the questions before publishing", len(people), Checkers), Say("let two different people answer them"))
	}
	asked := make([]string, len(p.Replies))
	for i, r := range p.Replies {
		asked[i] = r.Organisation
	}
	for _, o := range organisations {
		i := slices.Index(asked, o)
		if i < 0 {
			ps.Say(Place{Field: "replies"}, Say("nothing says that %s was asked for its reply", o), Say("send it the draft, wait, and record its reply or that there was none"))
			continue
		}
		if day, err := time.Parse(time.DateOnly, p.Replies[i].Asked); err == nil && p.Replies[i].Replied == "" {
			if until := AddWorkingDays(day, ReplyDays).Format(time.DateOnly); p.Published <= until {
				ps.Say(Place{Field: fmt.Sprintf("replies[%d].asked", i)}, Say("%s was asked on %s and has until %s to reply", o, p.Replies[i].Asked, until), Say("publish after that day: a company has %d working days", ReplyDays))
			}
		}
	}
	return ps
}
