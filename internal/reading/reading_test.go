package reading

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"onderdak/internal/calendar"
	"onderdak/internal/exchange"
	"onderdak/internal/post"
)

var sunday = calendar.MustParse("2022-03-20")

// offerLine says an offer in one line, to compare with.
func offerLine(o Offer) string {
	var parts []string
	add := func(format string, value any) {
		if text := fmt.Sprintf(format, value); !reflect.ValueOf(value).IsZero() {
			parts = append(parts, text)
		}
	}
	add("%s", o.Name)
	add("(%s)", o.Type)
	add("%s", o.Municipality)
	add("%d", o.Places)
	add("to %d", o.Most)
	add("x %d", o.Each)
	add("%s", string(o.Unit))
	add("at %s", o.Address)
	add("%s", o.Postcode)
	add("from %s", momentText(o.From))
	add("until %s", momentText(o.Until))
	add("call %s", o.Contact.Name)
	add("%s", o.Contact.Phone)
	add("%s", o.Contact.Email)
	add("with %s", strings.Join(o.Facilities, " "))
	add("update %v", o.Update)
	add("withdrawn %v", o.Withdrawn)
	text := strings.Join(parts, ", ")
	return strings.NewReplacer("from , ", "", "until , ", "", "with , ", "").Replace(text)
}

func lines(offers []Offer) string {
	var all []string
	for _, o := range offers {
		all = append(all, offerLine(o))
	}
	return strings.Join(all, "\n")
}

