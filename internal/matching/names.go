package matching

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"vigil/internal/vigil"
)

// perLine is how many candidates a line is shown.
const perLine = 3

// knownName is a name of an organisation: its own, or that of a predecessor.
type knownName struct {
	organisation int
	predecessor  *vigil.Predecessor
	words        []string
}

// nameIndex finds the names that share enough words with another one, without looking at all of them.
type nameIndex struct {
	names   []knownName
	byWord  map[string][]int32  // names that have the word
	variant map[string][]string // words that become this one when a letter is left out, itself included
	byLine  map[string][]int32  // names by their words written as one
	seen    []int32             // the search that looked at a name last
	search  int32
}

func newNameIndex(organisations []vigil.Organisation) *nameIndex {
	x := &nameIndex{byWord: map[string][]int32{}, variant: map[string][]string{}, byLine: map[string][]int32{}}
	for i := range organisations {
		o := &organisations[i]
		x.add(knownName{organisation: i, words: nameWords(o.Name)})
		for p := range o.Predecessors {
			x.add(knownName{organisation: i, predecessor: &o.Predecessors[p], words: nameWords(o.Predecessors[p].Name)})
		}
	}
	for w := range x.byWord {
		for _, v := range variants(w) {
			x.variant[v] = append(x.variant[v], w)
		}
	}
	x.seen = make([]int32, len(x.names))
	return x
}

func (x *nameIndex) add(n knownName) {
	id := int32(len(x.names))
	x.names = append(x.names, n)
	for i, w := range n.words {
		if i == 0 || n.words[i-1] != w {
			x.byWord[w] = append(x.byWord[w], id)
		}
	}
	line := strings.Join(n.words, "")
	x.byLine[line] = append(x.byLine[line], id)
}

// variants are a word and what is left of it without one letter; words that differ by one letter share one. Short words
// are never nearly the same.
func variants(w string) []string {
	r := []rune(w)
	if len(r) < 5 {
		return nil
	}
	out := []string{w}
	for i := range r {
		v := string(r[:i]) + string(r[i+1:])
		if out[len(out)-1] != v {
			out = append(out, v)
		}
	}
	return out
}

// similar gives every word of the index that is the same or nearly so.
func (x *nameIndex) similar(w string) []string {
	var out []string
	if len(x.byWord[w]) > 0 {
		out = append(out, w)
	}
	for _, v := range variants(w) {
		for _, other := range x.variant[v] {
			if near(w, other) && !slices.Contains(out, other) {
				out = append(out, other)
			}
		}
	}
	return out
}

// candidates gives the organisations whose names are most like the one given, best first.
func (x *nameIndex) candidates(name string, organisations []vigil.Organisation, country string) []Candidate {
	words := nameWords(name)
	if len(words) == 0 {
		return nil
	}
	best := map[int]Candidate{}
	for _, id := range x.possible(words) {
		n := &x.names[id]
		l := compare(words, n.words)
		if l.score < Least {
			continue
		}
		o := &organisations[n.organisation]
		c := Candidate{Organisation: o.Code, Name: o.Name, Score: l.score, Reason: ByName, Why: l.why()}
		if n.predecessor != nil {
			c.Why = "the name of its predecessor " + n.predecessor.Name + ": " + c.Why
		}
		if country != "" && o.Country != "" {
			c.sameCountry = country == o.Country
			c.Why += map[bool]string{true: "; the same country", false: "; another country (" + o.Country + ")"}[c.sameCountry]
		}
		if before, known := best[n.organisation]; !known || better(c, before) < 0 {
			best[n.organisation] = c
		}
	}
	list := make([]Candidate, 0, len(best))
	for _, c := range best {
		list = append(list, c)
	}
	slices.SortFunc(list, better)
	return list[:min(perLine, len(list))]
}

// better orders candidates: by score, the same country first, then by code.
func better(a, b Candidate) int {
	if c := cmp.Compare(b.Score, a.Score); c != 0 {
		return c
	}
	if a.sameCountry != b.sameCountry {
		return map[bool]int{true: -1, false: 1}[a.sameCountry]
	}
	return cmp.Or(cmp.Compare(a.Organisation, b.Organisation), cmp.Compare(a.Why, b.Why))
}

// possible gives the names that may reach the least score. Of the words of a name the commonest are not looked up, as
// far as a name that shares nothing else would stay below it: with m of n letters shared no score is above
// 2.2m / (n + 1.2m), as a nearly equal word is a fifth longer at most.
func (x *nameIndex) possible(words []string) []int32 {
	type probe struct {
		similar []string
		letters int
		common  int
	}
	probes := make([]probe, len(words))
	all := 0
	for i, w := range words {
		p := probe{similar: x.similar(w), letters: utf8.RuneCountInString(w)}
		for _, s := range p.similar {
			p.common += len(x.byWord[s])
		}
		probes[i] = p
		all += p.letters
	}
	slices.SortFunc(probes, func(a, b probe) int { return cmp.Compare(b.common, a.common) })
	const needed = 0.4
	skipped := 0
	for len(probes) > 1 && float64(skipped+probes[0].letters) < needed*float64(all) {
		skipped += probes[0].letters
		probes = probes[1:]
	}
	x.search++
	var out []int32
	take := func(ids []int32) {
		for _, id := range ids {
			if x.seen[id] != x.search {
				x.seen[id] = x.search
				out = append(out, id)
			}
		}
	}
	take(x.byLine[strings.Join(words, "")])
	for _, p := range probes {
		for _, s := range p.similar {
			take(x.byWord[s])
		}
	}
	return out
}
