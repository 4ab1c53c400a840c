package phrase

import (
	"strings"
	"testing"
)

// counts are our own sentences with the amounts they hold, in the short form of
// phrase_test.go: "-" none, "?" a number that was not said, (…) a measure.
var counts = map[string]map[string]string{
	"dutch digits": {
		"Wij hebben 60 bedden.":                           "60 bedden",
		"Er staan 1.200 bedden klaar":                     "1200 bedden",
		"Er staan 1 200 bedden klaar":                     "1200 bedden",
		"In totaal 12.500 plekken":                        "12500 plekken",
		"De kamer is 12,5 meter lang":                     "-",
		"gemiddeld 2,3 personen":                          "-",
		"60 extra bedden":                                 "60 bedden",
		"12 ruime tweepersoonskamers":                     "12 tweepersoonskamers x2",
		"40 eenvoudige slaapplaatsen":                     "40 slaapplaatsen",
		"30 alleenstaande minderjarige vreemdelingen":     "30 vreemdelingen",
		"60p. en 20 pers.":                                "60 p; 20 pers",
		"was 620, wordt 740":                              "620; 740",
		"Er is plek voor 40 volwassenen en 20 kinderen":   "40 volwassenen; 20 kinderen",
		"2022 plaatsen":                                   "2022 plaatsen",
		"in 2022 kwamen er meer":                          "-",
		"5 duizend plekken, 2,5 duizend bedden":           "5000 plekken; 2500 bedden",
		"een 20-tal bedden":                               "~20 bedden",
		"60\nbedden op een afgebroken regel":              "60 bedden",
		"Totaal 60\n\nBedden zijn opgemaakt":              "60 totaal",
		"Capaciteit is nu 60 en kan naar 80 personen":     "60; 80 personen",
		"Wij kunnen er 25 kwijt":                          "25",
		"60 oekraiense vluchtelingen":                     "60 vluchtelingen",
		"3 lokalen met in totaal 45 veldbedden":           "3 lokalen; 45 veldbedden",
		"18 stapelbedden, dus 36 slaapplaatsen":           "18 stapelbedden; 36 slaapplaatsen",
		"onze 2 groepsaccommodaties met samen 80 bedden":  "2 groepsaccommodaties; 80 bedden",
		"per 1 april 30 plekken, per 1 mei nog eens 20":   "30 plekken; 20",
		"100.000,00 plekken":                              "100000 plekken",
		"10k plekken":                                     "10000 plekken",
		"Beschikbaar: 14 kamers; 9 met eigen douche":      "14 kamers; 9",
		"een capaciteit van maximaal 55":                  "0..55 capaciteit",
		"Het gaat om 7 gezinnen (31 personen in totaal).": "7 gezinnen; 31 personen",
	},
	"dutch words": {
		"vijfenzestig personen":                                  "65 personen",
		"vijf en zestig personen":                                "65 personen",
		"honderdtwintig bedden":                                  "120 bedden",
		"honderd en vijf bedden":                                 "105 bedden",
		"twaalfhonderd plekken":                                  "1200 plekken",
		"tweeduizend mensen, drieduizendvijfhonderd dekens":      "2000 mensen; 3500 dekens",
		"tweeëntwintig kamers en drieëndertig bedden":            "22 kamers; 33 bedden",
		"een of twee personen, een à twee gezinnen":              "1..2 personen; 1..2 gezinnen",
		"een stuk of tien bedden":                                "~10 bedden",
		"een tiental kamers":                                     "~10 kamers",
		"een twintigtal mensen":                                  "~20 mensen",
		"twee dozijn bedden, een half dozijn kamers":             "24 bedden; 6 kamers",
		"enkele tientallen plaatsen":                             "? plaatsen",
		"een paar gezinnen en enkele alleenstaanden":             "? gezinnen; ? alleenstaanden",
		"anderhalf duizend plekken":                              "1500 plekken",
		"één kamer, twee bedden":                                 "1 kamer; 2 bedden",
		"plek voor zestig vluchtelingen":                         "60 vluchtelingen",
		"ten noorden van de stad, ten behoeve van tien man":      "10 man",
		"wij nemen u in acht en hebben acht bedden":              "8 bedden",
		"een mooie locatie met een goede keuken":                 "-",
		"veel mensen, weinig tijd, wat spullen":                  "? mensen",
		"vierhonderdvijfenzestig":                                "465",
		"negenendertigduizend":                                   "39000",
		"tussen vijf en twintig personen":                        "5..20 personen",
		"één van de kamers":                                      "-",
		"Wij bieden onderdak aan twee moeders met drie kinderen": "2 moeders; 3 kinderen",
	},
	"ranges and bounds": {
		"40 à 50 personen":                                 "40..50 personen",
		"40 a 50 bedden":                                   "40..50 bedden",
		"40-50 plaatsen; 40 – 50 plekken":                  "40..50 plaatsen; 40..50 plekken",
		"40 tot 50 mensen":                                 "40..50 mensen",
		"40 tot en met 50 bedden":                          "40..50 bedden",
		"tussen de 20 en 30 kamers":                        "20..30 kamers",
		"van 20 tot 30 personen":                           "20..30 personen",
		"20 of 30 kamers, 20…30 bedden, 20...30 bedden":    "20..30 kamers; 20..30 bedden; 20..30 bedden",
		"tien tot zestien statushouders":                   "10..16 statushouders",
		"minimaal 40 bedden":                               "40..0 bedden",
		"minstens 40, ten minste 30 plekken":               "40..0; 30..0 plekken",
		"max. 80 personen, maximaal 90 personen":           "0..80 personen; 0..90 personen",
		"tot 80 personen":                                  "0..80 personen",
		"tot circa 80 personen":                            "~0..80 personen",
		"tot wel 80 personen":                              "0..80 personen",
		"ruim 40 bedden, bijna 50 mensen":                  "~40 bedden; ~50 mensen",
		"ca. 60 plekken, ± 70 bedden, zo'n 80 mensen":      "~60 plekken; ~70 bedden; ~80 mensen",
		"ong. 40 personen, plm. 50 bedden, +/- 60 plekken": "~40 personen; ~50 bedden; ~60 plekken",
		"60 (zestig) bedden, zestig (60) bedden":           "60 bedden; 60 bedden",
		"60 bedden, waarvan 20 direct beschikbaar":         "60 bedden; 20",
		"een kleine honderd plekken":                       "~100 plekken",
		"40 personen of meer, 40+ bedden":                  "40..0 personen; 40..0 bedden",
		"80 personen max":                                  "0..80 personen",
		"60 plaatsen (max. 80)":                            "60 plaatsen; 0..80",
		"minimaal 20 en maximaal 40 personen":              "20..40 personen",
		"niet meer dan 12 mensen":                          "0..12 mensen",
		"meer dan 100 bedden":                              "100..0 bedden",
		"vanaf 20 personen":                                "20..0 personen",
		"ongeveer vijftig of meer":                         "~50..0",
	},
	"labels": {
		"aantal personen: 40":                    "40 personen",
		"Aantal: 60":                             "60 aantal",
		"capaciteit 85":                          "85 capaciteit",
		"Bedden: 40\nKamers: 12\nContact: Jan":   "40 bedden; 12 kamers",
		"Bedden: 24 | Kamers: 12":                "24 bedden; 12 kamers",
		"Aantal plaatsen: 120 (40 gezinskamers)": "120 plaatsen; 40 gezinskamers",
		"places: 12":                             "12 places",
		"Capacity: up to 30":                     "0..30 capacity",
		"Кількість місць — 30":                   "30 місць",
		"Кількість осіб: 12":                     "12 осіб",
	},
	"each": {
		"4 gezinnen van 5":                         "4 gezinnen x5",
		"vier gezinnen van ieder vijf personen":    "4 gezinnen x5",
		"een gezin van vijf":                       "1 gezin x5",
		"12 kamers met elk 2 bedden":               "12 kamers x2",
		"12 kamers (2 personen per kamer)":         "12 kamers x2",
		"12 kamers, 2 personen per kamer":          "12 kamers x2",
		"10 tweepersoonskamers":                    "10 tweepersoonskamers x2",
		"10 2-persoonskamers, 3 4-persoons kamers": "10 persoonskamers x2; 3 kamers x4",
		"6 vierpersoons appartementen":             "6 appartementen x4",
		"5 x 4 personen":                           "5 personen x4",
		"5x4 personen":                             "5 personen x4",
		"3 x een tweepersoonskamer":                "3 tweepersoonskamer x2",
		"40 bungalows voor elk 6 personen":         "40 bungalows x6",
		"10 rooms for 4":                           "10 rooms x4",
		"3 kamers voor 12 personen":                "3 kamers; 12 personen",
		"2 appartementen met 2 slaapkamers":        "2 appartementen; 2 slaapkamers",
		"two bedrooms, 2 beds each":                "2 bedrooms x2",
		"20 double rooms":                          "20 rooms x2",
		"a family of four":                         "1 family x4",
		"10 кімнат по 4 особи":                     "10 кімнат x4",
		"дві родини по чотири особи":               "2 родини x4",
		"5 двомісних номерів":                      "5 номерів x2",
		"een gezin met twee kinderen":              "1 gezin; 2 kinderen",
		"5 family rooms (4 beds each)":             "5 rooms x4",
		"45 кімнат, по 2 ліжка в кімнаті":          "45 кімнат x2",
		"10 blokhutten à 4 p.":                     "10 blokhutten x4",
		"2 groepen van maximaal 25 mensen":         "2 groepen x25",
		"vier tot vijf per gemeente":               "4..5 /gemeente",
		"5 woningen voor 2 tot 4 personen":         "5 woningen",
		"4 kamers à 3 bedden":                      "4 kamers x3",
	},
	"english": {
		"sixty-five beds":                            "65 beds",
		"one hundred and twenty people":              "120 people",
		"two thousand three hundred places":          "2300 places",
		"twenty five refugees":                       "25 refugees",
		"a dozen rooms, half a dozen cots":           "12 rooms; 6 cots",
		"a couple of families, a few rooms":          "? families; ? rooms",
		"between 20 and 30 beds":                     "20..30 beds",
		"between one hundred and two hundred people": "100..200 people",
		"20 or 30 rooms":                             "20..30 rooms",
		"up to 80 beds":                              "0..80 beds",
		"at least 40 beds, no more than 50 people":   "40..0 beds; 0..50 people",
		"about 60 guests, roughly 70 guests":         "~60 guests; ~70 guests",
		"over 40 people":                             "40..0 people",
		"We have 12 spare rooms":                     "12 rooms",
		"1,200 beds":                                 "1200 beds",
		"one of the rooms, the one you saw":          "-",
		"We can host three":                          "3",
	},
	"ukrainian": {
		"шістдесят п'ять місць":                "65 місць",
		"двадцяти осіб":                        "20 осіб",
		"з п’ятьма ліжками":                    "5 ліжками",
		"двоє дорослих, троє дітей":            "2 дорослих; 3 дітей",
		"сто двадцять осіб":                    "120 осіб",
		"десяток кімнат":                       "~10 кімнат",
		"двісті сорок вісім місць":             "248 місць",
		"дві тисячі п'ятсот людей":             "2500 людей",
		"від 20 до 30 осіб":                    "20..30 осіб",
		"понад 40 осіб":                        "40..0 осіб",
		"до 80 осіб":                           "0..80 осіб",
		"щонайменше 20 місць":                  "20..0 місць",
		"близько 30 ліжок, приблизно 40 людей": "~30 ліжок; ~40 людей",
		"кілька кімнат, кілька десятків місць": "? кімнат; ? місць",
		"10 тис. місць":                        "10000 місць",
		"20 окремих кімнат":                    "20 кімнат",
		"пять родин":                           "5 родин",
		"одну родину з трьох осіб":             "1 родину x3",
		"на сімдесяти двох ліжках":             "72 ліжках",
		"40–50 місць":                          "40..50 місць",
	},
	"measures": {
		"€ 60 per persoon, 60 euro per nacht": "(60 € /persoon); (60 euro /nacht)",
		"60% bezet, 60 procent":               "(60 %); (60 procent)",
		"4 km van het station":                "(4 km)",
		"10 minuten lopen":                    "(10 minuten)",
		"200 m2 en 30 vierkante meter":        "(200 m2); (30 meter)",
		"kinderen van 12 jaar":                "(12 jaar)",
		"voor 3 maanden":                      "(3 maanden)",
		"1500 EUR, 75,- per nacht":            "(1500 eur); (75 euro /nacht)",
		"300 грн за ніч, 5 хвилин":            "(300 грн); (5 хвилин)",
	},
	"no amounts": {
		"bel 030 123 45 67 of 06-12345678":                    "-",
		"+31 (0)30 123 45 67":                                 "-",
		"Тел. 067 123 45 67":                                  "-",
		"Kerkstraat 12, 3701 AB Zeist":                        "-",
		"Dorpsweg 12a, 3701AB Zeist":                          "-",
		"вул. Шевченка 5":                                     "-",
		"om 10.00 uur, om 9:30, van 10.00 tot 11.00 uur":      "-",
		"op 14 maart 2022, 14-03-2022, 14/3, 2022-03-14":      "-",
		"14 t/m 20 maart":                                     "-",
		"NL91 ABNA 0417 1643 00":                              "-",
		"Lbr. 22/013, zaaknummer 123456, kenmerk Z/22/012345": "-",
		"op de 2e etage, 3rd floor, 2-й поверх":               "-",
		"1 van de locaties":                                   "-",
		"COVID-19, de A12, kamer 12, groep 3":                 "-",
		"24/7 beveiliging, 1/2 dag":                           "-",
		"jan12@zeist.example, https://zeist.example/12":       "-",
		"12 Main Street, London":                              "-",
		"week 12, vanaf week 11":                              "-",
		"KvK 12345678, BTW NL001234567B01":                    "-",
		"art. 12 lid 3, bijlage 2, blz. 14":                   "-",
		"1900-2000":                                           "-",
	},
}

