package app_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// A session ends after it was idle, and altogether; an administrator's sooner.
func TestSessionsHaveAnEnd(t *testing.T) {
	s := staff(t, store.Config{Dir: t.TempDir()})
	ada, ben := s.in("ada"), s.in("ben")
	s.wait(59 * time.Minute)
	s.stands(ada, true)
	s.wait(59 * time.Minute)
	s.stands(ada, true)
	s.wait(time.Hour)
	s.stands(ada, false)
	s.wait(8 * time.Hour)
	s.stands(ben, true)
	for range 14 { // used every eleven hours
		s.wait(11 * time.Hour)
		s.stands(ben, true)
	}
	s.wait(noon.Add(7 * 24 * time.Hour).Sub(s.now))
	s.stands(ben, false)
	must(t, s.Tidy(ctx))
	must(t, s.Store.View(ctx, func(tx *store.Tx) error {
		for _, login := range []string{"ada", "ben", "rita"} {
			p, err := tx.Person(login)
			must(t, err)
			if list, err := tx.Sessions(p.ID); err != nil || len(list) != 0 {
				t.Errorf("%d sessions of %s are left, %v", len(list), login, err)
			}
		}
		return nil
	}))
}

// An administrator who is at it all the time signs in anew after half a day.
func TestAnAdministratorSignsInEveryDay(t *testing.T) {
	s := staff(t, store.Config{Dir: t.TempDir()})
	ada, ben := s.in("ada"), s.in("ben")
	for range 17 {
		s.wait(42 * time.Minute)
		s.stands(ada, true)
		s.stands(ben, true)
	}
	s.wait(6 * time.Minute)
	s.stands(ada, false)
	s.stands(ben, true)
}

// The sessions of a person end with the next request after each of these.
func TestSessionsEndAtOnce(t *testing.T) {
	for name, end := range map[string]func(s *staffed, token string) (keeps string){
		"another role": func(s *staffed, _ string) string {
			p, err := s.Person(ctx, admin, "ben")
			must(s.t, err)
			must(s.t, s.ChangeRole(ctx, admin, "ben", vigil.Viewer, p.Version))
			return ""
		},
		"disabled":                  func(s *staffed, _ string) string { must(s.t, s.DisablePerson(ctx, admin, "ben")); return "" },
		"ended by an administrator": func(s *staffed, _ string) string { must(s.t, s.EndSessions(ctx, admin, "ben")); return "" },
		"own password": func(s *staffed, token string) string {
			in, err := s.ChangePassword(ctx, token, phrase, another, home)
			must(s.t, err)
			return in.Token
		},
		"reset": func(s *staffed, _ string) string {
			handed, err := s.ResetPassword(ctx, admin, "ben")
			must(s.t, err)
			return s.choose(handed.Token, another).Token
		},
		"second factor": func(s *staffed, token string) string {
			e, err := s.EnrolTOTP(ctx, token, phrase, home)
			must(s.t, err)
			in, _, err := s.ConfirmTOTP(ctx, token, s.code(e.Secret))
			must(s.t, err)
			return in.Token
		},
		"second factor taken away": func(s *staffed, _ string) string {
			_, _, token := s.withFactor("ben")
			in, err := s.RemoveTOTP(ctx, token, phrase, home)
			must(s.t, err)
			return in.Token
		},
		"second factor dropped by an administrator": func(s *staffed, _ string) string {
			_, _, token := s.withFactor("ben")
			must(s.t, s.DropSecondFactor(ctx, admin, "ben"))
			s.stands(token, false)
			return ""
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := staff(t, store.Config{Dir: t.TempDir()})
			here, there, ada := s.in("ben"), s.in("ben"), s.in("ada")
			s.stands(there, true)
			if keeps := end(s, here); keeps != "" {
				s.stands(keeps, true)
			}
			s.stands(here, false)
			s.stands(there, false)
			s.stands(ada, true)
		})
	}
}

func TestOwnSessions(t *testing.T) {
	s := staff(t, store.Config{Dir: t.TempDir()})
	must(t, s.EndSessions(ctx, admin, "ben"))
	here, there, third, ada := s.in("ben"), s.in("ben"), s.in("ben"), s.in("ada")
	list, err := s.Sessions(ctx, here)
	must(t, err)
	if len(list) != 3 || !list[2].Present || list[0].Present {
		t.Fatalf("%+v", list)
	}
	adas, err := s.Sessions(ctx, ada)
	must(t, err)
	for _, x := range adas {
		must(t, s.EndOwnSession(ctx, here, x.ID)) // another person's
	}
	s.stands(ada, true)
	must(t, s.EndOwnSession(ctx, here, list[0].ID))
	s.stands(third, false)
	s.stands(there, true)
	must(t, s.EndOwnSession(ctx, here, 0))
	s.stands(there, false)
	s.stands(here, true)
}

// While nothing can be written people still read: only when a session was last used is not kept then.
func TestSessionsGoOnWhileNothingCanBeWritten(t *testing.T) {
	dir := t.TempDir()
	s := staff(t, store.Config{Dir: dir})
	token := s.in("ben")
	s.wait(5 * time.Minute)
	file, away := filepath.Join(dir, store.File), filepath.Join(t.TempDir(), "away.db")
	must(t, os.Rename(file, away))
	s.stands(token, true)
	must(t, os.Rename(away, file))
	s.wait(11*time.Hour + 58*time.Minute)
	s.stands(token, false)
}

// Whoever is disabled is kept out by that alone, also where a session were left over.
func TestASessionOfSomebodyDisabledOpensNothing(t *testing.T) {
	s := staff(t, store.Config{Dir: t.TempDir()})
	token := s.in("ben")
	must(t, s.Store.Tx(ctx, func(tx *store.Tx) error {
		p, err := tx.Person("ben")
		if err != nil {
			return err
		}
		p.Status = vigil.Disabled
		return tx.SavePerson(&p)
	}))
	s.stands(token, false)
}
