package matching_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"vigil/internal/matching"
	"vigil/internal/vigil"
)

func share(v float64) *float64 { return &v }

// Codes with right check digits that nobody has: no country is XX or ZZ, and no issuer of LEIs is 0000.
const (
	isinA, isinB, isinOld = "ZZ1234567895", "XX0000000010", "XX0000000028"
	leiA, leiB            = "0000EXAMPLE0FICTIO33", "0000EXAMPLE0SECOND90"
)

var organisations = []vigil.Organisation{
	{ID: 1, Code: "acme", Name: "Acme Mining plc", Country: "GB", LEI: leiA, ISINs: []string{isinA}, Ticker: "ACM", Exchange: "XLON"},
	{ID: 2, Code: "acme-chile", Name: "Acme Minería Chile S.A.", Country: "CL", Parent: "acme", LEI: leiB},
	{ID: 3, Code: "beta", Name: "Béta Énergie SE", Country: "FR", ISINs: []string{isinB}, Ticker: "BET", Exchange: "XPAR",
		Predecessors: []vigil.Predecessor{{Name: "Omega Power AG", ISINs: []string{isinOld}, Date: "2025-07-01"}}},
}

func match(holdings []vigil.Holding, change func(*matching.Input)) matching.Result {
	for i := range holdings {
		if holdings[i].Line == 0 {
			holdings[i].Line = i + 2
		}
		if holdings[i].Kind == "" {
			holdings[i].Kind = vigil.HoldingEquity
		}
	}
	in := matching.Input{Holdings: holdings, Organisations: slices.Clone(organisations), AsOf: "2025-12-31", Assessed: map[string]bool{"acme": true, "beta": true}}
	if change != nil {
		change(&in)
	}
	return matching.Match(in)
}

// tell prints a line: what it was matched to and how, its status, candidates and note.
func tell(l matching.Line) string {
	s := fmt.Sprintf("%s %s/%s", l.Status, l.Holding.Organisation, l.Holding.MatchedBy)
	if l.Holding.Subsidiary != "" {
		s += " for " + l.Holding.Subsidiary
	}
	for _, c := range l.Candidates {
		s += fmt.Sprintf(" [%s %s %d]", c.Organisation, c.Reason, c.Score)
	}
	return s + " " + l.Note
}

