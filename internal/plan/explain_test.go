package plan

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"onderdak/internal/calendar"
)

func flagged(h Household, flags ...string) Household { h.Flags = flags; return h }
func needing(h Household, needs ...string) Household { h.Needs = needs; return h }

// crowded is one house of four places with four locations' worth of trouble.
func crowded() Input {
	in := Input{}
	house(&in, "A", "GM0000", 4, "pets")
	house(&in, "B", "GM0010", 3)
	house(&in, "C", "GM0020", 0, "wheelchair")
	in.Households = []Household{
		flagged(family("couple", 2), FlagUrgent),
		flagged(family("minor", 1), FlagUnaccompaniedMinor),
		flagged(family("trio", 3), FlagUrgent),
		needing(family("pair", 2), "pets"),
		needing(family("rival", 3), "pets"),
		needing(family("lift", 1), "lift"),
		needing(family("chair", 1), "wheelchair"),
		family("dozen", 12),
	}
	late := family("late", 1)
	late.From = day1.Plus(28)
	in.Households = append(in.Households, late)
	return in
}

func TestReasons(t *testing.T) {
	in := crowded()
	late := needing(family("late lift", 1), "lift")
	late.From = day1.Plus(28)
	in.Households = append(in.Households, late)
	p := makePlan(t, in, Options{})
	for household, reason := range map[string]string{
		"minor": ReasonGuardian, "lift": ReasonNoEligible, "chair": ReasonFull, "dozen": ReasonFull, "late": ReasonFull, "late lift": ReasonNoEligible, "rival": ReasonOutbid,
		"couple": "A", "pair": "A", "trio": "B",
	} {
		if got := p.where(household); got != reason {
			t.Errorf("%s: %s, want %s", household, got, reason)
		}
	}
	for household, words := range map[string]string{
		"minor": "guardian", "lift": "3 locations lack: lift", "chair": "lacks places", "late": "2022-04-07", "late lift": "3 locations lack: lift", "rival": "1 of 3 locations",
	} {
		i := slices.IndexFunc(p.Unplaced, func(u Unplaced) bool { return u.Household == household })
		if !strings.Contains(p.Unplaced[i].Detail, words) {
			t.Errorf("%s: %q does not say %q", household, p.Unplaced[i].Detail, words)
		}
	}
}

func TestExplain(t *testing.T) {
	in := crowded()
	house(&in, "D", "GM0030", 3)
	in.Capacity[len(in.Capacity)-1].Until = calendar.At(day1.Plus(9))
	p := makePlan(t, in, Options{})
	w, ok := p.Explain("rival")
	if !ok || w.Eligible != 1 || w.Holding != 1 {
		t.Fatalf("explanation %+v", w)
	}
	if want := []RuleCount{{RuleNeeds, "pets", 3}}; !reflect.DeepEqual(w.Rules, want) {
		t.Errorf("rules %v, want %v", w.Rules, want)
	}
	if want := []NightRoom{{day1, 0}, {day1 + 1, 0}, {day1 + 2, 0}}; !reflect.DeepEqual(w.Fullest, want) {
		t.Errorf("fullest nights %v, want %v", w.Fullest, want)
	}
	if want := []Change{{Kind: ChangePlaces, N: 3, Location: "A", Locations: 1}}; !reflect.DeepEqual(w.Changes, want) {
		t.Errorf("changes %v, want %v", w.Changes, want)
	}
	if _, ok := p.Explain("couple"); ok {
		t.Error("a placed household is explained as not placed")
	}
	for _, u := range p.Unplaced {
		w, ok := p.Explain(u.Household)
		if told := englishAll(w.Says); !ok || w.Reason != u.Reason || strings.ContainsAny(told, "[{") {
			t.Errorf("%s: %q", u.Household, told)
		}
	}
}

func TestSmallestChanges(t *testing.T) {
	in := Input{}
	house(&in, "A", "GM0000", 2, "pets")
	house(&in, "B", "GM0010", 2)
	in.Households = []Household{
		flagged(needing(family("dog", 2), "pets"), FlagUrgent), needing(family("cat", 1), "pets"),
	}
	in.Households[0].Until = calendar.At(day1.Plus(4))
	p := makePlan(t, in, Options{})
	w, _ := p.Explain("cat")
	want := []Change{
		{Kind: ChangeNeed, Need: "pets", Locations: 1},
		{Kind: ChangeLater, N: 4, Locations: 1},
		{Kind: ChangePlaces, N: 1, Location: "A", Locations: 1},
	}
	if !reflect.DeepEqual(w.Changes, want) {
		t.Errorf("changes %+v, want %+v", w.Changes, want)
	}
	in.Households[0].From, in.Households[0].Until = day1.Plus(20), calendar.End{}
	p = makePlan(t, in, Options{})
	w, _ = p.Explain("cat")
	if i := slices.IndexFunc(w.Changes, func(c Change) bool { return c.Kind == ChangeShorter }); i < 0 || w.Changes[i].N != 20 {
		t.Errorf("changes %+v do not say that twenty nights are possible", w.Changes)
	}
}

