package intake

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/i18n"
)

func TestStates(t *testing.T) {
	open := "asked seconding taken refused"
	legal := map[State]string{Waiting: open, AskedOf: open + " waiting", Seconding: open + " waiting", Taken: "waiting", Refused: "waiting"}
	for _, from := range States {
		for _, to := range States {
			want := slices.Contains(strings.Fields(legal[from]), string(to))
			if got := from.CanBecome(to); got != want {
				t.Errorf("%s -> %s: %v", from, to, got)
			}
		}
		if from.Open() != (from == Waiting || from == AskedOf || from == Seconding) {
			t.Errorf("%s is open: %v", from, from.Open())
		}
	}
}

func TestWhatAReportNeeds(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*Report)
		want   string // wrong fields
	}{
		"as it is":          {func(*Report) {}, ""},
		"nothing":           {func(r *Report) { *r = Report{} }, "place municipality places phone"},
		"phone only":        {func(r *Report) { r.Contact = places.Contact{Phone: "+31 (0)30-1234567"} }, ""},
		"mail only":         {func(r *Report) { r.Contact = places.Contact{Email: "a@b.example"} }, ""},
		"two addresses":     {func(r *Report) { r.Contact.Email = "a@b.example, c@d.example" }, "email"},
		"a line in mail":    {func(r *Report) { r.Contact.Email = "a@b.example\nBcc: x@y.example" }, "email"},
		"no phone":          {func(r *Report) { r.Contact.Phone = "bel Jan" }, "phone"},
		"short phone":       {func(r *Report) { r.Contact.Phone = "112" }, "phone"},
		"long name":         {func(r *Report) { r.Place, r.Contact.Name = strings.Repeat("x", 201), strings.Repeat("y", 201) }, "place name"},
		"negative":          {func(r *Report) { r.Places = -3 }, "places"},
		"absurd":            {func(r *Report) { r.Places = 5001 }, "places"},
		"the most":          {func(r *Report) { r.Places = 5000 }, ""},
		"merged away":       {func(r *Report) { r.Municipality = "GM0457" }, "municipality"},
		"until before from": {func(r *Report) { r.From, r.Until = calendar.At(tonight+9), calendar.At(tonight+9) }, "until"},
		"one night":         {func(r *Report) { r.From, r.Until = calendar.At(tonight+9), calendar.At(tonight+10) }, ""},
		"past already":      {func(r *Report) { r.From, r.Until = calendar.At(tonight-9), calendar.At(tonight-1) }, "until"},
		"before today":      {func(r *Report) { r.Until = calendar.At(tonight) }, "until"},
		"long ago":          {func(r *Report) { r.From = calendar.At(tonight - 32) }, "from"},
		"far away":          {func(r *Report) { r.From = calendar.At(tonight + 731) }, "from"},
		"for ever":          {func(r *Report) { r.Until = calendar.At(tonight + 3652) }, "until"},
	} {
		r := told()
		test.change(&r)
		r.tidy()
		var wrong []string
		if err := r.Validate(tonight); err != nil {
			for _, field := range fault.As(err).Fields {
				wrong = append(wrong, field.Name)
			}
		}
		if got := strings.Join(wrong, " "); got != test.want {
			t.Errorf("%s: %q is wrong, want %q", name, got, test.want)
		}
	}
}

func TestLinesHoldNothingUnseen(t *testing.T) {
	r := Report{Place: "  Hal\u202e\tA\x00\n B ", Facilities: []string{"pool", "pets", "pets"}}
	r.tidy()
	if r.Place != "Hal A B" || !slices.Equal(r.Facilities, []string{"pets"}) {
		t.Errorf("%q %v", r.Place, r.Facilities)
	}
}

func TestAWholeHourIsPromised(t *testing.T) {
	for at, want := range map[string]string{"09:14": "10:00", "10:00": "10:00", "10:01": "11:00"} {
		now, err := time.Parse("2006-01-02 15:04", "2022-03-11 "+at)
		if err != nil {
			t.Fatal(err)
		}
		if got := CallBefore(calendar.InstantOf(now)).Time().Format("2006-01-02 15:04"); got != "2022-03-12 "+want {
			t.Errorf("%s: %s", at, got)
		}
	}
}

