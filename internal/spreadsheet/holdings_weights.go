package spreadsheet

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"vigil/internal/vigil"
)

// amount is a figure of a line: as written, and what it is once the file is known.
type amount struct {
	figureText
	number  bool // a number of the workbook: its decimal mark is no question
	percent bool // written or shown as per cent
}

// readAmount reads a cell as a figure; nil where it is empty, false where it is none.
func readAmount(c cellText) (*amount, bool) {
	if c.Text == "" {
		return nil, true
	}
	f, ok := readFigure(c.Text)
	a := &amount{figureText: f, number: c.Number, percent: f.percent}
	if c.Number && c.Percent { // the workbook holds the share, and shows 100 times as much
		a.percent = true
	}
	return a, ok
}

// is gives the number under a decimal mark. A share of a workbook that is shown as per cent is given as per cent.
func (a *amount) is(mark string, shift int) (float64, bool) {
	if a.number {
		mark = decimalPoint
		if a.percent {
			shift -= 2
		}
	}
	return a.value(mark, shift)
}

// settle finds decimal mark and unit of the figures and writes them into the lines.
func (r *holdingsReader) settle() {
	of := map[string]func(*holdingLine) *amount{holdWeight: func(l *holdingLine) *amount { return l.weight }, holdValue: func(l *holdingLine) *amount { return l.value }}
	found := map[string]marks{}
	for column, get := range of {
		var m marks
		for _, l := range r.lines {
			if a := get(l); a != nil && !a.number {
				m.add(l.row.Line, a.mark)
			}
		}
		found[column] = m
	}
	mark := map[string]string{}
	for _, column := range []string{holdWeight, holdValue} {
		mark[column] = r.mark(column, found)
	}
	if len(r.ps) > 0 {
		return
	}
	for _, column := range []string{holdWeight, holdValue} {
		for _, l := range r.lines {
			if a := of[column](l); a != nil {
				if _, ok := a.is(mark[column], 0); !ok {
					l.wrong.Say(r.place(l.row, column), vigil.Say("the %s %q%s has a decimal %s, where the others of the column have a decimal %s", column, r.cell(l.row, column).Text, ofName(r.guess(l.row)), a.mark, mark[column]),
						vigil.Say("write all of them alike"))
				}
			}
		}
	}
	percent := r.unit(mark[holdWeight])
	for _, l := range r.lines {
		if l.value != nil {
			if v, ok := l.value.is(mark[holdValue], 0); ok {
				l.h.Value = &v
			}
		}
		if l.weight == nil {
			continue
		}
		shift := 0
		if percent || l.weight.percent {
			shift = 2
		}
		if w, ok := l.weight.is(mark[holdWeight], shift); ok {
			l.h.Weight = &w
			if math.Abs(w) > 10 {
				l.wrong.Say(r.place(l.row, holdWeight), vigil.Say("the weight%s is %s %% of the portfolio", ofName(r.guess(l.row)), percentText(w)), vigil.Say("correct it; the greatest that is read is 1000 %"))
			}
		}
		r.sign(l)
	}
	for _, l := range r.lines {
		if l.weight == nil && l.h.Value != nil {
			r.sign(l)
		}
	}
}

// sign makes a short of an equity or bond below zero, and refuses a short above it.
func (r *holdingsReader) sign(l *holdingLine) {
	v, column := l.h.Weight, holdWeight
	if v == nil {
		v, column = l.h.Value, holdValue
	}
	switch {
	case v == nil:
	case l.h.Kind == vigil.HoldingShort && *v > 0:
		l.wrong.Say(r.place(l.row, column), vigil.Say("the line%s is a short, and its %s is above zero", ofName(r.guess(l.row)), column), vigil.Say("write what is sold short with a minus, or correct the kind"))
	case l.h.Kind.Rateable() && *v < 0:
		l.h.Kind = vigil.HoldingShort
		r.count("short", l.row.Line)
	case *v < 0 && l.h.Kind != vigil.HoldingShort:
		r.count("negative", l.row.Line)
	}
}

// mark settles the decimal mark of a column: as it was asked for, as the column shows it, else as the other column does.
func (r *holdingsReader) mark(column string, found map[string]marks) string {
	m := found[column]
	if asked := r.options.Mapping.Decimal; asked != "" {
		return asked
	}
	own := m.settled()
	switch {
	case own == "" && len(m.point) > 0:
		r.ps.Say(vigil.Place{File: r.file}, vigil.Say("the column of the %s has a decimal point in %s and a decimal comma in %s", column, lines(m.point), lines(m.comma)), vigil.Say("write all of them alike, or say with --decimal which one holds"))
	case own == "" && len(m.either) > 0:
		for other, n := range found {
			if mark := n.settled(); other != column && mark != "" {
				return mark
			}
		}
		r.ps.Say(vigil.Place{File: r.file}, vigil.Say("figures such as that of the %s in %s may be thousands or have three decimals", column, lines(m.either[:1])), vigil.Say("say with --decimal point or --decimal comma what stands before the decimals"))
	case own == "":
		return decimalPoint
	}
	return own
}

