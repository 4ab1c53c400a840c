package matching

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// work is a run that this process computes.
type work struct {
	stop     context.CancelFunc
	progress Progress // guarded by the service's lock
}

// mostAttempts is how often a run is begun: one that brings the program down
// time and again is not tried for ever.
const mostAttempts = 5

type runPayload struct {
	Run string `json:"run"`
}

// compute is the job of TopicRun. After a crash it is called again: the snapshot
// and the seed are the same, so the plan is. A run that has ended is left alone.
func (s *Service) compute(ctx context.Context, payload []byte) error {
	var asked runPayload
	if err := json.Unmarshal(payload, &asked); err != nil {
		return fmt.Errorf("matching: %w", err)
	}
	run, in, err := s.begin(ctx, asked.Run)
	if err != nil || !run.State.UnderWay() {
		return err
	}
	made, err := s.watched(ctx, run, in)
	if ctx.Err() != nil {
		return ctx.Err() // the process ends, not the run: another will begin it again
	}
	if err != nil {
		return s.do(ctx, run.ID, func(ctx context.Context, tx *gate.Tx) error {
			tx.Note("failed", true)
			return endRun(ctx, tx, run.ID, run.Attempt, RunFailed, err.Error())
		})
	}
	return s.finish(ctx, run, made)
}

// do is a change that the program itself makes to a run.
func (s *Service) do(ctx context.Context, run string, change func(context.Context, *gate.Tx) error) error {
	about := gate.Change{Action: access.StartRun, Object: runObject(run), Owner: ownerOfRun(run)}
	return s.door.Do(ctx, access.Program(), about, change)
}

// begin marks the run as running and loads its snapshot; a run that ended, or
// ends here because it was stopped or tried too often, comes back ended.
func (s *Service) begin(ctx context.Context, id string) (run Run, in plan.Input, err error) {
	var data string
	err = s.do(ctx, id, func(ctx context.Context, tx *gate.Tx) error {
		if run, err = takeRun(ctx, tx, id); errors.Is(err, db.ErrNone) {
			run, err = findRun(ctx, tx.Tx, id)
			return err
		}
		if err != nil {
			return err
		}
		tx.Note("attempt", run.Attempt)
		switch {
		case run.StopAt != 0:
			run.State = RunStopped
		case run.Attempt > mostAttempts:
			run.State, run.Failure = RunFailed, "begun too often"
		default:
			data, err = snapshotOf(ctx, tx.Tx, id)
			return err
		}
		return endRun(ctx, tx, id, run.Attempt, run.State, run.Failure)
	})
	if err != nil || !run.State.UnderWay() {
		return run, in, err
	}
	in, err = thaw(data, run.InputSHA256)
	return run, in, err
}

// watched makes the plan while its progress can be followed and it can be
// stopped.
func (s *Service) watched(ctx context.Context, run Run, in plan.Input) (*plan.Plan, error) {
	planning, stop := context.WithCancel(ctx)
	defer stop()
	w := &work{stop: stop, progress: Progress{Phase: "prepare"}}
	s.lock.Lock()
	s.running[run.ID] = w
	s.lock.Unlock()
	defer func() {
		s.lock.Lock()
		delete(s.running, run.ID)
		s.lock.Unlock()
	}()
	beating := make(chan struct{})
	go func() {
		defer close(beating)
		s.beat(planning, run, w)
	}()
	options := plan.Options{
		Horizon: run.Horizon, TimeLimit: run.TimeLimit, Gap: run.Gap, Seed: run.Seed,
		Iterations: s.settings.Iterations, Atlas: s.settings.Atlas,
	}
	began := time.Now()
	listen(&options.Progress, func(p stage) { s.heard(w, run, p, time.Since(began)) })
	made, err := s.settings.Planner(planning, in, options)
	stop()
	<-beating
	return made, err
}

// stage is the optimiser's own report. This room does not know that package;
// listen ties a function to the field of the same shape.
type stage = struct {
	Phase     string
	Done      float64
	Objective int64
	Bound     float64
	Elapsed   time.Duration
}

