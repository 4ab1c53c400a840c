// Package assign gives every household at most one of its options so that the
// sum of points is as large as it can find while no resource runs out on any
// night, and proves with prices how much better any other plan could be.
//
// A resource is anything that can run out: the places of a location, the
// school seats of a municipality. An option uses fixed amounts of one or more
// resources on every night its household stays. The package knows no other
// domain word, keeps no state, and imports nothing but the standard library.
//
// The same problem, seed and iteration budget give the same choice for any
// number of workers. A time limit or a cancelled context is the only thing
// that can change it, because the work done until then differs; the schedule
// therefore ends by itself, counted in iterations and never in seconds, and
// the time limit is a safety.
package assign

import (
	"fmt"
	"slices"
)

// Limits within which no sum in the package can overflow.
const (
	MaxNights = 40_000            // more than a century
	MaxPoints = 1_000_000_000_000 // of one option, either sign
	MaxAmount = 1_000_000_000_000 // of one use
	MaxTotal  = 1_000_000_000_000_000
	maxIndex  = 1<<31 - 2 // options, uses and slots are counted in int32
)

// Span is a capacity of Amount on the nights From..Until-1. Nights of a
// resource that no span covers have capacity 0.
type Span struct {
	From, Until int
	Amount      int64
}

// Resource is something that can run out. Its spans do not overlap.
type Resource struct {
	ID       string
	Capacity []Span
}

// Use is an amount of a resource, by its index in Problem.Resources, taken on
// every night of the stay.
type Use struct {
	Resource int
	Amount   int64
}

// Option is one thing a household can get. Points may be any integer within
// MaxPoints; an option of zero or fewer points is never chosen, as getting no
// option is worth as much.
type Option struct {
	ID     string
	Points int64
	Uses   []Use
}

// Household stays on the nights From..Until-1 and gets at most one option.
type Household struct {
	ID          string
	From, Until int
	Options     []Option
}

// Problem is what Solve decides on: nights 0..Nights-1.
type Problem struct {
	Nights     int
	Resources  []Resource
	Households []Household
}

// Validate returns the first structural error, naming the household, option or
// resource at fault, or nil. Beyond what Solve needs it also asks for distinct
// ids.
func (p *Problem) Validate() error {
	if err := p.checkResources(); err != nil {
		return err
	}
	if err := p.checkHouseholds(); err != nil {
		return err
	}
	return p.checkIDs()
}

func (p *Problem) checkResources() error {
	if p.Nights < 0 || p.Nights > MaxNights {
		return fmt.Errorf("nights is %d, must be 0 to %d", p.Nights, MaxNights)
	}
	for i := range p.Resources {
		if err := p.Resources[i].check(p.Nights); err != nil {
			return fmt.Errorf("resource %q: %w", p.Resources[i].ID, err)
		}
	}
	return nil
}

func (r *Resource) check(nights int) error {
	spans := r.sorted()
	for i, s := range spans {
		switch {
		case s.From >= s.Until:
			return fmt.Errorf("capacity from night %d until night %d is empty", s.From, s.Until)
		case s.From < 0 || s.Until > nights:
			return fmt.Errorf("capacity from night %d until night %d lies outside 0 to %d", s.From, s.Until, nights)
		case s.Amount < 0:
			return fmt.Errorf("capacity %d is negative", s.Amount)
		case s.Amount > MaxTotal:
			return fmt.Errorf("capacity %d is more than %d", s.Amount, int64(MaxTotal))
		case i > 0 && spans[i-1].Until > s.From:
			return fmt.Errorf("capacity spans overlap on night %d", s.From)
		}
	}
	return nil
}

// sorted returns the spans by first night, copying only when it must.
func (r *Resource) sorted() []Span {
	byFrom := func(a, b Span) int { return a.From - b.From }
	if slices.IsSortedFunc(r.Capacity, byFrom) {
		return r.Capacity
	}
	spans := slices.Clone(r.Capacity)
	slices.SortStableFunc(spans, byFrom)
	return spans
}

