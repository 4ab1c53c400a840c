// Package fairshare divides a number of places over regions or municipalities
// and says who carries more or less than that. It is pure: numbers in, numbers
// out.
package fairshare

import (
	"cmp"
	"slices"
)

// Key is the number of the allocation key that Divide uses. Key 1: in proportion
// to inhabitants and nothing else; what does not divide goes, one by one, to the
// largest remainders. Another rule gets another number.
const Key = 1

// Party is one of those among whom places are divided.
type Party struct {
	Code        string
	Inhabitants int // 0 or more
	Carried     int // places it has already
}

// Share is what falls to a party.
type Share struct {
	Party
	Target int // places that fall to it; all targets together are the total
}

// Difference is the places it carries above its target; negative: below.
func (s Share) Difference() int { return s.Carried - s.Target }

// ToDo is the places it still has to make: its target less what it carries
// already, and never less than none.
func (s Share) ToDo() int { return max(0, s.Target-s.Carried) }

// Divide divides a total over the parties by key 1, in their order. Where nobody
// lives nothing is given; a total below nought counts as nought.
func Divide(total int, parties []Party) []Share {
	shares := make([]Share, len(parties))
	inhabitants := 0
	for i, party := range parties {
		shares[i].Party = party
		inhabitants += party.Inhabitants
	}
	if inhabitants == 0 || total <= 0 {
		return shares
	}
	left := total
	order := make([]int, len(parties))
	for i, party := range parties {
		shares[i].Target = total * party.Inhabitants / inhabitants
		left -= shares[i].Target
		order[i] = i
	}
	remainder := func(i int) int { return total * parties[i].Inhabitants % inhabitants }
	// Equal remainders go by code, so that the same numbers give the same shares.
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(remainder(b), remainder(a)), cmp.Compare(parties[a].Code, parties[b].Code))
	})
	for _, i := range order[:left] {
		shares[i].Target++
	}
	return shares
}
