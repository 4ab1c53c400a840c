package ui

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"onderdak/internal/calendar"
)

//go:embed testdata/pages/*.html
var previewPages embed.FS

// plainCatalogue is a catalogue simple enough to be seen to be right: it groups
// no thousands, and knows just the plural forms the preview needs.
type plainCatalogue map[string]map[string]any

func loadCatalogue(t testing.TB) plainCatalogue {
	t.Helper()
	catalogue := plainCatalogue{}
	for _, language := range Languages {
		data, err := fs.ReadFile(Messages, "messages."+language.Code+".json")
		if err != nil {
			t.Fatal(err)
		}
		texts := map[string]any{}
		if err := json.Unmarshal(data, &texts); err != nil {
			t.Fatal(err)
		}
		for key, text := range previewTexts[language.Code] {
			texts[key] = text
		}
		catalogue[language.Code] = texts
	}
	return catalogue
}

var previewTexts = map[string]map[string]string{
	"nl": {"nav.picture": "Beeld", "nav.places": "Locaties", "nav.households": "Huishoudens", "nav.matching": "Matchen", "nav.messages": "Berichten",
		"role": "Gemeentelijk coördinator", "saved": "De locatie {name} is opgeslagen."},
	"en": {"nav.picture": "Overview", "nav.places": "Locations", "nav.households": "Households", "nav.matching": "Matching", "nav.messages": "Messages",
		"role": "Municipal coordinator", "saved": "Location {name} has been saved."},
	"uk": {"nav.picture": "Огляд", "nav.places": "Місця розміщення", "nav.households": "Домогосподарства", "nav.matching": "Підбір житла", "nav.messages": "Повідомлення",
		"role": "Координаторка громади", "saved": "Місце «{name}» збережено."},
}

var previewPlaceholder = regexp.MustCompile(`\{([a-z_]+)\}`)

func (c plainCatalogue) Text(lang, key string, args map[string]any) string {
	text, ok := c[lang][key].(string)
	if forms, plural := c[lang][key].(map[string]any); plural {
		form := "other"
		switch n, _ := args["n"].(int); {
		case n == 1:
			form = "one"
		case lang == "uk" && n >= 2 && n <= 4:
			form = "few"
		case lang == "uk":
			form = "many"
		}
		text, ok = forms[form].(string)
	}
	if !ok {
		return "[" + key + "]"
	}
	return previewPlaceholder.ReplaceAllStringFunc(text, func(match string) string {
		switch value := args[match[1:len(match)-1]].(type) {
		case nil:
			return match
		case calendar.Night:
			return value.String()
		default:
			return fmt.Sprint(value)
		}
	})
}

func previewRenderer(t testing.TB) *Renderer {
	t.Helper()
	renderer, err := NewRenderer(loadCatalogue(t), Set{"preview", previewPages})
	if err != nil {
		t.Fatal(err)
	}
	return renderer
}

// boardPage is the preview of a board: figures, tiles, a chart, a table.
type boardPage struct {
	Heading Heading
	Notice  Message
	Stats   []Stat
	Tabs    Tabs
	Map     TileMap
	Outlook Outlook
	Table   Table
	Pages   Pagination
	Busy    Progress
	Waiting Progress
	Details Details
	Empty   Empty
}

// locationPage is the preview of one location: facts and who sleeps where.
type locationPage struct {
	Crumbs  []Link
	Heading Heading
	Summary []Item
	Tape    TapeChart
}

// formPage is the preview of a form, with and without mistakes.
type formPage struct {
	Heading  Heading
	Form     Form
	Licences []Licence
}

func previewShell(lang, title string, body any) Page {
	return Page{
		Lang: lang, Title: title, Path: "/voorbeeld", AsOf: "11 maart 2022, 09.00 uur", Body: body, Staff: true, Refresh: 30,
		User: &User{"Johanna Bakker", "role"},
		Nav: []NavItem{{"nav.picture", "/beeld", true}, {"nav.places", "/locaties", false}, {"nav.households", "/huishoudens", false},
			{"nav.matching", "/matchen", false}, {"nav.messages", "/berichten", false}},
	}
}

