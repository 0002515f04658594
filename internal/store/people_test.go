package store_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

func person(login string) vigil.Person {
	return vigil.Person{Login: login, Name: "Ana Example", Email: "ana@example.org", Role: vigil.Analyst, Language: "es", Theme: "dark", Status: vigil.Active,
		Password: "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA", TOTP: "sealed", TOTPNew: "sealed too"}
}

func hash(letter string) string { return strings.Repeat(letter, 64) }

func TestPeopleRefused(t *testing.T) {
	for _, c := range []struct {
		name string
		kind vigil.ErrorKind
		says string
		do   func(tx *store.Tx, p vigil.Person, a vigil.Assessment) error
	}{
		{"login twice", vigil.Conflict, `person "ana" exists already`, func(tx *store.Tx, _ vigil.Person, _ vigil.Assessment) error {
			again := person("ana")
			return tx.CreatePerson(&again)
		}},
		{"no login", vigil.Invalid, "the code of the person is missing", func(tx *store.Tx, _ vigil.Person, _ vigil.Assessment) error {
			return tx.CreatePerson(&vigil.Person{})
		}},
		{"a password that is no hash", vigil.Invalid, "a required value is empty", func(tx *store.Tx, _ vigil.Person, _ vigil.Assessment) error {
			p := person("rui")
			p.Password = "correct horse battery"
			return tx.CreatePerson(&p)
		}},
		{"somebody absent", vigil.NotFound, `there is no person "rui"`, func(tx *store.Tx, _ vigil.Person, _ vigil.Assessment) error {
			_, err := tx.Person("rui")
			return err
		}},
		{"stale", vigil.Conflict, "nothing was overwritten", func(tx *store.Tx, p vigil.Person, _ vigil.Assessment) error {
			p.Version = 9
			return tx.SavePerson(&p)
		}},
		{"a name that is no text", vigil.Invalid, "no text", func(tx *store.Tx, p vigil.Person, _ vigil.Assessment) error {
			p.Name = "a\x00b"
			return tx.SavePerson(&p)
		}},
		{"a session of nobody", vigil.Invalid, "a required value is empty", func(tx *store.Tx, _ vigil.Person, _ vigil.Assessment) error {
			return tx.CreateSession(&vigil.Session{Hash: hash("a"), ExpiresAt: noon})
		}},
		{"a session without end", vigil.Invalid, "the session has no end", func(tx *store.Tx, p vigil.Person, _ vigil.Assessment) error {
			return tx.CreateSession(&vigil.Session{Hash: hash("a"), PersonID: p.ID})
		}},
		{"a session that keeps its token", vigil.Invalid, "", func(tx *store.Tx, p vigil.Person, _ vigil.Assessment) error {
			return tx.CreateSession(&vigil.Session{Hash: "the token itself", PersonID: p.ID, ExpiresAt: noon})
		}},
		{"a link that keeps its token", vigil.Invalid, "", func(tx *store.Tx, p vigil.Person, _ vigil.Assessment) error {
			return tx.CreateLink(&vigil.Link{Hash: "the token itself", Purpose: vigil.ResetLink, PersonID: p.ID, ExpiresAt: noon})
		}},
		{"a link without end", vigil.Invalid, "the link has no end", func(tx *store.Tx, p vigil.Person, _ vigil.Assessment) error {
			return tx.CreateLink(&vigil.Link{Hash: hash("a"), Purpose: vigil.ResetLink, PersonID: p.ID})
		}},
		{"a link of two purposes", vigil.Invalid, "", func(tx *store.Tx, p vigil.Person, a vigil.Assessment) error {
			return tx.CreateLink(&vigil.Link{Hash: hash("a"), Purpose: vigil.SectionLink, PersonID: p.ID, AssessmentID: a.ID, ExpiresAt: noon})
		}},
		{"a reset of nobody", vigil.Invalid, "", func(tx *store.Tx, _ vigil.Person, _ vigil.Assessment) error {
			return tx.CreateLink(&vigil.Link{Hash: hash("a"), Purpose: vigil.ResetLink, ExpiresAt: noon})
		}},
		{"a link into nothing", vigil.NotFound, "refers to something that is not there", func(tx *store.Tx, _ vigil.Person, _ vigil.Assessment) error {
			return tx.CreateLink(&vigil.Link{Hash: hash("a"), Purpose: vigil.SectionLink, AssessmentID: 999, ExpiresAt: noon})
		}},
		{"a link absent", vigil.NotFound, "there is no link", func(tx *store.Tx, _ vigil.Person, _ vigil.Assessment) error {
			_, err := tx.LinkByHash(hash("f"))
			return err
		}},
		{"a session absent", vigil.NotFound, "there is no session", func(tx *store.Tx, _ vigil.Person, _ vigil.Assessment) error {
			_, err := tx.SessionByHash(hash("f"))
			return err
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			each(t, func(t *testing.T, s *store.Store) {
				_, a := begin(t, s)
				p := person("ana")
				do(t, s, func(tx *store.Tx) error { return tx.CreatePerson(&p) })
				err := s.Tx(context.Background(), func(tx *store.Tx) error { return c.do(tx, p, a) })
				if vigil.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.says) {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

func TestPeopleRoundTrip(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		o, a := begin(t, s)
		ana, rui := person("ana"), vigil.Person{Login: "rui", Status: vigil.Invited}
		open := vigil.Link{Hash: hash("a"), Purpose: vigil.SectionLink, AssessmentID: a.ID, Sections: []string{"P1", "screening"}, Name: "The mine", Language: "fr", CreatedBy: "ana", ExpiresAt: noon.Add(time.Hour)}
		setup := vigil.Link{Hash: hash("b"), Purpose: vigil.SetupLink, ExpiresAt: noon.Add(time.Hour)}
		var byPerson, byLink vigil.Session
		do(t, s, func(tx *store.Tx) error {
			if err := errors.Join(tx.CreatePerson(&ana), tx.CreatePerson(&rui), tx.CreateLink(&open), tx.CreateLink(&setup)); err != nil {
				return err
			}
			byPerson = vigil.Session{Hash: hash("c"), PersonID: ana.ID, Browser: "Firefox, Linux", ExpiresAt: noon.Add(time.Hour)}
			byLink = vigil.Session{Hash: hash("d"), LinkID: open.ID, Step: vigil.ChoosePassword, ExpiresAt: noon.Add(time.Hour)}
			return errors.Join(tx.CreateSession(&byPerson), tx.CreateSession(&byLink), tx.PutMembership(&vigil.Membership{OrganisationID: o.ID, Person: "ana", Role: vigil.Reviewer}))
		})
		see(t, s, func(tx *store.Tx) error {
			same(t, []vigil.Person{ana, rui}, read[[]vigil.Person](t)(tx.People()))
			same(t, ana, read[vigil.Person](t)(tx.PersonByID(ana.ID)))
			same(t, open, read[vigil.Link](t)(tx.LinkByHash(open.Hash)))
			same(t, setup, read[vigil.Link](t)(tx.Link(setup.ID)))
			same(t, []vigil.Link{open}, read[[]vigil.Link](t)(tx.LinksOf(a.ID)))
			same(t, []vigil.Link{setup}, read[[]vigil.Link](t)(tx.Links(vigil.SetupLink)))
			same(t, byPerson, read[vigil.Session](t)(tx.SessionByHash(byPerson.Hash)))
			same(t, byLink, read[vigil.Session](t)(tx.SessionByHash(byLink.Hash)))
			same(t, []vigil.Session{byPerson}, read[[]vigil.Session](t)(tx.Sessions(ana.ID)))
			same(t, map[string]vigil.Role{"acme": vigil.Reviewer}, read[map[string]vigil.Role](t)(tx.RolesOf("ana")))
			same(t, map[string]vigil.Role(nil), read[map[string]vigil.Role](t)(tx.RolesOf("rui")))
			return nil
		})
		ana = vigil.Person{ID: ana.ID, Login: "ana", Status: vigil.Disabled, Version: ana.Version, CreatedAt: ana.CreatedAt}
		do(t, s, func(tx *store.Tx) error { return tx.SavePerson(&ana) })
		see(t, s, func(tx *store.Tx) error { same(t, ana, read[vigil.Person](t)(tx.Person("ana"))); return nil })
	})
}

// Of many who use the same thing at once, one gets in: a link, a code of the second factor, a recovery code.
func TestOnlyOneOfManyGetsIn(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		p := person("ana")
		l := vigil.Link{Hash: hash("a"), Purpose: vigil.ResetLink, ExpiresAt: noon}
		do(t, s, func(tx *store.Tx) error {
			if err := tx.CreatePerson(&p); err != nil {
				return err
			}
			l.PersonID = p.ID
			return errors.Join(tx.CreateLink(&l), tx.PutRecoveryCodes(p.ID, []string{hash("a"), hash("b")}))
		})
		for name, use := range map[string]func(tx *store.Tx) (bool, error){
			"link":          func(tx *store.Tx) (bool, error) { return tx.UseLink(l) },
			"step":          func(tx *store.Tx) (bool, error) { return tx.UseTOTPStep(p.ID, 7) },
			"recovery code": func(tx *store.Tx) (bool, error) { return tx.UseRecoveryCode(p.ID, hash("a")) },
		} {
			var in, wrong sync.Map
			var wait sync.WaitGroup
			for i := range 8 {
				wait.Go(func() {
					err := s.Tx(context.Background(), func(tx *store.Tx) error {
						ok, err := use(tx)
						if ok {
							in.Store(i, true)
						}
						return err
					})
					if err != nil {
						wrong.Store(i, err)
					}
				})
			}
			wait.Wait()
			n := 0
			in.Range(func(any, any) bool { n++; return true })
			wrong.Range(func(_, err any) bool { t.Errorf("%s: %v", name, err); return true })
			if n != 1 {
				t.Errorf("%s: %d got in", name, n)
			}
		}
		see(t, s, func(tx *store.Tx) error {
			if n := read[int64](t)(tx.RecoveryCodesLeft(p.ID)); n != 1 {
				t.Errorf("%d recovery codes left", n)
			}
			return nil
		})
		do(t, s, func(tx *store.Tx) error { return tx.PutRecoveryCodes(p.ID, nil) })
		see(t, s, func(tx *store.Tx) error {
			if n := read[int64](t)(tx.RecoveryCodesLeft(p.ID)); n != 0 {
				t.Errorf("%d recovery codes after all were taken away", n)
			}
			return nil
		})
	})
}

// A section link works again and again, until it is revoked; then the sessions that came by it end.
func TestASectionLinkUntilRevoked(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		_, a := begin(t, s)
		l := vigil.Link{Hash: hash("a"), Purpose: vigil.SectionLink, AssessmentID: a.ID, ExpiresAt: noon}
		do(t, s, func(tx *store.Tx) error {
			if err := tx.CreateLink(&l); err != nil {
				return err
			}
			for range 2 {
				if ok, err := tx.UseLink(l); !ok || err != nil {
					t.Errorf("used: %v, %v", ok, err)
				}
			}
			return errors.Join(tx.CreateSession(&vigil.Session{Hash: hash("b"), LinkID: l.ID, ExpiresAt: noon}), tx.RevokeLink(l.ID), tx.RevokeLink(l.ID))
		})
		do(t, s, func(tx *store.Tx) error {
			if ok, err := tx.UseLink(l); ok || err != nil {
				t.Errorf("used after it was revoked: %v, %v", ok, err)
			}
			if _, err := tx.SessionByHash(hash("b")); vigil.KindOf(err) != vigil.NotFound {
				t.Errorf("its session is still there: %v", err)
			}
			got := read[vigil.Link](t)(tx.Link(l.ID))
			if got.Uses != 2 || got.UsedAt == nil || got.RevokedAt == nil || got.Open(noon.Add(-time.Minute)) {
				t.Errorf("%+v", got)
			}
			return nil
		})
	})
}

