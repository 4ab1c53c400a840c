package post

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestEncodedWords(t *testing.T) {
	for header, want := range map[string]string{
		"=?utf-8?Q?caf=C3=A9?=":                                        "café",
		"=?UTF-8?b?Y2Fmw6k=?=":                                         "café",
		"=?utf-8?B?Y2Fmw6k?=":                                          "café",
		"=?utf-8?Q?een_?=  =?utf-8?Q?twee?=":                           "een twee",
		"=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?=":                           "café",
		"=?iso-8859-1?Q?caf=E9?= =?utf-8?Q?_Zo=C3=AB?=":                "café Zoë",
		"Re: =?utf-8?Q?caf=C3=A9?=, 40 plekken":                        "Re: café, 40 plekken",
		"\"=?utf-8?Q?caf=C3=A9?=\"":                                    "\"café\"",
		"x=?utf-8?Q?caf=C3=A9?=y":                                      "xcaféy",
		"=?utf-8?Q?veertig plekken?=":                                  "veertig plekken",
		"=?utf-8?Q?zonder_einde":                                       "zonder einde",
		"=?utf-8?B?Y2Fmw6k= =?utf-8?B?Y2Fmw6k=?=":                      "cafécafé",
		"=?utf-8*nl?Q?caf=C3=A9?=":                                     "café",
		"=?utf-8?X?caf=C3=A9?=":                                        "=?utf-8?X?caf=C3=A9?=",
		"=?utf-8?Q?=3D=3Futf-8=3FQ=3Fcaf=3DC3=3DA9=3F=3D?=":            "café",
		"=?iso-2022-jp?B?GyRCPTs=?= =?iso-2022-jp?B?NW8bKEI=?=":        "住居",
		"=?koi8-u?B?8NLP0M/O1cjN1Q==?=":                                "Пропонухму",
		"caf\xc3\xa9 zonder code":                                      "café zonder code",
		"caf\xe9 in windows":                                           "café in windows",
		"=?utf-8?Q?a=0A=0DBcc:_x@example.org?=":                        "a Bcc: x@example.org",
		"1 =? 2":                                                       "1 =? 2",
		strings.Repeat("=?utf-8?Q?=F0=9F=98=80?= ", 3) + "en =?utf-8?": "😀😀😀 en =?utf-8?",
	} {
		if got := letter(t, "From: a@example.org\nSubject: "+header+"\n\nx"); got.Subject != want {
			t.Errorf("%q: %q, want %q", header, got.Subject, want)
		}
	}
}

func TestAddresses(t *testing.T) {
	for header, want := range map[string][]Address{
		"a@example.org":        {{"", "a@example.org"}},
		"Jan <a@Example.ORG.>": {{"Jan", "a@example.org"}},
		`"Boer, Jan de" <a@example.org>, b@example.org`:          {{"Boer, Jan de", "a@example.org"}, {"", "b@example.org"}},
		`"Boer, \"Jan\"" <a@example.org>`:                        {{`Boer, "Jan`, "a@example.org"}},
		"a@example.org (Jan de Boer)":                            {{"Jan de Boer", "a@example.org"}},
		"Jan (de (lange)) Boer <a@example.org>":                  {{"Jan Boer", "a@example.org"}},
		"Team: a@example.org, B <b@example.org>;, c@example.org": {{"", "a@example.org"}, {"B", "b@example.org"}, {"", "c@example.org"}},
		"undisclosed-recipients:;":                               nil,
		"a@example.org; b@example.org":                           {{"", "a@example.org"}, {"", "b@example.org"}},
		"Jan a@example.org":                                      {{"Jan", "a@example.org"}},
		"Jan <a@example.org> Piet <b@example.org>":               {{"Jan", "a@example.org"}, {"Piet", "b@example.org"}},
		"Jan <a@example.org":                                     {{"Jan", "a@example.org"}},
		"'Jan' <'a@example.org'>":                                {{"Jan", "a@example.org"}},
		"<mailto:a@example.org>":                                 {{"", "a@example.org"}},
		"=?utf-8?Q?Zo=C3=AB,_balie?= <a@example.org>":            {{"Zoë, balie", "a@example.org"}},
		"=?utf-8?B?SmFuIDxhQGV4YW1wbGUub3JnPg==?=":               {{"Jan", "a@example.org"}},
		`"eerste laatste"@example.org`:                           {{"", ""}},
		"<@relay.example:a@example.org>":                         {{"", "a@example.org"}},
		"Jan <jan@gemeente-zoë.example>":                         {{"Jan", "jan@xn--gemeente-zo-9bb.example"}},
		"Jan":                                                    {{"Jan", ""}},
		"":                                                       nil,
		"<>":                                                     nil,
		"a@":                                                     {{"", ""}},
	} {
		got := letter(t, "From: x@example.org\nTo: "+header+"\n\nx")
		if len(got.To) != len(want) || len(want) > 0 && !slices.Equal(got.To, want) {
			t.Errorf("%q: %+v, want %+v", header, got.To, want)
		}
	}
}

