package app_test

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"onderdak/internal/platform/ui/uitest"
)

// post sends a form and gives the page it leads to.
func (h *house) post(t *testing.T, client *http.Client, path string, form url.Values) (int, string) {
	t.Helper()
	response, err := client.PostForm(h.server.URL+path, form)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

var personAddress = regexp.MustCompile(`href="(/mensen/0[^"/]+)"[^>]*>([^<]+)<`)

// personNamed finds the address of a person on the list by name.
func (h *house) personNamed(t *testing.T, client *http.Client, name string) string {
	t.Helper()
	_, page := get(t, client, h.server.URL+"/mensen", "nl")
	for _, match := range personAddress.FindAllStringSubmatch(page, -1) {
		if match[2] == name {
			return match[1]
		}
	}
	t.Fatalf("%s is not on the list", name)
	return ""
}

// A coordinator invites a colleague, gets every wrong answer told at once, and
// an administrator blocks the colleague again; the auditor sees it all.
func TestPeopleAreInvitedAndBlocked(t *testing.T) {
	h := build(t, "sqlite", 40)
	gerda, boss, auditor := h.enter(t, "municipal_coordinator"), h.enter(t, "administrator"), h.enter(t, "auditor")
	_, page := get(t, gerda, h.server.URL+"/mensen/nieuw", "nl")
	if strings.Contains(page, `value="administrator"`) || !strings.Contains(page, `value="volunteer"`) {
		t.Error("a coordinator is offered other roles than those to give")
	}
	status, page := h.post(t, gerda, "/mensen/nieuw", url.Values{"rol": {"location_staff"}, "name": {""}, "email": {"x"}, "lang": {"xx"}})
	if status != http.StatusUnprocessableEntity || strings.Count(page, "utrecht-form-field-error-message") != 4 {
		t.Errorf("%d with %d errors", status, strings.Count(page, "utrecht-form-field-error-message"))
	}
	status, page = h.post(t, gerda, "/mensen/nieuw", url.Values{"rol": {"administrator"}, "name": {"X"}, "email": {"x@y.example"}, "lang": {"nl"}})
	if status != http.StatusOK || !strings.Contains(page, `name="rol"`) {
		t.Errorf("a coordinator makes an administrator: %d", status)
	}
	status, page = h.post(t, gerda, "/mensen/nieuw", url.Values{"rol": {"volunteer"}, "name": {"Nina Nieuw"}, "email": {"nina@y.example"}, "lang": {"uk"}})
	if status != http.StatusOK || !strings.Contains(page, "De uitnodiging is verstuurd.") || !strings.Contains(page, "Nina Nieuw") {
		t.Errorf("invited: %d %.200s", status, page)
	}
	nina := h.personNamed(t, boss, "Nina Nieuw")
	if status, page = h.post(t, boss, "/mensen", url.Values{"zoek": {"nina"}}); status != http.StatusOK || !strings.Contains(page, nina) || strings.Contains(page, "Gerda Gemeente</a>") {
		t.Errorf("searching: %d", status)
	}
	if status, _ = h.post(t, boss, nina+"/blokkeren", url.Values{"reason": {""}}); status != http.StatusUnprocessableEntity {
		t.Errorf("blocked without a reason: %d", status)
	}
	if status, page = h.post(t, boss, nina+"/blokkeren", url.Values{"reason": {"proef"}}); status != http.StatusOK || !strings.Contains(page, "Geblokkeerd") {
		t.Errorf("blocked: %d", status)
	}
	id := strings.TrimPrefix(nina, "/mensen/")
	status, page = get(t, auditor, h.server.URL+"/controle?object=account%2F"+id, "nl")
	if status != http.StatusOK || !strings.Contains(page, "Gerda Gemeente") || !strings.Contains(page, "Bo Beheer") || !strings.Contains(page, "proef") {
		t.Errorf("the audit of an account: %d", status)
	}
	status, page = get(t, auditor, h.server.URL+"/controle.csv?object=account%2F"+id, "nl")
	if status != http.StatusOK || strings.Count(page, "\n") != 3 || !strings.HasPrefix(page, "moment,boek,") {
		t.Errorf("%d %s", status, page)
	}
	if status, _ = get(t, gerda, h.server.URL+"/controle", "nl"); status != http.StatusForbidden {
		t.Errorf("a coordinator at the audit: %d", status)
	}
	if status, page = h.post(t, auditor, "/controle/wie", url.Values{"naam": {"gerda"}}); status != http.StatusOK || !strings.Contains(page, "/controle?persoon=") {
		t.Errorf("looking for a person: %d", status)
	}
	if status, page = get(t, auditor, h.server.URL+"/controle?van-dag=40&van-maand=1&van-jaar=2022", "nl"); status != http.StatusUnprocessableEntity || !strings.Contains(page, "Vul een datum in") {
		t.Errorf("no date: %d", status)
	}
}

// Somebody with two roles changes from one into the other: pages, rights and
// navigation follow.
func TestRolesAreSwitched(t *testing.T) {
	h := build(t, "sqlite", 40)
	gerda := h.enter(t, "municipal_coordinator")
	_, page := get(t, gerda, h.server.URL+"/mijn/rol", "nl")
	other := regexp.MustCompile(`name="rol" value="([^"]+)"[^>]*>`).FindAllStringSubmatch(page, -1)
	if len(other) != 2 {
		t.Fatalf("%d roles to choose from", len(other))
	}
	for _, choice := range other {
		if !strings.Contains(choice[0], "checked") {
			_, page = h.post(t, gerda, "/mijn/rol", url.Values{"rol": {choice[1]}})
		}
	}
	if !strings.Contains(page, "Vrijwilliger vluchtelingenwerk") || strings.Contains(page, `href="/mensen"`) || !strings.Contains(page, "in uw gemeente") {
		t.Errorf("%.300s", page)
	}
	if status, _ := get(t, gerda, h.server.URL+"/mensen", "nl"); status != http.StatusForbidden {
		t.Errorf("a volunteer at the people: %d", status)
	}
	_, page = get(t, gerda, h.server.URL+"/mijn/sessies", "nl")
	if !strings.Contains(page, "U bent op 1 plek ingelogd") {
		t.Error("the session is not listed")
	}
}

// ownAddresses are the pages of this part, by the role that visits them.
func (h *house) ownAddresses(t *testing.T, boss *http.Client) map[string][]string {
	t.Helper()
	gerda := h.personNamed(t, boss, "Gerda Gemeente")
	return map[string][]string{
		"administrator": {"/mensen", "/mensen/nieuw", "/mensen/nieuw?rol=location_staff", "/mensen/nieuw?rol=location_staff&municipality=GM0344",
			"/mensen/nieuw?rol=regional_coordinator", "/mensen/nieuw?rol=auditor", "/mensen/termijnen", gerda, gerda + "/rol", gerda + "/blokkeren"},
		"municipal_coordinator": {"/mensen", "/mensen/nieuw", "/mijn", "/mijn/rol", "/mijn/rechten", "/mijn/sessies"},
		"location_staff":        {"/mijn/rechten"},
		"regional_coordinator":  {"/mijn/rechten", "/mensen/nieuw?rol=municipal_coordinator"},
		"auditor": {"/controle", "/controle?handeling=names.view", "/controle?boek=NL&pagina=2", "/controle/wie", "/controle/boeken",
			"/controle?object=household%2F1", "/mijn/rechten"},
	}
}

func TestPeoplePagesInEveryLanguage(t *testing.T) {
	h := build(t, "sqlite", 40)
	boss := h.enter(t, "administrator") // a link works once
	all := h.ownAddresses(t, boss)
	for role, addresses := range all {
		client := boss
		if role != "administrator" {
			client = h.enter(t, role)
		}
		for _, address := range addresses {
			for _, lang := range []string{"nl", "en", "uk"} {
				status, page := get(t, client, h.server.URL+address, lang)
				if status != http.StatusOK || !strings.Contains(page, `<html lang="`+lang+`"`) {
					t.Errorf("%s at %s in %s: %d", role, address, lang, status)
				}
				for _, room := range []string{"ui", "web", "org", "trail", "access"} {
					if _, rest, found := strings.Cut(page, "["+room+"."); found {
						t.Errorf("%s in %s lacks the text %s.%.40s", address, lang, room, rest)
					}
				}
				for _, complaint := range uitest.HTML([]byte(page)) {
					t.Errorf("%s in %s: %s", address, lang, complaint)
				}
			}
		}
	}
}

func TestPeoplePagesInTheBrowser(t *testing.T) {
	h := build(t, "sqlite", 40)
	boss := h.enter(t, "administrator") // a link works once
	all := h.ownAddresses(t, boss)
	browser := uitest.Start(t)
	langs, count := []string{"nl", "en", "uk"}, 0
	base, err := url.Parse(h.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	for role, addresses := range all {
		client := boss
		if role != "administrator" {
			client = h.enter(t, role)
		}
		for _, address := range addresses {
			var cookies []uitest.Cookie
			for _, cookie := range client.Jar.Cookies(base) {
				cookies = append(cookies, uitest.Cookie{Name: cookie.Name, Value: cookie.Value})
			}
			browser.Check(t, h.server.URL+address, append(cookies, uitest.Cookie{Name: "taal", Value: langs[count%3]})...)
			count++
		}
	}
}
