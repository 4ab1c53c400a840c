package freshness

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/mail"
)

// One mail lists all locations of a contact, with what we know and since when, and
// one link; whoever writes the address with capitals is the same.
func TestOneMailPerContact(t *testing.T) {
	each(t, func(h *house) {
		h.location("Zon", "Jan@bosrand.example", 40)
		h.location("Maan", "jan@bosrand.example", 12, func(l *places.Location) { l.Municipality = soest })
		h.location("Ster", "piet@ster.example", 5)
		h.must(h.places.State(ctx, program, places.Statement{Location: "Zon", Rung: places.Open, Places: 30, From: tonight + 9, Source: "test"}))
		h.now = h.now.Add(25 * time.Hour)
		h.asked("Zon")
		if len(h.mails.all) != 1 {
			t.Fatalf("%d mails", len(h.mails.all))
		}
		letter := h.mails.all[0]
		h.says(letter.Text, "Dag Jan Bakker,", "uw 2 locaties", "1. Hotel Maan, Soest", "2. Hotel Zon, Zeist",
			"Vannacht: 40 plekken open\n", "Vanaf 20 maart 2022: 30 plekken open, 40 plekken staan klaar\n",
			"Laatst bevestigd: 11 maart 2022 10.00", "Horen wij niets vóór 25 maart 2022?", "?antwoord=ja", "De links werken tot 26 maart 2022.")
		if strings.Contains(letter.Text, "Ster") || strings.Contains(letter.Text, "{") || letter.Subject != "Klopt dit nog? Hotel Maan en uw andere locaties" {
			t.Errorf("%+v", letter)
		}
		// What stands in the store opens no link.
		if n := h.count(`SELECT COUNT(*) FROM freshness_mail WHERE digest = $1 OR id = $1`, token(h.link())); n != 0 {
			t.Error("the secret stands in the store")
		}
		again, err := h.Ask(ctx, "Maan")
		h.must(err)
		if h.drain(); again || len(h.mails.all) != 1 {
			t.Errorf("asked twice in a day: %d mails", len(h.mails.all))
		}
		h.now = h.now.Add(Pause)
		h.asked("Maan")
		h.sound()
	})
}

// Of many programs that ask at once one asks.
func TestManyAskAtOnce(t *testing.T) {
	each(t, func(h *house) {
		h.location("Zon", "jan@bosrand.example", 40)
		h.location("Maan", "jan@bosrand.example", 40)
		var group sync.WaitGroup
		var mutex sync.Mutex
		asked := 0
		for i := range 8 {
			group.Go(func() {
				done, err := h.Ask(ctx, []string{"Zon", "Maan"}[i%2])
				mutex.Lock()
				defer mutex.Unlock()
				if err != nil {
					t.Error(err)
				}
				if done {
					asked++
				}
			})
		}
		group.Wait()
		if h.drain(); asked != 1 || len(h.mails.all) != 1 {
			t.Errorf("%d asked, %d mails", asked, len(h.mails.all))
		}
		h.sound()
	})
}

