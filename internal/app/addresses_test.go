package app_test

import (
	"html"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/mail"
)

// place says where the addresses of a route are found. A route whose pattern has
// no {part} needs none: its pattern is its address. Every other route must be in
// the table below, or TestEveryRouteHasAnAddress fails.
type place struct {
	// on is the page with links to what the route is about. A link to the pattern
	// itself is looked for, else to its beginning up to the last {part}.
	on string
	// at is an address that is always there, instead of on.
	at string
	// find makes an address, and the cookies one must hold to open it, where
	// neither will do; both empty: there is none to be had in this house.
	find func(t *testing.T, h *house) (address string, cookies []*http.Cookie)
	// then goes on from each link to the beginning of the pattern, up to its first
	// {part}, where the page on which it stands has no whole links.
	then string
	// via is the pattern of the links on the page to pages on which the links to the
	// route stand.
	via string
	// like is the pattern of the links on the page, where those to the route itself
	// stand elsewhere: the last word of such a link fills the route's {part}.
	like string
	// speaks says that the page is in the language of whom it is for, not of the
	// visitor.
	speaks bool
	// mixed says that who may open what of another region does not follow from the
	// reach alone: a coach stops in several, and not everybody can be blocked.
	mixed bool
	// also are other views of the page: what is written behind its address.
	also []string
	// anything says that any word will do where the pattern has a {part}: nothing
	// is looked up by it, so nothing is not found.
	anything bool
	// moves says that the route answers a visit with the way to another page.
	moves bool
}