func TestMatch(t *testing.T) {
	at := time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)
	accepted := func(list ...vigil.AcceptedMatch) func(*matching.Input) {
		return func(in *matching.Input) { in.Accepted = list }
	}
	for _, c := range []struct {
		name   string
		h      vigil.Holding
		change func(*matching.Input)
		want   string // how the line begins
		says   string // in note, candidates' reasons or help
	}{
		{name: "by LEI", h: vigil.Holding{Name: "Somebody else", LEI: leiA}, want: "matched acme/lei"},
		{name: "by ISIN", h: vigil.Holding{Name: "Somebody else", ISIN: isinB}, want: "matched beta/isin"},
		{name: "by ticker and exchange", h: vigil.Holding{Ticker: "BET", Exchange: "XPAR"}, want: "matched beta/ticker"},
		{name: "a ticker without its exchange identifies nobody", h: vigil.Holding{Ticker: "BET"}, want: "unmatched /", says: "only with its exchange"},
		{name: "a ticker elsewhere is somebody else's", h: vigil.Holding{Ticker: "BET", Exchange: "XLON"}, want: "unmatched /", says: "no organisation has the ticker BET at XLON"},
		{name: "LEI before a ticker that was given again", h: vigil.Holding{LEI: leiA, Ticker: "BET", Exchange: "XPAR"}, want: "matched acme/lei", says: "Its ticker is that of Béta Énergie SE"},
		{name: "LEI and ISIN of two companies settle nothing", h: vigil.Holding{LEI: leiA, ISIN: isinB}, want: "contradicted / [acme identifier 0] [beta identifier 0]", says: "Its LEI is that of Acme Mining plc, its ISIN that of Béta Énergie SE."},
		{name: "a person may decide between them", h: vigil.Holding{LEI: leiA, ISIN: isinB}, change: accepted(vigil.AcceptedMatch{ID: 1, OrganisationID: 3, ISIN: isinB}), want: "matched beta/accepted", says: "A person decided between them."},
		{name: "LEI of the subsidiary, ISIN of the parent: one group", h: vigil.Holding{LEI: leiB, ISIN: isinA}, want: "matched acme-chile/lei [acme parent 0]", says: "of the same group"},
		{name: "an ISIN that two organisations have", h: vigil.Holding{ISIN: isinA}, change: func(in *matching.Input) { in.Organisations[2].ISINs = []string{isinA} },
			want: "contradicted / [acme identifier 0] [beta identifier 0]", says: "Several organisations have its ISIN"},
		{name: "the ISIN of a merged company", h: vigil.Holding{Name: "Omega Power", ISIN: isinOld}, want: "matched beta/isin", says: "of Omega Power AG, which became part of Béta Énergie SE on 2025-07-01"},
		{name: "before the merger it was another company", h: vigil.Holding{Name: "Omega Power", ISIN: isinOld}, change: func(in *matching.Input) { in.AsOf = "2025-06-30" }, want: "candidates / [beta merger 0]", says: "after the day of the holdings"},
		{name: "the predecessor is still there too", h: vigil.Holding{ISIN: isinOld}, change: func(in *matching.Input) {
			in.Organisations = append(in.Organisations, vigil.Organisation{ID: 4, Code: "omega", Name: "Omega Power AG", ISINs: []string{isinOld}})
		}, want: "matched beta/isin"},
		{name: "and before the merger it is meant", h: vigil.Holding{ISIN: isinOld}, change: func(in *matching.Input) {
			in.AsOf = "2025-06-30"
			in.Organisations = append(in.Organisations, vigil.Organisation{ID: 4, Code: "omega", Name: "Omega Power AG", ISINs: []string{isinOld}})
		}, want: "matched omega/isin"},
		{name: "the same name is a candidate only", h: vigil.Holding{Name: "ACME MINING LTD"}, want: "candidates / [acme name 100]", says: "--accept 2=acme"},
		{name: "accents, legal forms and the order of words", h: vigil.Holding{Name: "Energie Beta S.E. ord. shs"}, want: "candidates / [beta name 100]"},
		{name: "one letter wrong", h: vigil.Holding{Name: "Acme Minning"}, want: "candidates / [acme name 84]", says: "nearly the same: minning and mining"},
		{name: "the name of a predecessor", h: vigil.Holding{Name: "Omega Power"}, want: "candidates / [beta name 100]", says: "the name of its predecessor Omega Power AG"},
		{name: "written as one word", h: vigil.Holding{Name: "AcmeMining"}, want: "candidates / [acme name 95]"},
		{name: "nobody is like it", h: vigil.Holding{Name: "Gamma Foods"}, want: "unmatched /", says: "a name alone identifies nobody"},
		{name: "one word of many is not enough", h: vigil.Holding{Name: "Acme International Hotels and Resorts"}, want: "unmatched /"},
		{name: "accepted", h: vigil.Holding{Name: "Acme Minning"}, change: accepted(vigil.AcceptedMatch{ID: 1, OrganisationID: 1, Name: "ACME minning"}), want: "matched acme/accepted"},
		{name: "known again by its ISIN under a new name", h: vigil.Holding{Name: "New name", ISIN: "XX0000000036"}, change: accepted(vigil.AcceptedMatch{ID: 1, OrganisationID: 1, Name: "Old", ISIN: "XX0000000036"}), want: "matched acme/accepted"},
		{name: "the same name with another ISIN is somebody else", h: vigil.Holding{Name: "Old", ISIN: "XX0000000044"}, change: accepted(vigil.AcceptedMatch{ID: 1, OrganisationID: 1, Name: "Old", ISIN: "XX0000000036"}), want: "unmatched /"},
		{name: "withdrawn", h: vigil.Holding{Name: "Acme Minning"}, change: accepted(vigil.AcceptedMatch{ID: 1, OrganisationID: 1, Name: "Acme Minning", WithdrawnAt: &at}), want: "candidates / [acme name 84]"},
		{name: "the newest acceptance holds", h: vigil.Holding{Name: "Somebody"}, change: accepted(vigil.AcceptedMatch{ID: 2, OrganisationID: 3, Name: "Somebody"}, vigil.AcceptedMatch{ID: 1, OrganisationID: 1, Name: "Somebody"}), want: "matched beta/accepted"},
		{name: "an identifier beats what was accepted", h: vigil.Holding{Name: "Somebody", ISIN: isinB}, change: accepted(vigil.AcceptedMatch{ID: 1, OrganisationID: 1, Name: "Somebody"}), want: "matched beta/isin", says: "Acme Mining plc was once accepted for it; its ISIN says otherwise"},
		{name: "a subsidiary keeps its match, and its parent is a candidate", h: vigil.Holding{LEI: leiB}, want: "matched acme-chile/lei [acme parent 0]", says: "which has no result of its own"},
		{name: "not where it has a result", h: vigil.Holding{LEI: leiB}, change: func(in *matching.Input) { in.Assessed["acme-chile"] = true }, want: "matched acme-chile/lei "},
		{name: "not where the parent has none", h: vigil.Holding{LEI: leiB}, change: func(in *matching.Input) { in.Assessed = nil }, want: "matched acme-chile/lei "},
		{name: "the parent's result, accepted and marked", h: vigil.Holding{LEI: leiB}, change: accepted(vigil.AcceptedMatch{ID: 1, OrganisationID: 1, LEI: leiB}), want: "matched acme/accepted for acme-chile", says: "The issuer is Acme Minería Chile S.A., which Acme Mining plc controls"},
		{name: "parents in a circle", h: vigil.Holding{LEI: leiB}, change: func(in *matching.Input) {
			in.Organisations[0].Parent = "acme-chile"
			in.Assessed = nil
		}, want: "matched acme-chile/lei "},
		{name: "a short is matched", h: vigil.Holding{LEI: leiA, Kind: vigil.HoldingShort}, want: "matched acme/lei"},
		{name: "a fund is not", h: vigil.Holding{Name: "Acme Mining", LEI: leiA, Kind: vigil.HoldingFund}, want: "not a company /"},
		{name: "cash is not", h: vigil.Holding{Name: "Acme Mining", Kind: vigil.HoldingCash}, want: "not a company /"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := match([]vigil.Holding{c.h}, c.change)
			l := r.Lines[0]
			if !strings.HasPrefix(tell(l), c.want) {
				t.Errorf("got %s\nwant %s", tell(l), c.want)
			}
			all := l.Note + " " + l.Help
			for _, x := range l.Candidates {
				all += " " + x.Why
			}
			if !strings.Contains(all, c.says) {
				t.Errorf("it says %q, and lacks %q", all, c.says)
			}
			if l.Status != matching.Matched && l.Status != matching.Apart && l.Help == "" {
				t.Error("no help where nothing was found")
			}
		})
	}
}