func (p *Problem) checkHouseholds() error {
	var points, amounts int64
	options, uses := 0, 0
	for i := range p.Households {
		h := &p.Households[i]
		best, most, err := p.checkHousehold(h)
		if err != nil {
			return fmt.Errorf("household %q: %w", h.ID, err)
		}
		points += best
		amounts += most
		options += len(h.Options)
		for j := range h.Options {
			uses += len(h.Options[j].Uses)
		}
		switch {
		case points > MaxTotal:
			return fmt.Errorf("household %q: the best points together exceed %d", h.ID, int64(MaxTotal))
		case amounts > MaxTotal:
			return fmt.Errorf("household %q: the amounts together exceed %d", h.ID, int64(MaxTotal))
		case options > maxIndex || uses > maxIndex:
			return fmt.Errorf("household %q: more than %d options or uses", h.ID, maxIndex)
		}
	}
	return nil
}

// checkHousehold returns the points of the best option and the most that any
// option uses, 0 at least.
func (p *Problem) checkHousehold(h *Household) (best, most int64, err error) {
	if h.From >= h.Until {
		return 0, 0, fmt.Errorf("from night %d until night %d is empty", h.From, h.Until)
	}
	if h.From < 0 || h.Until > p.Nights {
		return 0, 0, fmt.Errorf("from night %d until night %d lies outside 0 to %d", h.From, h.Until, p.Nights)
	}
	for j := range h.Options {
		o := &h.Options[j]
		if o.Points > MaxPoints || o.Points < -MaxPoints {
			return 0, 0, fmt.Errorf("option %q: points %d lie outside -%d to %d", o.ID, o.Points, int64(MaxPoints), int64(MaxPoints))
		}
		total, err := p.checkUses(o)
		if err != nil {
			return 0, 0, fmt.Errorf("option %q: %w", o.ID, err)
		}
		best, most = max(best, o.Points), max(most, total)
	}
	return best, most, nil
}

func (p *Problem) checkUses(o *Option) (total int64, err error) {
	for _, u := range o.Uses {
		switch {
		case u.Resource < 0 || u.Resource >= len(p.Resources):
			return 0, fmt.Errorf("uses resource number %d of %d", u.Resource, len(p.Resources))
		case u.Amount < 0:
			return 0, fmt.Errorf("uses a negative amount %d of resource %q", u.Amount, p.Resources[u.Resource].ID)
		case u.Amount > MaxAmount:
			return 0, fmt.Errorf("uses %d of resource %q, more than %d", u.Amount, p.Resources[u.Resource].ID, int64(MaxAmount))
		}
		if total += u.Amount; total > MaxTotal {
			return 0, fmt.Errorf("the amounts together exceed %d", int64(MaxTotal))
		}
	}
	return total, nil
}

func (p *Problem) checkIDs() error {
	seen := make(map[string]bool, max(len(p.Resources), len(p.Households)))
	for i := range p.Resources {
		if err := fresh(seen, p.Resources[i].ID); err != nil {
			return fmt.Errorf("resource %q: %w", p.Resources[i].ID, err)
		}
	}
	clear(seen)
	options := map[string]bool{}
	for i := range p.Households {
		h := &p.Households[i]
		if err := fresh(seen, h.ID); err != nil {
			return fmt.Errorf("household %q: %w", h.ID, err)
		}
		clear(options)
		for j := range h.Options {
			if err := fresh(options, h.Options[j].ID); err != nil {
				return fmt.Errorf("household %q: option %q: %w", h.ID, h.Options[j].ID, err)
			}
		}
	}
	return nil
}

func fresh(seen map[string]bool, id string) error {
	if id == "" {
		return fmt.Errorf("the id is empty")
	}
	if seen[id] {
		return fmt.Errorf("the id occurs twice")
	}
	seen[id] = true
	return nil
}
