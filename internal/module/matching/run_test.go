package matching

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/places"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/fault"
)

// nation fills a small nation: three locations, ten households, of which one is
// a child alone and one needs what nobody has.
func (h house) nation() {
	h.Helper()
	h.location("L1", 8, "wheelchair")
	h.location("L2", 6, "crib")
	h.location("L3", 3)
	for i := range 8 {
		h.household(fmt.Sprintf("h%d", i+1), 1+i%3, func(household *households.Household) {
			household.WaitingSince = tonight - calendar.Night(i)
			if i == 0 {
				household.Needs = []string{"wheelchair"}
			}
		})
	}
	h.household("h9", 1, func(child *households.Household) {
		child.Minors, child.Flags = 1, []string{plan.FlagUnaccompaniedMinor}
	})
	h.household("h10", 2, func(household *households.Household) { household.Needs = []string{"medical_room"} })
}

// shape is a plan without the ids the store gives.
func shape(list []Proposal) string {
	var text strings.Builder
	for _, p := range list {
		fmt.Fprintf(&text, "%s>%s %s..%s %d %d; ", p.Household, p.Location, p.From, p.Until, p.Persons, p.Points)
	}
	return text.String()
}

func TestARunPlansWhatItFroze(t *testing.T) {
	each(t, func(h house) {
		h.nation()
		started, err := h.Start(ctx, regional, Order{ID: "r1"})
		h.ok(err)
		again, err := h.Start(ctx, regional, Order{ID: "r1"})
		h.ok(err)
		if started.State != RunQueued || again.RequestedAt != started.RequestedAt || started.Region != "VR09" {
			h.Errorf("%+v, again %+v", started, again)
		}
		_, err = h.Start(ctx, regional, Order{})
		h.wants(err, fault.Conflict, "matching.run_under_way")
		h.household("late", 1) // after the freeze: the run must not see it
		h.drain()
		run, summary, err := h.Run(ctx, utrecht, "r1")
		h.ok(err)
		if run.State != RunDone || run.Households != 9 || run.Attempt != 1 || run.Progress.Percent != 100 {
			h.Errorf("%+v", run)
		}
		if c := run.Certificate; c.Households != 9 || c.Placed+1 < 8 || c.Objective > c.Bound || c.Baseline > c.Objective {
			h.Errorf("%+v", run.Certificate)
		}
		if len(summary.Regions) != 1 || len(summary.Kinds) == 0 || summary.Start != tonight {
			h.Errorf("%+v", summary)
		}
		list, total, err := h.Proposals(ctx, utrecht, "r1", ProposalFilter{Page: Page{Limit: 3}})
		h.ok(err)
		if total != run.Certificate.Placed || len(list) != 3 || list[0].Points < list[2].Points || list[0].Code == "" || list[0].LocationName == "" {
			h.Errorf("%d of %d: %+v", len(list), total, list)
		}
		sum := int64(0)
		for _, line := range list[0].Why.Lines {
			sum += line.Points
		}
		if sum != list[0].Points {
			h.Errorf("the lines add up to %d, the points are %d", sum, list[0].Points)
		}
		one, err := h.Proposal(ctx, regional, "r1", list[0].ID)
		if h.ok(err); one.Household != list[0].Household {
			h.Errorf("%+v", one)
		}
		h.clean()
	})
}

func TestWhoHasNoPlaceIsToldWhy(t *testing.T) {
	each(t, func(h house) {
		h.nation()
		run := h.run(national)
		list, total, err := h.Unplaced(ctx, national, run.ID, UnplacedFilter{Reason: plan.ReasonNoEligible})
		h.ok(err)
		if total != 1 || list[0].Household != "h10" || len(list[0].Why.Says) == 0 || len(list[0].Why.Rules) == 0 {
			h.Fatalf("%+v", list)
		}
		texts := catalogue(h.TB)
		for _, says := range list[0].Why.Says {
			if text := texts.Text("nl", says.Key, says.Args); strings.ContainsAny(text, "{[") {
				h.Errorf("%q", text)
			}
		}
		waiters, total, err := h.Waiting(ctx, utrecht, WaitingFilter{})
		h.ok(err)
		if total != 9 {
			h.Errorf("%d wait", total)
		}
		for _, w := range waiters {
			if (w.Household == "h10") != (w.Reason == plan.ReasonNoEligible) || w.Run != run.ID || w.Reason == "" && w.Proposal == "" {
				h.Errorf("%+v", w)
			}
		}
		if _, total, _ := h.Waiting(ctx, utrecht, WaitingFilter{Reason: plan.ReasonNoEligible}); total != 1 {
			h.Errorf("%d without a suitable location", total)
		}
		if _, total, _ := h.Waiting(ctx, zeist, WaitingFilter{}); total != 0 {
			h.Errorf("Zeist sees %d households of Utrecht", total)
		}
	})
}

