package intake

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/phrase"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/mail"
	"onderdak/internal/reading"
)

// read makes drafts of offers, as package mailroom does.
func (h *house) read(letter string, owner access.Owner, offers ...reading.Offer) (drafts []Draft) {
	h.Helper()
	change := gate.Change{Action: access.ReportPlace, Object: "letter/" + letter, Reason: "received"}
	h.must(h.door.Do(ctx, access.Program(), change, func(ctx context.Context, tx *gate.Tx) (err error) {
		drafts, err = h.AddRead(ctx, tx, Source{Letter: letter, At: tx.Now(), Lang: "nl", Owner: owner}, offers)
		return err
	}))
	return drafts
}

// offered is an offer as a mail makes it.
func offered() reading.Offer {
	return reading.Offer{Name: "Sporthal De Bosrand", Municipality: zeist, Places: 60, Unit: reading.Beds,
		From: reading.Moment{Sort: phrase.Exact, Night: tonight + 4}, Until: reading.Moment{Sort: phrase.Vague, Words: "medio april"},
		Contact: reading.Contact{Name: "Jan Bakker", Phone: "030 123 45 67", Email: "jan@bosrand.example"}, Facilities: []string{"showers", "pets", "zwembad"},
		Traces: map[reading.Field]reading.Trace{reading.FieldPlaces: {Spans: []phrase.Span{{Start: 4, End: 12}}, Words: "60 bedden", Confidence: 0.9}}}
}

func (h *house) asOfNow(id string) Detail {
	h.Helper()
	d, err := h.Draft(ctx, people["national"], id)
	h.must(err)
	return d
}

// pledged are the places of a location on the rung, on a night.
func (h *house) pledged(location string, night calendar.Night) (n int) {
	h.Helper()
	h.must(h.store.Read(ctx, func(tx *db.Tx) error {
		numbers, err := places.NumbersOn(ctx, tx, location, night)
		n = numbers[places.Pledged]
		return err
	}))
	return n
}

func (h *house) intact() {
	h.Helper()
	h.must(h.store.Read(ctx, func(tx *db.Tx) error {
		wrong, err := Verify(ctx, tx)
		if len(wrong) > 0 {
			h.Errorf("%q", wrong)
		}
		return err
	}))
}

func TestAnOfferBecomesADraftWithItsWords(t *testing.T) {
	each(t, func(h *house) {
		rooms := reading.Offer{Name: "Hotel", Places: 12, Unit: reading.Rooms, Source: "opgave.xlsx, Blad1", Row: 3, Municipality: "GM0457", Contact: reading.Contact{Email: "a, b"}}
		families := reading.Offer{Address: "Dorpsstraat 12", Places: 4, Unit: reading.Families, Each: 5}
		drafts := h.read("L", access.Owner{Municipality: soest, Region: "VR09"}, offered(), rooms, families)
		first := h.asOfNow(drafts[0].ID)
		if first.Places != 60 || first.From != calendar.At(tonight+4) || first.Until.Known || first.Municipality != zeist || first.Region != "VR09" ||
			!slices.Equal(first.Facilities, []string{"showers", "pets"}) || first.Way != ByMail || first.State != Waiting {
			h.Errorf("%+v", first.Draft)
		}
		if o := first.Origin; o == nil || o.Nr != 1 || o.Offer.Until.Words != "medio april" || o.Offer.Traces[reading.FieldPlaces].Words != "60 bedden" {
			h.Errorf("%+v", first.Origin)
		}
		// A municipality that is no more is none; the source's stands in.
		if second := h.asOfNow(drafts[1].ID); second.Places != 0 || second.Municipality != soest || second.Way != BySheet || second.Contact.Email != "" {
			h.Errorf("rooms: %+v", second.Draft)
		}
		if third := h.asOfNow(drafts[2].ID); third.Places != 20 || third.Place != "Dorpsstraat 12" || !slices.Equal(third.Missing(), []string{"from", "until", "contact"}) {
			h.Errorf("families: %+v", third.Draft)
		}
		if nowhere := h.read("L2", access.Owner{}, families)[0]; nowhere.Municipality != "" {
			h.Errorf("nowhere: %+v", nowhere)
		}
		want := []string{"fatima@example.org intake.mail_post_subject", "nel@example.org intake.mail_post_subject", "rik@example.org intake.mail_post_subject"}
		if got := h.mails(); !slices.Equal(got, want) {
			h.Errorf("mailed %q", got)
		}
		h.intact()
	})
}