// Six weeks, looked at twice every two hours: every contact
// that keeps silent is asked each week and when places are dropped, one that
// answers each week a week after the answer; nobody twice a day, nobody by night,
// nobody who is not to be asked.
func TestWeeksOfQuestions(t *testing.T) {
	each(t, func(h *house) {
		h.location("silent", "stil@hotel.example", 40)
		h.location("silent2", "stil@hotel.example", 10, func(l *places.Location) { l.StaleDays = 10 })
		h.location("answers", "trouw@hotel.example", 20)
		h.location("quick", "snel@hotel.example", 20, func(l *places.Location) { l.StaleDays = 3 })
		h.location("slow", "traag@hotel.example", 20, func(l *places.Location) { l.StaleDays = 90 })
		h.location("none", "", 20)
		h.location("closed", "dicht@hotel.example", 20)
		h.must(h.places.CloseLocation(ctx, program, "closed", tonight, "verkocht"))
		sent := map[string][]time.Time{}
		for range 6 * 7 * 12 {
			h.now = h.now.Add(2 * time.Hour)
			for range 2 {
				h.must(h.Handlers()[TopicRound](ctx, nil))
				h.must(h.places.Freshen(ctx, nil))
			}
			before := len(h.mails.all)
			h.drain()
			for _, letter := range h.mails.all[before:] {
				if !linkForm.MatchString(letter.Text + "\n") {
					continue // no question: the news that a location closes
				}
				sent[letter.To] = append(sent[letter.To], h.now)
				if letter.To == "trouw@hotel.example" {
					_, err := h.Confirm(ctx, token(linkForm.FindStringSubmatch(letter.Text + "\n")[1]))
					h.must(err)
				}
			}
		}
		counts := map[string]int{}
		for address, moments := range sent {
			counts[address] = len(moments)
			for i, at := range moments {
				if hour := at.In(calendar.Amsterdam).Hour(); hour < firstHour || hour >= lastHour {
					t.Errorf("%s was mailed at %s", address, at)
				}
				if i > 0 && at.Sub(moments[i-1]) < Pause {
					t.Errorf("%s was mailed at %s and %s", address, moments[i-1], at)
				}
				if i > 0 && at.Sub(moments[i-1]) > week+14*time.Hour {
					t.Errorf("%s was forgotten between %s and %s", address, moments[i-1], at)
				}
			}
		}
		for address, want := range map[string][2]int{"stil@hotel.example": {7, 14}, "trouw@hotel.example": {5, 6}, "snel@hotel.example": {21, 42}, "traag@hotel.example": {5, 6}} {
			if got := counts[address]; got < want[0] || got > want[1] {
				t.Errorf("%s got %d mails: %v", address, got, sent[address])
			}
		}
		if len(counts) != 4 || h.on("silent", calendar.NightOf(h.now))[places.Open] != 0 || h.on("answers", calendar.NightOf(h.now))[places.Open] != 20 {
			t.Errorf("%v", counts)
		}
		h.sound()
	})
}

// A location that comes to a contact who was mailed today waits in silence: the
// round neither mails nor writes down that it did not.
func TestTheRoundLeavesContactsInPeace(t *testing.T) {
	each(t, func(h *house) {
		h.location("Zon", "jan@bosrand.example", 40)
		h.location("Maan", "piet@ster.example", 40)
		h.now = h.now.Add(week - time.Hour)
		h.asked("Zon")
		h.must(h.door.Do(ctx, program, gate.Change{Action: access.EditLocation, Object: "test"}, func(ctx context.Context, tx *gate.Tx) error {
			return places.SetContact(ctx, tx, "Maan", places.Contact{Email: "Jan@bosrand.example"})
		}))
		h.now = h.now.Add(2 * time.Hour)
		rows := h.count(`SELECT COUNT(*) FROM audit`)
		if n, err := h.Round(ctx); n != 0 || err != nil || h.count(`SELECT COUNT(*) FROM audit`) != rows {
			t.Errorf("%d asked, %v", n, err)
		}
		h.now = h.now.Add(Pause)
		if n, err := h.Round(ctx); n != 1 || err != nil {
			t.Errorf("%d asked a day later, %v", n, err)
		}
		h.sound()
	})
}

// That silence took places is a question of its own, the next morning.
func TestSilenceAsks(t *testing.T) {
	each(t, func(h *house) {
		h.location("Zon", "jan@bosrand.example", 40)
		h.location("Bel", "", 40)
		h.now = h.now.AddDate(0, 0, 10)
		h.asked("Zon")
		for _, hours := range []int{4*24 + 14, 9} { // in the night, and the morning after
			h.now = h.now.Add(time.Duration(hours) * time.Hour)
			h.must(h.places.Freshen(ctx, nil))
			if _, err := h.Round(ctx); err != nil {
				t.Error(err)
			}
			h.drain()
			if want := 1 + hours%2; len(h.mails.all) != want {
				t.Fatalf("%d mails, want %d", len(h.mails.all), want)
			}
		}
		h.says(h.mails.all[1].Text, "Wij hoorden te lang niets.", "Vannacht: 40 plekken open\n")
		h.sound()
	})
}

