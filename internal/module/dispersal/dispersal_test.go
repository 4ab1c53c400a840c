package dispersal

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/org"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/job"
	"onderdak/internal/platform/mail"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/ui/uitest"
	"onderdak/internal/platform/web"
)

func TestMain(m *testing.M) { os.Exit(dbtest.Run(m)) }

var (
	ctx    = context.Background()
	today  = calendar.MustParse("2022-03-12")
	people = map[string]access.Actor{
		"national":   {Person: "nel", Name: "Nel", Role: access.National},
		"twente":     {Person: "tom", Name: "Tom", Role: access.Regional, Region: "VR05"},
		"utrecht":    {Person: "rik", Name: "Rik", Role: access.Regional, Region: "VR09"},
		"ijsselland": {Person: "iva", Name: "Iva", Role: access.Regional, Region: "VR04"},
		"town":       {Person: "zoë", Name: "Zoë", Role: access.Municipal, Municipality: "GM0153", Region: "VR05"},
		"council":    {Person: "cor", Name: "Cor", Role: access.Council, Municipality: "GM0153", Region: "VR05"},
		"auditor":    {Person: "aad", Name: "Aad", Role: access.Auditor},
	}
)

// house is a store with the room, people who can be mailed, and the site.
type house struct {
	*testing.T
	store *db.DB
	door  *gate.Gate
	*Service
	site http.Handler
	now  time.Time
}

func each(t *testing.T, test func(h *house)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, store *db.DB) { test(newHouse(t, store)) })
}