// previews gives every page of the preview, by address.
func previews() map[string]func(lang string) (page string, data Page) {
	return map[string]func(string) (string, Page){
		"beeld": func(lang string) (string, Page) {
			page := previewShell(lang, "Er zijn 2.391 plekken vrij in 148 gemeenten", previewBoard(lang))
			page.Flash = &Notice{"ok", "saved", map[string]any{"name": "Klooster Mariënhof"}}
			return "preview/board", page
		},
		"locatie": func(lang string) (string, Page) {
			return "preview/location", previewShell(lang, "Klooster Mariënhof heeft 22 plekken vrij", previewLocation())
		},
		"melden": func(lang string) (string, Page) {
			page := previewShell(lang, "Meld een opvanglocatie", previewForm(false))
			page.Staff, page.User, page.Nav, page.AsOf, page.Refresh = false, nil, nil, "", 0
			return "preview/form", page
		},
		"fout": func(lang string) (string, Page) {
			page := previewShell(lang, "Meld een opvanglocatie", previewForm(true))
			page.Flash = &Notice{"error", "saved", map[string]any{"name": "<b>Zaal</b>"}}
			page.Reference = "QX7D2K9F"
			return "preview/form", page
		},
		"leeg": func(lang string) (string, Page) {
			body := boardPage{Heading: Heading{Answer: "Er zijn nog geen locaties", Lead: "Nodig gemeenten uit om hun locaties te melden."}}
			body.Empty = Empty{"Nog geen locaties", "Hier ziet u straks waar plek is.", Action{Text: "Nodig gemeenten uit", Href: "/uitnodigen", Kind: "primary"}}
			return "preview/empty", previewShell(lang, "Er zijn nog geen locaties", body)
		},
		"muur": func(lang string) (string, Page) {
			page := previewShell(lang, "Er zijn 2.391 plekken vrij", previewBoard(lang))
			page.Bare = true
			return "preview/board", page
		},
	}
}

// long stands for how texts grow: a Ukrainian name is longer than a Dutch one.
func long(lang, dutch, ukrainian string) string {
	if lang == "uk" {
		return ukrainian
	}
	return dutch
}

func previewBoard(lang string) boardPage {
	values := []int{2391, 2380, 2214, 1980, 1820, 1500, 1120, 640, 0, -120, -340, -310, 60, 210}
	board := boardPage{
		Heading: Heading{
			Answer: long(lang, "Er zijn 2.391 plekken vrij in 148 gemeenten", "У 148 громадах є 2391 вільне місце"),
			Lead:   long(lang, "12 locaties zijn binnen 72 uur vol. Bel eerst de gemeenten met een oude opgave.", "12 місць розміщення заповняться протягом 72 годин."),
			AsOf:   "11 maart 2022, 09.00 uur", Badges: []Badge{{"31 oude opgaven", "old"}},
			Actions: []Action{{Text: "Start matching", Href: "/matchen", Kind: "primary", Post: true}, {Text: "Herinner 31 gemeenten", Href: "/herinner"}, {Text: "Stop", Href: "/stop", Kind: "subtle"}},
		},
		Notice: Message{"warning", "In Twente is op 19 maart geen plek meer.", "Vraag plekken in de regio's ernaast.", []Link{{Text: "Bekijk de tekorten", Href: "/tekorten"}}},
		Stats: []Stat{
			{Label: "plekken vrij", Value: 2391, Tone: "good", Note: "in 148 gemeenten", Href: "/vrij"},
			{Label: "plekken zijn binnen 72 uur vol", Value: 640, Tone: "attention", Note: "12 locaties", Href: "/vol"},
			{Label: "huishoudens zonder plek", Value: 88, Tone: "bad", Note: "oudste wacht 3 dagen", Href: "/wacht"},
			{Label: "oude opgaven", Value: 31, Note: "ouder dan 24 uur"},
		},
		Tabs:    Tabs{"Weergave", []Link{{Text: "Tegels", Href: "/beeld", Current: true}, {Text: "Kaart", Href: "/kaart"}, {Text: "Lijst", Href: "/lijst"}}},
		Map:     TileMap{"Vrije plekken per veiligheidsregio", previewTiles()},
		Outlook: Outlook{"vooruit", "Op 19 maart is er geen plek meer", "vrije plekken per nacht", calendar.MustParse("2022-03-11"), values, "/vooruit.csv"},
		Pages:   Pagination{Page: 2, Pages: 8, Total: 148, Href: "/locaties?pagina="},
		Busy:    Progress{"ronde", "De matchronde is bezig", 62, 88, "76 van 88 huishoudens hebben een voorstel"},
		Waiting: Progress{"bestand", "Het bestand wordt gelezen", 0, 0, ""},
		Details: Details{Summary: "Waarom vragen wij dit?", Text: "Dan weten wij waar plek is.\nEn voor wie."},
		Empty:   Empty{"Niets gevonden", "Zoek op een andere naam.", Action{}},
	}
	board.Table = previewTable()
	return board
}