// The run over a list counts contacts, locations, who was asked before and whom to
// call.
func TestARunOverAList(t *testing.T) {
	each(t, func(h *house) {
		h.location("a", "jan@bosrand.example", 1)
		h.location("b", "JAN@bosrand.example", 1)
		h.location("c", "piet@ster.example", 1)
		h.location("d", "", 1)
		run := func() (done Asked) {
			h.Helper()
			change := gate.Change{Action: access.AskReports, Object: "test"}
			h.must(h.door.Do(ctx, people["national"], change, func(ctx context.Context, tx *gate.Tx) error {
				var all []places.Location
				for _, id := range []string{"a", "b", "c", "d"} {
					l, err := places.LocationByID(ctx, tx.Tx, id)
					if err != nil {
						return err
					}
					all = append(all, l)
				}
				var err error
				done, err = h.AskAll(ctx, tx, all)
				return err
			}))
			return done
		}
		if got := run(); got != (Asked{Contacts: 2, Locations: 3, Without: 1}) {
			t.Errorf("%+v", got)
		}
		if got := run(); got != (Asked{Before: 3, Without: 1}) {
			t.Errorf("again: %+v", got)
		}
		if h.drain(); len(h.mails.all) != 2 {
			t.Errorf("%d mails", len(h.mails.all))
		}
		h.sound()
	})
}

func TestHowOftenALocationIsAskedAbout(t *testing.T) {
	for days, want := range map[int]time.Duration{1: 24 * time.Hour, 2: 24 * time.Hour, 3: 36 * time.Hour, 10: 5 * 24 * time.Hour, 14: week, 365: week} {
		l := places.Location{StaleDays: days, ConfirmedAt: calendar.InstantOf(time.Date(2022, 3, 1, 9, 0, 0, 0, time.UTC))}
		if got := every(l); got != want {
			t.Errorf("%d days: every %s, want %s", days, got, want)
		}
		if due(l, 0, l.ConfirmedAt.Plus(want-time.Microsecond)) || !due(l, 0, l.ConfirmedAt.Plus(want)) || due(l, l.ConfirmedAt.Plus(time.Hour), l.ConfirmedAt.Plus(want)) {
			t.Errorf("%d days: due at the wrong moment", days)
		}
	}
}

// Mails are forgotten some time after their links end, and nothing else is.
func TestForgetting(t *testing.T) {
	each(t, func(h *house) {
		h.location("Zon", "jan@bosrand.example", 40)
		path := h.asked("Zon")
		h.must(h.TellContact(ctx, token(path), "Zon", places.Contact{Name: "Els Visser", Phone: "030 765 43 21"}))
		forget := func() {
			h.Helper()
			h.must(h.Handlers()[TopicForget](ctx, nil))
			h.sound()
		}
		h.now = h.now.Add(LinkFor + keepFor - time.Hour)
		forget()
		if h.count(`SELECT COUNT(*) FROM freshness_mail`) != 1 || h.count(`SELECT COUNT(*) FROM freshness_contact WHERE name = '' AND phone = '' AND taken = 0`) != 1 {
			t.Error("forgotten too early, or another contact is kept")
		}
		h.now = h.now.Add(2 * time.Hour)
		forget()
		for _, table := range []string{"mail", "question", "pause"} {
			if n := h.count(`SELECT COUNT(*) FROM freshness_` + table); n != 0 {
				t.Errorf("%d rows of %s are kept", n, table)
			}
		}
		if h.count(`SELECT COUNT(*) FROM freshness_answer`) != 1 {
			t.Error("what was answered is gone")
		}
	})
}

