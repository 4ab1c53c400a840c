package placement_test

import (
	"context"
	"io"
	"log/slog"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/nextplace"
	"onderdak/internal/module/placement"
	"onderdak/internal/module/places"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/job"
)

func TestMain(m *testing.M) { os.Exit(dbtest.Run(m)) }

var (
	ctx      = context.Background()
	noon     = time.Date(2022, 4, 11, 10, 0, 0, 0, time.UTC)
	tonight  = calendar.NightOf(noon)
	quiet    = slog.New(slog.NewTextHandler(io.Discard, nil))
	national = access.Actor{Person: "nel", Role: access.National}
	other    = access.Actor{Person: "noa", Role: access.National}
	regional = access.Actor{Person: "rik", Role: access.Regional, Region: "VR09"}
	flevo    = access.Actor{Person: "fay", Role: access.Regional, Region: "VR25"}
	utrecht  = access.Actor{Person: "uma", Role: access.Municipal, Municipality: "GM0344", Region: "VR09"}
)

// house is a small nation behind the desk.
type house struct {
	testing.TB
	store      *db.DB
	clock      *time.Time
	lock       *sync.Mutex
	door       *gate.Gate
	places     *places.Service
	households *households.Service
	matching   *matching.Service
	next       *nextplace.Service
	*placement.Service
	worker *job.Worker
}

func each(t *testing.T, test func(h house)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, store *db.DB) { test(open(t, store)) })
}

func open(t testing.TB, store *db.DB) house {
	t.Helper()
	clock, lock := new(time.Time), new(sync.Mutex)
	*clock = noon
	now := func() time.Time {
		lock.Lock()
		defer lock.Unlock()
		return *clock
	}
	settings := matching.Defaults()
	settings.Iterations = 200
	h := house{TB: t, store: store, clock: clock, lock: lock, door: gate.New(store, now)}
	h.places, h.households, h.matching = places.New(h.door), households.New(h.door), matching.New(h.door, settings)
	h.next = nextplace.New(h.door, h.matching, settings)
	h.Service = placement.New(h.door, h.matching, h.next, settings)
	handlers := h.matching.Handlers()
	maps.Copy(handlers, h.next.Handlers())
	h.worker = job.NewWorker(store, now, quiet, handlers)
	return h
}

func (h house) later(d time.Duration) {
	h.lock.Lock()
	defer h.lock.Unlock()
	*h.clock = h.clock.Add(d)
}

func (h house) ok(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h house) wants(err error, kind fault.Kind, key string) {
	h.Helper()
	if fault.KindOf(err) != kind || fault.As(err).Key != key {
		h.Errorf("got %v, want %s %s", err, kind, key)
	}
}

// location adds a location in Zeist with places open from tonight on.
func (h house) location(id string, open int, facilities ...string) {
	h.Helper()
	h.locationOf(places.Location{ID: id, Municipality: "GM0355", Region: "VR09", Name: "Huis " + id, Type: "hotel", Facilities: facilities,
		Address: "Laan 1", Postcode: "3701 AB", Contact: places.Contact{Name: "J. Bakker", Phone: "030 000 0000"}}, open)
}

func (h house) locationOf(l places.Location, open int) {
	h.Helper()
	h.ok(h.places.AddLocation(ctx, access.Program(), l))
	h.state(l.ID, open)
}

func (h house) state(id string, open int) {
	h.Helper()
	h.ok(h.places.State(ctx, access.Program(), places.Statement{
		ID: db.NewID(), Location: id, Rung: places.Open, From: tonight, Places: open, Source: "phone",
	}))
}

// household registers a household that waits in Utrecht.
func (h house) household(id string, persons int, change ...func(*households.Household)) {
	h.Helper()
	fresh := households.Household{
		ID: id, Municipality: "GM0344", Region: "VR09", Persons: persons, From: tonight, WaitingSince: tonight - 3, Until: calendar.At(tonight + 10),
	}
	for _, c := range change {
		c(&fresh)
	}
	h.ok(h.households.Register(ctx, access.Program(), fresh, nil, nil))
}

func needs(words ...string) func(*households.Household) {
	return func(x *households.Household) { x.Needs = words }
}

