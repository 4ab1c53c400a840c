package mailroom

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/intake"
	"onderdak/internal/module/places"
	"onderdak/internal/phrase"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/post"
	"onderdak/internal/reading"
)

func TestAMailBecomesALetterADraftAndAReceipt(t *testing.T) {
	each(t, func(h *house) {
		taken := h.mailed(written(jan, "1@bosrand.example", "Opvang in Zeist", bosrand, verified))
		if len(taken.Drafts) != 1 || taken.Known {
			h.Fatalf("%+v", taken)
		}
		d := h.seen(taken.Drafts[0].ID, "")
		if d.Places != 60 || d.Municipality != zeist || d.From != calendar.At(tonight+4) || d.Until.Known || d.Way != intake.ByMail || !strings.Contains(d.Place, "De Bosrand") {
			h.Errorf("%+v", d.Report)
		}
		if d.Origin.Offer.Until.Sort != phrase.Vague || d.Letter.FromEmail != "jan@bosrand.example" || d.Letter.Auth != post.Verified || d.Letter.State != Read || d.Letter.Municipality != zeist {
			h.Errorf("%+v %+v", d.Origin.Offer.Until, d.Letter.Letter)
		}
		trace := d.Origin.Offer.Traces[reading.FieldPlaces]
		if len(trace.Spans) == 0 || !strings.Contains(d.Letter.Text[trace.Spans[0].Start:trace.Spans[0].End], "60") {
			h.Errorf("%+v", trace)
		}
		receipts := h.messages("mailroom.mail_receipt_subject")
		if len(receipts) != 1 || receipts[0].To != "jan@bosrand.example" || receipts[0].InReplyTo != "1@bosrand.example" || !receipts[0].Reply || receipts[0].ID != receiptPrefix+taken.Letter {
			h.Fatalf("%+v", receipts)
		}
		out := h.work()
		h.says(out, "Uw mail is binnen: "+taken.Ref, "vóór 12 maart 2022 10.00 uur")
		for _, word := range []string{"Bosrand", "Opvang in Zeist", "Bakker"} {
			if strings.Contains(out, word) {
				h.Errorf("a mail of ours says %q", word)
			}
		}
		h.intact()
	})
}

// One mail is one letter, on whatever way it comes and whatever its way added to
// it; one that only pretends to be it is another.
func TestOneMailIsOneLetter(t *testing.T) {
	each(t, func(h *house) {
		first := h.mailed(written(jan, "1@bosrand.example", "Opvang", bosrand))
		again, err := h.TakeHanded(ctx, people["town"], []byte(strings.ReplaceAll(string(written(jan, "1@bosrand.example", "Opvang", bosrand, "Received: from x by y", "X-Spam: nee")), "\r\n", "\n")))
		h.must(err)
		if !again.Known || again.Letter != first.Letter || len(again.Drafts) != 1 || again.Drafts[0].ID != first.Drafts[0].ID {
			h.Errorf("%+v", again)
		}
		if other := h.mailed(written(jan, "1@bosrand.example", "Opvang", strings.Replace(bosrand, "60", "70", 1))); other.Known {
			h.Error("another body under the same id is taken for the same mail")
		}
		nameless := h.mailed(written(jan, "", "Opvang", bosrand))
		if nameless.Known || !h.mailed(written(jan, "", "Opvang", bosrand)).Known {
			h.Error("a mail without an id is not known again")
		}
		done := make(chan Taken, 6)
		for range cap(done) {
			go func() {
				taken, err := h.TakeMail(ctx, written(jan, "2@bosrand.example", "Opvang", bosrand), "smtp", h.now)
				if err != nil {
					h.Error(err)
				}
				done <- taken
			}()
		}
		fresh := 0
		for range cap(done) {
			if !(<-done).Known {
				fresh++
			}
		}
		if n := h.count(`SELECT COUNT(*) FROM letter`); fresh != 1 || n != 4 {
			h.Errorf("%d fresh, %d letters", fresh, n)
		}
		h.intact()
	})
}

