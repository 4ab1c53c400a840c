package households

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"onderdak/internal/calendar"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

func row(id string, persons int, flags ...string) plan.Household {
	return plan.Household{
		ID: id, Persons: persons, From: tonight, Needs: []string{"wheelchair"}, Flags: flags, WaitingSince: tonight - 4,
	}
}

// file makes n rows of every sort.
func file(n int) []plan.Household {
	rows := make([]plan.Household, n)
	for i := range rows {
		rows[i] = row(fmt.Sprintf("F%05d", i), 1+i%6)
		switch i % 20 {
		case 6:
			rows[i].Flags = []string{plan.FlagLoneWoman}
		case 12:
			rows[i].Flags = []string{plan.FlagUnaccompaniedMinor}
		}
	}
	return rows
}

func TestImportTakesAWholeFile(t *testing.T) {
	each(t, func(h house) {
		counts, err := h.Import(ctx, national, file(250), ImportOptions{SHA256: "abc"})
		if err != nil || counts != (ImportCounts{Added: 250}) {
			h.Fatalf("%+v, %v", counts, err)
		}
		if _, err := h.Import(ctx, utrecht, file(1), ImportOptions{}); fault.KindOf(err) != fault.Forbidden {
			h.Errorf("a municipality imported: %v", err)
		}
		first := h.household("F00000")
		if first.Municipality != HubMunicipality || first.Region != HubRegion || first.MinorsUnknown || first.Minors != 0 || first.Rev != 1 {
			h.Errorf("one adult: %+v", first)
		}
		if pair := h.household("F00001"); !pair.MinorsUnknown || pair.State != StateWaiting {
			h.Errorf("two persons: %+v", pair)
		}
		if minor := h.household("F00012"); minor.State != StateGuardian || minor.Minors != minor.Persons {
			h.Errorf("unaccompanied: %+v", minor)
		}
		h.ok(h.set("F00001", StateOffered))
		again := file(251)
		again[1].Needs = nil
		again[2].Flags = []string{plan.FlagUrgent}
		counts, err = h.Import(ctx, national, again, ImportOptions{Municipality: "GM0355", Region: "VR09"})
		if err != nil || counts != (ImportCounts{Added: 1, Updated: 2, Unchanged: 248}) {
			h.Fatalf("%+v, %v", counts, err)
		}
		if got := h.household("F00001"); got.State != StateOffered || len(got.Needs) != 0 || got.Municipality != HubMunicipality || got.Rev != 3 {
			h.Errorf("corrected by file: %+v", got)
		}
		if got := h.household("F00250"); got.Municipality != "GM0355" {
			h.Errorf("new: %+v", got)
		}
		h.ok(h.store.Read(ctx, func(tx *db.Tx) error {
			entries, err := gate.History(ctx, tx, "households")
			if err != nil || len(entries) != 2 || entries[0].Detail != `{"added":250,"file_sha256":"abc","unchanged":0,"updated":0}` {
				h.Errorf("audit %+v, %v", entries, err)
			}
			return nil
		}))
		if wrong := h.verify(); len(wrong) != 0 {
			h.Error(wrong[0], len(wrong))
		}
	})
}

func TestImportKeepsWhatAFileDoesNotKnow(t *testing.T) {
	each(t, func(h house) {
		h.ok(h.Register(ctx, utrecht, family("h1"), nil, nil))
		seen := h.household("h1")
		seen.Registration = ProofOfStay
		h.ok(h.Correct(ctx, utrecht, seen))
		same := row("h1", seen.Persons)
		if _, err := h.Import(ctx, national, []plan.Household{same}, ImportOptions{}); err != nil {
			h.Fatal(err)
		}
		got := h.household("h1")
		if got.Minors != 2 || got.MinorsUnknown || got.Registration != ProofOfStay || len(got.Wishes) != 0 || got.Code != seen.Code {
			h.Errorf("got %+v", got)
		}
		more := row("h1", seen.Persons+1)
		if _, err := h.Import(ctx, national, []plan.Household{more}, ImportOptions{}); err != nil {
			h.Fatal(err)
		}
		if got := h.household("h1"); !got.MinorsUnknown {
			h.Errorf("one person more, and the minors still count %d", got.Minors)
		}
	})
}