func flags(words ...string) func(*households.Household) {
	return func(x *households.Household) { x.Flags = words }
}

func (h house) run(actor access.Actor) matching.Run {
	h.Helper()
	started, err := h.matching.Start(ctx, actor, matching.Order{})
	h.ok(err)
	_, err = h.worker.Drain(ctx)
	h.ok(err)
	run, _, err := h.matching.Run(ctx, actor, started.ID)
	h.ok(err)
	if !run.Certified {
		h.Fatalf("the run is %s: %s", run.State, run.Failure)
	}
	return run
}

func (h house) standing(id string) placement.Standing {
	h.Helper()
	found := h.decision(id)
	if !found.Queued {
		h.Fatalf("%s is not in the queue", id)
	}
	return found.Standing
}

func (h house) decision(id string) placement.Decision {
	h.Helper()
	found, err := h.Decision(ctx, national, id)
	h.ok(err)
	return found
}

func (h house) queue(actor access.Actor, filter placement.Filter) string {
	h.Helper()
	list, total, _, err := h.Queue(ctx, actor, filter)
	h.ok(err)
	var ids []string
	for _, one := range list {
		ids = append(ids, one.Household+":"+string(one.Status))
	}
	if total != len(list) {
		h.Errorf("%d in all, %d listed", total, len(list))
	}
	return strings.Join(ids, " ")
}

func (h house) inState(id string, want households.State) {
	h.Helper()
	found, err := h.households.Household(ctx, national, id)
	h.ok(err)
	if found.State != want || found.WaitingSince != tonight-3 {
		h.Errorf("household %s is %s since %s, want %s", id, found.State, found.WaitingSince, want)
	}
}

func (h house) free(location string) int {
	h.Helper()
	free, err := h.places.Free(ctx, national, location, tonight, tonight+1)
	h.ok(err)
	return free[0]
}

// clean checks the invariants of all books.
func (h house) clean() {
	h.Helper()
	h.ok(h.store.Read(ctx, func(tx *db.Tx) error {
		for name, verify := range map[string]func(context.Context, *db.Tx) ([]string, error){
			"gate": gate.Verify, "places": places.Verify, "households": households.Verify, "matching": matching.Verify,
		} {
			wrong, err := verify(ctx, tx)
			if err != nil {
				return err
			}
			for _, flaw := range wrong {
				h.Errorf("%s: %s", name, flaw)
			}
		}
		return nil
	}))
}

// The queue is ordered by urgency and waiting time, tells what each waits for,
// and shows nobody of another region.
func TestTheQueue(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 4)
		h.household("long", 2, func(x *households.Household) { x.WaitingSince = tonight - 9 })
		h.household("soon", 1, flags(plan.FlagUrgent))
		h.household("dog", 1, needs("pets"))
		h.household("later", 1)
		h.household("child", 1, func(x *households.Household) { x.Flags, x.Minors = []string{plan.FlagUnaccompaniedMinor}, 1 })
		h.household("far", 1, func(x *households.Household) { x.Municipality, x.Region = "GM0034", "VR25" })
		h.run(regional)
		if got := h.queue(regional, placement.Filter{}); got != "soon:proposal long:proposal dog:no_place later:proposal" {
			h.Errorf("the queue is %s", got)
		}
		h.ok(h.Accept(ctx, regional, "later", h.standing("later").Proposal))
		until := calendar.At(tonight + 5)
		h.ok(h.Reject(ctx, regional, "long", h.standing("long").Proposal, matching.Verdict{Reason: "reject_later", Until: until}))
		if got := h.queue(national, placement.Filter{}); got != "soon:proposal dog:no_place far:unplanned long:parked later:offered" {
			h.Errorf("the queue is %s", got)
		}
		for filter, want := range map[placement.Filter]string{
			{Status: placement.StatusParked}: "long:parked", {Mark: "pets"}: "dog:no_place", {Mark: "pet"}: "", {Mark: "urgent"}: "soon:proposal",
			{Status: placement.StatusGuardian}: "child:guardian", {Query: "zzz"}: "",
		} {
			if got := h.queue(regional, filter); got != want {
				h.Errorf("%+v: %q, want %q", filter, got, want)
			}
		}
		if got := h.queue(flevo, placement.Filter{}); got != "far:unplanned" {
			h.Errorf("another region sees %s", got)
		}
		_, _, counts, err := h.Queue(ctx, utrecht, placement.Filter{})
		h.ok(err)
		if counts[placement.StatusProposal] != 1 || counts[placement.StatusNoPlace] != 1 || counts[placement.StatusOffered] != 1 {
			h.Errorf("%+v", counts)
		}
		if standing := h.standing("later"); standing.Due == 0 || standing.LocationName != "Huis L1" {
			h.Errorf("%+v", standing)
		}
		h.clean()
	})
}

