package households

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"onderdak/internal/calendar"
	"onderdak/internal/plan"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/i18n"
)

// The whole state machine, written down a second time: a row per state before,
// a column per state after, in the order of States.
var machine = []string{
	//WPOAPLGW
	".xxxx.xx", // waiting
	"x.xxx.xx", // parked
	"xx.xx.xx", // offered
	"xx..x.xx", // accepted
	"x....xx.", // present
	"x...x.x.", // left
	"x.xxxx.x", // guardian
	"x...x.x.", // withdrawn
}

func TestTheStateMachineIsAsWrittenDown(t *testing.T) {
	if len(ways) != len(States) {
		t.Errorf("%d states have ways, there are %d", len(ways), len(States))
	}
	for i, from := range States {
		for j, to := range States {
			if want := machine[i][j] == 'x'; from.CanBecome(to) != want {
				t.Errorf("%s to %s: %v, want %v", from, to, !want, want)
			}
		}
	}
	if State("").CanBecome(StateWaiting) || StateWaiting.CanBecome("") {
		t.Error("a state that is none has ways")
	}
}

func TestBackInTheQueueMeansWhereAHouseholdBelongs(t *testing.T) {
	for _, from := range []State{StateOffered, StateAccepted, StatePresent, StateLeft, StateWithdrawn} {
		family := Household{State: from, Flags: []string{plan.FlagUrgent}}
		if err := family.change(StateWaiting); err != nil || family.State != StateWaiting {
			t.Errorf("family from %s: %s, %v", from, family.State, err)
		}
		minor := Household{State: from, Flags: []string{plan.FlagUnaccompaniedMinor}}
		if err := minor.change(StateWaiting); err != nil || minor.State != StateGuardian {
			t.Errorf("unaccompanied minor from %s: %s, %v", from, minor.State, err)
		}
	}
	adult := Household{State: StateWaiting}
	if err := adult.change(StateGuardian); fault.KindOf(err) != fault.Conflict || adult.State != StateWaiting {
		t.Errorf("an adult went to the guardian: %v", err)
	}
	gone := Household{State: StatePresent, Current: "L1"}
	if err := gone.change(StateLeft); err != nil || gone.Current != "" {
		t.Errorf("left, and still at %q (%v)", gone.Current, err)
	}
	parked := Household{State: StateParked, ParkedUntil: calendar.At(19000)}
	if err := parked.change(StateOffered); err != nil || parked.ParkedUntil.Known {
		t.Errorf("offered, and still parked until %s (%v)", parked.ParkedUntil, err)
	}
}

func TestForbids(t *testing.T) {
	family := Household{Persons: 3, Minors: 1}
	uncounted := Household{Persons: 3, MinorsUnknown: true}
	couple := Household{Persons: 2}
	woman := Household{Persons: 1, Flags: []string{plan.FlagLoneWoman}}
	alone := Household{Persons: 1, Minors: 1, Flags: []string{plan.FlagUnaccompaniedMinor}}
	for _, c := range []struct {
		who      string
		h        Household
		location string
		screened bool
		rule     string
	}{
		{"family", family, hostHousehold, false, RuleMinorHost},
		{"family", family, hostHousehold, true, ""},
		{"family", family, "hotel", false, ""},
		{"uncounted", uncounted, hostHousehold, false, RuleMinorHost},
		{"uncounted", uncounted, hostHousehold, true, ""},
		{"couple", couple, hostHousehold, false, ""},
		{"woman", woman, hostHousehold, false, RuleWomanHost},
		{"woman", woman, hostHousehold, true, ""},
		{"woman", woman, "ship", false, ""},
		{"minor alone", alone, "hotel", true, RuleUnaccompaniedMinor},
		{"minor alone", alone, hostHousehold, false, RuleUnaccompaniedMinor},
		{"minor alone", alone, hostHousehold, true, RuleUnaccompaniedMinor},
	} {
		rule, forbidden := Forbids(c.h, c.location, c.screened)
		if rule != c.rule || forbidden != (c.rule != "") {
			t.Errorf("%s at %s (screened %v): %q %v, want %q", c.who, c.location, c.screened, rule, forbidden, c.rule)
		}
	}
	for _, rule := range Rules {
		if rule.Key == "" || rule.Protects == "" || rule.Forbids == "" || rule.Source == "" {
			t.Errorf("rule %+v says too little", rule)
		}
	}
}

