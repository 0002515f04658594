package words_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/vigil"
	"vigil/internal/web/words"
)

// ground is a message of scoring that takes up numbers, a figure and texts of a method.
func ground(title vigil.Text) vigil.Message {
	return vigil.Say("No set of gaps reaches band %s while %s (%s) is in force by a confirmed record: it holds the score at %s. It is lifted when: %s.",
		"C", "CAP-1", title, vigil.Quantity(39.9), vigil.Text{"en": "it is withdrawn"})
}

func TestAMessageIsSaidWithItsNumbersAndTheTextsOfAMethod(t *testing.T) {
	title := vigil.Text{"en": "A lawsuit", "fr": "Un procès"}
	for code, want := range map[string]string{
		"en": "No set of gaps reaches band C while CAP-1 (A lawsuit) is in force by a confirmed record: it holds the score at 39.9. It is lifted when: it is withdrawn.",
		"es": "Ningún conjunto de brechas llega a la banda C mientras CAP-1 (A lawsuit) esté en vigor por un registro confirmado: mantiene la puntuación en 39,9. Se levanta cuando: it is withdrawn.",
		"fr": "Aucun ensemble d’écarts n’atteint la classe C tant que CAP-1 (Un procès) est en vigueur par un enregistrement confirmé\u00a0: il maintient le score à 39,9. Il est levé lorsque\u00a0: it is withdrawn.",
	} {
		if got := words.Say(words.With(context.Background(), code), ground(title)); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", code, got, want)
		}
	}
	french := words.With(context.Background(), "fr")
	several := vigil.Messages{vigil.Say("no item applies"), vigil.Say("coverage is %s per cent; at least %s per cent is needed for a rating", vigil.NewFigure(12.5, vigil.RoundingRule{Decimals: 1}), vigil.Quantity(50))}
	if got, want := words.Say(french, vigil.Say("%s", several)), "aucune question ne s’applique\u00a0; la couverture est de 12,5 pour cent\u00a0; il faut au moins 50 pour cent pour une notation"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestAMessageTellsWhichPartsAreInAnotherLanguage(t *testing.T) {
	typed := vigil.Say("%s; rung: %s", "\ue000xx\ue001typed\ue002", vigil.Text{"en": "a \ue002case"})
	for code, want := range map[string][]words.Part{
		"en": {{Text: "\ue000xx\ue001typed\ue002; rung: a \ue002case"}},
		"es": {{Text: "xxtyped; peldaño: "}, {Text: "a case", Language: "en"}},
	} {
		if d := cmp.Diff(want, words.Parts(words.With(context.Background(), code), typed)); d != "" {
			t.Errorf("%s: %s", code, d)
		}
	}
	if got := words.Parts(words.With(context.Background(), "es"), vigil.Say("%s", vigil.Text{"es": "propio", "en": "own"})); len(got) != 1 || got[0] != (words.Part{Text: "propio"}) {
		t.Errorf("a text in the language of the page came as %v", got)
	}
	if got := words.Parts(words.With(context.Background(), "es"), vigil.Message{}); len(got) != 0 {
		t.Errorf("nothing came as %v", got)
	}
}
