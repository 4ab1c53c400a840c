package matching

import (
	"cmp"
	"context"
	"sync"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/places"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/job"
)

// Planner makes a plan; plan.Make is one.
type Planner func(context.Context, plan.Input, plan.Options) (*plan.Plan, error)

// Settings are what an operator may choose.
type Settings struct {
	LocationHours  int           // a location has so long to answer
	HouseholdHours int           // and a household so long
	Horizon        int           // nights a run plans
	TimeLimit      time.Duration // of a run; a job must end within its lease of a minute
	Gap            float64       // a run stops when its plan is proven so near the best
	Seed           uint64        // of runs that do not name one
	Iterations     int           // of the optimiser; 0: as many as help
	Beat           time.Duration // how often a run looks whether it must stop
	Planner        Planner
	Atlas          plan.Atlas // nil: the nation
}

// The longest a run may compute, so that what it found can be written within the
// lease of its job.
const longestRun = 48 * time.Second

// Defaults are settings that work.
func Defaults() Settings {
	return Settings{
		LocationHours: 4, HouseholdHours: 4, Horizon: 28, TimeLimit: 40 * time.Second, Gap: 0.001, Seed: 1,
		Beat: time.Second, Planner: plan.Make,
	}
}

// Service holds the use cases of this room.
type Service struct {
	door     *gate.Gate
	places   *places.Service
	settings Settings

	lock    sync.Mutex
	running map[string]*work // by run, those computed in this process
}

// New makes the service behind a gate.
func New(door *gate.Gate, settings Settings) *Service {
	return &Service{door: door, places: places.New(door), settings: settings, running: map[string]*work{}}
}

// Order says which run is wanted; zero fields take the service's settings.
type Order struct {
	ID        string // from the caller: asked for twice with one id is asked for once
	Seed      uint64
	Horizon   int
	TimeLimit time.Duration
	Gap       float64
}

// the horizons a run can have, in nights; plan takes the same.
const mostHorizon = 366

func (s *Service) complete(order Order) (Order, error) {
	if order.ID == "" {
		order.ID = db.NewID()
	}
	order.Seed = cmp.Or(order.Seed, s.settings.Seed)
	order.Horizon = cmp.Or(order.Horizon, s.settings.Horizon)
	order.TimeLimit = cmp.Or(order.TimeLimit, s.settings.TimeLimit)
	order.Gap = cmp.Or(order.Gap, s.settings.Gap)
	var check fault.Check
	check.Field(order.Horizon >= 1 && order.Horizon <= mostHorizon, "horizon", "matching.horizon_wrong", "most", mostHorizon)
	check.Field(order.TimeLimit > 0 && order.TimeLimit <= longestRun, "time_limit", "matching.time_limit_wrong",
		"most", int(longestRun/time.Second))
	check.Field(order.Gap >= 0 && order.Gap < 1, "gap", "matching.gap_wrong")
	return order, check.Err()
}

// Start freezes what the actor's reach holds tonight (households that wait, open
// places that nobody was promised) and queues a run on it. Left out are
// households and locations whose data somebody said are wrong and nobody has
// looked at since. One run per region is under way at a time; nobody waiting is
// a conflict too.
func (s *Service) Start(ctx context.Context, actor access.Actor, order Order) (Run, error) {
	order, err := s.complete(order)
	if err != nil {
		return Run{}, err
	}
	in, err := s.see(ctx, actor, order)
	if err != nil {
		return Run{}, err
	}
	data, digest, err := freeze(in)
	if err != nil {
		return Run{}, err
	}
	run := Run{
		ID: order.ID, State: RunQueued, By: actor.Person, Seed: order.Seed, Horizon: order.Horizon,
		TimeLimit: order.TimeLimit, Gap: order.Gap, Locations: len(in.Locations), Households: len(in.Households), InputSHA256: digest,
		Progress: Progress{Phase: string(RunQueued)},
	}
	if access.ReachOf(actor, access.StartRun) != access.Nation {
		run.Region = actor.Region
	}
	for _, h := range in.Households {
		run.Persons += h.Persons
	}
	change := gate.Change{Action: access.StartRun, Object: runObject(run.ID), Owner: gate.Belongs(run.Owner())}
	err = s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		tx.Note("households", run.Households)
		tx.Note("locations", run.Locations)
		tx.Note("input_sha256", digest)
		return queue(ctx, tx, &run, data)
	})
	return run, err
}

