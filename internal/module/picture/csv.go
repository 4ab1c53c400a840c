package picture

import (
	"bytes"
	"strconv"

	"onderdak/internal/calendar"
	"onderdak/internal/fairshare"
	"onderdak/internal/module/places"
	"onderdak/internal/sheet"
)

// areasCSV writes one row per part of the view and one for the whole, with the
// names of the exchange files: UTF-8, comma, header row, a point in numbers.
func areasCSV(view View) ([]byte, error) {
	rows := [][]string{{"code", "naam", "inwoners", "nacht", "locaties", "toegezegd", "geschouwd", "gerealiseerd", "open", "onbruikbaar",
		"bezet", "vrij", "tekort", "nachten_met_tekort", "oude_opgaven", "plekken_per_1000_inwoners"}}
	for _, area := range append(view.Parts[:len(view.Parts):len(view.Parts)], view.Area) {
		row := []string{area.Code, area.Name, strconv.Itoa(area.Inhabitants), view.Night.String()}
		first := area.First
		for _, number := range []int{area.Locations, first.Pledged, first.Inspected, first.Realised, first.Open, first.Blocked,
			first.Held, first.Free, first.Short, area.ShortNights(), area.Old} {
			row = append(row, strconv.Itoa(number))
		}
		rows = append(rows, append(row, strconv.FormatFloat(area.PerThousand(view.Rung), 'f', 2, 64)))
	}
	return written(rows)
}

// outlookCSV writes one row per night of the view's area.
func outlookCSV(view View) ([]byte, error) {
	rows := [][]string{{"code", "nacht", "bruikbaar", "vrij", "tekort", "eindigende_plekken", "eindigende_locaties", "mensen_zonder_plek", "vertrek", "einde_onbekend"}}
	for i, free := range view.Area.Free {
		row := []string{view.Area.Code, view.Night.Plus(i).String()}
		ends := view.Area.Ends
		for _, number := range []int{view.Area.Usable[i], free, view.Area.Short[i], ends.Places[i], ends.Sites[i], ends.People[i], ends.Leaving[i], ends.Undated[i]} {
			row = append(row, strconv.Itoa(number))
		}
		rows = append(rows, row)
	}
	return written(rows)
}

func written(rows [][]string) ([]byte, error) {
	var out bytes.Buffer
	if err := sheet.NewWriter(&out).WriteAll(rows); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// shareCSV writes one row per part and one for the whole.
func shareCSV(fair Fair) ([]byte, error) {
	rows := [][]string{{"code", "naam", "verdeelsleutel", "inwoners", "streefgetal", "gerealiseerd", "nog_te_doen", "verschil", "plekken_per_1000_inwoners"}}
	row := func(share fairshare.Share, area Area, toDo int) {
		rows = append(rows, []string{area.Code, area.Name, strconv.Itoa(fairshare.Key), strconv.Itoa(share.Inhabitants), strconv.Itoa(share.Target),
			strconv.Itoa(share.Carried), strconv.Itoa(toDo), strconv.Itoa(share.Difference()), strconv.FormatFloat(area.PerThousand(places.Realised), 'f', 2, 64)})
	}
	for i, share := range fair.Shares {
		row(share, fair.Parts[i], share.ToDo())
	}
	row(fair.Whole, fair.Area, fair.ToDo())
	return written(rows)
}

// dayCSV writes one row per line of a daily report and, where there are more,
// one for the whole; every row has the moment it speaks of.
func dayCSV(day Day) ([]byte, error) {
	rows := [][]string{{"code", "naam", "peilmoment", "locaties", "gerealiseerd", "gerealiseerd_kort", "gerealiseerd_lang", "in_gebruik", "verwacht",
		"vrij", "vrij_kort", "vrij_lang", "tekort", "vertrek_7_dagen", "verandering_7_dagen", "oude_opgaven"}}
	lines := day.Lines
	if len(lines) != 1 {
		lines = append(lines[:len(lines):len(lines)], day.Whole)
	}
	at := day.At.Time().In(calendar.Amsterdam).Format("2006-01-02T15:04:05-07:00")
	for _, line := range lines {
		row := []string{line.Code, line.Name, at}
		for _, number := range []int{line.Locations, line.Realised, line.RealisedShort, line.RealisedLong(), line.InUse, line.Expected,
			line.Free, line.FreeShort, line.FreeLong(), line.Lacking, line.Leaving, line.Change, line.Old} {
			row = append(row, strconv.Itoa(number))
		}
		rows = append(rows, row)
	}
	return written(rows)
}
