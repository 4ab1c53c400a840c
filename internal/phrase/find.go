package phrase

import (
	"regexp"
	"strconv"
	"strings"

	"onderdak/internal/calendar"
)

// These two know only the plainest forms.

var (
	plainAmount = regexp.MustCompile(`(\d{1,6})(?:\s*(?:-|–|tot|à)\s*(\d{1,6}))?(?:\s+(\p{L}+))?(?:\s+van\s+(\d{1,2}))?`)
	plainDate   = regexp.MustCompile(`(?i)(t/m|tot en met|tot|vanaf|per)?\s*(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})`)
)

// Amounts finds the amounts in a text.
func Amounts(text string) (found []Amount) {
	for _, at := range plainAmount.FindAllStringSubmatchIndex(text, -1) {
		part := func(i int) string {
			if at[2*i] < 0 {
				return ""
			}
			return text[at[2*i]:at[2*i+1]]
		}
		low, _ := strconv.Atoi(part(1))
		amount := Amount{Span: Span{at[0], at[1]}, Low: low, High: low, Noun: strings.ToLower(part(3))}
		if high, err := strconv.Atoi(part(2)); err == nil {
			amount.High = high
		}
		amount.Each, _ = strconv.Atoi(part(4))
		before := strings.ToLower(text[:at[0]])
		amount.About = strings.Contains(before, "ca") || strings.Contains(before, "ongeveer")
		found = append(found, amount)
	}
	return found
}

// Periods finds the periods in a text.
func Periods(text string, today calendar.Night) []Period {
	var found Period
	if at := strings.Index(strings.ToLower(text), "per direct"); at >= 0 {
		found.From = Moment{Span: Span{at, at + len("per direct")}, Sort: Exact, Night: today}
	}
	for _, at := range plainDate.FindAllStringSubmatchIndex(text, -1) {
		day, err := calendar.Parse(text[at[8]:at[9]] + "-" + twoDigits(text[at[6]:at[7]]) + "-" + twoDigits(text[at[4]:at[5]]))
		if err != nil {
			continue
		}
		word := ""
		if at[2] >= 0 {
			word = strings.ToLower(text[at[2]:at[3]])
		}
		moment := Moment{Span: Span{at[0], at[1]}, Sort: Exact, Night: day}
		switch word {
		case "t/m", "tot en met":
			moment.Night++
			found.Until = moment
		case "tot":
			found.Until = moment
		default:
			found.From = moment
		}
	}
	if found == (Period{}) {
		return nil
	}
	return []Period{found}
}

func twoDigits(text string) string {
	if len(text) == 1 {
		return "0" + text
	}
	return text
}