// A decision tells why here, who else wants the place, and what else there is,
// by the register of now and not of the run.
func TestTheDecision(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 3)
		h.location("L2", 9)
		h.household("h1", 3, func(x *households.Household) { x.Wishes = []string{"near:GM0355", "pets"} })
		h.household("h2", 3)
		h.run(regional)
		for _, id := range []string{"h1", "h2"} {
			found := h.decision(id)
			if found.Standing.Proposal == "" || !found.Holds || !found.Decidable || found.Here == nil || found.Here.Points != found.Standing.Points || !found.RunSeen {
				h.Fatalf("%s: %+v", id, found.Standing)
			}
			var sum int64
			for _, line := range found.Here.Lines {
				sum += line.Points
			}
			if sum != found.Here.Points {
				h.Errorf("%s: the lines add up to %d of %d", id, sum, found.Here.Points)
			}
		}
		h.state("L2", 3) // two houses that are full: another choice is an exchange
		at := map[string]string{h.standing("h1").Location: "h1", h.standing("h2").Location: "h2"}
		one := h.decision(at["L1"])
		if len(at) == 2 && (one.Best != nil || len(one.Options) != 1 || one.Options[0].Room || len(one.Options[0].Costs) != 1 ||
			one.Options[0].Costs[0].Key != "placement.cost_moves") {
			h.Errorf("%+v", one.Options)
		}
		h.state(one.Standing.Location, 2)
		if now := h.decision(one.Household.ID); now.Holds || len(now.Here.Short) == 0 && !now.Here.Never {
			h.Errorf("a proposal stands without places: %+v", now.Here)
		}
	})
}

// The plan is the nation's; household and location are both the region's: the
// region may make the offer, and the nation's plan then finds it made.
func TestARegionOffersWhatTheNationPlannedWithinIt(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 9)
		h.household("h1", 2)
		run := h.run(national)
		proposal := h.standing("h1").Proposal
		h.ok(h.Accept(ctx, regional, "h1", proposal))
		h.inState("h1", households.StateOffered)
		sent, err := h.matching.SendOffers(ctx, national, run.ID, nil)
		if h.ok(err); sent.Offered != 0 {
			h.Errorf("a second offer was made: %+v", sent)
		}
	})
}

// The household is the region's, the location is not: the plan's owner decides.
func TestARegionDoesNotOfferWhatLiesOutsideIt(t *testing.T) {
	each(t, func(h house) {
		h.locationOf(places.Location{ID: "F1", Municipality: "GM0034", Region: "VR25", Name: "Ver weg", Type: "office"}, 9)
		h.household("h1", 2)
		h.run(national)
		if seen, err := h.Decision(ctx, regional, "h1"); err != nil || seen.Within {
			h.Errorf("a region may offer a place outside it: %v", err)
		}
		h.wants(h.Accept(ctx, regional, "h1", h.standing("h1").Proposal), fault.NotFound, "matching.run_unknown")
		h.inState("h1", households.StateWaiting)
	})
}

