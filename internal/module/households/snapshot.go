package households

import (
	"context"
	"slices"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// Waiting lists the households within the scope that need a place from tonight
// on, as matching sees them, sorted by id: those waiting, and those parked until
// tonight or earlier. Nights that have passed are not asked for; a household
// whose last night has passed is left out, and counted by Counts as Expired.
func Waiting(ctx context.Context, tx *db.Tx, scope gate.Scope, tonight calendar.Night) ([]plan.Household, error) {
	excluded, err := exclusions(ctx, tx, scope, tonight)
	if err != nil {
		return nil, err
	}
	waiting, err := db.All(ctx, tx, sqlWaiting, append(scope.Args(), tonight), readHousehold)
	if err != nil {
		return nil, err
	}
	list := make([]plan.Household, len(waiting))
	for i, h := range waiting {
		list[i] = h.asPlanned(tonight)
		list[i].Excluded = excluded[h.ID]
	}
	slices.SortFunc(list, func(a, b plan.Household) int { return strings.Compare(a.ID, b.ID) })
	return list, nil
}

// Planned is one household as matching would see it, whatever its state: what a
// desk needs that asks about one who does not wait.
func Planned(ctx context.Context, tx *db.Tx, h Household, tonight calendar.Night) (plan.Household, error) {
	excluded, err := db.All(ctx, tx, sqlExclusionsOf, []any{h.ID, tonight}, func(row db.Scanner) (location string, err error) {
		err = row.Scan(&location)
		return location, err
	})
	planned := h.asPlanned(tonight)
	planned.Excluded = tidy(excluded)
	return planned, err
}

func (h Household) asPlanned(tonight calendar.Night) plan.Household {
	flags := h.Flags
	if h.MayHaveMinors() {
		flags = tidy(append(slices.Clone(flags), flagMinors))
	}
	return plan.Household{
		ID: h.ID, Persons: h.Persons, From: max(h.From, tonight), Until: h.Until, Needs: h.Needs, Wishes: h.Wishes,
		Flags: flags, WaitingSince: h.WaitingSince, Current: h.Current,
	}
}

func exclusions(ctx context.Context, tx *db.Tx, scope gate.Scope, tonight calendar.Night) (map[string][]string, error) {
	type pair struct{ household, location string }
	pairs, err := db.All(ctx, tx, sqlExclusions, append(scope.Args(), tonight), func(row db.Scanner) (p pair, err error) {
		err = row.Scan(&p.household, &p.location)
		return p, err
	})
	excluded := map[string][]string{}
	for _, p := range pairs {
		excluded[p.household] = append(excluded[p.household], p.location)
	}
	for id, locations := range excluded {
		excluded[id] = tidy(locations)
	}
	return excluded, err
}

// Totals counts households and persons.
type Totals struct{ Households, Persons int }

// Area counts the households of one municipality.
type Area struct {
	Region, Municipality string
	ByState              map[State]Totals
	OldestWaiting        calendar.End // night since which the longest waiting waits; unknown: nobody waits
	Expired              int          // households still in the queue though their last night has passed
}

// Picture counts what lies within a scope; it holds no person.
type Picture struct {
	ByState       map[State]Totals
	OldestWaiting calendar.End
	Expired       int
	Areas         []Area // sorted by region and municipality
}

// Counts makes the picture of a scope on a night.
func Counts(ctx context.Context, tx *db.Tx, scope gate.Scope, tonight calendar.Night) (Picture, error) {
	lines, err := db.All(ctx, tx, sqlCounts, append([]any{tonight}, scope.Args()...), readCount)
	picture := Picture{ByState: map[State]Totals{}}
	for _, line := range lines {
		last := len(picture.Areas) - 1
		if last < 0 || picture.Areas[last].Municipality != line.municipality || picture.Areas[last].Region != line.region {
			picture.Areas = append(picture.Areas, Area{Region: line.region, Municipality: line.municipality, ByState: map[State]Totals{}})
			last++
		}
		area := &picture.Areas[last]
		area.ByState[line.state] = line.totals
		area.Expired += line.expired
		picture.Expired += line.expired
		all := picture.ByState[line.state]
		picture.ByState[line.state] = Totals{all.Households + line.totals.Households, all.Persons + line.totals.Persons}
		if line.state == StateWaiting {
			area.OldestWaiting = calendar.At(line.oldest)
			if !picture.OldestWaiting.Known || line.oldest < picture.OldestWaiting.Night {
				picture.OldestWaiting = calendar.At(line.oldest)
			}
		}
	}
	return picture, err
}

// Filter limits a list; empty fields do not limit.
type Filter struct {
	State        State
	Region       string
	Municipality string
	Query        string // a reference code or its beginning, or an id
	Limit        int    // rows at most; 0 means 50, never more than 500
	Offset       int
}

const (
	usualLimit = 50
	mostRows   = 500
)

// List gives the households within the actor's reach that the filter lets
// through, longest waiting first, and how many there are in all.
func (s *Service) List(ctx context.Context, actor access.Actor, filter Filter) (list []Household, total int, err error) {
	if filter.Limit <= 0 {
		filter.Limit = usualLimit
	}
	filter.Limit, filter.Offset = min(filter.Limit, mostRows), max(filter.Offset, 0)
	code := foldCode(filter.Query)
	if filter.Query != "" && code == "" {
		return nil, 0, nil // signs only: no code or id looks like that
	}
	err = s.door.View(ctx, actor, access.ViewHouseholds, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		args := append(scope.Args(), string(filter.State), filter.Region, filter.Municipality, filter.Query, code)
		if err := tx.Row(ctx, sqlCountList, args...).Scan(&total); err != nil {
			return err
		}
		list, err = db.All(ctx, tx, sqlList, append(args, filter.Limit, filter.Offset), readHousehold)
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	return list, total, nil
}
