package places

import (
	"context"
	"maps"
	"slices"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
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
func (f files) take(ctx context.Context, tx *gate.Tx, person string) (Counts, error) {
	known, err := knownLocations(ctx, tx.Tx)
	if err != nil {
		return Counts{}, err
	}
	counts, err := f.takeOver(ctx, tx, person, known)
	tx.Note("added_locations", counts.Added)
	tx.Note("changed_locations", counts.Changed)
	tx.Note("statements", counts.Statements)
	return counts, err
}

// CheckLocationRow says what an import would refuse of one row of locations.csv,
// as a fault with fields named like its columns.
func CheckLocationRow(l plan.Location) error {
	var check fault.Check
	kind := strings.TrimSpace(l.Type)
	check.Field(slices.Contains(Types, kind), "type", "places.type_unknown", "value", kind)
	return check.Err()
}

// CheckCapacityRow is the same for a row of capacity.csv.
func CheckCapacityRow(c plan.Capacity) error {
	return Statement{Location: c.Location, Rung: Open, From: c.From, Until: c.Until, Places: c.Places}.Validate()
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
		check.Field(said.Validate() == nil, "places", "places.places_wrong", "most", MostPlaces)
		for _, other := range f.open[c.Location] {
			check.Field(other.end() <= span.From || span.end() <= other.From, "from", "places.overlap", "location", c.Location, "night", c.From)
		}
		f.open[c.Location] = append(f.open[c.Location], span)
	}
	return f, check.Err()
}

// takeOver brings the register to what the files say, locations in order of id,
// as every writer takes the locks of several of them.
func (f files) takeOver(ctx context.Context, tx *gate.Tx, person string, known map[string]Location) (counts Counts, err error) {
	if err := f.complete(known); err != nil {
		return counts, err
	}
	var newcomers []newcomer
	for _, location := range f.locations {
		old, exists := known[location.ID]
		if !exists {
			n := f.newcomer(tx, person, location)
			newcomers = append(newcomers, n)
			counts.Added++
			counts.Statements += len(n.entries)
			continue
		}
		changed, err := redescribe(ctx, tx, old, location)
		if err != nil {
			return counts, err
		}
		if changed {
			counts.Changed++
		}
	}
	if err := insertNewcomers(ctx, tx, newcomers); err != nil {
		return counts, err
	}
	for _, id := range slices.Sorted(maps.Keys(f.open)) {
		if _, exists := known[id]; !exists {
			continue
		}
		said, err := f.restate(ctx, tx, person, id)
		if err != nil {
			return counts, err
		}
		counts.Statements += said
	}
	return counts, nil
}

// complete reports open places of locations nobody knows.
func (f files) complete(known map[string]Location) error {
	named := make(map[string]bool, len(f.locations))
	for _, l := range f.locations {
		named[l.ID] = true
	}
	var check fault.Check
	for _, id := range slices.Sorted(maps.Keys(f.open)) {
		_, exists := known[id]
		check.Field(exists || named[id], "location", "places.no_location_in_file", "location", id, "night", f.open[id][0].From)
	}
	return check.Err()
}

func (f files) newcomer(tx *gate.Tx, person string, location Location) newcomer {
	location.ConfirmedAt, location.CreatedAt = tx.Now(), tx.Now()
	n := newcomer{open: normal(slices.Clone(f.open[location.ID]))}
	for _, said := range statementsFor(n.open, Statement{Location: location.ID, Rung: Open, Source: f.source}) {
		said.ID = db.NewID()
		location.Rev++
		n.entries = append(n.entries, Entry{Statement: said, Seq: location.Rev, SaidBy: person, RecordedAt: tx.Now()})
	}
	n.location = location
	return n
}

// redescribe updates a known location, if the file describes it otherwise.
func redescribe(ctx context.Context, tx *gate.Tx, old, file Location) (bool, error) {
	described := old.described(file)
	if slices.Equal(described.Facilities, old.Facilities) && described.line() == old.line() {
		return false, nil
	}
	current, err := updateLocation(ctx, tx, described)
	if err == nil && !current {
		err = fault.New(fault.Conflict, "places.location_changed")
	}
	return true, err
}

// restate makes the open places of a known location those of the file, in as few
// statements as that takes, and gives their number.
func (f files) restate(ctx context.Context, tx *gate.Tx, person, location string) (int, error) {
	if err := confirm(ctx, tx, location, tx.Now()); err != nil {
		return 0, missing(err)
	}
	current, err := profilesOf(ctx, tx.Tx, location)
	if err != nil {
		return 0, err
	}
	open := f.open[location]
	from := open[0].From
	for _, span := range open {
		from = min(from, span.From)
	}
	changes := differences(current[Open], normal(slices.Clone(open)), from)
	if len(changes) == 0 {
		return 0, nil
	}
	like := Statement{Location: location, Rung: Open, Source: f.source}
	return len(changes), write(ctx, tx, person, statementsFor(changes, like))
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
