package arrivals

import (
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/org"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/mail"
)

// A location answers by the link of a mail, without an account; opening the link
// changes nothing.
func TestALocationAnswersByALink(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 5)
		code := h.household("h1", 3, func(x *households.Household) { x.Needs = []string{"crib"} }).Code
		offer := h.offer("h1", "L1")
		path := LinkPath + h.token()
		for range 3 {
			status, body := h.get("", path)
			if status != 200 || !strings.Contains(body, code) || !strings.Contains(body, "kinderbed") || !strings.Contains(body, "3 personen") {
				h.Errorf("%d %.2000s", status, body)
			}
			if strings.Contains(body, "Olena") || strings.Contains(body, "<script") {
				h.Error("the page names somebody or ships a script")
			}
			for _, reason := range matching.ReasonsFor(matching.AtDecline, matching.SideLocation) {
				if !strings.Contains(body, `value="`+reason.Key+`"`) {
					h.Errorf("%s cannot be chosen", reason.Key)
				}
			}
		}
		if h.read(offer.ID).LocationAnswer != "" {
			h.Error("opening the link answered it")
		}
		if status, _ := h.post("", path, "antwoord", "accept"); status != 303 {
			h.Errorf("%d", status)
		}
		if got := h.read(offer.ID); got.LocationAnswer != matching.Accept || got.State != matching.OfferOpen {
			h.Errorf("%+v", got)
		}
		if status, body := h.get("", path); status != 200 || !strings.Contains(body, "U hebt dit aanvaard") || strings.Contains(body, "<form method=\"post\" action=\""+LinkPath) {
			h.Errorf("%d %.900s", status, body)
		}
		// The audit book tells who: nobody with an account.
		_, history, err := h.matching.Offer(ctx, program, offer.ID)
		h.ok(err)
		if last := history[len(history)-1]; !strings.HasPrefix(last.Person, "link/") || last.Side != matching.SideLocation {
			h.Errorf("%+v", last)
		}
		h.clean()
	})
}

// A no needs a reason, has its consequence at once, and cannot be turned into a
// yes.
func TestDecliningByALink(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 5)
		h.household("h1", 3)
		h.offer("h1", "L1")
		path := LinkPath + h.token()
		for _, wrong := range [][]string{{"antwoord", "decline"}, {"antwoord", "decline", "reden", "too_far"}, {"antwoord", "decline", "reden", "location_other"}, {"antwoord", "perhaps"}} {
			if status, _ := h.post("", path, wrong...); status != 422 {
				h.Errorf("%v: %d", wrong, status)
			}
		}
		if h.free("L1") != 2 {
			h.Error("a wrong answer freed places")
		}
		if status, _ := h.post("", path, "antwoord", "decline", "reden", "not_suitable"); status != 303 {
			h.Errorf("%d", status)
		}
		if found := h.find("h1"); h.free("L1") != 5 || found.State != households.StateWaiting || found.WaitingSince != tonight-3 {
			h.Errorf("%d free, %+v", h.free("L1"), found)
		}
		if status, body := h.post("", path, "antwoord", "accept"); status != 409 || !strings.Contains(body, "al geantwoord") {
			h.Errorf("answered twice: %d %.600s", status, body)
		}
		if _, body := h.get("", path); !strings.Contains(body, "U hebt dit afgewezen") || strings.Contains(body, h.find("h1").Code) {
			h.Error("a declined link does not say so plainly, or still tells about the household")
		}
		h.clean()
	})
}