func TestAlike(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"Klooster Mariënhof", "klooster marienhof", true}, {"Mariënhof", "Klooster Marienhof, Zeist", true}, {"Hotel Centraal", "Hotel Central", true},
		{"Sporthal De Bosrand", "Sporthal De Wiel", false}, {"Dorpsstraat 12", "Dorpsstraat 14", false}, {"Dorpsstraat 12", "Dorpsstr. 12", true},
		{"Hal", "Sporthal", false}, {"", "", false}, {"", "Sporthal", false}, {"Kerk", "Hotel", false},
	} {
		if got := Alike(test.a, test.b); got != test.want {
			t.Errorf("%q and %q: %v", test.a, test.b, got)
		}
	}
	for _, test := range []struct {
		a, b string
		want bool
	}{{"030 123 45 67", "+31 30 1234567", true}, {"0031-30-1234567", "(030) 1234567", true}, {"030 123 45 67", "030 123 45 68", false}, {"", "", false}, {"112", "112", false}} {
		if got := samePhone(test.a, test.b); got != test.want {
			t.Errorf("%q and %q: %v", test.a, test.b, got)
		}
	}
}

func TestMunicipalitiesAsPeopleTypeThem(t *testing.T) {
	for text, want := range map[string]string{
		"zeist": "GM0355", "Gemeente Zeist": "GM0355", "den bosch": "GM0796", "Weesp": "GM0363", "Zeits": "?Zeist", "Bergen": "?Bergen (NH.)", "xyz": "", "Bergen (L.)": "GM0893",
	} {
		code, meant := municipalityOf(text)
		if first, asked := strings.CutPrefix(want, "?"); asked && (code != "" || !slices.Contains(meant, first)) || !asked && (code != want || want != "" && meant != nil) {
			t.Errorf("%q is %q or %v, want %q", text, code, meant, want)
		}
	}
}

func TestAReportBecomesALocation(t *testing.T) {
	each(t, func(h *house) {
		d, secret := h.reported(told())
		want := []string{"fatima@example.org intake.mail_new_subject", "jan@bosrand.example intake.mail_receipt_subject"}
		if got := h.mails(); !slices.Equal(got, want) {
			h.Errorf("mailed %v", got)
		}
		take := confirming(d)
		h.must(h.TakeIn(ctx, people["town"], take))
		l, err := h.places.Location(ctx, people["town"], take.Location.ID)
		h.must(err)
		if l.Name != "Sporthal De Bosrand" || l.Region != "VR09" || l.Source != "melding "+d.Ref || l.Contact != told().Contact {
			h.Errorf("%+v", l)
		}
		entries, _, err := h.places.Statements(ctx, people["town"], l.ID)
		h.must(err)
		if len(entries) != 1 || entries[0].Rung != places.Pledged || entries[0].Places != 60 || entries[0].Source != "melding "+d.Ref || entries[0].SaidBy != "fatima" || entries[0].From != tonight {
			h.Errorf("%+v", entries)
		}
		own, err := h.Own(ctx, secret)
		h.must(err)
		if own.State != Taken || own.Location != l.ID || own.EndedBy != "fatima" || own.EndedAt == 0 {
			h.Errorf("%+v", own)
		}
		h.wants(h.Retell(ctx, secret, told()), fault.Gone)
		h.audited("draft/"+d.ID, "draft.report received", "draft.decide ")
	})
}

// audited compares the audit rows of an object, as "action reason".
func (h *house) audited(object string, want ...string) {
	h.Helper()
	var got []string
	h.must(h.store.Read(ctx, func(tx *db.Tx) error {
		entries, err := gate.History(ctx, tx, object)
		for _, e := range entries {
			got = append(got, e.Action+" "+e.Reason)
			for _, secret := range []string{"Bakker", "bosrand", "Bosrand", "030"} {
				if strings.Contains(e.Detail, secret) {
					h.Errorf("the audit holds %s: %s", secret, e.Detail)
				}
			}
		}
		return err
	}))
	if !slices.Equal(got, want) {
		h.Errorf("audited %q, want %q", got, want)
	}
}

// What is wrong in the location leaves the draft as it was: both or neither.
func TestNothingHalfIsTakenIn(t *testing.T) {
	each(t, func(h *house) {
		d, _ := h.reported(told())
		take := confirming(d)
		take.Location.Type = "castle"
		h.wants(h.TakeIn(ctx, people["town"], take), fault.Invalid)
		take = confirming(d)
		take.Location.Municipality = soest
		h.wants(h.TakeIn(ctx, people["town"], take), fault.Forbidden)
		take = confirming(d)
		take.Version = 7
		h.wants(h.TakeIn(ctx, people["town"], take), fault.Conflict)
		if n := h.count(`SELECT COUNT(*) FROM location`); n != 0 {
			h.Errorf("%d locations", n)
		}
		if now, err := h.Draft(ctx, people["town"], d.ID); err != nil || now.State != Waiting {
			h.Errorf("%s %v", now.State, err)
		}
	})
}