func TestAutomaticMailIsFiledApartAndNeverAnswered(t *testing.T) {
	each(t, func(h *house) {
		for name, headers := range map[string][]string{
			"auto_reply": {"Auto-Submitted: auto-replied"}, "bulk": {"List-Unsubscribe: <mailto:weg@voorbeeld.example>", "Precedence: bulk"},
		} {
			taken := h.mailed(written(jan, name+"@x.example", "Nieuws", bosrand, headers...))
			if l := h.opened(taken.Letter); string(l.Kind) != name || l.State != Apart || len(taken.Drafts) != 0 {
				h.Errorf("%s: %+v", name, l.Letter)
			}
		}
		own := h.mailed(written("Onderdak <Opvang@onderdak.example>", "own@x.example", "Van ons", bosrand))
		if l := h.opened(own.Letter); l.State != Apart {
			h.Errorf("mail of our own: %s", l.State)
		}
		for i, from := range []string{"no-reply@bosrand.example", "noreply+7@bosrand.example", "lijst-request@bosrand.example", "geen_antwoord@bosrand.example", "lijst-bounces@bosrand.example"} {
			if taken := h.mailed(written(from, fmt.Sprint(i, "@silent.example"), "Opvang", bosrand)); len(taken.Drafts) != 1 {
				h.Errorf("%s: %+v", from, taken)
			}
		}
		h.mailed(written(jan, "forged@x.example", "Opvang", bosrand, forged))
		h.mailed(written(jan, "list@x.example", "Opvang", bosrand, "List-Id: <leden.voorbeeld.example>", "List-Post: <mailto:leden@voorbeeld.example>"))
		if got := h.messages("mailroom.mail_receipt_subject"); len(got) != 0 {
			h.Errorf("answered %+v", got)
		}
		tray, err := h.Service.Tray(ctx, people["national"], 1)
		h.must(err)
		apart, err := h.Apart(ctx, people["national"])
		h.must(err)
		if tray.Apart != 3 || len(apart) != 3 || tray.Total != 7 {
			h.Errorf("%d apart, %d listed, %d drafts", tray.Apart, len(apart), tray.Total)
		}
		h.intact()
	})
}

func TestAReceiptOnceADayAndNotWithoutEnd(t *testing.T) {
	each(t, func(h *house) {
		send := func(i int, from string) {
			h.mailed(written(from, fmt.Sprint(i, "@x.example"), "Opvang", strings.Replace(bosrand, "60", fmt.Sprint(60+i), 1)))
		}
		send(1, jan)
		send(2, "J. Bakker <JAN@bosrand.example>")
		send(3, "Piet <piet@bosrand.example>")
		if n := len(h.messages("mailroom.mail_receipt_subject")); n != 2 {
			h.Errorf("%d receipts on the first day", n)
		}
		if n := h.count(`SELECT COUNT(*) FROM letter WHERE receipt_at IS NOT NULL`); n != 2 {
			h.Errorf("%d letters say that a receipt was sent", n)
		}
		h.now = h.now.Add(24 * time.Hour)
		send(4, jan)
		if n := len(h.messages("mailroom.mail_receipt_subject")); n != 3 {
			h.Errorf("%d receipts on the second day", n)
		}
		h.must(h.store.Write(ctx, stuff(h, mostReceipts)))
		send(5, "Nieuw <nieuw@bosrand.example>")
		if n := len(h.messages("mailroom.mail_receipt_subject")); n != 3 {
			h.Errorf("%d receipts in a storm", n)
		}
		h.now = h.now.Add(2 * time.Hour)
		send(6, "Nog een <nog@bosrand.example>")
		if n := len(h.messages("mailroom.mail_receipt_subject")); n != 4 {
			h.Errorf("%d receipts after the storm", n)
		}
	})
}

// A mail without an offer waits until somebody says what it is.
func TestMailWithoutAnOfferIsNotLost(t *testing.T) {
	each(t, func(h *house) {
		first := h.mailed(written(jan, "1@x.example", "Vraag", "Hoe werkt dit eigenlijk?\n"))
		second := h.mailed(written(jan, "2@x.example", "Idee", "Misschien kan er iets in ons dorpshuis, belt u eens?\n"))
		tray, err := h.Service.Tray(ctx, people["national"], 1)
		h.must(err)
		if tray.EmptyCount != 2 || tray.Empty[0].ID != first.Letter || tray.Oldest() == 0 {
			h.Fatalf("%+v", tray)
		}
		if mine, err := h.Service.Tray(ctx, people["town"], 1); err != nil || mine.EmptyCount != 0 {
			h.Errorf("a town sees the nation's mail: %+v %v", mine, err)
		}
		h.wants(h.NotAnOffer(ctx, people["town"], first.Letter), fault.Forbidden)
		h.must(h.NotAnOffer(ctx, people["national"], first.Letter))
		h.wants(h.NotAnOffer(ctx, people["national"], first.Letter), fault.Conflict)
		id, err := h.WriteDraft(ctx, people["national"], second.Letter)
		h.must(err)
		d := h.seen(id, "")
		if d.Contact.Email != "jan@bosrand.example" || d.State != intake.Waiting || d.Letter.ID != second.Letter || d.Letter.State != Read {
			h.Errorf("%+v", d.Draft)
		}
		again, err := h.WriteDraft(ctx, people["national"], first.Letter) // it was one after all
		h.must(err)
		if h.seen(again, "").Letter.State != Read || again == id {
			h.Error("a letter somebody dealt with cannot be taken up again")
		}
		h.intact()
	})
}

