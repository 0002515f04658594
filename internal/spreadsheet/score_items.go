package spreadsheet

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// The columns of the sheet of scores, an item in each row.
const (
	itemID = iota + 1
	itemPillar
	itemTitle
	itemWeight
	itemCounts
	itemState
	itemAnswer
	itemGrade
	itemValue
	itemHigh
	itemAssessed
	itemLeftOut
	itemCap
	itemRow // from here on: how the figures are found
	itemReading
	itemSearched
	itemWorth
	itemDated
	itemRecent
	itemRank
	itemWorst // open or refused: read as a bare statement where a band asks for confidence
	itemSureCap
	itemNoZero
	itemEvidence
	itemColumns = itemEvidence
)

var itemHead = []string{"Id", "Pillar", "Item", "Weight", "Applies", "State", "Answer", "Evidence", "Value", "At best", "Assessed", "Left out", "Cap at most",
	"Row in Answers", "Row of the reading", "Search logged", "Worth of the grade", "Dated", "Recent", "Rank of the grade", "Open or refused", "Cap not resting on what is open", "Must not be 0", "Counts for evidence"}

var itemWidths = []float64{11, 8, 46, 9, 9, 16, 12, 10, 9, 9, 10, 10, 10, 10, 10, 10, 10, 9, 9, 10, 10, 12, 10, 10}

// firstItem is the row of the first item.
const firstItem = 2

// scoreItems writes the sheet of scores: each item found in Answers by its id, and read by the sheet of readings.
func (k *book) scoreItems() {
	k.head(sheetScores, itemHead, itemWidths)
	for i, it := range k.Readings.Items {
		k.scoreItem(firstItem+i, it)
	}
	last := firstItem + len(k.Readings.Items) - 1
	k.live.lastItem = last
	k.dress(sheetScores, 1, firstItem, itemColumns, last, k.style.cell)
	k.filter(sheetScores, column(itemColumns)+fmt.Sprint(last))
	k.do(k.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: sheetScores,
		RefersTo: fmt.Sprintf("'%s'!$A$1:$%s$%d", sheetScores, column(itemCap), last)})) // on paper without how it is found
	for c := itemRow; c <= itemColumns; c++ {
		k.do(k.f.SetColOutlineLevel(sheetScores, column(c), 1))
	}
}

// answerCell is the text of a column of Answers in the row that was found for an item.
func (k *book) answerCell(col string, row int) string {
	return fmt.Sprintf("TRIM(INDEX(%s,$%s%d)&\"\")", k.answerBlock(col), column(itemRow), row)
}

func (k *book) answerBlock(col string) string {
	return block(sheetAnswers, number(answerColumns, col), 1, k.live.answerRows)
}

// scoreItem writes one item: formulas with the values they have now.
func (k *book) scoreItem(row int, it scoring.ItemReadings) {
	id := it.Indicator.ID
	now := k.now(it)
	at := func(col int) string { return fmt.Sprintf("$%s%d", column(col), row) }
	ifFound := func(formula, otherwise string) string {
		return fmt.Sprintf("IF(%s=0,%s,%s)", at(itemRow), otherwise, formula)
	}
	k.put(sheetScores, itemID, row, id, it.Pillar, k.text(titleOf(it.Indicator)), it.Weight, oneIf(it.Counts))
	k.formula(sheetScores, itemRow, row, fmt.Sprintf("IFERROR(MATCH(%s,%s,0),0)", at(itemID), k.answerBlock(colID)), k.live.answerAt[id])
	k.formula(sheetScores, itemState, row, ifFound(`LOWER(SUBSTITUTE(`+k.answerCell(colState, row)+`," ","_"))`, `""`), string(now.answer.State))
	k.formula(sheetScores, itemAnswer, row, k.optionFormula(it, row), now.option)
	grade := k.answerCell(colGrade, row)
	k.formula(sheetScores, itemGrade, row, ifFound(fmt.Sprintf(`IF(%s="","E0",UPPER(LEFT(%s,2)))`, grade, grade), `"E0"`), string(now.grade()))
	logged := make([]string, 0, 4)
	for _, c := range []string{colSearchDate, colSearchSources, colSearchLangs, colSearchTerms} {
		logged = append(logged, k.answerCell(c, row)+`<>""`)
	}
	k.formula(sheetScores, itemSearched, row, ifFound("IF(AND("+strings.Join(logged, ",")+"),1,0)", "0"), oneIf(now.answer.Search.Complete()))
	k.formula(sheetScores, itemReading, row, k.readingFormula(it, row), k.live.readAt[readingKey(id, now.read)])

	found := at(itemReading)
	value, high := k.reading(readS, found), k.reading(readHigh, found)
	if len(it.Elements) > 0 {
		share := k.shareFormula(it)
		value = fmt.Sprintf(`IF(%s="answered",MIN(%s,%s),%s)`, k.reading(readState, found), share, value, value)
		high = fmt.Sprintf(`IF(%s="answered",MIN(%s,%s),%s)`, k.reading(readState, found), share, high, high)
	}
	if !it.Counts {
		value, high = "0", "0"
	}
	k.formula(sheetScores, itemValue, row, value, now.s)
	k.formula(sheetScores, itemHigh, row, high, now.high)
	counted := func(formula string) string {
		if !it.Counts {
			return "0"
		}
		return formula
	}
	k.formula(sheetScores, itemAssessed, row, counted(k.reading(readAssessed, found)), oneIf(now.assessed()))
	leftOut := k.reading(readLeftOut, found)
	if !it.Counts {
		leftOut = "1"
	}
	k.formula(sheetScores, itemLeftOut, row, leftOut, oneIf(!it.Counts || now.read.LeftOut))
	k.capCell(row, it, now)
	k.formula(sheetScores, itemWorth, row, counted(fmt.Sprintf("IF(%s=1,%s,%s)", at(itemSearched), k.reading(readLogged, found), k.reading(readWorth, found))), now.worth())
	k.formula(sheetScores, itemDated, row, counted(k.reading(readDated, found)), oneIf(it.Counts && now.read.Dated))
	k.formula(sheetScores, itemRecent, row, k.recentFormula(row), oneIf(now.recent))
	k.formula(sheetScores, itemRank, row, counted(k.reading(readRank, found)), now.rank())
	k.formula(sheetScores, itemWorst, row, counted(fmt.Sprintf(`IF(OR(%s=0,%s="refused"),1,0)`, at(itemAssessed), k.reading(readState, found))), oneIf(now.worst()))
	noZero, evidence := k.bandPicks(it.Indicator)
	k.put(sheetScores, itemNoZero, row, oneIf(noZero), oneIf(evidence))
}

