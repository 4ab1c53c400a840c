package phrase

import (
	"strings"
	"testing"

	"onderdak/internal/calendar"
)

// short writes a moment: the night, "?" for one that is no date, "none".
func (m Moment) short() string {
	switch m.Sort {
	case Exact:
		return m.Night.String()[2:]
	case Vague:
		return "?"
	case Nothing:
		return "none"
	}
	return ""
}

// short writes a period as "from|until", or "@date" for one that is neither.
func (p Period) short() string {
	if p.At.Sort != "" {
		return "@" + p.At.short()
	}
	return p.From.short() + "|" + p.Until.short()
}

// stretches are our own sentences and the periods they hold, read on 4 March 2022,
// a Friday.
var stretches = map[string]map[string]string{
	"dates": {
		"vanaf 14 maart":                    "22-03-14|",
		"vanaf 14 mrt. 2022":                "22-03-14|",
		"maart 14":                          "@22-03-14",
		"14-03-2022, 14.3.22 en 2022-03-14": "@22-03-14; @22-03-14; @22-03-14",
		"vanaf 14/3":                        "22-03-14|",
		"11/3":                              "@22-03-11",
		"op 14-mrt-2022":                    "@22-03-14",
		"maandag 14 maart":                  "@22-03-14",
		"vr. 11 maart":                      "@22-03-11",
		"vrijdag 14 maart":                  "@?",
		"vrijdag 14 maart 2022":             "@22-03-14",
		"veertien maart":                    "@22-03-14",
		"de eerste april":                   "@22-04-01",
		"the first of May, 21st of April":   "@22-05-01; @22-04-21",
		"April 14th, 2022":                  "@22-04-14",
		"3/14/2022":                         "@22-03-14",
		"vanaf 31 april":                    "?|",
		"29 februari 2023":                  "@?",
		"перше травня, 14 березня 2022 року": "@22-05-01; @22-03-14",
		"на 14.03.2022":                              "@22-03-14",
		"op 5 januari":                               "@22-01-05",
		"op 30 november":                             "@22-11-30",
		"op 20 december":                             "@21-12-20",
		"op 14 april dit jaar":                       "@22-04-14",
		"14 april volgend jaar":                      "@23-04-14",
		"14 april '22":                               "@22-04-14",
		"Koningsdag, 5 mei, Bevrijdingsdag":          "@22-04-27; @22-05-05; @22-05-05",
		"tweede paasdag, Hemelvaartsdag":             "@22-04-18; @22-05-26",
		"de eerste maandag van april":                "@22-04-04",
		"the last Sunday of March 2022":              "@22-03-27",
		"per de 15e, vanaf de 1e van volgende maand": "22-03-15|; 22-04-01|",
		"24/7 open, 1/2 dag, versie 3-12b":           "",
		"You may call me. We march on. Sat down.":    "",
		"12.5 procent, 10.30 uur":                    "",
	},
	"both sides": {
		"van 14 maart tot 1 mei":                         "22-03-14|22-05-01",
		"14 t/m 20 maart":                                "22-03-14|22-03-21",
		"14-20 maart":                                    "22-03-14|22-03-20",
		"14 tot en met 20 maart":                         "22-03-14|22-03-21",
		"van 14 tot 20 maart":                            "22-03-14|22-03-20",
		"14 maart 2022 t/m 30 april 2022":                "22-03-14|22-05-01",
		"14 maart - 1 mei":                               "22-03-14|22-05-01",
		"14.3.22 t/m 30.4.22":                            "22-03-14|22-05-01",
		"vanaf 1 november tot 1 maart":                   "22-11-01|23-03-01",
		"van 1 december t/m 31 januari 2023":             "22-12-01|23-02-01",
		"van 1 april tot 1 juli 2022":                    "22-04-01|22-07-01",
		"tussen 14 maart en 1 mei":                       "22-03-14|22-05-01",
		"april-juni, april t/m juni 2022":                "?|?; ?|22-07-01",
		"14-03-22/18-03-22":                              "22-03-14|22-03-18",
		"50 plekken (1/4 - 31/12)":                       "22-04-01|22-12-31",
		"do 17-3 t/m ma 21-3":                            "22-03-17|22-03-22",
		"tussen 14 en 20 maart":                          "22-03-14|22-03-20",
		"tot 1 mei inclusief":                            "|22-05-02",
		"tot 1 mei beschikbaar, vanaf 14 maart":          "22-03-14|22-05-01",
		"Vanaf: 1-4-2022 | Tot: 1-7-2022":                "22-04-01|22-07-01",
		"Startdatum: 1-4-2022, einddatum: 30-6-2022":     "22-04-01|22-06-30",
		"from 14 March until 30 April":                   "22-03-14|22-04-30",
		"14 March through 30 April":                      "22-03-14|22-05-01",
		"July 13-15, August 2 to 9, 2022":                "22-07-13|22-07-15; 22-08-02|22-08-09",
		"з 14 березня до 30 квітня":                      "22-03-14|22-04-30",
		"з 14 березня по 30 квітня включно":              "22-03-14|22-05-01",
		"до 30 квітня включно":                           "|22-05-01",
		"13 - 15 липня":                                  "22-07-13|22-07-15",
		"van vrijdag 11 maart t/m zondag 27 maart":       "22-03-11|22-03-28",
		"van vrijdag 11 t/m zondag 13 maart":             "22-03-11|22-03-14",
		"Open vanaf 14 maart. Dicht van 1 mei tot 5 mei": "22-03-14|; 22-05-01|22-05-05",
		"vanaf 14 maart\n\ntot 1 mei":                    "22-03-14|; |22-05-01",
	},
	"one side": {
		"v.a. 1 april, vanaf ca. 1 mei":                 "22-04-01|; 22-05-01|",
		"15 maart/15 juni":                              "22-03-15|22-06-15",
		"tot en met de laatste dag van april":           "|22-05-01",
		"per 14 maart":                                  "22-03-14|",
		"met ingang van 14 maart beschikbaar":           "22-03-14|",
		"m.i.v. 14 maart":                               "22-03-14|",
		"ingaande 14 maart 2022":                        "22-03-14|",
		"starting 14 March, as of 15 March":             "22-03-14|; 22-03-15|",
		"починаючи з 14 березня":                        "22-03-14|",
		"tot uiterlijk 1 juli":                          "|22-07-01",
		"beschikbaar op 14 maart":                       "22-03-14|",
		"14 maart beschikbaar":                          "22-03-14|",
		"na 1 april":                                    "?|",
		"t/m april 2022":                                "|22-05-01",
		"tot april":                                     "|?",
		"vanaf april":                                   "?|",
		"op 10 maart van 10.00 tot 11.00 uur":           "@22-03-10",
		"De opening is op donderdag 10 maart om 10 uur": "@22-03-10",
		"uw brief van 4 maart":                          "@22-03-04",
		"ваш лист від 4 березня":                        "@22-03-04",
		"sinds 1 januari 2015":                          "@15-01-01",
		"voor 1 april, uiterlijk 1 april":               "@22-04-01; @22-04-01",
		"14 en 15 maart":                                "@22-03-14; @22-03-15",
	},
	"from today": {
		"vandaag, morgen, overmorgen":          "@22-03-04; @22-03-05; @22-03-06",
		"per direct beschikbaar":               "22-03-04|",
		"direct beschikbaar tot 1 mei":         "22-03-04|22-05-01",
		"per heden, vanaf nu":                  "22-03-04|; 22-03-04|",
		"beschikbaar: direct":                  "22-03-04|",
		"nu al beschikbaar":                    "22-03-04|",
		"direct contact opnemen":               "",
		"goedemorgen, in de morgen":            "",
		"vanaf maandag":                        "22-03-07|",
		"vanaf vrijdag":                        "22-03-11|",
		"aanstaande vrijdag":                   "@22-03-11",
		"volgende week dinsdag":                "@22-03-08",
		"maandag t/m vrijdag van 9 tot 17 uur": "",
		"over twee weken":                      "@22-03-18",
		"over een maand beschikbaar":           "22-04-04|",
		"binnen 3 dagen":                       "?|",
		"twee weken geleden":                   "@22-02-18",
		"de komende drie maanden":              "22-03-04|22-06-04",
		"available immediately":                "22-03-04|",
		"in two weeks, tomorrow":               "@22-03-18; @22-03-05",
		"сьогодні, завтра, післязавтра": "@22-03-04; @22-03-05; @22-03-06",
		"через два тижні":               "@22-03-18",
		"вже доступні":                  "22-03-04|",
		"наступні три місяці":           "22-03-04|22-06-04",
	},
	"vague": {
		"z.s.m.":                                         "?|",
		"wij horen graag zo snel mogelijk":               "",
		"vanaf week 12":                                  "?|",
		"vanaf 1 april\nVrijdag eten we vis":             "22-04-01|; @22-03-11",
		"volgende week, dit weekend":                     "@?; @?",
		"vanaf medio april":                              "?|",
		"in de loop van april":                           "@?",
		"half april, begin mei, eind juni":               "@?; @?; @?",
		"tot het eind van de maand":                      "|22-04-01",
		"tot het einde van het jaar":                     "|23-01-01",
		"eind 2022":                                      "@?",
		"de zomer, in het voorjaar":                      "@?; @?",
		"na de zomervakantie":                            "?|",
		"met Pasen":                                      "@?",
		"tot nader order":                                "|?",
		"tot het einde van april, until the end of 2022": "|22-05-01; |23-01-01",
		"tot eind april, eind van het jaar":              "|?; @?",
		"per direct tot nader order":                     "22-03-04|?",
		"voorlopig":                                      "|?",
		"voorlopig tot 1 mei":                            "|22-05-01",
		"zolang nodig, zo lang als nodig":                "|?; |?",
		"voor onbepaalde tijd":                           "|none",
		"geen einddatum":                                 "|none",
		"vanaf 14 maart, onbeperkt":                      "22-03-14|none",
		"until further notice":                           "|?",
		"from 1 April, no end date":                      "22-04-01|none",
		"as long as needed":                              "|?",
		"early April, by the end of May":                 "@?; @?",
		"до кінця червня":                                "|22-07-01",
		"безстроково":                                    "|none",
		"до окремого розпорядження":                      "|?",
		"поки потрібно":                                  "|?",
		"на початку квітня, цього літа":                  "@?; @?",
		"einddatum nog niet bekend":                      "|?",
		"voor langere tijd":                              "|?",
	},
	"lengths": {
		"voor een half jaar":                          "|?",
		"per direct voor een half jaar":               "22-03-04|22-09-04",
		"vanaf 1 april voor drie maanden":             "22-04-01|22-07-01",
		"voor drie maanden vanaf 1 april":             "22-04-01|22-07-01",
		"14 maart voor zes weken":                     "22-03-14|22-04-25",
		"vanaf 30 november voor drie maanden":         "22-11-30|23-02-28",
		"vanaf 1 april minimaal 3 maanden":            "22-04-01|?",
		"vanaf 1 april voor 2 tot 3 maanden":          "22-04-01|?",
		"vanaf 1 april een paar weken":                "22-04-01|?",
		"vanaf 1 april 10 nachten":                    "22-04-01|22-04-11",
		"vanaf 1 april anderhalf jaar":                "22-04-01|23-10-01",
		"vanaf 1 april voor twee en een half jaar":    "22-04-01|24-10-01",
		"vanaf 1 april twee jaar lang":                "22-04-01|24-04-01",
		"from 1 April for six months":                 "22-04-01|22-10-01",
		"half a year from 1 April":                    "22-04-01|22-10-01",
		"з 1 квітня на пів року":                      "22-04-01|22-10-01",
		"з 1 квітня на три місяці":                    "22-04-01|22-07-01",
		"з 1 квітня на місяць":                        "22-04-01|22-05-01",
		"Vanaf maandag. Voor drie maanden.":           "22-03-07|22-06-07",
		"від завтра, від 28 березня на шість місяців": "22-03-05|; 22-03-28|22-09-28",
		"een week":                                    "|?",
		"kinderen van 12 jaar en ouder":               "",
		"12 jaar oud, 18 jaar ervaring":               "",
		"twee dagen per week, elke drie weken":        "",
		"vanaf 14 maart, voorlopig voor drie maanden": "22-03-14|22-06-14",
		"vanaf 1 april, niet langer dan 3 maanden":    "22-04-01|?",
		"з 1 квітня щонайменше на пів року":           "22-04-01|?",
		"Startdatum 15 maart, looptijd: 6 maanden":    "22-03-15|22-09-15",
		"een opvang van minimaal een half jaar":       "|?",
	},
}

