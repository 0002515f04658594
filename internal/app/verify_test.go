package app_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"vigil/internal/app"
	"vigil/internal/catalogue"
	"vigil/internal/receipt"
	"vigil/internal/scoring"
	"vigil/internal/seal"
	"vigil/internal/vigil"
	"vigil/questionnaires"
)

// receiptCase is a good receipt, the key that signed it, and somebody else's key.
type receiptCase struct {
	c              *catalogue.Catalogue
	r              *receipt.Receipt
	file           []byte
	key, stranger  *seal.Key
	publisherKnown [][]byte
}

func newReceiptCase(t *testing.T) receiptCase {
	t.Helper()
	c, ps := catalogue.Load(questionnaires.Files)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	q, m, err := c.Questionnaire("company-quick")
	if err != nil {
		t.Fatal(err)
	}
	in := scoring.Input{Questionnaire: q, Methodology: m, Mode: vigil.BENCH, Cutoff: "2026-06-30", Subject: vigil.Subject{Code: "acme", Name: "Acme Mining plc", Sector: "EXT"}}
	for i, item := range q.Questions() {
		if scale, ok := m.ScaleOf(item); ok && scale.Scored() && scale.Type != "multi" {
			in.Answers = append(in.Answers, vigil.Answer{Question: item.ID, State: vigil.Answered, Value: scale.Points[i%len(scale.Points)].ID, Grade: vigil.E3, Date: "2026-02-01",
				Search: vigil.SearchLog{Date: "2026-02-01", Sources: "a", Languages: "b", Terms: "c"}})
		}
	}
	in.Allegations = []vigil.Allegation{{ID: 7, Code: "k2jx", Quarter: "2026-Q1", Scale: 4, Scope: 2, Irremediability: 3, Credibility: "K3", Link: "caused", Opened: "2026-02-01"}}
	r, ps := receipt.Make(receipt.Source{Assessment: "acme-2026", Input: in, Card: scoring.Score(in), Made: "2026-11-23T12:00:00Z",
		Evidence: []vigil.Evidence{{Question: "BE.0.1", Title: "Policy", Link: "https://example.org/policy", Grade: vigil.E2, Public: true}}})
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	x := receiptCase{c: c, r: r, key: newKey(t), stranger: newKey(t)}
	x.file = x.signed(t, r, x.key)
	x.publisherKnown = [][]byte{x.key.Public()}
	return x
}

