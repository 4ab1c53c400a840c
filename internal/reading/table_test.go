package reading

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"onderdak/internal/calendar"
	"onderdak/internal/exchange"
	"onderdak/internal/phrase"
	"onderdak/internal/sheet"
)

var tableToday = calendar.MustParse("2022-03-25")

// tableOf makes a sheet of lines with cells between bars.
func tableOf(lines ...string) sheet.Sheet {
	s := sheet.Sheet{Name: "Blad1"}
	for _, line := range lines {
		var row []string
		for _, cell := range strings.Split(line, "|") {
			row = append(row, strings.TrimSpace(cell))
		}
		if line == "" {
			row = nil
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

// told writes an offer in one line, leaving out what was not said.
func told(o Offer) string {
	var parts []string
	add := func(label, text string) {
		if text != "" {
			parts = append(parts, label+text)
		}
	}
	add("", o.Name)
	add("", o.Municipality)
	add("", o.Address)
	add("", o.Postcode)
	if o.Places != 0 || o.Most != 0 {
		amount := fmt.Sprint(o.Places)
		if o.Most != 0 {
			amount += fmt.Sprint("-", o.Most)
		}
		if o.Each != 0 {
			amount += fmt.Sprint("x", o.Each)
		}
		add("", amount+" "+string(o.Unit))
	}
	for label, moment := range map[string]Moment{"from ": o.From, "until ": o.Until} {
		switch moment.Sort {
		case phrase.Exact:
			add(label, moment.Night.String())
		case phrase.Vague, phrase.Nothing:
			add(label, string(moment.Sort)+" ("+moment.Words+")")
		}
	}
	slices.SortStableFunc(parts, func(a, b string) int {
		order := func(text string) int {
			switch {
			case strings.HasPrefix(text, "from "):
				return 1
			case strings.HasPrefix(text, "until "):
				return 2
			}
			return 0
		}
		return order(a) - order(b)
	})
	add("", o.Contact.Name)
	add("", o.Contact.Phone)
	add("", o.Contact.Email)
	add("", strings.Join(o.Facilities, " "))
	return fmt.Sprintf("%d: %s", o.Row, strings.Join(parts, "; "))
}

func TestReadTable(t *testing.T) {
	for _, test := range []struct {
		name     string
		sheet    sheet.Sheet
		want     []string
		warnings []string
	}{
		{"plain", tableOf("Locatie|Gemeente|Aantal plekken|Van|Tot|Contactpersoon|Telefoon|E-mail|Voorzieningen",
			"Hotel Test|Utrecht|40|2022-04-01|2022-06-01|A. Voorbeeld|030 123 45 67|a@hotel.example|douches, wifi, geen huisdieren",
			"Sporthal Noord|GM0363|1.250|1-4-2022|||||rolstoeltoegankelijk"),
			[]string{"2: Hotel Test; GM0344; 40 persons; from 2022-04-01; until 2022-06-01; A. Voorbeeld; 030 123 45 67; a@hotel.example; internet showers",
				"3: Sporthal Noord; GM0363; 1250 persons; from 2022-04-01; wheelchair"}, nil},
		{"titles, units, tags, totals and remarks", tableOf("Opgave opvanglocaties Oekraïne", "", "Peildatum|2022-03-25", "Naam locatie|Plaats|Max. aantal personen|Beschikbaar vanaf|T/m",
			"(naam)||(aantal)|(dd-mm-jjjj)|(dd-mm-jjjj)", "#loc|#adm|#num|#d|#d", "Voorbeeld: Zaal X|Utrecht|10||", "De Bron|Zeist|25|2022-04-01|2022-04-30", "", "De Kroon|Houten|60|2022-04-02|",
			"||85||", "Totaal||85||", "Bel gerust als iets onduidelijk is."),
			[]string{"8: De Bron; GM0355; 25 persons; from 2022-04-01; until 2022-05-01", "10: De Kroon; GM0321; 60 persons; from 2022-04-02"}, []string{"table_example Voorbeeld: Zaal X"}},
		{"rooms beside persons", tableOf("Locatie|Kamers|Personen|Huisdieren|Keuken|Rolstoel", "A-huis|20|50|ja|nee|x", "B-huis|8||nee|ja|-"),
			[]string{"2: A-huis; 50 persons; pets wheelchair", "3: B-huis; 8 rooms; own_kitchen"}, []string{"column_double Kamers"}},
		{"range and size", tableOf("Locatie|Min. aantal|Max. aantal|Personen per kamer|Eenheid", "A|10|20|4|kamers", "B|7|||"), []string{"2: A; 10-20x4 rooms", "3: B; 7 persons"}, nil},
		{"free text", tableOf("Locatie|Capaciteit|Periode", "A|40-50|per direct", "B|ca. 30 bedden|1-4-2022 t/m 30-6-2022", "C|12 gezinnen van 5|nader te bepalen", "D|veel|"),
			[]string{"2: A; 40-50 persons; from 2022-03-25", "3: B; 30 beds; from 2022-04-01; until 2022-07-01", "4: C; 12x5 families", "5: D"},
			[]string{"cell_unread Periode: nader te bepalen", "cell_unread Capaciteit: veel"}},
		{"vague ends", tableOf("Locatie|Plekken|Vanaf|Einddatum", "A|5|z.s.m.|onbekend", "B|6|nvt|-", "C|7|2022-05-01|2022-04-01"),
			[]string{"2: A; 5 persons; from unknown (z.s.m.); until unknown (onbekend)", "3: B; 6 persons", "4: C; 7 persons; from 2022-05-01; until 2022-04-01"}, []string{"period_backwards 2022-05-01: 2022-04-01"}},
		{"names of persons", tableOf("Locatie|Naam|06|Mail|Plekken", "A-huis|B. Voorbeeld|612345678|b@x.example|4"), []string{"2: A-huis; 4 persons; B. Voorbeeld; 0612345678; b@x.example"}, nil},
		{"name of a location", tableOf("Naam|Plaats|Plekken", "A-huis|Utrecht|4"), []string{"2: A-huis; GM0344; 4 persons"}, nil},
		{"contact in one cell", tableOf("Locatie|Plekken|Contactgegevens", "A|4|C. Voorbeeld, tel. 06-12345678, c@x.example"), []string{"2: A; 4 persons; C. Voorbeeld; 06-12345678; c@x.example"}, nil},
		{"address", tableOf("Locatie|Adres|Plekken", "A|Teststraat 1, 3511ab Utrecht|4", "B|Teststraat 2\n1234 AB|5"),
			[]string{"2: A; GM0344; Teststraat 1; 3511 AB; 4 persons", "3: B; Teststraat 2; 1234 AB; 5 persons"}, nil},
		{"number beside the street", tableOf("Locatie|Straat|Huisnummer|Plekken", "A|Teststraat|12a|4", "B|Teststraat 5||4"), []string{"2: A; Teststraat 12a; 4 persons", "3: B; Teststraat 5; 4 persons"}, nil},
		{"municipalities", tableOf("Locatie|Gemeente|Plekken", "A|Bergen|4", "B|Nergenshuizen|5", "C|0344|6", "D|Weesp|7", "E|gemeente den haag|8"),
			[]string{"2: A; 4 persons", "3: B; 5 persons", "4: C; GM0344; 6 persons", "5: D; GM0363; 7 persons", "6: E; GM0518; 8 persons"}, []string{"municipality_many Bergen", "municipality_unknown Nergenshuizen"}},
		{"sections", tableOf("Locatie|Plekken", "Gemeente Utrecht", "A|4", "Gemeente Zeist", "B|5"), []string{"3: A; GM0344; 4 persons", "5: B; GM0355; 5 persons"}, nil},
		{"two tables", tableOf("Locatie|Plekken|Tel", "A|4|", "", "Gemeente|Locatie|Bedden", "Utrecht|B|5"), []string{"2: A; 4 persons", "5: B; GM0344; 5 beds"}, nil},
		{"header in two lines", tableOf("Locatie|Plekken|Periode|", "||Van|Tot", "A|4|2022-04-01|2022-05-01"), []string{"3: A; 4 persons; from 2022-04-01; until 2022-05-01"}, nil},
		{"form", tableOf("Opgave", "Naam locatie|Hotel Test", "Gemeente||Utrecht", "Aantal bedden|40", "Kleur|blauw", "E-mail|a@x.example"), []string{"2: Hotel Test; GM0344; 40 beds; a@x.example"}, nil},
		{"english", tableOf("Location name|Municipality|Number of rooms|Available from|Until|Contact person|Phone|Facilities", "Test Inn|Utrecht|12|2022-04-01|2022-05-01|D. Sample|+31 30 1234567|wheelchair access, pets"),
			[]string{"2: Test Inn; GM0344; 12 rooms; from 2022-04-01; until 2022-05-01; D. Sample; +31 30 1234567; pets wheelchair"}, nil},
		{"ukrainian", tableOf("Назва локації|Громада|Кількість місць|З|До|Контактна особа|Телефон|Примітки", "Готель|Utrecht|12|2022-04-01||О. Приклад|030 123 45 67|є душ, без тварин"),
			[]string{"2: Готель; GM0344; 12 persons; from 2022-04-01; О. Приклад; 030 123 45 67; showers"}, nil},
		{"unknown and full", tableOf("Locatie|Plekken|Kleur|Bezet", "A|0|rood|3", "B|-3|rood|4", "C|4|rood|4"), []string{"2: A", "3: B", "4: C; 4 persons"},
			[]string{"column_unknown Kleur", "places_zero Plekken: 0", "cell_unread Plekken: -3"}},
		{"no table", tableOf("Beste lezer", "wij hebben plek voor 40|mensen"), nil, []string{"table_no_header"}},
		{"nothing", sheet.Sheet{Name: "Blad1"}, nil, []string{"table_no_header"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			offers, _, warnings := ReadTable(test.sheet, "opgave.xlsx", tableToday, nil)
			var got []string
			for _, offer := range offers {
				got = append(got, told(offer))
				checkTraces(t, offer)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
			for i, warning := range warnings {
				code, about, _ := strings.Cut(cellAt(test.warnings, i), " ")
				if warning.Code != code || !strings.HasPrefix(warning.Detail, "opgave.xlsx, Blad1") || !strings.Contains(warning.Detail, about) {
					t.Errorf("warning %d is %v, want %q", i, warning, cellAt(test.warnings, i))
				}
			}
			if len(warnings) != len(test.warnings) {
				t.Errorf("%d warnings %v, want %v", len(warnings), warnings, test.warnings)
			}
		})
	}
}

// checkTraces: what was read has its cell, and what has a cell was read.
func checkTraces(t *testing.T, o Offer) {
	t.Helper()
	has := map[Field]bool{FieldName: o.Name != "", FieldMunicipality: o.Municipality != "", FieldAddress: o.Address != "", FieldPostcode: o.Postcode != "",
		FieldPlaces: o.Places != 0 || o.Most != 0, FieldFrom: o.From.Sort != "", FieldUntil: o.Until.Sort != "", FieldContactName: o.Contact.Name != "",
		FieldPhone: o.Contact.Phone != "", FieldEmail: o.Contact.Email != "", FieldFacilities: len(o.Facilities) > 0}
	for field, said := range has {
		trace, traced := o.Traces[field]
		if said != traced {
			t.Errorf("row %d: %s is read: %v, traced: %v", o.Row, field, said, traced)
		}
		if traced && (trace.Words == "" || trace.Confidence <= 0 || trace.Confidence > 1) {
			t.Errorf("row %d: %s has trace %+v", o.Row, field, trace)
		}
	}
	if o.Source != "opgave.xlsx, Blad1" && o.Source != "f, f" {
		t.Errorf("source %q", o.Source)
	}
}

func TestTableTraces(t *testing.T) {
	offers, used, _ := ReadTable(tableOf("Locatie|Plaats|Capaciteit|Einddatum", "A|Utrecht|ca. 30|2022-05-01"), "opgave.xlsx", tableToday, nil)
	want := map[Field]Trace{FieldName: {Words: "A", Confidence: 0.95}, FieldMunicipality: {Words: "Utrecht", Confidence: 0.8},
		FieldPlaces: {Words: "ca. 30", Confidence: 0.71}, FieldUntil: {Words: "2022-05-01", Confidence: 0.72}}
	if len(offers) != 1 || !reflect.DeepEqual(offers[0].Traces, want) {
		t.Errorf("%+v", offers)
	}
	if want := (Mapping{"locatie": FieldName, "plaats": FieldMunicipality, "capaciteit": FieldPlaces, "einddatum": FieldUntil}); !maps.Equal(used, want) {
		t.Errorf("%v", used)
	}
}

// A mapping that was kept goes before what the reader knows by itself, and gives
// itself back.
func TestTableMapping(t *testing.T) {
	s := tableOf("Object-code|Kleur|Locatie|Bedden", "De Bron|40|Utrecht|50", "De Kroon|60|Zeist|70")
	mapping := Mapping{"object code": FieldName, "kleur": FieldPlaces, "locatie": FieldMunicipality, "bedden": FieldIgnored}
	offers, used, warnings := ReadTable(s, "opgave.xlsx", tableToday, mapping)
	var got []string
	for _, offer := range offers {
		got = append(got, told(offer))
	}
	if want := []string{"2: De Bron; GM0344; 40 persons", "3: De Kroon; GM0355; 60 persons"}; !slices.Equal(got, want) || len(warnings) != 0 {
		t.Errorf("%q %v", got, warnings)
	}
	if !maps.Equal(used, mapping) {
		t.Errorf("%v", used)
	}
	if offers[0].Traces[FieldName].Confidence != 1 {
		t.Errorf("%+v", offers[0].Traces)
	}
}

func TestTableIsBounded(t *testing.T) {
	long := strings.Repeat("geen 1 april of 030-1234567, 3511 AB ", 2_000/37)
	s := tableOf("Locatie|Plekken|Periode|Adres|Contact|Bijzonderheden|Voorzieningen|Gemeente|Van|Tot|Tel")
	for range 20_000 {
		s.Rows = append(s.Rows, slices.Repeat([]string{long}, 25))
	}
	offers, _, warnings := ReadTable(s, "f", tableToday, nil)
	if len(offers) != MaxTableOffers || len(warnings) != mostTableNotes {
		t.Errorf("%d offers, %d warnings", len(offers), len(warnings))
	}
	if name := offers[0].Name; len(name) > longestPhrase {
		t.Errorf("a name of %d bytes", len(name))
	}
}

// BenchmarkHostileTable is what a sheet may cost that was made to: its cells share
// one long text, so that the file is small.
func BenchmarkHostileTable(b *testing.B) {
	long := strings.Repeat("geen 1 april of 030-1234567, 3511 AB ", 2_000/37)
	s := tableOf("Locatie|Plekken|Periode|Adres|Contact|Bijzonderheden|Voorzieningen|Gemeente|Van|Tot|Tel")
	for i := range 20_000 {
		row := slices.Repeat([]string{long}, 25)
		for j := range row {
			row[j] = fmt.Sprint(i, j, " ") + long[:1_900]
		}
		s.Rows = append(s.Rows, row)
	}
	for b.Loop() {
		ReadTable(s, "f", tableToday, nil)
	}
}

// The facilities are those of the register.
func TestColumnFacilitiesAreKnown(t *testing.T) {
	if got, want := slices.Sorted(maps.Keys(columnFacilities)), exchange.Facilities(); !slices.Equal(got, want) {
		t.Errorf("%v\n%v", got, want)
	}
}

func TestPhoneIn(t *testing.T) {
	for text, want := range map[string]string{
		"030 123 45 67": "030 123 45 67", "+31 (0)30-1234567": "+31 (0)30-1234567", "301234567": "0301234567", "tel: 030/1234567 na 9 uur": "030/1234567",
		"2022-04-01": "", "1234": "", "12345678901234567890": "", "": "",
	} {
		if got, _, _ := phoneIn(text); got != want {
			t.Errorf("phoneIn(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzReadTable(f *testing.F) {
	f.Add("Locatie|Plekken|Van|Tot|Contact\nA|40-50|per direct|1-4-2022|x 030 123 45 67")
	f.Add("Naam locatie|A\nGemeente|Utrecht\nAantal|4")
	f.Fuzz(func(t *testing.T, text string) {
		s := tableOf(strings.Split(text, "\n")...)
		s.Name = "f"
		offers, used, _ := ReadTable(s, "f", tableToday, nil)
		for _, offer := range offers {
			checkTraces(t, offer)
			if offer.Row < 1 || offer.Row > len(s.Rows) || offer.Places < 0 || offer.Places > mostTablePlaces {
				t.Fatalf("%+v", offer)
			}
		}
		again, same, _ := ReadTable(s, "f", tableToday, used)
		if len(used) > 0 && len(again) == 0 && len(offers) > 0 {
			t.Fatalf("%v read %d offers and %v none", used, len(offers), same)
		}
	})
}

func TestHeaders(t *testing.T) {
	reader := &tableReader{Tables: NewTables(tableToday, nil)}
	for header, want := range map[string]string{
		"Gemeente": "municipality", "Gemeente / plaats": "municipality", "Naam gemeente": "municipality", "Gemeentenaam": "municipality", "Woonplaats": "municipality",
		"Naam opvanglocatie": "name", "Locatie (naam)": "name", "Naam van de locatie": "name", "Opvanglocatie": "name", "Naam accommodatie": "name", "Gebouw": "name",
		"Aantal beschikbare plekken": "places persons", "Aantal plekken": "places persons", "# plekken": "places persons", "Capaciteit (personen)": "places persons", "Max. aantal personen": "places persons",
		"Bedden": "places beds", "Aantal bedden beschikbaar": "places beds", "Aantal kamers": "places rooms", "Aantal gezinnen": "places families", "Capaciteit": "places persons", "Aantal": "places",
		"Hoeveel personen?": "places persons", "Totaal aantal slaapplaatsen": "places persons", "Opvangcapaciteit": "places persons",
		"Aantal personen per kamer": "each", "Datum beschikbaar": "from", "Beschikbaar vanaf": "from", "Beschikbaar vanaf (datum)": "from", "Ingangsdatum": "from", "Vanaf wanneer": "from", "Startdatum": "from", "Per": "from",
		"Tot": "until", "Beschikbaar tot": "until", "Einddatum": "until", "Einde": "until", "T/m": "through", "Beschikbaar t/m": "through", "Tot en met": "through", "Opvang tot en met": "through",
		"Periode": "period", "Periode beschikbaar": "period", "Beschikbaarheid": "period", "Duur": "duration", "Looptijd": "duration",
		"Contactpersoon": "contact.name", "Naam contactpersoon": "contact.name", "Contactpersoon locatie": "contact.name", "Aanspreekpunt": "contact.name",
		"Telefoonnummer": "contact.phone", "Tel.": "contact.phone", "Telefoonnummer contactpersoon": "contact.phone", "06-nummer": "contact.phone", "Mobiel": "contact.phone", "Tel.nr.": "contact.phone", "06": "contact.phone",
		"E-mail": "contact.email", "E-mailadres contactpersoon": "contact.email", "Mailadres": "contact.email", "Emailadres": "contact.email", "Contactgegevens": "contact",
		"Adres": "address", "Adres locatie": "address", "Straat + huisnummer": "address", "Straat en nr": "address", "Huisnummer": "housenumber", "Huisnr.": "housenumber", "Postcode": "postcode", "Postcode en plaats": "postcode", "PC": "postcode",
		"Bijzonderheden": "remarks", "Opmerkingen": "remarks", "Voorzieningen": "facilities", "Voorzieningen (douche, keuken)": "facilities",
		"Huisdieren toegestaan (j/n)": "facilities pets", "Rolstoelvriendelijk": "facilities wheelchair", "Kookgelegenheid aanwezig?": "facilities own_kitchen", "Wifi": "facilities internet",
		"Kleur": "", "Kosten per nacht": "", "Bezet": "ignored", "Aantal bezette plekken": "ignored", "Nr": "ignored", "Veiligheidsregio": "", "Type": "",
		"Municipality": "municipality", "Location": "name", "Number of beds": "places beds", "Beds available": "places beds", "Available from": "from", "End date": "until", "Phone number": "contact.phone", "E-mail address": "contact.email", "Contact person": "contact.name", "Remarks": "remarks", "Address": "address",
		"Муніципалітет": "municipality", "Локація": "name", "Кількість місць": "places persons", "Кількість кімнат": "places rooms", "Доступно з": "from", "До": "until", "Телефон": "contact.phone", "Контактна особа": "contact.name", "Адреса": "address", "Примітки": "remarks",
	} {
		column, _ := reader.known(header)
		got := string(column.field)
		switch column.field {
		case FieldPlaces:
			got = strings.TrimSpace(got + " " + string(column.unit))
		case FieldFacilities:
			got = strings.TrimSpace(got + " " + column.facility)
		}
		if got != want {
			t.Errorf("%q is %q, want %q", header, got, want)
		}
	}
}