// sentences are invented sentences as they stand in mails and in the news, with
// the offers a careful person reads in them.
var sentences = []struct{ text, want string }{
	{"In het voormalige kantoor aan de Kerkstraat 12 komt vanaf 1 april plek voor 120 vluchtelingen.",
		"Kerkstraat 12, (office), 120, persons, at Kerkstraat 12, from 2022-04-01"},
	{"In sporthal De Bosrand in Zeist is met ingang van 1 april plaats voor 120 ontheemden, voor een periode van zes maanden.",
		"sporthal De Bosrand, (sports_hall), GM0355, 120, persons, from 2022-04-01, until 2022-10-01"},
	{"Zestig mensen zijn vanaf vrijdag welkom op Landgoed de Oude Eik in Breda.",
		"Landgoed de Oude Eik, GM0758, 60, persons, from 2022-03-25"},
	{"Op het schip, de Zeemeeuw, kunnen maximaal 300 mensen terecht.", "de Zeemeeuw, (ship), 300, persons"},
	{"Van de 100 bedden in sporthal De Hoek zijn er nog 35 vrij.", "sporthal De Hoek, (sports_hall), 35, beds"},
	{"Het dorpshuis De Schakel heeft 60 plekken: 20 bezet, 40 vrij.", "dorpshuis De Schakel, 40, persons"},
	{"We hebben 25 kamers voor in totaal 59 mensen in Hotel Anker.", "Hotel Anker, (hotel), 59, persons"},
	{"Bungalowpark 't Heitje kan 30 huisjes voor elk zes personen leveren.", "Bungalowpark 't Heitje, (holiday_park), 30, x 6, rooms"},
	{"Wij kunnen vier gezinnen van vijf personen plaatsen in camping De Berk.", "camping De Berk, (holiday_park), 4, x 5, families"},
	{"Wijziging: in plaats van 40 kunnen we 60 mensen plaatsen in De Kroon.", "De Kroon, 60, persons, update true"},
	{"Het aantal plekken in De Kroon is verhoogd van 40 naar 60.", "De Kroon, 60, persons, update true"},
	{"Let op: niet 40 maar 60 plekken in De Kroon.", "De Kroon, 60, persons, update true"},
	{"Helaas moeten wij ons aanbod van 40 plekken in hotel De Kroon intrekken.", "hotel De Kroon, (hotel), 40, persons, withdrawn true"},
	{"Beschikbaar zijn De Bosrand (40), De Hoek (60) en sporthal Zuid (20).",
		"De Bosrand, 40, persons\nDe Hoek, 60, persons\nsporthal Zuid, (sports_hall), 20, persons"},
	{"We kunnen 40 mensen kwijt in De Bosrand en 60 in De Hoek.", "De Bosrand, 40, persons\nDe Hoek, 60, persons"},
	{"In Assen hebben we sporthal De Poort met 60 bedden en in Meppel hotel De Hoek met 25 kamers.",
		"sporthal De Poort, (sports_hall), GM0106, 60, beds\nhotel De Hoek, (hotel), GM0119, 25, rooms"},
	{"Wij bieden dorpshuis De Vlinder met 45 plekken van 1 april t/m 1 juli en sporthal Oost met 120 plekken per direct.",
		"dorpshuis De Vlinder, 45, persons, from 2022-04-01, until 2022-07-02\nsporthal Oost, (sports_hall), 120, persons, from 2022-03-20"},
	{"Vanaf 1 april kunnen 40 mensen in De Bosrand en 60 in De Hoek.", "De Bosrand, 40, persons, from 2022-04-01\nDe Hoek, 60, persons, from 2022-04-01"},
	{"1) Hotel Anker 12 pers 2) Hotel Boei 40 pers", "Hotel Anker, (hotel), 12, persons\nHotel Boei, (hotel), 40, persons"},
	{"Hotel Anker\nAantal: 40\nVanaf: 1 april\n\nHotel Boei\nAantal: 50\nVanaf: 15 april\n\nContact: Jan Smit, 030 123 45 67",
		"Hotel Anker, (hotel), 40, persons, from 2022-04-01, call Jan Smit, 030 123 45 67\nHotel Boei, (hotel), 50, persons, from 2022-04-15, call Jan Smit, 030 123 45 67"},
	{"Locatie | Bedden | Vanaf\nHotel Anker | 40 | 01-04-2022\nHotel Boei | 50 | 15-04-2022",
		"Hotel Anker, 40, beds, from 2022-04-01\nHotel Boei, 50, beds, from 2022-04-15"},
	{"Hotel Anker heeft 40 plekken. Er is wifi, maar geen lift en geen keuken. Huisdieren zijn niet welkom, rolstoelen wel.",
		"Hotel Anker, (hotel), 40, persons, with internet wheelchair"},
	{"Hotel Anker heeft 40 plekken. Mijn collega Els Bos (06-12345678) weet er meer van.",
		"Hotel Anker, (hotel), 40, persons, call Els Bos, 06-12345678"},
	{"De gemeente Zeist vangt 200 mensen op in een leeg hotel. Het is het voormalige Maan Hotel.", "Maan Hotel, (hotel), GM0355, 200, persons"},
	{"In het oude gemeentehuis van Ede is plaats voor 80 ontheemden.", "oude gemeentehuis, (office), GM0228, 80, persons"},
	{"Er is plek voor 350 mensen: 200 in de Evenementenhal en 150 in Hotel Maan.", "Evenementenhal, 200, persons\nHotel Maan, (hotel), 150, persons"},
	{"Aan de Kanaaldijk staan 4 woningen leeg, plek voor 4 gezinnen van 5.", "Kanaaldijk, (dwelling), 4, x 5, families"},
	{"The municipality of Goes has 75 beds ready in the sports hall De Golf.", "sports hall De Golf, (sports_hall), GM0664, 75, beds"},
	{"There is space for 60 people at the Lantern Hotel in Delft. Please call Mary Smith on +31 6 12345678.",
		"Lantern Hotel, (hotel), GM0503, 60, persons, call Mary Smith, +31 6 12345678"},
	{"We have a big farmhouse near Delft and could take in a family of five from 1 April.", "GM0503, 1, x 5, families, from 2022-04-01"},
	{"We regret that the 30 beds in the Grange Hotel are no longer available.", "Grange Hotel, (hotel), 30, beds, withdrawn true"},
	{"No pets and no wheelchairs, but showers and a shared kitchen. Hotel Anchor has 40 beds.",
		"Hotel Anchor, (hotel), 40, beds, with showers own_kitchen"},
	{"Готель «Якір» в Амерсфорті має 25 вільних номерів для біженців з 1 квітня.", "Готель «Якір», (hotel), GM0307, 25, rooms, from 2022-04-01"},
	{"У нас дві локації: готель «Сонце» (40 місць) та школа «Зірка» (60 місць).",
		"готель «Сонце», (hotel), 40, persons\nшкола «Зірка», (school), 60, persons"},
	{"Ми можемо прийняти 4 людей у нашому будинку в Утрехті. Тварин, на жаль, не приймаємо, є душ.", "(dwelling), GM0344, 4, persons, with showers"},
	{"У спортзалі «Вітер» не 200 місць, а 120.", "спортзалі «Вітер», (sports_hall), 120, persons, update true"},
}

