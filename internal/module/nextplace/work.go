package nextplace

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"onderdak/internal/atlas"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/places"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/job"
)

// TopicReview is regular work of this room: answers that grew old are worked out
// anew, and for whom nothing was found is looked again.
const TopicReview = "nextplace.review"

// Handlers are the handlers of this room's topics, and of the news that a
// household looks for a place again.
func (s *Service) Handlers() map[string]job.Handler {
	return map[string]job.Handler{
		matching.TopicBack: s.back,
		TopicReview: func(ctx context.Context, _ []byte) error {
			_, err := s.Review(ctx)
			return err
		},
	}
}

// batch answers are worked out on one arrangement of the register: after a
// deadline that thousands missed, laying it out for each anew would take hours.
const batch = 100

// back works out the next place of the household of an offer that came to
// nothing, and of others that came back meanwhile.
func (s *Service) back(ctx context.Context, payload []byte) error {
	var news matching.OfferNews
	if err := json.Unmarshal(payload, &news); err != nil {
		return fmt.Errorf("nextplace: %w", err)
	}
	if err := s.retire(ctx, news.Offer); err != nil {
		return err
	}
	list, err := s.due(ctx, news.Offer)
	if err != nil || len(list) == 0 || list[0].offer != news.Offer {
		return err // done with an earlier one's batch, or no longer looking
	}
	return s.workOut(ctx, list)
}

// Review ends the answers that no longer hold and works out what is due. It gives
// the number of answers it ended.
func (s *Service) Review(ctx context.Context) (ended int, err error) {
	var open []Next
	err = s.door.View(ctx, access.Program(), access.ProposeNext, func(ctx context.Context, tx *db.Tx, _ gate.Scope) (err error) {
		open, err = openAnswers(ctx, tx)
		return err
	})
	if err != nil {
		return 0, err
	}
	var without []string
	for _, n := range open {
		gone, err := s.end(ctx, n)
		if err != nil {
			return ended, err
		}
		if gone {
			ended++
		} else if n.State == None {
			without = append(without, n.ID)
		}
	}
	found, err := s.lookAgain(ctx, open, without)
	if err != nil {
		return ended, err
	}
	ended += found
	for last := ""; ; {
		list, err := s.due(ctx, "")
		if err != nil || len(list) == 0 || list[0].offer == last {
			return ended, err
		}
		last = list[0].offer
		if err := s.workOut(ctx, list); err != nil {
			return ended, err
		}
	}
}

// lookAgain ends the answers "none" for which there is a place now; they are then
// due.
func (s *Service) lookAgain(ctx context.Context, open []Next, without []string) (ended int, err error) {
	if len(without) == 0 {
		return 0, nil
	}
	a, err := s.Arrange(ctx, access.Program(), nil)
	if err != nil {
		return 0, err
	}
	waits := map[string]bool{}
	for _, id := range without {
		waits[id] = true
	}
	for _, n := range open {
		if !waits[n.ID] {
			continue
		}
		skip, err := s.skipped(ctx, n.After)
		if err != nil {
			return ended, err
		}
		if _, found := a.best(n.Household, skip); !found {
			continue
		}
		if err := s.overtaken(ctx, n, plan.Text{Key: "nextplace.stale_room"}); err != nil {
			return ended, err
		}
		ended++
	}
	return ended, nil
}

// retire ends the open answer after an offer: somebody said that it must be
// worked out anew.
func (s *Service) retire(ctx context.Context, offer string) error {
	var open Next
	err := s.door.View(ctx, access.Program(), access.ProposeNext, func(ctx context.Context, tx *db.Tx, _ gate.Scope) (err error) {
		open, err = openAfter(ctx, tx, offer)
		return err
	})
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	if open.State == None {
		return s.overtaken(ctx, open, plan.Text{Key: "nextplace.stale_looked"})
	}
	_, err = s.end(ctx, open)
	return err
}

// end ends an answer that no longer holds; false where it does.
func (s *Service) end(ctx context.Context, n Next) (ended bool, err error) {
	var why plan.Text
	err = s.door.View(ctx, access.Program(), access.ProposeNext, func(ctx context.Context, tx *db.Tx, _ gate.Scope) (err error) {
		why, err = s.against(ctx, tx, n)
		return err
	})
	if err != nil || why.Key == "" {
		return false, err
	}
	return true, s.overtaken(ctx, n, why)
}

// against says why an answer no longer holds; an empty text where it does.
func (s *Service) against(ctx context.Context, tx *db.Tx, n Next) (why plan.Text, err error) {
	current, err := isCurrent(ctx, tx, n.ID)
	if err != nil {
		return why, err
	}
	if !current {
		return plan.Text{Key: "nextplace.stale_superseded"}, nil
	}
	if n.State == None {
		return why, nil
	}
	tonight := s.door.Tonight()
	if err := matching.StillHolds(ctx, tx, tonight, n.proposal()); err != nil {
		told := fault.As(err)
		if told.Kind != fault.Conflict && told.Kind != fault.NotFound {
			return why, err
		}
		return plan.Text{Key: told.Key, Args: told.Args}, nil
	}
	from, until, _ := Nights(tonight, n.From, n.Until, s.settings.Horizon)
	if from >= until {
		return plan.Text{Key: "matching.stale_nights"}, nil
	}
	free, err := places.FreeAt(ctx, tx, n.Location, from, until)
	for _, places := range free {
		if places < n.Persons {
			return plan.Text{Key: "nextplace.stale_full"}, err
		}
	}
	return why, err
}

