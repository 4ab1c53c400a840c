package plan

import (
	_ "embed" // the page is compiled in
	"fmt"
	"html/template"
	"io"
	"maps"
	"slices"
	"strings"
)

//go:embed report.html
var reportSource string

// reportPage is a whole page that needs nothing but itself: no script, no
// font, no picture, so that it can be mailed, filed and printed.
var reportPage = template.Must(template.New("report").Funcs(template.FuncMap{
	"say":     func(key string) string { return english(Text{Key: key}) },
	"count":   count,
	"percent": percent,
	"kind":    kindName,
}).Parse(reportSource))

// report is what the page shows.
type report struct {
	*Plan
	Headline string
	Proof    string
	Baseline string
	Reasons  []reasonCount
	Until    string
}

type reasonCount struct {
	Text                string
	Households, Persons int
}

// WriteReport writes the report of the plan as one HTML page in English.
func (p *Plan) WriteReport(w io.Writer) error {
	r := report{
		Plan: p, Headline: p.headline(), Proof: p.Certificate.Words(), Baseline: p.Certificate.baselineWords(),
		Reasons: p.reasonCounts(), Until: p.Start.Plus(p.Horizon).String(),
	}
	if err := reportPage.Execute(w, r); err != nil {
		return fmt.Errorf("plan: report: %w", err)
	}
	return nil
}

func (p *Plan) headline() string {
	c := p.Certificate
	if c.Persons == c.PersonsPlaced {
		return fmt.Sprintf("All %s people have a place", count(c.Persons))
	}
	return fmt.Sprintf("%s of %s people have a place", count(c.PersonsPlaced), count(c.Persons))
}

// Words says the gap as people can read it, never smaller than it is.
func (c Certificate) Words() string {
	if c.Objective == c.Bound {
		return "No plan under this policy has more points. That is proven."
	}
	permille := (c.Bound - c.Objective) * 10_000 / c.Bound
	rounded := permille/10 + 1 // tenths of a percent, up
	if permille%10 == 0 && permille*c.Bound == (c.Bound-c.Objective)*10_000 {
		rounded = permille / 10
	}
	return fmt.Sprintf("This plan is at most %d.%d %% below the best possible plan. That is proven.", rounded/10, rounded%10)
}

func (c Certificate) baselineWords() string {
	if c.Baseline == 0 {
		return "First come, best free place would earn no points."
	}
	if c.Baseline == c.Objective {
		return "First come, best free place would earn as many points."
	}
	return fmt.Sprintf("First come, best free place would earn %s points; this plan earns %s.", count(c.Baseline), count(c.Objective))
}

func (p *Plan) reasonCounts() []reasonCount {
	byReason := map[string]*reasonCount{}
	for _, u := range p.Unplaced {
		if byReason[u.Reason] == nil {
			byReason[u.Reason] = &reasonCount{Text: english(Text{Key: "plan.reason." + u.Reason})}
		}
		byReason[u.Reason].Households++
		byReason[u.Reason].Persons += u.Persons
	}
	var list []reasonCount
	for _, reason := range slices.Sorted(maps.Keys(byReason)) {
		list = append(list, *byReason[reason])
	}
	return list
}

// count writes a number with thousands apart.
func count(n any) string {
	digits := fmt.Sprint(n)
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "−", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// percent writes part of whole, rounded down, or a dash where there is nothing
// to divide.
func percent(part, whole any) string {
	var a, b int64
	if _, err := fmt.Sscan(fmt.Sprint(part, " ", whole), &a, &b); err != nil || b == 0 {
		return "–"
	}
	return fmt.Sprintf("%d %%", a*100/b)
}

// kindName is how a kind of household is named in the report.
func kindName(kind string) string {
	group, name, _ := strings.Cut(kind, ":")
	name = strings.ReplaceAll(name, "_", " ")
	switch group {
	case "need":
		return "Needs " + name
	case "flag":
		return strings.ToUpper(name[:1]) + name[1:]
	case "size":
		if name == "1" {
			return "One person"
		}
		return name + " persons"
	}
	return "All households"
}
