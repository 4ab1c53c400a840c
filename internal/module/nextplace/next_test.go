package nextplace_test

import (
	"context"
	"encoding/json"
	"fmt"
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
	"onderdak/internal/module/places"
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
	regional = access.Actor{Person: "rik", Role: access.Regional, Region: "VR09"}
	national = access.Actor{Person: "nel", Role: access.National}
	staff    = access.Actor{Person: "sam", Role: access.LocationStaff, Location: "L1", Municipality: "GM0355", Region: "VR09"}
)

// house is a small nation in which offers come to nothing.
type house struct {
	testing.TB
	store      *db.DB
	clock      *time.Time
	door       *gate.Gate
	places     *places.Service
	households *households.Service
	matching   *matching.Service
	*nextplace.Service
	worker *job.Worker
}

func each(t *testing.T, test func(h house)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		clock, lock := new(time.Time), new(sync.Mutex)
		*clock = noon
		now := func() time.Time {
			lock.Lock()
			defer lock.Unlock()
			return *clock
		}
		h := house{TB: t, store: store, clock: clock, door: gate.New(store, now)}
		settings := matching.Defaults()
		settings.Iterations = 200
		h.places, h.households, h.matching = places.New(h.door), households.New(h.door), matching.New(h.door, settings)
		h.Service = nextplace.New(h.door, h.matching, settings)
		handlers := h.matching.Handlers()
		maps.Copy(handlers, h.Handlers())
		h.worker = job.NewWorker(store, now, slog.New(slog.NewTextHandler(io.Discard, nil)), handlers)
		test(h)
	})
}

func (h house) ok(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h house) wants(err error, kind fault.Kind, key string) {
	h.Helper()
	if fault.KindOf(err) != kind || key != "" && fault.As(err).Key != key {
		h.Errorf("got %v, want %s %s", err, kind, key)
	}
}

// work lets the hours pass and does what is due then.
func (h house) work(d time.Duration) {
	h.Helper()
	*h.clock = h.clock.Add(d)
	_, err := h.worker.Drain(ctx)
	h.ok(err)
}

// location opens places in Zeist, or elsewhere.
func (h house) location(id string, open int, change ...func(*places.Location)) {
	h.Helper()
	l := places.Location{ID: id, Municipality: "GM0355", Region: "VR09", Name: "Huis " + id, Type: "hotel",
		Address: "Laan 1", Postcode: "3701 AB", Contact: places.Contact{Name: "J. Bakker", Phone: "030 000 0000"}}
	for _, c := range change {
		c(&l)
	}
	h.ok(h.places.AddLocation(ctx, access.Program(), l))
	h.state(id, open)
}

func almere(l *places.Location) { l.Municipality, l.Region = "GM0034", "VR25" }

func (h house) state(id string, open int) {
	h.Helper()
	h.ok(h.places.State(ctx, access.Program(), places.Statement{
		ID: db.NewID(), Location: id, Rung: places.Open, From: tonight, Places: open, Source: "phone",
	}))
}

// household waits in Utrecht.
func (h house) household(id string, persons int) {
	h.Helper()
	h.ok(h.households.Register(ctx, access.Program(), households.Household{
		ID: id, Municipality: "GM0344", Region: "VR09", Persons: persons, From: tonight, WaitingSince: tonight - 3, Until: calendar.At(tonight + 10),
	}, nil, nil))
}

func (h house) offer(household, location string) matching.Offer {
	h.Helper()
	made, err := h.matching.OfferTo(ctx, national, matching.HandOffer{
		Household: household, Location: location, From: tonight, Until: tonight + 10, EndKnown: true,
	})
	h.ok(err)
	return made
}

func (h house) decline(offer string, side matching.Side, verdict matching.Verdict) {
	h.Helper()
	_, err := h.matching.Answer(ctx, access.Program(), matching.Reply{Offer: offer, Side: side, Answer: matching.Decline, Verdict: verdict})
	h.ok(err)
}

// lost is an offer at L1 that the household turned down because it is too far.
func (h house) lost(household string) {
	h.Helper()
	h.decline(h.offer(household, "L1").ID, matching.SideHousehold, matching.Verdict{Reason: "too_far"})
}

