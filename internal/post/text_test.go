package post

import (
	"strings"
	"testing"
)

func htmlMail(t *testing.T, body string) Letter {
	t.Helper()
	return letter(t, "From: a@example.org\nContent-Type: text/html; charset=utf-8\n\n"+body)
}

func TestHTMLBecomesText(t *testing.T) {
	for body, want := range map[string]string{
		"<p>Wij hebben <b>40</b> plekken.</p><p>Groet,<br>Jan</p>": "Wij hebben 40 plekken.\n\nGroet,\nJan",
		"<div>een</div><div>twee</div>":                            "een\ntwee",
		"een\n   twee&nbsp;drie":                                   "een twee drie",
		"<p>een<p>twee":                                            "een\n\ntwee",
		"<ul><li>een</li><li>twee<li>drie</ul>":                    "• een\n• twee\n• drie",
		"<pre>een\n  twee</pre>":                                   "een\n  twee",
		"<h1>Kop</h1>tekst":                                        "Kop\n\ntekst",
		"<table><tr><th>Locatie</th><th>Plekken</th></tr><tr><td><p>Hal</p></td><td><p>40</p></td></tr></table>": "Locatie | Plekken\nHal | 40",
		"<table><tr><td>Hal<td><td>40</table>":                                                                              "Hal |  | 40",
		"<table><tr><td>een</td></tr><tr><td>twee</td></tr></table>drie":                                                    "een\ntwee\ndrie",
		"<table><tr><td><table><tr><td>Hal</td><td>40</td></tr><tr><td>Kerk</td><td>20</td></tr></table></td></tr></table>": "Hal | 40\nKerk | 20",
		"<table><tr><td>a<br>b<br>c<br>d<br>e</td><td>rechts</td></tr></table>":                                             "a\nb\nc\nd\ne\nrechts",
		"<blockquote type=cite><p>Hoeveel?</p><p>Waar?</p></blockquote>40":                                                  "> Hoeveel?\n> \n> Waar?\n> \n40",
		"<blockquote>ingesprongen</blockquote>":                                                                             "ingesprongen",
		"<title>x</title><style>p{}</style><script>alert(1)</script>hallo<!-- weg -->":                                      "hallo",
		"<p>a < b &lt; c &amp; d &#8364;</p>":                                                                               "a < b < c & d €",
		"hallo</div></p></table>":                                                                                           "hallo",
		"<a href='mailto:jan@example.org?subject=x'>mail ons</a>":                                                           "mail ons (jan@example.org)",
		"<a href='mailto:jan@example.org'>jan@example.org</a>":                                                              "jan@example.org",
		"<a href='tel:+31301234567'>bel ons</a> of <a href='tel:+31301234567'>030 1234567</a>":                              "bel ons (+31301234567) of 030 1234567",
		"<a href='https://example.org/a'>lees meer</a>":                                                                     "lees meer",
		"<a href='https://www.example.org/a'>example.org/a</a>":                                                             "example.org/a",
		"<p onclick='x()' style='color:red'>hallo</p>":                                                                      "hallo",
		"<head><p>kop</head>romp":                                                                                           "kop\n\nromp",
	} {
		if got := htmlMail(t, body); got.Text != want || len(got.Warnings) > 0 {
			t.Errorf("%s:\n%q with %q, want\n%q", body, got.Text, codes(got), want)
		}
	}
}

func TestHiddenTextIsDropped(t *testing.T) {
	for _, hidden := range []string{
		"<p style='display:none'>geheim</p>", "<div style='DISPLAY : NONE !important'><p>geheim</p></div>", "<p hidden>geheim</p>", "<p style='visibility:hidden'>geheim</p>",
		"<span style='font-size:0'>geheim</span>", "<span style='font-size:0px;'>geheim</span>", "<span style='color:#fff'>geheim</span>", "<font color=white>geheim</font>",
		"<span style='color:rgb(250, 255, 255)'>geheim</span>", "<div bgcolor=#000000><span style='color:black'>geheim</span></div>", "<p style='opacity:0'>geheim</p>",
		"<p style='max-height:0;overflow:hidden'>geheim</p>", "<p style='mso-hide:all'>geheim</p>", "<p style='text-indent:-9999px'>geheim</p>",
		"<style>.x, p.y{display:none}</style><p class='z x'>geheim</p>", "<style>/* a */ #w { color : #ffffff }</style><p id=w>geheim</p>", "<svg><text>geheim</text></svg>",
		"<select><option>geheim</select>", "<style>@media print{.x{color:red}} .x{display:none}</style><p class=x>geheim</p>", "<p style='color:transparent'>geheim</p>",
	} {
		if got := htmlMail(t, "<p>zichtbaar</p>"+hidden+"<p>ook</p>"); strings.Contains(got.Text, "geheim") || !strings.Contains(got.Text, "ook") || codes(got) != HiddenText {
			t.Errorf("%s: %q with %q", hidden, got.Text, codes(got))
		}
	}
	for _, shown := range []string{
		"<td style='font-size:0'><p style='font-size:14px'>zichtbaar</p></td>", "<div style='background:#003366'><p style='color:#fff'>zichtbaar</p></div>",
		"<div style='background:url(x.png)'><p style='color:white'>zichtbaar</p></div>", "<div bgcolor=navy><p style='color:white'>zichtbaar</p></div>",
		"<style>.x{background-color:#123456}</style><div class=x><b style='color:white'>zichtbaar</b></div>", "<style>@media print{.x{display:none}}</style><p class=x>zichtbaar</p>",
		"<p style='width:0'>zichtbaar</p>", "<p style='display:block;color:#eee'>zichtbaar</p>",
	} {
		if got := htmlMail(t, shown); got.Text != "zichtbaar" || len(got.Warnings) > 0 {
			t.Errorf("%s: %q with %q", shown, got.Text, codes(got))
		}
	}
}

