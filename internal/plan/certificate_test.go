package plan

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"onderdak/internal/assign"
	"onderdak/internal/calendar"
)

// TestHashSeesEveryField changes one field at a time.
func TestHashSeesEveryField(t *testing.T) {
	base := func() (Input, Options) {
		in := Input{Carried: map[string]int{"GM0000": 3, "GM0010": 5}}
		house(&in, "A", "GM0000", 4, "crib")
		house(&in, "B", "GM0010", 4)
		in.Households = []Household{family("H", 2), family("K", 2)}
		return in, Options{Atlas: plane{}, Horizon: 10}
	}
	hash := func(in Input, o Options) string {
		o, err := o.withDefaults()
		if err != nil {
			t.Fatal(err)
		}
		m, err := newModel(in, o)
		if err != nil {
			t.Fatal(err)
		}
		return m.hash()
	}
	seen := map[string]string{hash(base()): "the base"}
	for name, change := range map[string]func(in *Input, o *Options){
		"municipality":    func(in *Input, _ *Options) { in.Locations[0].Municipality = "GM0001" },
		"name":            func(in *Input, _ *Options) { in.Locations[0].Name = "x" },
		"type":            func(in *Input, _ *Options) { in.Locations[0].Type = "ship" },
		"facilities":      func(in *Input, _ *Options) { in.Locations[0].Facilities = nil },
		"short stay":      func(in *Input, _ *Options) { in.Locations[0].ShortStay = true },
		"places":          func(in *Input, _ *Options) { in.Capacity[0].Places++ },
		"capacity from":   func(in *Input, _ *Options) { in.Capacity[0].From-- },
		"capacity until":  func(in *Input, _ *Options) { in.Capacity[0].Until = calendar.At(day1 + 5) },
		"persons":         func(in *Input, _ *Options) { in.Households[0].Persons++ },
		"from":            func(in *Input, _ *Options) { in.Households[0].From++ },
		"until":           func(in *Input, _ *Options) { in.Households[0].Until = calendar.At(day1 + 5) },
		"needs":           func(in *Input, _ *Options) { in.Households[0].Needs = []string{"crib"} },
		"wishes":          func(in *Input, _ *Options) { in.Households[0].Wishes = []string{"crib"} },
		"flags":           func(in *Input, _ *Options) { in.Households[0].Flags = []string{"crib"} },
		"waiting":         func(in *Input, _ *Options) { in.Households[0].WaitingSince = day1 },
		"current":         func(in *Input, _ *Options) { in.Households[0].Current = "A" },
		"excluded":        func(in *Input, _ *Options) { in.Households[0].Excluded = []string{"A"} },
		"carried":         func(in *Input, _ *Options) { in.Carried["GM0000"]++ },
		"horizon":         func(_ *Input, o *Options) { o.Horizon++ },
		"policy version":  func(_ *Input, o *Options) { o.Policy = CurrentPolicy(); o.Policy.Version = "x" },
		"policy points":   func(_ *Input, o *Options) { o.Policy = CurrentPolicy(); o.Policy.Rows[0].Points++ },
		"the other house": func(in *Input, _ *Options) { in.Households[0].ID = "L" },
	} {
		in, o := base()
		change(&in, &o)
		sum := hash(in, o)
		if other, twice := seen[sum]; twice {
			t.Errorf("another %s gives the same hash as %s", name, other)
		}
		seen[sum] = name
	}
	in, o := base()
	slices.Reverse(in.Households)
	slices.Reverse(in.Locations)
	if seen[hash(in, o)] != "the base" {
		t.Error("the order of rows changes the hash")
	}
}

