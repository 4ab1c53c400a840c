package picture

import (
	"bytes"
	"encoding/csv"
	"strconv"
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
	writer := csv.NewWriter(&out)
	if err := writer.WriteAll(rows); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
