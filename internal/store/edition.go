package store

import (
	"time"

	"vigil/internal/vigil"
)

// edition is a methodology or questionnaire as it was when an assessment was made with it.
type edition struct {
	Ref       string `gorm:"primaryKey"`
	Kind      string
	Digest    string
	Document  []byte
	CreatedAt time.Time
}

// PutEdition keeps a document under its ref (id@edition). The same document again is nothing new; another one under
// the same ref is a Conflict, because assessments rest on the first.
func (t *Tx) PutEdition(kind, ref, digest string, document []byte) error {
	if kind == "" || ref == "" || digest == "" || len(document) == 0 {
		return vigil.Errorf(vigil.Invalid, "an edition needs a kind, a ref, a digest and a document")
	}
	has, err := t.EditionDigest(ref)
	switch {
	case err == nil && has == digest:
		return nil
	case err == nil:
		return vigil.Errorf(vigil.Conflict, "%s differs from the %s that is in use under this name; give the changed one a new edition number", ref, kind)
	case vigil.KindOf(err) != vigil.NotFound:
		return err
	}
	row := edition{Ref: ref, Kind: kind, Digest: digest, Document: document, CreatedAt: t.now()}
	return wrap(t.db.Create(&row).Error, the("edition", ref))
}

// EditionDigest gives the digest alone, for who only compares it.
func (t *Tx) EditionDigest(ref string) (string, error) {
	var row edition
	if err := named(ref, "edition"); err != nil {
		return "", err
	}
	err := t.db.Select("digest").Where("ref = ?", ref).Take(&row).Error
	return row.Digest, wrap(err, the("edition", ref))
}

// Edition gives the document with its digest.
func (t *Tx) Edition(ref string) (digest string, document []byte, err error) {
	var row edition
	if err := named(ref, "edition"); err != nil {
		return "", nil, err
	}
	err = t.db.Where("ref = ?", ref).Take(&row).Error
	return row.Digest, row.Document, wrap(err, the("edition", ref))
}
