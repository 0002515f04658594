package static_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"regexp"
	"strings"
	"testing"

	"vigil/internal/web/static"
)

func TestAnAddressHoldsTheHashAndAnOldOneStillServes(t *testing.T) {
	address := static.URL("app.css")
	if !regexp.MustCompile(`^/static/[0-9a-f]{16}/app\.css$`).MatchString(address) {
		t.Errorf("the styles are at %s", address)
	}
	f, current, ok := static.Find(strings.TrimPrefix(address, static.Prefix))
	if !ok || !current || f.Type != "text/css; charset=utf-8" || len(f.Body) == 0 {
		t.Errorf("the styles: found %v, current %v, %s, %d bytes", ok, current, f.Type, len(f.Body))
	}
	r, err := gzip.NewReader(bytes.NewReader(f.Gzip))
	if err != nil {
		t.Fatal(err)
	}
	if unpacked, err := io.ReadAll(r); err != nil || !bytes.Equal(unpacked, f.Body) {
		t.Errorf("the packed styles differ from the others (%v)", err)
	}
	if _, current, ok := static.Find("0123456789abcdef/app.css"); current || !ok {
		t.Errorf("the address of an older version: current %v, found %v", current, ok)
	}
	for _, below := range []string{"", "x", "app.css", "x/", "x/css/base.css", "x/js/menu.js", "x/../static.go", "x//app.css", "x/vendor"} {
		if _, _, ok := static.Find(below); ok {
			t.Errorf("%q is served", below)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("the address of a file that does not exist was given")
		}
	}()
	static.URL("missing.css")
}

func TestStylesStandInOrderAndAskForNothingThatIsNotThere(t *testing.T) {
	f, _, _ := static.Find("x/app.css")
	css := string(f.Body)
	at := 0
	for _, name := range []string{"/* tokens.css */", "/* base.css */", "/* components.css */", "/* styleguide.css */"} {
		i := strings.Index(css, name)
		if i < at {
			t.Errorf("%s stands at %d, before what comes first", name, i)
		}
		at = i
	}
	for _, m := range regexp.MustCompile(`url\(([^)]*)\)`).FindAllStringSubmatch(css, -1) {
		if _, _, ok := static.Find("x/" + m[1]); !ok {
			t.Errorf("the styles ask for %s, which is not there", m[1])
		}
	}
	if m := regexp.MustCompile(`@import|https?://|(margin|padding|border|inset)-(left|right)\s*:|text-align:\s*(left|right)|[;{\s](left|right)\s*:|float:`).FindString(css); m != "" {
		t.Errorf("the styles hold %q: nothing from elsewhere, and start and end in place of left and right", m)
	}
	if m := regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b`).FindAllString(css[strings.Index(css, "/* base.css */"):], -1); len(m) > 12 {
		t.Errorf("colours are chosen in tokens.css, not beside it: %v", m)
	}
}

func TestScriptsNeedNoEvaluationAndWriteNoMarkup(t *testing.T) {
	f, _, _ := static.Find("x/app.js")
	if m := regexp.MustCompile(`\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|setAttribute\("(on|style)|\.style\b|\bimport\b|https?://`).FindString(string(f.Body)); m != "" {
		t.Errorf("the scripts hold %q", m)
	}
}

func TestWhatComesFromElsewhereHasItsLicence(t *testing.T) {
	for _, name := range []string{"vendor/htmx.LICENSE.txt", "vendor/fonts/source-sans-3.LICENSE.txt", "vendor/fonts/source-serif-4.LICENSE.txt"} {
		if f, _, ok := static.Find("x/" + name); !ok || len(f.Body) < 100 {
			t.Errorf("%s is missing", name)
		}
	}
	if n := len(static.Names()); n < 10 {
		t.Errorf("only %d files are served", n)
	}
}