func TestHide(t *testing.T) {
	for n := -1; n <= 6; n++ {
		if shown, hidden := Hide(n, true); shown != n || hidden {
			t.Errorf("own %d: %d %v", n, shown, hidden)
		}
		wantShown, wantHidden := n, false
		if n >= 1 && n <= 4 {
			wantShown, wantHidden = 0, true
		}
		if shown, hidden := Hide(n, false); shown != wantShown || hidden != wantHidden {
			t.Errorf("others' %d: %d %v", n, shown, hidden)
		}
	}
}

func TestCodes(t *testing.T) {
	shape := regexp.MustCompile(`^[` + alphabet + `]{3}-[` + alphabet + `]{3}$`)
	seen := map[string]bool{}
	for i := range 2000 {
		code := codeOf(fmt.Sprintf("H%d", i), 0)
		if !shape.MatchString(code) {
			t.Fatalf("code %q", code)
		}
		seen[code] = true
		if again := codeOf(fmt.Sprintf("H%d", i), 1); again == code {
			t.Errorf("the second attempt for H%d gives the same code", i)
		}
	}
	if len(seen) < 1998 {
		t.Errorf("2000 ids give only %d codes", len(seen))
	}
	for _, typed := range []string{"k7m-2qx", "K7M2QX", " k7m 2 qx ", "K7M–2QX"} {
		if got := foldCode(typed); got != "K7M-2QX" {
			t.Errorf("%q is read as %q", typed, got)
		}
	}
	for typed, want := range map[string]string{"": "", "%_": "", "k7": "K7", "k7m": "K7M", "k7m-": "K7M", "k7m2": "K7M-2"} {
		if got := foldCode(typed); got != want {
			t.Errorf("%q is read as %q, want %q", typed, got, want)
		}
	}
}

func valid() Household {
	return Household{
		ID: "h1", Municipality: "GM0344", Region: "VR09", Persons: 4, Minors: 2, Registration: Unregistered,
		From: calendar.MustParse("2022-03-10"), WaitingSince: calendar.MustParse("2022-03-08"),
	}
}

func fields(err error) []string {
	var list []string
	for _, field := range fault.As(err).Fields {
		list = append(list, field.Name+" "+strings.TrimPrefix(field.Key, "households."))
	}
	return list
}

func TestValidateNamesEveryWrongField(t *testing.T) {
	if err := valid().Validate(); err != nil {
		t.Fatal(err)
	}
	for want, spoil := range map[string]func(*Household){
		"id id_missing":                        func(h *Household) { h.ID = "" },
		"municipality municipality_wrong":      func(h *Household) { h.Municipality = "" },
		"region region_wrong":                  func(h *Household) { h.Region = "Utrecht" },
		"registration registration_wrong":      func(h *Household) { h.Registration = "soon" },
		"persons persons_wrong":                func(h *Household) { h.Persons = 51 },
		"minors minors_wrong":                  func(h *Household) { h.Minors = 5 },
		"minors unaccompanied_with_adult":      func(h *Household) { h.Flags = []string{plan.FlagUnaccompaniedMinor} },
		"flags unaccompanied_not_flagged":      func(h *Household) { h.Minors = 4 },
		"flags lone_woman_not_alone":           func(h *Household) { h.Flags = []string{plan.FlagLoneWoman} },
		"flags flag_unknown":                   func(h *Household) { h.Flags = []string{"rich"} },
		"from date_absurd":                     func(h *Household) { h.From = calendar.MustParse("2021-12-31") },
		"waiting_since date_absurd":            func(h *Household) { h.WaitingSince = calendar.MustParse("1970-01-01") },
		"until date_absurd":                    func(h *Household) { h.Until = calendar.At(calendar.MustParse("2222-03-10")) },
		"until until_before_from":              func(h *Household) { h.Until = calendar.At(h.From) },
		"needs word_wrong":                     func(h *Household) { h.Needs = []string{"two words"} },
		"wishes word_wrong":                    func(h *Household) { h.Wishes = []string{"near:Utrecht"} },
		"wishes too_many_words":                func(h *Household) { h.Wishes = slices.Repeat([]string{"quiet"}, 41) },
		"minors minors_wrong unknown, counted": func(h *Household) { h.MinorsUnknown = true },
	} {
		h := valid()
		spoil(&h)
		got := fields(h.Validate())
		if len(got) != 1 || !strings.HasPrefix(want, got[0]) {
			t.Errorf("got %v, want %s", got, want)
		}
	}
	h := valid()
	h.Persons, h.From, h.Flags, h.Needs = 0, 0, []string{"x"}, []string{"Ö"}
	if got := fields(h.Validate()); len(got) != 5 {
		t.Errorf("all at once: %v", got)
	}
	good := valid()
	good.Minors, good.MinorsUnknown, good.Flags = 0, true, []string{plan.FlagLoneWoman, plan.FlagUrgent}
	good.Needs, good.Wishes = []string{"ground_floor", "wheelchair"}, []string{"near:GM0344", "quiet"}
	if err := good.Validate(); err != nil {
		t.Error(err)
	}
}