func TestSessionsEnd(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ana, rui := person("ana"), person("rui")
		sessions := map[string]*vigil.Session{}
		do(t, s, func(tx *store.Tx) error {
			err := errors.Join(tx.CreatePerson(&ana), tx.CreatePerson(&rui))
			for name, p := range map[string]int64{"a": ana.ID, "b": ana.ID, "c": ana.ID, "d": rui.ID} {
				sessions[name] = &vigil.Session{Hash: hash(name), PersonID: p, ExpiresAt: noon.Add(time.Hour)}
				err = errors.Join(err, tx.CreateSession(sessions[name]))
			}
			return err
		})
		left := func(want string) {
			t.Helper()
			see(t, s, func(tx *store.Tx) error {
				got := ""
				for _, name := range []string{"a", "b", "c", "d"} {
					if _, err := tx.SessionByHash(hash(name)); err == nil {
						got += name
					}
				}
				if got != want {
					t.Errorf("sessions left: %q, want %q", got, want)
				}
				return nil
			})
		}
		do(t, s, func(tx *store.Tx) error { return tx.EndSession(sessions["a"].ID) })
		left("bcd")
		do(t, s, func(tx *store.Tx) error {
			n, err := tx.EndSessions(ana.ID, sessions["b"].ID)
			if n != 1 {
				t.Errorf("%d ended", n)
			}
			return err
		})
		left("bd")
		do(t, s, func(tx *store.Tx) error { return tx.EndOldSessions(noon, noon.Add(-time.Minute)) })
		left("bd")
		do(t, s, func(tx *store.Tx) error { return tx.EndOldSessions(noon, noon) })
		left("")
	})
}

