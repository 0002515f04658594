package matching

import (
	"cmp"
	"maps"
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
	letters      int // of all words
}

// nameIndex finds the names that share enough words with another one, without looking at all of them.
type nameIndex struct {
	names   []knownName
	byWord  map[string][]int32  // names that have the word
	variant map[string][]string // words that become this one when a letter is left out, itself included
	byLine  map[string][]int32  // names by their words written as one
	seen    []int32             // the search that looked at a name last
	search  int32
	hit     []int32 // letters of the name searched for that the name may share, of the last search
	tried   int     // names compared so far
}

// mostCompared is how many names a line is compared with, those first that can be most like it. A line that is as like to
// more of them is told by none.
const mostCompared = 2000

func newNameIndex(organisations []vigil.Organisation) *nameIndex {
	x := &nameIndex{byWord: map[string][]int32{}, variant: map[string][]string{}, byLine: map[string][]int32{}}
	order := make([]int, len(organisations))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(organisations[a].Code, organisations[b].Code) })
	for _, i := range order { // names stand by code, so that the first of those that are as like are the same in any order
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
	x.seen, x.hit = make([]int32, len(x.names)), make([]int32, len(x.names))
	return x
}

func (x *nameIndex) add(n knownName) {
	id := int32(len(x.names))
	for _, w := range n.words {
		n.letters += utf8.RuneCountInString(w)
	}
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
	var list []Candidate
	buckets, tried := x.possible(words), 0
	for most := Most; most >= Least; most-- {
		if len(list) >= perLine && list[perLine-1].Score > most {
			break // no other name can come before these
		}
		ids := buckets[most-Least]
		if len(ids) == 0 {
			continue
		}
		if country != "" { // of names that are as like the same country comes first, and then the code
			slices.SortStableFunc(ids, func(a, b int32) int {
				return cmp.Compare(x.abroad(a, organisations, country), x.abroad(b, organisations, country))
			})
		}
		reached, last := 0, -1 // how many are as like as a name can be here
		for _, c := range list {
			if c.Score >= most {
				reached++
			}
		}
		for _, id := range ids[:min(len(ids), mostCompared-tried)] {
			at := x.names[id].organisation
			if reached >= perLine && at != last {
				break
			}
			last = at
			tried++
			c, ok := x.candidate(words, &x.names[id], organisations, country)
			before, known := best[at]
			if ok && (!known || better(c, before) < 0) {
				best[at] = c
				if c.Score >= most && (!known || before.Score < most) {
					reached++
				}
			}
		}
		list = slices.SortedFunc(maps.Values(best), better)
	}
	x.tried += tried
	return list[:min(perLine, len(list))]
}

// abroad is 0 where the organisation of a name is of the country, 1 where it is not, or that is not known.
func (x *nameIndex) abroad(id int32, organisations []vigil.Organisation, country string) int {
	if organisations[x.names[id].organisation].Country == country {
		return 0
	}
	return 1
}

// candidate compares one name; ok is false where it is not like enough.
func (x *nameIndex) candidate(words []string, n *knownName, organisations []vigil.Organisation, country string) (c Candidate, ok bool) {
	l := compare(words, n.words)
	if l.score < Least {
		return c, false
	}
	o := &organisations[n.organisation]
	c = Candidate{Organisation: o.Code, Name: o.Name, Score: l.score, Reason: ByName, Why: l.why()}
	if n.predecessor != nil {
		c.Why = "the name of its predecessor " + n.predecessor.Name + ": " + c.Why
	}
	if country != "" && o.Country != "" {
		c.sameCountry = country == o.Country
		c.Why += map[bool]string{true: "; the same country", false: "; another country (" + o.Country + ")"}[c.sameCountry]
	}
	return c, true
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

// possible gives the names that may reach the least score, in buckets by the most that each can reach: Least first. Of two
// names no score is above twice the letters that both have in words which are the same or nearly so, by all letters. Of the words of a name the commonest are not looked up, as
// far as a name that shares nothing else would stay below it: with m of n letters shared no score is above
// 2.2m / (n + 1.2m), as a nearly equal word is a fifth longer at most.
func (x *nameIndex) possible(words []string) [Most - Least + 1][]int32 {
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
	var found []int32
	take := func(ids []int32, letters int) {
		for _, id := range ids {
			if x.seen[id] != x.search {
				x.seen[id], x.hit[id] = x.search, int32(skipped)
				found = append(found, id)
			}
			x.hit[id] += int32(letters)
		}
	}
	take(x.byLine[strings.Join(words, "")], all)
	for _, p := range probes {
		for _, s := range p.similar {
			take(x.byWord[s], p.letters)
		}
	}
	slices.Sort(found)
	var buckets [Most - Least + 1][]int32
	for _, id := range found {
		if most := min(Most, 200*int(x.hit[id])/(all+x.names[id].letters)); most >= Least {
			buckets[most-Least] = append(buckets[most-Least], id)
		}
	}
	return buckets
}
