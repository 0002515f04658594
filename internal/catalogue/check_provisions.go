package catalogue

import (
	"fmt"
	"slices"

	"vigil/internal/vigil"
)

func (l *loading) checkProvisions() {
	for _, file := range l.provisions {
		s := file.src
		s.checkTexts([]string{"en"}, false)
		for i, p := range file.data {
			path := fmt.Sprintf("provisions[%d]", i)
			if _, twice := l.c.Provision(p.ID); twice && p.ID != "" {
				s.add(path+".id", fmt.Sprintf("the provision %q occurs twice", p.ID), "give each its own id; ids are never reused")
			}
			s.among(path+".verb", "verb", p.Verb, []string{"shall", "should", "shall/should"})
			s.among(path+".binds", "binds", p.Binds, []string{"direct", "derived"})
			l.c.Provisions = append(l.c.Provisions, p)
		}
	}
}

func (l *loading) checkCrosswalks() {
	for _, file := range l.crosswalks {
		s, cw := file.src, file.data
		s.checkTexts([]string{"en"}, false)
		var ids []string
		for i, f := range cw.Frameworks {
			if slices.Contains(ids, f.ID) {
				s.add(fmt.Sprintf("frameworks[%d].id", i), fmt.Sprintf("the framework %q occurs twice", f.ID), "give each its own id")
			}
			ids = append(ids, f.ID)
		}
		for i, cell := range cw.Cells {
			path := fmt.Sprintf("cells[%d]", i)
			s.checkProvision(path+".provision", cell.Provision, l.c)
			s.among(path+".framework", "framework", cell.Framework, ids)
			s.among(path+".status", "status", cell.Status, []string{"v", "m"})
			for j, h := range cell.Headings {
				if slices.Contains(cell.Headings[:j], h) {
					s.add(fmt.Sprintf("%s.headings[%d]", path, j), fmt.Sprintf("the heading %q occurs twice", h), "name it once")
				}
			}
		}
		s.checkSubjects(cw)
		l.c.Crosswalk.Frameworks = append(l.c.Crosswalk.Frameworks, cw.Frameworks...)
		l.c.Crosswalk.Cells = append(l.c.Crosswalk.Cells, cw.Cells...)
	}
}

// checkSubjects holds the subjects of a framework to the headings of its cells: one that names no heading is a slip.
func (s *source) checkSubjects(cw vigil.Crosswalk) {
	for i, f := range cw.Frameworks {
		var headings []string
		for _, cell := range cw.Cells {
			if cell.Framework == f.ID {
				headings = append(headings, cell.Under()...)
			}
		}
		for j, subject := range f.Subjects {
			if !slices.Contains(headings, subject.ID) {
				s.add(fmt.Sprintf("frameworks[%d].subjects[%d]", i, j), fmt.Sprintf("no cell of %s stands under %q", f.ID, subject.ID), "name a heading of its cells, as it is spelled there")
			}
		}
	}
}

// among notes a word that is none of those allowed; an empty word passes, since a missing field has its own problem.
func (s *source) among(path, name, word string, allowed []string) bool {
	if word == "" || slices.Contains(allowed, word) {
		return true
	}
	do := "choose " + or(allowed)
	if len(allowed) == 0 {
		do = "take it out; the method knows none"
	}
	s.add(path, fmt.Sprintf("there is no %s %q", name, word), do)
	return false
}

// checkTexts compares every text of the file with the declared languages; strict also refuses other languages.
func (s *source) checkTexts(languages []string, strict bool) {
	for _, w := range s.texts {
		for _, l := range languages {
			if w.text[l] == "" {
				s.add(w.path, fmt.Sprintf("%s has no text in the language %q", s.last(w.path), l), "write it")
			}
		}
		for l := range w.text {
			if strict && !slices.Contains(languages, l) {
				s.add(child(w.path, l), fmt.Sprintf("the language %q is not among the file's languages", l), "add it to languages, or take the text out")
			}
		}
	}
}

// modes, kinds and the other closed lists of the method, as words.
var (
	kinds        = []string{"policy", "process", "performance", "remedy"}
	efforts      = []string{"S", "M", "L"}
	respondents  = []string{"company", "supplier", "investor", "non_state_actor", "monitor"}
	aggregations = []string{"mean", "minimum", "geometric", "sum"}
	counts       = []string{"nothing", "search_log", "approval"}
	credibility  = []string{"K0", "K1", "K2", "K3", "K4"}
	priorities   = []string{"critical", "high", "medium", "low"}
	grades       = words(vigil.Grades)
	modes        = words(vigil.Modes)
	states       = words(vigil.States)
)

func words[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return out
}