// Of several who decide at once one decides, and the others hear it.
func TestOneOfManyDecides(t *testing.T) {
	each(t, func(h *house) {
		d, _ := h.reported(told())
		answers := make(chan error, 8)
		for i := range cap(answers) {
			go func() {
				if i%2 == 0 {
					answers <- h.TakeIn(ctx, people["town"], confirming(d))
					return
				}
				answers <- h.Refuse(ctx, people["region"], d.ID, "unsuitable")
			}()
		}
		first := 0
		for range cap(answers) {
			if err := <-answers; err == nil {
				first++
			} else if fault.As(err).Key != "intake.decided" {
				h.Errorf("%v", err)
			}
		}
		if n := h.count(`SELECT COUNT(*) FROM location`); first != 1 || n > 1 {
			h.Errorf("%d decided, %d locations", first, n)
		}
	})
}

func TestWhoSeesAndDecides(t *testing.T) {
	each(t, func(h *house) {
		d, _ := h.reported(told())
		other := told()
		other.Municipality = wier
		h.reported(other)
		for who, want := range map[string]string{
			"national": "2 true", "region": "1 true", "town": "1 true", "soest": "0 false", "far": "1 false",
			"staff": "forbidden", "council": "forbidden", "auditor": "forbidden",
		} {
			tray, err := h.Tray(ctx, people[who], 1)
			_, one := h.Draft(ctx, people[who], d.ID)
			got := fmt.Sprint(tray.Total, one == nil)
			if err != nil {
				got = string(fault.KindOf(err))
			}
			if got != want || err == nil && len(tray.Drafts) != tray.Total {
				h.Errorf("%s sees %s, want %s", who, got, want)
			}
		}
		for _, who := range []string{"soest", "far", "staff", "council", "auditor"} {
			h.wants(h.Refuse(ctx, people[who], d.ID, "nonsense"), fault.Forbidden)
			h.wants(h.TakeIn(ctx, people[who], confirming(d)), fault.Forbidden)
			h.wants(h.AskBack(ctx, people[who], Asking{Draft: d.ID, Note: "?"}), fault.Forbidden)
		}
	})
}

func TestTheOldestComesFirstAndDoublesAreMarked(t *testing.T) {
	each(t, func(h *house) {
		h.must(h.places.AddLocation(ctx, access.Program(), places.Location{ID: "L1", Municipality: zeist, Region: "VR09", Name: "Klooster Mariënhof", Type: "church",
			Contact: places.Contact{Phone: "030 999 99 99"}}))
		h.must(h.places.AddLocation(ctx, access.Program(), places.Location{ID: "L2", Municipality: soest, Region: "VR09", Name: "Dependance", Type: "church"}))
		for i, r := range []Report{
			{Place: "Marienhof", Municipality: zeist, Places: 3, Contact: places.Contact{Phone: "0611111111"}},
			{Place: "Iets heel anders", Municipality: zeist, Places: 4, Contact: places.Contact{Phone: "+31 30 9999999"}},
			{Place: "Marienhof", Municipality: soest, Places: 5, Contact: places.Contact{Phone: "0622222222"}},
			{Place: "De Bron", Municipality: zeist, Places: 6, Contact: places.Contact{Phone: "0611111111"}},
		} {
			h.now = h.now.Add(time.Duration(i) * time.Minute)
			h.reported(r)
		}
		tray, err := h.Tray(ctx, people["national"], 1)
		h.must(err)
		var got []string
		for _, one := range tray.Drafts {
			why := fmt.Sprint(one.Places)
			for _, twin := range one.Twins {
				why += fmt.Sprintf(" %s%s %v", twin.Location, twin.Name, twin.ByPhone)
			}
			got = append(got, why)
		}
		want := []string{"3 L1Klooster Mariënhof false De Bron true", "4 L1Klooster Mariënhof true", "5", "6 Marienhof true"}
		if !slices.Equal(got, want) {
			h.Errorf("%q", got)
		}
	})
}