func TestDates(t *testing.T) {
	at := time.Date(2022, 3, 15, 9, 15, 0, 0, time.UTC)
	for header, want := range map[string]time.Time{
		"Tue, 15 Mar 2022 10:15:00 +0100": at, "15 Mar 2022 10:15 +0100": at, "Tue, 15 Mar 2022 09:15:00 GMT": at, "Tue 15 Mar 2022 10:15:00 +0100 (CET)": at,
		"Tue, 15 Mar 22 10:15:00 CET": at, "2022-03-15T10:15:00+01:00": at, "Tue Mar 15 09:15:00 2022": at, "Tue, 15 Mar 2022 10.15.00 +0100": at,
		"Tue, 15 Mar 2022 10:15:00 GMT+0100": at, "Tue, 015 Mar 2022 10:15:00 +100": at, "Tue, 15 Mar 2022 (a (b) c) 10:15:00 +0100 onzin": at,
		"15 Mar 2022": time.Date(2022, 3, 15, 0, 0, 0, 0, time.UTC), "": {}, "gisteren": {}, "Tue, 32 Mar 2022 10:15:00 +0100": {}, "Tue, 15 Mar 0001 10:15:00 +0100": {},
		"Tue, 15 Mar 9022 10:15:00 +0100": {},
	} {
		if got := letter(t, "From: a@example.org\nDate: "+header+"\n\nx"); !got.Date.Equal(want) {
			t.Errorf("%q: %v, want %v", header, got.Date, want)
		}
	}
}

func TestIdentifiers(t *testing.T) {
	got := letter(t, "From: a@example.org\nMessage-ID: abc@x\nReferences: <a@x> (c) <b@x>\n <c d@x> rest\nIn-Reply-To:\n\nx")
	if got.MessageID != "abc@x" || !slices.Equal(got.References, []string{"a@x", "b@x", "c d@x"}) || len(got.InReplyTo) != 0 {
		t.Errorf("%q %q %q", got.MessageID, got.References, got.InReplyTo)
	}
}