// answers are what was worked out for a household, in order: state@location.
func (h house) answers(household string) string {
	h.Helper()
	var said []string
	h.ok(h.store.Read(ctx, func(tx *db.Tx) error {
		list, err := db.All(ctx, tx, `SELECT state || '@' || COALESCE(location, '') FROM next_place WHERE household = $1 ORDER BY id`, []any{household},
			func(row db.Scanner) (s string, err error) { err = row.Scan(&s); return s, err })
		said = list
		return err
	}))
	return strings.Join(said, " ")
}

// last is the id of the newest answer in a state, and why it says what it says.
func (h house) last(household string, state nextplace.State) (id, why string) {
	h.Helper()
	h.ok(h.store.Read(ctx, func(tx *db.Tx) error {
		return tx.Row(ctx, `SELECT id, why FROM next_place WHERE household = $1 AND state = $2 ORDER BY id DESC LIMIT 1`, household, string(state)).Scan(&id, &why)
	}))
	return id, why
}

func (h house) is(household, want string) {
	h.Helper()
	if got := h.answers(household); got != want {
		h.Errorf("%s: %q, want %q", household, got, want)
	}
}

func (h house) inState(id string, want households.State) {
	h.Helper()
	found, err := h.households.Household(ctx, national, id)
	h.ok(err)
	if found.State != want || found.WaitingSince != tonight-3 {
		h.Errorf("household %s is %s since %s, want %s", id, found.State, found.WaitingSince, want)
	}
}

// clean checks the invariants of all books.
func (h house) clean() {
	h.Helper()
	h.ok(h.store.Read(ctx, func(tx *db.Tx) error {
		for name, verify := range map[string]func(context.Context, *db.Tx) ([]string, error){
			"gate": gate.Verify, "places": places.Verify, "households": households.Verify, "matching": matching.Verify, "next": nextplace.Verify,
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

// After a decline the next best place lies ready as a proposal, never as an offer;
// a person offers it, and the books say that the program worked it out.
func TestADeclineBringsTheNextPlace(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 4)
		h.location("L2", 4)
		h.location("small", 1)
		h.household("h1", 2)
		h.lost("h1")
		h.is("h1", "")
		h.work(0)
		h.is("h1", "waiting@L2")
		h.inState("h1", households.StateWaiting)
		if _, total, err := h.matching.Offers(ctx, national, matching.OfferFilter{Household: "h1", State: matching.OfferOpen}); err != nil || total != 0 {
			h.Errorf("%d offers were made by nobody, %v", total, err)
		}
		// The same news again changes nothing.
		h.ok(h.Handlers()[matching.TopicBack](ctx, h.news("h1")))
		if ended, err := h.Review(ctx); err != nil || ended != 0 {
			h.Errorf("%d ended, %v", ended, err)
		}
		h.is("h1", "waiting@L2")
		id, why := h.last("h1", nextplace.Waiting)
		var account nextplace.Why
		h.ok(json.Unmarshal([]byte(why), &account))
		var sum int64
		for _, line := range account.Lines {
			sum += line.Points
		}
		h.ok(h.store.Read(ctx, func(tx *db.Tx) error {
			var points int64
			var person string
			if err := tx.Row(ctx, `SELECT points FROM next_place WHERE id = $1`, id).Scan(&points); err != nil || points != sum || sum == 0 {
				h.Errorf("%d points, its lines add up to %d, %v", points, sum, err)
			}
			err := tx.Row(ctx, `SELECT person FROM audit WHERE action = 'next.propose' AND object = 'household/h1'`).Scan(&person)
			if person != access.Program().Person {
				h.Errorf("the books say that %s worked it out", person)
			}
			return err
		}))
		h.wants(h.Accept(ctx, staff, "h1", id), fault.Forbidden, "")
		h.wants(h.Accept(ctx, regional, "h1", "other"), fault.Conflict, "matching.proposal_decided")
		h.ok(h.Accept(ctx, regional, "h1", id))
		h.inState("h1", households.StateOffered)
		h.is("h1", "offered@L2")
		h.wants(h.Accept(ctx, regional, "h1", id), fault.Conflict, "matching.proposal_decided")
		h.clean()
	})
}

// news is the payload of the news about the last offer of a household.
func (h house) news(household string) []byte {
	h.Helper()
	var offer string
	h.ok(h.store.Read(ctx, func(tx *db.Tx) error {
		return tx.Row(ctx, `SELECT MAX(id) FROM offer WHERE household = $1`, household).Scan(&offer)
	}))
	return []byte(`{"offer":"` + offer + `"}`)
}

// Who did not answer in time is not asked again by itself; where nothing else has
// room the answer says so.
func TestExpiryAsksAnotherLocation(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 4)
		h.household("h1", 2)
		h.household("h2", 2)
		h.offer("h1", "L1")
		answered := h.offer("h2", "L1")
		_, err := h.matching.Answer(ctx, access.Program(), matching.Reply{Offer: answered.ID, Side: matching.SideLocation, Answer: matching.Accept})
		h.ok(err)
		h.work(5 * time.Hour)
		h.is("h1", "none@")
		if _, why := h.last("h1", nextplace.None); !strings.Contains(why, "nextplace.only_same") || !strings.Contains(why, "Huis L1") {
			h.Errorf("it says %s", why)
		}
		h.is("h2", "waiting@L1") // there the household was silent, not the location
		h.location("L2", 2)
		h.work(0)
		if ended, err := h.Review(ctx); err != nil || ended != 1 {
			h.Errorf("%d ended, %v", ended, err)
		}
		h.is("h1", "stale@ waiting@L2")
		h.clean()
	})
}