// news is what a draft is compared with, as "why id".
func (h *house) news(draft string) string {
	h.Helper()
	subject := h.seen(draft, "").Subject
	switch {
	case subject == nil:
		return "new"
	case subject.Location != nil:
		return subject.Why + " " + subject.Location.Name
	}
	return subject.Why + " " + subject.Draft.Ref
}

func TestAnAnswerIsNewsOfWhatCameBefore(t *testing.T) {
	each(t, func(h *house) {
		first := h.mailed(written(jan, "1@bosrand.example", "Opvang", bosrand))
		if got := h.news(first.Drafts[0].ID); got != "new" {
			h.Errorf("the first mail is %s", got)
		}
		h.now = h.now.Add(time.Hour)
		body := "Goedemorgen,\n\nEen correctie: sporthal De Bosrand in Zeist heeft plek voor 40 personen, vanaf 20 maart 2022.\n"
		second := h.mailed(written(jan, "2@bosrand.example", "Re: Opvang", body, "In-Reply-To: <1@bosrand.example>"))
		if len(second.Drafts) != 1 {
			h.Fatalf("%+v", second)
		}
		if got := h.news(second.Drafts[0].ID); got != "thread "+first.Drafts[0].Ref {
			h.Errorf("an answer is %s", got)
		}
		// The answer to our receipt is of the same thread.
		third := h.mailed(written(jan, "3@bosrand.example", "Re: Uw mail is binnen", strings.Replace(body, "40", "45", 1), "References: <"+receiptPrefix+first.Letter+"@onderdak.example>"))
		if got := h.opened(third.Letter).Letter.Thread; got != first.Letter {
			h.Errorf("an answer to the receipt is of thread %s", got)
		}
		// Once the first is a location, the second is a change of it.
		d := first.Drafts[0]
		h.must(h.intake.TakeIn(ctx, people["town"], confirming(d)))
		if got := h.news(second.Drafts[0].ID); got != "thread "+d.Place {
			h.Errorf("after taking in: %s", got)
		}
		if got := h.seen(second.Drafts[0].ID, AsNew).Subject; got != nil {
			h.Errorf("chosen as new: %+v", got)
		}
		// The answer to a question of ours, whatever it says.
		question := h.told(intake.Report{Place: "Kerk", Municipality: soest, Places: 3, Contact: confirming(d).Location.Contact})
		answer := h.mailed(written(jan, "4@bosrand.example", "Re: vraag", "In Soest kunnen wij 12 personen plaatsen in de pastorie.\n",
			"In-Reply-To: <"+intake.AskID(question.ID, "abcdef012345")+"@onderdak.example>"))
		if l := h.opened(answer.Letter); l.AnswersDraft != question.ID {
			h.Errorf("%+v", l.Letter)
		}
		if len(answer.Drafts) == 1 {
			if got := h.news(answer.Drafts[0].ID); got != "thread "+question.Ref {
				h.Errorf("an answer to a question is %s", got)
			}
		}
		h.intact()
	})
}

