package exchange

import (
	"io"
	"strconv"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/plan"
	"onderdak/internal/sheet"
)

// PlanRow is a row of plan.csv: a household that has a place.
type PlanRow struct {
	Household string
	Location  string
	From      calendar.Night
	Until     calendar.Night // the first night no longer planned, at most the horizon
	Persons   int
	Points    int
}

// UnplacedRow is a row of unplaced.csv: a household without a place.
type UnplacedRow struct {
	Household string
	Reason    string // guardian, no_eligible_location, full or outbid
	Detail    string // in words, English
}

// Files are written in UTF-8 without a byte order mark, comma-separated, with
// bare line feeds. What looks like a formula gets an apostrophe in front, which
// reading takes off again. Not so in plan.csv and unplaced.csv: programs join
// those by id with files they handed in and must find the very same bytes.

// WriteLocations writes locations.csv.
func WriteLocations(w io.Writer, locations []plan.Location) error {
	return writeTable(sheet.NewWriter(w), "id,municipality,name,type,facilities,short_stay", func(put func(...string) error) error {
		for _, l := range locations {
			if err := put(l.ID, l.Municipality, l.Name, l.Type, words(l.Facilities), strconv.FormatBool(l.ShortStay)); err != nil {
				return err
			}
		}
		return nil
	})
}

// WriteCapacity writes capacity.csv.
func WriteCapacity(w io.Writer, spans []plan.Capacity) error {
	return writeTable(sheet.NewWriter(w), "location,from,until,places", func(put func(...string) error) error {
		for _, c := range spans {
			if err := put(c.Location, c.From.String(), c.Until.String(), strconv.Itoa(c.Places)); err != nil {
				return err
			}
		}
		return nil
	})
}

// WriteHouseholds writes households.csv. Current and Excluded have no column
// and are left out.
func WriteHouseholds(w io.Writer, households []plan.Household) error {
	return writeTable(sheet.NewWriter(w), "id,persons,from,until,needs,wishes,flags,waiting_since", func(put func(...string) error) error {
		for _, h := range households {
			err := put(h.ID, strconv.Itoa(h.Persons), h.From.String(), h.Until.String(),
				words(h.Needs), words(h.Wishes), words(h.Flags), h.WaitingSince.String())
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// WritePlan writes plan.csv.
func WritePlan(w io.Writer, rows []PlanRow) error {
	return writeTable(sheet.NewExactWriter(w), "household,location,from,until,persons,points", func(put func(...string) error) error {
		for _, p := range rows {
			err := put(p.Household, p.Location, p.From.String(), p.Until.String(), strconv.Itoa(p.Persons), strconv.Itoa(p.Points))
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// WriteUnplaced writes unplaced.csv.
func WriteUnplaced(w io.Writer, rows []UnplacedRow) error {
	return writeTable(sheet.NewExactWriter(w), "household,reason,detail", func(put func(...string) error) error {
		for _, u := range rows {
			if err := put(u.Household, u.Reason, u.Detail); err != nil {
				return err
			}
		}
		return nil
	})
}

func writeTable(out *sheet.Writer, header string, fill func(put func(...string) error) error) error {
	if err := out.Write(strings.Split(header, ",")...); err != nil {
		return err
	}
	if err := fill(out.Write); err != nil {
		return err
	}
	return out.Flush()
}

func words(tokens []string) string { return strings.Join(tokens, " ") }