// places is the table, by pattern.
var places = map[string]place{
	"/{$}":                                         {also: []string{"?scherm=1", "?weergave=lijst", "?trede=gerealiseerd", "?nacht=morgen"}},
	"/regios/{code}":                               {at: "/regios/VR09"},
	"/gemeenten/{code}":                            {at: "/gemeenten/GM0344"},
	"/regios/{code}/dagrapport":                    {at: "/regios/VR09/dagrapport"},
	"/gemeenten/{code}/dagrapport":                 {at: "/gemeenten/GM0344/dagrapport"},
	"/locaties/{id}/dagrapport":                    {on: "/locaties"},
	"/regios/{code}/verdeling":                     {at: "/regios/VR09/verdeling"},
	"/plaatsen":                                    {also: []string{"?stand=offered", "?zoek=zzz"}},
	"/plaatsen/{household}":                        {on: "/plaatsen"},
	"/plaatsen/{household}/brief":                  {on: "/plaatsen?stand=offered", speaks: true},
	"/plaatsen/{household}/plek/{location}":        {on: "/plaatsen", via: "/plaatsen/{household}"},
	"/vrije-plek/{location}":                       {on: "/locaties", like: "/locaties/{id}"},
	"/mensen/{id}":                                 {on: "/mensen"},
	"/mensen/{id}/rol":                             {on: "/mensen"},
	"/mensen/{id}/rol/{grant}":                     {on: "/mensen", via: "/mensen/{id}"},
	"/mensen/{id}/blokkeren":                       {on: "/mensen", mixed: true},
	"/transporten/{id}":                            {on: "/transporten", mixed: true},
	"/locaties/{id}/gereed":                        {on: "/locaties"},
	"/locaties/{id}/kamers":                        {on: "/locaties"},
	"/locaties/{id}/kamers/nieuw":                  {on: "/locaties"},
	"/locaties/{id}/plaatsen":                      {on: "/locaties"},
	"/locaties/{id}/wijzig":                        {on: "/locaties"},
	"/locaties/{id}/verblijven/{verblijf}":         {on: "/locaties", via: "/locaties/{id}"},
	"/locaties/{id}/verblijven/{verblijf}/einde":   {on: "/locaties", via: "/locaties/{id}"},
	"/locaties/{id}/verblijven/{verblijf}/verhuis": {on: "/locaties", via: "/locaties/{id}"},
	"/locaties/{id}/verblijven/{verblijf}/wijzig":  {on: "/locaties", via: "/locaties/{id}"},
	"/locaties/{id}/sluiten":                       {on: "/locaties"},
	"/locaties/{id}/heropenen":                     {on: "/locaties"},
	"/locaties/{id}/vandaag":                       {on: "/locaties"},
	"/locaties/{id}/onaangekondigd":                {on: "/locaties"},
	"/locaties/{id}/huislijst":                     {on: "/locaties"},
	// The links are in mails only; package arrivals tries them.
	"/aanbod/{token}": {find: func(*testing.T, *house) (string, []*http.Cookie) { return "", nil }, anything: true},
	// The link is in the mail that the demo asks one contact by.
	"/klopt/{token}":            {find: mailed(""), anything: true, also: []string{"?antwoord=ja", "?gedaan=yes"}},
	"/klopt/{token}/{location}": {find: mailed("/{location}"), anything: true},
	"/melden/{token}":           {find: told("")},
	"/melden/{token}/wijzig":    {find: told("/wijzig")},
	"/postvak":                  {also: []string{"?zoek=zzz", "?pagina=2"}},
	"/postvak/{id}":             {on: "/postvak", also: []string{"?bij=nieuw"}},
	"/postvak/mail/{id}":        {on: "/postvak"},
	// A file somebody tries out is seen by nobody else; package mailroom tries it.
	"/postvak/inlezen/{id}":                  {find: func(*testing.T, *house) (string, []*http.Cookie) { return "", nil }},
	"/aanmelden/vraag/{vraag}":               {find: draft("/aanmelden/vraag/gezin"), anything: true},
	"/aanmelden/persoon/{nummer}":            {find: draft("/aanmelden/persoon/nieuw"), anything: true},
	"/aanmelden/bewaren":                     {find: draft("/aanmelden/bewaren")},
	"/aanmelden/controle":                    {find: draft("/aanmelden/controle")},
	"/aanmelden/klaar":                       {moves: true},
	"/status/antwoord":                       {moves: true},
	"/status":                                {moves: true},
	"/verlaten":                              {moves: true},
	"/huishoudens/{id}/gegevens":             {on: "/huishoudens"},
	"/huishoudens/{id}/namen":                {on: "/huishoudens"},
	"/huishoudens/{id}/geheim":               {on: "/huishoudens"},
	"/huishoudens/{id}/personen/{persoon}":   {on: "/huishoudens", then: "/personen/nieuw"},
	"/plaatsen/brieven/druk":                 {also: []string{"?soort=today&pagina=2"}},
	"/locaties/{id}/kamers/{kamer}":          {find: room("")},
	"/locaties/{id}/kamers/{kamer}/blokkeer": {find: room("/blokkeer")},
	"/mensen/nieuw":                          {also: []string{"?rol=location_staff", "?rol=volunteer"}},
	"/controle":                              {also: []string{"?handeling=names.view", "?boek=NL&pagina=2", "?object=household%2F1"}},
	"/spreidingsverzoeken/{id}":              {on: "/spreidingsverzoeken"},
	"/inloggen/{token}":                      {at: "/inloggen/abc", anything: true},
	"/locaties":                              {also: []string{"?stand=vol", "?stand=gesloten", "?zoek=zzzz"}},
	"/locaties/{id}":                         {on: "/locaties", also: []string{"?nachten=90", "?nachten=14"}},
	"/locaties/{id}/opgave":                  {on: "/locaties"},
	"/huishoudens/{id}":                      {on: "/huishoudens"},
	"/matchrondes/{id}":                      {on: "/matchrondes"},
	"/matchrondes/{id}/aanbieden":            {on: "/matchrondes"},
	"/matchrondes/{id}/voortgang":            {on: "/matchrondes"},
	"/aanbiedingen":                          {also: []string{"?status=declined", "?status=accepted"}},
	"/aanbiedingen/{id}":                     {on: "/aanbiedingen?status=open"},
}

