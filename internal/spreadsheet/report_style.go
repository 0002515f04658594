package spreadsheet

import "github.com/xuri/excelize/v2"

// The colours of the page, light theme: they are chosen in the design tokens.
const (
	reportInk   = "1C2430"
	reportSoft  = "55606E"
	reportLine  = "E4DFD5"
	reportNight = "17233A"
	reportFlame = "A8540A"
	reportGlow  = "FBEFDD"
	reportPlain = "ECEEF1"
)

// reportTint is ink on paper; the text of the cell says the same as its colour.
type reportTint struct{ ink, paper string }

var (
	reportBands = map[string]reportTint{
		"A": {"0B5D57", "DCEFEC"}, "B": {"357246", "E3F0E4"}, "C": {"7D620D", "F6EECF"},
		"D": {"A04B17", "F9E4D4"}, "E": {"8C1F2B", "F6DCDC"}, "NR": {"5F6672", "ECEEF1"},
	}
	reportTones = map[string]reportTint{
		"ok": {"2F6F44", "E3F0E4"}, "warn": {"7D620D", "F6EECF"}, "bad": {"8C1F2B", "F6DCDC"}, "plain": {reportInk, reportPlain},
	}
)

// reportRules are the texts that are coloured in a column of a kind, in the order they are tried.
var reportRules = map[string][]struct{ text, like string }{
	"band":     {{"A", "A"}, {"B", "B"}, {"C", "C"}, {"D", "D"}, {"E", "E"}, {"NR", "NR"}},
	"priority": {{"critical", "E"}, {"high", "D"}, {"medium", "C"}, {"low", "B"}},
	"grade":    {{"E0", "E"}, {"E1", "D"}, {"E2", "C"}, {"E3", "B"}, {"E4", "A"}},
}

// reportLook is what a style is made of; equal looks share one style.
type reportLook struct {
	size        float64
	bold, quiet bool
	italic      bool
	ink, paper  string
	boxed       bool
	middle      bool
	flat        bool // on one line, which runs on over empty cells
	across      string
	format      string
}

func (l reportLook) style() *excelize.Style {
	ink, size := l.ink, l.size
	if ink == "" {
		ink = reportInk
	}
	if l.quiet {
		ink = reportSoft
	}
	if size == 0 {
		size = 10
	}
	s := &excelize.Style{
		Font:      &excelize.Font{Family: "Calibri", Size: size, Bold: l.bold, Italic: l.italic, Color: ink},
		Alignment: &excelize.Alignment{Vertical: "top", WrapText: true, Horizontal: l.across},
	}
	if l.across == "" && (l.boxed || l.paper != "") {
		s.Alignment.Horizontal = "left"
	}
	if l.boxed && l.across != "center" || l.paper != "" && l.across == "" {
		s.Alignment.Indent = 1
	}
	if l.middle {
		s.Alignment.Vertical = "center"
	}
	if l.flat {
		s.Alignment.WrapText = false
	}
	if l.paper != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.paper}}
	}
	if l.boxed {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: reportLine, Style: 1})
		}
	}
	if l.format != "" {
		s.CustomNumFmt = &l.format
	}
	return s
}

var reportHeader = reportLook{bold: true, ink: "FFFFFF", paper: reportNight, boxed: true}
