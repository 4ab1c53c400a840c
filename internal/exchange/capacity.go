package exchange

import (
	"cmp"
	"io"
	"slices"

	"onderdak/internal/calendar"
	"onderdak/internal/plan"
)

var capacityColumns = []column{
	{name: "location", required: true, synonyms: []string{"location_id", "locatie", "locatie_id", "opvanglocatie", "id"}},
	{name: "from", required: true, synonyms: []string{"van", "vanaf", "start", "from_date"}},
	{name: "until", synonyms: []string{"tot", "einde", "end", "until_date"}},
	{name: "places", required: true, synonyms: []string{"plaatsen", "plekken", "aantal", "beds", "bedden", "capacity", "capaciteit"}},
}

var capacityKind = kind{columns: capacityColumns, sheets: []string{"capacity", "capaciteit", "plekken", "місткість"}}

// ReadCapacity reads capacity.csv. The file is named in problems only. Rows
// come out in the order of the file; those of one location do not overlap.
func ReadCapacity(r io.Reader, file string, opts Options) ([]plan.Capacity, Problems) {
	var spans []plan.Capacity
	var rows []int // the row each span came from
	var fromColumn, table string
	problems := readTable(r, file, opts, capacityKind, func(x *row) {
		fromColumn, table = x.columnName("from"), x.table.file
		span := plan.Capacity{Location: x.text("location", true)}
		if span.Location != "" && opts.KnownLocation != nil && !opts.KnownLocation(span.Location) {
			x.fault("location", "exchange.location_unknown", map[string]any{"id": show(span.Location)})
		}
		from, known := x.date("from")
		span.From = from
		span.Until = x.end("until", from, known)
		span.Places = x.whole("places", 0, MaxPlaces)
		refuse(x, span, opts.Capacity)
		if !x.bad {
			spans = append(spans, span)
			rows = append(rows, x.number)
		}
	})
	for _, clash := range overlaps(spans, rows) {
		span, other := spans[clash.bad], spans[clash.good]
		problems.add(Problem{File: table, Row: rows[clash.bad], Column: fromColumn, Key: "exchange.capacity_overlap", Args: map[string]any{
			"id": show(span.Location), "other": rows[clash.good], "from": other.From.String(), "until": other.Until.String(),
		}})
		rows[clash.bad] = 0
	}
	problems.sort()
	if !problems.kept(opts) {
		return nil, problems
	}
	if problems.Errors == 0 {
		return spans, problems
	}
	kept := spans[:0]
	for i, span := range spans {
		if rows[i] != 0 {
			kept = append(kept, span)
		}
	}
	return kept, problems
}

// clash is a pair of overlapping spans of one location, by place in the list.
type clash struct{ good, bad int }

// overlaps finds the spans to drop so that those of one location no longer
// overlap; of two that clash the one further down in the file is to blame.
func overlaps(spans []plan.Capacity, rows []int) []clash {
	order := make([]int, len(spans))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(spans[i].Location, spans[j].Location), cmp.Compare(spans[i].From, spans[j].From), cmp.Compare(rows[i], rows[j]))
	})
	var found []clash
	last := -1 // the kept span that reaches furthest
	for _, i := range order {
		if last < 0 || spans[last].Location != spans[i].Location || spans[last].Until.Or(endless) <= spans[i].From {
			last = i
			continue
		}
		if rows[i] > rows[last] {
			found = append(found, clash{good: last, bad: i})
			continue
		}
		found = append(found, clash{good: i, bad: last})
		last = i
	}
	return found
}

// endless is later than every night a file may name, for comparing ends.
const endless = calendar.Night(1 << 30)
