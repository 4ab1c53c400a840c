package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/module/arrivals"
	"onderdak/internal/module/dispersal"
	"onderdak/internal/module/households"
	"onderdak/internal/module/intake"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/places"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/scenario"
)

// What the first day of the demo brings: of every hundred offers so many are
// answered yes by both sides, so many no, the others wait; of those accepted who
// were expected tonight so many come, and some do not.
const (
	answered      = 400 // offers at most; the rest of the day is the visitor's
	yesPerHundred = 70
	noPerHundred  = 8
	comePerTen    = 7
)

// match runs one match over the nation and waits for its plan.
func (d *demo) match(ctx context.Context) error {
	run, err := d.Matching.Start(ctx, access.Program(), matching.Order{ID: db.NewID(), Seed: max(d.settings.Seed, 1), TimeLimit: demoTimeLimit})
	if err != nil {
		return err
	}
	d.run = run.ID
	watching, stop := context.WithCancel(ctx)
	defer stop()
	go d.watch(watching)
	if _, err := d.worker.Drain(ctx); err != nil {
		return err
	}
	stop()
	d.progress("match", 1, 1)
	run, _, err = d.Matching.Run(ctx, access.Program(), d.run)
	if err != nil {
		return err
	}
	if !run.Certified {
		return fmt.Errorf("demo: the match run ended as %s: %s", run.State, run.Failure)
	}
	d.summary.Certificate = run.Certificate
	if d.summary.Guardian > 0 {
		d.summary.Without[plan.ReasonGuardian] = d.summary.Guardian
	}
	_, total, err := d.Matching.Unplaced(ctx, access.Program(), d.run, matching.UnplacedFilter{})
	for offset := 0; err == nil && offset < total; offset += pageOfUnplaced {
		var some []matching.Unplaced
		some, _, err = d.Matching.Unplaced(ctx, access.Program(), d.run,
			matching.UnplacedFilter{Page: matching.Page{Limit: pageOfUnplaced, Offset: offset}})
		for _, household := range some {
			d.summary.Without[household.Reason]++
		}
	}
	return err
}

const (
	pageOfUnplaced = 500
	demoTimeLimit  = 20 * time.Second
	watchEvery     = 200 * time.Millisecond
)

func (d *demo) watch(ctx context.Context) {
	ticker := time.NewTicker(watchEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if step, known := d.Matching.Progress(d.run); known {
				d.progress("match: "+step.Phase, step.Percent, 100)
			}
		}
	}
}

// offer puts the whole plan to both sides.
func (d *demo) offer(ctx context.Context) error {
	d.progress("offers", 0, 1)
	sent, err := d.Matching.SendOffers(ctx, access.Program(), d.run, nil)
	if err != nil {
		return err
	}
	d.summary.Offered, d.summary.Stale = sent.Offered, len(sent.Stale)
	d.offers, _, err = d.Matching.Offers(ctx, access.Program(), matching.OfferFilter{Run: d.run, Page: matching.Page{Limit: answered}})
	d.progress("offers", 1, 1)
	return err
}

// answer lets both sides answer the first offers.
func (d *demo) answer(ctx context.Context) error {
	for i, offer := range d.offers {
		d.progress("answers", i+1, len(d.offers))
		d.summary.Regions[offer.LocationOwner.Region]++
		draw := (i * 37) % 100
		switch {
		case draw < yesPerHundred:
			for _, side := range []matching.Side{matching.SideLocation, matching.SideHousehold} {
				if err := d.reply(ctx, matching.Reply{Offer: offer.ID, Side: side, Answer: matching.Accept}); err != nil {
					return err
				}
			}
			d.summary.Accepted++
		case draw < yesPerHundred+noPerHundred:
			if err := d.reply(ctx, refusal(offer.ID, draw)); err != nil {
				return err
			}
			d.summary.Declined++
		}
	}
	return nil
}

func (d *demo) reply(ctx context.Context, reply matching.Reply) error {
	_, err := d.Matching.Answer(ctx, access.Program(), reply)
	return err
}

// refusal is one of the ways in which people say no.
func refusal(offer string, draw int) matching.Reply {
	verdicts := []struct {
		side    matching.Side
		verdict matching.Verdict
	}{
		{matching.SideHousehold, matching.Verdict{Reason: "too_far"}},
		{matching.SideLocation, matching.Verdict{Reason: "not_suitable"}},
		{matching.SideHousehold, matching.Verdict{Reason: "stays_with_relatives", Until: calendar.At(DemoClock().Night().Plus(14))}},
		{matching.SideHousehold, matching.Verdict{Reason: "already_housed"}},
	}
	chosen := verdicts[draw%len(verdicts)]
	return matching.Reply{Offer: offer, Side: chosen.side, Answer: matching.Decline, Verdict: chosen.verdict}
}

