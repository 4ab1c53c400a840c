package plan

import (
	"context"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"onderdak/internal/calendar"
)

func TestPolicyKeepsItsPrinciples(t *testing.T) {
	if _, err := CurrentPolicy().byKey(); err != nil {
		t.Fatal(err)
	}
	spoil := func(change func(rows []Row) []Row) error {
		p := CurrentPolicy()
		p.Rows = change(p.Rows)
		_, err := p.byKey()
		return err
	}
	for name, change := range map[string]func(rows []Row) []Row{
		"a lacking row":                   func(rows []Row) []Row { return rows[1:] },
		"a penalty that rewards":          func(rows []Row) []Row { rows[len(rows)-3].Points = 400; return rows },
		"a reward that punishes":          func(rows []Row) []Row { rows[0].Points = -1; return rows },
		"wishes that outweigh a place":    func(rows []Row) []Row { rows[9].Points = 2000; return rows },
		"penalties that outweigh a place": func(rows []Row) []Row { rows[len(rows)-3].Points = -2000; return rows },
	} {
		if spoil(change) == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

// TestPoints counts, for every row of the policy, by hand.
func TestPoints(t *testing.T) {
	in := Input{Carried: map[string]int{"GM0000": 10, "GM0010": 0}}
	house(&in, "A", "GM0000", 9, "crib", "private_rooms", "women_only")
	house(&in, "B", "GM0010", 9)
	house(&in, "C", "GM0025", 9)
	house(&in, "D", "GM0050", 9)
	house(&in, "E", "GM0051", 9, "crib")
	in.Locations[1].ShortStay, in.Locations[2].Type = true, TypeSportsHall
	h := family("H", 2)
	h.Wishes = []string{"near:GM0000", "crib"}
	short := family("S", 1)
	short.Until = calendar.At(day1.Plus(2))
	lone := flagged(family("W", 1), FlagLoneWoman, FlagUrgent)
	lone.WaitingSince = day1.Plus(-100)
	moved := family("M", 1)
	moved.Current, moved.WaitingSince = "C", day1.Plus(-3)
	greedy := family("G", 1)
	greedy.Wishes = []string{"near:GM0000", "near:GM0001", "near:GM0002", "near:GM0003", "crib"}
	in.Households = []Household{h, short, lone, moved, greedy}
	for i, points := range map[string][5]int64{
		"H": {2 * (2000 + 150 + 60), 2 * (2000 + 120 + 100 - 300), 2 * (2000 + 80 + 100 - 400), 2 * (2000 + 40 + 100), 2 * (2000 + 60 + 100)},
		"S": {2000, 2100, 1700, 2100, 2100},
		"W": {3400, 2900, 2800, 3200, 3200},
		"M": {2030 + 60, 2130 - 300 + 60, 2130 - 400 + 300, 2130 + 60, 2130},
		"G": {2000 + 400, 2100 - 300 + 400, 1700 + 4*80, 2100 + 4*40, 2100 + 3*40 + 60},
	} {
		m := modelOf(t, in)
		household, _ := m.in.householdIndex(i)
		for l, o := range m.options(household, nil) {
			if want := points[l] + 100; o.points != want {
				t.Errorf("%s in %s: %d points, want %d: %v", i, in.Locations[l].ID, o.points, want, m.lines(household, l))
			}
		}
	}
}

func modelOf(t *testing.T, in Input) *model {
	t.Helper()
	o, err := Options{Atlas: plane{}}.withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	m, err := newModel(in, o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestLinesAddUpToOptions(t *testing.T) {
	in := national(2, 60, 200, 0.8)
	in.Carried = map[string]int{}
	for i, l := range in.Locations {
		in.Carried[l.Municipality] = i * 7 % 50
		in.Households[i].Current = l.ID
		in.Households[i].Wishes = append(in.Households[i].Wishes, "near:"+in.Locations[59-i].Municipality, "near:GM9999", "kitchen", "crib", "near:GM0344")
	}
	o, err := Options{}.withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	m, err := newModel(in, o)
	if err != nil {
		t.Fatal(err)
	}
	for h := range m.stays {
		for _, o := range m.options(h, nil) {
			sum := int64(0)
			for _, line := range m.lines(h, int(o.location)) {
				sum += line.Points
			}
			if sum != o.points || sum <= 0 {
				t.Fatalf("household %d in location %d: lines add up to %d, option has %d", h, o.location, sum, o.points)
			}
		}
	}
}

func TestWrongInputIsNamed(t *testing.T) {
	for words, spoil := range map[string]func(in *Input){
		"location A occurs twice":                                func(in *Input) { house(in, "A", "GM0000", 1) },
		"a location has no id":                                   func(in *Input) { house(in, "", "GM0000", 1) },
		"capacity of unknown location X":                         func(in *Input) { in.Capacity[0].Location = "X" },
		"two capacities of A overlap on 2022-03-12":              func(in *Input) { in.Capacity = append(in.Capacity, Capacity{"A", day1 + 2, calendar.End{}, 1}) },
		"capacity of A is -1":                                    func(in *Input) { in.Capacity[0].Places = -1 },
		"capacity of A ends on 2022-03-10 before":                func(in *Input) { in.Capacity[0].Until = calendar.At(day1) },
		"household H occurs twice":                               func(in *Input) { in.Households = append(in.Households, family("H", 1)) },
		"a household has no id":                                  func(in *Input) { in.Households[0].ID = "" },
		"household H has 0 persons":                              func(in *Input) { in.Households[0].Persons = 0 },
		"household H leaves on 2022-03-09 before it comes on 20": func(in *Input) { in.Households[0].Until = calendar.At(day1 - 1) },
	} {
		in := Input{Households: []Household{family("H", 1)}}
		house(&in, "A", "GM0000", 1)
		spoil(&in)
		if _, err := Make(context.Background(), in, Options{Atlas: plane{}}); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("error %v does not say %q", err, words)
		}
	}
	for _, o := range []Options{{Horizon: -1}, {Horizon: 400}, {Gap: -1}, {Gap: math.NaN()}, {TimeLimit: -time.Second}, {Policy: Policy{Version: "x"}}} {
		if _, err := Make(context.Background(), Input{}, o); err == nil {
			t.Errorf("options %+v are accepted", o)
		}
	}
	if p := makePlan(t, Input{}, Options{}); p.Certificate.Status != "optimal" {
		t.Errorf("the plan of nothing is %+v", p.Certificate)
	}
}

func TestStoppedPlanStands(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	in := national(4, 40, 120, 0.7)
	p, err := Make(ctx, in, Options{})
	if err != nil {
		t.Fatal(err)
	}
	check(t, in, p)
	if p.Certificate.Objective < p.Certificate.Baseline || p.Certificate.PersonsPlaced == 0 {
		t.Errorf("certificate %+v", p.Certificate)
	}
}

var keyPattern = regexp.MustCompile(`^plan\.[a-z_.0-9]+$`)

func TestMessages(t *testing.T) {
	texts := map[string]map[string]any{}
	for _, lang := range []string{"nl", "en", "uk"} {
		texts[lang] = mustRead("messages." + lang + ".json")
		for key := range texts["nl"] {
			if a, b := placeholders(texts["nl"][key]), placeholders(texts[lang][key]); a != b {
				t.Errorf("%s has placeholders %q in nl and %q in %s", key, a, b, lang)
			}
			forms, plural := texts[lang][key].(map[string]any)
			if plural && (forms["one"] == nil || forms["other"] == nil || lang == "uk" && (forms["few"] == nil || forms["many"] == nil)) {
				t.Errorf("%s lacks a plural form in %s", key, lang)
			}
		}
		if len(texts[lang]) != len(texts["nl"]) {
			t.Errorf("%d keys in nl, %d in %s", len(texts["nl"]), len(texts[lang]), lang)
		}
	}
	used := usedKeys(t)
	for _, key := range slices.Sorted(maps.Keys(used)) {
		if texts["nl"][key] == nil {
			t.Errorf("%s has no text", key)
		}
	}
	for key := range texts["nl"] {
		if !used[key] {
			t.Errorf("%s is in no use", key)
		}
	}
}

// usedKeys lists the keys in the source, as written or put together.
func usedKeys(t *testing.T) map[string]bool {
	used := map[string]bool{}
	for _, row := range CurrentPolicy().Rows {
		used["plan.policy."+row.Key], used["plan.line."+row.Key], used["plan.unit."+row.Unit] = true, true, true
	}
	for _, rule := range CurrentPolicy().Rules {
		used["plan.rule."+rule.Key] = true
	}
	for _, reason := range []string{ReasonGuardian, ReasonNoEligible, ReasonFull, ReasonOutbid} {
		used["plan.reason."+reason] = true
	}
	for _, rule := range []string{RuleNeeds, RuleHost, RuleExcluded} {
		used["plan.why_not."+rule], used["plan.there."+rule] = true, true
	}
	packages, err := parser.ParseDir(token.NewFileSet(), ".", func(f fs.FileInfo) bool { return !strings.HasSuffix(f.Name(), "_test.go") }, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(packages["plan"], func(n ast.Node) bool {
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			if text, err := strconv.Unquote(literal.Value); err == nil && keyPattern.MatchString(text) && !strings.HasSuffix(text, ".") {
				used[text] = true
			}
		}
		return true
	})
	return used
}

// placeholders lists the names in all forms of a message; the number itself
// may be left out.
func placeholders(message any) string {
	text, err := json.Marshal(message)
	if err != nil {
		return err.Error()
	}
	names := map[string]bool{}
	for _, match := range placeholder.FindAllStringSubmatch(string(text), -1) {
		names[match[1]] = match[1] != "n"
	}
	return fmt.Sprint(names)
}
