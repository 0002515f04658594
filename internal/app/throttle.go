package app

import (
	"context"
	"net/netip"
	"slices"
	"strings"
	"time"

	"vigil/internal/credential"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// How many attempts in a row may fail before each further one has to wait: first half a minute, then twice as long each
// time, up to a quarter of an hour. Whoever guesses from one address is held by the pair and the address, so that the owner
// of the account, who comes from another one, still gets in; the account itself is held only when many addresses try.
const (
	freePair    = 5
	freeAccount = 20
	freeAddress = 50
	firstWait   = 30 * time.Second
	longestWait = 15 * time.Minute
	forgetAfter = time.Hour // since the last attempt; then the row goes, and with it what is known of the address
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
type attempt struct{ pair, account, address string }

// buckets are always in the same order, so that two transactions never wait for one another.
func (g attempt) buckets() []string {
	list := slices.DeleteFunc([]string{g.pair, g.account, g.address}, func(b string) bool { return b == "" })
	slices.Sort(list)
	return list
}

func (g attempt) free(bucket string) int64 {
	switch bucket {
	case g.pair:
		return freePair
	case g.account:
		return freeAccount
	}
	return freeAddress
}

// try counts an attempt at what, for an account and an address (either may be empty), or refuses it with a LimitedError.
func (a *App) try(ctx context.Context, what, account, address string) (attempt, error) {
	g := attempt{address: bucket(what, "address", network(address))}
	if account != "" {
		g.account, g.pair = bucket(what, "account", account), bucket(what, "pair", account+"\x00"+network(address))
	}
	now := a.now()
	err := a.Store.Tx(ctx, func(tx *store.Tx) error {
		if err := tx.ForgetOld(now); err != nil {
			return err
		}
		for _, b := range g.buckets() {
			row, err := tx.Attempt(b, now.Add(forgetAfter))
			if err != nil {
				return err
			}
			if row.Until.After(now) {
				return &LimitedError{Wait: row.Until.Sub(now)}
			}
			if over := row.Failures - g.free(b); over >= 0 {
				if err := tx.Hold(b, now.Add(wait(over))); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return g, err
}

func wait(over int64) time.Duration { return min(firstWait<<min(over, 10), longestWait) }

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
