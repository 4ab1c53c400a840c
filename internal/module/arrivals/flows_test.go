package arrivals

import (
	"strings"
	"testing"
	"time"

	"onderdak/internal/module/matching"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
)

func (h house) flow(who, code string) Flows {
	h.Helper()
	found, err := h.Flows(ctx, people[who], FlowQuestion{Code: code, Days: 14})
	h.ok(err)
	return found
}

// A week of comings and goings, all of it derived from stays: nothing is counted
// twice, and what was taken back does not count.
func TestFlowsAreDerivedFromStays(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 40)
		h.location("L2", 40)
		h.location("E1", 40, func(l *places.Location) { l.Municipality, l.Region = "GM0153", "VR05" })
		for _, id := range []string{"full", "less", "none", "back", "moves", "leaves"} {
			h.household(id, 3)
		}
		porter := people["national"]
		came := func(id, location string, persons int) matching.Offer {
			h.Helper()
			offer := h.accepted(id, location)
			h.ok(h.Came(ctx, porter, offer.ID, offer.Stay, persons))
			return h.read(offer.ID)
		}
		came("full", "L1", 3)
		came("less", "L1", 2) // one of three did not come
		none := h.accepted("none", "L1")
		h.ok(h.DidNotCome(ctx, porter, none.ID, none.Stay))
		back := h.accepted("back", "L1")
		h.ok(h.DidNotCome(ctx, porter, back.ID, back.Stay))
		h.ok(h.TakeBack(ctx, porter, back.ID))
		moving, leaving := came("moves", "L1", 3), came("leaves", "E1", 3)
		h.later(24 * time.Hour)
		again := h.read(h.of("back"))
		h.ok(h.Came(ctx, porter, again.ID, again.Stay, 3)) // a day late
		h.ok(h.places.MoveStay(ctx, program, places.Move{Stay: moving.Stay, Next: "next", Location: "L2", From: tonight + 1, Until: tonight + 5, EndKnown: true, Reason: "test"}))
		h.ok(h.matching.Left(ctx, porter, matching.Departure{Stay: leaving.Stay, How: places.Left, Night: tonight + 1, Reason: "test"}))

		want := map[string]Flow{
			"NL":     {Came: 14, MovedIn: 3, MovedOut: 3, Left: 3, NotArrived: 4},
			"VR09":   {Came: 11, MovedIn: 3, MovedOut: 3, NotArrived: 4},
			"GM0355": {Came: 11, MovedIn: 3, MovedOut: 3, NotArrived: 4},
			"L1":     {Came: 11, MovedOut: 3, NotArrived: 4},
			"L2":     {MovedIn: 3},
			"GM0153": {Came: 3, Left: 3},
			"VR25":   {},
		}
		for code, flow := range want {
			got := h.flow("national", code)
			if got.Total != flow {
				h.Errorf("%s: %+v, want %+v", code, got.Total, flow)
			}
			var lines, parts Flow
			for _, line := range got.Lines {
				lines.plus(line.Flow)
			}
			for _, part := range got.Parts {
				parts.plus(part.Flow)
			}
			if lines != got.Total || len(got.Lines) != 14 || code[0] != 'L' && parts != got.Total {
				h.Errorf("%s does not add up: %+v, %+v", code, lines, parts)
			}
		}
		nation := h.flow("national", "NL")
		if last := nation.Lines[13]; last.From != tonight+1 || last.Came != 3 || last.MovedIn != 3 || last.Left != 3 || last.NotArrived != 0 {
			h.Errorf("%+v", last)
		}
		if day := nation.Lines[12]; day.Came != 11 || day.NotArrived != 4 {
			h.Errorf("%+v", day)
		}
		// The balance is who is here.
		if present := 14 - 3; nation.Total.Balance() != present || h.present() != present {
			h.Errorf("balance %d, %d present", nation.Total.Balance(), h.present())
		}
		weekly, err := h.Flows(ctx, people["national"], FlowQuestion{Code: "NL", Days: 28, Weekly: true})
		h.ok(err)
		for i, line := range weekly.Lines {
			if i > 0 && line.From.Date().Weekday() != time.Monday || line.Until <= line.From || i > 0 && line.From != weekly.Lines[i-1].Until {
				h.Errorf("week %d: %s to %s", i, line.From, line.Until)
			}
		}
		if weekly.Total != nation.Total {
			h.Errorf("%+v", weekly.Total)
		}
		h.later(20 * 24 * time.Hour)
		if got := h.flow("national", "NL").Total; got != (Flow{}) {
			h.Errorf("three weeks later: %+v", got)
		}
	})
}

