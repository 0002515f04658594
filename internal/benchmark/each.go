package benchmark

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// each calls do with 0 to n-1 on all cores. What do writes must belong to its number alone, so that the order does not
// matter.
func each(n int, do func(int)) {
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wait.Wait()
}
