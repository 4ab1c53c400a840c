package plan

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"onderdak/internal/assign"
	"onderdak/internal/calendar"
)

// plane is an atlas without geography: municipalities are points on a line,
// GM0010 lies at kilometre 10.
type plane struct{}

func (plane) DistanceKm(a, b string) (float64, bool) {
	return math.Abs(float64(kilometre(a) - kilometre(b))), kilometre(a) >= 0 && kilometre(b) >= 0
}

func (plane) Municipality(code string) (Municipality, bool) {
	if kilometre(code) < 0 {
		return Municipality{}, false
	}
	return Municipality{Name: "Town " + code, Region: "Region " + code[:4], Inhabitants: 1000 * (1 + kilometre(code)%3)}, true
}

func kilometre(code string) int {
	if len(code) != 6 || code[:2] != "GM" {
		return -1
	}
	km := 0
	for _, digit := range code[2:] {
		km = km*10 + int(digit-'0')
	}
	return km
}

func night(text string) calendar.Night { return calendar.MustParse(text) }

var day1 = night("2022-03-10")

// house is a location open for all of March with the places.
func house(in *Input, id, municipality string, places int, facilities ...string) {
	in.Locations = append(in.Locations, Location{ID: id, Municipality: municipality, Name: "House " + id, Type: "hotel", Facilities: facilities})
	in.Capacity = append(in.Capacity, Capacity{Location: id, From: day1, Places: places})
}

func family(id string, persons int) Household {
	return Household{ID: id, Persons: persons, From: day1}
}

func makePlan(t *testing.T, in Input, o Options) *Plan {
	t.Helper()
	if o.Atlas == nil {
		o.Atlas = plane{}
	}
	p, err := Make(context.Background(), in, o)
	if err != nil {
		t.Fatal(err)
	}
	check(t, in, p)
	return p
}

func (p *Plan) where(household string) string {
	for _, placement := range p.Placed {
		if placement.Household == household {
			return placement.Location
		}
	}
	for _, u := range p.Unplaced {
		if u.Household == household {
			return u.Reason
		}
	}
	return ""
}

// place is one location on one night.
type place struct {
	location string
	night    calendar.Night
}

// checker re-reads a plan from the raw input with code of its own.
type checker struct {
	t          *testing.T
	in         Input
	households map[string]Household
	locations  map[string]Location
	first, end calendar.Night
	used       map[place]int
	seen       map[string]bool
	sum        int64
	persons    int
}

func check(t *testing.T, in Input, p *Plan) {
	t.Helper()
	c := &checker{
		t: t, in: in, households: map[string]Household{}, locations: map[string]Location{},
		first: math.MaxInt32, used: map[place]int{}, seen: map[string]bool{},
	}
	persons := 0
	for _, h := range in.Households {
		c.households[h.ID] = h
		persons += h.Persons
		c.first = min(c.first, h.From)
	}
	c.end = c.first + calendar.Night(p.Horizon)
	for _, l := range in.Locations {
		c.locations[l.ID] = l
	}
	for _, x := range p.Placed {
		c.placement(x)
	}
	c.nights()
	c.unplaced(p.Unplaced)
	checkCertificate(t, p.Certificate, c.sum, len(in.Households), len(p.Placed), persons, c.persons)
	if len(c.seen) != len(in.Households) {
		t.Errorf("%d of %d households are accounted for", len(c.seen), len(in.Households))
	}
}

func (c *checker) placement(x Placement) {
	c.t.Helper()
	h, l := c.households[x.Household], c.locations[x.Location]
	if c.seen[x.Household] || h.ID == "" || l.ID == "" {
		c.t.Fatalf("placement %v is double or unknown", x)
	}
	c.seen[x.Household] = true
	if x.Persons != h.Persons || x.From != h.From || x.Until != h.Until {
		c.t.Errorf("placement %v does not match household %v", x, h)
	}
	checkRules(c.t, h, l)
	for n := h.From; n < c.end && (!h.Until.Known || n < h.Until.Night); n++ {
		c.used[place{l.ID, n}] += h.Persons
	}
	lines := int64(0)
	for _, line := range x.Lines {
		lines += line.Points
		if told := english(Text{"plan.line." + line.Key, line.Args}); strings.ContainsAny(told, "[{") {
			c.t.Errorf("household %s: line %q is badly told", x.Household, told)
		}
	}
	if lines != x.Points || x.Points <= 0 {
		c.t.Errorf("household %s: lines add up to %d, points are %d", x.Household, lines, x.Points)
	}
	if x.Next != nil && strings.ContainsAny(english(x.Next.Says), "[{") {
		c.t.Errorf("household %s: next best is badly told: %q", x.Household, english(x.Next.Says))
	}
	c.sum, c.persons = c.sum+x.Points, c.persons+h.Persons
}

// nights compares what is used with the raw rows of capacity.
func (c *checker) nights() {
	c.t.Helper()
	for at, n := range c.used {
		if open := c.open(at); n > open {
			c.t.Errorf("location %s on %s: %d persons in %d places", at.location, at.night, n, open)
		}
	}
}

