package sheet

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// format is how a cell shows a number.
type format struct {
	sort formatSort
	mask string // for masked: digits 0 and #, and signs between them
}

type formatSort byte

const (
	plainNumber formatSort = iota
	percentage
	dated    // a day, with the time where there is one
	clocked  // a time of the day
	masked   // digits in a fixed form, as for telephone numbers
	elapsed  // hours that may be more than a day
	verbatim // as text
)

// builtin are the formats of XLSX that have a number only (ECMA-376 part 1,
// 18.8.30, with those of other languages, which are all dates).
func builtin(id int) format {
	for _, known := range []struct {
		from, to int
		sort     formatSort
	}{
		{9, 10, percentage}, {14, 17, dated}, {18, 21, clocked}, {22, 22, dated}, {27, 36, dated}, {45, 45, clocked}, {46, 46, elapsed}, {47, 47, clocked},
		{49, 49, verbatim}, {50, 58, dated},
	} {
		if id >= known.from && id <= known.to {
			return format{sort: known.sort}
		}
	}
	return format{}
}

// parseFormat reads a format code. Files hold codes in English, yet programs that
// write files themselves put Dutch ones in (dd-mm-jjjj).
func parseFormat(code string) format {
	section, _, _ := strings.Cut(code, ";")
	lower := strings.ToLower(section)
	if strings.Contains(lower, "general") || strings.Contains(lower, "standaard") || len(section) > 255 {
		return format{}
	}
	bare, mask, hours := strip(lower)
	day := strings.ContainsAny(bare, "dyj")
	clock := strings.ContainsAny(bare, "hsu")
	digits := strings.ContainsAny(bare, "0#?")
	switch {
	case strings.Contains(bare, "@"):
		return format{sort: verbatim}
	case hours:
		return format{sort: elapsed}
	case day && (!digits || clock):
		return format{sort: dated}
	case clock:
		return format{sort: clocked}
	case strings.Contains(bare, "m") && !digits:
		return format{sort: dated}
	case strings.Contains(bare, "%"):
		return format{sort: percentage}
	case isMask(mask):
		return format{sort: masked, mask: mask}
	}
	return format{}
}

// strip takes quoted words, escapes and what stands in brackets out of a code. The
// mask is the code with quoted words in place; hours tells of [h] and its like.
func strip(code string) (bare, mask string, hours bool) {
	var plain, full strings.Builder
	for i := 0; i < len(code); i++ {
		switch char := code[i]; char {
		case '"':
			stop := strings.IndexByte(code[i+1:], '"')
			if stop < 0 {
				return plain.String(), "", hours
			}
			for _, quoted := range code[i+1 : i+1+stop] {
				if quoted >= '0' && quoted <= '9' {
					full.WriteByte('\\') // a digit that is a sign of its own
				}
				full.WriteRune(quoted)
			}
			i += stop + 1
		case '\\', '_', '*':
			if i++; i < len(code) && char == '\\' {
				full.WriteByte(code[i])
			}
		case '[':
			stop := strings.IndexByte(code[i:], ']')
			if stop < 0 {
				return plain.String(), "", hours
			}
			inside := strings.Trim(code[i+1:i+stop], "hmsu")
			hours = hours || inside == "" && stop > 1
			i += stop
		default:
			plain.WriteByte(char)
			full.WriteByte(char)
		}
	}
	return plain.String(), full.String(), hours
}

// isMask tells whether a code gives digits a fixed form: more than one digit that
// is always there, or signs as in telephone numbers and postcodes. A code with
// words or money in it is an amount.
func isMask(mask string) bool {
	return strings.Trim(mask, "0#\\ -()+/123456789") == "" && strings.Trim(mask, "#0") != mask &&
		(strings.Count(mask, "0") > 1 || strings.HasPrefix(mask, "0#") || strings.ContainsAny(mask, "\\+")) && strings.ContainsAny(mask, "0#") && len(mask) < 40
}

// show writes a stored number as the reader sees it; serial days count from 1904
// where the book says so.
func (f format) show(raw string, from1904 bool) string {
	value, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.IsInf(value, 0) || math.IsNaN(value) {
		return raw
	}
	switch f.sort {
	case dated:
		if text, ok := serial(value, from1904); ok {
			return text
		}
	case clocked:
		if value >= 1 {
			if text, ok := serial(value, from1904); ok {
				return text
			}
		}
		if value >= 0 && value < 1 {
			return clockOf(value)
		}
	case percentage:
		return decimal(value*100) + "%"
	case masked:
		if text, ok := applyMask(f.mask, decimal(value)); ok {
			return text
		}
	}
	return decimal(value)
}

// decimal writes a number in the fifteen digits a spreadsheet keeps, without
// separators and without an exponent.
func decimal(value float64) string {
	if value == math.Trunc(value) && math.Abs(value) < 1e15 {
		return strconv.FormatInt(int64(value), 10)
	}
	if math.Abs(value) >= 1e21 || math.Abs(value) < 1e-9 {
		return strconv.FormatFloat(value, 'g', 15, 64)
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(value, 'g', 15, 64), 64)
	if err != nil {
		rounded = value
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

const (
	lastSerial = 2_958_466 // the day after 31 December 9999
	after1904  = 1_462     // days from 31 December 1899 to 1 January 1904 as Excel counts
)

// serial writes a day number as a date, with the time where there is one. Excel
// believes that 1900 was a leap year: day 60 does not exist and the days before
// are one further.
func serial(value float64, from1904 bool) (string, bool) {
	if from1904 {
		value += after1904
	}
	days := math.Floor(value)
	seconds := math.Round((value - days) * 86400)
	if days < 1 || days >= lastSerial {
		return "", false
	}
	start := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if days < 60 && !from1904 {
		start = start.AddDate(0, 0, 1)
	}
	at := start.AddDate(0, 0, int(days)).Add(time.Duration(seconds) * time.Second)
	if at.Hour() == 0 && at.Minute() == 0 && at.Second() == 0 {
		return at.Format(time.DateOnly), true
	}
	return at.Format("2006-01-02 15:04"), true
}

// clockOf writes a part of a day.
func clockOf(value float64) string {
	minutes := int(math.Round(value*86400)) / 60 % 1440
	return strconv.Itoa(minutes/60/10) + strconv.Itoa(minutes/60%10) + ":" + strconv.Itoa(minutes%60/10) + strconv.Itoa(minutes%60%10)
}

// applyMask puts digits into a mask from the right.
func applyMask(mask, digits string) (string, bool) {
	if strings.Trim(digits, "0123456789") != "" {
		return "", false
	}
	out := make([]byte, 0, len(mask)+len(digits))
	first := strings.IndexAny(mask, "0#")
	for i := len(mask) - 1; i >= 0; i-- {
		char := mask[i]
		escaped := i > 0 && mask[i-1] == '\\'
		switch {
		case escaped:
			out = append(out, char)
			i--
		case char != '0' && char != '#':
			out = append(out, char)
		case len(digits) > 0:
			out = append(out, digits[len(digits)-1])
			digits = digits[:len(digits)-1]
		case char == '0':
			out = append(out, '0')
		}
		if i == first {
			for ; len(digits) > 0; digits = digits[:len(digits)-1] {
				out = append(out, digits[len(digits)-1])
			}
		}
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return strings.TrimSpace(string(out)), true
}
