package receipt

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"

	"vigil/internal/vigil"
)

// Largest is the size of a file from which Read refuses it unread.
const Largest = 8 << 20

// Algorithm is the one kind of signature.
const Algorithm = "ed25519"

// Signed is the file: a receipt, and the signature over Message of it.
type Signed struct {
	Receipt   Receipt   `json:"receipt"`
	Signature Signature `json:"signature"`
}

// Signature says by which key, and how.
type Signature struct {
	Algorithm string `json:"algorithm" public:"term"`
	Key       string `json:"key" public:"digest"`   // the public key, base64
	Value     string `json:"value" public:"digest"` // base64
}

// Message is what the signature covers: the name of the format, a line feed, and the canonical form of the receipt. So a
// signature of something else can never be taken for one of a receipt.
func (r *Receipt) Message() ([]byte, error) {
	text, err := Canonical(r)
	return append([]byte(Format+"\n"), text...), err
}

// Sign gives the bytes of the file. key is the public key, sign makes the signature of a message.
func (r *Receipt) Sign(key []byte, sign func(message []byte) []byte) ([]byte, error) {
	message, err := r.Message()
	if err != nil {
		return nil, err
	}
	return Signed{Receipt: *r, Signature: Signature{Algorithm: Algorithm, Key: base64.StdEncoding.EncodeToString(key),
		Value: base64.StdEncoding.EncodeToString(sign(message))}}.bytes()
}

func (s Signed) bytes() ([]byte, error) {
	text, err := Canonical(s)
	return append(text, '\n'), err
}

// Read reads the file of a receipt. It takes the canonical bytes and a line feed behind them, and nothing else: a file in
// which anything stands twice, in another order or in another form was changed. It does not say whether the signature
// is good.
func Read(file []byte) (*Signed, vigil.Problems) {
	refuse := func(what string) (*Signed, vigil.Problems) {
		return nil, vigil.Problems{{What: vigil.Say(what), Do: vigil.Say(again)}}
	}
	switch {
	case len(file) == 0:
		return refuse("the file is empty")
	case len(file) > Largest:
		return refuse(fmt.Sprintf("the file is larger than %d MiB, and no receipt is", Largest>>20))
	case !utf8.Valid(file):
		return refuse("the file is damaged: it is no text")
	}
	var s Signed
	d := json.NewDecoder(bytes.NewReader(file))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return refuse(fmt.Sprintf("the file is cut off, damaged, or no receipt (%v)", err))
	}
	if s.Receipt.Format != Format {
		return refuse(fmt.Sprintf("this is no receipt of the form %s; it says %q", Format, s.Receipt.Format))
	}
	written, err := s.bytes()
	if err != nil || !bytes.Equal(written, file) {
		return refuse("the file is not written as a receipt is: something in it stands twice, in another order or in another form, so it was changed")
	}
	return &s, nil
}

// KeyBytes gives the public key and the signature.
func (s *Signed) KeyBytes() (key, signature []byte, ps vigil.Problems) {
	at := vigil.Place{Field: "signature"}
	if s.Signature.Algorithm != Algorithm {
		ps.Say(at, vigil.Say("is made with %q, which is not known here", s.Signature.Algorithm), vigil.Say(again))
		return nil, nil, ps
	}
	key, err1 := base64.StdEncoding.Strict().DecodeString(s.Signature.Key)
	signature, err2 := base64.StdEncoding.Strict().DecodeString(s.Signature.Value)
	if err1 != nil || err2 != nil || base64.StdEncoding.EncodeToString(key) != s.Signature.Key || base64.StdEncoding.EncodeToString(signature) != s.Signature.Value {
		ps.Add(at, "is damaged", again)
	}
	return key, signature, ps
}

// Check computes the score from the receipt alone and lists where it is not the one that the receipt states. The card is the
// score as computed; nil where it could not be.
func (r *Receipt) Check() (*vigil.Scorecard, vigil.Problems) {
	card, ps := r.Recompute()
	if len(ps) > 0 {
		return nil, ps
	}
	if _, err := time.Parse(time.RFC3339, r.Made); err != nil {
		ps.Add(vigil.Place{Field: "made"}, "is no moment", again)
	}
	return card, append(ps, r.differs(card)...)
}

// CheckWith is Check with the method and the questionnaire of the editions that the receipt names, from elsewhere.
func (r *Receipt) CheckWith(m *vigil.Methodology, q *vigil.Questionnaire) vigil.Problems {
	card, ps := r.scoreWith(m, q)
	if len(ps) > 0 {
		return ps
	}
	return r.differs(card)
}

// differs lists the figures that are others than stated; the arithmetic as a whole where no single one is named.
func (r *Receipt) differs(card *vigil.Scorecard) vigil.Problems {
	var ps vigil.Problems
	is, says := arithmetic(card), r.Arithmetic
	if same(is, says) {
		return nil
	}
	for _, f := range []struct {
		name     string
		is, says *Figure
	}{{"coverage", is.Coverage, says.Coverage}, {"raw", is.Raw, says.Raw}, {"deduction", is.Deduction, says.Deduction}, {"net", is.Net, says.Net}, {"final", is.Final, says.Final}} {
		if f.is.text() != f.says.text() {
			ps.Say(vigil.Place{Field: "arithmetic." + f.name}, vigil.Say("the receipt says %s, and its answers give %s", f.says.text(), f.is.text()), vigil.Say(again))
		}
	}
	if is.Band != says.Band {
		ps.Say(vigil.Place{Field: "arithmetic.band"}, vigil.Say("the receipt says %q, and its answers give %q", says.Band, is.Band), vigil.Say(again))
	}
	if len(ps) == 0 {
		ps.Add(vigil.Place{Field: "arithmetic"}, "differs in a part from what the answers give", again)
	}
	return ps
}

func (f *Figure) text() string {
	if f == nil {
		return "no figure"
	}
	return fmt.Sprint(f.Value)
}

// Editions tells how the editions that the receipt names compare with those of a catalogue: known means that the same
// editions are here with the same fingerprints. A fingerprint in a receipt is only what its signer says, so the method and the
// questionnaire that it carries are laid beside those editions too.
func (r *Receipt) Editions(m *vigil.Methodology, q *vigil.Questionnaire) (known bool, ps vigil.Problems) {
	if m == nil || q == nil {
		return false, nil
	}
	for _, e := range []struct {
		field string
		says  Edition
		ref   string
		is    string
	}{{"method", r.Method, m.Ref(), m.Digest}, {"questionnaire", r.Form, q.Ref(), q.Digest}} {
		if e.says.Ref != e.ref {
			return false, nil
		}
		if e.says.Digest != e.is {
			ps.Say(vigil.Place{Field: e.field + ".digest"}, vigil.Say("the fingerprint of %s is another one than that of the edition in this program", e.ref),
				vigil.Say("one of the two files was changed after it was published; ask the publisher for theirs, and compare"))
		}
	}
	mine, err1 := Canonical(Ruler{Methodology: wordless(m), Questionnaire: wordless(q)})
	theirs, err2 := Canonical(r.Ruler)
	if len(ps) == 0 && (err1 != nil || err2 != nil || !bytes.Equal(mine, theirs)) {
		ps.Say(vigil.Place{Field: "ruler"}, vigil.Say("is not the method %s with the questionnaire %s, as it says", r.Method.Ref, r.Form.Ref), vigil.Say(again))
	}
	return len(ps) == 0, ps
}