// Who offers two halls with one telephone offers two halls; who sends a second mail
// may say the same again.
func TestOneMailWithOnePhoneIsNoDouble(t *testing.T) {
	each(t, func(h *house) {
		other := offered()
		other.Name = "Kerk De Bron"
		drafts := h.read("L", access.Owner{}, offered(), other)
		for _, d := range drafts {
			if twins := h.asOfNow(d.ID).Twins; len(twins) != 0 {
				h.Errorf("%s: %+v", d.Place, twins)
			}
		}
		again := h.read("L2", access.Owner{}, other)[0]
		if twins := h.asOfNow(again.ID).Twins; len(twins) != 2 || !twins[0].ByPhone && !twins[1].ByName {
			h.Errorf("%+v", twins)
		}
	})
}

func TestVeryManyPlacesTakeTwo(t *testing.T) {
	each(t, func(h *house) {
		r := told()
		r.Places = 600
		d, secret := h.reported(r)
		take := confirming(d)
		h.wants(h.Second(ctx, people["second"], d.ID), fault.Conflict)
		wrong := take
		wrong.Location.Type = "castle"
		h.wants(h.TakeIn(ctx, people["town"], wrong), fault.Invalid)
		wrong = take
		wrong.Location.Municipality = soest
		h.wants(h.TakeIn(ctx, people["town"], wrong), fault.Forbidden)
		h.must(h.TakeIn(ctx, people["town"], take))
		now := h.asOfNow(d.ID)
		if now.State != Seconding || now.First == nil || now.First.Person != "fatima" || now.First.Places != 600 || h.count(`SELECT COUNT(*) FROM location`) != 0 {
			h.Fatalf("%+v", now)
		}
		h.intact()
		if err := h.Second(ctx, people["town"], d.ID); fault.As(err).Key != "intake.second_other" {
			h.Errorf("the same person: %v", err)
		}
		h.wants(h.Second(ctx, people["soest"], d.ID), fault.Forbidden)
		// Who told it changes it: the first confirmation is void.
		r.Places = 700
		h.must(h.Retell(ctx, secret, r))
		if now := h.asOfNow(d.ID); now.State != Waiting || h.count(`SELECT COUNT(*) FROM draft_second`) != 0 {
			h.Errorf("%s", now.State)
		}
		take.Version, take.Places = 2, 700
		h.must(h.TakeIn(ctx, people["second"], take))
		h.must(h.Second(ctx, people["town"], d.ID))
		if now := h.asOfNow(d.ID); now.State != Taken || h.pledged(now.Location, tonight) != 700 || h.count(`SELECT COUNT(*) FROM draft_second`) != 0 {
			h.Errorf("%+v", now.Draft)
		}
		h.intact()
	})
}

func TestAChangeOfALocationIsNoSecondLocation(t *testing.T) {
	each(t, func(h *house) {
		d, _ := h.reported(told())
		take := confirming(d)
		h.must(h.TakeIn(ctx, people["town"], take))
		news := offered()
		news.Places, news.Update = 40, true
		second := h.read("L", access.Owner{}, news)[0]
		change := Taking{Draft: second.ID, Version: 1, Changes: take.Location.ID, Places: 40, From: tonight + 4, Contact: true,
			Location: places.Location{Contact: places.Contact{Name: "Piet", Phone: "030 765 43 21"}}}
		h.wants(h.TakeIn(ctx, people["soest"], change), fault.Forbidden)
		nowhere := change
		nowhere.Changes = "x"
		h.wants(h.TakeIn(ctx, people["town"], nowhere), fault.NotFound)
		h.must(h.TakeIn(ctx, people["town"], change))
		l, err := h.places.Location(ctx, people["town"], take.Location.ID)
		h.must(err)
		if l.Contact.Name != "Piet" || h.count(`SELECT COUNT(*) FROM location`) != 1 || h.pledged(l.ID, tonight) != 60 || h.pledged(l.ID, tonight+5) != 40 {
			h.Errorf("%+v %d %d", l.Contact, h.pledged(l.ID, tonight), h.pledged(l.ID, tonight+5))
		}
		if now := h.asOfNow(second.ID); now.State != Taken || now.Location != l.ID {
			h.Errorf("%+v", now.Draft)
		}
		// The first taking has no last word any more; the second has.
		if err := h.Undo(ctx, people["town"], d.ID); fault.As(err).Key != "places.said_since" {
			h.Errorf("undone past a later word: %v", err)
		}
		h.must(h.Undo(ctx, people["town"], second.ID))
		if h.pledged(l.ID, tonight+5) != 60 || h.asOfNow(second.ID).State != Waiting {
			h.Errorf("%d", h.pledged(l.ID, tonight+5))
		}
		h.intact()
	})
}