// room is the way to a page of a room, as the staff of its location find it.
func room(rest string) func(*testing.T, *house) (string, []*http.Cookie) {
	return func(t *testing.T, h *house) (string, []*http.Cookie) {
		t.Helper()
		session := h.sessions[access.LocationStaff]
		list := h.ask(asking{address: "/locaties", lang: "nl", session: session}).Body.String()
		for _, location := range h.linked(list, "/locaties/{id}") {
			rooms := h.ask(asking{address: location + "/kamers", lang: "nl", session: session}).Body.String()
			for _, one := range h.linked(rooms, "/locaties/{id}/kamers/{kamer}") {
				return one + rest, nil
			}
		}
		return "", nil
	}
}

// draft is the way to a page of a registration that has only begun, with the
// cookie that opens it.
func draft(address string) func(*testing.T, *house) (string, []*http.Cookie) {
	return func(t *testing.T, h *house) (string, []*http.Cookie) {
		t.Helper()
		begun := h.ask(asking{method: http.MethodPost, address: "/aanmelden/begin", lang: "nl"})
		cookies := begun.Result().Cookies()
		if begun.Code != http.StatusSeeOther || len(cookies) == 0 {
			t.Fatalf("a registration does not begin: %d", begun.Code)
		}
		return address, cookies
	}
}

// told is the way to a page of a report of a location. It is always the same
// report: sent again it is not made again.
func told(rest string) func(*testing.T, *house) (string, []*http.Cookie) {
	return func(t *testing.T, h *house) (string, []*http.Cookie) {
		t.Helper()
		sent := h.ask(asking{method: http.MethodPost, address: "/melden", lang: "nl",
			form: "sleutel=" + strings.Repeat("PROEF234", 4) + "&place=Proefhal&municipality=Wierden&places=3&phone=0610000000"})
		address, _, _ := strings.Cut(sent.Header().Get("Location"), "?")
		if sent.Code != http.StatusSeeOther {
			t.Fatalf("a report is not taken in: %d", sent.Code)
		}
		return address + rest, nil
	}
}