// arrive lets those come who are expected tonight; announced is not arrived.
func (d *demo) arrive(ctx context.Context) error {
	tonight := d.door.Tonight()
	accepted, _, err := d.Matching.Offers(ctx, access.Program(), matching.OfferFilter{
		State: matching.OfferAccepted, Run: d.run, Page: matching.Page{Limit: answered},
	})
	if err != nil {
		return err
	}
	for i, offer := range accepted {
		d.progress("arrivals", i+1, len(accepted))
		if offer.From > tonight {
			continue
		}
		switch draw := i % 10; {
		case draw < comePerTen:
			if err := d.Matching.Present(ctx, access.Program(), offer.ID, offer.Persons); err != nil {
				return err
			}
			d.summary.Arrived++
		case draw == 9:
			if err := d.Matching.NotArrived(ctx, access.Program(), offer.ID, matching.Verdict{Reason: "missed_transport"}); err != nil {
				return err
			}
		}
	}
	return nil
}

// again works out the next place of those whose offer came to nothing; a person
// has yet to look at it.
func (d *demo) again(ctx context.Context) error {
	d.progress("next places", 0, 1)
	if err := d.refuseAtHome(ctx); err != nil {
		return err
	}
	_, err := d.Next.Review(ctx)
	d.progress("next places", 1, 1)
	return err
}

// refuseAtHome lets a family in the region whose coordinator gets a link say no, so
// that a next place lies on that desk: one that was sent an offer, or else one that is
// taken in for it.
func (d *demo) refuseAtHome(ctx context.Context) error {
	home, err := d.busiest(ctx)
	if err != nil {
		return err
	}
	open, _, err := d.Matching.Offers(ctx, access.Program(), matching.OfferFilter{State: matching.OfferOpen, Run: d.run, Page: matching.Page{Limit: answered}})
	if err != nil {
		return err
	}
	i := slices.IndexFunc(open, func(o matching.Offer) bool { return o.HouseholdOwner.Region == home.Region })
	if i >= 0 {
		return d.reply(ctx, refusal(open[i].ID, 0))
	}
	family := households.Household{ID: db.NewID(), Municipality: home.Municipality, Region: home.Region, Persons: 3, Minors: 1,
		From: d.door.Tonight(), WaitingSince: d.door.Tonight() - 1}
	if err := d.Households.Register(ctx, access.Program(), family, nil, nil); err != nil {
		return err
	}
	for _, place := range d.nation.Places {
		municipality, _ := atlas.Find(place.Municipality)
		if municipality.Region != home.Region || place.On(scenario.Open, d.nation.Reference) == 0 {
			continue
		}
		offer, err := d.Matching.OfferTo(ctx, access.Program(), matching.HandOffer{Household: family.ID, Location: place.ID,
			From: d.door.Tonight(), Until: d.door.Tonight().Plus(7), EndKnown: true, Reason: "demo"})
		if fault.KindOf(err) == fault.Conflict {
			continue // full, or not for them
		}
		if err != nil {
			return err
		}
		return d.reply(ctx, refusal(offer.ID, 0))
	}
	return nil // the region is full: they wait for the next run
}

// travel plans the coach of tomorrow morning to the locations that await most
// people, with everybody on it who travels there.
func (d *demo) travel(ctx context.Context) error {
	open, err := d.Arrivals.Destinations(ctx, access.Program())
	if err != nil || len(open) == 0 {
		return err
	}
	slices.SortFunc(open, func(a, b arrivals.Destination) int {
		return cmp.Or(b.Persons-a.Persons, strings.Compare(a.Location, b.Location))
	})
	var stops []string
	for _, one := range open[:min(len(open), coachStops)] {
		stops = append(stops, one.Location)
	}
	coach := arrivals.Transport{ID: db.NewID(), Origin: "Aankomsthal Proefstad", LeavesAt: d.door.Now().Plus(24 * time.Hour)}
	if err := d.Arrivals.PlanTransport(ctx, access.Program(), coach, stops); err != nil {
		return err
	}
	seats, err := d.Arrivals.Boardable(ctx, access.Program(), coach.ID)
	if err != nil {
		return err
	}
	var offers []string
	for _, seat := range seats {
		offers = append(offers, seat.Guest.Offer)
	}
	return d.Arrivals.Board(ctx, access.Program(), coach.ID, offers)
}

// coachStops is at how many locations a coach stops.
const coachStops = 3

