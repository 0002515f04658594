package check_test

import (
	"slices"
	"testing"

	"vigil/internal/check"
)

func TestCountry(t *testing.T) {
	for text, want := range map[string]string{"PE": "PE", "pe": "PE", "PER": "PE", "Peru": "PE", "United Kingdom": "GB", "UNITED STATES": "US", " Chile ": "CL",
		"": "", "Q": "", "QQ": "", "Global": "", "Various countries": "", "12": ""} {
		if got, ok := check.Country(text); got != want || ok != (want != "") {
			t.Errorf("%q is %q, %v; want %q", text, got, ok, want)
		}
	}
}

func TestCurrency(t *testing.T) {
	for code, want := range map[string]bool{"EUR": true, "USD": true, "CHF": true, "eur": false, "XXY": false, "": false, "EURO": false} {
		if check.Currency(code) != want {
			t.Errorf("Currency(%q) is %v", code, !want)
		}
	}
}

func TestCountries(t *testing.T) {
	all := check.Countries()
	if !slices.IsSorted(all) || len(all) < 240 || len(all) > 260 {
		t.Errorf("%d countries: %v", len(all), all)
	}
	for _, code := range []string{"CL", "GB", "PS", "ZM"} {
		if !slices.Contains(all, code) {
			t.Errorf("%s is not among the countries", code)
		}
	}
	for _, code := range all {
		if got, ok := check.Country(code); !ok || got != code {
			t.Errorf("%s is taken for %s, %v", code, got, ok)
		}
	}
}
