package app_test

import (
	"context"
	"net"
	"strings"
	"testing"

	"onderdak/internal/app"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/ui/uitest"
)

// working opens the house with its workers, which make matches and send mails,
// and gives the address of its pages.
func (h *house) working(t *testing.T) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	serving, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- h.Serve(serving, listener) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return "http://" + listener.Addr().String()
}

// TestKeyboardOnly does a morning's work with a keyboard: sign in, state the
// places of a location, look at a household, make a match, send what it proposes,
// and answer for a location. Every stop of the Tab key must be seen.
func TestKeyboardOnly(t *testing.T) {
	h := own(t)
	address := h.working(t)
	link, err := h.AddPerson(ctx, app.NewPerson{Name: "Kee Toets", Email: "kee@onderdak.example", Role: string(access.National), Lang: "nl"})
	if err != nil {
		t.Fatal(err)
	}
	tab := uitest.Start(t).Tab(t)
	hands := tab.Hands(t)

	if err := tab.Visit(address+"/inloggen", 1280, uitest.Cookie{Name: "taal", Value: "nl"}); err != nil {
		t.Fatal(err)
	}
	hands.Main()
	hands.To("#f-email")
	hands.Press("kee@onderdak.example")
	hands.Enter("Kijk in uw mail")
	if err := tab.Visit(address+link[len(h.address):], 1280); err != nil {
		t.Fatal(err)
	}
	hands.Main()
	hands.To("Log in")
	hands.Enter("vrij")

	hands.To("/locaties")
	hands.Enter("plekken")
	hands.Main()
	hands.To("/locaties/GM…")
	hands.Enter("vannacht")
	state(hands)

	hands.To("/huishoudens")
	hands.Enter("plek")
	hands.Main()
	hands.To("/huishoudens/…")
	hands.Enter("Huishouden")

	hands.To("/matchrondes")
	hands.Enter("Zoek plekken voor wie wacht")
	hands.Main()
	hands.To("#f-horizon")
	hands.Enter("")
	hands.Wait("Voorstel:")
	if wrong := tab.Complaints(); len(wrong) > 0 {
		t.Errorf("following the match: %q", wrong)
	}
	hands.To("/matchrondes/…")
	hands.Enter("Bied")
	hands.To("Verstuur de aanbiedingen")
	hands.Enter("De aanbiedingen zijn verstuurd")

	hands.To("/aanbiedingen")
	hands.Enter("aanbiedingen")
	hands.Main()
	hands.To("#f-status")
	hands.Press(uitest.Down)
	hands.To("Toon")
	hands.Enter("aanbieding")
	hands.Main()
	hands.To("/aanbiedingen/…")
	hands.Enter("naar")
	hands.To("#f-antwoord-location")
	hands.Choose(0)
	hands.To("Antwoord geven")
	hands.Enter("Het antwoord is opgeslagen")
}

// state states places for the location on the page; the form begins with tonight
// and open places.
func state(hands *uitest.Hands) {
	hands.To("Plekken opgeven")
	hands.Enter("Plekken opgeven voor")
	hands.Main()
	hands.To("#f-places")
	hands.Press("9000")
	hands.To("#f-reason")
	hands.Press("Er staan bedden bij.")
	hands.Enter("Niemand hoeft te verhuizen")
	hands.Main()
	hands.To("Opslaan")
	hands.Enter("De opgave is opgeslagen")
}

// TestKeyboardPostvak is an hour at the mail desk with a keyboard: open what a mail
// offers, be told what is missing, correct the number, take it in, and go on to the
// next.
func TestKeyboardPostvak(t *testing.T) {
	h := own(t)
	tab := uitest.Start(t).Tab(t)
	if err := tab.Visit(h.working(t)+"/", 1280, h.cookies(access.National, "nl")...); err != nil {
		t.Fatal(err)
	}
	hands := tab.Hands(t)
	hands.To("/postvak")
	hands.Enter("nieuw")
	hands.Main()
	hands.To("Buurthuis Het Anker")
	hands.Enter("25 plekken in Wierden")
	hands.Main()
	hands.To("#f-name")
	hands.To("Opnemen")
	hands.Enter("Eén antwoord klopt nog niet")
	// The focus is on what is wrong; its first link leads to the field.
	hands.To("Kies een soort locatie.")
	hands.Press("\rkerk")
	hands.To("#f-places")
	hands.Press(uitest.Backspace + uitest.Backspace + "22")
	hands.To("Opnemen")
	hands.Enter("De locatie staat in de lijst")
	hands.Main()
	hands.To("Volgende: Sporthal De Bosrand")
	hands.Enter("60 plekken in Wierden")
	// The browser remarks on the answer to what was missing, and on nothing else.
	if wrong := tab.Complaints(); len(wrong) != 1 || !strings.Contains(wrong[0], "422") {
		t.Errorf("%q", wrong)
	}
}

