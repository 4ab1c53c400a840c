package arrivals

import (
	"context"
	"slices"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// Sleeper is a household, or the part of one, in a room on the house list.
type Sleeper struct {
	Stay      string
	Household string
	Code      string
	Room      string // empty: no room was given out
	Persons   int    // in this room
	Minors    int    // of the household; -1: nobody counted
	Until     calendar.Night
	EndKnown  bool
	Here      bool // false: awaited tonight
	Needs     []string
	Flags     []string
	MovesFrom string         // name of the location it comes from, by a planned move
	MovesTo   string         // and of the one it goes on to
	MovesOn   calendar.Night // its first night there
	Names     []string       // where the reader looked at them

	all int // persons of the stay, in all its rooms
}

// evacuation are the needs of those who cannot leave a building by themselves or
// by the stairs.
var evacuation = []string{"wheelchair", "ground_floor", "no_stairs", "medical_room"}

// NeedsHelp says whether somebody must help when the building is cleared.
func (s Sleeper) NeedsHelp() bool {
	return slices.ContainsFunc(s.Needs, func(need string) bool { return slices.Contains(evacuation, need) })
}

// HouseList is who sleeps at a location tonight.
type HouseList struct {
	places.Location
	Night   calendar.Night
	At      calendar.Instant
	Here    []Sleeper // by room
	Awaited []Sleeper // expected tonight and not in yet
	Named   bool      // the reader looked at names
}

// Count adds up rows: persons, and households apart.
func Count(rows []Sleeper) (persons, households int) {
	seen := map[string]bool{}
	for _, row := range rows {
		persons += row.Persons
		seen[row.Stay] = true
	}
	return persons, len(seen)
}

// HouseList reads who sleeps at a location tonight, by reference.
func (s *Service) HouseList(ctx context.Context, actor access.Actor, location string) (list HouseList, err error) {
	err = s.door.View(ctx, actor, access.ViewHouseholds, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		list.At = s.door.Now()
		list.Night = list.At.Night()
		if list.Location, err = seen(ctx, tx, scope, location); err != nil {
			return err
		}
		rows, err := sleepers(ctx, tx, location, list.Night)
		for _, row := range append(rows, roomless(rows)...) {
			if row.Here {
				list.Here = append(list.Here, row)
			} else {
				list.Awaited = append(list.Awaited, row)
			}
		}
		return err
	})
	return list, err
}

// roomless are those of a household that has rooms, but not for everybody.
func roomless(rows []Sleeper) (rest []Sleeper) {
	lodged := map[string]int{}
	for _, row := range rows {
		lodged[row.Stay] += row.Persons
	}
	for _, row := range rows {
		if left := row.all - lodged[row.Stay]; left > 0 {
			row.Room, row.Persons = "", left
			rest = append(rest, row)
			lodged[row.Stay] = row.all
		}
	}
	return rest
}

// lookReason is what the audit book keeps as the reason of looking at names for
// this list.
const lookReason = "house list"

// HouseListNamed is HouseList with the names of those who are here. Every
// household looked at is a look of its own in the audit book.
func (s *Service) HouseListNamed(ctx context.Context, actor access.Actor, location string) (HouseList, error) {
	list, err := s.HouseList(ctx, actor, location)
	if err != nil {
		return list, err
	}
	if err := access.Check(actor, access.ViewNames, list.Owner()); err != nil {
		return HouseList{}, err
	}
	known := map[string][]string{}
	for i, row := range list.Here {
		names, looked := known[row.Household]
		if !looked {
			found, err := s.households.Names(ctx, actor, row.Household, lookReason+" "+list.Night.String())
			if err != nil {
				return HouseList{}, err
			}
			names = written(found)
			known[row.Household] = names
		}
		list.Here[i].Names = names
	}
	list.Named = true
	return list, nil
}

// written writes names as the porter calls them out, and beside it as on the
// papers of their holders.
func written(names []households.Name) []string {
	texts := make([]string, 0, len(names))
	for _, name := range names {
		text := name.Latin
		if name.Original != "" && name.Original != name.Latin {
			text += " (" + name.Original + ")"
		}
		texts = append(texts, strings.TrimSpace(text))
	}
	return texts
}
