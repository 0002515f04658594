package spreadsheet

import (
	"fmt"

	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// The hidden sheet of readings: what every possible answer to every item counts, as the engine reads it. The sheet of
// scores looks its items up there, so that no rule of the method is written twice.
const (
	readKey = iota + 1
	readState
	readS
	readHigh
	readAssessed
	readLeftOut
	readFires
	readWorth
	readLogged
	readRank
	readDated
)

// readings writes the sheet of readings and remembers in which row each is.
func (k *book) readings() {
	for i, h := range []string{"Key", "State", "Value", "At best", "Assessed", "Left out", "Puts the cap in force", "Worth of the grade", "Worth with a search log", "Rank of the grade", "Dated"} {
		k.put(sheetReadings, i+1, 1, h)
	}
	row := 2
	for _, it := range k.Readings.Items {
		for _, r := range it.Answers {
			key := readingKey(it.Indicator.ID, r)
			k.put(sheetReadings, 1, row, key, string(r.State), r.S, r.High, oneIf(r.Assessed), oneIf(r.LeftOut), oneIf(r.Fires), r.Worth, r.Logged, r.Rank, oneIf(r.Dated))
			k.live.readAt[key] = row
			row++
		}
	}
	k.live.readRows = row - 1
	k.do(k.f.SetSheetVisible(sheetReadings, false))
}

// readingKey is how the sheet of scores finds a reading: the item, then the option and grade, or the state.
func readingKey(item string, r scoring.Reading) string {
	if r.State != vigil.Answered {
		return item + "|" + string(r.State)
	}
	return item + "|" + r.Option + "|" + string(r.Grade)
}

func oneIf(b bool) int {
	if b {
		return 1
	}
	return 0
}

// reading is the cell of a column of readings in the row that the sheet of scores found.
func (k *book) reading(col int, found string) string {
	return fmt.Sprintf("INDEX(%s,%s)", block(sheetReadings, col, 1, k.live.readRows), found)
}
