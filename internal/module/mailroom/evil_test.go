package mailroom

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"onderdak/internal/module/intake"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
)

// Who knows a mail before it is here sends a copy ahead that nobody will look at:
// automatic by its head, garbled, or under another name. The real one still comes in.
func TestACopySentAheadHidesNothing(t *testing.T) {
	each(t, func(h *house) {
		copies := map[string][]byte{
			"automatic": written(jan, "1@bosrand.example", "Opvang", bosrand, "Auto-Submitted: auto-replied"),
			"garbled":   []byte(strings.Replace(string(written(jan, "1@bosrand.example", "Opvang", bosrand)), "text/plain", "application/x-nothing", 1)),
			"another":   written("Piet <piet@x.example>", "1@bosrand.example", "Opvang", bosrand),
			"forged":    written(jan, "1@bosrand.example", "Opvang", bosrand, forged),
			"unsure":    written(jan, "1@bosrand.example", "Opvang", bosrand),
		}
		for _, name := range []string{"automatic", "garbled", "another"} {
			h.mailed(copies[name])
		}
		plain := h.mailed(copies["unsure"])
		if plain.Known || len(plain.Drafts) != 1 {
			h.Errorf("a copy with another head hides the mail: %+v", plain)
		}
		real := h.mailed(written(jan, "1@bosrand.example", "Opvang", bosrand, verified))
		if real.Known || len(real.Drafts) != 1 {
			h.Errorf("a copy nobody vouches for hides the mail: %+v", real)
		}
		if again := h.mailed(written(jan, "1@bosrand.example", "Opvang", bosrand, verified)); !again.Known || again.Letter != real.Letter {
			h.Errorf("the real mail is taken in twice: %+v", again)
		}
		if !h.mailed(copies["forged"]).Known {
			h.Error("a copy that comes later is a new mail")
		}
		h.intact()
	})
}

// One mail by many ways at once is one letter and one receipt.
func TestAMailSixtyFourTimesAtOnce(t *testing.T) {
	each(t, func(h *house) {
		done := make(chan error)
		for range 64 {
			go func() {
				_, err := h.TakeMail(ctx, written(jan, "1@bosrand.example", "Opvang", bosrand), "smtp", h.now)
				done <- err
			}()
		}
		for range 64 {
			h.must(<-done)
		}
		letters, receipts := h.count(`SELECT COUNT(*) FROM letter`), len(h.messages("mailroom.mail_receipt_subject"))
		if drafts := h.count(`SELECT COUNT(*) FROM draft`); letters != 1 || receipts != 1 || drafts != 1 {
			h.Errorf("%d letters, %d drafts, %d receipts", letters, drafts, receipts)
		}
		h.intact()
	})
}

// Forged senders get few receipts, so that we are no way to trouble them; who is
// vouched for still gets one.
func TestForgedSendersGetFewReceipts(t *testing.T) {
	each(t, func(h *house) {
		h.settings.Vouched = true
		h.must(h.store.Write(ctx, stuff(h, mostDoubted)))
		h.mailed(written("Piet <piet@x.example>", "1@x.example", "Opvang", bosrand))
		if n := len(h.messages("mailroom.mail_receipt_subject")); n != 0 {
			h.Errorf("%d receipts to doubted senders", n)
		}
		h.mailed(written(jan, "2@x.example", "Opvang", bosrand, verified))
		if n := len(h.messages("mailroom.mail_receipt_subject")); n != 1 {
			h.Errorf("%d receipts to a verified one", n)
		}
	})
}

// Nobody gets a receipt at our own addresses, or at one that few servers take.
func TestReceiptsStayAwayFromOurselves(t *testing.T) {
	each(t, func(h *house) {
		h.settings.For = []string{"melden@onderdak.example"}
		for i, from := range []string{"Melden@Onderdak.example", "MAILER-DAEMON@x.example", "é@x.example", "jan@x.example\r\nReply-To: piet@y.example"} {
			h.mailed(written(from, fmt.Sprint(i, "@x.example"), "Opvang", bosrand))
		}
		got := h.messages("mailroom.mail_receipt_subject")
		if len(got) != 1 || got[0].To != "jan@x.example" {
			h.Errorf("%+v", got)
		}
	})
}

// Without a sender one can write to, nobody that only stands in the text is mailed.
func TestATextNamesNobodyToMail(t *testing.T) {
	each(t, func(h *house) {
		taken := h.mailed(written("niemand", "1@x.example", "Opvang", bosrand+"slachtoffer@y.example\n"))
		seen := h.seen(taken.Drafts[0].ID, "")
		if seen.MailTo() != "" {
			h.Errorf("%q would be mailed", seen.MailTo())
		}
		err := h.AskBack(ctx, people["national"], intake.Asking{Draft: seen.ID, Note: "Hoeveel?", Mail: true})
		h.wants(err, fault.Invalid)
		if got := h.messages("intake.mail_ask_subject"); len(got) != 0 {
			h.Errorf("%+v", got)
		}
	})
}

