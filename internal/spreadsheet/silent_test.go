package spreadsheet_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

// corruptions is how many times each file is damaged, by seeds, in each of two ways.
const corruptions = 500

// A damaged workbook is refused, or it gives as many rows and answers as the whole one: an answer never vanishes in
// silence. Bytes are damaged inside of the sheet of answers, packed anew so that its sum is right, and in the file.
func TestADamagedWorkbookIsNeverReadAsAShorterOne(t *testing.T) {
	b := filled(t)
	blank := b
	blank.Answers, blank.Evidence = nil, nil
	for name, file := range map[string]func(t *testing.T) string{
		"blank":                func(t *testing.T) string { return written(t, blank) },
		"filled":               func(t *testing.T) string { return written(t, b) },
		"saved by LibreOffice": func(t *testing.T) string { return savedByOffice(t, written(t, b)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			original := file(t)
			book, err := os.ReadFile(original)
			if err != nil {
				t.Fatal(err)
			}
			whole, ps := spreadsheet.ReadWorkbook(original)
			if len(ps) > 0 || whole.Rows == 0 {
				t.Fatal(whole.Rows, ps)
			}
			random := rand.New(rand.NewPCG(7, 7))
			inside := neverShorter(t, whole, func() []byte {
				return rebuilt(t, book, func(name string, text []byte) []byte {
					if name == answersPart {
						return damage(random, text)
					}
					return text
				})
			})
			outside := neverShorter(t, whole, func() []byte { return damage(random, book) })
			t.Logf("%d bytes of the sheet damaged: %d refused, %d read with all %d rows; %d bytes of the file: %d refused, %d read with all rows; silently shorter 0",
				corruptions, inside, corruptions-inside, whole.Rows, corruptions, outside, corruptions-outside)
			if inside < corruptions/4 || outside < corruptions/2 {
				t.Errorf("%d and %d of %d damaged files were refused", inside, outside, corruptions)
			}
		})
	}
}

// damage changes, takes out or doubles one byte.
func damage(random *rand.Rand, text []byte) []byte {
	text = bytes.Clone(text)
	switch i := random.IntN(len(text)); random.IntN(4) {
	case 0:
		return slices.Delete(text, i, i+1)
	case 1:
		return slices.Insert(text, i, text[i])
	case 2:
		text[i] += byte(1 + random.IntN(255))
	default:
		text[i] ^= byte(1 << random.IntN(8))
	}
	return text
}

// neverShorter reads one damaged file after the other and counts those that are refused.
func neverShorter(t *testing.T, whole vigil.Submission, next func() []byte) (refused int) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "book.xlsx")
	for range corruptions {
		if err := os.WriteFile(name, next(), 0o600); err != nil {
			t.Fatal(err)
		}
		sub, ps := spreadsheet.ReadWorkbook(name)
		switch {
		case len(ps) > 0:
			refused++
		case sub.Rows < whole.Rows || filledEntries(sub) < filledEntries(whole):
			t.Fatalf("%d rows and %d answers were read of %d and %d, and nothing was said", sub.Rows, filledEntries(sub), whole.Rows, filledEntries(whole))
		}
	}
	return refused
}