// unit tells whether weights without a sign are per cent. The whole column is of one unit: what it is, is asked for, is
// said by the title, by the signs of all lines, or follows from what the weights add up to. Where it does not, or where
// two units are mixed, the sender must say so: no line is guessed on its own.
func (r *holdingsReader) unit(mark string) bool {
	var signed, bare, small, large []int
	sum, sumSmall, sumLarge, largest := 0.0, 0.0, 0.0, 0.0
	for _, l := range r.lines {
		if l.weight == nil {
			continue
		}
		v, ok := l.weight.is(mark, 0)
		switch {
		case !ok || v == 0:
		case l.weight.percent:
			signed = append(signed, l.row.Line)
		default:
			bare = append(bare, l.row.Line)
			sum, largest = sum+v, max(largest, math.Abs(v))
			if math.Abs(v) <= 1 {
				small, sumSmall = append(small, l.row.Line), sumSmall+v
			} else {
				large, sumLarge = append(large, l.row.Line), sumLarge+v
			}
		}
	}
	asked := r.options.Mapping.Weights
	switch {
	case len(bare) == 0:
		return true
	case asked != "":
		return asked == weightPercent
	case r.titles[holdWeight].percent:
		r.suspicious(sum, len(signed))
		return true
	case len(signed) > 0:
		r.ps.Say(vigil.Place{File: r.file}, vigil.Say("weights in per cent, in %s, and weights without a sign, in %s, are mixed", lines(signed), lines(bare)),
			vigil.Say("write all of them alike, or say with --weights percent or --weights fraction what the ones without a sign are"))
	case largest <= 1 && math.Abs(sum) <= 1.05:
		r.note("The weights were read as shares of 1: none is above 1, and together they are %s.", inFigures(sum))
		return false
	case largest <= 1 && sum < 90:
		r.ps.Say(vigil.Place{File: r.file}, vigil.Say("the weights add up to %s, which is neither 1 nor 100", inFigures(sum)), vigil.Say("say with --weights percent or --weights fraction what they are"))
	case len(small) > 0 && math.Abs(sum-100) > 1 && math.Abs(sumLarge+100*sumSmall-100) <= 1:
		r.ps.Say(vigil.Place{File: r.file}, vigil.Say("weights in per cent, in %s, and shares of 1, in %s, seem to be mixed: read so they add up to %s", lines(large), lines(small), inFigures(sumLarge+100*sumSmall)),
			vigil.Say("write all of them alike, or say with --weights percent that all are per cent"))
	default:
		r.note("The weights were read as per cent: together they are %s.", inFigures(sum))
		return true
	}
	return true
}

// suspicious tells of weights that are shares below a title that says per cent.
func (r *holdingsReader) suspicious(sum float64, signed int) {
	if signed == 0 && sum > 0.95 && sum < 1.05 {
		r.note("The title %q says per cent, and the weights add up to %s %%. If they are shares of 1, import again with --weights fraction.", r.written[holdWeight], inFigures(sum))
	}
}

// weigh computes the weights from market values where the file has none.
func (r *holdingsReader) weigh(good []*holdingLine) {
	if _, ok := r.columns[holdWeight]; ok || len(good) == 0 {
		return
	}
	base, rates, ok := r.rates(good)
	if !ok {
		return
	}
	sum := 0.0
	worth := make([]float64, len(good))
	for i, l := range good {
		worth[i] = *l.h.Value * rates[l.h.Currency]
		sum += worth[i]
	}
	if sum <= 0 || math.IsInf(sum, 0) {
		r.ps.Say(vigil.Place{File: r.file}, vigil.Say("the market values add up to %s, of which no line can be a share", inFigures(sum)), vigil.Say("give a column of weights"))
		return
	}
	for i, l := range good {
		w := worth[i] / sum
		l.h.Weight = &w
	}
	r.note("The file has no weights; they were computed from the market values, which add up to %s.", strings.TrimSpace(inFigures(sum)+" "+base))
	if len(r.bad) > 0 || len(good) < len(r.lines) {
		r.note("Lines that are wrong have no part in that sum, so the others weigh more than in the whole portfolio.")
	}
}