func newHouse(t *testing.T, store *db.DB) *house {
	h := &house{T: t, store: store, now: time.Date(2022, 3, 12, 8, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return h.now }
	h.door = gate.New(store, clock)
	h.Service = New(h.door, "https://onderdak.example")
	catalogue, err := i18n.Load(web.Messages, ui.Messages, Messages)
	h.must(err)
	renderer, err := ui.NewRenderer(catalogue, ui.Set{Name: "web", FS: web.Templates}, ui.Set{Name: "dispersal", FS: Templates})
	h.must(err)
	h.site = web.New(web.Settings{
		Renderer: renderer, Catalogue: catalogue, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: clock,
		Session: func(_ context.Context, token string) (web.Session, error) {
			return web.Session{Actor: people[token]}, nil
		},
		Nav: func(access.Actor, string) []ui.NavItem { return nil },
	}, h.Routes()...).Handler()
	accounts := org.New(h.door, "https://onderdak.example")
	for id, grant := range map[string]org.Grant{
		"nel": {Role: access.National}, "tom": {Role: access.Regional, Region: "VR05"}, "rik": {Role: access.Regional, Region: "VR09"},
		"iva": {Role: access.Regional, Region: "VR04"}, "zoe": {Role: access.Municipal, Municipality: "GM0153", Region: "VR05"},
	} {
		grant.ID = "grant-" + id
		h.must(accounts.AddAccount(ctx, access.Program(), org.Account{ID: id, Name: id, Email: id + "@example.org", Lang: "nl", Roles: []org.Grant{grant}}))
	}
	return h
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *house) wants(err error, kind fault.Kind) {
	h.Helper()
	if err == nil || fault.KindOf(err) != kind {
		h.Errorf("got %v, want %s", err, kind)
	}
}

func request(id string) Request {
	return Request{ID: id, Region: "VR05", Persons: 60, Needs: []string{"wheelchair", "pets"}, Deadline: today + 3, Reason: "Alles is vol."}
}

// mailed lists to whom mails were queued, with what subject, sorted.
func (h *house) mailed() []string {
	h.Helper()
	var sent []string
	h.must(h.store.Read(ctx, func(tx *db.Tx) error {
		payloads, err := db.All(ctx, tx, `SELECT payload FROM job WHERE topic = $1`, []any{mail.Topic}, func(row db.Scanner) (text string, err error) {
			err = row.Scan(&text)
			return text, err
		})
		for _, payload := range payloads {
			var m mail.Message
			h.must(json.Unmarshal([]byte(payload), &m))
			sent = append(sent, m.To+" "+m.Subject)
		}
		return err
	}))
	slices.Sort(sent)
	return sent
}

func TestStates(t *testing.T) {
	legal := map[string]bool{"asked granted": true, "asked refused": true, "asked withdrawn": true}
	for _, from := range States {
		for _, to := range States {
			if got := from.CanBecome(to); got != legal[string(from)+" "+string(to)] {
				t.Errorf("%s -> %s: %v", from, to, got)
			}
		}
	}
	if len(ways) != 1 {
		t.Error("a state that ends has ways")
	}
}

func TestARegionAsksAndTheNationAnswers(t *testing.T) {
	each(t, func(h *house) {
		h.must(h.Ask(ctx, people["twente"], request("r1")))
		if got := h.mailed(); !slices.Equal(got, []string{"nel@example.org dispersal.mail_asked_subject"}) {
			h.Errorf("mailed %v", got)
		}
		h.must(h.Answer(ctx, people["national"], Answer{Request: "r1", Grant: true, Shares: []Share{{"VR04", 30}, {"VR09", 10}}, Text: "Meer lukt nu niet."}))
		got, err := h.Request(ctx, people["twente"], "r1")
		h.must(err)
		if got.State != Granted || got.Taken() != 40 || got.Answer != "Meer lukt nu niet." || got.EndedBy != "nel" || len(got.Shares) != 2 {
			h.Errorf("%+v", got)
		}
		want := []string{"iva@example.org dispersal.mail_helps_subject", "nel@example.org dispersal.mail_asked_subject",
			"rik@example.org dispersal.mail_helps_subject", "tom@example.org dispersal.mail_granted_subject"}
		if got := h.mailed(); !slices.Equal(got, want) {
			h.Errorf("mailed %v", got)
		}
	})
}

func TestAnAnswerIsGivenOnce(t *testing.T) {
	each(t, func(h *house) {
		h.must(h.Ask(ctx, people["twente"], request("r1")))
		h.wants(h.Answer(ctx, people["national"], Answer{Request: "r1"}), fault.Invalid)
		h.must(h.Answer(ctx, people["national"], Answer{Request: "r1", Text: "Alles is vol."}))
		h.wants(h.Answer(ctx, people["national"], Answer{Request: "r1", Grant: true, Shares: []Share{{"VR04", 3}}}), fault.Conflict)
		h.wants(h.Withdraw(ctx, people["twente"], "r1"), fault.Conflict)
		got, err := h.Request(ctx, people["national"], "r1")
		h.must(err)
		if got.State != Refused || len(got.Shares) != 0 {
			h.Errorf("%+v", got)
		}
		h.must(h.Ask(ctx, people["twente"], request("r2")))
		h.must(h.Withdraw(ctx, people["twente"], "r2"))
	})
}

// Of several answers at once one counts, and the others hear that it was given.
func TestOneOfManyAnswersCounts(t *testing.T) {
	each(t, func(h *house) {
		h.must(h.Ask(ctx, people["twente"], request("r1")))
		answers := make(chan error, 8)
		for i := range cap(answers) {
			go func() {
				answers <- h.Answer(ctx, people["national"], Answer{Request: "r1", Text: fmt.Sprint("nee ", i)})
			}()
		}
		first := 0
		for range cap(answers) {
			if err := <-answers; err == nil {
				first++
			} else if fault.KindOf(err) != fault.Conflict {
				h.Errorf("%v", err)
			}
		}
		if first != 1 {
			h.Errorf("%d answers count", first)
		}
	})
}

func TestWhoMayAskAnswerAndSee(t *testing.T) {
	each(t, func(h *house) {
		for who := range people {
			r := request("by-" + who)
			if err := h.Ask(ctx, people[who], r); (err == nil) != (who == "twente") {
				h.Errorf("%s asks for Twente: %v", who, err)
			}
		}
		for who := range people {
			if who == "national" {
				continue
			}
			h.wants(h.Answer(ctx, people[who], Answer{Request: "by-twente", Text: "nee"}), fault.Forbidden)
		}
		h.wants(h.Withdraw(ctx, people["utrecht"], "by-twente"), fault.Forbidden)
		see := func(who string) string {
			list, err := h.List(ctx, people[who])
			_, one := h.Request(ctx, people[who], "by-twente")
			if err != nil {
				return string(fault.KindOf(err))
			}
			return fmt.Sprint(len(list), one == nil)
		}
		for who, want := range map[string]string{"national": "1 true", "twente": "1 true", "auditor": "1 true", "utrecht": "0 false", "town": "forbidden", "council": "forbidden"} {
			if got := see(who); got != want {
				h.Errorf("%s sees %s, want %s", who, got, want)
			}
		}
		h.must(h.Answer(ctx, people["national"], Answer{Request: "by-twente", Grant: true, Shares: []Share{{"VR09", 60}}}))
		if got := see("utrecht"); got != "1 true" {
			h.Errorf("who takes people sees %s", got)
		}
		if got := see("ijsselland"); got != "0 false" {
			h.Errorf("who does not sees %s", got)
		}
	})
}

func TestEveryWrongFieldIsToldAtOnce(t *testing.T) {
	bad := Request{Region: "VR99", Deadline: today - 1, Needs: []string{"pool"}}
	if got := len(fault.As(bad.Validate(today)).Fields); got != 5 {
		t.Errorf("%d fields", got)
	}
	to := request("r")
	for name, a := range map[string]Answer{
		"none": {Grant: true}, "own": {Grant: true, Shares: []Share{{"VR05", 3}}}, "twice": {Grant: true, Shares: []Share{{"VR04", 3}, {"VR04", 4}}},
		"many": {Grant: true, Shares: []Share{{"VR04", 61}}}, "nought": {Grant: true, Shares: []Share{{"VR04", 0}}}, "no reason": {Text: "  "},
	} {
		if err := a.check(to); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func (h *house) visit(who, lang, method, path string, form url.Values) *httptest.ResponseRecorder {
	h.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who})
	r.Header.Set("Accept-Language", lang)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer := httptest.NewRecorder()
	h.site.ServeHTTP(answer, r)
	return answer
}

// page is a page that must be right in form.
func (h *house) page(who, lang, path string) string {
	h.Helper()
	answer := h.visit(who, lang, http.MethodGet, path, nil)
	body := answer.Body.String()
	if answer.Code != http.StatusOK {
		h.Fatalf("%s for %s: %d", path, who, answer.Code)
	}
	for _, wrong := range uitest.HTML([]byte(body)) {
		h.Errorf("%s in %s: %s", path, lang, wrong)
	}
	for _, mark := range []string{"[dispersal.", "[ui.", "{n}", "{name}", "%!", "ZgotmplZ"} {
		if strings.Contains(body, mark) {
			h.Errorf("%s in %s holds %q", path, lang, mark)
		}
	}
	return body
}

func (h *house) says(body string, texts ...string) {
	h.Helper()
	for _, text := range texts {
		if !strings.Contains(body, text) {
			h.Errorf("the page does not say %q", text)
		}
	}
}

func TestPagesFromQuestionToAnswer(t *testing.T) {
	each(t, func(h *house) {
		h.says(h.page("twente", "nl", "/spreidingsverzoeken"), "0 verzoeken wachten op antwoord", "Er zijn nog geen spreidingsverzoeken", "Vraag om hulp")
		wrong := h.visit("twente", "nl", http.MethodPost, "/spreidingsverzoeken", url.Values{"persons": {"veel"}, "reason": {"Alles is vol."}})
		if wrong.Code != http.StatusUnprocessableEntity || !strings.Contains(wrong.Body.String(), "Alles is vol.") || strings.Count(wrong.Body.String(), "Vul een datum in") == 0 {
			h.Errorf("a wrong form: %d", wrong.Code)
		}
		sent := h.visit("twente", "nl", http.MethodPost, "/spreidingsverzoeken", url.Values{"persons": {"60"}, "needs": {"wheelchair"}, "reason": {"Alles is vol."},
			"deadline-dag": {"15"}, "deadline-maand": {"3"}, "deadline-jaar": {"2022"}})
		where := strings.TrimSuffix(sent.Header().Get("Location"), "?gedaan=gevraagd")
		if sent.Code != http.StatusSeeOther || !strings.HasPrefix(where, "/spreidingsverzoeken/") {
			h.Fatalf("%d to %s", sent.Code, where)
		}
		h.says(h.page("national", "nl", "/spreidingsverzoeken"), "1 verzoek wacht op antwoord", "nog 3 dagen", "rolstoel", "wacht op antwoord")
		h.says(h.page("national", "nl", where), "Twente vraagt plek voor 60 mensen", "Geef antwoord: nog 3 dagen.", "Alles is vol.", "Antwoord versturen")
		h.says(h.page("twente", "nl", where), "Verzoek intrekken")
		for _, lang := range []string{"en", "uk"} {
			h.page("national", lang, "/spreidingsverzoeken")
			h.page("national", lang, where)
			h.page("twente", lang, "/spreidingsverzoeken/nieuw")
		}
		h.now = h.now.Add(5 * 24 * time.Hour)
		h.says(h.page("national", "nl", "/spreidingsverzoeken"), "te laat", "2 dagen te laat", "Bij 1 verzoek is de datum voorbij")
		bad := h.visit("national", "nl", http.MethodPost, where+"/antwoord", url.Values{"say": {"ja"}, "region-1": {"VR04"}, "places-1": {"61"}})
		if bad.Code != http.StatusUnprocessableEntity || !strings.Contains(bad.Body.String(), "Verdeel niet meer") {
			h.Errorf("too many: %d", bad.Code)
		}
		done := h.visit("national", "nl", http.MethodPost, where+"/antwoord", url.Values{"say": {"ja"}, "region-1": {"VR04"}, "places-1": {"50"}, "text": {"Tien blijven over."}})
		if done.Header().Get("Location") != where+"?gedaan=beantwoord" {
			h.Errorf("%d %s", done.Code, done.Header().Get("Location"))
		}
		late := h.visit("national", "nl", http.MethodPost, where+"/antwoord", url.Values{"say": {"nee"}, "text": {"nee"}})
		if late.Header().Get("Location") != where+"?gedaan=al" {
			h.Errorf("a second answer: %d %s", late.Code, late.Header().Get("Location"))
		}
		h.says(h.page("twente", "nl", where+"?gedaan=al"), "Iemand anders heeft dit verzoek al afgehandeld", "deels toegezegd", "IJsselland", "Tien blijven over.")
		if got := h.visit("council", "nl", http.MethodGet, where, nil).Code; got != http.StatusForbidden {
			h.Errorf("a council reader gets %d", got)
		}
		if got := h.visit("utrecht", "nl", http.MethodGet, where, nil).Code; got != http.StatusNotFound {
			h.Errorf("another region gets %d", got)
		}
	})
}

// Every mail can be written in every language.
func TestMailsHaveWords(t *testing.T) {
	each(t, func(h *house) {
		h.must(h.Ask(ctx, people["twente"], request("r1")))
		h.must(h.Ask(ctx, people["twente"], request("r2")))
		h.must(h.Answer(ctx, people["national"], Answer{Request: "r1", Grant: true, Shares: []Share{{"VR04", 1}}}))
		h.must(h.Answer(ctx, people["national"], Answer{Request: "r2", Text: "Vol."}))
		catalogue, err := i18n.Load(web.Messages, ui.Messages, Messages)
		h.must(err)
		var out strings.Builder
		worker := job.NewWorker(h.store, func() time.Time { return h.now }, slog.New(slog.NewTextHandler(io.Discard, nil)),
			map[string]job.Handler{mail.Topic: mail.Handler(catalogue, mail.NewPrinter(&out))})
		_, err = worker.Drain(ctx)
		h.must(err)
		h.says(out.String(), "Twente heeft geen plek voor 60 mensen.", "15 maart 2022", "https://onderdak.example/spreidingsverzoeken/r1", "Andere regio's vangen er 1 op", "Uw regio vangt mensen op uit Twente")
		if strings.ContainsAny(out.String(), "{}[]") {
			h.Errorf("%s", out.String())
		}
	})
}
