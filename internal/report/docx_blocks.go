package report

import (
	"fmt"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// bandFill are the grounds of bands and priorities; the letter or word stands on them.
var bandFill = map[string]string{"A": "0B5D57", "B": "3D7F4F", "C": "8A6D0F", "D": "A8501A", "E": "8C1F2B", "NR": "6B7280",
	"critical": "8C1F2B", "high": "A8501A", "medium": "8A6D0F", "low": "55606E"}

// report writes the whole body: title, contents, result, what the report says of itself, then section by section.
func (d *document) report(r vigil.Report) {
	d.para("Title", d.run("", r.Title))
	if r.Subtitle != "" {
		d.para("Subtitle", d.run("", r.Subtitle))
	}
	if r.Draft != "" {
		d.notice(vigil.Notice{Tone: "warn", Title: r.Draft})
	}
	d.contents(r)
	resultFirst := len(r.Sections) > 0 && r.Sections[0].ID == "result"
	if !resultFirst {
		d.facts(r.Facts)
	}
	for i, s := range r.Sections {
		d.heading("Heading1", mark(i), s.Title)
		for _, b := range s.Blocks {
			d.block(b)
		}
		if i == 0 && resultFirst {
			d.facts(r.Facts)
		}
	}
	for _, line := range r.Footer {
		d.para("Note", d.run("", line))
	}
}

func mark(section int) string { return fmt.Sprintf("_Toc%d", 1000+section) }

// contents is a table of contents: every section with a link and its page. The pages are fields of their own rather than
// one TOC field, whose pages LibreOffice leaves empty until somebody updates it by hand.
func (d *document) contents(r vigil.Report) {
	if len(r.Sections) < 3 || r.ID == letterID { // nobody looks things up in a letter
		return
	}
	d.para("TOCHeading", d.run("", "Contents"))
	for i, s := range r.Sections {
		d.para("TOC1", fmt.Sprintf(`<w:hyperlink w:anchor="%s" w:history="1">`, mark(i)), d.run("", s.Title), `<w:r><w:tab/></w:r>`, field("PAGEREF "+mark(i)+` \h`, ""), `</w:hyperlink>`)
	}
	d.para("Gapline")
}

func (d *document) block(b vigil.Block) {
	switch {
	case b.Paragraph != "":
		d.para("Normal", d.run("", b.Paragraph))
	case b.Notice != nil:
		d.notice(*b.Notice)
	case len(b.Facts) > 0:
		d.facts(b.Facts)
	case len(b.List) > 0:
		for _, item := range b.List {
			d.para("ListBullet", d.run("", item))
		}
	case b.Headline != nil:
		d.headline(*b.Headline)
	case b.Table != nil:
		d.table(*b.Table)
	case b.Bars != nil:
		d.bars(*b.Bars)
	case len(b.Cards) > 0:
		for _, c := range b.Cards {
			d.card(c)
		}
	case b.Quote != nil:
		d.quote(*b.Quote)
	}
}

// notice is a coloured bar of text that stays on one page.
func (d *document) notice(n vigil.Notice) {
	style := map[string]string{"bad": "NoticeBad", "warn": "NoticeWarn", "ok": "NoticeOk"}[n.Tone]
	if style == "" {
		style = "NoticePlain"
	}
	heads := n.Tone == "plain" // it heads what follows, such as the gaps of a priority
	d.para("Gapline")
	d.keep = heads || len(n.Lines) > 0
	d.para(style, d.run("Strong", n.Title))
	for i, l := range n.Lines {
		d.keep = heads || i < len(n.Lines)-1
		d.para(style, d.run("", l))
	}
	d.keep = heads
	d.para("Gapline")
	d.keep = false
}

func (d *document) headline(h vigil.Headline) {
	content := []string{d.shaded(fillOf(h.Band), h.Band), d.run("", "  "+h.Title)}
	for _, t := range h.Tags {
		content = append(content, d.run("Soft", spaced(t)))
	}
	d.para("Score", content...)
	if h.Story != "" {
		d.para("Normal", d.run("", h.Story))
	}
	d.facts(h.Facts)
}

func (d *document) quote(q vigil.Quote) {
	d.para("Quote", d.run("", q.Text))
	by := []string{d.run("", q.By)}
	if q.Date != "" {
		by = append(by, plainRun("", ", "), d.day(vigil.LongDate(q.Date)))
	}
	d.para("QuoteSource", by...)
}

// card is a gap told in full, under a heading of its own. Its text is one row, which no page tears, with the colour of its
// priority at the edge.
func (d *document) card(c vigil.Card) {
	content := []string{d.run("", c.Title)}
	if c.Priority != "" {
		content = append(content, plainRun("", "  "), d.shaded(fillOf(c.Priority), c.Priority))
	}
	for _, t := range c.Tags {
		content = append(content, d.run("Soft", spaced(t)))
	}
	d.para("Heading2", content...)
	d.keep = true // with the row below
	var body strings.Builder
	for _, f := range c.Body {
		body.WriteString(d.paragraph("CardText", d.run("Strong", f.Label+": "), d.run("", f.Value), d.run("Soft", spaced(f.Note))))
	}
	facts := d.pairs(c.Facts)
	if body.Len() > 0 {
		facts = slices.Insert(facts, 0, []docxCell{{content: body.String(), span: 4}})
	}
	d.keep = false
	for _, row := range facts {
		row[0].edge = fillOf(c.Priority)
	}
	if len(facts) > 0 {
		d.grid("Plain", []int{d.width * 13 / 100, d.width * 37 / 100, d.width * 12 / 100, d.width * 38 / 100}, 0, facts)
	}
	d.para("Gapline")
}

func spaced(s string) string {
	if s == "" {
		return ""
	}
	return " · " + s
}

// fillOf is the ground for a band or a priority.
func fillOf(word string) string {
	if fill, ok := bandFill[word]; ok {
		return fill
	}
	if fill, ok := bandFill[strings.ToLower(word)]; ok {
		return fill
	}
	return bandFill["NR"]
}