// A coded reason keeps its consequence: parked until a date, data to be looked at
// first, a no-show that may still come.
func TestReasonsAreRespected(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 9)
		h.location("L2", 9)
		for _, id := range []string{"later", "wrong", "missed", "housed"} {
			h.household(id, 2)
		}
		h.decline(h.offer("later", "L1").ID, matching.SideHousehold, matching.Verdict{Reason: "cannot_travel_yet", Until: calendar.At(tonight + 2)})
		wrong := h.offer("wrong", "L1")
		h.decline(wrong.ID, matching.SideHousehold, matching.Verdict{Reason: "needs_not_met"})
		h.decline(h.offer("housed", "L1").ID, matching.SideHousehold, matching.Verdict{Reason: "already_housed"})
		missed := h.offer("missed", "L1")
		for _, side := range []matching.Side{matching.SideLocation, matching.SideHousehold} {
			_, err := h.matching.Answer(ctx, access.Program(), matching.Reply{Offer: missed.ID, Side: side, Answer: matching.Accept})
			h.ok(err)
		}
		h.ok(h.matching.NotArrived(ctx, access.Program(), missed.ID, matching.Verdict{Reason: "missed_transport"}))
		h.work(0)
		h.is("later", "")
		h.is("housed", "")
		h.is("wrong", "none@")
		if _, why := h.last("wrong", nextplace.None); !strings.Contains(why, "matching.stale_doubt") {
			h.Errorf("it says %s", why)
		}
		h.is("missed", "waiting@L1")
		h.ok(h.matching.Corrected(ctx, regional, wrong.ID))
		h.work(0)
		h.is("wrong", "stale@ waiting@L2")
		h.work(30 * time.Hour)
		h.is("later", "")
		h.work(6 * time.Hour) // the night of its return has begun
		h.is("later", "waiting@L1")
		h.clean()
	})
}

// Turning the next place down has its consequence and brings another; undoing that
// brings the first back, while nothing depends on it.
func TestTurningDownAndBack(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 4)
		h.location("L2", 4)
		h.location("L3", 4)
		h.household("h1", 2)
		h.lost("h1")
		h.work(0)
		first, _ := h.last("h1", nextplace.Waiting)
		h.wants(h.TurnDown(ctx, regional, "h1", first, matching.Verdict{Reason: "too_far"}), fault.Invalid, "")
		h.ok(h.TurnDown(ctx, regional, "h1", first, matching.Verdict{Reason: "reject_not_suitable"}))
		h.work(0)
		h.is("h1", "turned@L2 waiting@L3")
		h.work(time.Minute)
		h.ok(h.Restore(ctx, regional, "h1", first))
		h.is("h1", "waiting@L2 stale@L3")
		h.ok(h.TurnDown(ctx, regional, "h1", first, matching.Verdict{Reason: "reject_later", Until: calendar.At(tonight + 3)}))
		h.inState("h1", households.StateParked)
		h.ok(h.Restore(ctx, regional, "h1", first))
		h.inState("h1", households.StateWaiting)
		h.ok(h.Accept(ctx, regional, "h1", first))
		h.wants(h.Restore(ctx, regional, "h1", first), fault.Conflict, "matching.restore_depends")
		h.clean()
	})
}