// TestSettingsReachTheOptimiser looks at what comes back from it.
func TestSettingsReachTheOptimiser(t *testing.T) {
	in := national(13, 40, 120, 0.6)
	var phases []string
	loose := makePlan(t, in, Options{Gap: 0.5, Seed: 77, Horizon: 14, Progress: func(p assign.Progress) { phases = append(phases, p.Phase) }})
	c := loose.Certificate
	if c.Status != assign.WithinGap || c.Seed != 77 || c.Horizon != 14 || c.Policy != "2026-1" || loose.Horizon != 14 {
		t.Errorf("certificate %+v", c)
	}
	if !slices.Contains(phases, "prices") || !slices.Contains(phases, "done") {
		t.Errorf("phases %v", phases)
	}
	tight := makePlan(t, in, Options{Iterations: 60, Seed: 77, Horizon: 14})
	if tight.Certificate.InputSHA256 != c.InputSHA256 {
		t.Error("the gap changes the hash of the input")
	}
	if tight.Certificate.Objective > c.Bound || c.Objective > tight.Certificate.Bound {
		t.Errorf("two plans of one input contradict each other: %+v and %+v", c, tight.Certificate)
	}
}

func TestDefaults(t *testing.T) {
	o, err := Options{}.withDefaults()
	if err != nil || o.Horizon != 28 || o.TimeLimit != time.Minute || o.Policy.Version != CurrentPolicy().Version || o.Atlas == nil {
		t.Errorf("defaults %+v, error %v", o, err)
	}
}

// TestHorizonCutsStays places two households one after the other in the same
// bed when the horizon shows that they do not meet.
func TestHorizonCutsStays(t *testing.T) {
	in := Input{}
	house(&in, "A", "GM0000", 1)
	first, second := family("first", 1), family("second", 1)
	first.Until = calendar.At(day1.Plus(6))
	second.From = day1.Plus(6)
	third := family("third", 1)
	third.From = day1.Plus(10)
	in.Households = []Household{first, second, third}
	p := makePlan(t, in, Options{Horizon: 10})
	if p.where("first") != "A" || p.where("second") != "A" || p.where("third") != ReasonFull {
		t.Errorf("first %s, second %s, third %s", p.where("first"), p.where("second"), p.where("third"))
	}
	p = makePlan(t, in, Options{Horizon: 11})
	if p.Certificate.Placed != 2 || p.where("first") != "A" {
		t.Errorf("certificate %+v", p.Certificate)
	}
}

// TestWeighs holds the principles of the policy against whole plans.
func TestWeighs(t *testing.T) {
	in := Input{}
	house(&in, "A", "GM0000", 4)
	wishful := family("wishful", 2)
	wishful.Wishes = []string{"near:GM0000", "near:GM0001", "near:GM0002", "near:GM0003"}
	in.Households = []Household{wishful, family("four", 4)}
	if p := makePlan(t, in, Options{}); p.where("four") != "A" {
		t.Error("the wishes of two outweigh the beds of two more")
	}
	in.Households[0].Persons, in.Households[0].Flags = 4, []string{FlagUrgent}
	if p := makePlan(t, in, Options{}); p.where("wishful") != "A" {
		t.Error("of two families alike, the urgent one must have the place")
	}
	in.Households = []Household{family("one", 1), family("two", 1), family("four", 4), family("three", 3)}
	in.Households[3].WaitingSince = day1.Plus(-30)
	if p := makePlan(t, in, Options{}); p.Certificate.PersonsPlaced != 4 || p.where("three") != "A" {
		t.Errorf("who waited longest has no place: %+v", p.Placed)
	}
	if _, err := Make(context.Background(), in, Options{Horizon: 1}); err != nil {
		t.Error(err)
	}
}

// TestDutchIsPlain holds the Dutch texts to B1: short sentences, no officialese.
func TestDutchIsPlain(t *testing.T) {
	officialese := []string{"dienen te", "middels", "indien", "conform", "betreffende", "capaciteit", "optimaal"}
	for key, message := range mustRead("messages.nl.json") {
		texts := []string{}
		switch message := message.(type) {
		case string:
			texts = append(texts, message)
		case map[string]any:
			for _, text := range message {
				texts = append(texts, text.(string))
			}
		}
		for _, text := range texts {
			for _, sentence := range strings.Split(text, ". ") {
				if words := len(strings.Fields(sentence)); words > 15 {
					t.Errorf("%s: a sentence of %d words: %s", key, words, sentence)
				}
			}
			for _, word := range officialese {
				if strings.Contains(strings.ToLower(text), word) {
					t.Errorf("%s says %q", key, word)
				}
			}
		}
	}
}