// TestIssuers adds up the lines of one organisation and keeps what is sold short apart.
func TestIssuers(t *testing.T) {
	r := match([]vigil.Holding{
		{LEI: leiA, Weight: share(0.25)}, {ISIN: isinB, Weight: share(0.125)}, {ISIN: isinA, Kind: vigil.HoldingBond, Weight: share(0.5)}, {LEI: leiA, Kind: vigil.HoldingShort, Weight: share(-0.0625)},
	}, nil)
	want := []matching.Issuer{{Organisation: "acme", Name: "Acme Mining plc", Lines: []int{2, 4, 5}, Weight: 0.75, Short: -0.0625}}
	if diff := cmp.Diff(want, r.Issuers); diff != "" {
		t.Error(diff)
	}
	if c := r.Count(matching.Matched); c.Lines != 4 || c.Weight != 0.8125 {
		t.Errorf("%+v", c)
	}
}

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"Crédit Générale S.A.": "credit generale sa", "GROSS & Söhne GmbH": "gross and sohne gmbh", "Straße": "strasse", "Ørsted A/S": "orsted a s", "  a  -  b ": "a b",
		"L’Oréal": "loreal", "Łódź": "lodz", "İstanbul": "istanbul", "ΑΒΓ": "αβγ", "日本": "日本", "": "", "3M": "3m",
	} {
		if got := matching.Fold(text); got != want {
			t.Errorf("%q is folded to %q, want %q", text, got, want)
		}
	}
}

// name draws names from few words, so that many are alike.
var name = rapid.Custom(func(t *rapid.T) string {
	words := rapid.SliceOfN(rapid.SampledFrom([]string{"Acme", "Mining", "Minning", "Global", "Energy", "Energie", "Resources", "Resource", "Northern", "Southern", "Foods", "plc", "AG", "Blue", "Bleu", "Holdings"}), 1, 4).Draw(t, "words")
	return strings.Join(words, " ")
})

func population(t *rapid.T) []vigil.Organisation {
	var out []vigil.Organisation
	for i := range rapid.IntRange(1, 12).Draw(t, "organisations") {
		out = append(out, vigil.Organisation{ID: int64(i + 1), Code: fmt.Sprintf("o%02d", i), Name: name.Draw(t, "name"), Country: rapid.SampledFrom([]string{"", "GB", "DE"}).Draw(t, "country"),
			ISINs: rapid.SliceOfN(rapid.SampledFrom([]string{isinA, isinB, isinOld}), 0, 1).Draw(t, "isins"), LEI: rapid.SampledFrom([]string{"", "", leiA, leiB}).Draw(t, "lei")})
	}
	return out
}