// An answer whose place was taken meanwhile cannot be offered, and the next is
// worked out at once; so it is by the regular review.
func TestAnswersGrowOld(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 4)
		h.location("L2", 2)
		h.location("L3", 2)
		h.household("h1", 2)
		h.household("h2", 2)
		h.lost("h1")
		h.work(0)
		id, _ := h.last("h1", nextplace.Waiting)
		h.is("h1", "waiting@L2")
		h.offer("h2", "L2")
		h.ok(h.store.Read(ctx, func(tx *db.Tx) error {
			against, err := h.Against(ctx, tx, id)
			if against.Key != "nextplace.stale_full" {
				h.Errorf("who looks is told %v", against)
			}
			return err
		}))
		h.wants(h.Accept(ctx, regional, "h1", id), fault.Conflict, "places.full")
		h.is("h1", "stale@L2 waiting@L3")
		h.state("L3", 0)
		if ended, err := h.Review(ctx); err != nil || ended != 1 {
			h.Errorf("%d ended, %v", ended, err)
		}
		h.is("h1", "stale@L2 stale@L3 none@")
		h.clean()
	})
}

// A household is placed in its own region while that has room, since its matcher
// can offer the place at once; what lies beyond is for the nation to offer.
func TestOwnRegionFirst(t *testing.T) {
	each(t, func(h house) {
		h.location("A-far", 40, almere)
		h.location("L1", 4)
		h.location("near", 2)
		h.household("h1", 2)
		h.household("h2", 2)
		h.lost("h1")
		h.lost("h2")
		h.work(0)
		h.is("h1", "waiting@near")
		h.is("h2", "waiting@A-far") // what is proposed to one is not there for another
		id, _ := h.last("h2", nextplace.Waiting)
		h.wants(h.Accept(ctx, regional, "h2", id), fault.Forbidden, "")
		h.ok(h.Accept(ctx, national, "h2", id))
		h.clean()
	})
}

// Whoever works it out, and however many at once, there is one answer; whoever
// offers it, one offer.
func TestManyAtOnce(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 40)
		h.location("L2", 40)
		var ids []string
		for i := range 6 {
			id := fmt.Sprintf("h%d", i)
			h.household(id, 2)
			h.lost(id)
			ids = append(ids, id)
		}
		var group sync.WaitGroup
		for _, id := range append(slices.Clone(ids), ids...) {
			news := h.news(id)
			group.Go(func() {
				if err := h.Handlers()[matching.TopicBack](ctx, news); err != nil {
					h.Error(err)
				}
			})
		}
		group.Go(func() {
			if _, err := h.Review(ctx); err != nil {
				h.Error(err)
			}
		})
		group.Wait()
		for _, id := range ids {
			h.is(id, "waiting@L2")
		}
		id, _ := h.last("h0", nextplace.Waiting)
		errs := make([]error, 4)
		for i := range errs {
			group.Go(func() { errs[i] = h.Accept(ctx, regional, "h0", id) })
		}
		group.Wait()
		done := 0
		for _, err := range errs {
			if err == nil {
				done++
			} else {
				h.wants(err, fault.Conflict, "matching.proposal_decided")
			}
		}
		if done != 1 {
			h.Errorf("%d offers of one place", done)
		}
		h.work(0)
		h.clean()
	})
}