func TestTheSameSnapshotAndSeedGiveTheSamePlan(t *testing.T) {
	each(t, func(h house) {
		h.nation()
		first, second := h.run(national), h.run(national)
		if first.InputSHA256 != second.InputSHA256 || first.Certificate.InputSHA256 != second.Certificate.InputSHA256 {
			h.Error("nothing changed, and the inputs differ")
		}
		if a, b := shape(h.proposals(first.ID)), shape(h.proposals(second.ID)); a != b || a == "" {
			h.Errorf("two plans:\n%s\n%s", a, b)
		}
	})
}

// The program dies while it computes; another takes the run over from the stored
// snapshot though the world has changed, and makes the same plan.
func TestARunSurvivesACrash(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		dying, die := context.WithCancel(ctx)
		chosen := settings()
		chosen.Planner = func(ctx context.Context, _ plan.Input, _ plan.Options) (*plan.Plan, error) {
			die()
			<-ctx.Done()
			return nil, ctx.Err()
		}
		h := open(t, store, chosen)
		h.nation()
		started, err := h.Start(ctx, national, Order{})
		h.ok(err)
		payload := []byte(`{"run":"` + started.ID + `"}`)
		if err := h.compute(dying, payload); !errors.Is(err, context.Canceled) {
			h.Fatalf("got %v", err)
		}
		if run, _, err := h.Run(ctx, national, started.ID); err != nil || run.State != RunRunning {
			h.Errorf("%+v, %v", run, err)
		}
		alive := open(t, store, settings())
		alive.household("late", 1)
		alive.ok(alive.compute(ctx, payload))
		run, _, err := alive.Run(ctx, national, started.ID)
		if h.ok(err); run.State != RunDone || run.Attempt != 2 {
			h.Errorf("%+v", run)
		}
		before := alive.proposals(run.ID)
		alive.ok(alive.compute(ctx, payload)) // told again: nothing happens
		if shape(before) != shape(alive.proposals(run.ID)) {
			h.Error("a second telling changed the plan")
		}
		for _, p := range before {
			if p.Household == "late" {
				h.Error("the run saw who came after the freeze")
			}
		}
		alive.clean()
	})
}

// Two computers work on one run because the first was thought dead; the one
// that was overtaken writes nothing.
func TestAnOvertakenComputerWritesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		var h house
		chosen := settings()
		chosen.Planner = func(planning context.Context, in plan.Input, o plan.Options) (*plan.Plan, error) {
			other := open(t, store, settings())
			for _, run := range must(h.Runs(ctx, national, Page{})) {
				h.ok(other.compute(ctx, []byte(`{"run":"`+run.ID+`"}`)))
			}
			return plan.Make(planning, in, o)
		}
		h = open(t, store, chosen)
		h.nation()
		started, err := h.Start(ctx, national, Order{})
		h.ok(err)
		h.ok(h.compute(ctx, []byte(`{"run":"`+started.ID+`"}`)))
		run, _, err := h.Run(ctx, national, started.ID)
		if h.ok(err); run.Attempt != 2 || len(h.proposals(run.ID)) != run.Certificate.Placed {
			h.Errorf("%+v", run)
		}
		h.clean()
	})
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func TestStop(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		var h house
		chosen := settings()
		id := ""
		computing := make(chan struct{})
		chosen.Planner = func(ctx context.Context, in plan.Input, o plan.Options) (*plan.Plan, error) {
			close(computing)
			<-ctx.Done()
			return plan.Make(ctx, in, o)
		}
		h = open(t, store, chosen)
		h.nation()
		queued, err := h.Start(ctx, national, Order{})
		h.ok(err)
		h.wants(h.Stop(ctx, flevo, queued.ID), fault.Forbidden, "access.forbidden")
		h.ok(h.Stop(ctx, national, queued.ID))
		h.drain() // the job of the stopped run finds nothing to do
		if run, _, err := h.Run(ctx, national, queued.ID); err != nil || run.State != RunStopped || run.Certified {
			h.Errorf("%+v, %v", run, err)
		}
		h.wants(h.Stop(ctx, national, queued.ID), fault.Conflict, "matching.run_ended")

		started, err := h.Start(ctx, national, Order{})
		h.ok(err)
		id = started.ID
		done := make(chan error)
		go func() { done <- h.compute(ctx, []byte(`{"run":"`+id+`"}`)) }()
		<-computing
		if _, live := h.Progress(id); !live {
			h.Error("a running run has no progress")
		}
		// From another process: only the store carries the word.
		other := open(t, store, settings())
		h.ok(other.Stop(ctx, national, id))
		h.ok(<-done)
		run, _, err := h.Run(ctx, national, id)
		if h.ok(err); run.State != RunStopped || !run.Certified || run.Certificate.Objective > run.Certificate.Bound {
			h.Errorf("%+v", run)
		}
		if run.Certificate.Placed == 0 || len(h.proposals(id)) != run.Certificate.Placed {
			h.Error("the best plan so far was not kept")
		}
		h.clean()
	})
}

// A run whose computer went silent for good can be stopped all the same.
func TestASilentRunCanBeStopped(t *testing.T) {
	each(t, func(h house) {
		h.nation()
		started, err := h.Start(ctx, national, Order{})
		h.ok(err)
		_, _, err = h.begin(ctx, started.ID)
		h.ok(err)
		h.later(silence)
		h.ok(h.Stop(ctx, national, started.ID))
		if run, _, err := h.Run(ctx, national, started.ID); err != nil || run.State != RunStopped {
			h.Errorf("%+v, %v", run, err)
		}
		h.run(national)
	})
}