func TestImportRefusesTheWholeFile(t *testing.T) {
	each(t, func(h house) {
		bad := []plan.Household{row("a", 2), row("b", 0), row("a", 1), row("c", 1, "rich"), row("", 1), row("d", 1, flagMinors)}
		bad[5].Until = calendar.At(tonight)
		_, err := h.Import(ctx, national, bad, ImportOptions{})
		// A row with "minors" of one person leaves the count unknown, which is allowed.
		want := []string{"rows.2.persons persons_wrong", "rows.3.id id_twice", "rows.4.flags flag_unknown", "rows.5.id id_missing", "rows.6.until until_before_from"}
		got := fields(err)
		for _, field := range want {
			if !slices.Contains(got, field) {
				h.Errorf("got %v, misses %s", got, field)
			}
		}
		h.ok(h.Register(ctx, utrecht, family("h1"), nil, nil))
		h.ok(h.set("h1", StateOffered))
		_, err = h.Import(ctx, national, []plan.Household{row("a", 2), row("h1", 4, plan.FlagUnaccompaniedMinor)}, ImportOptions{})
		h.wants(err, fault.Conflict, "households.place_promised")
		if n := h.count(`SELECT COUNT(*) FROM household`); n != 1 {
			h.Errorf("%d households after two refused files and one registration", n)
		}
	})
}

func TestCodesThatAreTakenAreNotGivenTwice(t *testing.T) {
	each(t, func(h house) {
		h.ok(h.Register(ctx, utrecht, family("h1"), nil, nil))
		h.ok(h.raw(`UPDATE household SET code = '` + codeOf("F00003", 0) + `'`))
		if _, err := h.Import(ctx, national, file(5), ImportOptions{}); err != nil {
			h.Fatal(err)
		}
		if got := h.household("F00003").Code; got != codeOf("F00003", 1) {
			h.Errorf("code %s, want %s", got, codeOf("F00003", 1))
		}
	})
}

func TestWaitingIsWhatMatchingSees(t *testing.T) {
	each(t, func(h house) {
		for _, id := range []string{"h3", "h1", "h2", "h4", "h5", "h6"} {
			h.ok(h.Register(ctx, utrecht, family(id), nil, nil))
		}
		elsewhere := family("z1")
		elsewhere.Municipality, elsewhere.Region, elsewhere.From = "GM0034", "VR25", tonight+9
		h.ok(h.Register(ctx, national, elsewhere, nil, nil))
		over := h.household("h6")
		over.Until = calendar.At(tonight)
		h.ok(h.Correct(ctx, utrecht, over))
		h.ok(h.inside(func(ctx context.Context, tx *gate.Tx) error {
			if err := Park(ctx, tx, "anna", "h2", "ill", tonight); err != nil {
				return err
			}
			if err := Park(ctx, tx, "anna", "h4", "ill", tonight+1); err != nil {
				return err
			}
			if err := Exclude(ctx, tx, "h1", "L2", "too far"); err != nil {
				return err
			}
			if err := ExcludeUntil(ctx, tx, "h1", "L1", "full", calendar.At(tonight+1)); err != nil {
				return err
			}
			if err := ExcludeUntil(ctx, tx, "h1", "L3", "full", calendar.At(tonight)); err != nil {
				return err
			}
			return SetState(ctx, tx, "anna", "h5", StateOffered, "offer")
		}))
		list := h.waiting(regional)
		var ids []string
		for _, household := range list {
			ids = append(ids, household.ID)
		}
		if strings.Join(ids, " ") != "h1 h2 h3" {
			h.Fatalf("waiting: %v", ids)
		}
		want := plan.Household{
			ID: "h1", Persons: 4, From: tonight, Needs: []string{"ground_floor", "wheelchair"}, Wishes: []string{"near:GM0344"},
			Flags: []string{flagMinors}, WaitingSince: family("h1").WaitingSince, Excluded: []string{"L1", "L2"},
		}
		if encoded(list[0]) != encoded(want) {
			h.Errorf("got %+v, want %+v", list[0], want)
		}
		if all := h.waiting(national); len(all) != 4 || all[3].From != tonight+9 {
			h.Errorf("the nation sees %+v", all)
		}
		err := h.inside(func(ctx context.Context, tx *gate.Tx) error { return Exclude(ctx, tx, "h9", "L1", "x") })
		h.wants(err, fault.NotFound, "households.unknown")
		h.ok(h.set("h4", StateOffered))
		if got := h.household("h4"); got.ParkedUntil.Known || got.WaitingSince != family("h4").WaitingSince {
			h.Errorf("back from parking: %+v", got)
		}
	})
}