// Of the same location a second mail is a change, also without a thread; what lies
// beyond one's reach is compared with by nobody.
func TestTheSameLocationIsNoSecondOne(t *testing.T) {
	each(t, func(h *house) {
		d := h.told(intake.Report{Place: "Sporthal De Bosrand", Municipality: zeist, Places: 60, Contact: confirming(intake.Draft{}).Location.Contact})
		take := confirming(d)
		h.must(h.intake.TakeIn(ctx, people["town"], take))
		second := h.mailed(written("Piet <piet@elders.example>", "9@elders.example", "Opvang", strings.Replace(bosrand, "60", "40", 1)))
		draft := second.Drafts[0]
		if got := h.news(draft.ID); got != "name Sporthal De Bosrand" {
			h.Fatalf("the same location is %s", got)
		}
		foreign, err := h.Service.Draft(ctx, people["town"], draft.ID, "no-such-thing")
		if err != nil || foreign.Subject != nil {
			h.Errorf("%+v %v", foreign.Subject, err)
		}
		elsewhere := h.told(intake.Report{Place: "Kerk", Municipality: wier, Places: 3, Contact: take.Location.Contact})
		far, err := h.Service.Draft(ctx, people["town"], draft.ID, elsewhere.ID)
		if err != nil || far.Subject != nil {
			h.Errorf("compared beyond the reach: %+v %v", far.Subject, err)
		}
		h.must(h.places.AddLocation(ctx, access.Program(), places.Location{ID: "far", Municipality: wier, Region: "VR05", Name: "Ver weg", Type: "church"}))
		far, err = h.Service.Draft(ctx, people["town"], draft.ID, "far")
		if err != nil || far.Subject != nil {
			h.Errorf("compared with a location beyond the reach: %+v %v", far.Subject, err)
		}
		_, err = h.Service.Draft(ctx, people["far"], draft.ID, "")
		h.wants(err, fault.NotFound)
		_, err = h.Letter(ctx, people["soest"], second.Letter)
		h.wants(err, fault.NotFound)
	})
}

func TestWhatALetterSaysIsForgotten(t *testing.T) {
	each(t, func(h *house) {
		taken := h.mailed(written(jan, "1@x.example", "Opvang", bosrand))
		refused := h.mailed(written("Piet <piet@x.example>", "2@x.example", "Opvang", strings.ReplaceAll(bosrand, "De Bosrand", "De Wiel")))
		waits := h.mailed(written("Kees <kees@x.example>", "3@x.example", "Opvang", strings.ReplaceAll(bosrand, "De Bosrand", "De Bron")))
		apart := h.mailed(written(jan, "4@x.example", "Afwezig", "Ik ben weg.\n", "Auto-Submitted: auto-replied"))
		none := h.mailed(written(jan, "5@x.example", "Hallo", "Hallo.\n"))
		h.must(h.intake.TakeIn(ctx, people["town"], confirming(taken.Drafts[0])))
		h.must(h.intake.Refuse(ctx, people["town"], refused.Drafts[0].ID, "unsuitable"))
		h.must(h.NotAnOffer(ctx, people["national"], none.Letter))
		left := func() (ids []string) {
			for _, one := range []Taken{taken, refused, waits, apart, none} {
				if l := h.opened(one.Letter); l.ForgottenAt == 0 {
					ids = append(ids, l.Ref)
				} else if l.Text+l.FromEmail+l.FromName+l.Subject+l.MessageID != "" {
					h.Errorf("%s keeps %+v", l.Ref, l.Letter)
				}
			}
			return ids
		}
		h.forgetNow()
		if n := len(left()); n != 5 {
			h.Errorf("%d left on the first night", n)
		}
		h.now = h.now.Add(keepOther + time.Hour)
		h.forgetNow()
		if got := left(); !slices.Equal(got, []string{taken.Ref, waits.Ref}) {
			h.Errorf("after a month %v are left of %v", got, []string{taken.Ref, refused.Ref, waits.Ref, apart.Ref, none.Ref})
		}
		h.now = h.now.Add(DefaultKeep)
		h.forgetNow()
		if got := left(); !slices.Equal(got, []string{waits.Ref}) {
			h.Errorf("after a season %v are left", got)
		}
		if o := h.seen(taken.Drafts[0].ID, "").Origin; o.Offer.Name != "" || len(o.Offer.Traces) != 0 {
			h.Errorf("the words are kept: %+v", o.Offer)
		}
		h.page("national", "nl", "/postvak/"+taken.Drafts[0].ID)
		if !h.mailed(written(jan, "1@x.example", "Opvang", bosrand)).Known {
			h.Error("a forgotten mail is taken for a new one")
		}
		h.intact()
	})
}

