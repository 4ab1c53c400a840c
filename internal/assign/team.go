package assign

import (
	"sync"
	"sync/atomic"
)

// team shares work among goroutines and stops it when the halt flag is up.
type team struct {
	workers int
	flag    *atomic.Bool
}

func (t team) halted() bool { return t.flag.Load() }

// grain is how many households a worker takes at a time, and so how long a
// halt can go unnoticed.
const grain = 256

// run calls f for consecutive chunks of 0..n-1 and says whether all were done.
// Chunks come to workers in any order: f may only combine results in ways that
// do not depend on it, which is why sums are taken in integers.
func (t team) run(n int, f func(worker, from, until int)) bool {
	var next, done atomic.Int64
	work := func(worker int) {
		for !t.halted() {
			from := int(next.Add(grain)) - grain
			if from >= n {
				return
			}
			until := min(from+grain, n)
			f(worker, from, until)
			done.Add(int64(until - from))
		}
	}
	if t.workers <= 1 || n <= grain {
		work(0)
		return int(done.Load()) == n
	}
	var group sync.WaitGroup
	for w := range t.workers {
		group.Go(func() { work(w) })
	}
	group.Wait()
	return int(done.Load()) == n
}

// each calls f for every task 0..n-1, one at a time per worker.
func (t team) each(n int, f func(worker, task int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for w := range min(t.workers, n) {
		group.Go(func() {
			for !t.halted() {
				task := int(next.Add(1)) - 1
				if task >= n {
					return
				}
				f(w, task)
			}
		})
	}
	group.Wait()
}

// alone is the same team with one worker, for tasks that run side by side.
func (t team) alone() team { return team{workers: 1, flag: t.flag} }