// TestAuth reads the words of the receiving server, and of those who pretend.
func TestAuth(t *testing.T) {
	const results = "Authentication-Results: "
	const from = "From: Jan <jan@gemeente.example>\n"
	pass := results + "mx.ons.example; dmarc=pass (p=reject) header.from=gemeente.example\n"
	fail := results + "mx.ons.example; spf=pass; dmarc=fail header.from=gemeente.example\n"
	received := "Received: from x by mx.ons.example; Tue, 15 Mar 2022 10:15:00 +0100\n"
	cases := map[string]struct {
		head   string
		want   Auth
		forged bool
	}{
		"nothing":                   {from, Unknown, false},
		"pass":                      {pass + from, Verified, false},
		"pass below our own server": {received + pass + from, Verified, false},
		"fail":                      {fail + from, Failed, false},
		"the topmost counts":        {fail + pass + from, Failed, false},
		"several fields of ours":    {results + "mx.ons.example; spf=pass\n" + pass + from, Verified, false},
		"behind another server":     {pass + received + fail + from, Verified, true},
		"forged below our fields":   {results + "mx.ons.example; dmarc=none\n" + received + pass + from, Unknown, true},
		"below the fields of From":  {from + pass, Unknown, true},
		"another server":            {results + "mx.evil.example; dmarc=pass header.from=gemeente.example\n" + from, Unknown, false},
		"below another server":      {"Received: from x by mx.evil.example; now\n" + pass + from, Unknown, true},
		"another domain":            {strings.Replace(pass, "gemeente.example", "evil.example", 1) + from, Unknown, false},
		"no domain":                 {results + "mx.ons.example; dmarc=pass\n" + from, Unknown, false},
		"pass in a comment":         {results + "mx.ons.example (dmarc=pass header.from=gemeente.example); spf=fail (; dmarc=pass header.from=gemeente.example;)\n" + from, Unknown, false},
		"pass in a quoted string":   {results + "mx.ons.example; spf=fail reason=\"; dmarc=pass header.from=gemeente.example\"\n" + from, Unknown, false},
		"pass of something else":    {results + "mx.ons.example; dkim=pass header.from=gemeente.example\n" + from, Unknown, false},
		"capitals and a version":    {results + "MX.Ons.Example 1; DMARC=Pass Header.From=Gemeente.Example\n" + from, Verified, false},
		"two senders":               {pass + from + "From: x@evil.example\n", Unknown, false},
		"two addresses in one":      {pass + "From: jan@gemeente.example, x@evil.example\n", Unknown, false},
		"temporary error":           {results + "mx.ons.example; dmarc=temperror header.from=gemeente.example\n" + from, Unknown, false},
	}
	for name, test := range cases {
		got := letter(t, test.head+"Subject: x\n\nhallo", Options{TrustedServer: "mx.ons.example"})
		if got.Auth != test.want || warned(got, ForgedAuth) != test.forged {
			t.Errorf("%s: %s with %q", name, got.Auth, codes(got))
		}
		if nobody := letter(t, test.head+"Subject: x\n\nhallo"); nobody.Auth != Unknown {
			t.Errorf("%s: %s though nobody is trusted", name, nobody.Auth)
		}
	}
}

func TestKinds(t *testing.T) {
	report := "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\n\nNot delivered.\n--x\nContent-Type: message/delivery-status\n\nAction: failed\n--x--\n"
	invitation := "Content-Type: multipart/alternative; boundary=x\n\n--x\n\nOverleg\n--x\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\n--x--\n"
	for name, test := range map[string]struct {
		mail string
		want Kind
	}{
		"ordinary":             {"Subject: Re: opvang\n\nWij zijn afwezig geweest.", Ordinary},
		"about absence":        {"Subject: Opvang bij afwezigheid van de beheerder\n\nWij hebben 40 plekken.", Ordinary},
		"a holiday park":       {"Subject: Vacation park De Test has 40 places\n\nx", Ordinary},
		"nothing left":         {"Subject: \xd0\x92\xd1\x96\xd0\xb4\xd1\x81\xd1\x83\xd1\x82\xd0\xbd\xd1\x96 \xd0\xbc\xd1\x96\xd1\x81\xd1\x86\xd1\x8f\n\nx", Ordinary},
		"Auto-Submitted":       {"Auto-Submitted: auto-replied\n\nx", AutoReply},
		"Auto-Submitted no":    {"Auto-Submitted: no\n\nx", Ordinary},
		"Exchange":             {"X-Auto-Response-Suppress: All\nSubject: Automatisch antwoord: opvang\n\nx", AutoReply},
		"null return path":     {"Return-Path: <>\nSubject: ik ben er niet\n\nx", AutoReply},
		"nl":                   {"Subject: Automatisch antwoord: Opvang\n\nx", AutoReply},
		"nl again":             {"Subject: Afwezig: Opvang\n\nx", AutoReply},
		"en":                   {"Subject: Out of Office: shelter\n\nx", AutoReply},
		"de":                   {"Subject: Abwesenheitsnotiz: Unterkunft\n\nx", AutoReply},
		"fr":                   {"Subject: R\xc3\xa9ponse automatique : accueil\n\nx", AutoReply},
		"uk":                   {"Subject: \xd0\x90\xd0\xb2\xd1\x82\xd0\xbe\xd0\xbc\xd0\xb0\xd1\x82\xd0\xb8\xd1\x87\xd0\xbd\xd0\xb0 \xd0\xb2\xd1\x96\xd0\xb4\xd0\xbf\xd0\xbe\xd0\xb2\xd1\x96\xd0\xb4\xd1\x8c\n\nx", AutoReply},
		"read receipt":         {"Content-Type: multipart/report; report-type=disposition-notification; boundary=x\n\n--x\n\nGelezen\n--x--", AutoReply},
		"report":               {"Subject: x\n" + report, Bounce},
		"daemon":               {"From: MAILER-DAEMON@mx.example\nSubject: x\n\nx", Bounce},
		"Exchange in Dutch":    {"From: Microsoft Outlook <postmaster@mx.example>\nSubject: Onbestelbaar: Opvang\n\nx", Bounce},
		"qmail":                {"Return-Path: <>\nFrom: x@mx.example\nSubject: failure notice\n\nHi. This is the qmail-send program at mx.example.", Bounce},
		"X-Failed-Recipients":  {"X-Failed-Recipients: a@example.org\n\nx", Bounce},
		"somebody says failed": {"From: jan@gemeente.example\nSubject: Undeliverable: wat nu?\n\nWij hebben 40 plekken.", Ordinary},
		"invitation":           {invitation, Calendar},
		"list":                 {"List-Id: <leden.vng.example>\n\nx", Bulk},
		"newsletter":           {"List-Unsubscribe: <mailto:a@example.org>\nList-Id: <x.example>\n\nx", Bulk},
		"group":                {"List-Post: <mailto:leden@vng.example>\nList-Id: <leden.vng.example>\nList-Unsubscribe: <mailto:uit@vng.example>\n\nx", Ordinary},
		"bulk":                 {"Precedence: bulk\n\nx", Bulk},
	} {
		head := "To: b@example.org\n"
		if !strings.Contains(test.mail, "From:") {
			head += "From: a@example.org\n"
		}
		if got := letter(t, head+test.mail); got.Kind != test.want {
			t.Errorf("%s: %s, want %s", name, got.Kind, test.want)
		}
	}
	if got := letter(t, "Return-Path: <x@mx.example>\nFrom: a@example.org\n"+report); got.Sender != "" || got.Kind != Bounce || !strings.Contains(got.Text, "Action: failed") {
		t.Errorf("%+v", got)
	}
}