func TestARunThatCannotBeMadeFails(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		chosen := settings()
		chosen.Planner = func(context.Context, plan.Input, plan.Options) (*plan.Plan, error) { return nil, errors.New("no way") }
		h := open(t, store, chosen)
		h.nation()
		started, err := h.Start(ctx, national, Order{})
		h.ok(err)
		h.drain()
		run, _, err := h.Run(ctx, national, started.ID)
		if h.ok(err); run.State != RunFailed || run.Failure != "no way" {
			h.Errorf("%+v", run)
		}
		_, err = h.SendOffers(ctx, national, run.ID, nil)
		h.wants(err, fault.Conflict, "matching.no_plan")
		h.clean()
	})
}

func TestARunIsNotBegunForEver(t *testing.T) {
	each(t, func(h house) {
		h.nation()
		started, err := h.Start(ctx, national, Order{})
		h.ok(err)
		for range mostAttempts {
			_, _, err := h.begin(ctx, started.ID)
			h.ok(err)
		}
		h.drain()
		if run, _, err := h.Run(ctx, national, started.ID); err != nil || run.State != RunFailed {
			h.Errorf("%+v, %v", run, err)
		}
	})
}

func TestProgressIsWrittenDown(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		var h house
		chosen := settings()
		var seen Progress
		chosen.Planner = func(ctx context.Context, in plan.Input, o plan.Options) (*plan.Plan, error) {
			made, err := plan.Make(ctx, in, o)
			id := must(h.Runs(ctx, national, Page{}))[0].ID
			for seen.Phase != "done" || seen.Percent < 0 {
				run := must(h.written(id))
				seen = run.Progress
			}
			return made, err
		}
		h = open(t, store, chosen)
		h.nation()
		started, err := h.Start(ctx, national, Order{})
		h.ok(err)
		h.ok(h.compute(ctx, []byte(`{"run":"`+started.ID+`"}`)))
		if seen.Phase != "done" {
			h.Errorf("%+v", seen)
		}
	})
}

// written reads a run as another process does: from the store alone.
func (h house) written(id string) (run Run, err error) {
	err = h.store.Read(ctx, func(tx *db.Tx) error {
		run, err = findRun(ctx, tx, id)
		return err
	})
	return run, err
}

func TestOrdersAreChecked(t *testing.T) {
	each(t, func(h house) {
		_, err := h.Start(ctx, national, Order{})
		h.wants(err, fault.Conflict, "matching.nobody_waiting")
		_, err = h.Start(ctx, national, Order{Horizon: 999, TimeLimit: time.Hour, Gap: 2})
		if told := fault.As(err); told.Kind != fault.Invalid || len(told.Fields) != 3 {
			h.Errorf("%v", err)
		}
		for _, actor := range []access.Actor{utrecht, porter, council, {}} {
			if _, err := h.Start(ctx, actor, Order{}); err == nil {
				h.Errorf("%s started a run", actor.Role)
			}
		}
		_, err = h.Latest(ctx, national)
		h.wants(err, fault.NotFound, "fault.not_found")
	})
}

// A regional run uses its region's households and places only, and other regions
// do not see it.
func TestRegionsKeepApart(t *testing.T) {
	each(t, func(h house) {
		h.nation()
		h.locationOf(places.Location{ID: "F1", Municipality: "GM0034", Region: "VR25", Name: "Almere", Type: "hotel"}, 50)
		h.household("f1", 2, func(f *households.Household) { f.Municipality, f.Region = "GM0034", "VR25" })
		run := h.run(flevo)
		if got := shape(h.proposals(run.ID)); !strings.HasPrefix(got, "f1>F1") || strings.Count(got, ";") != 1 {
			h.Error(got)
		}
		_, _, err := h.Run(ctx, regional, run.ID)
		h.wants(err, fault.NotFound, "matching.run_unknown")
		_, _, err = h.Proposals(ctx, regional, run.ID, ProposalFilter{})
		h.wants(err, fault.NotFound, "matching.run_unknown")
		_, err = h.SendOffers(ctx, regional, run.ID, nil)
		h.wants(err, fault.NotFound, "matching.run_unknown")
		_, err = h.Latest(ctx, regional)
		h.wants(err, fault.NotFound, "fault.not_found")
		if latest, err := h.Latest(ctx, national); err != nil || latest.ID != run.ID {
			h.Errorf("%+v, %v", latest, err)
		}
		if runs, err := h.Runs(ctx, regional, Page{}); err != nil || len(runs) != 0 {
			h.Errorf("%+v, %v", runs, err)
		}
	})
}

func TestTheWorkerComputesRuns(t *testing.T) {
	each(t, func(h house) {
		for _, topic := range []string{TopicRun, TopicExpire} {
			if h.Handlers()[topic] == nil {
				h.Errorf("nobody does %s", topic)
			}
		}
		if h.compute(ctx, []byte("{")) == nil {
			h.Error("a broken payload was taken")
		}
	})
}
