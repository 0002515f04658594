package spreadsheet

import (
	"testing"
	"time"
)

// TestSettings: each of these was seen to bite when it was left at what excelize does by itself.
func TestSettings(t *testing.T) {
	for what, ok := range map[string]bool{
		"a workbook may unpack to any size":           answerCaps.total == 32<<20 && holdingCaps.total <= 48<<20,
		"a sheet may unpack to any size":              answerCaps.sheet == 8<<20 && holdingCaps.sheet <= 24<<20,
		"the texts of a workbook may be of any size":  answerCaps.strings == 8<<20 && holdingCaps.strings <= 16<<20,
		"styles take eighty times their size":         maxStyles == 1<<20,
		"a file may have any number of parts":         maxParts == 200,
		"a sheet may have any number of rows":         answerCaps.rows > 0 && holdingCaps.rows > 0,
		"the process that reads may take all memory":  limits.Memory > 0 && limits.Memory <= 512<<20,
		"the process that reads may run for ever":     limits.Processor > 0 && limits.Processor <= 20 && limits.Clock > 0 && limits.Clock <= 40*time.Second,
		"the process that reads may answer for ever":  limits.Output > 0 && limits.Output <= 64<<20,
		"an uploaded file may be of any size by disk": maxFile == 16<<20,
	} {
		if !ok {
			t.Error(what)
		}
	}
}
