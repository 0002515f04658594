package app_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"vigil/internal/app"
	"vigil/internal/store"
)

// dead gives links that open nothing, each for one reason alone: none but the first has had its time.
func dead(t *testing.T, s *staffed) map[string]string {
	t.Helper()
	hand := func(login string) string {
		h, err := s.ResetPassword(ctx, admin, login)
		must(t, err)
		return h.Token
	}
	over := hand("ada")
	s.wait(24 * time.Hour)
	used := hand("ben")
	s.choose(used, another)
	replaced := hand("ben")
	revoked := hand("ben")
	must(t, s.RevokeLink(ctx, admin, "ben"))
	disabled := hand("rita")
	must(t, s.DisablePerson(ctx, admin, "rita"))
	return map[string]string{"wrong": strings.Repeat("A", 43), "used": used, "replaced": replaced, "revoked": revoked, "disabled": disabled, "over": over}
}

func TestLinksThatOpenNothing(t *testing.T) {
	s := staff(t, store.Config{Dir: t.TempDir()})
	links := dead(t, s)
	links["empty"] = ""
	for name, token := range links {
		in, err := s.ExchangeLink(ctx, token, home, "")
		if !errors.Is(err, app.ErrLink) || err.Error() != app.ErrLink.Error() || in.Token != "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestDeadLinksTakeTheSameTime: how long the refusal takes does not tell whether a link was ever one. The kinds are tried in turns,
// so that a busy machine slows all of them alike; the test prints how sure one may be, and fails where a kind is another class of
// time altogether.
func TestDeadLinksTakeTheSameTime(t *testing.T) {
	s := staff(t, store.Config{Dir: t.TempDir()})
	links := dead(t, s)
	const rounds = 60
	names, times, tried := slices.Sorted(maps.Keys(links)), map[string][]float64{}, 0
	for range rounds {
		for _, name := range names {
			tried++
			from, start := fmt.Sprintf("10.0.%d.%d", tried/250, tried%250), time.Now() // nobody is held up
			if _, err := s.ExchangeLink(ctx, links[name], from, ""); !errors.Is(err, app.ErrLink) {
				t.Fatalf("%s: %v", name, err)
			}
			times[name] = append(times[name], time.Since(start).Seconds()*1000)
		}
	}
	wrong := middle(times["wrong"])
	for _, name := range names {
		m := middle(times[name])
		t.Logf("%-8s %.2f ms (median of %d), %+.2f ms beside a wrong one, p = %.2f", name, m, rounds, m-wrong, chance(times[name], times["wrong"]))
		if m > 3*wrong || wrong > 3*m {
			t.Errorf("a link that is %s is refused in %.2f ms, a wrong one in %.2f ms", name, m, wrong)
		}
	}
}

func middle(list []float64) float64 {
	s := slices.Sorted(slices.Values(list))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}

// chance is how often medians of two lists that were shuffled into one another differ at least as much.
func chance(one, other []float64) float64 {
	difference := func(all []float64) float64 {
		d := middle(all[:len(one)]) - middle(all[len(one):])
		return max(d, -d)
	}
	all := slices.Concat(one, other)
	seen, more := difference(all), 0
	shuffle := rand.New(rand.NewPCG(1, 2))
	const shuffles = 1000
	for range shuffles {
		shuffle.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		if difference(all) >= seen {
			more++
		}
	}
	return float64(more) / shuffles
}

// A section link of an assessment that was withdrawn opens nothing, and says no more than any other that does not.
func TestASectionLinkEndsWithItsAssessment(t *testing.T) {
	s := staff(t, store.Config{Dir: t.TempDir()})
	const code = "acme-1"
	shared, err := s.Share(ctx, admin, code, app.Sharing{Sections: []string{"P1"}, Links: []string{"the office in Lima"}, Language: "en"})
	must(t, err)
	_, token, _ := strings.Cut(shared.Links[0].Address, "#")
	in, err := s.ExchangeLink(ctx, token, home, "")
	must(t, err)
	s.stands(in.Token, true)
	must(t, s.Withdraw(ctx, admin, code, "made by mistake"))
	if _, err := s.ExchangeLink(ctx, token, home, ""); !errors.Is(err, app.ErrLink) || err.Error() != app.ErrLink.Error() {
		t.Errorf("the link: %v", err)
	}
}
