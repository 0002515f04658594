package report

import (
	"strings"
	"unicode"

	"vigil/internal/vigil"
)

// rightToLeft tells whether a language (ar, fa-IR) is written from right to left.
func rightToLeft(language string) bool {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	switch base {
	case "ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi":
		return true
	}
	return false
}

// direction is the dir attribute of a page in a language.
func direction(language string) string {
	if rightToLeft(language) {
		return "rtl"
	}
	return "ltr"
}

// The marks of direction have no width, and every program that sets text knows them.
const (
	lrm = "\u200e" // left to right
	rlm = "\u200f"
)

// bidi readies a report for a reader of its language. From left to right it stays as it is. From right to left, each
// Latin word, item id, number and date within a text is put between left-to-right marks: without them 31 October 2026
// after an Arabic word would be shown with its parts in turned order. What writers look up (ids, kinds, bands,
// priorities, dates of columns) is left alone.
func bidi(r vigil.Report) vigil.Report {
	if !rightToLeft(r.Language) {
		return r
	}
	r.Title, r.Subtitle, r.Draft = marked(r.Title), marked(r.Subtitle), marked(r.Draft)
	r.Facts, r.Footer = markedFacts(r.Facts), markedAll(r.Footer)
	sections := make([]vigil.ReportSection, len(r.Sections))
	for i, s := range r.Sections {
		blocks := make([]vigil.Block, len(s.Blocks))
		for j, b := range s.Blocks {
			blocks[j] = markedBlock(b)
		}
		sections[i] = vigil.ReportSection{ID: s.ID, Title: marked(s.Title), Blocks: blocks}
	}
	r.Sections = sections
	return r
}

func markedBlock(b vigil.Block) vigil.Block {
	b.Paragraph, b.Facts, b.List = marked(b.Paragraph), markedFacts(b.Facts), markedAll(b.List)
	if b.Notice != nil {
		b.Notice = &vigil.Notice{Tone: b.Notice.Tone, Title: marked(b.Notice.Title), Lines: markedAll(b.Notice.Lines)}
	}
	if b.Headline != nil {
		h := *b.Headline
		h.Title, h.Story, h.Facts = marked(h.Title), marked(h.Story), markedFacts(h.Facts)
		b.Headline = &h
	}
	if b.Quote != nil {
		b.Quote = &vigil.Quote{By: marked(b.Quote.By), Date: b.Quote.Date, Text: marked(b.Quote.Text)}
	}
	if b.Table != nil {
		t := markedTable(*b.Table)
		b.Table = &t
	}
	if b.Bars != nil {
		bars := *b.Bars
		bars.Title, bars.Caption, bars.Items = marked(bars.Title), marked(bars.Caption), make([]vigil.Bar, len(b.Bars.Items))
		for i, item := range b.Bars.Items {
			item.Label, item.Text, item.Note = marked(item.Label), marked(item.Text), marked(item.Note)
			bars.Items[i] = item
		}
		b.Bars = &bars
	}
	cards := make([]vigil.Card, len(b.Cards))
	for i, c := range b.Cards {
		c.Title, c.Facts, c.Body = marked(c.Title), markedFacts(c.Facts), markedFacts(c.Body)
		cards[i] = c
	}
	b.Cards = cards
	return b
}

func markedTable(t vigil.Table) vigil.Table {
	t.Title, t.Note = marked(t.Title), marked(t.Note)
	columns, rows := make([]vigil.Column, len(t.Columns)), make([][]vigil.Cell, len(t.Rows))
	for i, c := range t.Columns {
		c.Title = marked(c.Title)
		columns[i] = c
	}
	for i, cells := range t.Rows {
		rows[i] = make([]vigil.Cell, len(cells))
		for j, c := range cells {
			if kind := columnOf(t, j).Kind; (kind == "text" || kind == "number" || kind == "grade") && !isHeat(t) {
				c.Text = marked(c.Text)
			}
			rows[i][j] = c
		}
	}
	t.Columns, t.Rows = columns, rows
	return t
}

func markedFacts(facts []vigil.Fact) []vigil.Fact {
	all := make([]vigil.Fact, len(facts))
	for i, f := range facts {
		all[i] = vigil.Fact{Label: marked(f.Label), Value: marked(f.Value), Note: marked(f.Note)}
	}
	return all
}

func markedAll(lines []string) []string {
	all := make([]string, len(lines))
	for i, l := range lines {
		all[i] = marked(l)
	}
	return all
}

// marked puts every stretch of a text that is read from left to right between left-to-right marks.
func marked(s string) string {
	var b strings.Builder
	for _, p := range stretches(s) {
		if p.ltr {
			b.WriteString(lrm + p.text + lrm)
		} else {
			b.WriteString(p.text)
		}
	}
	return b.String()
}

// stretch is a part of a text in one direction.
type stretch struct {
	text string
	ltr  bool
}

// stretches parts a text into what is read from left to right (from a Latin letter, a digit or its sign to the last
// such, with what stands between on the same line and marks that are there already) and the rest.
func stretches(s string) []stretch {
	runes := []rune(s)
	var parts []stretch
	add := func(from, to int, ltr bool) {
		if from < to {
			parts = append(parts, stretch{string(runes[from:to]), ltr})
		}
	}
	start := 0
	for i := 0; i < len(runes); i++ {
		if !forward(runes[i]) {
			continue
		}
		from, last := i, i
		if i > start && strings.ContainsRune("-−+±", runes[i-1]) && unicode.IsDigit(runes[i]) {
			from--
		}
		for j := i; j < len(runes) && !backward(runes[j]) && runes[j] != '\n'; j++ {
			if forward(runes[j]) || runes[j] == '%' {
				last = j
			}
		}
		if from > start && runes[from-1] == '\u200e' {
			from--
		}
		if last+1 < len(runes) && runes[last+1] == '\u200e' {
			last++
		}
		add(start, from, false)
		add(from, last+1, true)
		start, i = last+1, last
	}
	add(start, len(runes), false)
	return parts
}

// forward tells letters and digits that are written from left to right; Arabic-Indic digits are not among them, since
// they belong to the text around them.
func forward(r rune) bool { return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !backward(r) }

// backward tells the letters, digits and marks of the scripts that are written from right to left.
func backward(r rune) bool {
	return r >= 0x0590 && r <= 0x08ff || r >= 0xfb1d && r <= 0xfdff || r >= 0xfe70 && r <= 0xfeff || r >= 0x10800 && r <= 0x10fff || r >= 0x1e800 && r <= 0x1efff || r == '\u200f'
}