func (c *checker) open(at place) int {
	sum := 0
	for _, row := range c.in.Capacity {
		if row.Location == at.location && row.From <= at.night && (!row.Until.Known || at.night < row.Until.Night) {
			sum += row.Places
		}
	}
	return sum
}

// unplaced checks every reason against the raw input and what is left free.
func (c *checker) unplaced(list []Unplaced) {
	c.t.Helper()
	for _, u := range list {
		if c.seen[u.Household] || u.Detail == "" || strings.ContainsAny(u.Detail, "[{") {
			c.t.Errorf("unplaced %+v is double or badly told", u)
		}
		c.seen[u.Household] = true
		h := c.households[u.Household]
		eligible, empty, free := 0, 0, 0
		for _, l := range c.in.Locations {
			if !allowed(h, l) {
				continue
			}
			eligible++
			whole, rest := true, h.From < c.end
			for n := h.From; n < c.end && (!h.Until.Known || n < h.Until.Night); n++ {
				open := c.open(place{l.ID, n})
				whole = whole && open >= h.Persons
				rest = rest && open-c.used[place{l.ID, n}] >= h.Persons
			}
			if whole && h.From < c.end {
				empty++
			}
			if rest {
				free++
			}
		}
		c.reason(u, h, eligible, empty, free)
	}
}

func (c *checker) reason(u Unplaced, h Household, eligible, empty, free int) {
	c.t.Helper()
	want := "outbid"
	switch {
	case slices.Contains(h.Flags, "unaccompanied_minor"):
		want, free = "guardian", 0
	case eligible == 0:
		want = "no_eligible_location"
	case h.From >= c.end, empty == 0:
		want = "full"
	}
	if u.Reason != want || free > 0 {
		c.t.Errorf("household %s: reason %s, want %s; %d locations stand free for it", h.ID, u.Reason, want, free)
	}
}

func allowed(h Household, l Location) bool {
	for _, need := range h.Needs {
		if !slices.Contains(l.Facilities, need) {
			return false
		}
	}
	alone := slices.Contains(h.Flags, "lone_woman") || slices.Contains(h.Flags, "minors")
	return !slices.Contains(h.Excluded, l.ID) && !(alone && l.Type == "host_household" && !slices.Contains(l.Facilities, "screened"))
}

func checkRules(t *testing.T, h Household, l Location) {
	t.Helper()
	for _, need := range h.Needs {
		if !slices.Contains(l.Facilities, need) {
			t.Errorf("household %s needs %s, which %s lacks", h.ID, need, l.ID)
		}
	}
	alone := slices.Contains(h.Flags, "lone_woman") || slices.Contains(h.Flags, "minors")
	switch {
	case slices.Contains(h.Flags, "unaccompanied_minor"):
		t.Errorf("minor %s was placed", h.ID)
	case slices.Contains(h.Excluded, l.ID):
		t.Errorf("household %s was placed in excluded %s", h.ID, l.ID)
	case alone && l.Type == "host_household" && !slices.Contains(l.Facilities, "screened"):
		t.Errorf("household %s was placed with unscreened host %s", h.ID, l.ID)
	}
}

func checkCertificate(t *testing.T, c Certificate, sum int64, households, placed, persons, personsPlaced int) {
	t.Helper()
	if c.Objective != sum || c.Households != households || c.Placed != placed || c.Persons != persons || c.PersonsPlaced != personsPlaced {
		t.Errorf("certificate %+v does not match the plan: sum %d, placed %d, persons %d of %d", c, sum, placed, personsPlaced, persons)
	}
	if c.Bound < c.Objective || c.Baseline > c.Objective {
		t.Errorf("bound %d, objective %d, baseline %d are out of order", c.Bound, c.Objective, c.Baseline)
	}
	want := 0.0
	if c.Bound > 0 {
		want = float64(c.Bound-c.Objective) / float64(c.Bound)
	}
	if c.Gap != want || (c.Status == assign.Optimal) != (c.Bound == c.Objective) || len(c.InputSHA256) != 64 {
		t.Errorf("certificate %+v contradicts itself", c)
	}
}

func TestRandomPlansKeepEveryRule(t *testing.T) {
	for seed := range uint64(4) {
		in := national(seed, 40, 120, 0.5+0.2*float64(seed%4))
		in.Carried = map[string]int{in.Locations[0].Municipality: 40, in.Locations[1].Municipality: 3}
		in.Households[0].Current = in.Locations[5].ID
		in.Households[1].Excluded = []string{in.Locations[3].ID, in.Locations[4].ID}
		in.Households[2].Flags = []string{FlagMinors}
		p := makePlan(t, in, Options{Seed: seed, Gap: 0.01, Iterations: 600, Atlas: National{}})
		noBetterPlaceStandsEmpty(t, p)
	}
}

// noBetterPlaceStandsEmpty looks for a household that would rather have a
// place that is free.
func noBetterPlaceStandsEmpty(t *testing.T, p *Plan) {
	t.Helper()
	for h := range p.model.stays {
		for _, o := range p.model.options(h, nil) {
			if o.points > p.draft.points[h] && p.ledger.fits(h, o.location) {
				t.Errorf("household %s has %d points, and %d stand free in %s", p.model.in.Households[h].ID, p.draft.points[h], o.points, p.model.in.Locations[o.location].ID)
			}
		}
	}
}