func TestAskingKeepsItOpenAndRefusingEndsIt(t *testing.T) {
	each(t, func(h *house) {
		d, secret := h.reported(told())
		h.wants(h.AskBack(ctx, people["town"], Asking{Draft: d.ID, Note: "  "}), fault.Invalid)
		h.must(h.AskBack(ctx, people["town"], Asking{Draft: d.ID, Note: "Tot wanneer?"}))
		changed := told()
		changed.Until, changed.Places = calendar.At(tonight+60), 40
		h.must(h.Retell(ctx, secret, changed))
		h.wants(h.Refuse(ctx, people["town"], d.ID, "zomaar"), fault.Invalid)
		h.must(h.Refuse(ctx, people["town"], d.ID, "withdrawn"))
		h.wants(h.AskBack(ctx, people["town"], Asking{Draft: d.ID, Note: "En nu?"}), fault.Conflict)
		now, err := h.Draft(ctx, people["town"], d.ID)
		h.must(err)
		var steps []string
		for _, step := range now.Steps {
			steps = append(steps, step.Kind+" "+now.Names[step.Person]+" "+step.Text)
		}
		want := []string{"received  ", "asked Fatima Tot wanneer?", "changed  places until", "refused Fatima withdrawn"}
		if !slices.Equal(steps, want) || now.Places != 40 || now.State != Refused || now.Reason != "withdrawn" {
			h.Errorf("%q %+v", steps, now.Draft)
		}
		h.audited("draft/"+d.ID, "draft.report received", "draft.decide ", "draft.report changed", "draft.decide withdrawn")
		h.post()
		h.now = h.now.Add(keepRefused + time.Minute)
		h.post()
		if now, err := h.Draft(ctx, people["town"], d.ID); err != nil || now.Contact != (places.Contact{}) || now.Place == "" {
			h.Errorf("kept %+v %v", now.Contact, err)
		}
	})
}

// One secret is one report, however often it is sent; another report with the
// same secret gets its own.
func TestSentTwiceIsOneReport(t *testing.T) {
	each(t, func(h *house) {
		token := NewToken()
		first, secret, err := h.Report(ctx, token, "nl", told())
		h.must(err)
		again, same, err := h.Report(ctx, token, "nl", told())
		h.must(err)
		if secret != token || same != token || again.ID != first.ID {
			h.Errorf("%s %s: %s and %s", secret, same, first.ID, again.ID)
		}
		other := told()
		other.Place = "Kerk"
		third, fresh, err := h.Report(ctx, token, "nl", other)
		h.must(err)
		if fresh == token || third.ID == first.ID {
			h.Error("another report is taken for the same one")
		}
		if _, made, err := h.Report(ctx, "kort", "nl", Report{Place: "Hal", Municipality: soest, Places: 3, Contact: places.Contact{Phone: "0612345678"}}); err != nil || len(made) != 32 {
			h.Errorf("%q %v", made, err)
		}
		if n := h.count(`SELECT COUNT(*) FROM draft`); n != 3 {
			h.Errorf("%d drafts", n)
		}
		if n := h.count(`SELECT COUNT(*) FROM draft WHERE digest = $1 OR digest = $2`, token, fresh); n != 0 {
			h.Error("the store holds a secret as it is")
		}
		_, err = h.Own(ctx, NewToken())
		h.wants(err, fault.NotFound)
	})
}

func TestAFloodIsHeldBack(t *testing.T) {
	each(t, func(h *house) {
		one := func(i int, phone, municipality string) error {
			_, _, err := h.Report(ctx, NewToken(), "nl", Report{Place: fmt.Sprint("Hal ", i), Municipality: municipality, Places: 3, Contact: places.Contact{Phone: phone}})
			return err
		}
		var err error
		for i := 0; i <= mostFromOne && err == nil; i++ {
			err = one(i, "06 12345678", soest)
		}
		if fault.As(err).Key != "intake.too_many" || h.count(`SELECT COUNT(*) FROM draft`) != mostFromOne {
			h.Errorf("from one: %v", err)
		}
		err = nil
		for i := 0; i <= mostInAnHour && err == nil; i++ {
			err = one(i, fmt.Sprintf("0687%06d", i), zeist)
		}
		if fault.As(err).Key != "intake.too_many" || h.count(`SELECT COUNT(*) FROM draft`) != mostFromOne+mostInAnHour {
			h.Errorf("in one: %v", err)
		}
		h.must(one(0, "0699999999", wier))
		h.now = h.now.Add(time.Hour + time.Minute)
		h.must(one(0, "06 12345678", zeist))
	})
}