// mailed is the way to a page behind the link by which the demo asks a contact
// whether all still holds; the empty house asks nobody.
func mailed(rest string) func(*testing.T, *house) (string, []*http.Cookie) {
	return func(t *testing.T, h *house) (string, []*http.Cookie) {
		t.Helper()
		store, err := db.Open(ctx, h.url)
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		found := ""
		err = store.Read(ctx, func(tx *db.Tx) error {
			payloads, err := db.All(ctx, tx, `SELECT payload FROM job WHERE topic = $1 ORDER BY id`, []any{mail.Topic}, func(row db.Scanner) (text string, err error) {
				err = row.Scan(&text)
				return text, err
			})
			for _, payload := range payloads {
				if link := linkToAnswer.FindString(payload); link != "" {
					found = link
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if found == "" || rest == "" {
			return found, nil
		}
		page := h.ask(asking{address: found, lang: "nl"}).Body.String()
		for _, link := range h.linked(page, found+rest) {
			return link, nil
		}
		t.Errorf("%s leads to no location", found)
		return "", nil
	}
}

var linkToAnswer = regexp.MustCompile(`/klopt/[A-Z2-7]{32}`)

// route is one line of the route table.
type route struct {
	pattern, method string
	action          access.Action // empty: open to everybody
}

// routes reads the route table of the house.
func (h *house) routes() []route {
	var found []route
	for line := range strings.Lines(h.Site.Table()) {
		fields := strings.Fields(line)
		one := route{pattern: fields[0], method: fields[1]}
		if fields[2] != "everybody" {
			one.action = access.Action(fields[2])
		}
		found = append(found, one)
	}
	return found
}

// pages are the routes that are visited, the others change something.
func (h *house) pages() []route {
	return slices.DeleteFunc(h.routes(), func(r route) bool { return r.method != http.MethodGet })
}

var part = regexp.MustCompile(`\{[^}]*\}`)

// parts says whether the pattern has a {part} that an address must fill in.
func (r route) parts() bool { return strings.Contains(strings.TrimSuffix(r.pattern, "{$}"), "{") }

// plain is the address of a route without parts.
func (r route) plain() string { return strings.TrimSuffix(r.pattern, "{$}") }

// unknown is an address of the route at which nothing is.
func (r route) unknown() string { return part.ReplaceAllString(r.pattern, "nergens") }

// found gives addresses of the route as somebody finds them on the page where
// they are listed, without the other views.
func (h *house) found(t *testing.T, r route, session string) ([]string, []*http.Cookie) {
	t.Helper()
	where := places[r.pattern]
	switch {
	case where.find != nil:
		address, cookies := where.find(t, h)
		if address == "" {
			return nil, nil
		}
		return []string{address}, cookies
	case where.at != "":
		return []string{where.at}, nil
	case !r.parts():
		return []string{r.plain()}, nil
	case where.on == "":
		return nil, nil // TestEveryRouteHasAnAddress tells
	}
	page := h.ask(asking{address: where.on, lang: "nl", session: session}).Body.String()
	if links := h.linked(page, r.pattern); len(links) > 0 {
		return links, nil
	}
	if where.via != "" {
		var links []string
		end := strings.LastIndex(where.via, "}") + 1
		for _, between := range h.linked(page, where.via[:end]) {
			page := h.ask(asking{address: between + where.via[end:], lang: "nl", session: session}).Body.String()
			last := strings.LastIndex(r.pattern, "}") + 1
			for _, link := range h.linked(page, r.pattern[:last]) {
				links = append(links, link+r.pattern[last:])
			}
		}
		return links, nil
	}
	if where.like != "" {
		links := h.linked(page, where.like)
		for i, link := range links {
			links[i] = part.ReplaceAllString(r.pattern, link[strings.LastIndex(link, "/")+1:])
		}
		return links, nil
	}
	last := strings.LastIndex(r.pattern, "}") + 1
	rest := r.pattern[last:]
	if where.then != "" {
		last, rest = strings.Index(r.pattern, "}")+1, where.then
	}
	links := h.linked(page, r.pattern[:last])
	for i := range links {
		links[i] += rest
	}
	return links, nil
}

// linked are the links on a page that fit a pattern and are no route of their
// own.
func (h *house) linked(page, pattern string) []string {
	// The braces of a part are quoted by now.
	like := regexp.MustCompile(`href="(` + regexp.MustCompile(`\\\{[^}]*\\\}`).ReplaceAllString(regexp.QuoteMeta(pattern), `[^/"?#]+`) + `)["?#]`)
	var links []string
	for _, match := range like.FindAllStringSubmatch(page, -1) {
		link := html.UnescapeString(match[1])
		// A page to make a new one is not one of them.
		taken := strings.HasSuffix(link, "/nieuw") || slices.ContainsFunc(h.routes(), func(r route) bool { return r.pattern == link })
		if !taken && !slices.Contains(links, link) {
			links = append(links, link)
		}
	}
	return links
}

// views adds the other views of a page to its address.
func (r route) views(address string) []string {
	all := []string{address}
	for _, more := range places[r.pattern].also {
		all = append(all, address+more)
	}
	return all
}

func TestEveryRouteHasAnAddress(t *testing.T) {
	h := full(t)
	known := map[string]bool{}
	for _, r := range h.pages() {
		known[r.pattern] = true
		if _, listed := places[r.pattern]; r.parts() && !listed {
			t.Errorf("%s has no test address: add it to the table in addresses_test.go", r.pattern)
		}
		if addresses, _ := h.found(t, r, h.sessions[access.National]); len(addresses) == 0 && places[r.pattern].find == nil {
			t.Errorf("%s: no link to it stands on %q in the demo", r.pattern, places[r.pattern].on)
		}
	}
	for pattern := range places {
		if !known[pattern] {
			t.Errorf("%s is in the table of addresses but is no route", pattern)
		}
	}
}
