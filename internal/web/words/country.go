package words

import (
	"context"
	"slices"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"vigil/internal/check"
)

// Named is a code with the name that people know it by.
type Named struct{ Code, Name string }

// Country names a country by its two letters; what is no code of a country stays as it is.
func Country(ctx context.Context, code string) string { return country(In(ctx), code) }

func country(in, code string) string {
	region, err := language.ParseRegion(code)
	if err != nil || !region.IsCountry() {
		return code
	}
	if name := display.Regions(language.Make(in)).Name(region); name != "" {
		return name
	}
	return code
}

// Countries are all countries, in the order of their names in the reader's language.
func Countries(ctx context.Context) []Named { return countries()[In(ctx)] }

// countries are made when they are first asked for: most pages name none.
var countries = sync.OnceValue(func() map[string][]Named {
	codes, all := check.Countries(), map[string][]Named{}
	for _, l := range Languages {
		list := make([]Named, len(codes))
		for i, code := range codes {
			list[i] = Named{code, country(l.Code, code)}
		}
		order := collate.New(language.Make(l.Code))
		slices.SortFunc(list, func(a, b Named) int { return order.CompareString(a.Name, b.Name) })
		all[l.Code] = list
	}
	return all
})