func listen[P ~stage](field *func(P), hear func(stage)) {
	*field = func(p P) { hear(stage(p)) }
}

// heard takes the optimiser's report in. A plan takes several rounds; the share
// of the time it may take is the one number that only grows.
func (s *Service) heard(w *work, run Run, p stage, elapsed time.Duration) {
	s.lock.Lock()
	defer s.lock.Unlock()
	spent := min(99, int(100*elapsed/run.TimeLimit))
	w.progress.Phase = p.Phase
	w.progress.Percent = max(w.progress.Percent, spent)
	w.progress.Objective = max(w.progress.Objective, p.Objective)
	w.progress.Bound = int64(p.Bound)
}

// beatStep is how many percent of progress are worth writing down.
const beatStep = 5

// beat writes progress down now and then, for readers in other processes, and
// looks whether one of them asked the run to stop. Trouble with the store is not
// the plan's: the next beat tries again.
func (s *Service) beat(ctx context.Context, run Run, w *work) {
	ticker := time.NewTicker(cmp.Or(s.settings.Beat, time.Second))
	defer ticker.Stop()
	var written Progress
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		s.lock.Lock()
		now := w.progress
		s.lock.Unlock()
		var stop bool
		var err error
		if now.Phase != written.Phase || now.Percent >= written.Percent+beatStep {
			err = s.do(ctx, run.ID, func(ctx context.Context, tx *gate.Tx) (err error) {
				stop, err = beatRun(ctx, tx, run, now)
				return err
			})
			written = now
		} else {
			stop, err = s.stopAsked(ctx, run.ID)
		}
		if err == nil && stop {
			w.stop()
			return
		}
	}
}

func (s *Service) stopAsked(ctx context.Context, id string) (asked bool, err error) {
	err = s.door.View(ctx, access.Program(), access.ViewRuns, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		run, err := findRun(ctx, tx, id)
		asked = run.StopAt != 0
		return err
	})
	return asked, err
}

// mostExplained is how many households without a place get the long answer: what
// would help each of them is looked for night by night. The others keep their
// reason and what leads to it.
const mostExplained = 1000

// outcome is a plan as the store keeps it.
type outcome struct {
	proposals []Proposal
	unplaced  []Unplaced
	made      *plan.Plan
}

func outcomeOf(run Run, made *plan.Plan) outcome {
	found := outcome{made: made}
	for _, p := range made.Placed {
		found.proposals = append(found.proposals, Proposal{
			ID: db.NewID(), Run: run.ID, Household: p.Household, Location: p.Location, From: p.From, Until: p.Until,
			Persons: p.Persons, Points: p.Points, Why: WhyHere{Lines: p.Lines, Next: p.Next}, State: Proposed,
		})
	}
	for i, u := range made.Unplaced {
		why := plan.WhyNot{Household: u.Household, Reason: u.Reason, Says: u.Says}
		if i < mostExplained {
			if full, ok := made.Explain(u.Household); ok {
				why = *full
			}
		}
		found.unplaced = append(found.unplaced, Unplaced{
			Run: run.ID, Household: u.Household, Persons: u.Persons, Reason: u.Reason, Why: why,
		})
	}
	slices.SortStableFunc(found.proposals, func(a, b Proposal) int { return cmp.Compare(b.Points, a.Points) })
	return found
}

// finish writes what the plan says, all of it or nothing. A second computer of
// the same run (one was thought dead and was not) finds its attempt overtaken
// and writes nothing.
func (s *Service) finish(ctx context.Context, run Run, made *plan.Plan) error {
	found := outcomeOf(run, made)
	return s.do(ctx, run.ID, func(ctx context.Context, tx *gate.Tx) error {
		now, err := findRun(ctx, tx.Tx, run.ID)
		if err != nil || now.State != RunRunning || now.Attempt != run.Attempt {
			return err
		}
		state := RunDone
		if now.StopAt != 0 {
			state = RunStopped
		}
		tx.Note("placed", len(found.proposals))
		tx.Note("unplaced", len(found.unplaced))
		if err := insertOutcome(ctx, tx, found); err != nil {
			return err
		}
		return certifyRun(ctx, tx, run, state, made)
	})
}