// A link is good for one offer and one side, until its deadline.
func TestMisuseOfLinks(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 9)
		h.household("h1", 2)
		h.household("h2", 2)
		first := h.offer("h1", "L1")
		path := LinkPath + h.token()
		second := h.offer("h2", "L1")
		h.drain()
		// Whatever else the form says, the other offer is not touched.
		if status, _ := h.post("", path, "antwoord", "accept", "aanbod", second.ID, "offer", second.ID, "kant", "household"); status != 303 {
			h.Errorf("%d", status)
		}
		if got := h.read(second.ID); got.LocationAnswer != "" || got.HouseholdAnswer != "" {
			h.Errorf("%+v", got)
		}
		if got := h.read(first.ID); got.HouseholdAnswer != "" {
			h.Error("the location answered for the household")
		}
		for _, token := range []string{"", "x", strings.Repeat("A", 32), digest(strings.TrimPrefix(path, LinkPath))} {
			if status, _ := h.get("", LinkPath+token+"x"); status != 410 {
				h.Errorf("unknown link: %d", status)
			}
		}
		if status, _ := h.post("", LinkPath+"unknown", "antwoord", "accept"); status != 410 {
			h.Errorf("unknown link answered: %d", status)
		}
		late := LinkPath + h.token()
		h.later(4 * time.Hour)
		if status, body := h.get("", late); status != 410 || !strings.Contains(body, "voorbij") {
			h.Errorf("expired: %d", status)
		}
		if status, _ := h.post("", late, "antwoord", "accept"); status != 410 {
			h.Errorf("answered too late: %d", status)
		}
		h.drain()
		if got := h.read(second.ID); got.State != matching.OfferExpired || got.LocationAnswer != "" || h.free("L1") != 9 {
			h.Errorf("%+v", got)
		}
		h.household("h3", 1)
		third := h.offer("h3", "L1")
		gone := LinkPath + h.token()
		h.ok(h.matching.WithdrawOffer(ctx, people["national"], third.ID, matching.Verdict{Reason: "sent_by_mistake"}))
		if status, body := h.get("", gone); status != 410 || !strings.Contains(body, "ingetrokken") {
			h.Errorf("withdrawn: %d", status)
		}
		if status, _ := h.post("", gone, "antwoord", "accept"); status != 410 {
			h.Errorf("answered a withdrawn offer: %d", status)
		}
		h.clean()
	})
}

// Of a yes and a no at one moment one is taken, whoever is first.
func TestTwoAnswersAtOnce(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 9)
		for _, id := range []string{"a", "b", "c", "d"} {
			h.household(id, 2)
			offer := h.offer(id, "L1")
			token := h.token()
			var group sync.WaitGroup
			errs := make([]error, 2)
			for i, answer := range []matching.Answer{matching.Accept, matching.Decline} {
				group.Go(func() { errs[i] = h.AnswerLink(ctx, token, answer, matching.Verdict{Reason: "not_suitable"}) })
			}
			group.Wait()
			taken := slices.DeleteFunc(slices.Clone(errs), func(err error) bool { return err != nil })
			if len(taken) != 1 {
				h.Errorf("%v", errs)
			}
			for i, err := range errs {
				if err != nil && fault.KindOf(err) != fault.Conflict && fault.KindOf(err) != fault.Gone {
					h.Errorf("answer %d: %v", i, err)
				}
			}
			want := matching.Accept
			if errs[0] != nil {
				want = matching.Decline
			}
			if got := h.read(offer.ID); got.LocationAnswer != want {
				h.Errorf("%v, but the offer says %s", errs, got.LocationAnswer)
			}
		}
		h.clean()
	})
}

// What a link is good for, for every state of an offer, both sides' answers and
// both sides of the deadline.
func TestStandsOfALink(t *testing.T) {
	const due = 100
	counts := map[Stand]int{}
	for _, state := range matching.OfferStates {
		for _, mine := range []matching.Answer{"", matching.Accept, matching.Decline} {
			for _, side := range []matching.Side{matching.SideLocation, matching.SideHousehold} {
				o := matching.Offer{State: state, Due: due, LocationAnswer: mine}
				if side == matching.SideHousehold {
					o.LocationAnswer, o.HouseholdAnswer = "", mine
				}
				early, late := standOf(o, side, due-1), standOf(o, side, due)
				counts[early]++
				counts[late]++
				if !slices.Contains(Stands, early) || !slices.Contains(Stands, late) {
					t.Errorf("%s %q: %s, %s", state, mine, early, late)
				}
				if late == StandOpen || early == StandOpen && (state != matching.OfferOpen || mine == matching.Accept) {
					t.Errorf("%s %q can be answered: %s, %s", state, mine, early, late)
				}
				if (early == StandDeclined) != (state == matching.OfferDeclined && mine == matching.Decline) {
					t.Errorf("%s %q: %s", state, mine, early)
				}
				if state != matching.OfferOpen && early != late {
					t.Errorf("%s %q: the clock changes what has ended", state, mine)
				}
			}
		}
	}
	for _, stand := range Stands {
		if counts[stand] == 0 {
			t.Errorf("no offer stands as %s", stand)
		}
	}
}