// overtaken writes that an answer no longer holds; somebody may have decided
// first, and then nothing is left to do.
func (s *Service) overtaken(ctx context.Context, n Next, why plan.Text) error {
	return s.door.Do(ctx, access.Program(), aboutHousehold(access.ProposeNext, n.Household, "stale"), func(ctx context.Context, tx *gate.Tx) error {
		now, err := lock(ctx, tx, n.ID)
		if err != nil || now.State != n.State {
			return err
		}
		tx.Note("offer", n.After)
		now.State, now.Reason = Stale, why
		return save(ctx, tx, now)
	})
}

// returned is a household that looks for a place again, after an offer.
type returned struct{ offer, household, region string }

// due lists those for whom nothing was worked out yet; first, where it is one of
// them, the one that is asked for.
func (s *Service) due(ctx context.Context, first string) (list []returned, err error) {
	err = s.door.View(ctx, access.Program(), access.ProposeNext, func(ctx context.Context, tx *db.Tx, _ gate.Scope) (err error) {
		list, err = dueAnswers(ctx, tx, s.door.Tonight(), first, batch)
		return err
	})
	return list, err
}

// workOut works out one answer for each, on one arrangement: what is found for one
// is no longer there for the next.
func (s *Service) workOut(ctx context.Context, list []returned) error {
	var anew []string
	for _, one := range list {
		anew = append(anew, one.household)
	}
	a, err := s.Arrange(ctx, access.Program(), nil, anew...)
	if err != nil {
		return err
	}
	for _, one := range list {
		if _, known := a.Households[one.household]; !known {
			continue // its affairs moved on while the register was laid out
		}
		skip, err := s.skipped(ctx, one.offer)
		if err != nil {
			return err
		}
		answer := a.answer(one, skip)
		if err := s.put(ctx, answer); err != nil {
			return err
		}
		if answer.Location != "" {
			a.Take(one.household, answer.Location)
		}
	}
	return nil
}

// skipped are the locations that are not proposed again after an offer: where a
// person turned an answer down, and the one that said no, did not answer, or that
// the household does not want. One that its household did not reach, or cannot
// reach yet, may be the best there is.
func (s *Service) skipped(ctx context.Context, offer string) (skip map[string]bool, err error) {
	err = s.door.View(ctx, access.Program(), access.ProposeNext, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		turned, err := turnedAfter(ctx, tx, offer)
		if err != nil {
			return err
		}
		skip = map[string]bool{}
		for _, location := range turned {
			skip[location] = true
		}
		o, err := matching.OfferByID(ctx, tx, offer)
		if err == nil && failed(o) {
			skip[o.Location] = true
		}
		return err
	})
	return skip, err
}

// failed says whether an offer came to nothing for a cause that its location
// shares.
func failed(o matching.Offer) bool {
	switch o.State {
	case matching.OfferDeclined:
		parked := func(r matching.Reason) bool { return r.Key == o.Reason && r.Consequence == matching.ParkUntil }
		return !slices.ContainsFunc(matching.Reasons, parked)
	case matching.OfferExpired:
		return o.LocationAnswer != matching.Accept
	}
	return false
}

// best is the location with most points that has room: in the household's own
// region, whose matcher can offer it at once, and only where there is none in the
// nation.
func (a *Arrangement) best(household string, skip map[string]bool, region ...string) (best plan.Option, found bool) {
	if a.Doubted[household] {
		return best, false
	}
	for _, option := range a.Options(household, len(a.Locations)) {
		if !option.Room || skip[option.Location] || a.Doubted[option.Location] {
			continue
		}
		home, known := atlas.Find(a.Locations[option.Location].Municipality)
		if len(region) == 0 || known && home.Region == region[0] {
			return option, true
		}
		if !found {
			best, found = option, true
		}
	}
	return best, found
}

// answer is what there is for a household that came back.
func (a *Arrangement) answer(one returned, skip map[string]bool) Next {
	h := a.Households[one.household]
	n := Next{ID: db.NewID(), Household: one.household, After: one.offer, From: h.From, Until: h.Until, Persons: h.Persons, State: None}
	if option, found := a.best(one.household, skip, one.region); found {
		n.State, n.Location, n.Points = Waiting, option.Location, option.Points
		if known, ok := a.WhyNotLocation(one.household, option.Location); ok {
			n.Why.Lines = known.Lines
		}
		return n
	}
	if a.Doubted[one.household] {
		n.Why.Says = []plan.Text{{Key: "matching.stale_doubt"}}
		return n
	}
	for location := range skip {
		if a.roomAt(one.household, location) {
			n.Why.Says = append(n.Why.Says, plan.Text{Key: "nextplace.only_same", Args: map[string]any{"location": a.Locations[location].Name}})
		}
	}
	if why, known := a.Explain(one.household); known && len(n.Why.Says) == 0 {
		n.Why.Says = why.Says
	}
	return n
}

func (a *Arrangement) roomAt(household, location string) bool {
	for _, option := range a.Options(household, len(a.Locations)) {
		if option.Location == location {
			return option.Room
		}
	}
	return false
}

// put lays an answer before those who decide, unless it is no longer wanted or
// somebody else was first.
func (s *Service) put(ctx context.Context, n Next) error {
	return s.door.Do(ctx, access.Program(), aboutHousehold(access.ProposeNext, n.Household, "offer came to nothing"), func(ctx context.Context, tx *gate.Tx) error {
		// Its offer is locked, so that of two at once the second sees the first.
		if _, err := matching.Lock(ctx, tx, n.After); err != nil {
			return err
		}
		wanted, err := stillDue(ctx, tx.Tx, tx.Tonight(), n.After)
		if err != nil || !wanted {
			return err
		}
		tx.Note("offer", n.After)
		if n.Location != "" {
			tx.Note("location", n.Location)
		}
		return insert(ctx, tx, n)
	})
}
