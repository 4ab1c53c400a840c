package arrivals

import (
	"context"
	"strings"
	"testing"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/gate"
)

// cancel takes the planned move of a household back.
func (h house) cancel(id string) {
	h.Helper()
	change := gate.Change{Action: access.PlaceStay, Object: "stay/s-" + id, Reason: "test"}
	h.ok(h.door.Do(ctx, program, change, func(ctx context.Context, tx *gate.Tx) error {
		_, err := places.CancelMoveIn(ctx, tx, "test", "s-"+id, "test")
		return err
	}))
}

// told drains the work and gives what was mailed since, one letter a line.
func (h house) told() string {
	h.Helper()
	h.mails.all = nil
	h.drain()
	var all []string
	for _, letter := range h.mails.all {
		all = append(all, letter.To+": "+letter.Subject+": "+strings.ReplaceAll(letter.Text, "\n", " "))
	}
	return strings.Join(all, "\n")
}

func (h house) says(text string, words ...string) {
	h.Helper()
	for _, word := range words {
		if !strings.Contains(text, word) {
			h.Errorf("%q is not in:\n%s", word, text)
		}
	}
}

// Both locations of a planned move hear of it, and of its being taken back: by mail,
// on the page of the day and on the house list.
func TestBothLocationsHearOfAMove(t *testing.T) {
	each(t, func(h house) {
		h.account("Zoë", "zoe@zeist.example", "uk", "GM0355")
		h.location("L1", 9)
		h.location("L2", 9, func(l *places.Location) { l.Contact.Email = "" })
		h.settled("h1", "L2", 3, tonight+9)
		code := h.find("h1").Code
		h.planMove("h1", "L1", tonight+3)
		told := h.told()
		h.says(told, "bakker@zeist.example: Huishouden "+code+" komt op 14 april 2022 bij Huis L1", "Zij verhuizen van Huis L2", "/locaties/L1/verblijven/n-h1",
			"zoe@zeist.example: Родина "+code+" переїжджає до локації Huis L1: 14 квітня 2022", "/locaties/L2/verblijven/s-h1", "3 особи", "13 квітня 2022")
		if strings.Count(told, "\n") != 1 {
			h.Errorf("not two mails: %s", told)
		}
		for path, text := range map[string]string{
			todayL1: "Komt op 14 april 2022 van Huis L2", "/locaties/L2/vandaag": "Verhuist op 14 april 2022 naar Huis L1",
			"/locaties/L2/huislijst": "Verhuist op 14 april 2022 naar Huis L1",
		} {
			status, body := h.get("zeist", path)
			if status != 200 {
				h.Fatalf("%s: %d", path, status)
			}
			h.says(body, text)
		}
		h.cancel("h1")
		told = h.told()
		h.says(told, "Huishouden "+code+" komt niet bij Huis L1", "(3 personen) komt niet meer op 14 april 2022", "Родина "+code+" не переїжджає", "до ночі 19 квітня 2022 включно")
		if _, body := h.get("zeist", todayL1); strings.Contains(body, "14 april 2022") {
			h.Error("a move that was taken back is on the page")
		}
		h.clean()
	})
}

// Who was told nothing yet of a move that is off by then hears only that; who
// awaits somebody who left, or turned up elsewhere, hears that too, and nobody else.
func TestAMoveThatIsOvertaken(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 9)
		h.location("L2", 9)
		for _, id := range []string{"h1", "h2"} {
			h.settled(id, "L2", 1, tonight+9)
			h.planMove(id, "L1", tonight+3)
		}
		h.cancel("h1")
		if told := h.told(); strings.Contains(told, h.find("h1").Code+" komt op") || strings.Count(told, "niet") < 3 {
			h.Errorf("told %s", told)
		}
		h.ok(h.matching.Left(ctx, program, matching.Departure{Stay: "s-h2", How: places.Left, Night: tonight, Reason: "home"}))
		told := h.told()
		h.says(told, "bakker@zeist.example: Huishouden "+h.find("h2").Code+" komt niet bij Huis L1")
		if strings.Contains(told, "\n") {
			h.Errorf("somebody else is told: %s", told)
		}
	})
}

// On the night itself the move stands among who comes and who goes, no longer among
// later days; the house list of the new location tells where they come from.
func TestAMoveOnItsDay(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 9)
		h.location("L2", 9)
		h.settled("h1", "L2", 3, tonight+9)
		h.planMove("h1", "L1", tonight+1)
		h.later(24 * time.Hour)
		_, body := h.get("zeist", todayL1)
		h.says(body, "Verhuist van Huis L2")
		if strings.Contains(body, "Verhuizingen op latere dagen") {
			h.Error("tonight is a later day")
		}
		_, body = h.get("zeist", "/locaties/L1/huislijst")
		h.says(body, "Verhuist van Huis L2")
		today, err := h.Today(ctx, people["zeist"], "L2")
		h.ok(err)
		if len(today.Leaving) != 1 || today.Leaving[0].MovesTo != "Huis L1" || today.Leaving[0].MovesOn != calendar.Night(tonight+1) || len(today.Moves) != 0 {
			h.Errorf("%+v", today)
		}
	})
}
