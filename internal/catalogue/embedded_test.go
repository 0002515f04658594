package catalogue

import (
	"testing"

	"vigil/questionnaires"
)

func TestEmbedded(t *testing.T) {
	c, ps := Load(questionnaires.Files)
	if len(ps) > 0 {
		t.Fatalf("the files that ship have problems:\n%v", ps)
	}
	q, m, err := c.Questionnaire("company-quick")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(q.Questions()); n != 32 || len(m.Caps) != 14 || len(q.Digest) != 64 || len(m.Digest) != 64 {
		t.Errorf("%d questions, %d caps, digests %q and %q", n, len(m.Caps), q.Digest, m.Digest)
	}
}