func periods(text string) string {
	var found []string
	for _, p := range Periods(text, today) {
		found = append(found, p.short())
	}
	return strings.Join(found, "; ")
}

func TestPeriods(t *testing.T) {
	for group, sentences := range stretches {
		for text, want := range sentences {
			if got := periods(text); got != want {
				t.Errorf("%s: %q\n got %s\nwant %s", group, text, got, want)
			}
		}
	}
}

func TestLengths(t *testing.T) {
	cases := map[string]Length{
		"voor een half jaar": {Months: 6}, "zes weken": {Days: 42}, "anderhalf jaar": {Months: 18}, "3 maanden": {Months: 3},
		"2 jaar en 3 maanden": {Months: 27}, "voor 2,5 jaar": {Months: 30}, "voor de hele maand": {Months: 1}, "een volle week": {Days: 7}, "for a full year": {Months: 12}, "nog een week": {Days: 7},
		"10 nachten": {Days: 10}, "een kwartaal": {Months: 3},
		"a fortnight": {Days: 14}, "на два тижні": {Days: 14}, "півроку": {Months: 6}, "for a year and a half": {Months: 18},
		"minimaal 3 maanden": {}, "anderhalve maand": {}, "een paar weken": {}, "2 à 3 weken": {},
	}
	for text, want := range cases {
		found := Periods(text, today)
		if len(found) != 1 || found[0].Lasts != want {
			t.Errorf("%q lasts %v, want %v", text, found, want)
		}
	}
}

