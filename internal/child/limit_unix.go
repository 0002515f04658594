//go:build unix

package child

import "golang.org/x/sys/unix"

// LimitSelf is the first thing that a child does. It bounds the memory (data; the address space would stop Go at its start)
// and the processor time of this process, and forbids core dumps, which would hold what people wrote.
func LimitSelf(l Limits) error {
	for _, x := range []struct {
		what  int
		limit uint64
	}{{unix.RLIMIT_DATA, l.Memory}, {unix.RLIMIT_CPU, l.Processor}, {unix.RLIMIT_CORE, 0}} {
		if err := unix.Setrlimit(x.what, &unix.Rlimit{Cur: x.limit, Max: x.limit}); err != nil {
			return err
		}
	}
	return nil
}
