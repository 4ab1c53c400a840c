package matching

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
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
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/job"
)

func TestMain(m *testing.M) { os.Exit(dbtest.Run(m)) }

var (
	ctx      = context.Background()
	noon     = time.Date(2022, 4, 11, 10, 0, 0, 0, time.UTC)
	tonight  = calendar.NightOf(noon)
	quiet    = slog.New(slog.NewTextHandler(io.Discard, nil))
	national = access.Actor{Person: "nel", Role: access.National}
	regional = access.Actor{Person: "rik", Role: access.Regional, Region: "VR09"}
	flevo    = access.Actor{Person: "fay", Role: access.Regional, Region: "VR25"}
	utrecht  = access.Actor{Person: "uma", Role: access.Municipal, Municipality: "GM0344", Region: "VR09"}
	zeist    = access.Actor{Person: "zoë", Role: access.Municipal, Municipality: "GM0355", Region: "VR09"}
	porter   = access.Actor{Person: "pim", Role: access.LocationStaff, Location: "L1", Municipality: "GM0355", Region: "VR09"}
	council  = access.Actor{Person: "cor", Role: access.Council, Municipality: "GM0344"}
)

// house is a small nation: its store, its clock and the three rooms.
type house struct {
	testing.TB
	store      *db.DB
	clock      *time.Time
	lock       *sync.Mutex
	door       *gate.Gate
	places     *places.Service
	households *households.Service
	*Service
	worker *job.Worker
}

func each(t *testing.T, test func(h house)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, store *db.DB) { test(open(t, store, settings())) })
}

func settings() Settings {
	chosen := Defaults()
	chosen.Iterations = 200
	chosen.Beat = time.Millisecond
	return chosen
}