// The spans point at the words: of a moment without its preposition.
func TestPeriodSpans(t *testing.T) {
	text := "Beschikbaar vanaf maandag 14 maart, tot het eind van juni."
	found := Periods(text, today)
	if len(found) != 1 {
		t.Fatalf("found %v", found)
	}
	p := found[0]
	for want, span := range map[string]Span{"vanaf maandag 14 maart, tot het eind van juni": p.Span, "maandag 14 maart": p.From.Span, "het eind van juni": p.Until.Span} {
		if got := text[span.Start:span.End]; got != want {
			t.Errorf("span says %q, want %q", got, want)
		}
	}
}

// Every date of four years is found again in each way of writing it.
func TestEveryDateIsReadAgain(t *testing.T) {
	dutch := strings.Fields("januari februari maart april mei juni juli augustus september oktober november december")
	ukrainian := strings.Fields("січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня")
	for at := calendar.MustParse("2022-01-01"); at < calendar.MustParse("2025-01-01"); at += 3 {
		d := at.Date()
		month := int(d.Month()) - 1
		for _, text := range []string{
			d.Format("2-1-2006"), d.Format("02/01/2006"), d.Format("2.1.06"), d.Format("2006-01-02"), d.Format("January 2, 2006"), d.Format("Monday 2 January 2006"),
			d.Format("2 ") + dutch[month] + d.Format(" 2006"), d.Format("2 ") + ukrainian[month] + d.Format(" 2006 року"),
		} {
			found := Periods("vanaf "+text+" open", today)
			if len(found) != 1 || found[0].From.Sort != Exact || found[0].From.Night != at {
				t.Errorf("%q is read as %v, want %v", text, found, at)
			}
		}
	}
}

// A date without a year is never more than nine months ahead nor three back.
func TestYearsAreNear(t *testing.T) {
	for from := today; from < today+800; from += 17 {
		for at := from - backward; at < from-backward+365; at += 5 {
			text := at.Date().Format("vanaf 2 January")
			found := Periods(text, from)
			if strings.HasSuffix(text, "29 February") {
				continue
			}
			if len(found) != 1 || found[0].From.Night != at {
				t.Fatalf("on %v %q is %v, want %v", from, text, found, at)
			}
		}
	}
}

func TestEaster(t *testing.T) {
	for year, want := range map[int]string{2019: "2019-04-21", 2022: "2022-04-17", 2024: "2024-03-31", 2025: "2025-04-20", 2038: "2038-04-25"} {
		if got := easter(year).String(); got != want {
			t.Errorf("Easter of %d is %s, want %s", year, got, want)
		}
	}
}
