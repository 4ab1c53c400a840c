package phrase

import (
	"strconv"

	"onderdak/internal/calendar"
)

// Amounts finds the amounts of a text.
func Amounts(text string) []Amount {
	var found []Amount
	for i := 0; i < len(text); i++ {
		if text[i] < '0' || text[i] > '9' {
			continue
		}
		j := i
		for j < len(text) && text[j] >= '0' && text[j] <= '9' {
			j++
		}
		n, err := strconv.Atoi(text[i:j])
		if err == nil {
			found = append(found, Amount{Span: Span{i, j}, Low: n, High: n})
		}
		i = j
	}
	return found
}

// Periods finds the periods of a text.
func Periods(text string, today calendar.Night) []Period { return nil }