func TestCountsAddUp(t *testing.T) {
	each(t, func(h house) {
		h.ok(h.Register(ctx, utrecht, family("h1"), nil, nil))
		older := family("h2")
		older.WaitingSince, older.Until = older.WaitingSince-2, calendar.At(tonight)
		h.ok(h.Register(ctx, utrecht, older, nil, nil))
		h.ok(h.Register(ctx, utrecht, alone("m1"), nil, nil))
		other := family("z1")
		other.Municipality = "GM0355"
		h.ok(h.Register(ctx, zeist, other, nil, nil))
		picture := func(actor access.Actor) (p Picture) {
			h.ok(h.door.View(ctx, actor, access.ViewHouseholds, func(ctx context.Context, tx *db.Tx, scope gate.Scope) (err error) {
				p, err = Counts(ctx, tx, scope, tonight)
				return err
			}))
			return p
		}
		own := Area{
			Region: "VR09", Municipality: "GM0344", OldestWaiting: calendar.At(older.WaitingSince), Expired: 1,
			ByState: map[State]Totals{StateWaiting: {2, 8}, StateGuardian: {1, 1}},
		}
		all := Picture{
			ByState:       map[State]Totals{StateWaiting: {3, 12}, StateGuardian: {1, 1}},
			OldestWaiting: own.OldestWaiting, Expired: 1,
			Areas: []Area{own, {Region: "VR09", Municipality: "GM0355", OldestWaiting: calendar.At(other.WaitingSince), ByState: map[State]Totals{StateWaiting: {1, 4}}}},
		}
		if got := picture(regional); encoded(got) != encoded(all) {
			h.Errorf("got %s\nwant %s", encoded(got), encoded(all))
		}
		if got := picture(utrecht); len(got.Areas) != 1 || encoded(got.Areas[0]) != encoded(own) {
			h.Errorf("got %s", encoded(got))
		}
		if got := picture(staff); len(got.ByState) != 0 || len(got.Areas) != 0 || got.OldestWaiting.Known {
			h.Errorf("staff of a location without households see %s", encoded(got))
		}
	})
}

func TestListFilters(t *testing.T) {
	each(t, func(h house) {
		if _, err := h.Import(ctx, national, file(120), ImportOptions{}); err != nil {
			h.Fatal(err)
		}
		first := family("first")
		first.WaitingSince, first.Municipality, first.Region = tonight-30, "GM0034", "VR25"
		h.ok(h.Register(ctx, national, first, nil, nil))
		code := h.household("first").Code
		for _, c := range []struct {
			name        string
			filter      Filter
			rows, total int
		}{
			{"all", Filter{}, 50, 121},
			{"page", Filter{Limit: 100, Offset: 100}, 21, 121},
			{"beyond", Filter{Offset: 500}, 0, 121},
			{"wild", Filter{Limit: 100000, Offset: -3}, 121, 121},
			{"state", Filter{State: StateGuardian}, 6, 6},
			{"region", Filter{Region: "VR25"}, 1, 1},
			{"municipality", Filter{Municipality: HubMunicipality}, 50, 120},
			{"both", Filter{Municipality: HubMunicipality, Region: "VR25"}, 0, 0},
			{"code", Filter{Query: strings.ToLower(code)}, 1, 1},
			{"part of a code", Filter{Query: code[:5], Region: "VR25"}, 1, 1},
			{"id", Filter{Query: "F00007"}, 1, 1},
			{"signs", Filter{Query: "%"}, 0, 0},
			{"quotes", Filter{Query: "' OR 1=1 --"}, 0, 0},
		} {
			list, total, err := h.List(ctx, national, c.filter)
			if err != nil || len(list) != c.rows || total != c.total {
				h.Errorf("%s: %d of %d rows, want %d of %d (%v)", c.name, len(list), total, c.rows, c.total, err)
			}
		}
		list, _, err := h.List(ctx, national, Filter{Limit: 2})
		if err != nil || len(list) != 2 || list[0].ID != "first" || list[1].ID != "F00000" {
			h.Errorf("longest waiting first: %+v, %v", list, err)
		}
	})
}

// BenchmarkImport takes in a national file: 20,000 households, new and again.
func BenchmarkImport(b *testing.B) {
	rows := file(20000)
	for _, engine := range dbtest.Engines {
		b.Run(engine+"/new", func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				service := New(gate.New(dbtest.Open(b, engine), clock))
				b.StartTimer()
				if _, err := service.Import(ctx, national, rows, ImportOptions{}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(engine+"/changed", func(b *testing.B) {
			service := New(gate.New(dbtest.Open(b, engine), clock))
			if _, err := service.Import(ctx, national, rows, ImportOptions{}); err != nil {
				b.Fatal(err)
			}
			changed, turn := slices.Clone(rows), 0
			for b.Loop() {
				turn++
				for i := range changed {
					changed[i].WaitingSince = rows[i].WaitingSince + calendar.Night(turn)
				}
				if _, err := service.Import(ctx, national, changed, ImportOptions{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