func runObject(id string) string { return "run/" + id }

// see reads what a run may use, on one consistent snapshot of the store.
func (s *Service) see(ctx context.Context, actor access.Actor, order Order) (in plan.Input, err error) {
	tonight := s.door.Tonight()
	err = s.door.View(ctx, actor, access.StartRun, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if in.Households, err = households.Waiting(ctx, tx, scope, tonight); err != nil {
			return err
		}
		doubted, err := Doubts(ctx, tx)
		if err != nil {
			return err
		}
		in.Households = without(in.Households, doubted, func(h plan.Household) string { return h.ID })
		if len(in.Households) == 0 {
			return fault.New(fault.Conflict, "matching.nobody_waiting")
		}
		first := in.Households[0].From
		for _, h := range in.Households {
			first = min(first, h.From)
		}
		in.Locations, in.Capacity, err = places.OpenCapacity(ctx, tx, scope, first, first.Plus(order.Horizon))
		if err != nil {
			return err
		}
		in.Locations = without(in.Locations, doubted, func(l plan.Location) string { return l.ID })
		in.Capacity = without(in.Capacity, doubted, func(c plan.Capacity) string { return c.Location })
		in.Carried, err = Carried(ctx, tx, tonight)
		return err
	})
	return in, err
}

func without[T any](list []T, ids map[string]bool, id func(T) string) []T {
	var rest []T
	for _, item := range list {
		if !ids[id(item)] {
			rest = append(rest, item)
		}
	}
	return rest
}

// queue writes the run with its snapshot and the job that computes it.
func queue(ctx context.Context, tx *gate.Tx, run *Run, data string) error {
	run.RequestedAt = tx.Now()
	known, err := findRun(ctx, tx.Tx, run.ID)
	if err == nil {
		*run = known
		return nil
	}
	if err != db.ErrNone {
		return err
	}
	other, err := underWay(ctx, tx.Tx, run.Region)
	if err == nil {
		return fault.New(fault.Conflict, "matching.run_under_way", "run", other)
	}
	if err != db.ErrNone {
		return err
	}
	if err := insertRun(ctx, tx, *run, data); err != nil {
		return err
	}
	return job.Enqueue(ctx, tx.Tx, TopicRun+"/"+run.ID, tx.Now(), TopicRun, runPayload{Run: run.ID})
}

// silence is how long a running run may give no sign of life before somebody who
// stops it need not wait for it.
const silence = 2 * time.Minute

// Stop ends a run early. A queued run ends at once; a running one keeps the best
// plan it has with the bound proven so far, and ends as soon as its computer
// hears of it.
func (s *Service) Stop(ctx context.Context, actor access.Actor, id string) error {
	change := gate.Change{Action: access.StartRun, Object: runObject(id), Owner: ownerOfRun(id)}
	err := s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		run, err := findRun(ctx, tx.Tx, id)
		if err != nil {
			return err
		}
		tx.Note("was", string(run.State))
		switch {
		case !run.State.UnderWay():
			return fault.New(fault.Conflict, "matching.run_ended", "state", string(run.State))
		case run.State == RunRunning && run.beatAt.Plus(silence) > tx.Now():
			return askStop(ctx, tx, id)
		}
		return endRun(ctx, tx, id, run.Attempt, RunStopped, "")
	})
	if err != nil {
		return err
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	if found := s.running[id]; found != nil {
		found.stop()
	}
	return nil
}

func ownerOfRun(id string) func(context.Context, *db.Tx) (access.Owner, error) {
	return func(ctx context.Context, tx *db.Tx) (access.Owner, error) {
		run, err := findRun(ctx, tx, id)
		return run.Owner(), err
	}
}

// Progress is how far a run computed in this process is; false for others, whose
// stored Progress is at most some seconds behind.
func (s *Service) Progress(run string) (Progress, bool) {
	s.lock.Lock()
	defer s.lock.Unlock()
	found := s.running[run]
	if found == nil {
		return Progress{}, false
	}
	return found.progress, true
}

// nowPlus is an instant some hours from now.
func nowPlus(now calendar.Instant, hours int) calendar.Instant {
	return now.Plus(time.Duration(hours) * time.Hour)
}