// Whatever a stranger writes is shown and never done.
func TestEvilWordsAreInert(t *testing.T) {
	each(t, func(h *house) {
		evil := `<script>alert(1)</script><img src=x onerror=alert(1)>"'{{.}}` + "\u202e"
		raw := strings.Join([]string{`From: "` + strings.ReplaceAll(evil, `"`, "") + `" <jan@bosrand.example>`, "Subject: " + evil, "Message-ID: <1@x.example>", "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b", "",
			"--b", "Content-Type: text/plain; charset=utf-8", "", "Sporthal De " + evil + " in Zeist voor 60 personen.", evil,
			"--b", `Content-Type: text/csv; name="` + strings.ReplaceAll(evil, `"`, "") + `.csv"`, "", "Locatie;Gemeente;Plekken;" + strings.ReplaceAll(evil, `"`, "") + "\r\nHal <b onclick=x>;Zeist;40;=1+1", "--b--", ""}, "\r\n")
		taken := h.mailed([]byte(raw))
		paths := []string{"/postvak", "/postvak/mail/" + taken.Letter}
		for _, d := range taken.Drafts {
			paths = append(paths, "/postvak/"+d.ID)
		}
		for _, path := range paths {
			body := h.page("national", "nl", path)
			for _, bad := range []string{"<script>alert", "<img src=x", "<b onclick", "\u202e"} {
				if strings.Contains(body, bad) {
					h.Errorf("%s holds %q", path, bad)
				}
			}
		}
		if out := h.work(); strings.Contains(out, "alert") || !strings.Contains(out, "mail to jan@bosrand.example") {
			h.Errorf("%s", out)
		}
	})
}

// Who may not see a letter or draft of elsewhere can do nothing with it, whatever
// address they ask.
func TestNobodyReachesElsewhere(t *testing.T) {
	each(t, func(h *house) {
		there := h.mailed(written(jan, "1@x.example", "Opvang", bosrand))
		nowhere := h.mailed(written("P <p@x.example>", "2@x.example", "Hallo", "Bel mij eens.\n"))
		empty := h.mailed(written("P <p@x.example>", "3@x.example", "Opvang", "Wij hebben 40 bedden vrij in onze sporthal.\n"))
		h.now = h.now.Add(time.Minute)
		drafts := []string{there.Drafts[0].ID}
		for _, d := range empty.Drafts {
			drafts = append(drafts, d.ID)
		}
		letters := []string{there.Letter, nowhere.Letter, empty.Letter}
		before := h.count(`SELECT COUNT(*) FROM draft_step`)
		for _, who := range []string{"soest", "far", "staff", "council", ""} {
			for _, id := range drafts {
				for _, path := range []string{"", "/opnemen", "/tweede", "/samenvoegen", "/navragen", "/weigeren", "/terug"} {
					h.shut(who, path != "", "/postvak/"+id+path)
				}
			}
			for _, id := range letters {
				for _, path := range []string{"", "/melding", "/geen-aanbod"} {
					h.shut(who, path != "", "/postvak/mail/"+id+path)
				}
			}
		}
		if after := h.count(`SELECT COUNT(*) FROM draft_step`); after != before {
			h.Errorf("%d steps more", after-before)
		}
		own := h.mailed(written(jan, "4@x.example", "Opvang", strings.ReplaceAll(bosrand, "Zeist", "Soest")))
		t := confirming(own.Drafts[0])
		t.Location.ID, t.Location.Municipality, t.Location.Name = db.NewID(), zeist, "Elders"
		h.wants(h.intake.TakeIn(ctx, people["soest"], t), fault.Forbidden)
		if n := h.count(`SELECT COUNT(*) FROM location`); n != 0 {
			h.Errorf("%d locations", n)
		}
	})
}

func (h *house) shut(who string, post bool, path string) {
	h.Helper()
	method := "GET"
	if post {
		method = "POST"
	}
	form := map[string][]string{"reason": {"unsuitable"}, "note": {"x"}, "version": {"1"}, "bij": {"x"}}
	if code := h.visit(who, "nl", method, path, form).Code; !slices.Contains([]int{403, 404, 401}, code) && !(who == "" && code == 303) {
		h.Errorf("%q gets %d for %s %s", who, code, method, path)
	}
}
