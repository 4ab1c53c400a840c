package reading

import (
	"slices"
	"strings"
	"testing"
)

func docOf(text string) *document { return newDocument(text, len(text), sunday, nil) }

func TestSegments(t *testing.T) {
	for text, want := range map[string][]string{
		"Dhr. J. de Vries belt. Morgen meer!":     {"Dhr. J. de Vries belt.", "Morgen meer!"},
		"130 pers., v.a. 16/3 t/m 30/4. Tot dan.": {"130 pers., v.a. 16/3 t/m 30/4.", "Tot dan."},
		"- een\n- twee":                {"- een", "- twee"},
		"1) een 2) twee":               {"1) een", "2) twee"},
		"Hoeveel? 44\nWaar? Hotel Zon": {"Hoeveel? 44", "Waar? Hotel Zon"},
		"Hoeveel zijn er?\nVeel.":      {"Hoeveel zijn er?", "Veel."},
		"Naam: Zon\nAantal: 40":        {"Naam: Zon", "Aantal: 40"},
		"Een lange regel die door het mailprogramma is afgebroken\nen hier verder gaat.": {"Een lange regel die door het mailprogramma is afgebroken\nen hier verder gaat."},
		"Boven.\n\nOnder": {"Boven.", "Onder"},
	} {
		d := docOf(text)
		var got []string
		for _, s := range d.segments {
			got = append(got, text[d.tokens[s.from].Start:d.tokens[s.to-1].End])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestPhones(t *testing.T) {
	for text, want := range map[string]string{
		"Bel 06-12345678 of 030 123 45 67.":              "06-12345678|030 123 45 67",
		"tel. (030) 123 45 67":                           "(030) 123 45 67",
		"Anja (06-12345678)":                             "06-12345678",
		"+31 (0)30 123 45 67, +380 67 123 45 67":         "+31 (0)30 123 45 67|+380 67 123 45 67",
		"algemeen 14 030":                                "14 030",
		"op 01-04-2022 om 14.00 uur, 3708 JB, NL12 3456": "",
		"rekening 1234567890123 en 06123456789":          "",
	} {
		var got []string
		for _, p := range docOf(text).phones {
			got = append(got, p.words)
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestTheBestNumberIsNoFaxAndNoSwitchboard(t *testing.T) {
	for text, want := range map[string]string{
		"F 030 123 45 60 T 030 123 45 61":                     "030 123 45 61",
		"Algemeen nummer 030 123 45 60, direct 030 123 45 61": "030 123 45 61",
		"receptie 030 123 45 60":                              "030 123 45 60",
		"fax 030 123 45 60":                                   "",
		"14 030 / 06-12345678":                                "06-12345678",
	} {
		d := docOf(text)
		var c call
		d.numbersIn(0, len(d.tokens), &c)
		if c.phone != want {
			t.Errorf("%q: %q", text, c.phone)
		}
	}
}

func TestPersons(t *testing.T) {
	for text, want := range map[string]string{
		"mevrouw A. de Vries is er":     "A. de Vries",
		"Drs. J.W. (Jan) van der Berg,": "J.W. (Jan) van der Berg",
		"Hans v.d. Akker 030":           "Hans v.d. Akker",
		"пані Олена Коваль, тел":        "Олена Коваль",
		"Gemeente Zeist":                "",
		"Team Opvang":                   "",
	} {
		d := docOf(text)
		p, _ := d.personAt(0, len(d.tokens))
		if p.name != want {
			t.Errorf("%q: %q", text, p.name)
		}
	}
	for name, want := range map[string]bool{"Anja de Vries": true, "Vries, Anja de": true, "Gemeente Zeist": false, "info@x.example": false, "Receptie Hotel Zon": false, "": false} {
		if looksPersonal(name) != want {
			t.Errorf("%q taken for a person: %v", name, !want)
		}
	}
}

func TestTowns(t *testing.T) {
	for text, want := range map[string]string{
		"in Zeist en in gemeente De Bilt": "GM0355 GM0310",
		"in 's-Hertogenbosch":             "GM0796",
		"Best wishes":                     "",
		"in Best":                         "GM0753",
		"Veiligheidsregio Utrecht":        "",
		"mevrouw Van Houten":              "",
		"в Утрехті та в Неймегені":        "GM0344 GM0268",
		"у Гаазі":                         "GM0518",
	} {
		var got []string
		for _, found := range docOf(text).towns {
			got = append(got, found.codes...)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q", text, got)
		}
	}
	for email, want := range map[string]string{"a@zeist.example": "GM0355", "a@gemeentezeist.nl": "GM0355", "a@gemeente-zeist.example": "GM0355",
		"a@denhaag.example": "GM0518", "a@oude-ijsselstreek.example": "GM1509", "a@mail.example": "", "zeist.example": ""} {
		if got := townOfDomain(email); got != want {
			t.Errorf("%s: %q", email, got)
		}
	}
}

func TestFacilitiesAndTheirDenial(t *testing.T) {
	for text, want := range map[string]string{
		"Er is wifi en een wasmachine.":                           "internet washing_machine",
		"Geen huisdieren, wel douches.":                           "showers",
		"Huisdieren zijn niet toegestaan.":                        "",
		"Niet rolstoelgeschikt, geen lift of keuken.":             "",
		"Rolstoel: nee. Wifi: ja.":                                "internet",
		"De bushalte is om de hoek, de basisschool op 300 meter.": "public_transport school_nearby",
		"De basisschool is leeg.":                                 "",
		"24/7 beveiliging, drie maaltijden per dag.":              "staffed_24h catering",
		"Pets are not allowed, but there is a shared kitchen.":    "own_kitchen",
		"Є душ, але немає пральної машини. Тварин приймаємо.": "showers pets",
	} {
		d := docOf(text)
		var got []string
		for _, s := range d.segments {
			for _, found := range d.facilities(s, nil) {
				if !found.no {
					got = append(got, found.token)
				}
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestAddresses(t *testing.T) {
	for text, want := range map[string]string{
		"Hotel Zon, Kerkstraat 12a, 3708 JB Zeist": "Kerkstraat 12a 3708 JB",
		"Laan van Meerdervoort 100":                "Laan van Meerdervoort 100",
		"вул. Нова 5":                              "вул. Нова 5",
		"aan de Kanaaldijk 4 woningen":             "",
		"sporthal De Poort met 60 bedden":          "",
	} {
		d := docOf(text)
		var got []string
		for i := range d.streets {
			got = append(got, strings.TrimSpace(d.streets[i].address(d)+" "+d.streets[i].postcode))
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}