func open(t testing.TB, store *db.DB, settings Settings) house {
	t.Helper()
	clock, lock := new(time.Time), new(sync.Mutex)
	*clock = noon
	now := func() time.Time {
		lock.Lock()
		defer lock.Unlock()
		return *clock
	}
	h := house{TB: t, store: store, clock: clock, lock: lock, door: gate.New(store, now)}
	h.places, h.households, h.Service = places.New(h.door), households.New(h.door), New(h.door, settings)
	h.worker = job.NewWorker(store, now, quiet, h.Handlers())
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
	h.locationOf(places.Location{ID: id, Municipality: "GM0355", Region: "VR09", Name: "Huis " + id, Type: "hotel",
		Facilities: facilities, Contact: places.Contact{Name: "J. Bakker", Email: "j.bakker@zeist.example"}}, open)
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

// household registers a household that waits at the hub in Utrecht.
func (h house) household(id string, persons int, change ...func(*households.Household)) {
	h.Helper()
	fresh := households.Household{
		ID: id, Municipality: "GM0344", Region: "VR09", Persons: persons, From: tonight, WaitingSince: tonight - 3,
		Until: calendar.At(tonight + 10),
	}
	for _, c := range change {
		c(&fresh)
	}
	h.ok(h.households.Register(ctx, access.Program(), fresh, nil, nil))
}

func (h house) drain() {
	h.Helper()
	_, err := h.worker.Drain(ctx)
	h.ok(err)
}

// run starts a run and lets it finish.
func (h house) run(actor access.Actor) Run {
	h.Helper()
	started, err := h.Start(ctx, actor, Order{})
	h.ok(err)
	h.drain()
	run, _, err := h.Run(ctx, actor, started.ID)
	h.ok(err)
	if run.State != RunDone || !run.Certified {
		h.Fatalf("the run is %s: %s", run.State, run.Failure)
	}
	return run
}

func (h house) proposals(run string) []Proposal {
	h.Helper()
	list, _, err := h.Proposals(ctx, national, run, ProposalFilter{Page: Page{Limit: 500}})
	h.ok(err)
	return list
}

func (h house) send(run string) Sent {
	h.Helper()
	sent, err := h.SendOffers(ctx, national, run, nil)
	h.ok(err)
	return sent
}

// offerTo finds the last offer made to a household.
func (h house) offerTo(household string) Offer {
	h.Helper()
	list, _, err := h.Offers(ctx, national, OfferFilter{Household: household})
	h.ok(err)
	if len(list) == 0 {
		h.Fatalf("no offer to %s", household)
	}
	slices.SortFunc(list, func(a, b Offer) int { return strings.Compare(a.ID, b.ID) })
	return list[len(list)-1]
}

// offered is a nation of one location and one household that was offered a place
// there.
func (h house) offered() Offer {
	h.Helper()
	h.location("L1", 5)
	h.household("h1", 3)
	h.send(h.run(national).ID)
	return h.offerTo("h1")
}

func (h house) accepted() Offer {
	h.Helper()
	offer := h.offered()
	h.answer(offer, SideLocation, Accept)
	return h.answer(offer, SideHousehold, Accept)
}

func (h house) answer(o Offer, side Side, answer Answer) Offer {
	h.Helper()
	got, err := h.Answer(ctx, national, Reply{Offer: o.ID, Side: side, Answer: answer})
	h.ok(err)
	return got
}

func (h house) find(id string) households.Household {
	h.Helper()
	found, err := h.households.Household(ctx, national, id)
	h.ok(err)
	return found
}

func (h house) inState(id string, want households.State) {
	h.Helper()
	if got := h.find(id).State; got != want {
		h.Errorf("household %s is %s, want %s", id, got, want)
	}
}

func (h house) free(location string) int {
	h.Helper()
	free, err := h.places.Free(ctx, national, location, tonight, tonight+1)
	h.ok(err)
	return free[0]
}

func (h house) stay(id string) (stay places.Stay) {
	h.Helper()
	h.ok(h.store.Read(ctx, func(tx *db.Tx) (err error) {
		stay, err = places.StayByID(ctx, tx, id)
		return err
	}))
	return stay
}

// clean checks the invariants of all four books.
func (h house) clean() {
	h.Helper()
	h.ok(h.store.Read(ctx, func(tx *db.Tx) error {
		for name, verify := range map[string]func(context.Context, *db.Tx) ([]string, error){
			"gate": gate.Verify, "places": places.Verify, "households": households.Verify, "matching": Verify,
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

func legal[S ~string](t *testing.T, states []S, ways map[S][]S, canBecome func(S, S) bool) {
	t.Helper()
	for _, from := range states {
		for _, to := range states {
			if want := slices.Contains(ways[from], to); canBecome(from, to) != want {
				t.Errorf("%s to %s: want %t", from, to, want)
			}
		}
	}
	for from := range ways {
		if !slices.Contains(states, from) {
			t.Errorf("%s is not in the list of states", from)
		}
	}
}

func TestStateMachines(t *testing.T) {
	legal(t, RunStates, map[RunState][]RunState{
		"queued": {"running", "stopped", "failed"}, "running": {"running", "done", "stopped", "failed"},
	}, RunState.CanBecome)
	legal(t, ProposalStates, map[ProposalState][]ProposalState{"proposed": {"offered", "withdrawn", "stale"}, "withdrawn": {"proposed"}}, ProposalState.CanBecome)
	legal(t, OfferStates, map[OfferState][]OfferState{
		"open": {"accepted", "declined", "expired", "withdrawn"}, "accepted": {"arrived", "not_arrived", "withdrawn"},
		"arrived": {"accepted"},
	}, OfferState.CanBecome)
	for _, state := range OfferStates {
		if len(stayStates[state]) == 0 {
			t.Errorf("no stay belongs to an offer that is %s", state)
		}
		for next := range offerWays {
			if state.CanBecome(next) && !stayStates[state][0].CanBecome(stayStates[next][0]) {
				t.Errorf("an offer can go from %s to %s, its stay cannot follow", state, next)
			}
		}
	}
}

func TestTheStoreKnowsTheSameSteps(t *testing.T) {
	each(t, func(h house) {
		offer := h.offered()
		for _, to := range OfferStates {
			err := h.store.Write(ctx, func(tx *db.Tx) error {
				_, err := tx.Exec(ctx, `UPDATE offer SET state = $1, location_answer = 'accept', household_answer = 'accept' WHERE id = $2`, string(to), offer.ID)
				if err == nil {
					return fmt.Errorf("undo")
				}
				return err
			})
			if refused := db.Refused(err) == "illegal_state"; refused == (to == OfferOpen || OfferOpen.CanBecome(to)) {
				h.Errorf("open to %s: %v", to, err)
			}
		}
		for _, statement := range []string{
			`UPDATE offer_event SET person = 'x'`, `DELETE FROM offer_event`, `UPDATE match_snapshot SET data = ''`, `DELETE FROM offer`,
		} {
			err := h.store.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(ctx, statement); return err })
			if db.Refused(err) != "append_only" {
				h.Errorf("%s: %v", statement, err)
			}
		}
		// Each engine has its own way around a DELETE, and does not know the other's.
		for _, table := range []string{"offer", "offer_event", "match_snapshot"} {
			refused := 0
			for _, statement := range []string{`TRUNCATE ` + table + ` CASCADE`, `INSERT OR REPLACE INTO ` + table + ` SELECT * FROM ` + table} {
				err := h.store.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(ctx, statement); return err })
				if db.Refused(err) == "append_only" {
					refused++
				}
			}
			if refused != 1 {
				h.Errorf("%s can be emptied or replaced", table)
			}
		}
	})
}

func TestReasonsAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, reason := range Reasons {
		if seen[reason.Key] {
			t.Errorf("%s stands twice", reason.Key)
		}
		seen[reason.Key] = true
		if !slices.Contains(Consequences, reason.Consequence) {
			t.Errorf("%s has no consequence", reason.Key)
		}
		if (reason.Consequence == CorrectData) != (reason.Asks != "") {
			t.Errorf("%s: whose data?", reason.Key)
		}
	}
	for _, side := range []Side{SideLocation, SideHousehold} {
		for _, consequence := range []Consequence{Rematch, ExcludeLocation, CorrectData} {
			if !slices.ContainsFunc(ReasonsFor(AtDecline, side), func(r Reason) bool { return r.Consequence == consequence }) {
				t.Errorf("the %s has no reason to %s", side, consequence)
			}
		}
	}
}

func catalogue(t testing.TB) *i18n.Catalogue {
	t.Helper()
	found, err := i18n.Load(Messages, plan.Messages, households.Messages, places.Messages)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestEveryWordHasItsText(t *testing.T) {
	texts := catalogue(t)
	var keys []string
	for _, state := range RunStates {
		keys = append(keys, "run_"+string(state))
	}
	for _, state := range ProposalStates {
		keys = append(keys, "proposal_"+string(state))
	}
	for _, state := range OfferStates {
		keys = append(keys, "offer_"+string(state))
	}
	for _, reason := range append(slices.Clone(Reasons), Reason{Key: reasonArrivedOutside}) {
		keys = append(keys, "reason_"+reason.Key)
	}
	for _, consequence := range Consequences {
		keys = append(keys, "consequence_"+string(consequence))
	}
	for _, phase := range []string{"queued", "prepare", "prices", "plan", "search", "done"} {
		keys = append(keys, "phase_"+phase)
	}
	for _, status := range []string{"optimal", "within_gap", "time_limit", "stopped"} {
		keys = append(keys, "certificate_"+status)
	}
	for _, key := range keys {
		if !texts.Has("matching." + key) {
			t.Errorf("matching.%s has no text", key)
		}
	}
	got := texts.Text("nl", "matching.certificate_within_gap", map[string]any{"percent": 0.8})
	if got != "Dit plan is hoogstens 0,8 % slechter dan het best mogelijke plan." {
		t.Error(got)
	}
}

func TestSnapshotsComeBackAsTheyWere(t *testing.T) {
	in := plan.Input{
		Locations:  []plan.Location{{ID: "L1", Municipality: "GM0344", Name: "Huis", Type: "hotel", Facilities: []string{"crib"}, ShortStay: true}},
		Capacity:   []plan.Capacity{{Location: "L1", From: 3, Until: calendar.At(9), Places: 4}, {Location: "L1", From: 9, Places: 5}},
		Households: []plan.Household{{ID: "h1", Persons: 2, From: 3, Until: calendar.End{}, Needs: []string{"crib"}, Wishes: []string{"near:GM0344"}, Flags: []string{"urgent"}, WaitingSince: 1, Current: "L2", Excluded: []string{"L3"}}},
		Carried:    map[string]int{"GM0344": 7, "GM0355": 1},
	}
	data, digest, err := freeze(in)
	if err != nil {
		t.Fatal(err)
	}
	got, err := thaw(data, digest)
	if err != nil || fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", in) {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, again, _ := freeze(got); again != digest {
		t.Error("the same input has two digests")
	}
	for name, damaged := range map[string]string{"letters": "?", "packing": "AAAA", "content": mustFreeze(t, plan.Input{})} {
		if _, err := thaw(damaged, digest); err == nil {
			t.Errorf("damaged %s went unseen", name)
		}
	}
}

func mustFreeze(t *testing.T, in plan.Input) string {
	t.Helper()
	data, _, err := freeze(in)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestTextsGetTheirDatesBack(t *testing.T) {
	args := map[string]any{"n": 3, "night": tonight, "percent": 0.5, "need": "crib"}
	text, err := json.Marshal(args)
	if err != nil {
		t.Fatal(err)
	}
	var back map[string]any
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	Revive(back)
	for name, want := range args {
		if back[name] != want {
			t.Errorf("%s is %T %v, want %T %v", name, back[name], back[name], want, want)
		}
	}
}
