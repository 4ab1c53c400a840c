package plan

import "testing"

// desk is a plan of choices in the plane.
func desk(t *testing.T, in Input, chosen map[string]string) *Plan {
	t.Helper()
	p, err := Arrange(in, Options{Atlas: plane{}}, chosen)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// What the optimiser chose and the same choices made by hand answer alike.
func TestArrangedAnswersAsPlanned(t *testing.T) {
	in := crowded()
	planned := makePlan(t, in, Options{})
	chosen := map[string]string{"nobody": "A", "late": "A", "lift": "gone", "minor": "A", "chair": "C"}
	for _, p := range planned.Placed {
		chosen[p.Household] = p.Location
	}
	arranged := desk(t, in, chosen)
	for _, h := range in.Households {
		for _, l := range in.Locations {
			want, _ := planned.WhyNotLocation(h.ID, l.ID)
			got, known := arranged.WhyNotLocation(h.ID, l.ID)
			if !known || got.There != want.There || got.Points != want.Points || got.Change != want.Change || len(got.Displaced) != len(want.Displaced) {
				t.Errorf("%s in %s: %+v, want %+v", h.ID, l.ID, got, want)
			}
		}
		if there, _ := planned.WhyNotLocation(h.ID, arranged.Chosen(h.ID)); arranged.Chosen(h.ID) != "" && !there.There {
			t.Errorf("%s is chosen for %s", arranged.Chosen(h.ID), h.ID)
		}
	}
}

// Two choices for one place: the one with more points stands, the other is left
// without.
func TestArrangeNeverOverbooks(t *testing.T) {
	var in Input
	house(&in, "A", "GM0000", 3)
	in.Households = []Household{family("few", 2), family("many", 3)}
	p := desk(t, in, map[string]string{"few": "A", "many": "A"})
	if p.Chosen("many") != "A" || p.Chosen("few") != "" {
		t.Errorf("few in %q, many in %q", p.Chosen("few"), p.Chosen("many"))
	}
	if p.Chosen("nobody") != "" || p.Options("nobody", 3) != nil || p.Wanting("few", 3) != nil || p.Fitting("nowhere", 3) != nil {
		t.Error("what nobody knows has an answer")
	}
	if _, err := Arrange(Input{Households: []Household{{}}}, Options{}, nil); err == nil {
		t.Error("a household without an id is arranged")
	}
	if _, err := Arrange(in, Options{Horizon: -1}, nil); err == nil {
		t.Error("a horizon of less than a night is arranged")
	}
}

func TestOptionsAndCandidates(t *testing.T) {
	var in Input
	house(&in, "A", "GM0000", 3)
	house(&in, "B", "GM0010", 3, "pets")
	house(&in, "C", "GM0020", 9)
	in.Locations[2].Type = TypeSportsHall
	in.Households = []Household{family("one", 3), family("two", 3), needing(family("dog", 2), "pets"), family("out", 2)}
	p := desk(t, in, map[string]string{"one": "A", "two": "C", "dog": "B"})
	if got := p.Options("one", 9); len(got) != 2 || got[0].Location != "B" || got[0].Room || got[1].Location != "C" || !got[1].Room {
		t.Errorf("options of one: %+v", got)
	}
	if got := p.Options("out", 9); len(got) != 3 || got[0].Room || got[1].Room || got[2].Location != "C" || !got[2].Room {
		t.Errorf("options of out: %+v", got)
	}
	if got := p.Options("dog", 9); len(got) != 0 {
		t.Errorf("a dog has a choice: %+v", got)
	}
	wanting := p.Wanting("one", 9)
	if len(wanting) != 2 || wanting[0].Household != "out" || wanting[0].Placed || wanting[1].Household != "two" || wanting[1].Gain != 3*400 {
		t.Errorf("wanting: %+v", wanting)
	}
	if got := p.Fitting("C", 9); len(got) != 1 || got[0].Household != "out" {
		t.Errorf("fitting: %+v", got)
	}
	if got := p.Fitting("A", 9); len(got) != 0 {
		t.Errorf("a full location fits %+v", got)
	}
	if len(p.Options("one", 1)) != 1 || len(p.Wanting("one", 1)) != 1 {
		t.Error("more than asked for")
	}
}
