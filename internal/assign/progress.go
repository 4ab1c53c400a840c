package assign

import (
	"sync"
	"time"
)

// reporter adds up the progress of components that are solved side by side.
type reporter struct {
	call  func(Progress)
	start time.Time
	mutex sync.Mutex
	total float64 // options in all components
	last  Progress
}

func newReporter(call func(Progress), start time.Time) *reporter {
	return &reporter{call: call, start: start}
}

// begin sets what is known before the components are worked on.
func (r *reporter) begin(parts []*part, settled int64) {
	r.last.Objective, r.last.Bound = settled, float64(settled)
	for _, c := range parts {
		r.total += float64(len(c.m.points))
		r.last.Objective += c.best.objective
		r.last.Bound += float64(c.bound)
		c.told = Progress{Objective: c.best.objective, Bound: float64(c.bound)}
	}
}

// update tells of one component: what it gained and lowered since it last
// told, and how far it is.
func (r *reporter) update(c *part, phase string, done float64) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.last.Objective += c.best.objective - c.told.Objective
	r.last.Bound += float64(c.bound) - c.told.Bound
	if done > c.told.Done {
		r.last.Done = min(1, r.last.Done+(done-c.told.Done)*float64(len(c.m.points))/r.total)
		c.told.Done = done
	}
	c.told.Objective, c.told.Bound = c.best.objective, float64(c.bound)
	r.send(phase)
}

// tell sends a phase outside the components.
func (r *reporter) tell(phase string, done float64) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.last.Done = max(r.last.Done, done)
	r.send(phase)
}

func (r *reporter) end(x *Result) {
	r.last.Objective, r.last.Bound = x.Objective, x.Bound
	r.tell("done", 1)
}

func (r *reporter) send(phase string) {
	if r.call == nil {
		return
	}
	r.last.Phase, r.last.Elapsed = phase, time.Since(r.start)
	r.call(r.last)
}
