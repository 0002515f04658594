package vigil

import (
	"fmt"
	"sort"
	"strings"
)

// Place says where something stands, so that a person can go there: a file with line and column, a
// sheet with its cell, or the path of a field. Empty parts are left out when it is printed.
type Place struct {
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
	Sheet  string `json:"sheet,omitempty"`
	Cell   string `json:"cell,omitempty"`
	Field  string `json:"field,omitempty"`
}

// String prints the place as file:line:column, file: Sheet!Cell, or field, in that order.
func (p Place) String() string {
	s := p.File
	if p.Line > 0 {
		s += fmt.Sprintf(":%d", p.Line)
		if p.Column > 0 {
			s += fmt.Sprintf(":%d", p.Column)
		}
	}
	if p.Sheet != "" {
		if s != "" {
			s += ": "
		}
		s += p.Sheet
		if p.Cell != "" {
			s += "!" + p.Cell
		}
	}
	if p.Field != "" {
		if s != "" {
			s += ": "
		}
		s += p.Field
	}
	return s
}

// Problem is one thing that is wrong with what somebody gave us, in words for that person: where it
// is, what is wrong, and what to do about it.
type Problem struct {
	Place Place   `json:"place"`
	What  Message `json:"what"`
	Do    Message `json:"do,omitzero"`
}

// String prints "where: what is wrong; what to do".
func (p Problem) String() string {
	s := p.What.String()
	if !p.Do.Empty() {
		s += "; " + p.Do.String()
	}
	if at := p.Place.String(); at != "" {
		s = at + ": " + s
	}
	return s
}

// Equal reports whether two problems are of one place and say the same.
func (p Problem) Equal(other Problem) bool {
	return p.Place == other.Place && p.What.Equal(other.What) && p.Do.Equal(other.Do)
}

// Problems are all the problems of one input, gathered before anything is refused. As an error its
// kind is Invalid.
type Problems []Problem

// Add appends a problem whose words are constant.
func (ps *Problems) Add(at Place, what, do string) { ps.Say(at, Say(what), Say(do)) }

// Say appends a problem.
func (ps *Problems) Say(at Place, what, do Message) {
	*ps = append(*ps, Problem{Place: at, What: what, Do: do})
}

// Err gives the problems as an error, or nil when there are none.
func (ps Problems) Err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps
}

// Sort orders the problems by file, line and column; problems of one place keep their order, as do those of the cells
// of a workbook.
func (ps Problems) Sort() {
	sort.SliceStable(ps, func(i, j int) bool {
		a, b := ps[i].Place, ps[j].Place
		if a.File != b.File {
			return a.File < b.File
		}
		if a.Line != b.Line {
			return a.Line < b.Line
		}
		return a.Column < b.Column
	})
}

// Error prints one problem a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}
