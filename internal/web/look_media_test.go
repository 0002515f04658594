package web_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"vigil/internal/app"
	"vigil/internal/browsertest"
)

// mainPages are those that people print, and look at for hours.
var mainPages = []sight{
	{"assessment", "/assessments/acme-1", "analyst"},
	{"question", "/assessments/acme-1/questions/BE.a.1", "analyst"},
	{"scorecard", "/assessments/acme-3/scorecard", "analyst"},
	{"review", "/assessments/acme-2/review?pillar=P1", "reviewer"},
}

// paper is how wide an A4 page between margins of a centimetre is, in the pixels of styles.
const paper = 718

// On paper nothing is cut off, everything has contrast on white even where the screen is dark, and what only a screen can use is gone.
func TestMainPagesOnPaper(t *testing.T) {
	site, _ := lived(t)
	note := strings.Repeat("The policy names those who defend rights. ", 60) + "Here the note ends."
	_, err := site.App.SaveAnswer(t.Context(), site.Actor("administrator"), "acme-1", app.SaveAnswer{Question: "BE.a.1", Value: "2", Grade: "E2", Note: note, Version: 1})
	fine(t, err)
	browser := browsertest.Start(t)
	for _, s := range mainPages {
		t.Run(s.route, func(t *testing.T) {
			p := browser.Open(t, site.URL+s.path, browsertest.Look{Cookies: cookies(site, nil, s.login)})
			defer p.Close()
			for _, dark := range []bool{false, true} {
				p.Look(browsertest.Look{Width: paper, Height: 1000, Print: true, Dark: dark})
				passes(t, p, true)
			}
			keep(t, p, "paper")
			for _, cut := range cutOff(p) {
				t.Errorf("paper cuts off %s", cut)
			}
			var title string
			p.Eval(`document.querySelector("h1").innerText`, &title)
			text := printed(t, p.PDF())
			flat := strings.Join(strings.Fields(text), " ") // lines end where they happen to
			if !strings.Contains(flat, strings.Join(strings.Fields(title), " ")) {
				t.Errorf("the print has no title %q:\n%s", title, text)
			}
			if s.route == "question" && !strings.Contains(flat, "Here the note ends.") {
				t.Errorf("the print cuts a long note off:\n%s", text)
			}
			for _, only := range []string{"Sign out", "Skip to", "Save", "Adjust…", "Add comment"} {
				if strings.Contains(strings.ReplaceAll(text, "Saved", ""), only) {
					t.Errorf("the print has %q", only)
				}
			}
		})
	}
}

// cutOff are the elements of a page that show only a part of what they hold.
func cutOff(p *browsertest.Page) (all []string) {
	p.Eval(`[...document.querySelectorAll("body *")].filter((e) => {
		const s = getComputedStyle(e), r = e.getBoundingClientRect();
		if (e.closest(".vh") || r.width === 0 || s.display === "inline") return false;
		const clips = (o) => o !== "visible";
		return (clips(s.overflowX) && e.scrollWidth > e.clientWidth + 1) || (clips(s.overflowY) && e.scrollHeight > e.clientHeight + 1) || r.right > document.documentElement.clientWidth + 1;
	}).slice(0, 6).map((e) => e.tagName + "." + (e.getAttribute("class") ?? "") + " " + e.scrollWidth + "x" + e.scrollHeight + " in " + e.clientWidth + "x" + e.clientHeight)`, &all)
	return all
}

// printed is the text of a PDF.
func printed(t *testing.T, pdf []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext (Debian package poppler-utils): %v", err)
	}
	return string(text)
}

// In forced colours every text and every drawn shape stands out from what is behind it, every button has an edge, and what is
// chosen and what has the focus can be seen.
func TestMainPagesInForcedColours(t *testing.T) {
	site, _ := lived(t)
	browser := browsertest.Start(t)
	for _, s := range mainPages {
		t.Run(s.route, func(t *testing.T) {
			p := browser.Open(t, site.URL+s.path, browsertest.Look{Cookies: cookies(site, nil, s.login)})
			defer p.Close()
			for _, dark := range []bool{false, true} {
				p.Look(browsertest.Look{Forced: true, Dark: dark})
				keep(t, p, map[bool]string{false: "forced-light", true: "forced-dark"}[dark])
				for _, lost := range unseen(p) {
					t.Errorf("dark %v: %s", dark, lost)
				}
			}
		})
	}
}

// unseen are the shapes, buttons and fields of a page that cannot be told from what is behind them, and those that do not
// show that they have the focus.
func unseen(p *browsertest.Page) (all []string) {
	p.Eval(`(() => {
		const probe = document.body.appendChild(document.createElement("i"));
		probe.style.cssText = "color: Canvas";
		const parts = (c) => (c.match(/[\d.]+/g) ?? []).map(Number);
		const light = (c) => { const [r, g, b] = parts(c).map((v) => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
		const canvas = light(getComputedStyle(probe).color);
		probe.remove();
		const seen = (c) => /^(rgb|color)/.test(c) && parts(c)[3] !== 0 && (Math.max(light(c), canvas) + .05) / (Math.min(light(c), canvas) + .05) >= 3;
		const name = (e) => e.tagName + "." + (e.getAttribute("class") ?? "") + " " + (e.textContent ?? "").trim().slice(0, 30);
		const shown = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && e.getBoundingClientRect().width > 0;
		const found = [];
		for (const e of document.querySelectorAll("body *")) {
			const words = [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.textContent.trim() !== "");
			if (words && shown(e) && !e.closest("svg, .vh, option, :disabled") && !seen(getComputedStyle(e).color)) found.push("nobody can read " + name(e));
		}
		for (const e of document.querySelectorAll("svg :is(rect, circle, path, line, text)")) {
			const s = getComputedStyle(e);
			if (shown(e) && !e.matches(".flame .inner, .score-bar .halo") && !seen(s.fill) && !(seen(s.stroke) && parseFloat(s.strokeWidth) > 0)) found.push("nobody sees the shape " + name(e) + " in " + name(e.closest("svg")) + " " + s.fill + " " + s.stroke);
		}
		for (const e of document.querySelectorAll("button, .btn, input:not([type=hidden], [type=radio], [type=checkbox]), select, textarea")) {
			const s = getComputedStyle(e);
			if (shown(e) && !e.matches(".quiet") && (s.borderTopStyle === "none" || parseFloat(s.borderTopWidth) === 0 || !seen(s.borderTopColor))) found.push("no edge around " + name(e));
		}
		for (const e of document.querySelectorAll("main :is(a[href], button, input:not([type=hidden]), select, textarea, summary)")) {
			if (!shown(e) || e.disabled) continue;
			e.focus({ focusVisible: true });
			const s = getComputedStyle(e), frame = getComputedStyle(e.closest(".option") ?? e);
			if (![s, frame].some((x) => x.outlineStyle !== "none" && parseFloat(x.outlineWidth) > 0 && seen(x.outlineColor))) found.push("no focus seen on " + name(e));
		}
		return [...new Set(found)].slice(0, 12);
	})()`, &all)
	return all
}
