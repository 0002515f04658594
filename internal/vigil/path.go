package vigil

import (
	"strconv"
	"strings"
)

// Path is the cheapest set of gaps to close, in single steps, that reaches a band; or why no set does. Coverage,
// confidence and the deduction for allegations are held as they are (methodology 4.12).
type Path struct {
	Band    string     `json:"band"`    // the band aimed at; empty: the present band is the highest
	From    *Figure    `json:"from"`    // the final now; nil when not rated
	Reaches *Figure    `json:"reaches"` // the final after every step; nil when blocked
	Cost    float64    `json:"cost"`    // of all steps, in the method's units of effort
	Steps   []PathStep `json:"steps"`   // steps of one item stand together, in their order
	Blocked Messages   `json:"blocked,omitempty"`
}

// PathStep is one single step on one item.
type PathStep struct {
	Question string  `json:"question"`
	Unit     string  `json:"unit,omitempty"`
	Title    Text    `json:"title"`
	Number   int     `json:"number"` // 1: the item's next step
	Step     Step    `json:"step"`
	Cost     float64 `json:"cost"`
	Must     Message `json:"must,omitzero"` // why the band cannot be had without it; empty: chosen for its points
	Final    float64 `json:"final"`         // published final after this step and those before it
}

// Closing is a number of single steps on one item, for a what-if.
type Closing struct {
	Question string `json:"question"`
	Unit     string `json:"unit,omitempty"`
	Steps    int    `json:"steps"` // 1..the steps of the gap; 0: all of them
}

// Closings are the closings that a path consists of, in its order.
func (p Path) Closings() []Closing {
	var list []Closing
	for _, s := range p.Steps {
		if n := len(list); n > 0 && list[n-1].Question == s.Question && list[n-1].Unit == s.Unit {
			list[n-1].Steps++
			continue
		}
		list = append(list, Closing{Question: s.Question, Unit: s.Unit, Steps: 1})
	}
	return list
}

// ReadClosings reads gaps to close as a command line and an address name them: ITEM, UNIT/ITEM, with :N behind it for so many
// steps. Every problem comes at once, with the text as its place.
func ReadClosings(items []string) (closings []Closing, ps Problems) {
	for _, text := range items {
		var c Closing
		name, steps, counted := strings.Cut(strings.TrimSpace(text), ":")
		if counted {
			n, err := strconv.Atoi(steps)
			if err != nil || n < 1 {
				ps.Add(Place{Field: text}, "the number of steps is no whole number from 1 on", "write it like BE.a.1:2, or leave it out for all steps")
				continue
			}
			c.Steps = n
		}
		c.Question = name
		if i := strings.LastIndex(name, "/"); i >= 0 {
			c.Unit, c.Question = name[:i], name[i+1:]
		}
		closings = append(closings, c)
	}
	return closings, ps
}