// On a phone the navigation stands behind a button that the keyboard opens.
func TestTheMenuOfAPhoneOpensByKeyboard(t *testing.T) {
	h := full(t)
	tab := uitest.Start(t).Tab(t)
	if err := tab.Visit(h.address+"/hulp", 390, h.cookies(access.National, "nl")...); err != nil {
		t.Fatal(err)
	}
	hands := tab.Hands(t)
	hands.To("Menu")
	hands.Press("\r")
	hands.To("/locaties")
	hands.Enter("plekken")
}

// TestKeyboardRegistration is a mother who registers herself and her son, on a
// narrow screen, in Ukrainian, with a keyboard: every question, a mistake on the
// way, the check before sending, and the page of her own afterwards.
func TestKeyboardRegistration(t *testing.T) {
	h := own(t)
	tab := uitest.Start(t).Tab(t)
	if err := tab.Visit(h.working(t)+"/aanmelden", 390); err != nil {
		t.Fatal(err)
	}
	hands := tab.Hands(t)
	hands.Main()
	hands.To("Українська")
	hands.Enter("Так ми шукаємо для вас житло")
	hands.Main()
	hands.To("Почати")
	hands.Enter("")
	join(hands, "Olena Test", "34")
	join(hands, "Danylo Test", "7")
	hands.Main()
	hands.To("Далі")
	hands.Enter("залишатися разом")
	for _, step := range []struct {
		control string
		down    int // among radio buttons
		next    string
	}{
		{"#f-samen", 0, "доросла особа — жінка"},
		{"#f-veilig", 0, "домашні тварини"},
		{"#f-dieren", 1, "обов’язково"},
		{"#f-nodig", -1, "найзручніше"},
		{"#f-wensen", -1, "У якому муніципалітеті"},
	} {
		hands.Main()
		hands.To(step.control)
		if step.down < 0 {
			hands.Press(uitest.Space)
		} else {
			hands.Choose(step.down)
		}
		hands.To("Далі")
		hands.Enter(step.next)
	}
	hands.Main()
	hands.To("#f-waar")
	hands.Press("Nergenshuizen")
	hands.Enter("У якому муніципалітеті")
	hands.Main()
	hands.To("#f-waar")
	hands.Press("Utrecht")
	hands.Enter("Коли ви прибули")
	hands.Main()
	hands.To("Далі")
	hands.Enter("Як довго")
	hands.Main()
	hands.To("#f-duur")
	hands.Choose(3)
	hands.To("Далі")
	hands.Enter("зв’язатися")
	hands.Main()
	hands.To("#f-telefoon")
	hands.Press("030 123 45 67")
	hands.Enter("Перевірте свої відповіді")
	hands.Main()
	hands.To("#f-akkoord")
	hands.Press(uitest.Space)
	hands.To("Надіслати реєстрацію")
	hands.Enter("Вас зареєстровано")
	// The browser remarks on the answer to the mistake, and on nothing else.
	if wrong := tab.Complaints(); len(wrong) != 1 || !strings.Contains(wrong[0], "422") {
		t.Errorf("%q", wrong)
	}
}

// join adds a person to the household, from the page that lists it.
func join(hands *uitest.Hands, name, age string) {
	hands.Main()
	hands.To("/aanmelden/persoon/nieuw")
	hands.Enter("Особа")
	hands.Main()
	hands.To("#f-naam")
	hands.Press(name)
	hands.To("#f-jaren")
	hands.Press(age)
	hands.Enter("Хто входить до вашої родини")
}
