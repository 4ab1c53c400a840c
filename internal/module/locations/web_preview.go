package locations

import (
	"fmt"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// previewPage is what the page locations/preview shows: what something would do,
// and the button that does it.
type previewPage struct {
	Crumbs   []ui.Link
	Heading  ui.Heading
	Notice   *ui.Message
	Items    []ui.Item
	Form     ui.Form
	Sections []ui.Section
}

// preview begins a page that tells who would have to move, nobody first of all.
func (d desk) preview(v *web.Visit, l places.Location, effect places.Effect, from calendar.Night) (previewPage, error) {
	page := previewPage{Heading: ui.Heading{Above: l.Name, Answer: v.Text("locations.preview_nobody"), Lead: v.Text("locations.preview_unsaved")}}
	if len(effect.Move) == 0 {
		return page, nil
	}
	page.Heading.Answer = v.Text("locations.preview_move", "n", len(effect.Move))
	codes, err := d.codes(v, l.ID)
	if err != nil {
		return page, err
	}
	page.Notice = lackNotice(v, places.Shortage{Location: l.ID, Nights: effect.Short, Move: effect.Move}, codes)
	page.Notice.Kind, page.Notice.Title = "warning", v.Text("locations.preview_short")
	return page, nil
}

// signed tells one effect from another: who says "save" says it to what was shown,
// not to what others made of it meanwhile.
func signed(effect places.Effect) string {
	var text strings.Builder
	for _, said := range effect.With {
		fmt.Fprint(&text, " ", said.Rung, said.From, said.Until, said.Places)
	}
	for _, stay := range effect.Move {
		fmt.Fprint(&text, " ", stay.ID)
	}
	return text.String()
}

// step tells how a number changes.
func step(v *web.Visit, before, after int) string {
	if before == after {
		return v.Text("locations.preview_stays", "n", after)
	}
	return v.Text("locations.preview_step", "before", before, "n", after)
}

// freeItem tells how many places are free on the first night, before and after.
func freeItem(v *web.Visit, effect places.Effect, tonight calendar.Night) ui.Item {
	key := v.Text("locations.preview_free_tonight")
	if effect.Night > tonight {
		key = v.Text("locations.preview_free_on", "night", effect.Night)
	}
	return ui.Item{Key: key, Value: step(v, effect.FreeBefore, effect.FreeAfter)}
}

// carriedItem tells which other rungs go to the number too.
func carriedItem(v *web.Visit, rungs []string, places int) ui.Item {
	return ui.Item{Key: v.Text("locations.preview_with"), Value: v.Text("locations.preview_carried", "n", len(rungs), "rungs", enumerated(v, rungs), "places", places)}
}

// rungsWith names the rungs that statements speak of, each once.
func rungsWith(v *web.Visit, statements []places.Statement) (names []string) {
	var last places.Rung
	for _, said := range statements {
		if said.Rung != last {
			names = append(names, rungText(v, said.Rung))
			last = said.Rung
		}
	}
	return names
}

// enumerated writes words as people sum them up.
func enumerated(v *web.Visit, words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return v.Text("locations.and", "first", strings.Join(words[:last], ", "), "last", words[last])
}

// hiddenAll makes fields of a page that does not show them.
func hiddenAll(fields []ui.Field) []ui.Field {
	for i := range fields {
		fields[i].Kind = ui.HiddenField
	}
	return fields
}

// dateFields are the three answers of a date.
func dateFields(name string, parts ui.DateParts) []ui.Field {
	return []ui.Field{{Name: name + ui.DaySuffix, Value: parts.Day}, {Name: name + ui.MonthSuffix, Value: parts.Month}, {Name: name + ui.YearSuffix, Value: parts.Year}}
}