func list(text string) string {
	var found []string
	for _, a := range Amounts(text) {
		found = append(found, a.short())
	}
	if found == nil {
		return "-"
	}
	return strings.Join(found, "; ")
}

func TestAmounts(t *testing.T) {
	for group, sentences := range counts {
		for text, want := range sentences {
			if got := list(text); got != want {
				t.Errorf("%s: %q\n got %s\nwant %s", group, text, got, want)
			}
		}
	}
}

// What stands in a text around an amount must not change what it is read as, and
// the words an amount points at say the same by themselves.
func TestAmountsSayTheSameAlone(t *testing.T) {
	for _, sentences := range counts {
		for text := range sentences {
			for _, a := range Amounts(text) {
				checkSpan(t, text, a.Span)
				words := text[a.Start:a.End]
				if again := Amounts(words); len(again) == 0 || again[0].short() != a.short() && !strings.Contains(text, "\n") {
					t.Errorf("%q: %q says %q alone, %q in it", text, words, list(words), a.short())
				}
				if a.Noun != "" {
					checkSpan(t, text, a.NounSpan)
					if noun := text[a.NounSpan.Start:a.NounSpan.End]; strings.ToLower(noun) != a.Noun && noun != "," {
						t.Errorf("%q: noun %q stands at %q", text, a.Noun, noun)
					}
				}
			}
		}
	}
}

func TestEveryNumberWordToAThousand(t *testing.T) {
	for n := 2; n <= 9999; n += 1 + n/50 {
		for _, spell := range []func(int) string{spellDutch, spellEnglish, spellUkrainian} {
			words := spell(n)
			got := Amounts("x " + words + " y")
			if len(got) != 1 || got[0].Low != n || got[0].High != n {
				t.Errorf("%d: %q is read as %v", n, words, got)
			}
		}
	}
}
