package store_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"vigil/internal/store"
	"vigil/internal/store/pgtest"
	"vigil/internal/vigil"
)

var server *pgtest.Server

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		os.Exit(openChild(dir))
	}
	if dir := os.Getenv(killDir); dir != "" {
		os.Exit(killChild(dir))
	}
	var err error
	if server, err = pgtest.Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	server.Stop()
	os.Exit(code)
}

// noon is the clock of the tests.
var noon = time.Date(2026, 3, 1, 12, 0, 0, 123456000, time.UTC)

func clock() time.Time { return noon }

// config gives an empty database of a kind.
func config(t *testing.T, kind string) store.Config {
	t.Helper()
	if kind == "sqlite" {
		return store.Config{Dir: t.TempDir(), Now: clock, Sealer: keys()}
	}
	return store.Config{URL: server.Database(t), Now: clock, Sealer: keys()}
}

// configs gives an empty database of each kind.
func configs(t *testing.T) map[string]store.Config {
	t.Helper()
	return map[string]store.Config{"sqlite": config(t, "sqlite"), "postgres": config(t, "postgres")}
}

func open(t *testing.T, c store.Config) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), c)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

// each runs a test on both databases.
func each(t *testing.T, test func(t *testing.T, s *store.Store)) {
	t.Helper()
	for _, name := range []string{"sqlite", "postgres"} {
		t.Run(name, func(t *testing.T) { test(t, open(t, config(t, name))) })
	}
}

// do runs one writing transaction that must succeed.
func do(t testing.TB, s *store.Store, f func(*store.Tx) error) {
	t.Helper()
	if err := s.Tx(context.Background(), f); err != nil {
		t.Fatalf("transaction: %v", err)
	}
}

// see runs one reading transaction that must succeed.
func see(t testing.TB, s *store.Store, f func(*store.Tx) error) {
	t.Helper()
	if err := s.View(context.Background(), f); err != nil {
		t.Fatalf("view: %v", err)
	}
}

func organisation(code string) vigil.Organisation {
	return vigil.Organisation{
		Code: code, Name: "Example " + code, Type: "company", Country: "NO", Sector: "EXT", Sectors: []string{"EXT", "REN"},
		LEI: "0000EXAMPLE0FICTIO33", ISINs: []string{"ZZ1234567895"}, Ticker: "EXM", Exchange: "XOSL", Fictional: true,
		Parent: "above", Predecessors: []vigil.Predecessor{{Name: "Before", LEI: "0000EXAMPLE0FICTIO33", ISINs: []string{"ZZ1234567895"}, Date: "2024-05-01"}},
	}
}

func assessment(code string, org int64) vigil.Assessment {
	submitted, returned := noon.Add(time.Hour), noon.Add(2*time.Hour)
	return vigil.Assessment{
		Code: code, OrganisationID: org, Questionnaire: "quick@0.1.0", Methodology: "method@0.1.0", Mode: vigil.SELF,
		Purpose: "a purpose", Period: "2025", Cutoff: "2025-12-31", SubmittedAt: &submitted,
		ReturnReason: "what to change", ReturnedAt: &returned,
	}
}

func allegation(code string, org int64) vigil.Allegation {
	return vigil.Allegation{
		OrganisationID: org, Code: code, Country: "NO", Quarter: "2026-Q1", Harm: "threats", Sector: "EXT", Project: "north",
		Summary: "What a source says.", Source: "https://example.org/case", Scale: 3, Scope: 2, Irremediability: 4, Credibility: "K2",
		Link: "contributed", Continuing: true, Opened: "2026-01-10", Interim: true,
		Marks: vigil.Marks{Answered: 1, Inquiry: 0.5, Heard: 0.25, Remedy: 0.1, Reported: 0, Prevention: 1},
		Reply: "What the company says.", ReplyDate: "2026-02-01", HoldFrom: "2026-02-02", HoldReview: "2026-02-16", HoldReason: "asking would endanger somebody",
	}
}

// begin stores one organisation with one assessment.
func begin(t testing.TB, s *store.Store) (vigil.Organisation, vigil.Assessment) {
	t.Helper()
	o := organisation("acme")
	var a vigil.Assessment
	do(t, s, func(tx *store.Tx) error {
		if err := tx.CreateOrganisation(&o); err != nil {
			return err
		}
		a = assessment("acme-2025", o.ID)
		return tx.CreateAssessment(&a)
	})
	return o, a
}