func holdings(t *rapid.T) []vigil.Holding {
	var out []vigil.Holding
	for i := range rapid.IntRange(1, 12).Draw(t, "holdings") {
		out = append(out, vigil.Holding{Line: i + 2, Name: name.Draw(t, "name"), Kind: rapid.SampledFrom(vigil.HoldingKinds).Draw(t, "kind"), Country: rapid.SampledFrom([]string{"", "GB"}).Draw(t, "country"),
			ISIN: rapid.SampledFrom([]string{"", isinA, isinB, isinOld}).Draw(t, "isin"), LEI: rapid.SampledFrom([]string{"", "", leiA, leiB}).Draw(t, "lei")})
	}
	return out
}

// TestProperties: the order of lines and of organisations is irrelevant, an identifier beats any name, nothing is taken by
// its name, and every line has exactly one status.
func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := matching.Input{Organisations: population(t), Holdings: holdings(t), AsOf: "2026-01-01"}
		r := matching.Match(in)
		again := matching.Input{Organisations: slices.Clone(in.Organisations), Holdings: slices.Clone(in.Holdings), AsOf: in.AsOf}
		dice := rand.New(rand.NewPCG(uint64(len(in.Holdings)), rapid.Uint64().Draw(t, "order")))
		dice.Shuffle(len(again.Organisations), func(i, j int) {
			again.Organisations[i], again.Organisations[j] = again.Organisations[j], again.Organisations[i]
		})
		dice.Shuffle(len(again.Holdings), func(i, j int) { again.Holdings[i], again.Holdings[j] = again.Holdings[j], again.Holdings[i] })
		if diff := cmp.Diff(r, matching.Match(again), cmpopts.IgnoreUnexported(matching.Candidate{})); diff != "" {
			t.Fatalf("the order changes the result:\n%s", diff)
		}
		renamed := matching.Input{Organisations: in.Organisations, Holdings: slices.Clone(in.Holdings), AsOf: in.AsOf}
		for i := range renamed.Holdings {
			renamed.Holdings[i].Name = in.Organisations[0].Name
		}
		other := matching.Match(renamed)
		lines := 0
		for _, c := range r.Counts {
			lines += c.Lines
		}
		if lines != len(in.Holdings) {
			t.Fatalf("%d lines have a status, of %d", lines, len(in.Holdings))
		}
		for i, l := range r.Lines {
			h := l.Holding
			if h.Organisation != other.Lines[i].Holding.Organisation {
				t.Fatalf("line %d is %q, and under another name %q", h.Line, h.Organisation, other.Lines[i].Holding.Organisation)
			}
			if h.Organisation == "" != (h.MatchedBy == "") || h.MatchedBy == vigil.ByAccepted {
				t.Fatalf("line %d is %q by %q", h.Line, h.Organisation, h.MatchedBy)
			}
			if h.Organisation != "" {
				o := in.Organisations[slices.IndexFunc(in.Organisations, func(o vigil.Organisation) bool { return o.Code == h.Organisation })]
				if (h.LEI == "" || o.LEI != h.LEI) && !slices.Contains(o.ISINs, h.ISIN) {
					t.Fatalf("line %d was taken for %+v without an identifier", h.Line, o)
				}
			}
		}
	})
}

// TestSearchFindsWhatComparisonFinds holds the index, which passes over common words, to a comparison with every name.
func TestSearchFindsWhatComparisonFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := population(t)
		h := vigil.Holding{Line: 2, Name: name.Draw(t, "holding"), Kind: vigil.HoldingEquity}
		got := matching.Match(matching.Input{Organisations: all, Holdings: []vigil.Holding{h}}).Lines[0].Candidates
		best := 0
		for _, o := range all {
			if one := matching.Match(matching.Input{Organisations: []vigil.Organisation{o}, Holdings: []vigil.Holding{h}}).Lines[0].Candidates; len(one) > 0 {
				best = max(best, one[0].Score)
			}
			if s := matching.Similarity(h.Name, o.Name); s >= matching.Least {
				best = max(best, s)
			}
		}
		found := 0
		if len(got) > 0 {
			found = got[0].Score
		}
		if found != best {
			t.Fatalf("the search finds %d, comparison %d, for %q among %v", found, best, h.Name, all)
		}
	})
}

// TestSimilarity keeps to its scale, is the same both ways, and is 100 for the same words alone.
func TestSimilarity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := name.Draw(t, "a"), name.Draw(t, "b")
		x, y := matching.Similarity(a, b), matching.Similarity(b, a)
		if x != y || x < 0 || x > matching.Most {
			t.Fatalf("%q and %q: %d and %d", a, b, x, y)
		}
		if matching.Similarity(a, a) != matching.Most {
			t.Fatalf("%q is not like itself", a)
		}
	})
}