// Who sees but does not place, and who belongs to another region, decides
// nothing.
func TestWhoDecides(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 9)
		h.household("h1", 2)
		h.run(national)
		proposal := h.standing("h1").Proposal
		if seen, err := h.Decision(ctx, utrecht, "h1"); err != nil || seen.Decidable {
			h.Errorf("a municipality decides: %v", err)
		}
		if seen, err := h.Decision(ctx, regional, "h1"); err != nil || seen.Decidable || seen.RunSeen || !seen.Within {
			h.Errorf("a region and a national run: %+v, %v", seen, err)
		}
		h.wants(h.Accept(ctx, flevo, "h1", proposal), fault.NotFound, "households.unknown")
		h.wants(h.Place(ctx, flevo, "h1", "L1", ""), fault.NotFound, "households.unknown")
		h.wants(h.Place(ctx, utrecht, "h1", "L1", ""), fault.Forbidden, "access.forbidden")
		h.locationOf(places.Location{ID: "U1", Municipality: "GM0344", Region: "VR09", Name: "Stadhuis", Type: "office"}, 9)
		h.wants(h.Place(ctx, utrecht, "h1", "U1", ""), fault.Forbidden, "access.forbidden") // though both are its own
		h.wants(h.Accept(ctx, utrecht, "h1", proposal), fault.Forbidden, "access.forbidden")
		if seen, err := h.Decision(ctx, utrecht, "h1"); err != nil || seen.Within {
			h.Errorf("a municipality may offer: %v", err)
		}
		_, err := h.Look(ctx, flevo, "h1", "L1")
		h.wants(err, fault.NotFound, "households.unknown")
		_, err = h.Decision(ctx, flevo, "h1")
		h.wants(err, fault.NotFound, "households.unknown")
		_, _, err = h.Fits(ctx, flevo, "L1")
		if fault.KindOf(err) != fault.NotFound {
			h.Errorf("another region asks who fits: %v", err)
		}
		if found, err := h.Search(ctx, flevo, "huis"); err != nil || len(found) != 0 {
			h.Errorf("another region finds %v, %v", found, err)
		}
		h.inState("h1", households.StateWaiting)
		h.ok(h.Place(ctx, regional, "h1", "L1", "")) // its own household, in its own location
		h.inState("h1", households.StateOffered)
		h.clean()
	})
}

// Of two matchers who give the last place at once one is first; the other hears
// of it and what is best now.
func TestTwoMatchersAtOnce(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 3)
		h.household("h1", 3)
		h.run(national)
		h.household("h2", 3, flags(plan.FlagUrgent))
		h.run(regional)
		h.location("L2", 9)
		h.ok(h.matching.Reject(ctx, regional, h.standing("h2").Run, h.standing("h2").Proposal, matching.Verdict{Reason: "reject_other", Note: "test"}))
		h.ok(h.Restore(ctx, regional, "h2"))
		ids, actors := []string{"h1", "h2"}, []access.Actor{national, regional}
		first, second := h.standing("h1"), h.standing("h2")
		if second.Location != "L1" || second.Proposal == "" {
			h.Fatalf("%+v", second)
		}
		var wait sync.WaitGroup
		errs := make([]error, 2)
		wait.Add(2)
		go func() { defer wait.Done(); errs[0] = h.Place(ctx, actors[0], "h1", "L1", "") }()
		go func() { defer wait.Done(); errs[1] = h.Accept(ctx, actors[1], "h2", second.Proposal) }()
		wait.Wait()
		loser := slices.IndexFunc(errs, func(err error) bool { return err != nil })
		if loser < 0 || errs[1-loser] != nil {
			h.Fatalf("%v of %+v", errs, first)
		}
		h.wants(errs[loser], fault.Conflict, "places.full")
		h.inState(ids[loser], households.StateWaiting)
		h.inState(ids[1-loser], households.StateOffered)
		if left := h.decision(ids[loser]); left.Best == nil || left.Best.Location != "L2" {
			h.Errorf("%+v", left.Best)
		}
		found, err := h.households.Household(ctx, national, ids[loser])
		h.ok(err)
		if taker, known := h.Taken(ctx, national, found, "L1"); !known || taker.At != calendar.InstantOf(noon) {
			h.Errorf("%+v %t", taker, known)
		}
		if free := h.free("L1"); free != 0 {
			h.Errorf("%d places left", free)
		}
		h.clean()
	})
}