func TestTheOrderOfRowsDoesNotMatter(t *testing.T) {
	in := national(3, 30, 90, 0.7)
	one := makePlan(t, in, Options{Seed: 5, Gap: 0.01})
	r := rand.New(rand.NewPCG(1, 2))
	r.Shuffle(len(in.Households), func(a, b int) { in.Households[a], in.Households[b] = in.Households[b], in.Households[a] })
	r.Shuffle(len(in.Locations), func(a, b int) { in.Locations[a], in.Locations[b] = in.Locations[b], in.Locations[a] })
	r.Shuffle(len(in.Capacity), func(a, b int) { in.Capacity[a], in.Capacity[b] = in.Capacity[b], in.Capacity[a] })
	two := makePlan(t, in, Options{Seed: 5, Gap: 0.01})
	one.Certificate.Seconds, two.Certificate.Seconds = 0, 0
	if a, b := asJSON(t, one), asJSON(t, two); a != b {
		t.Error("the same input in another order gives another plan")
	}
	in.Households[0].Persons++
	if three := makePlan(t, in, Options{Seed: 5, Gap: 0.01}); three.Certificate.InputSHA256 == one.Certificate.InputSHA256 {
		t.Error("another input has the same hash")
	}
}

func asJSON(t *testing.T, p *Plan) string {
	t.Helper()
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestPlantedPlan fills locations exactly with the families that wish to be
// there; every wish can come true, so that plan is known to be the best.
func TestPlantedPlan(t *testing.T) {
	in, planted := Input{}, int64(0)
	r := rand.New(rand.NewPCG(7, 7))
	for l := range 20 {
		code := []string{"GM0000", "GM0100", "GM0200", "GM0300", "GM0400"}[l%5]
		id, places := string(rune('A'+l)), 0
		for i := range 5 {
			h := family(id+string(rune('0'+i)), 1+r.IntN(5))
			h.Wishes, h.Needs = []string{"near:" + code}, []string{"token" + id}
			in.Households = append(in.Households, h)
			places += h.Persons
			planted += int64(h.Persons)*(2000+150) + 100
		}
		house(&in, id, code, places, "token"+id)
	}
	p := makePlan(t, in, Options{})
	if p.Certificate.Objective != planted || p.Certificate.Bound != planted {
		t.Errorf("objective %d and bound %d, planted %d", p.Certificate.Objective, p.Certificate.Bound, planted)
	}
}

// TestBoundHoldsForAllOptions compares with the best of all plans on problems
// small enough to try them all, with columns so few that options are left out.
func TestBoundHoldsForAllOptions(t *testing.T) {
	left := 0
	for seed := range uint64(15) {
		in := national(seed, 6, 6, 0.6)
		for i := range in.Households {
			in.Households[i].Needs, in.Households[i].Flags = nil, nil
		}
		o, err := Options{Seed: seed, Horizon: 10, Atlas: National{}, Iterations: 40}.withDefaults()
		if err != nil {
			t.Fatal(err)
		}
		m, err := newModel(in, o)
		if err != nil {
			t.Fatal(err)
		}
		s := newSearch(m, o, time.Now())
		for h := range s.columns {
			if len(s.columns[h]) > 1 {
				left += len(s.columns[h]) - 1
				s.columns[h] = s.columns[h][:1]
			}
		}
		best := bruteForce(m, newLedger(m), 0)
		for range 3 {
			if _, err := s.round(context.Background(), 0, 1); err != nil {
				t.Fatal(err)
			}
			if s.bound < best || s.best.objective > best {
				t.Fatalf("seed %d: bound %d and objective %d, but the best plan has %d", seed, s.bound, s.best.objective, best)
			}
		}
	}
	if left == 0 {
		t.Error("no option was left out: the test tests nothing")
	}
}

// bruteForce is the most points of any plan for the households from h on.
func bruteForce(m *model, b *ledger, h int) int64 {
	if h == len(m.stays) {
		return 0
	}
	best := bruteForce(m, b, h+1)
	for _, o := range m.options(h, nil) {
		if b.fits(h, o.location) {
			b.take(h, o.location)
			best = max(best, o.points+bruteForce(m, b, h+1))
			b.give(h, o.location)
		}
	}
	return best
}

func TestProvenBound(t *testing.T) {
	for _, c := range []struct{ total, restricted, least, want int64 }{
		{120 << priceShift, 100, 0, 120},
		{120 << priceShift, 100, 5 << priceShift, 115},
		{120 << priceShift, 100, 20 << priceShift, 100},
		{120 << priceShift, 100, 90 << priceShift, 100},
		{120 << priceShift, 100, math.MaxInt64, 100},
		{90<<priceShift + 7, 100, 0, 90},
	} {
		if got := provenBound(c.total, c.restricted, c.least); got != c.want {
			t.Errorf("provenBound(%d, %d, %d) = %d, want %d", c.total, c.restricted, c.least, got, c.want)
		}
	}
}
