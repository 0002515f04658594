package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// codes names organisations by their codes.
func codes(list []vigil.Organisation) string {
	var all []string
	for _, o := range list {
		all = append(all, o.Code)
	}
	return strings.Join(all, " ")
}

// TestFindOrganisations narrows, orders and cuts the list on both databases alike, in every alphabet, within a scope.
func TestFindOrganisations(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ids := map[string]int64{}
		do(t, s, func(tx *store.Tx) error {
			for _, o := range []vigil.Organisation{
				{Code: "c", Name: "apple", Sector: "EXT", Type: "company"}, {Code: "b", Name: "Apple", Sector: "EXT", Sectors: []string{"EXT", "REN"}, Type: "media"},
				{Code: "a", Name: "Zebra 100%", Sector: "AGR", Ticker: "ZBR"}, {Code: "d", Name: "Ñandú Ёлка", LEI: "LEI0"}, {Code: "e", Name: "an_under"},
			} {
				if err := tx.CreateOrganisation(&o); err != nil {
					return err
				}
				ids[o.Code] = o.ID
			}
			return nil
		})
		everything := store.Scope{Everything: true}
		for name, c := range map[string]struct {
			s     store.Scope
			f     store.OrganisationFilter
			p     store.Page
			want  string
			total int
		}{
			"by name":                 {everything, store.OrganisationFilter{}, store.Page{}, "e b c a d", 5},
			"second page":             {everything, store.OrganisationFilter{}, store.Page{Number: 2, Size: 2}, "c a", 5},
			"far too late a page":     {everything, store.OrganisationFilter{}, store.Page{Number: 99, Size: 2}, "d", 5},
			"too early a page":        {everything, store.OrganisationFilter{}, store.Page{Number: -9, Size: 2}, "e b", 5},
			"words":                   {everything, store.OrganisationFilter{Words: "APPLE"}, store.Page{}, "b c", 2},
			"both words":              {everything, store.OrganisationFilter{Words: "apple c"}, store.Page{}, "c", 1},
			"another alphabet":        {everything, store.OrganisationFilter{Words: "ñANDÚ ёЛКА"}, store.Page{}, "d", 1},
			"by ticker":               {everything, store.OrganisationFilter{Words: "zbr"}, store.Page{}, "a", 1},
			"a percent is a percent":  {everything, store.OrganisationFilter{Words: "%"}, store.Page{}, "a", 1},
			"a line is a line":        {everything, store.OrganisationFilter{Words: "n_u"}, store.Page{}, "e", 1},
			"a backslash":             {everything, store.OrganisationFilter{Words: `\`}, store.Page{}, "", 0},
			"sector":                  {everything, store.OrganisationFilter{Sector: "EXT"}, store.Page{}, "b c", 2},
			"further sector":          {everything, store.OrganisationFilter{Sector: "REN"}, store.Page{}, "b", 1},
			"type":                    {everything, store.OrganisationFilter{Type: "company"}, store.Page{}, "c", 1},
			"some alone":              {store.Scope{Organisations: []int64{ids["a"], ids["b"]}}, store.OrganisationFilter{}, store.Page{Size: 1}, "b", 2},
			"all but some":            {store.Scope{Everything: true, Organisations: []int64{ids["a"], ids["b"]}}, store.OrganisationFilter{}, store.Page{}, "e c d", 3},
			"none":                    {store.Scope{}, store.OrganisationFilter{}, store.Page{}, "", 0},
			"a link":                  {store.Scope{Assessment: "acme-1"}, store.OrganisationFilter{}, store.Page{}, "", 0},
			"outside is not found":    {store.Scope{Organisations: []int64{ids["a"]}}, store.OrganisationFilter{Words: "apple"}, store.Page{}, "", 0},
			"or a sector opens it":    {store.Scope{Organisations: []int64{ids["a"]}}, store.OrganisationFilter{Sector: "REN"}, store.Page{}, "", 0},
			"words that are no query": {everything, store.OrganisationFilter{Words: `' OR 1=1 --`}, store.Page{}, "", 0},
		} {
			see(t, s, func(tx *store.Tx) error {
				list, total, err := tx.FindOrganisations(c.s, c.f, c.p)
				if codes(list) != c.want || total != c.total {
					t.Errorf("%s: %q of %d, want %q of %d", name, codes(list), total, c.want, c.total)
				}
				return err
			})
		}
		see(t, s, func(tx *store.Tx) error {
			sectors, types, err := tx.OrganisationKinds(store.Scope{Organisations: []int64{ids["a"], ids["c"]}})
			if !slices.Equal(sectors, []string{"AGR", "EXT"}) || !slices.Equal(types, []string{"company"}) {
				t.Errorf("what occurs: %v %v", sectors, types)
			}
			return err
		})
	})
}

