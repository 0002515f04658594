package words_test

import (
	"context"
	"testing"
	"time"

	"vigil/internal/vigil"
	"vigil/internal/web/words"
)

func TestPickTakesWhatThePersonChoseThenWhatTheBrowserAccepts(t *testing.T) {
	for _, c := range []struct{ chosen, accepts, want string }{
		{"fr", "es", "fr"},
		{"", "es-MX,es;q=0.9,en;q=0.5", "es"},
		{"", "fr-CA", "fr"},
		{"", "de, fr;q=0.7, en;q=0.1", "fr"},
		{"", "de", "en"},
		{"", "", "en"},
		{"", "\x00;;q=zz", "en"},
		{"xx", "es", "es"},
	} {
		if got := words.Pick(c.chosen, c.accepts); got != c.want {
			t.Errorf("chosen %q, accepted %q: %s, not %s", c.chosen, c.accepts, got, c.want)
		}
	}
}

func TestTextsComeInTheLanguageOfTheContextWithItsForms(t *testing.T) {
	for code, want := range map[string][3]string{
		"en": {"1,204 things need correcting", "One thing needs correcting", "Close"},
		"es": {"Hay 1.204 cosas que corregir", "Hay algo que corregir", "Cerrar"},
		"fr": {"1\u00a0204 points sont à corriger", "Un point est à corriger", "Fermer"},
		"xx": {"1,204 things need correcting", "One thing needs correcting", "Close"},
	} {
		ctx := words.With(context.Background(), code)
		got := [3]string{words.T(ctx, "ui.problems", "Count", 1204), words.T(ctx, "ui.problems", "Count", 1), words.T(ctx, "ui.close")}
		if got != want {
			t.Errorf("%s: %q, not %q", code, got, want)
		}
	}
	if got := words.T(context.Background(), "ui.no such key"); got != "ui.no such key" {
		t.Errorf("an unknown key reads %q", got)
	}
}

func TestNumbersAndDatesAreWrittenAsReadersExpect(t *testing.T) {
	at := time.Date(2026, 10, 1, 9, 5, 0, 0, time.UTC)
	figure := vigil.NewFigure(39.86, vigil.RoundingRule{Decimals: 1})
	for code, want := range map[string][]string{
		"en": {"39.9", "91\u00a0%", "1.5\u00a0MB", "1 October 2026", "1 October 2026, 09:05\u00a0UTC", "Iris, Ana and Inés"},
		"es": {"39,9", "91\u00a0%", "1,5\u00a0MB", "1 de octubre de 2026", "1 de octubre de 2026, 09:05\u00a0UTC", "Iris, Ana e Inés"},
		"fr": {"39,9", "91\u00a0%", "1,5\u00a0Mo", "1er octobre 2026", "1er octobre 2026, 09:05\u00a0UTC", "Iris, Ana et Inés"},
	} {
		ctx := words.With(context.Background(), code)
		got := []string{words.Figure(ctx, figure), words.Percent(ctx, 90.5), words.Bytes(ctx, 1_460_000), words.Day(ctx, "2026-10-01"), words.Moment(ctx, at), words.List(ctx, []string{"Iris", "Ana", "Inés"})}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s: %q, not %q", code, got[i], want[i])
			}
		}
	}
	if got := words.Day(context.Background(), "2026"); got != "2026" {
		t.Errorf("what is no day reads %q", got)
	}
	if got := words.Figure(context.Background(), nil); got != "–" {
		t.Errorf("no figure reads %q", got)
	}
}

func TestCapital(t *testing.T) {
	for text, want := range map[string]string{"": "", "examen": "Examen", "évaluation": "Évaluation", "E3": "E3", "1er": "1er"} {
		if got := words.Capital(text); got != want {
			t.Errorf("%q begins as %q, want %q", text, got, want)
		}
	}
}
