package trail

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/web"
)

// wordsOf says, by the name of a fact, under which keys the words for its value
// stand: each is followed by the value.
var wordsOf = map[string][]string{
	"answer": {"matching.answer_", "freshness.answer_"}, "side": {"matching.side_"}, "how": {"places.state."}, "rung": {"places.rung."}, "carried": {"places.rung."}, "item": {"places.item."},
	"role": {"access.role."}, "role_chosen": {"access.role."}, "withdrawn": {"access.role."}, "rule": {"households.rule_"}, "was": {"matching.run_"},
	"state": {"households.state_", "matching.offer_", "locations.readiness_", "arrivals.transport_", "dispersal.state_"},
}

var (
	dateText = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	codeText = regexp.MustCompile(`^(?:[a-z]+/)?[0-9a-f]{8}[0-9a-f-]{24,}$`)
	pageText = regexp.MustCompile(`^page (\d+)$`)
)

// reasonWords gives the words for why something was done: a reason from a list,
// a short word of the program's own, or what somebody wrote.
func reasonWords(v *web.Visit, reason string) string {
	word, rest := reason, ""
	if night, found := strings.CutPrefix(reason, "house list "); found {
		word, rest = "house list", " "+night
	}
	slug := strings.ReplaceAll(word, " ", "_")
	if known := v.Word("", "matching.reason_"+slug, "trail.reason_"+slug); known != "" {
		return known + rest
	}
	return reason
}

// detailWords writes the facts of an entry on one line.
func detailWords(v *web.Visit, detail string) string {
	var facts map[string]any
	if err := json.Unmarshal([]byte(detail), &facts); err != nil {
		return detail // written by hand; shown as it is
	}
	told := make([]string, 0, len(facts))
	for _, name := range slices.Sorted(maps.Keys(facts)) {
		label, value := v.Word(name, "trail.fact_"+name), factWords(v, name, facts[name])
		switch {
		case facts[name] == true: // that it is so is all there is to say
			told = append(told, label)
		case value != "":
			told = append(told, label+": "+value)
		}
	}
	return strings.Join(told, " · ")
}

func factWords(v *web.Visit, name string, value any) string {
	switch value := value.(type) {
	case string:
		return tokenWords(v, name, value)
	case float64:
		return i18n.Count(v.Lang, int(value))
	case bool:
		return v.Text(map[bool]string{true: "trail.word_yes", false: "trail.word_no"}[value])
	case []any:
		return listWords(v, name, value)
	case map[string]any:
		return i18n.Count(v.Lang, len(value))
	}
	return ""
}

// listWords names what a list holds, or tells how much where it holds ids.
func listWords(v *web.Visit, name string, list []any) string {
	const most = 5
	words := make([]string, 0, len(list))
	for _, one := range list {
		text, plain := one.(string)
		if !plain || codeText.MatchString(text) || len(list) > most {
			return i18n.Count(v.Lang, len(list))
		}
		words = append(words, tokenWords(v, name, text))
	}
	return strings.Join(words, ", ")
}

// tokenWords gives the words for a token; dates are written out, and of ids and
// fingerprints enough to tell two apart is shown.
func tokenWords(v *web.Visit, name, token string) string {
	if night, err := calendar.Parse(token); err == nil && dateText.MatchString(token) {
		return i18n.LongDate(v.Lang, night)
	}
	if codeText.MatchString(token) {
		return "…" + token[len(token)-8:]
	}
	if page := pageText.FindStringSubmatch(token); page != nil {
		if number, err := strconv.Atoi(page[1]); err == nil {
			return v.Text("trail.word_page", "page", number)
		}
	}
	var keys []string
	for _, prefix := range wordsOf[name] {
		keys = append(keys, prefix+token)
	}
	if name == "despite" {
		token = v.Facility(token)
	}
	return v.Word(token, append(keys, "trail.word_"+strings.ReplaceAll(token, " ", "_"))...)
}
