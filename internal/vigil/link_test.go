package vigil_test

import (
	"testing"
	"time"

	"vigil/internal/vigil"
)

// TestLinkEnds: a section link that nobody came by ends on its day; whoever came has the days of grace to finish.
func TestLinkEnds(t *testing.T) {
	end := time.Date(2026, 3, 22, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name string
		l    vigil.Link
		at   time.Time
		open bool
	}{
		{"unused, in time", vigil.Link{Purpose: vigil.SectionLink}, end.Add(-1), true},
		{"unused, at its end", vigil.Link{Purpose: vigil.SectionLink}, end, false},
		{"begun, in the grace", vigil.Link{Purpose: vigil.SectionLink, Uses: 3}, end.Add(vigil.Grace - 1), true},
		{"begun, after the grace", vigil.Link{Purpose: vigil.SectionLink, Uses: 3}, end.Add(vigil.Grace), false},
		{"handed in", vigil.Link{Purpose: vigil.SectionLink, Uses: 1, HandedInAt: &end}, end.Add(-time.Hour), false},
		{"revoked", vigil.Link{Purpose: vigil.SectionLink, RevokedAt: &end}, end.Add(-time.Hour), false},
		{"an invitation has no grace", vigil.Link{Purpose: vigil.InvitationLink}, end, false},
		{"an invitation works once", vigil.Link{Purpose: vigil.InvitationLink, Uses: 1}, end.Add(-1), false},
	} {
		c.l.ExpiresAt = end
		if c.l.Open(c.at) != c.open {
			t.Errorf("%s: open %v", c.name, !c.open)
		}
	}
}