func TestThrottleCounts(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		bucket := hash("a")
		var wait sync.WaitGroup
		for range 10 {
			wait.Go(func() {
				if err := s.Tx(context.Background(), func(tx *store.Tx) error { _, err := tx.Attempt(bucket, noon.Add(time.Hour)); return err }); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		broken := errors.New("not kept")
		count := func() (n int64) {
			_ = s.Tx(context.Background(), func(tx *store.Tx) error {
				row, err := tx.Attempt(bucket, noon.Add(time.Hour))
				if err != nil {
					t.Error(err)
				}
				n = row.Failures - 1
				return broken
			})
			return n
		}
		if n := count(); n != 10 {
			t.Errorf("%d of 10 were counted", n)
		}
		do(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.Hold(bucket, noon.Add(time.Minute)), tx.ForgetOld(noon))
		})
		do(t, s, func(tx *store.Tx) error {
			row, err := tx.Attempt(bucket, noon.Add(time.Hour))
			if !row.Until.Equal(noon.Add(time.Minute)) {
				t.Errorf("held until %v", row.Until)
			}
			return errors.Join(err, tx.Forgive(bucket), tx.Forgive(bucket))
		})
		if n := count(); n != 9 {
			t.Errorf("%d after one was taken back", n)
		}
		do(t, s, func(tx *store.Tx) error { return tx.ForgetOld(noon.Add(time.Hour)) })
		if n := count(); n != 0 {
			t.Errorf("%d after its time", n)
		}
		do(t, s, func(tx *store.Tx) error {
			_, err := tx.Attempt(bucket, noon)
			return err
		})
		do(t, s, func(tx *store.Tx) error {
			n, err := tx.Failures(bucket)
			none, err2 := tx.Failures(hash("nothing"))
			if n != 0 || none != 0 {
				t.Errorf("%d and %d failures of what is over and of nothing", n, none)
			}
			_, err3 := tx.Attempt(hash("b"), noon.Add(time.Hour))
			n, err4 := tx.Failures(hash("b"))
			if n != 1 {
				t.Errorf("%d failures after one", n)
			}
			return errors.Join(err, err2, err3, err4)
		})
		if n := count(); n != 0 { // its time was over as soon as it was counted
			t.Errorf("%d of an old count", n)
		}
	})
}
