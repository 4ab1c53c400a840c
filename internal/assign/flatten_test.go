package assign

import "testing"

func never() bool { return false }

func TestFlattenMergesNightsBetweenEvents(t *testing.T) {
	p := &Problem{Nights: 1000, Resources: []Resource{{"R", []Span{{0, 1000, 1}}}}}
	for _, id := range []string{"A", "B"} {
		p.Households = append(p.Households, Household{id, 100, 900, []Option{{"x", 5, []Use{{0, 1}}}}})
	}
	lay := flatten(p, never)
	if len(lay.from) != 1 || lay.from[0] != 100 || lay.until[0] != 900 {
		t.Fatalf("slots %v..%v, want 100..900", lay.from, lay.until)
	}
}

func TestFlattenKeepsTheFullestOfAChain(t *testing.T) {
	p := &Problem{Nights: 6, Resources: []Resource{{"R", []Span{{0, 6, 2}}}}}
	for i, from := range []int{0, 1, 2} { // only arrivals until night 2, then all leave together
		p.Households = append(p.Households, Household{string(rune('A' + i)), from, 5, []Option{{"x", 5, []Use{{0, 1}}}}})
	}
	lay := flatten(p, never)
	if len(lay.from) != 1 || lay.from[0] != 2 {
		t.Fatalf("slots start at %v, want only night 2", lay.from)
	}
}

func TestFlattenSettlesWhatIsFree(t *testing.T) {
	p := &Problem{Nights: 1, Resources: []Resource{{"roomy", []Span{{0, 1, 100}}}, {"tight", []Span{{0, 1, 1}}}}}
	p.Households = []Household{
		{"A", 0, 1, []Option{{"tight", 4, []Use{{1, 1}}}, {"roomy", 5, []Use{{0, 2}}}}},
		{"B", 0, 1, []Option{{"tight", 9, []Use{{1, 1}}}, {"roomy", 5, []Use{{0, 2}}}, {"worse", 3, []Use{{1, 1}}}}},
		{"C", 0, 1, []Option{{"tight", 9, []Use{{1, 1}}}, {"large", 90, []Use{{1, 2}}}, {"nothing", 0, nil}}},
	}
	lay := flatten(p, never)
	if lay.settled[0] != 1 || lay.settled[1] != -1 || lay.settled[2] != -1 {
		t.Fatalf("settled %v", lay.settled)
	}
	if got := len(lay.m.points); lay.m.households() != 2 || got != 3 {
		t.Fatalf("%d households with %d options remain, want 2 with 3", lay.m.households(), got)
	}
}

func TestFlattenAddsRepeatedUses(t *testing.T) {
	p := &Problem{Nights: 1, Resources: []Resource{{"R", []Span{{0, 1, 3}}}}}
	p.Households = []Household{{"A", 0, 1, []Option{{"twice", 9, []Use{{0, 2}, {0, 2}}}, {"once", 4, []Use{{0, 3}}}}}}
	r := solve(t, p, Settings{})
	if r.Choice[0] != 1 || r.Status != Optimal {
		t.Fatalf("choice %v, %s", r.Choice, r.Status)
	}
}

func TestFlattenDemandCountsAHouseholdOnce(t *testing.T) {
	p := &Problem{Nights: 1, Resources: []Resource{{"R", []Span{{0, 1, 5}}}}}
	for i := range 2 {
		p.Households = append(p.Households, Household{string(rune('A' + i)), 0, 1, []Option{{"x", 5, []Use{{0, 2}}}, {"y", 4, []Use{{0, 2}}}}})
	}
	if lay := flatten(p, never); len(lay.m.capacity) != 0 {
		t.Fatalf("5 places for two households of 2 kept as scarce")
	}
}

func TestCutKeepsSlotsAndOrigins(t *testing.T) {
	lay := flatten(generate(shape{households: 60, locations: 8, options: 4, nights: 6, load: 1.2, seats: true, seed: 3}), never)
	m := lay.m
	var odd []int32
	for h := int32(1); h < int32(m.households()); h += 2 {
		odd = append(odd, h)
	}
	x := newExtractor(m)
	for range 2 { // scratch space must come back clean
		part, slots := x.cut(odd, m.capacity, func(o int32) bool { return o%3 != 0 })
		for o := range part.points {
			whole := part.origin[o]
			if part.points[o] != m.points[whole] || whole%3 == 0 {
				t.Fatalf("option %d has origin %d", o, whole)
			}
			for i := range part.uses[o+1] - part.uses[o] {
				u, v := part.uses[o]+i, m.uses[whole]+i
				if slots[part.lo[u]] != m.lo[v] || slots[part.hi[u]-1] != m.hi[v]-1 || part.amount[u] != m.amount[v] {
					t.Fatalf("use %d of option %d moved", i, whole)
				}
			}
		}
	}
}
