package app

import (
	"bytes"
	"context"

	"vigil/internal/catalogue"
	"vigil/internal/receipt"
	"vigil/internal/seal"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// Verified is what holds of a receipt. It is about the file alone, so it needs no data and no account.
type Verified struct {
	Receipt  *receipt.Receipt
	Card     *vigil.Scorecard // the score, computed from the receipt alone
	Key      string           // short name of the key that signed
	Expected bool             // that key is one of those the caller expected
	Editions bool             // the editions that the receipt names are in this program with the same fingerprints, and give the same score
}

// VerifyReceipt checks the file of a receipt: that nothing in it was changed since it was signed, by one of the public keys
// given where any is, and that its answers give its score, by the method it carries and by the same edition in the catalogue
// where there is one. It holds only when no problem is listed.
func VerifyReceipt(c *catalogue.Catalogue, file []byte, keys [][]byte) (Verified, vigil.Problems) {
	s, ps := receipt.Read(file)
	if len(ps) > 0 {
		return Verified{}, ps
	}
	key, signature, ps := s.KeyBytes()
	if len(ps) > 0 {
		return Verified{}, ps
	}
	v := Verified{Receipt: &s.Receipt, Key: seal.Name(key)}
	message, err := s.Receipt.Message()
	if err != nil || !seal.Verify(key, message, signature) {
		ps.Add(vigil.Place{Field: "signature"}, "does not belong to this receipt: the receipt or its signature was changed", "ask the publisher for the receipt as it was published")
		return v, ps
	}
	for _, k := range keys {
		v.Expected = v.Expected || bytes.Equal(k, key)
	}
	if len(keys) > 0 && !v.Expected {
		ps.Say(vigil.Place{Field: "signature"}, vigil.Say("is by the key %s, and not by one that was given", v.Key), vigil.Say("ask the publisher which keys they have used; if this is none of them, somebody else made this receipt"))
	}
	card, wrong := s.Receipt.Check()
	v.Card = card
	if ps = append(ps, wrong...); len(ps) > 0 {
		return v, ps
	}
	q, m, err := c.Questionnaire(s.Receipt.Form.Ref)
	if err != nil {
		return v, nil // an edition that this program does not carry: the receipt brings its own
	}
	known, ps := s.Receipt.Editions(m, q)
	if known {
		ps = append(ps, s.Receipt.CheckWith(m, q)...)
	}
	v.Editions = known && len(ps) == 0
	return v, ps
}

// keyring opens the signing key of the data folder.
func (a *App) keyring() (*seal.Key, error) {
	if a.Folder == "" {
		return nil, vigil.Errorf(vigil.Invalid, "nothing says in which folder the signing key lies; name it with --data")
	}
	return seal.Open(a.Folder)
}

// PublicKey gives the short name and the text file of the public key that signs here, and makes the key where there is none.
func (a *App) PublicKey(ctx context.Context, actor vigil.Actor) (name string, file []byte, err error) {
	err = a.write(ctx, actor, ShowKeyAction, func(*store.Tx) (done, error) {
		key, err := a.keyring()
		if err != nil {
			return done{}, err
		}
		name = seal.Name(key.Public())
		file = seal.PublicText(key.Public())
		return done{"key:" + name, ""}, nil
	})
	return name, file, err
}

// NewKey puts a new signing key in the place of the one there is. What the old one signed stays good: its public key is kept.
func (a *App) NewKey(ctx context.Context, actor vigil.Actor) (name string, err error) {
	err = a.write(ctx, actor, NewKeyAction, func(*store.Tx) (done, error) {
		if a.Folder == "" {
			_, err := a.keyring()
			return done{}, err
		}
		key, err := seal.Rotate(a.Folder, a.now())
		if err != nil {
			return done{}, err
		}
		name = seal.Name(key.Public())
		return done{"key:" + name, ""}, nil
	})
	return name, err
}

// Receipt makes the signed receipt of a final assessment: what its score can be computed from again, without a word that
// somebody wrote.
func (a *App) Receipt(ctx context.Context, actor vigil.Actor, code string) (file []byte, err error) {
	err = a.write(ctx, actor, ReceiptAction, func(tx *store.Tx) (done, error) {
		c, err := a.loadAny(tx, code)
		if err != nil {
			return done{}, err
		}
		if c.frozen == nil {
			return done{}, vigil.Errorf(vigil.Conflict, "the assessment %q is %s; finalise it first, because a receipt is for a score that stays", code, c.assessment.Status)
		}
		card := c.result()
		key, err := a.keyring()
		if err != nil {
			return done{}, err
		}
		var ps vigil.Problems
		file, ps = sign(key, a.now(), receipt.Source{Assessment: code, Input: c.in, Card: card, Evidence: c.evidence})
		return done{"assessment:" + code, "key:" + seal.Name(key.Public())}, ps.Err()
	})
	return file, err
}