func TestADecisionCanBeTakenBackForADay(t *testing.T) {
	each(t, func(h *house) {
		d, _ := h.reported(told())
		take := confirming(d)
		h.wants(h.Undo(ctx, people["town"], d.ID), fault.Conflict)
		h.must(h.TakeIn(ctx, people["town"], take))
		h.wants(h.Undo(ctx, people["soest"], d.ID), fault.Forbidden)
		h.must(h.Undo(ctx, people["town"], d.ID))
		now := h.asOfNow(d.ID)
		l, err := h.places.Location(ctx, people["town"], take.Location.ID)
		h.must(err)
		if now.State != Waiting || now.Location != "" || now.EndedBy != "" || l.ClosedAt == 0 || h.pledged(l.ID, tonight) != 0 {
			h.Errorf("%+v %+v", now.Draft, l)
		}
		// Taken in again it is another location, on which somebody builds.
		again := confirming(d)
		h.must(h.TakeIn(ctx, people["town"], again))
		h.must(h.places.AddRoom(ctx, people["town"], places.Room{ID: "r", Location: again.Location.ID, Name: "1", Beds: 2}))
		if err := h.Undo(ctx, people["town"], d.ID); fault.As(err).Key != "places.in_use" {
			h.Errorf("undone under a room: %v", err)
		}
		refused, _ := h.reported(Report{Place: "Kerk", Municipality: zeist, Places: 3, Contact: places.Contact{Phone: "0612345678"}})
		h.must(h.Refuse(ctx, people["town"], refused.ID, "nonsense"))
		h.must(h.Undo(ctx, people["town"], refused.ID))
		h.now = h.now.Add(time.Hour)
		h.must(h.Refuse(ctx, people["town"], refused.ID, "unsuitable"))
		h.post()
		h.now = h.now.Add(keepRefused - 30*time.Minute) // the first refusal would be forgotten by now
		h.post()
		if now := h.asOfNow(refused.ID); now.Contact.Phone == "" {
			h.Error("forgotten too early")
		}
		h.wants(h.Undo(ctx, people["town"], refused.ID), fault.Conflict)
		h.now = h.now.Add(time.Hour)
		h.post()
		if now := h.asOfNow(refused.ID); now.Contact.Phone != "" {
			h.Error("not forgotten")
		}
		h.intact()
	})
}

func TestNewsGoesIntoTheDraftThatWaits(t *testing.T) {
	each(t, func(h *house) {
		first, _ := h.reported(told())
		news := offered()
		news.Places, news.Contact, news.Facilities = 45, reading.Contact{}, nil
		second := h.read("L", access.Owner{}, news)[0]
		h.wants(h.Merge(ctx, people["town"], second.ID, 1, first.ID, 7), fault.Conflict)
		h.wants(h.Merge(ctx, people["town"], second.ID, 1, second.ID, 1), fault.Conflict)
		h.must(h.Merge(ctx, people["town"], second.ID, 1, first.ID, 1))
		now := h.asOfNow(first.ID)
		if now.Places != 45 || now.From != calendar.At(tonight+4) || now.Contact != told().Contact || !slices.Equal(now.Facilities, []string{"pets"}) || now.Version != 2 {
			h.Errorf("%+v", now.Draft)
		}
		if ended := h.asOfNow(second.ID); ended.State != Refused || ended.Reason != Merged || ended.CanUndo(h.door.Now()) {
			h.Errorf("%+v", ended.Draft)
		}
		h.wants(h.Undo(ctx, people["town"], second.ID), fault.Conflict)
		h.wants(h.Merge(ctx, people["town"], second.ID, 1, first.ID, 2), fault.Conflict)
		h.intact()
	})
}

