package places

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"onderdak/internal/platform/fault"
)

// call is one operation of the concurrent history: hold so many persons, give a
// stay back, or read what is free.
type call struct {
	what    string
	stay    string
	persons int
}

// answer is whether it was done, or the number read.
type answer struct {
	done bool
	free int
}

// oneNight is a location with places for one night as a plain counter.
func oneNight(places int) porcupine.Model {
	type state struct {
		free int
	}
	return porcupine.Model{
		Init: func() any { return state{free: places} },
		Step: func(before, input, output any) (bool, any) {
			s, in, out := before.(state), input.(call), output.(answer)
			switch in.what {
			case "hold":
				if fits := in.persons <= s.free; fits != out.done {
					return false, s
				}
				if out.done {
					s.free -= in.persons
				}
			case "release":
				s.free += in.persons
			case "read":
				return out.free == s.free, s
			}
			return true, s
		},
		Equal: func(a, b any) bool { return a == b },
	}
}

// Many people at once hold, give back and look: the answers must be explainable
// by some order of one after the other.
func TestHoldingIsLinearizable(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 6)
		start := time.Now()
		var mutex sync.Mutex
		var operations []porcupine.Operation
		record := func(client int, in call, run func() answer) answer {
			began := time.Since(start).Nanoseconds()
			out := run()
			ended := time.Since(start).Nanoseconds()
			mutex.Lock()
			defer mutex.Unlock()
			operations = append(operations, porcupine.Operation{ClientId: client, Input: in, Call: began, Output: out, Return: ended})
			return out
		}
		var group sync.WaitGroup
		for client := range 8 {
			group.Go(func() {
				for round := range 5 {
					id := fmt.Sprintf("%d-%d", client, round)
					persons := 1 + (client+round)%3
					held := record(client, call{"hold", id, persons}, func() answer {
						err := h.hold(id, "L", persons, day, day+1)
						if err != nil && fault.As(err).Key != "places.full" {
							t.Error(err)
						}
						return answer{done: err == nil}
					})
					record(client, call{what: "read"}, func() answer { return answer{free: h.free("L", day, day+1)[0]} })
					if held.done && round%2 == 0 {
						record(client, call{"release", id, persons}, func() answer {
							if err := h.advance(id, Declined); err != nil {
								t.Error(err)
							}
							return answer{done: true}
						})
					}
				}
			})
		}
		group.Wait()
		if got := porcupine.CheckOperationsTimeout(oneNight(6), operations, 20*time.Second); got != porcupine.Ok {
			t.Errorf("the history of %d operations is %s", len(operations), got)
		}
		h.sound()
	})
}
