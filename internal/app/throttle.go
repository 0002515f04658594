package app

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"vigil/internal/credential"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// limit is how many attempts in a row may fail before each further one has to wait: first half a minute, then twice as long each
// time, up to the longest; and how long after the last attempt all of that is forgotten.
type limit struct {
	free    int64
	longest time.Duration
	forget  time.Duration
}

// Whoever guesses from one address is held by the pair and the address, so that the owner of the account, who comes from another
// one, still gets in; the account itself is held only when many addresses try. What is known of an address is gone within the hour.
//
// Only who knows the password can guess the six digits of a second factor, and a few thousand guesses would find them. So those are
// counted for the account for a month, from wherever they come: in a year of trying some fifteen hundred are looked at. The owner
// gets in meanwhile with a recovery code, which has 80 bits and limits of its own, and a new password ends all of it.
var (
	pairLimit    = limit{free: 5, longest: 15 * time.Minute, forget: time.Hour}
	accountLimit = limit{free: 20, longest: 15 * time.Minute, forget: time.Hour}
	codeLimit    = limit{free: 10, longest: 6 * time.Hour, forget: 30 * 24 * time.Hour}
	addressLimit = limit{free: 50, longest: 15 * time.Minute, forget: time.Hour}
)

const firstWait = 30 * time.Second

// What is tried.
const (
	tryPassword = "password"
	tryCode     = "code" // of the second factor
	tryRecovery = "recovery code"
	tryLink     = "link"
)

// LimitedError says that somebody has to wait before the next try.
type LimitedError struct{ Wait time.Duration }

// Error says it to people.
func (e *LimitedError) Error() string { return e.Unwrap().Error() }

// Unwrap gives the error of its kind.
func (e *LimitedError) Unwrap() error {
	return vigil.Errorf(vigil.Limited, "too many attempts failed; wait %s and try again", inWords(e.Wait))
}

func inWords(d time.Duration) vigil.Message {
	if d <= 90*time.Second {
		return vigil.Say("%d seconds", int(d.Round(time.Second)/time.Second))
	}
	return vigil.Say("%d minutes", int((d+time.Minute-1)/time.Minute))
}

// attempt is one try at something that could be guessed. It counts as failed from the beginning, so that a thousand at
// once are counted too.
type attempt struct{ what, pair, account, address string }

// buckets are always in the same order, so that two transactions never wait for one another.
func (g attempt) buckets() []string {
	list := slices.DeleteFunc([]string{g.pair, g.account, g.address}, func(b string) bool { return b == "" })
	slices.Sort(list)
	return list
}

func (g attempt) limit(bucket string) limit {
	switch {
	case bucket == g.pair:
		return pairLimit
	case bucket == g.address:
		return addressLimit
	case g.what == tryCode:
		return codeLimit
	}
	return accountLimit
}

// try counts an attempt at what, for an account and an address (either may be empty), or refuses it with a LimitedError.
func (a *App) try(ctx context.Context, what, account, address string) (attempt, error) {
	g := attempt{what: what, address: bucket(what, "address", network(address))}
	if account != "" {
		g.account, g.pair = bucket(what, "account", account), bucket(what, "pair", account+"\x00"+network(address))
	}
	now := a.now()
	err := a.Store.Tx(ctx, func(tx *store.Tx) error {
		if err := tx.ForgetOld(now); err != nil {
			return err
		}
		for _, b := range g.buckets() {
			l := g.limit(b)
			row, err := tx.Attempt(b, now.Add(l.forget))
			if err != nil {
				return err
			}
			if row.Until.After(now) {
				return &LimitedError{Wait: row.Until.Sub(now)}
			}
			if over := row.Failures - l.free; over >= 0 {
				if err := tx.Hold(b, now.Add(l.wait(over))); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return g, err
}

func (l limit) wait(over int64) time.Duration { return min(firstWait<<min(over, 10), l.longest) }

// wrongCodes is how many codes of a person's second factor were wrong since the last one that was right.
func wrongCodes(tx *store.Tx, person int64) (int64, error) { return tx.Failures(codesOf(person)) }

// forgetCodes begins anew with that: whoever knew the old password does not know the new one.
func forgetCodes(tx *store.Tx, person int64) error { return tx.Forget(codesOf(person)) }

func codesOf(person int64) string { return bucket(tryCode, "account", fmt.Sprint(person)) }

// succeeded forgets what failed before for the account; of the address only this attempt is taken back.
func (g attempt) succeeded(tx *store.Tx) error {
	for _, b := range g.buckets() {
		undo := tx.Forget
		if b == g.address {
			undo = tx.Forgive
		}
		if err := undo(b); err != nil {
			return err
		}
	}
	return nil
}

// taken takes the attempt itself back, and nothing else: it was right, but something more is needed.
func (g attempt) taken(tx *store.Tx) error {
	for _, b := range g.buckets() {
		if err := tx.Forgive(b); err != nil {
			return err
		}
	}
	return nil
}

func bucket(what, kind, value string) string {
	return credential.HashToken(what + "\x00" + kind + "\x00" + value)
}

// network is the address as it is counted: of IPv6 the 64 bits that one connection has for itself.
func network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return strings.TrimSpace(address)
	}
	if a = a.Unmap(); a.Is6() {
		if p, err := a.WithZone("").Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}