// Who comes later is promised no night beyond what was looked at, so that an answer
// holds as long as nothing happens.
func TestAnswersForThoseWhoComeLater(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 4)
		h.location("L2", 2)
		h.household("now", 2)
		h.ok(h.households.Register(ctx, access.Program(), households.Household{
			ID: "later", Municipality: "GM0344", Region: "VR09", Persons: 2, From: tonight + 4, WaitingSince: tonight - 3,
		}, nil, nil))
		h.ok(h.places.State(ctx, access.Program(), places.Statement{
			ID: db.NewID(), Location: "L2", Rung: places.Open, From: tonight + 29, Places: 0, Source: "phone",
		}))
		offer, err := h.matching.OfferTo(ctx, national, matching.HandOffer{Household: "later", Location: "L1", From: tonight + 4, Until: tonight + 10})
		h.ok(err)
		h.decline(offer.ID, matching.SideHousehold, matching.Verdict{Reason: "too_far"})
		h.work(0)
		h.is("later", "waiting@L2")
		if ended, err := h.Review(ctx); err != nil || ended != 0 {
			h.Errorf("%d ended, %v", ended, err)
		}
		id, _ := h.last("later", nextplace.Waiting)
		h.ok(h.Accept(ctx, regional, "later", id))
		h.ok(h.store.Read(ctx, func(tx *db.Tx) error {
			made, err := matching.PromiseTo(ctx, tx, "later")
			if made.From != tonight+4 || made.Until != tonight+28 || made.EndKnown {
				h.Errorf("%s to %s", made.From, made.Until)
			}
			return err
		}))
		h.clean()
	})
}

// A new plan or another offer is the last word: nothing is worked out on top of it.
func TestANewPlanIsTheLastWord(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 4)
		h.location("L2", 4)
		h.household("h1", 2)
		h.household("h2", 2)
		h.lost("h1")
		h.lost("h2")
		h.work(0)
		id, _ := h.last("h1", nextplace.Waiting)
		_, err := h.matching.Start(ctx, regional, matching.Order{})
		h.ok(err)
		h.work(0)
		h.wants(h.Accept(ctx, regional, "h1", id), fault.Conflict, "matching.proposal_decided")
		h.offer("h2", "L2")
		if ended, err := h.Review(ctx); err != nil || ended != 2 && ended != 1 {
			h.Errorf("%d ended, %v", ended, err)
		}
		h.is("h1", "stale@L2")
		h.is("h2", "stale@L2")
		h.clean()
	})
}

// The store's table of states is the code's, pair by pair, and nothing is deleted.
func TestTheStoreGuardsAnswers(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 400)
		h.location("L2", 400)
		h.household("h1", 2)
		h.lost("h1")
		h.work(0)
		id, _ := h.last("h1", nextplace.Waiting)
		offer := h.offer("h1", "L2").ID
		tried := db.ErrNone // any error, to roll back with
		for _, from := range nextplace.States {
			for _, to := range nextplace.States {
				var refused error
				err := h.store.Write(ctx, func(tx *db.Tx) error {
					row := `INSERT INTO next_place SELECT $1, household, after_offer, CASE WHEN $2 = 'none' THEN NULL ELSE location END, from_night, until_night,
						persons, points, why, $2, '', CASE WHEN $2 = 'offered' THEN $3 ELSE NULL END, 1, 1 FROM next_place WHERE id = $4`
					if _, err := tx.Exec(ctx, `UPDATE next_place SET state = 'stale' WHERE id = $1`, id); err != nil {
						return err
					}
					if _, err := tx.Exec(ctx, strings.NewReplacer("$2", "'"+string(from)+"'", "$3", "'"+offer+"'", "$4", "'"+id+"'").Replace(row), db.NewID()); err != nil {
						return err
					}
					_, refused = tx.Exec(ctx, `UPDATE next_place SET state = $1, location = CASE WHEN $2 = 1 THEN NULL ELSE 'L2' END,
						offer = CASE WHEN $3 = 1 THEN '`+offer+`' ELSE NULL END WHERE updated_at = 1`, string(to), db.Bool(to == nextplace.None), db.Bool(to == nextplace.Offered))
					return tried
				})
				if err != tried {
					h.Fatal(from, to, err)
				}
				if allowed := from == to || from.CanBecome(to); (db.Refused(refused) == "") != allowed {
					h.Errorf("%s to %s: %v", from, to, refused)
				}
			}
		}
		err := h.store.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `DELETE FROM next_place`)
			return err
		})
		if db.Refused(err) == "" {
			h.Errorf("deleted: %v", err)
		}
	})
}
