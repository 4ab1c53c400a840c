package plan

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"onderdak/internal/calendar"
)

func TestReport(t *testing.T) {
	in := crowded()
	in.Locations[0].Name = "<script>"
	in.Locations[0].Municipality = "<b>"
	p := makePlan(t, in, Options{})
	var page bytes.Buffer
	if err := p.WriteReport(&page); err != nil {
		t.Fatal(err)
	}
	html := page.String()
	for _, want := range []string{
		"<h1>7 of 26 people have a place</h1>", "That is proven.", "An unaccompanied minor.", "Needs pets", "Region GM00",
		"One person", "version 2026-1", "Every move costs people", p.Certificate.InputSHA256, "<td class=\"n\">−400</td>",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	for _, never := range []string{"<script", "<b>", "[plan.", "http:", "https:", "NaN"} {
		if strings.Contains(html, never) {
			t.Errorf("the report says %q", never)
		}
	}
	if err := p.WriteReport(broken{}); err == nil {
		t.Error("a report that could not be written gives no error")
	}
	if err := p.Certificate.Write(broken{}); err == nil {
		t.Error("a certificate that could not be written gives no error")
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestCertificateFile(t *testing.T) {
	p := makePlan(t, crowded(), Options{Seed: 9})
	var file bytes.Buffer
	if err := p.Certificate.Write(&file); err != nil {
		t.Fatal(err)
	}
	fields := map[string]any{}
	if err := json.Unmarshal(file.Bytes(), &fields); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"objective", "bound", "gap", "baseline", "status", "households", "placed", "persons", "persons_placed", "seed", "input_sha256", "seconds"} {
		if _, ok := fields[name]; !ok {
			t.Errorf("the certificate lacks %s", name)
		}
	}
	if fields["seed"] != 9.0 || fields["households"] != 9.0 || fields["placed"] != 3.0 || fields["persons"] != 26.0 || fields["persons_placed"] != 7.0 {
		t.Errorf("certificate %s", file.String())
	}
}

func TestCertificateInWords(t *testing.T) {
	for _, c := range []struct {
		objective, bound int64
		want             string
	}{
		{1000, 1000, "No plan under this policy has more points."},
		{0, 0, "No plan under this policy has more points."},
		{992, 1000, "at most 0.8 % below"},
		{99_199, 100_000, "at most 0.9 % below"},
		{99_999_999, 100_000_000, "at most 0.1 % below"},
		{88, 100, "at most 12.0 % below"},
	} {
		if got := (Certificate{Objective: c.objective, Bound: c.bound}).Words(); !strings.Contains(got, c.want) {
			t.Errorf("%d of %d: %q, want %q", c.objective, c.bound, got, c.want)
		}
	}
	if got := statusOf(999, 1000, 0.001); got != "within_gap" {
		t.Errorf("status %s at a gap of exactly what was asked", got)
	}
	if got := statusOf(998, 1000, 0.001); got != "time_limit" {
		t.Errorf("status %s above the gap that was asked", got)
	}
}

func TestNumbers(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", -1234567: "−1,234,567"} {
		if got := count(n); got != want {
			t.Errorf("count(%d) = %s, want %s", n, got, want)
		}
	}
	if percent(1, 0) != "–" || percent(2, 3) != "66 %" {
		t.Errorf("percent: %s and %s", percent(1, 0), percent(2, 3))
	}
}

func TestSummary(t *testing.T) {
	in := Input{}
	house(&in, "A", "GM0000", 2)
	house(&in, "B", "GM1000", 5, "pets")
	in.Capacity[0].Until = calendar.At(day1.Plus(14))
	in.Capacity = append(in.Capacity, Capacity{"A", day1.Plus(14), calendar.End{}, 5})
	one, two := family("one", 2), family("two", 2)
	one.Wishes, two.Wishes = []string{"near:GM0000"}, []string{"near:GM0000"}
	one.Flags = []string{FlagUrgent}
	in.Households = []Household{one, two, needing(family("pet", 1), "pets")}
	p := makePlan(t, in, Options{})
	if len(p.Prices) == 0 || p.Prices[0].Location != "A" || p.Prices[0].Region != "Region GM00" {
		t.Fatalf("prices %+v", p.Prices)
	}
	for _, price := range p.Prices {
		if price.Until > day1.Plus(14) || price.Points > 150 {
			t.Errorf("price %+v: places are scarce until day 14 only, and nobody loses more than 150 points a person", price)
		}
	}
	want := []RegionFill{
		{"Region GM00", 1, 14*2 + 14*5, 56, 1, 2, p.Regions[0].OneMore},
		{"Region GM10", 1, 140, 84, 2, 3, 0},
	}
	if len(p.Regions) != 2 || p.Regions[0] != want[0] || p.Regions[1] != want[1] {
		t.Errorf("regions %+v, want %+v", p.Regions, want)
	}
	for _, kind := range p.Kinds {
		if kind.Kind == "need:pets" && (kind.Households != 1 || kind.Placed != 1 || kind.PersonsPlaced != 1) || kind.Kind == "all" && kind.Persons != 5 {
			t.Errorf("kind %+v", kind)
		}
	}
	if len(p.Kinds) != 5 {
		t.Errorf("kinds %+v", p.Kinds)
	}
}