// A person may write over a list or out of a program that wants no answers; that is
// no reason not to read it.
func TestSilent(t *testing.T) {
	for mail, want := range map[string]bool{
		"Subject: opvang": false, "Precedence: list": true, "List-Post: <mailto:a@example.org>": true, "X-Auto-Response-Suppress: DR, OOF, AutoReply": true,
		"X-Auto-Response-Suppress: DR": false, "Return-Path: <>": true, "Return-Path: <a@example.org>": false,
	} {
		if got := letter(t, "From: a@example.org\n"+mail+"\n\n40 plekken"); got.Silent != want || got.Kind != Ordinary {
			t.Errorf("%s: silent %v, %s", mail, got.Silent, got.Kind)
		}
	}
}

func TestLookalikes(t *testing.T) {
	for from, want := range map[string]string{
		"Gemeente Zwolle <a@zwolle.example>": "",
		"\xd0\x86\xd0\xb2\xd0\xb0\xd0\xbd \xd0\x9f\xd0\xb5\xd1\x82\xd1\x80\xd0\xb5\xd0\xbd\xd0\xba\xd0\xbe <a@example.org>": "",
		"Gemeente \xd0\xa3\xd1\x82\xd1\x80\xd0\xb5\xd1\x85\xd1\x82 <a@example.org>":                                         "",
		"Gem\xd0\xb5ente Zwolle <a@example.org>":                                                                            Lookalike, // one Cyrillic letter
		"jan@zwolle.example <x@evil.example>":                                                                               Lookalike,
		"\"jan@zwolle.example\" <x@mail.zwolle.example>":                                                                    "",
		"a <a@zw\xd0\xbelle.example>":                                                                                       Lookalike,
		"a <a@\xd0\xb0\xd1\x80\xd1\x80\xd0\xbb\xd0\xb5.example>":                                                            "",
		"a <a@\xd1\x80\xd0\xb0\xd1\x83\xd1\x80\xd0\xb0.example>":                                                            Lookalike,
		"a <a@" + domainASCII("zw\u043elle.example") + ">":                                                                  Lookalike,
		"Jan\u202eneob <a@example.org>":                                                                                     Direction,
	} {
		if got := letter(t, "From: "+from+"\n\nx"); codes(got) != want {
			t.Errorf("%s: %q, want %q", from, codes(got), want)
		}
	}
	if got := letter(t, "From: Jan\u202eneob <a@example.org>\n\nx"); got.From.Name != "Janneob" {
		t.Errorf("%q", got.From.Name)
	}
}