// Over a real mail server: the link that arrives is the one that works.
func TestTheLinkArrivesByMail(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		address, got := mailServer(t)
		sender, err := mail.NewSMTP(address, "Onderdak <noreply@onderdak.example>")
		if err != nil {
			t.Fatal(err)
		}
		h := newHouse(t, store)
		h.sender = sender
		h.location("Zon", "jan@bosrand.example", 40)
		h.now = h.now.Add(week)
		h.must(h.Handlers()[TopicRound](ctx, nil))
		h.drain()
		raw := <-got
		if !strings.Contains(raw, "Auto-Submitted: auto-generated") {
			t.Error("the mail does not say that a program wrote it")
		}
		_, after, found := strings.Cut(strings.ReplaceAll(strings.ReplaceAll(raw, "=\r\n", ""), "=3D", "="), "https://onderdak.example"+LinkPath)
		if !found {
			t.Fatal(raw)
		}
		first, _, _ := strings.Cut(strings.Fields(after)[0], "?")
		for range 3 { // scanners look first
			h.page("", "nl", LinkPath+first+"?antwoord=ja", http.StatusOK)
		}
		if h.count(`SELECT COUNT(*) FROM freshness_answer`) != 0 {
			t.Error("looking was taken for an answer")
		}
		if code, where := h.post("", LinkPath+first); code != http.StatusSeeOther || !strings.HasSuffix(where, "?gedaan=yes") {
			t.Errorf("%d %s", code, where)
		}
		l, err := h.places.Location(ctx, program, "Zon")
		h.must(err)
		if l.ConfirmedAt != calendar.InstantOf(h.now) {
			t.Error("not confirmed")
		}
		h.sound()
	})
}

type inbox struct{ got chan string }

func (i inbox) NewSession(*smtp.Conn) (smtp.Session, error) { return i, nil }
func (i inbox) Mail(string, *smtp.MailOptions) error        { return nil }
func (i inbox) Rcpt(string, *smtp.RcptOptions) error        { return nil }
func (i inbox) Reset()                                      {}
func (i inbox) Logout() error                               { return nil }
func (i inbox) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	i.got <- string(data)
	return err
}

func mailServer(t *testing.T) (address string, got chan string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	got = make(chan string, 4)
	server := smtp.NewServer(inbox{got})
	server.Domain = "localhost"
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	return "smtp://" + listener.Addr().String(), got
}

// Every key the code speaks is in the catalogue, and every text is spoken.
func TestEveryKeyHasWords(t *testing.T) {
	words, err := i18n.Load(Messages)
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	speak := func(keys ...string) {
		for _, key := range keys {
			used["freshness."+key] = true
		}
	}
	for done := range doneKeys {
		speak("done_" + done)
	}
	for _, kind := range []Kind{Yes, Number, Gone, Contact} {
		speak("told_"+string(kind), "answer_"+string(kind)) // the audit speaks the second
	}
	for _, rung := range places.Rungs {
		speak("places_" + string(rung))
	}
	for _, what := range []string{"lowered", "raised", "gone", "contact"} {
		speak("mail_"+what+"_subject", "mail_"+what+"_body")
	}
	for _, decision := range []string{decideTake, decideDrop} {
		speak("decide_"+decision, "decided_"+decision)
	}
	speak("field_places", "field_from", "field_until", "field_gone", "field_name", "field_phone", "field_email", "hint_from", "hint_until", "hint_places")
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	spoken := regexp.MustCompile(`"(freshness\.[a-z_]+)"`)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range spoken.FindAllStringSubmatch(string(text), -1) {
			if key := match[1]; !strings.HasSuffix(key, "_") && key != TopicRound && key != TopicForget {
				used[key] = true
			}
		}
	}
	for key := range used {
		if !words.Has(key) {
			t.Errorf("%s has no words", key)
		}
	}
	for _, key := range words.Keys() {
		if !used[key] {
			t.Errorf("%s is never spoken", key)
		}
	}
}
