package words_test

import (
	"slices"
	"testing"

	"vigil/internal/web/words"
)

func TestCountry(t *testing.T) {
	for _, c := range []struct{ in, code, want string }{
		{"en", "CL", "Chile"}, {"es", "DE", "Alemania"}, {"fr", "DE", "Allemagne"}, {"fr", "ZA", "Afrique du Sud"},
		{"en", "", ""}, {"en", "QQ", "QQ"}, {"en", "somewhere", "somewhere"}, {"en", "001", "001"},
	} {
		if got := words.Country(words.With(t.Context(), c.in), c.code); got != c.want {
			t.Errorf("%q in %s is %q, want %q", c.code, c.in, got, c.want)
		}
	}
}

// A reader finds a country where the alphabet of the language has it: accents move nothing to the end.
func TestCountriesStandInTheOrderOfTheLanguage(t *testing.T) {
	for in, order := range map[string][]string{"en": {"AF", "AX", "AL", "ZW"}, "es": {"AF", "DE", "ET", "ZW"}, "fr": {"AF", "EG", "ES", "ET", "ZW"}} {
		list := words.Countries(words.With(t.Context(), in))
		last := -1
		for _, code := range order {
			at := slices.IndexFunc(list, func(n words.Named) bool { return n.Code == code })
			if at <= last {
				t.Errorf("%s: %s is no. %d of %d, after no. %d", in, code, at, len(list), last)
			}
			last = at
		}
		for _, n := range list {
			if n.Name == n.Code || n.Name == "" {
				t.Errorf("%s: %s has no name", in, n.Code)
			}
		}
	}
}
