package catalogue

import (
	"fmt"
	"strings"

	"vigil/internal/vigil"
)

// source is one file being loaded: the places of its parts by path, such as pillars[1].indicators[0].scale, the
// texts by path, and the problems found so far.
type source struct {
	file     string
	places   map[string]vigil.Place
	names    map[string]string // of what a mapping lists, by path
	texts    []written
	problems vigil.Problems
}

// written is a text with its path, kept to compare it with the declared languages.
type written struct {
	path string
	text vigil.Text
}

func newSource(file string) *source {
	return &source{file: file, places: map[string]vigil.Place{}, names: map[string]string{}}
}

// at gives the place of a path, or of the nearest thing around it.
func (s *source) at(path string) vigil.Place {
	for {
		if p, ok := s.places[path]; ok {
			return p
		}
		cut := strings.LastIndexAny(path, ".[")
		if cut < 0 {
			return vigil.Place{File: s.file, Line: 1, Column: 1}
		}
		path = path[:cut]
	}
}

// mostProblems is how many problems of one file are listed; whoever has more mends these first.
const mostProblems = 1000

// all gives the problems of the file in the order of their places, at most mostProblems of them.
func (s *source) all() vigil.Problems {
	s.problems.Sort()
	if more := len(s.problems) - mostProblems; more > 0 {
		s.problems = s.problems[:mostProblems]
		last := s.problems[mostProblems-1].Place
		s.addAt(last, fmt.Sprintf("there are %d more problems from here on", more), "mend those above first, and check again")
	}
	return s.problems
}

// add notes a problem at a path.
func (s *source) add(path, what, do string) { s.problems.Add(s.at(path), what, do) }

// addAt notes a problem at a position of the file.
func (s *source) addAt(p vigil.Place, what, do string) { s.problems.Add(p, what, do) }

// child joins a path and a name.
func child(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// or lists words as "a, b or c".
func or(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}
