package places

import (
	"context"
	"slices"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// Counts says what an import did.
type Counts struct {
	Added      int // locations that were not known
	Changed    int // locations whose description is another one now
	Statements int // entries that were needed to make the open places those of the file
}

// Import takes over whole files of locations and their open places: all or
// nothing. A location that is known by its id is updated. The open places of a
// location become those of the file from the first night the file says
// something about it; what lies before is not the file's to say, and a location
// the capacity file leaves out keeps what it has. Importing a file again writes
// nothing but the confirmation.
func (s *Service) Import(ctx context.Context, actor access.Actor, locations []plan.Location, capacity []plan.Capacity, source string) (counts Counts, err error) {
	files, err := readFiles(locations, capacity, source)
	if err != nil {
		return counts, err
	}
	change := gate.Change{Action: access.ExchangeFiles, Object: "locations/" + source}
	err = s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) (err error) {
		counts, err = files.take(ctx, tx, actor.Person)
		return err
	})
	return counts, err
}

// take writes the files into the register, in order of id, as every writer takes
// the locks of several locations.
func (f files) take(ctx context.Context, tx *gate.Tx, person string) (counts Counts, err error) {
	known, err := knownLocations(ctx, tx.Tx)
	if err != nil {
		return counts, err
	}
	for _, location := range f.locations {
		if err := takeOver(ctx, tx, person, location, f.open[location.ID], known, &counts); err != nil {
			return counts, err
		}
	}
	if err := f.rest(ctx, tx, person, known, &counts); err != nil {
		return counts, err
	}
	tx.Note("added_locations", counts.Added)
	tx.Note("changed_locations", counts.Changed)
	tx.Note("statements", counts.Statements)
	return counts, nil
}

// files are what is imported, checked and in order.
type files struct {
	locations []Location
	open      map[string][]Span
	source    string
}

func readFiles(locations []plan.Location, capacity []plan.Capacity, source string) (files, error) {
	f := files{open: map[string][]Span{}, source: source}
	var check fault.Check
	seen := map[string]bool{}
	for _, l := range locations {
		municipality, found := atlas.Find(l.Municipality)
		check.Field(found, "municipality", "places.municipality_wrong", "value", l.Municipality)
		check.Field(l.ID != "" && !seen[l.ID], "id", "places.id_taken", "id", l.ID)
		seen[l.ID] = true
		location := Location{ID: l.ID, Municipality: l.Municipality, Region: municipality.Region, Name: l.Name, Type: l.Type,
			Facilities: l.Facilities, ShortStay: l.ShortStay, Source: source}
		location.tidy()
		if location.Name == "" {
			location.Name = l.ID
		}
		check.Field(slices.Contains(Types, location.Type), "type", "places.type_unknown", "value", l.Type)
		f.locations = append(f.locations, location)
	}
	slices.SortFunc(f.locations, func(a, b Location) int { return strings.Compare(a.ID, b.ID) })
	for _, c := range capacity {
		span := Span{From: c.From, Until: c.Until, Places: c.Places}
		said := Statement{Location: c.Location, Rung: Open, From: c.From, Until: c.Until, Places: c.Places}
		check.Field(said.Validate() == nil, "places", "places.places_wrong", "most", mostPlaces)
		for _, other := range f.open[c.Location] {
			check.Field(other.end() <= span.From || span.end() <= other.From, "from", "places.overlap", "location", c.Location, "night", c.From)
		}
		f.open[c.Location] = append(f.open[c.Location], span)
	}
	return f, check.Err()
}

// takeOver adds or updates one location with its open places.
func takeOver(ctx context.Context, tx *gate.Tx, person string, location Location, open []Span, known map[string]Location, counts *Counts) error {
	old, exists := known[location.ID]
	if !exists {
		location.ConfirmedAt, location.CreatedAt = tx.Now(), tx.Now()
		if err := insertLocation(ctx, tx.Tx, location); err != nil {
			return err
		}
		counts.Added++
	} else if described := old.described(location); !slices.Equal(described.Facilities, old.Facilities) || described.line() != old.line() {
		if current, err := updateLocation(ctx, tx.Tx, described); err != nil || !current {
			return joined(err, current)
		}
		counts.Changed++
	}
	return takeOverOpen(ctx, tx, person, location.ID, location.Source, open, !exists, counts)
}

// joined is the conflict of an update that met another version.
func joined(err error, current bool) error {
	if err == nil && !current {
		return fault.New(fault.Conflict, "places.location_changed")
	}
	return err
}

// described is the location with what the file says; the file knows neither
// address nor contact.
func (l Location) described(file Location) Location {
	l.Municipality, l.Region, l.Name, l.Type = file.Municipality, file.Region, file.Name, file.Type
	l.Facilities, l.ShortStay = file.Facilities, file.ShortStay
	return l
}

// line is the part of the description an import can change, to be compared.
func (l Location) line() [5]string {
	stay := "long"
	if l.ShortStay {
		stay = "short"
	}
	return [5]string{l.Municipality, l.Region, l.Name, l.Type, stay}
}

// takeOverOpen makes the open places those of the file, in as few statements as
// that takes.
func takeOverOpen(ctx context.Context, tx *gate.Tx, person, location, source string, open []Span, fresh bool, counts *Counts) error {
	if len(open) == 0 {
		return nil
	}
	from := beyond
	for _, span := range open {
		from = min(from, span.From)
	}
	open = normal(slices.Clone(open))
	current := Profiles{}
	if !fresh {
		if err := confirm(ctx, tx.Tx, location, tx.Now()); err != nil {
			return missing(err)
		}
		var err error
		if current, err = profilesOf(ctx, tx.Tx, location); err != nil {
			return err
		}
	}
	statements := statementsFor(differences(current[Open], open, from), Statement{Location: location, Rung: Open, Source: source})
	counts.Statements += len(statements)
	if len(statements) == 0 {
		return nil
	}
	if fresh {
		return enterFresh(ctx, tx, person, location, statements, open)
	}
	return write(ctx, tx, person, statements)
}

// enterFresh is write for a location nobody has heard of before: there is
// nothing to load and nobody to displace.
func enterFresh(ctx context.Context, tx *gate.Tx, person, location string, statements []Statement, open []Span) error {
	for _, statement := range statements {
		seq, err := bump(ctx, tx.Tx, location)
		if err != nil {
			return err
		}
		if _, err := enter(ctx, tx, seq, person, statement); err != nil {
			return err
		}
	}
	if err := writeRung(ctx, tx.Tx, location, Open, open); err != nil {
		return err
	}
	return writeOpen(ctx, tx.Tx, location, open)
}

// rest takes over the open places of locations that only the capacity file
// names; they must be known.
func (f files) rest(ctx context.Context, tx *gate.Tx, person string, known map[string]Location, counts *Counts) error {
	var check fault.Check
	var ids []string
	named := make(map[string]bool, len(f.locations))
	for _, l := range f.locations {
		named[l.ID] = true
	}
	for id, spans := range f.open {
		if named[id] {
			continue
		}
		_, exists := known[id]
		check.Field(exists, "location", "places.no_location_in_file", "location", id, "night", first(spans))
		ids = append(ids, id)
	}
	if err := check.Err(); err != nil {
		return err
	}
	slices.Sort(ids)
	for _, id := range ids {
		if err := takeOverOpen(ctx, tx, person, id, f.source, f.open[id], false, counts); err != nil {
			return err
		}
	}
	return nil
}

func first(spans []Span) calendar.Night { return spans[0].From }
