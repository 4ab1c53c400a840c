package placement

import (
	"context"
	"errors"
	"slices"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/places"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// FullNight is a night on which a location lacks room for the household.
type FullNight struct {
	Night calendar.Night
	Free  int
}

// Look is a household and one location held against each other, by the register
// as it stands now.
type Look struct {
	Household households.Household
	Location  places.Location
	Standing  Standing
	From      calendar.Night
	Until     calendar.Night
	EndKnown  bool

	Needs    []string              // hard: what the location does not have
	Declined bool                  // hard: it was turned down for this household before
	Forbids  []string              // safeguarding rules that no two signatures lift there
	Pending  []households.Override // of those, with a first signature
	Doubt    bool                  // data of either must be looked at first
	Full     []FullNight           // nights without room
	Busy     bool                  // the household is in a state in which no offer can be made

	Answer *plan.Answer // points and who would make way; nil where the desk does not know them
	Costs  []plan.Text
}

// Overrulable says whether all that stands in the way is what a named person may
// overrule with a reason.
func (l Look) Overrulable() bool { return l.Possible() && (len(l.Needs) > 0 || l.Declined) }

// Possible says whether an offer can be made now, if need be with a reason.
func (l Look) Possible() bool {
	return len(l.Forbids) == 0 && !l.Doubt && len(l.Full) == 0 && !l.Busy
}

// Look holds a household and a location within the actor's reach against each
// other.
func (s *Service) Look(ctx context.Context, actor access.Actor, household, location string) (look Look, err error) {
	if look.Household, err = s.households.Household(ctx, actor, household); err != nil {
		return look, err
	}
	if look.Location, err = s.places.Location(ctx, actor, location); err != nil {
		return look, err
	}
	h := look.Household
	look.From, look.Until, look.EndKnown = s.span(h)
	look.Busy = !h.State.CanBecome(households.StateOffered)
	for _, need := range h.Needs {
		if !slices.Contains(look.Location.Facilities, need) {
			look.Needs = append(look.Needs, need)
		}
	}
	err = s.door.View(ctx, actor, access.ViewDesk, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		look.Standing, err = standingOf(ctx, tx, scope, s.door.Tonight(), household)
		if err != nil && !errors.Is(err, db.ErrNone) {
			return err
		}
		return s.barriers(ctx, tx, &look)
	})
	if err != nil {
		return look, err
	}
	desk, err := s.arrange(ctx, actor, &h)
	if err != nil {
		return look, err
	}
	if answer, known := desk.WhyNotLocation(household, location); known {
		look.Answer, look.Costs = answer, desk.costs(answer)
	}
	return look, nil
}

// barriers fills in what stands between the two.
func (s *Service) barriers(ctx context.Context, tx *db.Tx, look *Look) (err error) {
	h, l := look.Household, look.Location
	screened := slices.Contains(l.Facilities, plan.FacilityScreened)
	if look.Forbids, err = households.Broken(ctx, tx, h, l.ID, l.Type, screened); err != nil {
		return err
	}
	overrides, err := households.Overrides(ctx, tx, h.ID)
	if err != nil {
		return err
	}
	for _, o := range overrides {
		if o.Location == l.ID && !o.Complete() && slices.Contains(look.Forbids, o.Rule) {
			look.Pending = append(look.Pending, o)
		}
	}
	if look.Declined, look.Doubt, err = matching.Obstacles(ctx, tx, h.ID, l.ID, s.door.Tonight()); err != nil || look.From >= look.Until {
		return err
	}
	free, err := places.FreeAt(ctx, tx, l.ID, look.From, look.Until)
	for i, n := range free {
		if n < h.Persons {
			look.Full = append(look.Full, FullNight{look.From.Plus(i), max(n, 0)})
		}
	}
	return err
}

// Search finds locations within the actor's reach by part of their name, address
// or postcode; at most as many as fit a page.
func (s *Service) Search(ctx context.Context, actor access.Actor, text string) ([]places.Summary, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	found, err := s.places.Locations(ctx, actor, places.Filter{Text: text})
	return found[:min(len(found), mostFound)], err
}

const mostFound = 20

// Place makes an offer by hand. Why is needed where a need is not met or the
// location was turned down before, and is then logged with who says so.
func (s *Service) Place(ctx context.Context, actor access.Actor, household, location, why string) error {
	h, err := s.households.Household(ctx, actor, household)
	if err != nil {
		return err
	}
	if err := access.Check(actor, access.SendOffer, h.Owner()); err != nil {
		return err
	}
	from, until, endKnown := s.span(h)
	if from >= until {
		return fault.New(fault.Conflict, "matching.stale_nights")
	}
	why = strings.TrimSpace(why)
	_, err = s.matching.OfferTo(ctx, actor, matching.HandOffer{
		Household: household, Location: location, From: from, Until: until, EndKnown: endKnown, Reason: why, Despite: why != "",
	})
	return err
}

// Sign puts the first signature under an override of every safeguarding rule
// that forbids the household the location; somebody else must put the second.
func (s *Service) Sign(ctx context.Context, actor access.Actor, household, location, why string) error {
	look, err := s.Look(ctx, actor, household, location)
	if err != nil {
		return err
	}
	signed := map[string]bool{}
	for _, o := range look.Pending {
		signed[o.Rule] = true
	}
	for _, rule := range look.Forbids {
		if signed[rule] {
			continue
		}
		o := households.Override{ID: db.NewID(), Household: household, Rule: rule, Location: location, Reason: strings.TrimSpace(why)}
		if err := s.households.SignOverride(ctx, actor, o); err != nil {
			return err
		}
	}
	return nil
}

// Fits lists the households that a location would suit now.
func (s *Service) Fits(ctx context.Context, actor access.Actor, location string) (places.Location, []Rival, error) {
	found, err := s.places.Location(ctx, actor, location)
	if err != nil {
		return found, nil, err
	}
	desk, err := s.arrange(ctx, actor, nil)
	if err != nil || desk.Doubted[location] {
		return found, nil, err
	}
	list := slices.DeleteFunc(desk.Fitting(location, usualRows), func(c plan.Candidate) bool { return desk.Doubted[c.Household] })
	return found, desk.rivals(list), nil
}