func previewTable() Table {
	return Table{
		ID: "locaties", Caption: "Locaties met vrije plekken",
		Columns: []Column{{Text: "Locatie", Href: "?op=naam", Sorted: "ascending"}, {Text: "Gemeente"}, {Text: "Stand"}, {Text: "Plekken", Number: true}, {Text: "Vrij", Number: true}},
		Rows: []Row{
			{Cells: []Cell{Linked("Klooster Mariënhof", "/locaties/1"), Text("Zeist"), {Badges: []Badge{{"open", "good"}}}, Number(85), Number(22)}},
			{Tone: "attention", Cells: []Cell{Linked("Sporthal De Bosrand", "/locaties/2"), Text("Wierden"), {Badges: []Badge{{"oude opgave", "old"}, {"toegezegd", "info"}}}, Number(60), {Value: 4, IsNumber: true, Note: "bijna vol"}}},
			{Tone: "bad", Cells: []Cell{Linked("Hotel Centraal", "/locaties/3"), Text("Hulst"), {Badges: []Badge{{"overboekt", "bad"}, {"let op", "attention"}}}, Number(40), {Value: -3, IsNumber: true, Note: "tekort"}}},
		},
		Footer: []Cell{Text("Samen"), {}, {}, Number(185), Number(23)},
	}
}

func previewTiles() []Tile {
	names := []string{"Groningen", "Fryslân", "Drenthe", "Noord-Holland-Noord", "Zaanstreek-Waterland", "Flevoland", "IJsselland", "Kennemerland",
		"Amsterdam-Amstelland", "Gooi en Vechtstreek", "Noord- en Oost-Gelderland", "Twente", "Hollands Midden", "Utrecht", "Gelderland-Midden",
		"Haaglanden", "Rotterdam-Rijnmond", "Zuid-Holland-Zuid", "Gelderland-Zuid", "Zeeland", "Midden- en West-Brabant", "Brabant-Noord",
		"Brabant-Zuidoost", "Limburg-Noord", "Zuid-Limburg"}
	at := [][2]int{{1, 6}, {1, 5}, {2, 6}, {2, 3}, {3, 3}, {3, 5}, {3, 6}, {4, 2}, {4, 3}, {4, 4}, {4, 6}, {4, 7}, {5, 2}, {5, 4}, {5, 5}, {6, 1}, {6, 2}, {6, 3}, {6, 5}, {7, 1}, {7, 3}, {7, 4}, {8, 4}, {8, 5}, {9, 5}}
	tiles := make([]Tile, len(names))
	for i, name := range names {
		tile := Tile{Row: at[i][0], Col: at[i][1], Code: fmt.Sprintf("VR%02d", i+1), Name: name, Href: "/regio/" + strconv.Itoa(i+1), Value: 372 - 13*i, Max: 520, State: "free", Old: i%6 == 2}
		switch i % 8 {
		case 3:
			tile.Value, tile.State = 12, "tight"
		case 5:
			tile.Value, tile.State = 0, "full"
		case 7:
			tile.Value, tile.State = -20, "short"
		}
		if i == 19 {
			tile.Value, tile.Max, tile.State = 0, 0, "none"
		}
		tiles[i] = tile
	}
	return tiles
}