func newKey(t *testing.T) *seal.Key {
	t.Helper()
	k, err := seal.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func (x receiptCase) signed(t *testing.T, r *receipt.Receipt, by *seal.Key) []byte {
	t.Helper()
	file, err := r.Sign(by.Public(), by.Sign)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// copied gives a receipt of its own to change.
func (x receiptCase) copied(t *testing.T) *receipt.Receipt {
	t.Helper()
	s, ps := receipt.Read(x.file)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	return &s.Receipt
}

func TestAReceiptIsGood(t *testing.T) {
	x := newReceiptCase(t)
	v, ps := app.VerifyReceipt(x.c, x.file, x.publisherKnown)
	if len(ps) > 0 || !v.Expected || !v.Editions || v.Card == nil || v.Card.Final.String() == "–" {
		t.Fatalf("%+v %v", v, ps)
	}
	if v, ps := app.VerifyReceipt(x.c, x.file, nil); len(ps) > 0 || v.Expected {
		t.Errorf("without a key: %+v %v", v, ps)
	}
	// on a machine that has never seen the data nor the edition
	v, ps = app.VerifyReceipt(&catalogue.Catalogue{}, x.file, x.publisherKnown)
	if len(ps) > 0 || v.Editions || v.Card == nil {
		t.Errorf("without the edition: %+v %v", v, ps)
	}
	// several keys: one of them is enough
	if v, ps := app.VerifyReceipt(x.c, x.file, [][]byte{x.stranger.Public(), x.key.Public()}); len(ps) > 0 || !v.Expected {
		t.Errorf("among several keys: %v", ps)
	}
}

// A thousand seeded changes of a receipt, of every kind that somebody without the key can make: each is found.
func TestAThousandChangesOfAReceiptAreFound(t *testing.T) {
	x := newReceiptCase(t)
	d := rand.New(rand.NewPCG(5, 10))
	kinds := []struct {
		name   string
		change func() []byte
	}{
		{"a bit", func() []byte { f := slices.Clone(x.file); f[d.IntN(len(f))] ^= 1 << d.IntN(8); return f }},
		{"a byte taken out", func() []byte { i := d.IntN(len(x.file)); return slices.Delete(slices.Clone(x.file), i, i+1) }},
		{"a byte put in", func() []byte {
			i := d.IntN(len(x.file) + 1)
			return slices.Insert(slices.Clone(x.file), i, byte(d.IntN(256)))
		}},
		{"cut off", func() []byte { return slices.Clone(x.file[:d.IntN(len(x.file))]) }},
		{"something behind", func() []byte { return append(slices.Clone(x.file), x.file[:1+d.IntN(40)]...) }},
		{"a field twice", func() []byte { return twice(d, x.file) }},
		{"fields in another order", func() []byte { return reordered(t, x.file) }},
		{"written otherwise", func() []byte { return rewritten(d, x.file) }},
		{"a value changed", func() []byte { return changed(t, d, x.file) }},
		{"signed by a stranger", func() []byte { return x.signed(t, x.r, x.stranger) }},
		{"changed and signed by a stranger", func() []byte {
			r := x.copied(t)
			r.Allegations[0].Days = d.IntN(900)
			r.Allegations[0].Scale = 1 + d.IntN(5)
			restate(t, r)
			return x.signed(t, r, x.stranger)
		}},
		{"another key written over", func() []byte {
			return bytes.Replace(x.file, []byte(base64.StdEncoding.EncodeToString(x.key.Public())), []byte(base64.StdEncoding.EncodeToString(x.stranger.Public())), 1)
		}},
		{"the signature of another receipt", func() []byte {
			r := x.copied(t)
			r.Made = "2026-11-23T12:00:01Z"
			other, _ := receipt.Read(x.signed(t, r, x.key))
			mine, _ := receipt.Read(x.file)
			mine.Signature = other.Signature
			text, err := receipt.Canonical(mine)
			if err != nil {
				t.Fatal(err)
			}
			return append(text, '\n')
		}},
	}
	found, all := 0, 0
	for n := range 1000 {
		k := kinds[n%len(kinds)]
		file := k.change()
		if bytes.Equal(file, x.file) {
			t.Fatalf("%s: nothing was changed", k.name)
		}
		all++
		if _, ps := app.VerifyReceipt(x.c, file, x.publisherKnown); len(ps) > 0 {
			found++
		} else {
			t.Errorf("change %d (%s) was not found", n, k.name)
		}
	}
	t.Logf("changes of a receipt: %d of %d found, of %d kinds", found, all, len(kinds))
}

// Whoever has the key cannot sign figures that the answers do not give, nor a method other than the one that it names.
func TestAFalseReceiptWithAGoodSignatureIsFound(t *testing.T) {
	x := newReceiptCase(t)
	for name, c := range map[string]struct {
		change func(r *receipt.Receipt)
		says   string
	}{
		"final":              {func(r *receipt.Receipt) { r.Arithmetic.Final.Value++ }, "arithmetic.final: the receipt says"},
		"band":               {func(r *receipt.Receipt) { r.Arithmetic.Band = "A" }, "arithmetic.band"},
		"pillar":             {func(r *receipt.Receipt) { r.Arithmetic.Pillars[0].Weight = 0.5 }, "arithmetic: differs"},
		"an answer":          {func(r *receipt.Receipt) { r.Answers = r.Answers[5:] }, "arithmetic.coverage"},
		"an allegation":      {func(r *receipt.Receipt) { r.Allegations = []receipt.Allegation{} }, "arithmetic.deduction"},
		"time":               {func(r *receipt.Receipt) { r.Made = "yesterday" }, "made: is no moment"},
		"cut-off":            {func(r *receipt.Receipt) { r.Cutoff = "soon" }, "is no date"},
		"a cap of nothing":   {func(r *receipt.Receipt) { r.Caps = []receipt.Cap{{Rule: "CAP-3", Allegation: 9}} }, "does not hold"},
		"no ruler":           {func(r *receipt.Receipt) { r.Ruler = receipt.Ruler{} }, "carries no method"},
		"a broken condition": {func(r *receipt.Receipt) { r.Ruler.Methodology.Caps[0].Ladder[0].When = "(" }, "does not compile"},
		"another ruler": {func(r *receipt.Receipt) { // all its figures agree, but it is not the edition that it names
			r.Ruler.Methodology.Allegations.Maximum = 1
			restate(t, r)
		}, "ruler: is not the method"},
		"another ruler, the same score": {func(r *receipt.Receipt) { r.Ruler.Methodology.Coverage.NotRatedBelow = 1 }, "ruler: is not the method"},
		"another edition":               {func(r *receipt.Receipt) { r.Method.Digest = strings.Repeat("0", 64) }, "method.digest: the fingerprint"},
	} {
		r := x.copied(t)
		c.change(r)
		_, ps := app.VerifyReceipt(x.c, x.signed(t, r, x.key), x.publisherKnown)
		if len(ps) == 0 || !strings.Contains(ps.Error(), c.says) {
			t.Errorf("%s: got %v, want %q in it", name, ps, c.says)
		}
	}
}

// restate makes the stated arithmetic that of the receipt as it now is.
func restate(t *testing.T, r *receipt.Receipt) {
	t.Helper()
	card, ps := r.Recompute()
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	f := func(x *vigil.Figure) *receipt.Figure { return &receipt.Figure{Published: x.Published, Value: x.Value} }
	a := &r.Arithmetic
	a.Deduction, a.Net, a.Final, a.High, a.Band = f(card.Deduction.Points), f(card.Net), f(card.Final), f(card.High), card.Band
	if s := card.Sector; s != nil {
		a.Sector.Net, a.Sector.Final = f(s.Net), f(s.Final)
	}
	if _, ps := r.Check(); len(ps) > 0 {
		t.Fatalf("the false receipt does not agree with itself: %v", ps)
	}
}

// twice repeats one of the members of the receipt.
func twice(d *rand.Rand, file []byte) []byte {
	names := []string{`"cutoff":"2026-06-30",`, `"mode":"BENCH",`, `"assessment":"acme-2026",`, `"made":"2026-11-23T12:00:00Z",`}
	n := []byte(names[d.IntN(len(names))])
	return bytes.Replace(file, n, append(slices.Clone(n), n...), 1)
}

// reordered writes the signature before the receipt.
func reordered(t *testing.T, file []byte) []byte {
	t.Helper()
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(file, &parts); err != nil {
		t.Fatal(err)
	}
	return slices.Concat([]byte(`{"signature":`), parts["signature"], []byte(`,"receipt":`), parts["receipt"], []byte("}\n"))
}

// rewritten keeps what the file means and changes how it is written.
func rewritten(d *rand.Rand, file []byte) []byte {
	switch d.IntN(4) {
	case 0:
		var b bytes.Buffer
		_ = json.Indent(&b, file, "", "  ")
		return b.Bytes()
	case 1:
		return bytes.Replace(file, []byte("Acme Mining"), []byte(`Acme\u0020Mining`), 1)
	case 2:
		return bytes.TrimRight(file, "\n")
	}
	i := bytes.IndexByte(file, ',')
	return slices.Insert(slices.Clone(file), i+1, ' ')
}

// changed changes one value somewhere in the tree and writes the file as a receipt is written.
func changed(t *testing.T, d *rand.Rand, file []byte) []byte {
	t.Helper()
	var tree map[string]any
	if err := json.Unmarshal(file, &tree); err != nil {
		t.Fatal(err)
	}
	for !bend(d, tree["receipt"]) { // it ended at nothing that has a value
	}
	text, err := receipt.Canonical(tree)
	if err != nil {
		t.Fatal(err)
	}
	return append(text, '\n')
}

// bend walks down at random and changes the value it ends at; false where there is none.
func bend(d *rand.Rand, v any) bool {
	replace := func(old any) (any, bool) {
		switch old := old.(type) {
		case string:
			return old + "x", true
		case float64:
			return old + 1, true
		case bool:
			return !old, true
		}
		return nil, false
	}
	switch v := v.(type) {
	case map[string]any:
		names := make([]string, 0, len(v))
		for n := range v {
			names = append(names, n)
		}
		slices.Sort(names)
		if len(names) == 0 {
			return false
		}
		n := names[d.IntN(len(names))]
		if other, ok := replace(v[n]); ok {
			v[n] = other
			return true
		}
		return bend(d, v[n])
	case []any:
		if len(v) == 0 {
			return false
		}
		i := d.IntN(len(v))
		if other, ok := replace(v[i]); ok {
			v[i] = other
			return true
		}
		return bend(d, v[i])
	}
	return false
}