// rates says what one unit of each currency is worth, in what; false where that cannot be known.
func (r *holdingsReader) rates(good []*holdingLine) (base string, rates map[string]float64, ok bool) {
	all := currencies(good)
	if len(all) == 1 {
		return all[0], map[string]float64{all[0]: 1}, true
	}
	base, rates = r.options.Currency, map[string]float64{}
	var missing, sums []string
	for _, c := range all {
		rate, known := r.options.Rates[c]
		if c == base && base != "" {
			rate, known = 1, true
		}
		if !known {
			missing = append(missing, c)
		}
		rates[c] = rate
		n, sum := 0, 0.0
		for _, l := range good {
			if l.h.Currency == c {
				n, sum = n+1, sum+*l.h.Value
			}
		}
		name := c
		if c == "" {
			name = "without a currency"
		}
		sums = append(sums, fmt.Sprintf("%s %s in %s", inFigures(sum), name, plural(n, "line")))
	}
	if base != "" && len(missing) == 0 {
		r.note("Market values in %s were added up at the rates that were given.", strings.Join(all, ", "))
		return base, rates, true
	}
	r.ps.Say(vigil.Place{File: r.file}, vigil.Say("the market values are in several currencies, which cannot be added up: %s", strings.Join(sums, "; ")),
		vigil.Say("give a column of weights, or the rates: --currency EUR --rate USD=0.92"))
	return base, rates, false
}

// tell notes what a reader of the portfolio must know.
func (r *holdingsReader) tell(good []*holdingLine) {
	if len(r.ps) > 0 {
		return
	}
	kinds := map[vigil.HoldingKind]int{}
	sum := 0.0
	for _, l := range good {
		kinds[l.h.Kind]++
		sum += *l.h.Weight
	}
	r.sumNote(sum, len(good))
	for _, t := range r.totals {
		r.note("Line %d, %q, adds up the others and is no holding; it was not read.", t.line, t.name)
	}
	r.counted("short", "%s below zero: an equity or bond below zero is a short, which is shown and matched, and never counted in a score (%s).", "line weighs", "lines weigh")
	r.counted("negative", "%s below zero and no equity or bond, such as an overdraft or a hedge; the weight stays as it is (%s).", "line is", "lines are")
	r.counted("kind", "%s read as other (%s); other lines are not matched to companies.", "line has a kind that is not known and was", "lines have a kind that is not known and were")
	r.counted("guessed", "%s read as a fund or cash by its name (%s).", "line has no kind and was", "lines have no kind and were each")
	r.counted("equity", "%s read as equity (%s).", "line has no kind and was", "lines have no kind and were")
	r.counted("exchange", "%s an exchange that is no market identifier code (ISO 10383, such as XLON); it was left out, so that the ticker there identifies nothing (%s).", "line has", "lines have")
	r.counted("country", "%s a country that is not known; it was left out (%s).", "line has", "lines have")
	r.counted("formula", "%s a formula; what it last came to was read (%s).", "line has", "lines have")
	var apart []string
	for _, k := range vigil.HoldingKinds {
		if n := kinds[k]; n > 0 && !k.OfCompany() {
			apart = append(apart, fmt.Sprintf("%d %s", n, k))
		}
	}
	if len(apart) > 0 {
		r.note("Kept with their weight, and not matched to companies: %s.", strings.Join(apart, ", "))
	}
	r.twice(good)
}

// sumNote says what the weights add up to.
func (r *holdingsReader) sumNote(sum float64, n int) {
	_, own := r.columns[holdWeight]
	if !own || n == 0 {
		return
	}
	text := percentText(sum)
	if math.Abs(sum-1) <= 0.0001 {
		r.note("The weights add up to %s %%.", text)
		return
	}
	r.note("The weights add up to %s %%, not to 100 %%; they were kept as they are.", text)
}

// counted notes the lines that were counted under a word.
func (r *holdingsReader) counted(what, format, one, many string) {
	list := slices.Compact(slices.Sorted(slices.Values(r.counts[what])))
	if len(list) == 0 {
		return
	}
	words := fmt.Sprintf("%d %s", len(list), many)
	if len(list) == 1 {
		words = "1 " + one
	}
	r.note(format, words, lines(list))
}

// twice notes lines that are the same in all that was read.
func (r *holdingsReader) twice(good []*holdingLine) {
	seen := map[string]int{}
	for _, l := range good {
		h := l.h
		h.Line, h.Weight, h.Value = 0, nil, nil
		key := fmt.Sprintf("%+v %v %v", h, *l.h.Weight, l.value != nil && l.h.Value != nil)
		if l.h.Value != nil {
			key += strconv.FormatFloat(*l.h.Value, 'g', -1, 64)
		}
		if first, again := seen[key]; again {
			r.note("Lines %d and %d (%s) are the same; both were taken in.", first, l.row.Line, l.h.Label())
			continue
		}
		seen[key] = l.row.Line
	}
}

// inFigures prints a figure for a message, with four decimals at most.
func inFigures(v float64) string {
	return strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(v, 'f', 4, 64), "0"), ".")
}

// percentText prints a share as per cent, with four decimals at most.
func percentText(share float64) string { return inFigures(share * 100) }