func TestWhyNotLocation(t *testing.T) {
	in := Input{}
	house(&in, "A", "GM0000", 3)
	house(&in, "B", "GM0010", 3)
	house(&in, "C", "GM0020", 1)
	in.Locations[2].Type = TypeHostHousehold
	near := family("near", 3)
	near.Wishes = []string{"near:GM0000"}
	flex := family("flex", 3)
	lone := needing(flagged(family("lone", 1), FlagLoneWoman), "pets")
	in.Households = []Household{near, flex, lone}
	p := makePlan(t, in, Options{})
	if p.where("near") != "A" || p.where("flex") != "B" {
		t.Fatal("the plan is not the one expected")
	}
	a, ok := p.WhyNotLocation("flex", "A")
	if !ok || len(a.Short) != 28 || a.Short[0].Free != 0 {
		t.Fatalf("answer %+v", a)
	}
	if want := []Displaced{{"near", "B", 3 * (150 - 120)}}; !reflect.DeepEqual(a.Displaced, want) || a.Change != -90 {
		t.Errorf("displaced %+v, change %d; want %+v and -90", a.Displaced, a.Change, want)
	}
	if a, _ = p.WhyNotLocation("near", "A"); !a.There || a.Points != 3*2150+100 {
		t.Errorf("answer for its own place %+v", a)
	}
	if a, _ = p.WhyNotLocation("near", "C"); !a.Never {
		t.Errorf("answer for a place too small %+v", a)
	}
	if a, _ = p.WhyNotLocation("lone", "C"); len(a.Broken) != 2 {
		t.Errorf("broken rules %+v, want needs and host", a.Broken)
	}
	if _, ok := p.WhyNotLocation("lone", "Z"); ok {
		t.Error("an unknown location has an answer")
	}
	if next := p.Placed[slices.IndexFunc(p.Placed, func(x Placement) bool { return x.Household == "flex" })].Next; next == nil || next.Location != "A" || next.Room {
		t.Errorf("next best of flex is %+v, want A without room", next)
	}
}

// TestDisplacementAddsUp carries every displacement out in a copy of the plan
// and counts again.
func TestDisplacementAddsUp(t *testing.T) {
	in := national(11, 12, 60, 0.7)
	p := makePlan(t, in, Options{Iterations: 40, Atlas: National{}})
	tried := 0
	for h := range in.Households {
		for l := 0; l < len(in.Locations); l += 3 {
			a, ok := p.WhyNotLocation(in.Households[h].ID, in.Locations[l].ID)
			if !ok || a.There || a.Never || len(a.Broken) > 0 {
				continue
			}
			tried++
			carryOut(t, p, h, int32(l), a)
		}
	}
	if tried < 20 {
		t.Errorf("only %d displacements tried", tried)
	}
}

func carryOut(t *testing.T, p *Plan, h int, l int32, a *Answer) {
	t.Helper()
	d := newDraft(len(p.model.stays))
	copy(d.choice, p.draft.choice)
	copy(d.points, p.draft.points)
	d.objective = p.draft.objective
	d.set(h, option{l, a.Points})
	for _, x := range a.Displaced {
		other, _ := p.model.in.householdIndex(x.Household)
		o := option{nowhere, 0}
		if x.To != "" {
			to, _ := p.model.in.locationIndex(x.To)
			o = option{int32(to), p.draft.points[other] - x.Loss}
		}
		d.set(other, o)
	}
	if d.objective-p.draft.objective != a.Change {
		t.Errorf("change %d, said %d", d.objective-p.draft.objective, a.Change)
	}
	if slices.Min(ledgerOf(p.model, d).free) < 0 {
		t.Errorf("moving %s to %s overbooks", a.Household, a.Location)
	}
}

