// Package calendar holds the two notions of time Onderdak uses: civil nights
// in Europe/Amsterdam and instants in UTC.
//
// A night d runs from date d to date d+1. A period is half-open [From, Until);
// an end nobody knows is a typed unknown (End.Known == false), never a
// far-away date. Both notions are plain integers, so that they mean the same
// in Go, SQLite and PostgreSQL.
package calendar

import (
	"database/sql/driver"
	"fmt"
	"time"
	_ "time/tzdata" // a bare machine has no zone table; nights must mean the same there
)

// Night is the number of days since 1970-01-01 of a civil date in
// Europe/Amsterdam; the night runs from that date to the next.
type Night int32

// Instant is a moment in microseconds since the Unix epoch, UTC.
type Instant int64

// Layout is the only form in which dates are read and written: YYYY-MM-DD.
const Layout = "2006-01-02"

// Amsterdam is the zone in which nights are counted.
var Amsterdam = mustLoad("Europe/Amsterdam")

func mustLoad(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic("calendar: the time zone table lacks " + name + ": " + err.Error())
	}
	return zone
}

// Parse reads a date in Layout; 30 February and other dates that do not exist
// are errors.
func Parse(text string) (Night, error) {
	day, err := time.Parse(Layout, text)
	if err != nil {
		return 0, fmt.Errorf("not a date: %q", text)
	}
	return Night(day.Unix() / 86400), nil
}

// MustParse is Parse for dates written in the program itself.
func MustParse(text string) Night {
	night, err := Parse(text)
	if err != nil {
		panic(err)
	}
	return night
}

// NightOf gives the civil date in Amsterdam at the instant.
func NightOf(at time.Time) Night {
	year, month, day := at.In(Amsterdam).Date()
	return Night(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// String writes the date in Layout.
func (n Night) String() string { return n.Date().Format(Layout) }

// Date gives the date as a time at midnight UTC, for formatting only.
func (n Night) Date() time.Time { return time.Unix(int64(n)*86400, 0).UTC() }

// Begins is the instant at which the date of the night begins in Amsterdam.
func (n Night) Begins() Instant {
	year, month, day := n.Date().Date()
	return InstantOf(time.Date(year, month, day, 0, 0, 0, 0, Amsterdam))
}

// Plus gives the night days later (or earlier, when negative).
func (n Night) Plus(days int) Night { return n + Night(days) }

// InstantOf rounds a time down to the microsecond.
func InstantOf(at time.Time) Instant { return Instant(at.UnixMicro()) }

// Time gives the instant as a UTC time.
func (i Instant) Time() time.Time { return time.UnixMicro(int64(i)).UTC() }

// Plus gives the instant d later.
func (i Instant) Plus(d time.Duration) Instant { return i + Instant(d.Microseconds()) }

// Night gives the civil date in Amsterdam at the instant.
func (i Instant) Night() Night { return NightOf(i.Time()) }

// End is the end of a period: the first night no longer in it, or unknown.
// Its zero value is unknown; in SQL an unknown end is NULL.
type End struct {
	Night Night
	Known bool
}

// At is a known end.
func At(night Night) End { return End{Night: night, Known: true} }

// Or gives the end, or the given night where the end is unknown.
func (e End) Or(horizon Night) Night {
	if e.Known {
		return e.Night
	}
	return horizon
}

// String writes the date, or nothing for an unknown end, as the files do.
func (e End) String() string {
	if !e.Known {
		return ""
	}
	return e.Night.String()
}

// Value implements driver.Valuer.
func (e End) Value() (driver.Value, error) {
	if !e.Known {
		return nil, nil
	}
	return int64(e.Night), nil
}

// Scan implements sql.Scanner.
func (e *End) Scan(src any) error {
	switch value := src.(type) {
	case nil:
		*e = End{}
	case int64:
		*e = At(Night(value))
	default:
		return fmt.Errorf("calendar: cannot read an end from %T", src)
	}
	return nil
}
