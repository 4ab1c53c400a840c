package households

import (
	"slices"

	"onderdak/internal/plan"
)

// Rule is one hard safeguarding rule. Only an override signed by two named
// persons lifts it, for one household at one location.
type Rule struct {
	Key      string
	Protects string // who
	Forbids  string // what
	Source   string

	forbids func(h Household, locationType string, screened bool) bool
}

// The keys of the safeguarding rules; the store's own guard knows the first.
const (
	RuleUnaccompaniedMinor = "unaccompanied_minor"
	RuleMinorHost          = "minor_unscreened_host"
	RuleWomanHost          = "woman_unscreened_host"
)

// hostHousehold is the location type of a private home.
const hostHousehold = "host_household"

// Rules is THE table of safeguarding rules, the gravest first.
var Rules = []Rule{
	{
		RuleUnaccompaniedMinor, "unaccompanied minors", "any placement: the guardian organisation is responsible", "domain.md 3",
		func(h Household, _ string, _ bool) bool { return h.Flagged(plan.FlagUnaccompaniedMinor) },
	},
	{
		RuleMinorHost, "minors, and households whose minors nobody counted", "an unscreened host", "domain.md 3",
		func(h Household, locationType string, screened bool) bool {
			return h.MayHaveMinors() && locationType == hostHousehold && !screened
		},
	},
	{
		RuleWomanHost, "women on their own", "an unscreened host", "domain.md 3",
		func(h Household, locationType string, screened bool) bool {
			return h.Flagged(plan.FlagLoneWoman) && locationType == hostHousehold && !screened
		},
	},
}

// MayHaveMinors says whether safeguarding must reckon with minors.
func (h Household) MayHaveMinors() bool { return h.Minors > 0 || h.MinorsUnknown }

// Forbids gives the gravest rule that forbids the household a location of this
// type; screened says whether its host (facility "screened") was screened.
func Forbids(h Household, locationType string, screened bool) (rule string, forbidden bool) {
	if all := forbidding(h, locationType, screened); len(all) > 0 {
		return all[0], true
	}
	return "", false
}

func forbidding(h Household, locationType string, screened bool) (keys []string) {
	for _, rule := range Rules {
		if rule.forbids(h, locationType, screened) {
			keys = append(keys, rule.Key)
		}
	}
	return keys
}

func knownRule(key string) bool {
	return slices.ContainsFunc(Rules, func(rule Rule) bool { return rule.Key == key })
}