func previewLocation() locationPage {
	first := calendar.MustParse("2022-03-10")
	return locationPage{
		Crumbs: []Link{{Text: "Locaties", Href: "/locaties"}, {Text: "Zeist", Href: "/locaties?gemeente=GM0355"}, {Text: "Klooster Mariënhof", Current: true}},
		Heading: Heading{Above: "Klooster Mariënhof, Zeist", Answer: "Er zijn vannacht 22 van de 85 plekken vrij", Badges: []Badge{{"open", "good"}, {"gerealiseerd", "info"}},
			AsOf: "11 maart 2022, 09.00 uur", Actions: []Action{{Text: "Huishouden plaatsen", Href: "/plaatsen", Kind: "primary"}, {Text: "Kamer blokkeren", Href: "/blokkeren"}, {Text: "Sluiten", Href: "/sluiten", Kind: "danger", Post: true, Name: "revisie", Value: "4"}}},
		Summary: []Item{{Key: "Adres", Value: "Oude Arnhemseweg 2\n3701 BG Zeist", Change: Link{Text: "Wijzig", Href: "/adres"}}, {Key: "Contact", Value: "030-1234567", Href: "tel:+31301234567"}, {Key: "Beschikbaar", Value: "tot 30 april 2022", Badges: []Badge{{"oude opgave", "old"}}}},
		Tape: TapeChart{
			ID: "kamers", Caption: "Wie slaapt waar: 10 tot en met 23 maart", From: first, Nights: 14, Today: first.Plus(1),
			Rows: []TapeRow{
				{Label: "1", Note: "4 plekken, rolstoel", Href: "/kamer/1", PlaceHref: "/plaatsen?kamer=1&vanaf=", Bars: []TapeBar{
					{From: first.Plus(-3), Until: calendar.At(first.Plus(8)), Label: "KOV", Persons: 4, State: BarArrived, Href: "/verblijf/1"}}},
				{Label: "2", Note: "4 plekken", Href: "/kamer/2", PlaceHref: "/plaatsen?kamer=2&vanaf=", Bars: []TapeBar{
					{From: first.Plus(2), Until: calendar.At(first.Plus(6)), Label: "SHE", Persons: 3, State: BarReserved, Href: "/verblijf/2"},
					{From: first.Plus(4), Until: calendar.End{}, Label: "MEL", Persons: 1, State: BarExpected, Href: "/verblijf/3"}}},
				{Label: "4", Note: "6 plekken", PlaceHref: "/plaatsen?kamer=4&vanaf=", Bars: []TapeBar{
					{From: first, Until: calendar.At(first.Plus(4)), Label: "douche", State: BarBlocked}}},
				{Label: "Niet ingedeeld", Note: "1 huishouden", Bars: []TapeBar{{From: first.Plus(1), Until: calendar.At(first.Plus(2)), Label: "PET", Persons: 7, State: BarExpected}}},
			},
			Totals: []TapeTotal{{"Vrij", []int{64, 64, 64, 64, 22, 22, 22, 4, 0, -3, -3, 0, 12, 12}}},
		},
	}
}

func previewForm(wrong bool) formPage {
	fields := []Field{
		{Kind: TextField, Name: "naam", Label: "Naam of adres van de locatie", Hint: "Bijvoorbeeld: Sporthal De Bosrand, Wierden", Complete: "off"},
		{Kind: NumberField, Name: "plekken", Label: "Hoeveel plekken zijn er?", Hint: "Tel alleen bedden die klaarstaan.", Width: 4},
		{Kind: DateField, Name: "vanaf", Label: "Vanaf wanneer?", Hint: "Bijvoorbeeld 14 3 2022", Date: DateParts{"14", "3", "2022"}},
		{Kind: RadioField, Name: "samen", Label: "Is er iemand aanwezig?", Inline: true, Options: []Option{{Value: "ja", Label: "Ja", Chosen: true}, {Value: "nee", Label: "Nee"}, {Value: "onbekend", Label: "Weet ik niet"}}},
		{Kind: CheckField, Name: "voorziening", Label: "Wat is er?", Optional: true, Options: []Option{{Value: "rolstoel", Label: "Geschikt voor een rolstoel", Hint: "Ook de douche en het toilet"}, {Value: "huisdier", Label: "Huisdieren mogen mee", Chosen: true}}},
		{Kind: SelectField, Name: "gemeente", Label: "Gemeente", Options: []Option{{Value: "", Label: "Kies een gemeente"}, {Value: "GM0355", Label: "Zeist", Chosen: true}}},
		{Kind: LongTextField, Name: "toelichting", Label: "Wat moeten wij nog weten?", Optional: true, Rows: 3},
		{Kind: EmailField, Name: "mail", Label: "Uw e-mailadres", Complete: "email", Width: 30},
		{Kind: FileField, Name: "bijlage", Label: "Bestand", Optional: true, Accept: ".csv"},
		{Kind: HiddenField, Name: "revisie", Value: "3"},
	}
	if wrong {
		fields[1].Value, fields[1].Error = "veertig", "Vul het aantal plekken in cijfers in, bijvoorbeeld 40"
		fields[2].Date, fields[2].Error = DateParts{"31", "2", "2022"}, "31 februari bestaat niet. Vul een andere datum in"
		fields[3].Error = "Kies of er iemand aanwezig is"
		fields[5].Error = "Kies een gemeente"
		fields[6].Error = "Schrijf niet meer dan 500 tekens"
	}
	return formPage{
		Heading:  Heading{Answer: "Meld een opvanglocatie", Lead: "Dit kost ongeveer 2 minuten. Weet u iets niet? Sla het over."},
		Form:     Form{Action: "/melden", Fields: fields, Submit: "Locatie melden", Cancel: Link{Text: "Toch niet", Href: "/"}, Files: true, Note: "Wij bellen u binnen een dag."},
		Licences: Licences(),
	}
}

func rendered(t testing.TB, renderer *Renderer, name, lang string) string {
	t.Helper()
	var out strings.Builder
	page, data := previews()[name](lang)
	if err := renderer.Render(&out, lang, page, data); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