// Whatever comes, it becomes a letter and never stops the next.
func TestBrokenMailIsALetterToo(t *testing.T) {
	each(t, func(h *house) {
		for i, raw := range [][]byte{nil, {0}, []byte("geen mail"), []byte("From: a\r\n\r\n\xff\xfe"), []byte(strings.Repeat("Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n", 300))} {
			taken, err := h.TakeMail(ctx, raw, "smtp", time.Time{})
			if err != nil || taken.Letter == "" {
				h.Errorf("%d: %+v %v", i, taken, err)
				continue
			}
			h.page("national", "nl", address(taken.Letter))
		}
		broken := h.Service.readers
		h.Service.readers.Mail = func([]byte) (post.Letter, error) { panic("stumbled") }
		taken := h.mailed([]byte("x"))
		if l := h.opened(taken.Letter); l.State != Empty || len(l.Warnings) == 0 || l.Warnings[0].Code != "unreadable" {
			h.Errorf("%+v", l.Letter)
		}
		h.Service.readers.Mail = func([]byte) (post.Letter, error) {
			return post.Letter{Kind: post.Ordinary, Auth: post.Unknown, Subject: "om\u202ekeren", Text: "om\u202ekeren\x00"}, nil
		}
		if body := h.page("national", "nl", address(h.mailed([]byte("y")).Letter)); strings.ContainsAny(body, "\u202e\x00") || !strings.Contains(body, "om\ufffdkeren") {
			h.Error("a page turns words around")
		}
		h.Service.readers = broken
		h.Service.readers.Offers = func(post.Letter, calendar.Night, reading.Mapping) reading.Reading { panic("stumbled") }
		if l := h.opened(h.mailed(written(jan, "7@x.example", "Opvang", bosrand)).Letter); l.State != Empty || !strings.Contains(l.Text, "Bosrand") {
			h.Errorf("%+v", l.Letter)
		}
	})
}

func TestMarks(t *testing.T) {
	text := "hal voor 60 personen\n> eerder é"
	traces := map[reading.Field]reading.Trace{
		reading.FieldName:   {Spans: []phrase.Span{{Start: 0, End: 3}}},
		reading.FieldPlaces: {Spans: []phrase.Span{{Start: 9, End: 20}}},
		reading.FieldUntil:  {Spans: []phrase.Span{{Start: 12, End: 20}, {Start: 30, End: 31}, {Start: -1, End: 4}, {Start: 5, End: 900}, {Start: 4, End: 4}}},
	}
	var got []string
	whole := ""
	for _, mark := range marked(text, 21, traces) {
		whole += mark.Text
		got = append(got, fmt.Sprintf("%q %v %v", mark.Text, mark.Fields, mark.Ends))
	}
	want := []string{`"hal" [name] [name]`, `" voor " [] []`, `"60 " [places] []`, `"personen" [places until] [places until]`, `"\n" [] []`, `"> eerder é" [] []`}
	if whole != text || !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if got := marked("", 0, traces); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	if got := Visible("a\u202eb\u2066c\u0000d\te\n"); got != "a\ufffdb\ufffdc\ufffdd\te\n" {
		t.Errorf("%q", got)
	}
}

func TestLanguagesOfAnswers(t *testing.T) {
	for text, want := range map[string]string{
		bosrand: "nl", "": "nl", "We offer the sports hall for 60 people from 15 March": "en", "Пропонуємо спортзал на 60 осіб у Zeist": "uk",
	} {
		if got := langOf(text); got != want {
			t.Errorf("%q is %s", text, got)
		}
	}
}

func TestLongLettersAreCutBetweenLetters(t *testing.T) {
	if got := head(strings.Repeat("é", mostText)); len(got) != mostText || !strings.HasSuffix(got, "é") {
		t.Errorf("%d", len(got))
	}
	if got := head("x" + strings.Repeat("é", mostText)); len(got) != mostText-1 {
		t.Errorf("%d", len(got))
	}
	l := Letter{}
	for i := range 2 * mostWarnings {
		l.warn("x", fmt.Sprint(i))
		l.warn("x", fmt.Sprint(i))
	}
	if len(l.Warnings) != mostWarnings {
		t.Errorf("%d warnings", len(l.Warnings))
	}
}

func TestWhoseALetterIs(t *testing.T) {
	home := access.Owner{Municipality: soest, Region: "VR09"}
	in := func(codes ...string) (offers []reading.Offer) {
		for _, code := range codes {
			offers = append(offers, reading.Offer{Municipality: code})
		}
		return offers
	}
	for _, test := range []struct {
		offers   []reading.Offer
		fallback access.Owner
		want     string
	}{
		{in(zeist, zeist), access.Owner{}, zeist}, {in(zeist, wier), access.Owner{}, ""}, {in(zeist, ""), access.Owner{}, ""}, {nil, access.Owner{}, ""},
		{nil, home, soest}, {in(zeist), home, zeist}, {in(zeist, wier), home, soest}, {in("GM9999"), access.Owner{}, ""}, {in("GM0457"), access.Owner{}, ""},
	} {
		if got, _ := homeOf(test.offers, test.fallback); got != test.want {
			t.Errorf("%+v: %q, want %q", test.offers, got, test.want)
		}
	}
}
