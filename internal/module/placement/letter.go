package placement

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/i18n"
)

// Letter is what a household gets on paper about its offer.
type Letter struct {
	Household households.Household
	Offer     matching.Offer
	Location  places.Location
	Lang      string // of the household: nl, en or uk
}

// Letter gathers the letter of the offer a household has. The language is asked
// of what is known of its members, which is a look that is logged; lang, if
// filled, says it instead.
func (s *Service) Letter(ctx context.Context, actor access.Actor, household, lang string) (letter Letter, err error) {
	if letter.Household, err = s.households.Household(ctx, actor, household); err != nil {
		return letter, err
	}
	if letter.Offer, err = s.promised(ctx, actor, household); err != nil {
		return letter, err
	}
	if letter.Location, err = s.places.Location(ctx, actor, letter.Offer.Location); err != nil {
		return letter, err
	}
	if letter.Lang = i18n.Known(lang); letter.Lang == lang {
		return letter, nil
	}
	persons, err := s.households.Persons(ctx, actor, household, "letter")
	letter.Lang = spoken(persons)
	return letter, err
}

// promised is the offer that promises a household a place.
func (s *Service) promised(ctx context.Context, actor access.Actor, household string) (matching.Offer, error) {
	list, _, err := s.matching.Offers(ctx, actor, matching.OfferFilter{Household: household})
	if err != nil {
		return matching.Offer{}, err
	}
	for _, offer := range slices.Backward(list) {
		if offer.State.Promises() {
			return offer, nil
		}
	}
	return matching.Offer{}, fault.New(fault.Conflict, "placement.no_offer")
}

// LetterKind says what a set of letters has in common.
type LetterKind string

// The kinds of sets.
const (
	LettersToday     LetterKind = "today"     // every offer made today that still promises a place
	LettersLocation  LetterKind = "location"  // whoever is promised a place there and has not arrived
	LettersTransport LetterKind = "transport" // whoever travels on it
)

// LetterSet is letters that are printed together.
type LetterSet struct {
	Kind  LetterKind
	ID    string // of the location or transport; empty: today
	Name  string
	At    calendar.Instant // when the transport leaves; 0: no transport
	Count int              // households, some of whom may have no letter
}

// Trips is what this room asks of who knows of transports.
type Trips struct {
	// List gives the transports that have not arrived within the actor's reach.
	List func(ctx context.Context, actor access.Actor) ([]LetterSet, error)
	// Households gives who is still awaited on one.
	Households func(ctx context.Context, actor access.Actor, id string) ([]string, error)
}

// Travel says who knows of transports; without, there are no letters by transport.
func (s *Service) Travel(trips Trips) { s.trips = trips }

// mostLetters are printed at once: a stack of paper somebody can still hold, and a
// page a browser can still print.
const mostLetters = 200

// LetterSets lists what letters can be printed together within the actor's reach.
func (s *Service) LetterSets(ctx context.Context, actor access.Actor) ([]LetterSet, error) {
	offers, err := s.promising(ctx, actor, "")
	if err != nil {
		return nil, err
	}
	today := LetterSet{Kind: LettersToday}
	byLocation := map[string]*LetterSet{}
	for _, o := range offers {
		if o.MadeAt.Night() == s.door.Tonight() {
			today.Count++
		}
		if byLocation[o.Location] == nil {
			byLocation[o.Location] = &LetterSet{Kind: LettersLocation, ID: o.Location, Name: o.LocationName}
		}
		byLocation[o.Location].Count++
	}
	var sets []LetterSet
	if today.Count > 0 {
		sets = append(sets, today)
	}
	if s.trips.List != nil {
		trips, err := s.trips.List(ctx, actor)
		if err != nil {
			return nil, err
		}
		sets = append(sets, trips...)
	}
	for _, id := range slices.SortedFunc(maps.Keys(byLocation), func(a, b string) int { return cmp.Compare(byLocation[a].Name+a, byLocation[b].Name+b) }) {
		sets = append(sets, *byLocation[id])
	}
	return sets, nil
}

// promising lists the offers within the actor's reach that promise a place to a
// household that has not arrived; every page of the list, however long.
func (s *Service) promising(ctx context.Context, actor access.Actor, location string) (list []matching.Offer, err error) {
	for _, state := range []matching.OfferState{matching.OfferOpen, matching.OfferAccepted} {
		for offset := 0; ; {
			part, total, err := s.matching.Offers(ctx, actor, matching.OfferFilter{State: state, Location: location, Page: matching.Page{Limit: mostRows, Offset: offset}})
			if err != nil {
				return nil, err
			}
			list = append(list, part...)
			if offset += len(part); len(part) == 0 || offset >= total {
				break
			}
		}
	}
	return list, nil
}

// Batch is some of the letters of a set.
type Batch struct {
	Letters []Letter
	Total   int // households of the set
	Outside int // of those asked for: households of others, whose letters others print
}

// Letters gathers the letters of a set, each in the language of its household,
// from one on; at most mostLetters. Each look at a language is logged.
func (s *Service) Letters(ctx context.Context, actor access.Actor, set LetterSet, from int) (batch Batch, err error) {
	ids, err := s.addressed(ctx, actor, set)
	if err != nil {
		return batch, err
	}
	batch.Total = len(ids)
	from = min(max(from, 0), len(ids))
	for _, id := range ids[from:min(from+mostLetters, len(ids))] {
		letter, err := s.Letter(ctx, actor, id, "")
		switch {
		case fault.KindOf(err) == fault.NotFound:
			batch.Outside++
		case fault.As(err).Key == "placement.no_offer" && err != nil:
			continue // its place was given by hand, or fell through meanwhile
		case err != nil:
			return batch, err
		default:
			batch.Letters = append(batch.Letters, letter)
		}
	}
	return batch, nil
}

// addressed lists the households of a set.
func (s *Service) addressed(ctx context.Context, actor access.Actor, set LetterSet) (ids []string, err error) {
	if set.Kind == LettersTransport && s.trips.Households != nil {
		return s.trips.Households(ctx, actor, set.ID)
	}
	if set.Kind != LettersToday && set.Kind != LettersLocation || set.Kind == LettersLocation && set.ID == "" {
		return nil, fault.New(fault.NotFound, "fault.not_found")
	}
	offers, err := s.promising(ctx, actor, set.ID)
	for _, o := range offers {
		if set.Kind == LettersLocation || o.MadeAt.Night() == s.door.Tonight() {
			ids = append(ids, o.Household)
		}
	}
	return ids, err
}

// spoken is the language of the letters in which somebody of the household can
// read best; English where that is none of ours or not known.
func spoken(persons []households.Person) string {
	for _, lang := range []string{"uk", "ru", "nl"} {
		for _, p := range persons {
			for _, known := range p.Languages {
				if known == lang && lang == "ru" {
					return "uk" // whoever reads Russian and fled Ukraine reads Ukrainian before English
				}
				if known == lang {
					return lang
				}
			}
		}
	}
	return "en"
}