// A question goes to who told, in the words of the house and of the coordinator,
// with a link that opens the form filled in.
func TestAQuestionByMailOpensTheForm(t *testing.T) {
	each(t, func(h *house) {
		d := h.read("L", access.Owner{}, offered())[0]
		ask := Asking{Draft: d.ID, Mail: true, Fields: []string{"until", "contact"}, Note: "Is er een douche?", To: "wie@schreef.example", Answers: "abc@mail.example"}
		bad := ask
		bad.Note = "Kijk op www.voorbeeld.example/inloggen"
		h.wants(h.AskBack(ctx, people["town"], bad), fault.Invalid)
		h.must(h.AskBack(ctx, people["town"], ask))
		var m mail.Message
		h.must(h.store.Read(ctx, func(tx *db.Tx) error {
			payload, err := readText(tx.Row(ctx, `SELECT payload FROM job WHERE id LIKE 'mail/intake/ask/%'`))
			h.must(json.Unmarshal([]byte(payload), &m))
			return err
		}))
		if m.To != ask.To || m.InReplyTo != ask.Answers || AskedAbout(m.ID) != d.ID || m.Reply {
			h.Errorf("%+v", m)
		}
		post := h.post()
		h.says(post, "- Tot en met welke datum kan het?\n- Welk telefoonnummer kunnen wij bellen?\n\nIs er een douche?", d.Ref)
		for _, word := range []string{"Bosrand", "Bakker", "Vanaf welke datum"} {
			if strings.Contains(post, word) {
				h.Errorf("the mail says %q", word)
			}
		}
		link := m.Args["link"].(string)
		h.says(h.page("", "nl", strings.TrimPrefix(link, "https://onderdak.example")), `value="60"`, "Sporthal De Bosrand", `value="Zeist"`)
		changed := told()
		changed.Until = calendar.At(tonight + 60)
		secret := strings.TrimSuffix(link[strings.LastIndex(link, "/melden/")+len("/melden/"):], "/wijzig")
		h.must(h.Retell(ctx, secret, changed))
		if now := h.asOfNow(d.ID); !now.Until.Known || now.State != Waiting || !slices.Equal(now.Facilities, []string{"showers", "pets"}) {
			h.Errorf("%+v", now.Draft)
		}
		for range mostAsked - 1 {
			h.must(h.AskBack(ctx, people["town"], ask))
		}
		h.wants(h.AskBack(ctx, people["town"], ask), fault.Conflict)
		nobody := h.read("L2", access.Owner{}, reading.Offer{Name: "Hal", Municipality: zeist})[0]
		h.wants(h.AskBack(ctx, people["town"], Asking{Draft: nobody.ID, Mail: true, Fields: []string{"until"}}), fault.Invalid)
		h.intact()
	})
}

func TestMessageIDsOfOursOnly(t *testing.T) {
	for id, want := range map[string]string{AskID("0192-ab", "abcdef0123"): "0192-ab", "vraag.x": "", "antwoord.x.y": "", "": ""} {
		if got := AskedAbout(id); got != want {
			t.Errorf("%q is about %q", id, got)
		}
	}
}

func TestWhomToCallAfterNews(t *testing.T) {
	before := places.Contact{Name: "Henk Proef", Phone: "053 123 45 67"}
	for name, test := range map[string]struct{ before, news, want places.Contact }{
		"nothing":           {before, places.Contact{Name: "Ria"}, before},
		"a bare address":    {before, places.Contact{Email: "info@losser.example"}, places.Contact{Name: "Henk Proef", Phone: "053 123 45 67", Email: "info@losser.example"}},
		"the same person":   {before, places.Contact{Name: "henk proef", Phone: "0612345678"}, places.Contact{Name: "henk proef", Phone: "0612345678"}},
		"somebody else":     {before, places.Contact{Name: "Ria", Email: "ria@losser.example"}, places.Contact{Name: "Ria", Email: "ria@losser.example"}},
		"nobody was called": {places.Contact{Email: "a@losser.example"}, places.Contact{Email: "b@losser.example"}, places.Contact{Email: "b@losser.example"}},
	} {
		if got := callNow(test.before, test.news); got != test.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