func TestMembersFitTheirHousehold(t *testing.T) {
	tonight := calendar.MustParse("2022-04-11")
	person := Person{ID: "p1", Household: "h1", Birth: calendar.At(calendar.MustParse("1990-02-28")), Sex: "f", Languages: []string{"uk"}}
	child := Person{ID: "p2", Household: "h1", Birth: calendar.At(calendar.MustParse("2004-04-12"))}
	for want, c := range map[string]struct {
		persons []Person
		names   []Name
	}{
		"":                         {[]Person{person, child}, []Name{{"p1", "Olena", "Олена"}}},
		"person person_twice":      {[]Person{person, person}, nil},
		"person person_elsewhere":  {[]Person{{ID: "p3", Household: "h2"}}, nil},
		"birth_date birth_date":    {[]Person{{ID: "p3", Household: "h1", Birth: calendar.At(tonight + 1)}}, nil},
		"age age_wrong":            {[]Person{{ID: "p3", Household: "h1", Age: 121, AgeKnown: true}}, nil},
		"sex sex_wrong":            {[]Person{{ID: "p3", Household: "h1", Sex: "woman"}}, nil},
		"languages word_wrong":     {[]Person{{ID: "p3", Household: "h1", Languages: []string{"Ukrainian"}}}, nil},
		"name name_of_nobody":      {[]Person{person}, []Name{{"p9", "Olena", ""}}},
		"name name_wrong":          {[]Person{person}, []Name{{"p1", " ", "Олена"}}},
		"minors minors_fewer_than": {[]Person{child, {ID: "p3", Household: "h1", AgeKnown: true}, {ID: "p4", Household: "h1", Age: 17, AgeKnown: true}}, nil},
		"persons more_rows_than":   {[]Person{{ID: "1", Household: "h1"}, {ID: "2", Household: "h1"}, {ID: "3", Household: "h1"}, {ID: "4", Household: "h1"}, {ID: "5", Household: "h1"}}, nil},
	} {
		var check fault.Check
		checkPersons(&check, valid(), c.persons, c.names, tonight)
		got := []string{}
		if err := check.Err(); err != nil {
			got = fields(err)
		}
		if want == "" && len(got) > 0 || want != "" && (len(got) != 1 || !strings.HasPrefix(got[0], want)) {
			t.Errorf("got %v, want %q", got, want)
		}
	}
	if !child.minor(tonight) || child.minor(tonight+1) {
		t.Error("somebody comes of age on another day than the eighteenth birthday")
	}
}

func TestEveryKeyIsInTheCatalogue(t *testing.T) {
	catalogue, err := i18n.Load(Messages)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, state := range States {
		keys = append(keys, "state_"+string(state))
	}
	for _, step := range Registrations {
		keys = append(keys, "registration_"+string(step))
	}
	for _, flag := range Flags {
		keys = append(keys, "flag_"+flag)
	}
	for _, rule := range Rules {
		keys = append(keys, "rule_"+rule.Key)
	}
	for _, kind := range []LinkKind{Family, Friends, Group} {
		keys = append(keys, "link_"+string(kind))
	}
	for _, key := range append(keys, keysInSource(t)...) {
		if !catalogue.Has("households." + key) {
			t.Errorf("no text for households.%s", key)
		}
	}
	const want = "Родину K7M-2QX не можна тут розмістити"
	if got := catalogue.Text("uk", "households.safeguard", fault.Args{"code": "K7M-2QX"}); !strings.HasPrefix(got, want) {
		t.Errorf("got %q", got)
	}
}
