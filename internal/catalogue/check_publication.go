package catalogue

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"vigil/internal/check"
	"vigil/internal/vigil"
)

// checkPublication looks at what a publication says, not at whether it may go: vigil.Publication.Ready knows that.
func checkPublication(s *source, p *vigil.Publication) {
	s.checkTexts([]string{"en"}, false)
	for _, w := range s.texts {
		for _, text := range w.text {
			s.harmless(w.path, text)
		}
	}
	if p.Sector != "" && !vigil.ValidSector(p.Sector) {
		s.add("sector", fmt.Sprintf("there is no sector %q", p.Sector), "choose "+or(vigil.Sectors))
	}
	s.day("published", p.Published)
	s.day("research.from", p.Research.From)
	s.day("research.until", p.Research.Until)
	s.inOrder("research.until", "the research ends", p.Research.Until, "it begins", p.Research.From)
	s.inOrder("published", "it is published", p.Published, "the research ends", p.Research.Until)
	if u, err := url.Parse(p.Licence.Link); p.Licence.Link != "" && (err != nil || u.Scheme != "https" || u.Host == "") {
		s.add("licence.link", "this is no link to the text of the licence", "write it in full, starting with https://")
	}
	var asked []string
	for i, r := range p.Replies {
		path := fmt.Sprintf("replies[%d]", i)
		if slices.Contains(asked, r.Organisation) {
			s.add(path+".organisation", fmt.Sprintf("the reply of %q is here twice", r.Organisation), "keep the last one, whole")
		}
		asked = append(asked, r.Organisation)
		s.checkReply(path, r)
		s.inOrder("published", "it is published", p.Published, r.Organisation+" was asked for its reply", r.Asked)
		s.inOrder("published", "it is published", p.Published, r.Organisation+" replied", r.Replied)
	}
	for i, c := range p.Corrections {
		path := fmt.Sprintf("corrections[%d]", i)
		s.day(path+".date", c.Date)
		s.inOrder(path+".date", "it was corrected", c.Date, "it was published", p.Published)
	}
	for i, c := range p.Checks {
		path := fmt.Sprintf("checks[%d]", i)
		s.day(path+".date", c.Date)
		s.inOrder("published", "it is published", p.Published, fmt.Sprintf("the questions of checks[%d] were answered", i), c.Date)
		for _, a := range []struct{ field, word string }{{"identifiable", c.Identifiable}, {"harm_soon", c.HarmSoon}, {"heard", c.Heard}, {"pause_better", c.PauseBetter}} {
			s.among(path+"."+a.field, "answer", a.word, vigil.SafetyWords)
		}
		s.harmless(path+".note", c.Note)
	}
}

func (s *source) checkReply(path string, r vigil.CompanyReply) {
	s.day(path+".asked", r.Asked)
	s.day(path+".replied", r.Replied)
	s.inOrder(path+".replied", "it replied", r.Replied, "it was asked", r.Asked)
	s.harmless(path+".text", r.Text)
	switch {
	case r.Replied != "" && strings.TrimSpace(r.Text) == "":
		s.add(path+".replied", "it replied, and its words are missing", "copy the reply as it came, or take the day out if there was none")
	case r.Replied == "" && r.Text != "":
		s.add(path+".text", "there is a reply without its day", "add replied:, the day on which it came")
	}
}

// day notes what is no day; an empty one passes, since a missing field has its own problem.
func (s *source) day(path, value string) {
	if value != "" && !isDay(value) {
		s.add(path, fmt.Sprintf("%q is no day", value), "write it like 2026-06-30")
	}
}

func isDay(value string) bool {
	_, err := time.Parse(time.DateOnly, value)
	return err == nil
}

// inOrder notes that something stands before what it follows. What is no day has its own problem.
func (s *source) inOrder(path, what, day, after, earlier string) {
	if isDay(day) && isDay(earlier) && day < earlier {
		s.add(path, fmt.Sprintf("%s on %s, before %s on %s", what, day, after, earlier), "correct one of the two days")
	}
}

// harmless notes details about a person in a text that the public will read.
func (s *source) harmless(path, text string) {
	s.problems = append(s.problems, check.Harm(s.at(path), text)...)
}