// rooms gives the location its staff will look at rooms, with those in them who
// sleep there, and one that cannot be used.
func (d *demo) rooms(ctx context.Context) error {
	home, err := d.busiest(ctx)
	if err != nil {
		return err
	}
	tonight := d.door.Tonight()
	stays, err := d.Places.Chart(ctx, access.Program(), home.ID, tonight, tonight+1)
	if err != nil {
		return err
	}
	for number := 1; number <= demoRooms; number++ {
		room := places.Room{ID: db.NewID(), Location: home.ID, Name: fmt.Sprintf("Kamer %d", number), Beds: roomBeds}
		if err := d.Places.AddRoom(ctx, access.Program(), room); err != nil {
			return err
		}
		if number == demoRooms {
			return d.Places.BlockRoom(ctx, access.Program(), places.Block{
				ID: db.NewID(), Room: room.ID, From: tonight, Until: calendar.At(tonight + 5), Reason: "De douche lekt.",
			})
		}
		for len(stays) > 0 {
			stay := stays[0]
			stays = stays[1:]
			if stay.State != places.Present || stay.Persons > roomBeds {
				continue
			}
			if err := d.Places.AssignRooms(ctx, access.Program(), stay.ID, []places.Share{{Room: room.ID, Persons: stay.Persons}}); err != nil {
				return err
			}
			break
		}
	}
	return nil
}

const (
	demoRooms = 8
	roomBeds  = 4
)

// spread lets the two regions with most offers ask the nation for help: one is
// answered with places in a third, the other waits for the visitor.
func (d *demo) spread(ctx context.Context) error {
	regions := slices.SortedFunc(maps.Keys(d.summary.Regions), func(a, b string) int {
		return cmp.Or(d.summary.Regions[b]-d.summary.Regions[a], strings.Compare(a, b))
	})
	if len(regions) < 3 {
		return nil
	}
	for i, region := range regions[:2] {
		request := dispersal.Request{
			ID: db.NewID(), Region: region, Persons: 60 - 20*i, Needs: []string{"long_stay"}, Deadline: d.door.Tonight().Plus(2 + i),
			Reason: "Onze locaties zijn binnen drie dagen vol. Nieuwe locaties openen pas in mei.",
		}
		if err := d.Dispersal.Ask(ctx, access.Program(), request); err != nil {
			return err
		}
		if i == 1 {
			return d.Dispersal.Answer(ctx, access.Program(), dispersal.Answer{
				Request: request.ID, Grant: true, Shares: []dispersal.Share{{Region: regions[len(regions)-1], Places: 25}},
			})
		}
	}
	return nil
}

// tell lets two people report a location by the form, without an account: a new
// one, and one that is in the register already.
func (d *demo) tell(ctx context.Context) error {
	home, err := d.busiest(ctx)
	if err != nil {
		return err
	}
	tonight := d.door.Tonight()
	for _, told := range []intake.Report{
		{Place: "Dorpshuis De Linde", Places: 24, From: calendar.At(tonight + 3), Until: calendar.At(tonight + 93), Facilities: []string{"wheelchair", "own_kitchen"},
			Contact: places.Contact{Name: "Beheerder De Linde", Phone: "010 000 0024", Email: "beheer@delinde.example"}},
		{Place: home.Name, Places: 12, Contact: places.Contact{Name: "Receptie", Phone: "010 000 0012"}},
	} {
		told.Municipality = home.Municipality
		if _, _, err := d.Intake.Report(ctx, intake.NewToken(), "nl", told); err != nil {
			return err
		}
	}
	return nil
}

// check asks the contact of one location whether what we know still holds, so that
// there is a mail with a link to answer by.
func (d *demo) check(ctx context.Context) error {
	home, err := d.busiest(ctx)
	if err != nil {
		return err
	}
	_, err = d.Freshness.Ask(ctx, home.ID)
	return err
}

// busiest is an ordinary location with the most offers among those that are open
// tonight and have people in them: the one its staff will want to look at.
func (d *demo) busiest(ctx context.Context) (places.Location, error) {
	alive := map[string]bool{}
	for _, place := range d.nation.Places {
		alive[place.ID] = place.On(scenario.Open, d.nation.Reference) > 0 && len(place.Stays) > 0
	}
	counts := map[string]int{}
	best := ""
	for _, offer := range d.offers {
		if !alive[offer.Location] {
			continue
		}
		counts[offer.Location]++
		if counts[offer.Location] > counts[best] {
			best = offer.Location
		}
	}
	if best == "" {
		return places.Location{}, errors.New("demo: no location that is open tonight was sent an offer")
	}
	return d.Places.Location(ctx, access.Program(), best)
}