// capCell says what cap the answer puts in force, and whether it rests on more than silence.
func (k *book) capCell(row int, it scoring.ItemReadings, now itemNow) {
	if it.CapLimit == nil || !it.Counts {
		return
	}
	var limit, sure any = "", ""
	if now.read.Fires {
		limit = *it.CapLimit
		if now.read.Assessed {
			sure = *it.CapLimit
		}
	}
	k.formula(sheetScores, itemCap, row, fmt.Sprintf(`IF(%s=1,%s,"")`, k.reading(readFires, fmt.Sprintf("$%s%d", column(itemReading), row)), literal(*it.CapLimit)), limit)
	k.formula(sheetScores, itemSureCap, row, fmt.Sprintf(`IF($%s%d=1,$%s%d,"")`, column(itemAssessed), row, column(itemCap), row), sure)
}

// optionFormula reads the answer cell: an option's id stands before the dash. A multi question is answered where any
// row of its elements is.
func (k *book) optionFormula(it scoring.ItemReadings, row int) string {
	if len(it.Elements) > 0 {
		var filled []string
		for _, e := range it.Elements {
			filled = append(filled, "IF("+k.elementCell(it, e.ID)+`="",0,1)`)
		}
		return fmt.Sprintf("IF(%s=0,\"\",%s)", strings.Join(filled, "+"), quoted(scoring.AllElements))
	}
	cell := k.answerCell(colAnswer, row)
	return fmt.Sprintf("IF($%s%d=0,\"\",TRIM(LEFT(%s,FIND(\" – \",%s&\" – \")-1)))", column(itemRow), row, cell, cell)
}

// elementCell is what stands in the row of an element.
func (k *book) elementCell(it scoring.ItemReadings, el string) string {
	return fmt.Sprintf("LOWER(TRIM(IFERROR(INDEX(%s,MATCH(%s,%s,0)),\"\")&\"\"))", k.answerBlock(colAnswer), quoted(it.Indicator.ID+element+el), k.answerBlock(colID))
}

// shareFormula adds up what the elements met are worth.
func (k *book) shareFormula(it scoring.ItemReadings) string {
	var met []string
	for _, e := range it.Elements {
		met = append(met, "IF("+k.elementCell(it, e.ID)+`="yes",`+literal(e.Share)+",0)")
	}
	return strings.Join(met, "+")
}

// readingFormula finds the row of the reading; what nobody can read counts as not assessed.
func (k *book) readingFormula(it scoring.ItemReadings, row int) string {
	at := func(col int) string { return fmt.Sprintf("$%s%d", column(col), row) }
	open := quoted(string(vigil.NotAssessed))
	answer := fmt.Sprintf("%s&\"|\"&%s", at(itemAnswer), at(itemGrade))
	if it.Searched != "" {
		answer = fmt.Sprintf("IF(AND(%s=%s,%s=0),%s,%s)", at(itemAnswer), quoted(it.Searched), at(itemSearched), open, answer)
	}
	keys := block(sheetReadings, readKey, 1, k.live.readRows)
	return fmt.Sprintf(`IFERROR(MATCH(%s&"|"&IF(AND(%s<>"",%s<>"answered"),%s,IF(%s="",%s,%s)),%s,0),MATCH(%s&"|"&%s,%s,0))`,
		at(itemID), at(itemState), at(itemState), at(itemState), at(itemAnswer), open, answer, keys, at(itemID), open, keys)
}

// recentFormula tells whether dated evidence is recent at the cut-off; its own date counts, else that of the search.
func (k *book) recentFormula(row int) string {
	from, to := k.recentSpan()
	day := func(col string) string {
		c := fmt.Sprintf("INDEX(%s,$%s%d)", k.answerBlock(col), column(itemRow), row)
		return fmt.Sprintf("IF(ISNUMBER(%s),%s,IFERROR(DATEVALUE(%s),0))", c, c, c)
	}
	date := fmt.Sprintf(`IF(%s="",%s,%s)`, k.answerCell(colDate, row), day(colSearchDate), day(colDate))
	return fmt.Sprintf("IF($%s%d=1,IF(AND(%s>%s,%s<=%s),1,0),0)", column(itemDated), row, date, from, date, to)
}

// titleOf is the short name of an item, or its question where it has none.
func titleOf(in *vigil.Indicator) vigil.Text {
	if len(in.Title) > 0 {
		return in.Title
	}
	return in.Question
}