func TestLinksThatLie(t *testing.T) {
	got := htmlMail(t, "<a href='https://evil.example/x?40'>www.gemeente.example</a>")
	if got.Text != "www.gemeente.example (https://evil.example/x?40)" || len(got.Warnings) != 1 || got.Warnings[0] != (Warning{LinkDiffers, "gemeente.example -> evil.example"}) {
		t.Errorf("%q %+v", got.Text, got.Warnings)
	}
	if got := htmlMail(t, "<a href='mailto:x@evil.example'>jan@gemeente.example</a>"); got.Text != "jan@gemeente.example (x@evil.example)" || codes(got) != LinkDiffers {
		t.Errorf("%q %q", got.Text, codes(got))
	}
}

func TestChoosesAmongAlternatives(t *testing.T) {
	both := func(plain, rich string) string {
		return "From: a@example.org\nContent-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain\n\n" + plain +
			"\n--x\nContent-Type: text/html\n\n" + rich + "\n--x--\n"
	}
	for name, test := range map[string][3]string{
		"plain":        {"Wij hebben 40 plekken.", "<p>rijk</p>", "Wij hebben 40 plekken."},
		"empty":        {" \n", "<p>rijk</p>", "rijk"},
		"stub":         {"Uw e-mailprogramma ondersteunt geen HTML.", "<p>rijk</p>", "rijk"},
		"stub in en":   {"View this email in your browser: https://example.org/" + strings.Repeat("x", 400), "<p>rijk</p>", "rijk"},
		"empty rich":   {"Uw e-mailprogramma ondersteunt geen HTML.", "<p></p>", "Uw e-mailprogramma ondersteunt geen HTML."},
		"hidden rich":  {"Wij hebben 40 plekken.", "<p hidden>rijk</p>", "Wij hebben 40 plekken."},
		"html as text": {"<html><p>Wij hebben 40 plekken.</html>", "", "Wij hebben 40 plekken."},
	} {
		if got := letter(t, both(test[0], test[1])); got.Text != test[2] || len(got.Warnings) > 0 {
			t.Errorf("%s: %q with %q", name, got.Text, codes(got))
		}
	}
	related := "From: a@example.org\nContent-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain\n\nplat\n--x\nContent-Type: multipart/related; boundary=y\n\n" +
		"--y\nContent-Type: text/html\n\nrijk\n--y\nContent-Type: image/png; name=logo.png\n\npng\n--y--\n--x--\n"
	if got := letter(t, related); got.Text != "plat" || len(got.Attachments) != 1 || got.Attachments[0].Name != "logo.png" {
		t.Errorf("%q %+v", got.Text, got.Attachments)
	}
	enriched := "From: a@example.org\nContent-Type: text/enriched\n\n<bold>40</bold> plekken << 50\n"
	if got := letter(t, enriched); got.Text != "40 plekken < 50" {
		t.Errorf("%q", got.Text)
	}
}