// TestFindAssessments keeps what is withdrawn, another's or outside a link out of rows, counts and choices.
func TestFindAssessments(t *testing.T) {
	now := noon
	for _, kind := range []string{"sqlite", "postgres"} {
		t.Run(kind, func(t *testing.T) {
			c := config(t, kind)
			c.Now = func() time.Time { now = now.Add(time.Second); return now }
			s := open(t, c)
			ids := map[string]int64{}
			do(t, s, func(tx *store.Tx) error {
				for _, code := range []string{"acme", "rival"} {
					o := vigil.Organisation{Code: code, Name: "Example " + code}
					if err := tx.CreateOrganisation(&o); err != nil {
						return err
					}
					ids[code] = o.ID
					for i, status := range []vigil.Status{vigil.Draft, vigil.Final, vigil.Withdrawn} {
						a := vigil.Assessment{Code: fmt.Sprintf("%s-%d", code, i), OrganisationID: o.ID, Questionnaire: []string{"quick@0.1.0", "quick_x@0.1.0", "other@1"}[i], Methodology: "m@1",
							Mode: vigil.Modes[i], Cutoff: "2025-12-31", Status: status}
						err := tx.CreateAssessment(&a)
						if err == nil {
							err = tx.PutEvidence(&a, "", "Q", []vigil.Evidence{{Title: a.Code, Grade: vigil.E1, Quote: "quote"}})
						}
						if err != nil {
							return err
						}
					}
				}
				return nil
			})
			everything, own := store.Scope{Everything: true}, store.Scope{Organisations: []int64{ids["acme"]}}
			for name, c := range map[string]struct {
				s    store.Scope
				f    store.AssessmentFilter
				want string
			}{
				"last changed first": {everything, store.AssessmentFilter{}, "rival-1 rival-0 acme-1 acme-0"},
				"withdrawn too":      {store.Scope{Everything: true, Withdrawn: true}, store.AssessmentFilter{Organisation: "acme"}, "acme-2 acme-1 acme-0"},
				"own":                {own, store.AssessmentFilter{}, "acme-1 acme-0"},
				"of another":         {own, store.AssessmentFilter{Organisation: "rival"}, ""},
				"words":              {everything, store.AssessmentFilter{Words: "EXAMPLE rival-1"}, "rival-1"},
				"status":             {everything, store.AssessmentFilter{Status: vigil.Final}, "rival-1 acme-1"},
				"mode":               {own, store.AssessmentFilter{Mode: vigil.Modes[0]}, "acme-0"},
				"form":               {own, store.AssessmentFilter{Form: "quick"}, "acme-0"},
				"form with a line":   {own, store.AssessmentFilter{Form: "quick_x"}, "acme-1"},
				"by a link":          {store.Scope{Assessment: "acme-0"}, store.AssessmentFilter{}, "acme-0"},
				"by a dead link":     {store.Scope{Assessment: "acme-2"}, store.AssessmentFilter{}, ""},
			} {
				see(t, s, func(tx *store.Tx) error {
					list, total, err := tx.FindAssessments(c.s, c.f, store.Page{Size: 2})
					all, _, err2 := tx.FindAssessments(c.s, c.f, store.Page{})
					var got []string
					for _, a := range all {
						got = append(got, a.Code)
					}
					if strings.Join(got, " ") != c.want || total != len(got) || len(list) != min(2, len(got)) {
						t.Errorf("%s: %v of %d, %d on the page; want %s", name, got, total, len(list), c.want)
					}
					return errors.Join(err, err2)
				})
			}
			see(t, s, func(tx *store.Tx) error {
				statuses, forms, err := tx.AssessmentKinds(own)
				among, err2 := tx.Assessed(own)
				references, err3 := tx.References(own)
				if !slices.Equal(statuses, []string{"draft", "final"}) || !slices.Equal(forms, []string{"quick@0.1.0", "quick_x@0.1.0"}) || codes(among) != "acme" {
					t.Errorf("what occurs: %v %v %s", statuses, forms, codes(among))
				}
				if len(references) != 2 || references[0].Title != "acme-0" || references[0].Quote != "" || references[0].ID == 0 {
					t.Errorf("references: %+v", references)
				}
				full, err4 := tx.EvidenceByID([]int64{references[0].ID, 987654})
				if len(full) != 1 || full[references[0].ID].Quote != "quote" {
					t.Errorf("references read whole: %+v", full)
				}
				return errors.Join(err, err2, err3, err4)
			})
		})
	}
}

// TestFindAuditEntries narrows the log by word, action and day, and finds a change in the middle however many entries are read at a time.
func TestFindAuditEntries(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		do(t, s, func(tx *store.Tx) error {
			for i := range 9 {
				at := noon.Add(time.Duration(i-4) * 12 * time.Hour) // two a day, at noon and at midnight
				if err := tx.Audit(&vigil.AuditEntry{Time: at, Person: "Ünal", Action: []string{"one", "two"}[i%2], Subject: fmt.Sprintf("thing:%d", i)}); err != nil {
					return err
				}
			}
			return nil
		})
		today := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
		for name, c := range map[string]struct {
			f     store.AuditFilter
			page  store.Page
			first string
			rows  int
			total int
		}{
			"newest first": {store.AuditFilter{}, store.Page{Size: 4}, "thing:8", 4, 9},
			"last page":    {store.AuditFilter{}, store.Page{Size: 4, Number: 3}, "thing:0", 1, 9},
			"action":       {store.AuditFilter{Action: "two"}, store.Page{}, "thing:7", 4, 4},
			"words":        {store.AuditFilter{Words: "üNAL thing:3"}, store.Page{}, "thing:3", 1, 1},
			"from a day":   {store.AuditFilter{From: today}, store.Page{}, "thing:8", 6, 6},
			"of a day":     {store.AuditFilter{From: today, Until: today.AddDate(0, 0, 1)}, store.Page{}, "thing:4", 2, 2},
		} {
			see(t, s, func(tx *store.Tx) error {
				list, total, err := tx.FindAuditEntries(c.f, c.page)
				if err == nil && (total != c.total || len(list) != c.rows || list[0].Subject != c.first) {
					t.Errorf("%s: %d of %d: %+v", name, len(list), total, list)
				}
				return err
			})
		}
		see(t, s, func(tx *store.Tx) error {
			actions, err := tx.AuditActions()
			if !slices.Equal(actions, []string{"one", "two"}) {
				t.Errorf("actions: %v", actions)
			}
			return errors.Join(err, tx.VerifyAudit())
		})
	})
}
