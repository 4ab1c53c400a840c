package households

import (
	"testing"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/fault"
)

// The count of minors among persons whose age nobody told stands as far as a
// change does not touch it.
func TestMinorsAreCountedAgain(t *testing.T) {
	night := calendar.MustParse("2022-04-11")
	aged := func(id string, age int) Person { return Person{ID: id, Household: "h", Age: age, AgeKnown: true} }
	dark := func(id string) Person { return Person{ID: id, Household: "h"} }
	for name, c := range map[string]struct {
		persons, minors int
		unknown         bool
		rows            []Person
		change          MemberChange
		wantPersons     int
		wantMinors      int // -1: unknown
		refused         string
	}{
		"a child grows up":               {2, 1, false, []Person{aged("a", 30), aged("b", 10)}, correct(aged("b", 20)), 2, 0, ""},
		"an adult turns out a child":     {2, 0, false, []Person{aged("a", 30), aged("b", 18)}, correct(aged("b", 17)), 2, 1, ""},
		"a child of unknown age":         {2, 1, false, []Person{aged("a", 30), dark("b")}, correct(aged("b", 9)), 2, 1, ""},
		"not a child after all":          {2, 1, false, []Person{aged("a", 30), dark("b")}, correct(aged("b", 19)), 2, 0, ""},
		"nobody counted, now all known":  {2, 0, true, []Person{aged("a", 30), dark("b")}, correct(aged("b", 9)), 2, 1, ""},
		"nobody counted, still not":      {3, 0, true, []Person{aged("a", 30), dark("b")}, correct(aged("b", 9)), 3, -1, ""},
		"one who was counted, a child":   {4, 2, false, []Person{aged("a", 30)}, add(aged("b", 9), true), 4, 2, ""},
		"one who was counted, an adult":  {2, 1, false, []Person{aged("a", 30)}, add(aged("b", 40), true), 2, 0, ""},
		"one who is new":                 {2, 1, false, []Person{aged("a", 30)}, add(aged("b", 9), false), 3, 2, ""},
		"all written, so counted is not": {1, 0, false, []Person{aged("a", 30)}, add(aged("b", 9), true), 2, 1, ""},
		"who goes may be a child":        {3, 1, false, []Person{aged("a", 30), dark("b"), dark("c")}, remove("b"), 0, 0, "households.age_first"},
		"who goes is a child":            {3, 2, false, []Person{aged("a", 30), dark("b"), dark("c")}, remove("b"), 2, 1, ""},
		"who goes is an adult":           {3, 0, false, []Person{aged("a", 30), dark("b"), dark("c")}, remove("b"), 2, 0, ""},
		"nobody is left":                 {1, 0, false, []Person{aged("a", 30)}, remove("a"), 0, 0, "households.last_member"},
	} {
		h := Household{ID: "h", Municipality: "GM0344", Region: "VR09", Persons: c.persons, Minors: c.minors, MinorsUnknown: c.unknown,
			From: night, WaitingSince: night, Registration: Unregistered, State: StateWaiting}
		got, err := h.withMember(c.rows, c.change, night)
		minors := got.Minors
		if got.MinorsUnknown {
			minors = -1
		}
		switch {
		case c.refused != "" && (err == nil || fault.As(err).Key != c.refused):
			t.Errorf("%s: %v, want %s", name, err, c.refused)
		case c.refused == "" && (err != nil || got.Persons != c.wantPersons || minors != c.wantMinors):
			t.Errorf("%s: %d persons, %d minors, %v; want %d and %d", name, got.Persons, minors, err, c.wantPersons, c.wantMinors)
		}
	}
}

func correct(p Person) MemberChange {
	return MemberChange{Kind: CorrectMember, Household: "h", Person: p}
}

func add(p Person, counted bool) MemberChange {
	return MemberChange{Kind: AddMember, Household: "h", Person: p, Counted: counted}
}

func remove(id string) MemberChange {
	return MemberChange{Kind: RemoveMember, Household: "h", Person: Person{ID: id}}
}
