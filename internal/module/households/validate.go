package households

import (
	"regexp"
	"slices"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/plan"
	"onderdak/internal/platform/fault"
)

// Flags are the flags a household can carry.
var Flags = []string{plan.FlagLoneWoman, plan.FlagUnaccompaniedMinor, plan.FlagUrgent}

// flagMinors tells plan that safeguarding must reckon with minors. It is
// derived, never stored.
const flagMinors = "minors"

// The nights a household may speak of: the directive applies since 2022; a date
// beyond 2100 is a slip of the keyboard.
var (
	earliest = calendar.MustParse("2022-01-01")
	latest   = calendar.MustParse("2100-01-01")
	// oldest is the earliest date of birth that is not a slip.
	oldest = calendar.MustParse("1900-01-01")
)

const (
	mostPersons = 50
	mostTokens  = 40
	mostName    = 200 // letters
	adult       = 18  // years
	oldestAge   = 120 // years
)

var (
	token            = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	nearMunicipality = regexp.MustCompile(`^near:GM[0-9]{4}$`)
	municipalityCode = regexp.MustCompile(`^GM[0-9]{4}$`)
	regionCode       = regexp.MustCompile(`^VR[0-9]{2}$`)
	languageCode     = regexp.MustCompile(`^[a-z]{2,3}$`)
)

// Validate reports every wrong field of the household at once.
func (h Household) Validate() error {
	var check fault.Check
	h.check(&check, "")
	return check.Err()
}

// check adds the wrong fields, their names after the prefix.
func (h Household) check(check *fault.Check, prefix string) {
	check.Field(h.ID != "", prefix+"id", "households.id_missing")
	check.Field(municipalityCode.MatchString(h.Municipality), prefix+"municipality", "households.municipality_wrong")
	check.Field(regionCode.MatchString(h.Region), prefix+"region", "households.region_wrong")
	check.Field(slices.Contains(Registrations, h.Registration), prefix+"registration", "households.registration_wrong")
	h.checkSize(check, prefix)
	h.checkNights(check, prefix)
	checkTokens(check, prefix+"needs", h.Needs, token.MatchString)
	checkTokens(check, prefix+"wishes", h.Wishes, func(word string) bool {
		return token.MatchString(word) || nearMunicipality.MatchString(word)
	})
	for _, flag := range h.Flags {
		check.Field(slices.Contains(Flags, flag), prefix+"flags", "households.flag_unknown", "flag", flag)
	}
}

func (h Household) checkSize(check *fault.Check, prefix string) {
	check.Field(h.Persons >= 1 && h.Persons <= mostPersons, prefix+"persons", "households.persons_wrong", "most", mostPersons)
	check.Field(h.Minors >= 0 && h.Minors <= h.Persons, prefix+"minors", "households.minors_wrong")
	check.Field(!h.MinorsUnknown || h.Minors == 0, prefix+"minors", "households.minors_wrong")
	alone := h.Flagged(plan.FlagUnaccompaniedMinor)
	onlyMinors := h.Minors == h.Persons && !h.MinorsUnknown
	check.Field(!alone || onlyMinors, prefix+"minors", "households.unaccompanied_with_adult")
	check.Field(alone || !onlyMinors, prefix+"flags", "households.unaccompanied_not_flagged")
	if h.Flagged(plan.FlagLoneWoman) && !h.MinorsUnknown {
		check.Field(h.Persons-h.Minors == 1, prefix+"flags", "households.lone_woman_not_alone")
	}
}

func (h Household) checkNights(check *fault.Check, prefix string) {
	check.Field(sensible(h.From), prefix+"from", "households.date_absurd", "first", earliest, "last", latest)
	check.Field(sensible(h.WaitingSince), prefix+"waiting_since", "households.date_absurd", "first", earliest, "last", latest)
	if h.Until.Known {
		check.Field(sensible(h.Until.Night), prefix+"until", "households.date_absurd", "first", earliest, "last", latest)
		check.Field(h.Until.Night > h.From, prefix+"until", "households.until_before_from")
	}
}

func sensible(night calendar.Night) bool { return night >= earliest && night <= latest }

func checkTokens(check *fault.Check, field string, words []string, ok func(string) bool) {
	check.Field(len(words) <= mostTokens, field, "households.too_many_words", "most", mostTokens)
	for _, word := range words {
		check.Field(ok(word), field, "households.word_wrong", "word", word)
	}
}

// checkPersons adds the wrong fields of the members and their names: they must
// fit the household they are registered with.
func checkPersons(check *fault.Check, h Household, persons []Person, names []Name, tonight calendar.Night) {
	check.Field(len(persons) <= h.Persons, "persons", "households.more_rows_than_persons")
	known := map[string]bool{}
	minors := 0
	for _, p := range persons {
		check.Field(p.ID != "" && !known[p.ID], "person", "households.person_twice")
		check.Field(p.Household == h.ID, "person", "households.person_elsewhere")
		check.Field(!p.Birth.Known || p.Birth.Night >= oldest && p.Birth.Night <= tonight, "birth_date", "households.birth_date_wrong")
		check.Field(!p.AgeKnown || p.Age >= 0 && p.Age <= oldestAge && !p.Birth.Known, "age", "households.age_wrong")
		check.Field(slices.Contains([]string{"", "f", "m", "x"}, p.Sex), "sex", "households.sex_wrong")
		checkTokens(check, "languages", p.Languages, languageCode.MatchString)
		known[p.ID] = true
		if p.minor(tonight) {
			minors++
		}
	}
	check.Field(h.MinorsUnknown || minors <= h.Minors, "minors", "households.minors_fewer_than_rows")
	named := map[string]bool{}
	for _, name := range names {
		check.Field(known[name.Person] && !named[name.Person], "name", "households.name_of_nobody")
		check.Field(fits(name.Latin) && strings.TrimSpace(name.Latin) != "" && fits(name.Original), "name", "households.name_wrong", "most", mostName)
		named[name.Person] = true
	}
}

func fits(name string) bool { return len([]rune(name)) <= mostName }

// minor says whether the person is known to be younger than 18 on the night.
func (p Person) minor(tonight calendar.Night) bool {
	if !p.Birth.Known {
		return p.AgeKnown && p.Age < adult
	}
	return calendar.NightOf(p.Birth.Night.Date().AddDate(adult, 0, 0)) > tonight
}

// tidy gives the words sorted, each once, without empty ones: the form they are
// stored and compared in.
func tidy(words []string) []string {
	sorted := slices.Clone(words)
	slices.Sort(sorted)
	sorted = slices.DeleteFunc(slices.Compact(sorted), func(word string) bool { return word == "" })
	if len(sorted) == 0 {
		return nil
	}
	return sorted
}

// tidied is the household with its words in stored form.
func (h Household) tidied() Household {
	h.Needs, h.Wishes, h.Flags = tidy(h.Needs), tidy(h.Wishes), tidy(h.Flags)
	return h
}
