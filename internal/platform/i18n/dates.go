package i18n

import (
	"fmt"

	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"onderdak/internal/calendar"
)

// months are the names as they stand after a day number; Ukrainian wants the
// genitive.
var months = map[string][12]string{
	"nl": {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"},
	"en": {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	"uk": {"січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня", "листопада", "грудня"},
}

var weekdays = map[string][7]string{
	"nl": {"zo", "ma", "di", "wo", "do", "vr", "za"},
	"en": {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
	"uk": {"нд", "пн", "вт", "ср", "чт", "пт", "сб"},
}

// LongDate writes 4 maart 2022.
func LongDate(lang string, night calendar.Night) string {
	date := night.Date()
	return fmt.Sprintf("%d %s %d", date.Day(), months[Known(lang)][date.Month()-1], date.Year())
}

// ShortDate writes the weekday and day: vr 4.
func ShortDate(lang string, night calendar.Night) string {
	date := night.Date()
	return fmt.Sprintf("%s %d", weekdays[Known(lang)][date.Weekday()], date.Day())
}

// Moment writes an instant as people in the Netherlands read their clock:
// 4 maart 2022 09.14.
func Moment(lang string, at calendar.Instant) string {
	local := at.Time().In(calendar.Amsterdam)
	separator := ":"
	if Known(lang) == "nl" {
		separator = "."
	}
	return fmt.Sprintf("%s %02d%s%02d", LongDate(lang, at.Night()), local.Hour(), separator, local.Minute())
}

// Count writes a whole number as readers of the language expect it.
func Count(lang string, n int) string {
	return message.NewPrinter(tags[Known(lang)]).Sprint(number.Decimal(n))
}