func TestForwardedMailComesBelow(t *testing.T) {
	got := letter(t, `From: a@example.org
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain

Zie hieronder.
--x
Content-Type: message/rfc822

From: Jan <jan@example.org>
Subject: =?utf-8?q?Zo=C3=AB?=
Content-Type: multipart/mixed; boundary=y

--y

Wij hebben 40 plekken.
--y
Content-Type: message/rfc822; name=eerder.eml
Content-Disposition: attachment

From: Piet <piet@example.org>
Date: Tue, 15 Mar 2022 10:15:00 +0100

En wij 20.
--y
Content-Type: application/pdf; name=plan.pdf

pdf
--y--
--x--
`)
	want := "Zie hieronder.\n\nFrom: Jan <jan@example.org>\nSubject: Zoë\n\nWij hebben 40 plekken.\n\nFrom: Piet <piet@example.org>\nDate: Tue, 15 Mar 2022 10:15:00 +0100\n\nEn wij 20."
	if got.Text != want || got.Text[:got.Quoted] != "Zie hieronder.\n\n" || len(got.Warnings) != 0 {
		t.Errorf("%q quoted from %d, %q", got.Text, got.Quoted, codes(got))
	}
	if len(got.Attachments) != 2 || named(got, "eerder.eml") == nil || named(got, "eerder.eml").Data != nil || named(got, "plan.pdf") == nil {
		t.Errorf("%+v", got.Attachments)
	}
}

func named(letter Letter, name string) *Attachment {
	for at := range letter.Attachments {
		if letter.Attachments[at].Name == name {
			return &letter.Attachments[at]
		}
	}
	return nil
}

// A bar marks where quoted mail begins.
func TestQuotesAreFound(t *testing.T) {
	for name, marked := range map[string]string{
		"nothing":                "Wij hebben 40 plekken.\nOp 3 maart schreef de gemeente ons het volgende:\nU mag.|",
		"marks":                  "Ja.\n\n|> Heeft u plek?\n> Jan",
		"attribution nl":         "Ja.\n\n|Op di 15 mrt. 2022 om 10:15 schreef Jan <jan@example.org>:\n\n> Heeft u plek?",
		"attribution of Apple":   "Ja.\n|Op 15 mrt. 2022 om 10:15 heeft Jan <jan@example.org> het volgende geschreven:\n\n> plek?",
		"attribution en, folded": "Yes.\n\n|On Tue, Mar 15, 2022 at 10:15 AM Jan de Boer <\njan@example.org> wrote:\n\n> Room?",
		"attribution uk":         "Так.\n\n|вт, 15 бер. 2022 р. о 10:15 Іван <ivan@example.org> пише:\n\n> Є місця?",
		"attribution, no marks":  "Ja.\n|Op di 15 mrt. 2022 om 10:15 schreef Jan <jan@example.org>:\nHeeft u plek?",
		"Outlook nl":             "Ja.\n\n|Van: Jan <jan@example.org>\nVerzonden: dinsdag 15 maart 2022 10:15\nAan: Piet\nOnderwerp: plek\n\nHeeft u plek?",
		"Outlook, bold":          "Ja.\n\n|*Van:* Jan\n*Verzonden:* dinsdag\n*Aan:* Piet\n\nplek?",
		"Outlook, ruled":         "Ja.\n\n|________________________________\nFrom: Jan\nSent: Tuesday\nTo: Piet\nSubject: x\n\nroom?",
		"Outlook uk":             "Так.\n\n|Від: Іван\nНадіслано: вівторок\nКому: Петро\nТема: місця\n\nЄ місця?",
		"date first":             "Ja.\n\n|Datum: dinsdag\nOnderwerp: plek\nVan: Jan\nAan: Piet\n\nplek?",
		"divider nl":             "Ja.\n\n|-----Oorspronkelijk bericht-----\nplek?",
		"divider en":             "FYI\n\n|---------- Forwarded message ---------\nFrom: Jan\n\nroom?",
		"divider uk":             "|-------- Переслане повідомлення --------\nЄ місця?",
		"Apple forwards":         "Zie.\n\n|Begin doorgestuurd bericht:\n\nVan: Jan\nOnderwerp: x\n\nplek?",
		"answers below":          "> Heeft u plek?\n\nJa, 40.|",
		"answer at the foot":     "On 04/02/2022 06:26 PM, Jan wrote:\n> Room?\nYes, 40.|",
		"answers between":        "Op 15 mrt. 2022 om 10:15 schreef Jan <jan@example.org>:\n> Hoeveel?\n40.\n> Waar?\nIn de hal.\n\n|> Groet,\n> Jan",
		"a period":               "Van: 1 april\nTot: 1 mei\nAan de Dorpsstraat 40 plekken.|",
	} {
		text, below, ok := strings.Cut(marked, "|")
		if !ok {
			t.Fatal(name)
		}
		if got := quoteStart(text + below); got != len(text) {
			t.Errorf("%s: quoted from %d, want %d: %q", name, got, len(text), (text + below)[min(got, len(text+below)):])
		}
	}
}
