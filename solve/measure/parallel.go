package measure

import (
	"sync"
	"sync/atomic"
)

// Parallel calls f(worker, i) for every i below n on the given number of
// goroutines and returns when all are done. The caller must make the result
// independent of which worker did what. One worker means no goroutine.
func Parallel(workers, n int, f func(worker, i int)) {
	if workers <= 1 || n <= 1 {
		for i := 0; i < n; i++ {
			f(0, i)
		}
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for w := range min(workers, n) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(w, i)
			}
		}()
	}
	wg.Wait()
}
