package intake

import "testing"

// People must learn that links in our mails are ours, so none may stand in a note.
func TestNotesHoldNoLinks(t *testing.T) {
	for _, text := range []string{
		"Kijk op https://voorbeeld.example", "HTTP://x", "ftp://a", "www.voorbeeld.example", "voorbeeld.example/inloggen", "voorbeeld.nl", "Zie VOORBEELD.NL.", "ga naar gemeente-zeist.com, daar",
		"voorbeeld.example:8080", "voorbeeld。com", "voorbeeld[.]example/a", "voor\u200bbeeld.n\u200bl", "приклад.укр", "javascript:alert(1)", "file:///etc", "jan@zeist.nl of zeist.nl", "http://jan@zeist.nl",
	} {
		if !hasLink(text) {
			t.Errorf("%q passes", text)
		}
	}
	for _, text := range []string{
		"Hoeveel bedden zijn er?", "Mail naar opvang@zeist.nl.", "Graag z.s.m. i.v.m. de vakantie.", "Prima.De zaal is goed.", "Bel 030 123 45 67 tussen 9.00 en 17.00 uur", "1.250 plekken: klopt dat?", "Kamer 2.nieuw",
	} {
		if hasLink(text) {
			t.Errorf("%q is taken for a link", text)
		}
	}
}