// Each side that has not answered is reminded once, at half time; who answered
// is left alone.
func TestReminders(t *testing.T) {
	each(t, func(h house) {
		h.account("Ute", "ute@utrecht.example", "uk", "GM0344")
		h.account("Zoë", "zoe@zeist.example", "nl", "GM0355")
		h.location("L1", 9)
		h.location("L2", 9, func(l *places.Location) { l.Contact.Email = "" })
		for _, id := range []string{"h1", "h2", "h3"} {
			h.household(id, 2)
		}
		h.offer("h1", "L1")
		answered := h.offer("h2", "L1")
		h.offer("h3", "L2") // no address: its municipality is asked
		for _, side := range []matching.Side{matching.SideLocation, matching.SideHousehold} {
			_, err := h.matching.Answer(ctx, people["national"], matching.Reply{Offer: answered.ID, Side: side, Answer: matching.Accept})
			h.ok(err)
		}
		h.drain()
		if got := h.mailed(); got != "bakker@zeist.example:1 zoe@zeist.example:1" {
			h.Errorf("asked: %s", got)
		}
		h.later(2*time.Hour - time.Second)
		h.drain()
		if got := h.mailed(); got != "bakker@zeist.example:1 zoe@zeist.example:1" {
			h.Errorf("before half time: %s", got)
		}
		h.later(2 * time.Second)
		h.drain()
		h.drain()
		if got := h.mailed(); got != "bakker@zeist.example:2 ute@utrecht.example:2 zoe@zeist.example:2" {
			h.Errorf("at half time: %s", got)
		}
		for _, letter := range h.mails.all {
			if strings.Contains(letter.Text, "{") || strings.Contains(letter.Subject, "{") || strings.Contains(letter.Text, "Olena") {
				h.Errorf("%+v", letter)
			}
		}
		// The link of the reminder works, and the first one still does.
		if status, _ := h.post("", LinkPath+h.token(), "antwoord", "accept"); status != 303 {
			h.Errorf("%d", status)
		}
		h.later(time.Hour)
		h.drain()
		if got := h.mailed(); got != "bakker@zeist.example:2 ute@utrecht.example:2 zoe@zeist.example:2" {
			h.Errorf("reminded again: %s", got)
		}
		for topic, handle := range h.Handlers() {
			if handle(ctx, []byte("{")) == nil {
				h.Errorf("%s took a broken payload", topic)
			}
		}
	})
}

// The second the deadline passes, the nights are free and the household is back
// in the queue with its waiting time.
func TestExpiryFreesTheNightsAtOnce(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 3)
		h.household("h1", 3)
		offer := h.offer("h1", "L1")
		h.later(4*time.Hour - time.Second)
		h.drain()
		if h.free("L1") != 0 {
			h.Error("free before the deadline")
		}
		h.later(time.Second)
		h.drain()
		found := h.find("h1")
		if h.free("L1") != 3 || h.read(offer.ID).State != matching.OfferExpired {
			h.Errorf("%d free, the offer is %s", h.free("L1"), h.read(offer.ID).State)
		}
		if found.State != households.StateWaiting || found.WaitingSince != tonight-3 {
			h.Errorf("%+v", found)
		}
		waiting, _, err := h.matching.Waiting(ctx, people["national"], matching.WaitingFilter{})
		h.ok(err)
		if len(waiting) != 1 || waiting[0].WaitingSince != tonight-3 {
			h.Errorf("%+v", waiting)
		}
		h.household("h2", 3)
		h.offer("h2", "L1") // and can be promised again
		h.clean()
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
		h := open(t, store, sender)
		h.location("L1", 3)
		h.household("h1", 3)
		offer := h.offer("h1", "L1")
		h.drain()
		raw := strings.ReplaceAll(strings.ReplaceAll(<-got, "=\r\n", ""), "=3D", "=")
		_, after, found := strings.Cut(raw, "https://onderdak.example"+LinkPath)
		if !found {
			t.Fatalf("%s", raw)
		}
		token := strings.Fields(after)[0]
		if len(token) < 26 { // 26 letters of base 32 are 130 bits
			t.Errorf("%d letters", len(token))
		}
		if status, _ := h.post("", LinkPath+token, "antwoord", "accept"); status != 303 {
			t.Errorf("%d", status)
		}
		if h.read(offer.ID).LocationAnswer != matching.Accept {
			t.Error("not answered")
		}
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

// account makes a coordinator of a municipality.
func (h house) account(name, email, lang, municipality string) {
	h.Helper()
	h.ok(org.New(h.door, "").AddAccount(ctx, program, org.Account{ID: db.NewID(), Name: name, Email: email, Lang: lang, Roles: []org.Grant{
		{ID: db.NewID(), Role: access.Municipal, Municipality: municipality, Region: "VR09"},
	}}))
}

// mailed tells how many letters everybody got.
func (h house) mailed() string {
	counts := map[string]int{}
	var names []string
	for _, letter := range h.mails.all {
		if counts[letter.To]++; counts[letter.To] == 1 {
			names = append(names, letter.To)
		}
	}
	slices.Sort(names)
	for i, name := range names {
		names[i] = name + ":" + string(rune('0'+counts[name]))
	}
	return strings.Join(names, " ")
}
