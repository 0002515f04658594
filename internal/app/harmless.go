package app

import (
	"crypto/sha256"
	"sync"

	"vigil/internal/check"
	"vigil/internal/vigil"
)

// harmMemo remembers what the check against harm said of texts that are on file, because every count of progress asks it of all of them
// again. It holds hashes and verdicts, no words, and lives as long as the program, so that another edition of the check begins anew.
type harmMemo struct {
	lock    sync.Mutex
	verdict map[[sha256.Size]byte]bool
}

// harmMemoMost is how many verdicts are kept, some 4 MB; where there are more it begins again.
const harmMemoMost = 1 << 16

// harmful reports whether a text seems to hold something that could lead to a person.
func (m *harmMemo) harmful(text string) bool {
	if text == "" {
		return false
	}
	key := sha256.Sum256([]byte(text))
	m.lock.Lock()
	found, known := m.verdict[key]
	m.lock.Unlock()
	if known {
		return found
	}
	found = len(check.Harm(vigil.Place{}, text)) > 0
	m.lock.Lock()
	defer m.lock.Unlock()
	if m.verdict == nil || len(m.verdict) >= harmMemoMost {
		m.verdict = map[[sha256.Size]byte]bool{}
	}
	m.verdict[key] = found
	return found
}