func TestSentences(t *testing.T) {
	for _, c := range sentences {
		if got := lines(ReadText(c.text, sunday).Offers); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

// nothing are texts that offer no place.
var nothing = []string{
	"Wij zoeken nog 40 bedden voor de opvang in Zeist. Kunt u die leveren?",
	"Kunnen jullie vertellen hoeveel plekken er nog nodig zijn?",
	"Bedankt voor uw aanbod van 40 plekken. Wij nemen contact op.",
	"Graag nodig ik u uit voor overleg op 16 maart in zaal 3 (max. 12 personen).",
	"Bent u er woensdag ook? Groet, Anja",
	"We are 4 persons and look for a room in Delft. Do you have places for us?",
	"Thank you for your offer of 40 beds, we will call you.",
	"Нас п'ятеро. Чи є у вас вільні місця?",
	"Дякуємо за вашу пропозицію на 40 місць.",
	"Naam: Anja de Vries\nTelefoon: 030 123 45 67",
	"Het is 12 km fietsen, de prijs is € 40 en er zijn 6 vrijwilligers.",
	"",
}

func TestNothingOffered(t *testing.T) {
	for _, text := range nothing {
		r := ReadText(text, sunday)
		if len(r.Offers) > 0 {
			t.Errorf("%q: read %s", text, lines(r.Offers))
		}
		if !slices.Contains(r.Warnings, Warning{WarnNoOffer, ""}) {
			t.Errorf("%q: no warning that nothing was read: %v", text, r.Warnings)
		}
	}
}

func TestAutomaticMailOffersNothing(t *testing.T) {
	text := "In Hotel Anker zijn 40 plekken vrij."
	for _, kind := range []post.Kind{post.AutoReply, post.Bounce, post.Calendar, post.Bulk} {
		r := Read(post.Letter{Text: text, Quoted: len(text), Kind: kind}, sunday)
		if len(r.Offers) > 0 || !slices.Contains(r.Warnings, Warning{WarnAutomatic, string(kind)}) {
			t.Errorf("%s: %s %v", kind, lines(r.Offers), r.Warnings)
		}
	}
	if r := Read(post.Letter{Text: text, Quoted: len(text), Kind: post.Ordinary}, sunday); len(r.Offers) != 1 {
		t.Errorf("ordinary mail: %s", lines(r.Offers))
	}
}

// letters are mails in which the place of the words matters.
func TestLetters(t *testing.T) {
	sender := post.Address{Name: "Anja de Vries", Email: "a.devries@gemeentezeist.example"}
	for name, c := range map[string]struct {
		letter post.Letter
		want   string
	}{
		"sender and signature": {
			post.Letter{From: sender, Text: "In hotel De Zon zijn 40 plekken.\n\nMet vriendelijke groet,\n\nAnja de Vries\nT 030 123 45 67\nF 030 123 45 68\n"},
			"hotel De Zon, (hotel), GM0355, 40, persons, call Anja de Vries, 030 123 45 67, a.devries@gemeentezeist.example"},
		"no closer": {
			post.Letter{From: sender, Text: "Er is plek voor 40 mensen in hotel De Zon.\n\nAnja de Vries, 030 123 45 67"},
			"hotel De Zon, (hotel), GM0355, 40, persons, call Anja de Vries, 030 123 45 67, a.devries@gemeentezeist.example"},
		"somebody else is to be called": {
			post.Letter{From: sender, Text: "Er is plek voor 40 mensen in hotel De Zon. Contactpersoon: Piet Bos, 030 765 43 21.\n\nGroet,\nAnja"},
			"hotel De Zon, (hotel), GM0355, 40, persons, call Piet Bos, 030 765 43 21"},
		"the answered mail gives the name, not the number": {
			post.Letter{From: sender, Subject: "Re: opvang", Text: "Het worden er 60: 60 plekken vanaf 1 april.\n\nAnja\n\n> In hotel De Zon zijn 40 plekken vanaf 15 maart.\n", Quoted: 55},
			"hotel De Zon, (hotel), GM0355, 60, persons, from 2022-04-01, call Anja, a.devries@gemeentezeist.example"},
		"the name from the subject": {
			post.Letter{From: sender, Subject: "Aanbod sporthal De Bosrand", Text: "We kunnen daar 40 mensen opvangen."},
			"sporthal De Bosrand, (sports_hall), GM0355, 40, persons, call Anja de Vries, a.devries@gemeentezeist.example"},
		"a forwarded offer": {
			post.Letter{From: sender, Subject: "FW: aanbod", Text: "Ter info.\n\n-----Oorspronkelijk bericht-----\nVan: Piet Bos <piet@hoteldezon.example>\nVerzonden: maandag 14 maart 2022\nOnderwerp: aanbod\n\nIn hotel De Zon in Delft zijn 40 kamers vrij.\n\nGroet,\nPiet Bos\n", Quoted: 11},
			"hotel De Zon, (hotel), GM0503, 40, rooms, call Piet Bos, piet@hoteldezon.example"},
		"a sheet": {
			post.Letter{From: sender, Text: "Zie bijlage.\n\nAnja de Vries", Attachments: []post.Attachment{{Name: "opgave.csv", Type: "text/csv",
				Data: []byte("locatie;gemeente;plekken;vanaf\nHotel De Zon;Zeist;40;2022-04-01\nSporthal Zuid;Zeist;60;2022-04-15\n")}}},
			"Hotel De Zon, GM0355, 40, persons, from 2022-04-01, call Anja de Vries, a.devries@gemeentezeist.example\n" +
				"Sporthal Zuid, GM0355, 60, persons, from 2022-04-15, call Anja de Vries, a.devries@gemeentezeist.example"},
	} {
		t.Run(name, func(t *testing.T) {
			letter := c.letter
			if letter.Quoted == 0 {
				letter.Quoted = len(letter.Text)
			}
			r := Read(letter, sunday)
			if got := lines(r.Offers); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			checkReading(t, r)
		})
	}
}

func TestPostcodeTellsTheMunicipality(t *testing.T) {
	text := "In hotel De Zon, Kerkstraat 12, 3701 AB, zijn 40 plekken."
	options := Options{Postcode: func(code string) (string, bool) { return "GM0355", code == "3701 AB" }}
	r := options.Read(post.Letter{Text: text, Quoted: len(text)}, sunday)
	if len(r.Offers) != 1 || r.Offers[0].Municipality != "GM0355" || r.Offers[0].Postcode != "3701 AB" {
		t.Errorf("%s", lines(r.Offers))
	}
}

func TestWarnings(t *testing.T) {
	for text, want := range map[string]string{
		"In hotel De Zon in Delft kunnen wij mensen opvangen vanaf 1 april.":  WarnNoNumber,
		"In hotel De Zon in Delft zijn 40 plekken.":                           WarnNoPeriod,
		"In hotel De Zon zijn 40 plekken vanaf 1 april.":                      WarnNoTown,
		"In hotel De Zon is plek voor 40 mensen. Er kunnen 55 mensen slapen.": WarnSeveralNumbers,
	} {
		r := ReadText(text, sunday)
		if !slices.ContainsFunc(r.Warnings, func(w Warning) bool { return w.Code == want }) {
			t.Errorf("%q: %v lack %s", text, r.Warnings, want)
		}
	}
}

// checkReading holds what is true of every reading, of whatever text.
func checkReading(t *testing.T, r Reading) {
	t.Helper()
	if len(r.Offers) > mostOffers && !slices.ContainsFunc(r.Offers, func(o Offer) bool { return o.Source != "" }) {
		t.Errorf("%d offers from one text", len(r.Offers))
	}
	known := exchange.Facilities()
	for _, o := range r.Offers {
		if o.Places == 0 && o.Name == "" && o.Source == "" {
			t.Errorf("an offer without number or name: %+v", o)
		}
		if o.Places < 0 || o.Most < 0 || o.Each < 0 || o.Most != 0 && o.Most < o.Places {
			t.Errorf("numbers: %+v", o)
		}
		for _, token := range o.Facilities {
			if !slices.Contains(known, token) {
				t.Errorf("no facility of the register: %s", token)
			}
		}
		for field, set := range fieldsSet(o) {
			if _, traced := o.Traces[field]; set && !traced {
				t.Errorf("%s without trace: %s", field, offerLine(o))
			}
		}
		for field, trace := range o.Traces {
			checkTrace(t, r.Text, field, trace)
		}
	}
}

func fieldsSet(o Offer) map[Field]bool {
	return map[Field]bool{
		FieldName: o.Name != "", FieldMunicipality: o.Municipality != "", FieldAddress: o.Address != "" || o.Postcode != "",
		FieldPlaces: o.Places > 0, FieldFrom: o.From.Sort != "", FieldUntil: o.Until.Sort != "", FieldContactName: o.Contact.Name != "",
		FieldPhone: o.Contact.Phone != "", FieldEmail: o.Contact.Email != "", FieldFacilities: len(o.Facilities) > 0,
	}
}

func checkTrace(t *testing.T, text string, field Field, trace Trace) {
	t.Helper()
	if trace.Confidence <= 0 || trace.Confidence > 1 {
		t.Errorf("%s: confidence %v", field, trace.Confidence)
	}
	var words []string
	for _, span := range trace.Spans {
		if span.Start < 0 || span.End > len(text) || span.Start >= span.End {
			t.Fatalf("%s: span %v outside the text of %d bytes", field, span, len(text))
		}
		words = append(words, text[span.Start:span.End])
		if !utf8.ValidString(text[span.Start:span.End]) && utf8.ValidString(text) {
			t.Errorf("%s: span %v cuts a letter", field, span)
		}
	}
	if got := strings.Join(words, " … "); len(words) > 0 && got != trace.Words {
		t.Errorf("%s: the words %q stand where %q was traced", field, got, trace.Words)
	}
}

// TestReadingsHold looks at every labelled mail: traces fit the text, the same mail
// is read the same, and space behind the text changes nothing.
func TestReadingsHold(t *testing.T) {
	for _, set := range []string{"offers", "heldout"} {
		for _, path := range mailsOf(t, set) {
			letter := letterOf(t, path)
			r := Read(letter, sunday)
			checkReading(t, r)
			if again := Read(letter, sunday); !reflect.DeepEqual(r, again) {
				t.Errorf("%s is read differently a second time", set)
			}
			longer := letter
			longer.Text += "\n \n\n  "
			if letter.Quoted == len(letter.Text) {
				longer.Quoted = len(longer.Text)
			}
			if got := Read(longer, sunday); !reflect.DeepEqual(got.Offers, r.Offers) {
				t.Errorf("%s is read differently with space behind it", set)
			}
		}
	}
}

// TestCostIsBounded reads texts of a mebibyte made to be slow. The limit is wide,
// for other work goes on beside tests; what grows faster than the text takes
// minutes.
func TestCostIsBounded(t *testing.T) {
	for name, piece := range map[string]string{
		"prose": "In sporthal De Bosrand in Zeist is vanaf 1 april plek voor 120 mensen; bel Jan de Vries, 030 123 45 67. ",
		"items": "- Hotel De Zon: 40 plekken, 1 april t/m 1 mei\n", "capitals": "Abc Def Ghi ", "numbers": "12 ", "phones": "030 123 45 67 ",
		"mailboxes": "a@b.c ", "one word": "a", "quotes": "\" ", "dots": "a. ", "rows": "| a | b | 12 |\n", "tabs": "a\tb\tc\n", "colons": "a: ",
		"small words": "in De ", "particles": "van de ", "lines": "\n", "closers": "groet\n", "brackets": "( ", "streets": "Kerkstraat 12, ",
		"towns": "Zeist ", "words": "woord ", "names": "Готель «Сонце» в Амерсфорті має 25 вільних номерів. ",
	} {
		text := strings.Repeat(piece, 1<<20/len(piece)+1)
		for _, letter := range []post.Letter{{Text: text, Quoted: len(text)}, {Text: text, Subject: "FW: x"}} {
			start := time.Now()
			r := Read(letter, sunday)
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("%s: %v", name, took)
			}
			checkReading(t, r)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, c := range sentences {
		f.Add(c.text, 0, "Re: opvang")
	}
	for _, text := range nothing {
		f.Add(text, len(text), "FW: opvang")
	}
	f.Add("- a: 1\n- b: 2\n\n-----\nVan: x <y@z.example>\n\n3 bedden", 15, "")
	f.Fuzz(func(t *testing.T, text string, quoted int, subject string) {
		if !utf8.ValidString(text) || !utf8.ValidString(subject) {
			t.Skip("a letter's text is valid")
		}
		r := Read(post.Letter{Text: text, Quoted: quoted, Subject: subject, From: post.Address{Name: subject, Email: text}}, sunday)
		checkReading(t, r)
	})
}

func BenchmarkRead(b *testing.B) {
	var letters []post.Letter
	for _, path := range mailsOf(b, "offers") {
		letters = append(letters, letterOf(b, path))
	}
	b.ResetTimer()
	for i := 0; b.Loop(); i++ {
		Read(letters[i%len(letters)], sunday)
	}
}
