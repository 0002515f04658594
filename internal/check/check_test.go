package check

import (
	"testing"

	"vigil/internal/vigil"
)

func TestStruct(t *testing.T) {
	good := vigil.Organisation{Code: "acme", Name: "Acme", Country: "PE", Sector: "EXT", Sectors: []string{"EXT", "REN"},
		LEI: "0000EXAMPLE0FICTIO33", ISINs: []string{"ZZ1234567895"}}
	for name, c := range map[string]struct {
		spoil func(*vigil.Organisation)
		want  string
	}{
		"empty name":   {func(o *vigil.Organisation) { o.Name = "" }, "name: it is empty; fill it in"},
		"odd code":     {func(o *vigil.Organisation) { o.Code = "../acme" }, `code: "../acme" is no short name; use letters, digits, point, hyphen and underscore, starting with a letter or digit`},
		"country name": {func(o *vigil.Organisation) { o.Country = "Peru" }, `country: "Peru" is no country code; give the two capital letters of ISO 3166, like PE`},
		"sector":       {func(o *vigil.Organisation) { o.Sectors[1] = "OIL" }, `sectors[1]: "OIL" is no sector; choose one of EXT, AGR, APP, ICT, FIN, SEC, CON, REN, PRO, MED, UNI, FND, OTH`},
		"check digit":  {func(o *vigil.Organisation) { o.ISINs[0] = "US0378331006" }, `isins[0]: "US0378331006" is no securities identification number; check its 12 characters; the last is a check digit`},
		"LEI":          {func(o *vigil.Organisation) { o.LEI = "5493001KJTIIGC8Y1R13" }, `lei: "5493001KJTIIGC8Y1R13" is no legal entity identifier; check its 20 characters; the last two are check digits`},
		"long name":    {func(o *vigil.Organisation) { o.Name = string(make([]rune, 301)) }, "name: it has more than 300 characters; shorten it"},
		"two at once":  {func(o *vigil.Organisation) { o.Code, o.Name = "", "" }, "code: it is empty; fill it in\nname: it is empty; fill it in"},
	} {
		t.Run(name, func(t *testing.T) {
			o := good
			o.Sectors, o.ISINs = append([]string(nil), good.Sectors...), append([]string(nil), good.ISINs...)
			c.spoil(&o)
			if got := Struct(&o).Error(); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
	if ps := Struct(good); ps != nil {
		t.Errorf("a good organisation has problems: %v", ps)
	}
	if ps := Struct("acme"); len(ps) != 1 {
		t.Errorf("a string is no struct: %v", ps)
	}
	a := vigil.Allegation{Code: "c", Quarter: "2026-Q2", Harm: "threat", Summary: "s", Scale: 6, Scope: 1, Irremediability: 1,
		Credibility: "K9", Opened: "2.1.2026", Source: "press", Marks: vigil.Marks{Heard: 2}}
	want := `source: "press" is no link; give the whole address, starting with https://
scale: 6 is above 5; give 5 or less
credibility: "K9" is none of the values that are allowed; choose one of K0, K1, K2, K3, K4
link: it is empty; choose one of linked, contributed, caused
opened: "2.1.2026" is no date; write year, month and day like 2026-03-31
marks.heard: 2 is above 1; give 1 or less`
	if got := Struct(a).Error(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestReserved: what would hide a page is no name for anything that is found by its name.
func TestReserved(t *testing.T) {
	for field, v := range map[string]any{
		"code":  vigil.Organisation{Code: "new", Name: "New", Type: "company", Country: "PE", Sector: "EXT"},
		"login": vigil.Person{Login: "new", Name: "New", Language: "en"},
	} {
		if got := Struct(v).Error(); got != field+`: "new" is part of the addresses of pages; choose another name` {
			t.Errorf("%s: %s", field, got)
		}
	}
	if ps := Struct(vigil.Person{Login: "new.2", Name: "New", Language: "en"}); ps != nil {
		t.Errorf("a word within a name: %v", ps)
	}
}

func TestPerson(t *testing.T) {
	good := vigil.Person{Login: "ana.2", Name: "Ana", Language: "en"}
	if ps := Struct(good); ps != nil {
		t.Errorf("a good person has problems: %v", ps)
	}
	bad := vigil.Person{Login: "Ana", Name: "", Email: "nowhere", Role: "king", Language: "de", Theme: "pink"}
	want := `login: "Ana" is no login name; use at least two small letters, digits, point, hyphen and underscore, starting with a letter or digit
name: it is empty; fill it in
email: "nowhere" is no e-mail address; write it like name@example.org, or leave it empty
role: "king" is no role; choose one of administrator, analyst, researcher, reviewer, publisher, auditor, viewer, respondent
language: "de" is none of the values that are allowed; choose one of en, es, fr
theme: "pink" is none of the values that are allowed; choose one of light, dark`
	if got := Struct(bad).Error(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
