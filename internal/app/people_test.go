package app_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/web"
)

// enter gives the browser of somebody who is signed in with a role.
func (h *house) enter(t *testing.T, role access.Role) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	base, err := url.Parse(h.address)
	if err != nil {
		t.Fatal(err)
	}
	jar.SetCookies(base, []*http.Cookie{{Name: web.SessionCookie, Value: h.sessions[role]}, {Name: "taal", Value: "nl"}})
	return &http.Client{Jar: jar}
}

// get visits a page.
func get(t *testing.T, client *http.Client, address string) (int, string) {
	t.Helper()
	response, err := client.Get(address)
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

// post sends a form and gives the page it leads to.
func (h *house) post(t *testing.T, client *http.Client, path string, form url.Values) (int, string) {
	t.Helper()
	response, err := client.PostForm(h.address+path, form)
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
	_, page := get(t, client, h.address+"/mensen")
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
	h := own(t)
	gerda, boss, auditor := h.enter(t, access.Municipal), h.enter(t, access.Administrator), h.enter(t, access.Auditor)
	_, page := get(t, gerda, h.address+"/mensen/nieuw")
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
	status, page = get(t, auditor, h.address+"/controle?object=account%2F"+id)
	if status != http.StatusOK || !strings.Contains(page, "Gerda Gemeente") || !strings.Contains(page, "Bo Beheer") || !strings.Contains(page, "proef") {
		t.Errorf("the audit of an account: %d", status)
	}
	status, page = get(t, auditor, h.address+"/controle.csv?object=account%2F"+id)
	if status != http.StatusOK || strings.Count(page, "\n") != 3 || !strings.HasPrefix(page, "moment,boek,") {
		t.Errorf("%d %s", status, page)
	}
	if status, _ = get(t, gerda, h.address+"/controle"); status != http.StatusForbidden {
		t.Errorf("a coordinator at the audit: %d", status)
	}
	if status, page = h.post(t, auditor, "/controle/wie", url.Values{"naam": {"gerda"}}); status != http.StatusOK || !strings.Contains(page, "/controle?persoon=") {
		t.Errorf("looking for a person: %d", status)
	}
	if status, page = get(t, auditor, h.address+"/controle?van-dag=40&van-maand=1&van-jaar=2022"); status != http.StatusUnprocessableEntity || !strings.Contains(page, "Vul een datum in") {
		t.Errorf("no date: %d", status)
	}
}

// Somebody with two roles changes from one into the other: pages, rights and
// navigation follow.
func TestRolesAreSwitched(t *testing.T) {
	h := own(t)
	gerda := h.enter(t, access.Municipal)
	_, page := get(t, gerda, h.address+"/mijn/rol")
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
	if status, _ := get(t, gerda, h.address+"/mensen"); status != http.StatusForbidden {
		t.Errorf("a volunteer at the people: %d", status)
	}
	_, page = get(t, gerda, h.address+"/mijn/sessies")
	if !strings.Contains(page, "U bent op 1 plek ingelogd") {
		t.Error("the session is not listed")
	}
}