func TestAReportIsNotChangedWithoutEnd(t *testing.T) {
	each(t, func(h *house) {
		_, secret := h.reported(told())
		r := told()
		for i := range mostChanges {
			r.Places = i + 1
			h.must(h.Retell(ctx, secret, r))
		}
		h.must(h.Retell(ctx, secret, r)) // nothing changes
		r.Municipality = soest
		h.wants(h.Retell(ctx, secret, r), fault.Conflict)
	})
}

// Who calls about a report says its reference; it is found however it is typed,
// by those whose affair it is.
func TestADraftIsFoundByItsReference(t *testing.T) {
	for typed, want := range map[string]string{
		"M-K7M-2QX": "M-K7M-2QX", " m k7m2qx": "M-K7M-2QX", "k7m-2qx": "M-K7M-2QX", "M-MMM-MMM": "M-MMM-MMM", "MMM-MMM": "M-MMM-MMM", "M": "", "K-K7M-2QX": "", "": "",
	} {
		if got := FoldRef(typed); got != want {
			t.Errorf("%q is %q", typed, got)
		}
	}
	each(t, func(h *house) {
		d, _ := h.reported(told())
		h.must(h.Refuse(ctx, people["town"], d.ID, "duplicate"))
		typed := strings.ToLower(strings.ReplaceAll(d.Ref, "-", " "))
		if id, err := h.ByRef(ctx, people["region"], typed); err != nil || id != d.ID {
			h.Errorf("%s %v", id, err)
		}
		_, err := h.ByRef(ctx, people["soest"], d.Ref)
		h.wants(err, fault.NotFound)
		_, err = h.ByRef(ctx, people["far"], d.Ref)
		h.wants(err, fault.NotFound)
	})
}

// Where a municipality has no coordinator its region hears of it, else the nation.
func TestSomebodyHearsOfEveryReport(t *testing.T) {
	each(t, func(h *house) {
		for _, municipality := range []string{soest, wier} {
			r := told()
			r.Municipality, r.Contact.Email = municipality, ""
			h.reported(r)
		}
		if got := h.mails(); !slices.Equal(got, []string{"nel@example.org intake.mail_new_subject", "rik@example.org intake.mail_new_subject"}) {
			h.Errorf("mailed %v", got)
		}
		for _, lang := range i18n.Languages {
			if _, _, err := h.Report(ctx, NewToken(), lang, told()); err != nil {
				h.Error(err)
			}
		}
		post := h.post()
		h.says(post, "Iemand meldt 60 plekken in Soest", "https://onderdak.example/postvak/", "https://onderdak.example/melden/", "vóór 12 maart 2022 10.00 uur", "Дякуємо", "Thank you")
		if strings.ContainsAny(post, "{}[]") || strings.Contains(post, "Bosrand") || strings.Contains(post, "Bakker") {
			h.Error(post)
		}
	})
}

// Every key the pages speak has words, and every text is spoken.
func TestEveryKeyHasWords(t *testing.T) {
	own, err := i18n.Load(Messages)
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, state := range States {
		used["intake.own_"+string(state)], used["intake.state_"+string(state)] = true, true
	}
	for _, reason := range append([]string{Merged}, Reasons...) {
		used["intake.reason_"+reason] = true
	}
	for _, field := range Askable {
		used[QuestionKey(field)] = true
	}
	for _, kind := range []string{"received", "changed", "asked", "mailed", "seconding", "taken", "merged", "refused", "undone"} {
		used["intake.step_"+kind] = true
	}
	for _, name := range (Report{}).changed(Report{Place: "x", Municipality: "x", Places: 1, From: calendar.At(1), Until: calendar.At(1),
		Contact: places.Contact{Name: "x"}, Facilities: []string{"pets"}}) {
		used["intake.field_"+name] = true
	}
	for _, way := range []Way{ByForm, ByMail, BySheet} {
		used["intake.way_"+string(way)] = true
	}
	spoken := regexp.MustCompile(`"(intake\.[a-z0-9_]+)"`)
	var files []string
	for _, pattern := range []string{"*.go", "templates/*.html", "../mailroom/*.go"} { // the desk speaks them too
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range spoken.FindAllStringSubmatch(string(text), -1) {
			if used[match[1]] = true; match[1] != TopicForget && !strings.HasSuffix(match[1], "_") && !own.Has(match[1]) {
				t.Errorf("%s: %s has no words", file, match[1])
			}
		}
	}
	for _, key := range own.Keys() {
		if !used[key] {
			t.Errorf("%s is never spoken", key)
		}
	}
}
