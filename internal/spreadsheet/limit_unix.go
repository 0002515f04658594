//go:build unix

package spreadsheet

import "golang.org/x/sys/unix"

// limitSelf bounds the memory (bytes of data; the address space would stop Go at its start) and the processor time
// (seconds) of this process, and forbids core dumps, which would hold answers.
func limitSelf(memory, seconds uint64) error {
	for _, l := range []struct {
		what  int
		limit uint64
	}{{unix.RLIMIT_DATA, memory}, {unix.RLIMIT_CPU, seconds}, {unix.RLIMIT_CORE, 0}} {
		if err := unix.Setrlimit(l.what, &unix.Rlimit{Cur: l.limit, Max: l.limit}); err != nil {
			return err
		}
	}
	return nil
}