func TestFewestPlacesLacking(t *testing.T) {
	in := Input{}
	house(&in, "A", "GM0000", 2)
	house(&in, "B", "GM0010", 5)
	house(&in, "C", "GM0020", 3)
	house(&in, "D", "GM0020", 6, "quiet")
	in.Locations[3].Facilities = nil
	in.Capacity[3].Until = calendar.At(day1.Plus(27))
	in.Households = []Household{family("six", 6)}
	p := makePlan(t, in, Options{})
	w, _ := p.Explain("six")
	want := []Change{{Kind: ChangeShorter, N: 27, Locations: 1}, {Kind: ChangePlaces, N: 1, Location: "B", Locations: 1}}
	if w.Reason != ReasonFull || !reflect.DeepEqual(w.Changes, want) {
		t.Errorf("reason %s, changes %+v; want full and %+v", w.Reason, w.Changes, want)
	}
	if want := []NightRoom{{day1.Plus(27), 0}, {day1, 1}, {day1.Plus(1), 1}}; !reflect.DeepEqual(w.Fullest, want) {
		t.Errorf("fullest nights %v, want %v", w.Fullest, want)
	}
}

// TestRulesAreCountedOneByOne names every rule that excludes something.
func TestRulesAreCountedOneByOne(t *testing.T) {
	in := Input{}
	house(&in, "A", "GM0000", 5, "crib")
	house(&in, "B", "GM0010", 5)
	house(&in, "C", "GM0020", 5, "crib", "lift")
	house(&in, "D", "GM0020", 5, "crib", "lift", "screened")
	in.Locations[2].Type, in.Locations[3].Type = TypeHostHousehold, TypeHostHousehold
	h := needing(flagged(family("H", 2), FlagMinors), "crib", "lift")
	h.Excluded = []string{"D", "elsewhere"}
	in.Households = []Household{h}
	p := makePlan(t, in, Options{})
	w, _ := p.Explain("H")
	want := []RuleCount{{RuleNeeds, "crib", 1}, {RuleNeeds, "lift", 2}, {RuleHost, "", 1}, {RuleExcluded, "", 1}}
	if w.Reason != ReasonNoEligible || !reflect.DeepEqual(w.Rules, want) {
		t.Errorf("reason %s, rules %+v; want %+v", w.Reason, w.Rules, want)
	}
	for _, words := range []string{"1 location lacks: crib.", "2 locations lack: lift.", "1 host has not been screened.", "1 location was declined before."} {
		if !strings.Contains(p.Unplaced[0].Detail, words) {
			t.Errorf("%q does not say %q", p.Unplaced[0].Detail, words)
		}
	}
	if want := []Change{{Kind: ChangeNeed, Need: "lift", Locations: 1}}; !reflect.DeepEqual(w.Changes, want) {
		t.Errorf("changes %+v, want %+v: House A lacks only the lift", w.Changes, want)
	}
	in.Locations[0].Facilities = nil
	p = makePlan(t, in, Options{})
	if w, _ = p.Explain("H"); len(w.Changes) != 0 || w.Says[len(w.Says)-1].Key != "plan.change.none" {
		t.Errorf("changes %+v, said %v", w.Changes, w.Says)
	}
	in.Locations[0].Facilities = []string{"crib"}
	in.Households[0].Excluded = nil
	if p = makePlan(t, in, Options{}); p.where("H") != "D" {
		t.Errorf("H is in %s, want the screened host D", p.where("H"))
	}
}

func TestNextBest(t *testing.T) {
	in := Input{}
	house(&in, "A", "GM0000", 2)
	house(&in, "B", "GM0005", 2)
	house(&in, "C", "GM0008", 2)
	wish := family("wish", 2)
	wish.Wishes = []string{"near:GM0000"}
	in.Households = []Household{wish, flagged(family("other", 2), FlagUrgent)}
	in.Households[1].Wishes = []string{"near:GM0005"}
	p := makePlan(t, in, Options{})
	next := p.Placed[1].Next
	if p.Placed[1].Household != "wish" || next == nil || next.Location != "C" || !next.Room || next.Cost != 0 || next.Difference != -60 {
		t.Errorf("next best of %+v is %+v, want C, free, 60 points less", p.Placed[1], next)
	}
	if told := english(next.Says); told != "Next best: House C, 4340 points. It has room." {
		t.Errorf("said %q", told)
	}
	in.Locations, in.Capacity = in.Locations[:1], in.Capacity[:1]
	if p = makePlan(t, in, Options{}); len(p.Placed) != 1 || p.Placed[0].Next != nil {
		t.Errorf("placements %+v, want one without an alternative", p.Placed)
	}
}