func (h house) present() (persons int) {
	h.Helper()
	h.ok(h.store.Read(ctx, func(tx *db.Tx) error {
		return tx.Row(ctx, "SELECT CAST(SUM(persons) AS BIGINT) FROM stay WHERE state = 'present'").Scan(&persons)
	}))
	return persons
}

// Small counts of others are hidden on the page and in the file, and cannot be
// reckoned from the sum.
func TestSmallFlowsOfOthersAreHidden(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 40)
		h.location("E1", 40, func(l *places.Location) { l.Municipality, l.Region = "GM0153", "VR05" })
		for id, persons := range map[string]int{"a": 9, "b": 2} {
			h.household(id, persons)
			offer := h.accepted(id, map[string]string{"a": "L1", "b": "E1"}[id])
			h.ok(h.Came(ctx, people["national"], offer.ID, offer.Stay, persons))
		}
		status, body := h.get("enschede", "/instroom?gebied=GM0153")
		if status != 200 || strings.Contains(body, "minder dan 5") || !strings.Contains(body, "2 personen gekomen") {
			h.Errorf("own: %d %.600s", status, body)
		}
		status, body = h.get("council", "/instroom?gebied=GM0153")
		if status != 200 || !strings.Contains(body, "minder dan 5 personen gekomen") || strings.Contains(body, "Huis E1") {
			h.Errorf("other: %d %.600s", status, body)
		}
		_, file := h.get("council", "/instroom.csv?gebied=NL")
		if !strings.Contains(file, "VR05,Twente,2022-03-29,2022-04-12,<5,0,0,0,0") || !strings.Contains(file, "VR09,Utrecht,2022-03-29,2022-04-12,<5,") {
			h.Errorf("the hidden count can be reckoned:\n%s", file)
		}
		_, file = h.get("national", "/instroom.csv?gebied=NL&dagen=28&per=week")
		if !strings.Contains(file, "VR05,Twente,2022-03-15,2022-04-12,2,0,0,0,0") {
			h.Errorf("%s", file)
		}
		if status, _ := h.get("enschede", "/instroom?gebied=L1"); status != 404 {
			h.Errorf("a location of others: %d", status)
		}
		if _, err := h.Flows(ctx, people["national"], FlowQuestion{Code: "nowhere"}); fault.KindOf(err) != fault.NotFound {
			h.Error(err)
		}
	})
}

func TestHiding(t *testing.T) {
	none := func(int) bool { return false }
	for _, c := range []struct {
		counts []int
		own    func(int) bool
		want   string
	}{
		{[]int{0, 9, 7}, none, "0 9 7"},
		{[]int{3, 9, 7}, none, "- 9 -"},
		{[]int{3, 4, 7}, none, "- - 7"},
		{[]int{3, 0, 0}, none, "- 0 0"},
		{[]int{3, 9, 7}, func(i int) bool { return i == 0 }, "3 9 7"},
		{[]int{3, 9, 7}, func(i int) bool { return i == 2 }, "- - 7"},
	} {
		var words []string
		for _, figure := range hide(c.counts, c.own) {
			words = append(words, strings.Replace(figureWords([]Figure{figure})[0], "<5", "-", 1))
		}
		if got := strings.Join(words, " "); got != c.want {
			t.Errorf("%v: %s, want %s", c.counts, got, c.want)
		}
	}
}