// One proposal is decided once.
func TestOneProposalTwoDecisions(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 9)
		h.household("h1", 3)
		h.run(national)
		proposal := h.standing("h1").Proposal
		errs := make([]error, 2)
		var wait sync.WaitGroup
		for i, actor := range []access.Actor{national, other} {
			wait.Add(1)
			go func() { defer wait.Done(); errs[i] = h.Accept(ctx, actor, "h1", proposal) }()
		}
		wait.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			h.Fatalf("%v", errs)
		}
		for _, err := range errs {
			if err != nil {
				h.wants(err, fault.Conflict, "matching.proposal_decided")
			}
		}
		h.wants(h.Reject(ctx, national, "h1", proposal, matching.Verdict{Reason: "reject_not_suitable"}), fault.Conflict, "matching.proposal_decided")
		h.clean()
	})
}

// An offer nobody answered is taken back: nights free at once, waiting time kept,
// next best computed. Once a side has answered it is refused.
func TestTakingBack(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 3)
		h.household("h1", 3)
		h.wants(h.TakeBack(ctx, national, "h1"), fault.Conflict, "placement.no_offer")
		h.run(national)
		h.ok(h.Accept(ctx, national, "h1", h.standing("h1").Proposal))
		if h.free("L1") != 0 {
			h.Error("the offer holds nothing")
		}
		h.ok(h.TakeBack(ctx, national, "h1"))
		h.inState("h1", households.StateWaiting)
		found := h.decision("h1")
		if h.free("L1") != 3 || found.Best == nil || found.Best.Location != "L1" || found.Standing.Status != placement.StatusFellThrough {
			h.Errorf("%+v, %+v", found.Standing, found.Best)
		}
		h.ok(h.Place(ctx, national, "h1", "L1", ""))
		offer := h.decision("h1").Offer
		_, err := h.matching.Answer(ctx, national, matching.Reply{Offer: offer.ID, Side: matching.SideLocation, Answer: matching.Accept})
		h.ok(err)
		h.wants(h.TakeBack(ctx, national, "h1"), fault.Conflict, "matching.answered_already")
		h.inState("h1", households.StateOffered)
		h.wants(h.TakeBack(ctx, flevo, "h1"), fault.NotFound, "households.unknown")
		h.clean()
	})
}

// Turning down is undone with all it led to, while nothing depends on it.
func TestRestoring(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 9)
		for _, id := range []string{"h1", "h2", "h3", "h4"} {
			h.household(id, 1)
		}
		h.run(national)
		until := calendar.At(tonight + 4)
		h.ok(h.Reject(ctx, national, "h1", h.standing("h1").Proposal, matching.Verdict{Reason: "reject_not_suitable"}))
		h.ok(h.Reject(ctx, national, "h2", h.standing("h2").Proposal, matching.Verdict{Reason: "reject_later", Until: until}))
		h.ok(h.Reject(ctx, national, "h3", h.standing("h3").Proposal, matching.Verdict{Reason: "reject_not_suitable"}))
		h.ok(h.Reject(ctx, national, "h4", h.standing("h4").Proposal, matching.Verdict{Reason: "reject_other", Note: "test"}))
		if look, err := h.Look(ctx, national, "h1", "L1"); err != nil || !look.Declined || !look.Overrulable() {
			h.Errorf("%+v %v", look, err)
		}
		h.inState("h2", households.StateParked)
		h.later(time.Minute)
		for _, id := range []string{"h1", "h2"} {
			h.ok(h.Restore(ctx, national, id))
			h.inState(id, households.StateWaiting)
			if found := h.decision(id); found.Standing.Status != placement.StatusProposal || !found.Holds {
				h.Errorf("%s: %+v", id, found.Standing)
			}
			h.wants(h.Restore(ctx, national, id), fault.Conflict, "matching.restore_depends")
		}
		h.ok(h.Accept(ctx, national, "h1", h.standing("h1").Proposal))
		h.ok(h.Place(ctx, national, "h3", "L1", "asked again"))
		h.wants(h.Restore(ctx, national, "h3"), fault.Conflict, "matching.restore_depends")
		turned := h.standing("h4")
		h.run(national) // a new plan saw h4
		h.wants(h.matching.Restore(ctx, national, turned.Run, turned.Turned), fault.Conflict, "matching.restore_depends")
		h.wants(h.Restore(ctx, national, "h4"), fault.Conflict, "matching.restore_depends")
		h.clean()
	})
}
