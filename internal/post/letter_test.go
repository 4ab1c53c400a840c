package post

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// letter reads a mail written with \n as its lines.
func letter(t *testing.T, mail string, options ...Options) Letter {
	t.Helper()
	var o Options
	if len(options) > 0 {
		o = options[0]
	}
	got, err := Read(strings.NewReader(strings.ReplaceAll(mail, "\n", "\r\n")), o)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func warned(letter Letter, code string) bool {
	return slices.ContainsFunc(letter.Warnings, func(warning Warning) bool { return warning.Code == code })
}

func codes(letter Letter) string {
	var found []string
	for _, warning := range letter.Warnings {
		found = append(found, warning.Code)
	}
	return strings.Join(found, " ")
}

const plainMail = `Return-Path: <jan@gemeente.example>
From: "Jan de Boer" <jan@Gemeente.Example>
To: Opvang <opvang@example.org>, b@example.org
Cc: =?utf-8?q?Zo=C3=AB?= <zoe@example.org>
Reply-To: balie@gemeente.example
Subject: =?utf-8?B?T3B2YW5nIGluIFp3b2xsZQ==?=
Date: Tue, 15 Mar 2022 10:15:00 +0100
Message-ID: <abc@gemeente.example>
In-Reply-To: <een@example.org>
References: <nul@example.org> <een@example.org>

Wij hebben 40 plekken.
`

func TestReadsTheEnvelope(t *testing.T) {
	got := letter(t, plainMail)
	if got.From != (Address{"Jan de Boer", "jan@gemeente.example"}) || got.Sender != "jan@gemeente.example" {
		t.Errorf("from %+v, sender %q", got.From, got.Sender)
	}
	if want := []Address{{"Opvang", "opvang@example.org"}, {"", "b@example.org"}, {"Zoë", "zoe@example.org"}}; !slices.Equal(got.To, want) {
		t.Errorf("to %+v", got.To)
	}
	if len(got.ReplyTo) != 1 || got.ReplyTo[0].Email != "balie@gemeente.example" || got.Subject != "Opvang in Zwolle" {
		t.Errorf("%+v", got)
	}
	if !got.Date.Equal(time.Date(2022, 3, 15, 9, 15, 0, 0, time.UTC)) || got.MessageID != "abc@gemeente.example" {
		t.Errorf("date %v, id %q", got.Date, got.MessageID)
	}
	if !slices.Equal(got.InReplyTo, []string{"een@example.org"}) || !slices.Equal(got.References, []string{"nul@example.org", "een@example.org"}) {
		t.Errorf("in reply to %q, references %q", got.InReplyTo, got.References)
	}
	if got.Text != "Wij hebben 40 plekken." || got.Quoted != len(got.Text) || got.Kind != Ordinary || got.Auth != Unknown || len(got.Warnings) != 0 {
		t.Errorf("%+v", got)
	}
}

// What the lines end with, and what stands before them, changes nothing.
func TestReadsEveryLineEnd(t *testing.T) {
	want := letter(t, plainMail)
	for name, mail := range map[string]string{
		"LF": plainMail, "CR": strings.ReplaceAll(plainMail, "\n", "\r"), "CR CR LF": strings.ReplaceAll(plainMail, "\n", "\r\r\n"),
		"mbox": "From jan@gemeente.example Tue Mar 15 10:15:00 2022\n" + plainMail, "empty lines": "\n\r\n" + plainMail,
		"byte order mark": "\xef\xbb\xbf" + plainMail, "a space": " " + plainMail,
	} {
		got, err := Read(strings.NewReader(mail), Options{})
		if err != nil || got.Subject != want.Subject || got.Text != want.Text || got.From != want.From || !slices.Equal(got.To, want.To) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestOnlyTheReaderFails(t *testing.T) {
	broken := errors.New("wire cut")
	got, err := Read(io.MultiReader(strings.NewReader(plainMail), iotest.ErrReader(broken)), Options{})
	if !errors.Is(err, broken) || got.Subject != "Opvang in Zwolle" {
		t.Errorf("%q, %v", got.Subject, err)
	}
	if _, err := Read(iotest.OneByteReader(strings.NewReader(plainMail)), Options{}); err != nil {
		t.Error(err)
	}
	if _, err := Read(silent{}, Options{}); !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("a reader that gives nothing: %v", err)
	}
	for _, mail := range []string{"", "\n", "\x00", "From", "From:", ":", "--", "\xff\xfe", "Content-Type: multipart/mixed; boundary=x"} {
		if got, err := Read(strings.NewReader(mail), Options{}); err != nil || got.Quoted > len(got.Text) {
			t.Errorf("%q: %+v, %v", mail, got, err)
		}
	}
}

type silent struct{}

func (silent) Read([]byte) (int, error) { return 0, nil }

// A byte at a time gives the same as all at once, wherever the window ends.
func TestPiecesOfTheReaderDoNotMatter(t *testing.T) {
	for name, mail := range oddMail {
		whole, err := Read(strings.NewReader(mail), Options{})
		if err != nil {
			t.Fatal(err)
		}
		pieces, err := Read(iotest.OneByteReader(strings.NewReader(mail)), Options{})
		if err != nil || fmt.Sprintf("%+v", whole) != fmt.Sprintf("%+v", pieces) {
			t.Errorf("%s:\n%+v\n%+v, %v", name, whole, pieces, err)
		}
	}
}

const noHeader = "Locatie: Sporthal De Test\nPlekken: 40\n\nGroet, Jan"

// oddMail is mail as it should not be.
var oddMail = map[string]string{
	"no headers":         noHeader,
	"no empty line":      "From: a@example.org\nSubject: x\nWij hebben 40 plekken in de hal.\nGroet",
	"stray line":         "From: a@example.org\nthis is no field\nSubject: x\n\nhallo",
	"NUL":                "From: a@example.org\nSubject: a\x00b\n\nha\x00llo",
	"similar boundaries": "Content-Type: multipart/mixed; boundary=ab\n\n--ab\nContent-Type: multipart/mixed; boundary=abc\n\n--abc\n\neen\n--abc\n\ntwee\n--abc--\n--ab\n\ndrie\n--ab--\n",
	"boundary in dashes": "Content-Type: multipart/mixed; boundary=\"--\"\n\n----\n\neen\n----\n\ntwee\n------\n",
	"no end":             "Content-Type: multipart/mixed; boundary=ab\n\n--ab\n\neen\n--ab\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\naGFsbG8",
	"no boundary":        "Content-Type: multipart/mixed\n\nText before\n--xyz\nContent-Type: text/plain\n\nhallo\n--xyz--\n",
	"wrong boundary":     "Content-Type: multipart/mixed; boundary=ab\n\nWij hebben 40 plekken\n",
	"mail in a mail":     "From: a@example.org\nContent-Type: message/rfc822\n\nFrom: b@example.org\nSubject: Plekken\n\nWij hebben 40 plekken",
	"parts in base64":    "Content-Type: multipart/mixed; boundary=x\nContent-Transfer-Encoding: base64\n\nLS14DQoNCmhhbGxvDQotLXgtLQ==",
	"folded in pieces":   "Subject: een\n\ttwee\n   drie\nFrom: a@example.org\n\nhallo",
}

func TestReadsOddMail(t *testing.T) {
	for name, want := range map[string]struct{ text, codes string }{
		"no headers": {noHeader, NoHeaders}, "no empty line": {"Wij hebben 40 plekken in de hal.\nGroet", ""}, "stray line": {"hallo", ""}, "NUL": {"hallo", ""},
		"similar boundaries": {"een\n\ntwee\n\ndrie", ""}, "boundary in dashes": {"een\n\ntwee", ""}, "no end": {"een", NoEnd},
		"no boundary": {"hallo", NoBoundary}, "wrong boundary": {"Wij hebben 40 plekken", NoBoundary + " " + NoEnd},
		"mail in a mail": {"From: b@example.org\nSubject: Plekken\n\nWij hebben 40 plekken", ""}, "parts in base64": {"hallo", ""}, "folded in pieces": {"hallo", ""},
	} {
		got := letter(t, oddMail[name])
		if got.Text != want.text || codes(got) != want.codes {
			t.Errorf("%s: %q with %q, want %q with %q", name, got.Text, codes(got), want.text, want.codes)
		}
	}
	if got := letter(t, oddMail["stray line"]); got.Subject != "x" {
		t.Errorf("subject behind a stray line: %q", got.Subject)
	}
	if got := letter(t, oddMail["folded in pieces"]); got.Subject != "een twee drie" {
		t.Errorf("folded subject: %q", got.Subject)
	}
	if got := letter(t, oddMail["no end"]); len(got.Attachments) != 1 || string(got.Attachments[0].Data) != "hallo" {
		t.Errorf("the file of a mail that was cut off: %+v", got.Attachments)
	}
	if got := letter(t, oddMail["mail in a mail"]); got.Quoted != 0 {
		t.Errorf("a forwarded mail without own words is quoted from %d", got.Quoted)
	}
}

// The limits of size: what is over them is left out and told.
func TestLimitsAreTold(t *testing.T) {
	cases := map[string]struct {
		mail io.Reader
		code string
		text string
	}{
		"100 MB":    {evil["100 MB of text"](), MailCut, "Wij bieden"},
		"parts":     {evil["200,000 parts"](), PartsCut, "a"},
		"depth":     {evil["5,000 deep"](), TooDeep, ""},
		"messages":  {evil["5,000 messages deep"](), TooDeep, ""},
		"header":    {evil["8 MB of one header"](), HeaderCut, "hallo"},
		"headers":   {evil["8 MB of headers"](), HeaderCut, "hallo"},
		"addresses": {mixed("From: a@example.org\r\nTo: ", repeat("b@example.org, ", 200), "\r\n\r\nhallo"), AddressesCut, "hallo"},
		"text":      {mixed(textTop, repeat("Wij bieden plekken. ", 100_000)), TextCut, "Wij bieden"},
		"file":      {attachments(1, 6<<20), AttachmentCut, "hallo"},
		"files":     {attachments(3, 4<<20), AttachmentCut, "hallo"},
	}
	for name, test := range cases {
		got, err := Read(test.mail, Options{})
		if err != nil || !warned(got, test.code) || !strings.HasPrefix(got.Text, test.text) {
			t.Errorf("%s: %v, %q, text %.40q", name, err, codes(got), got.Text)
		}
		if len(got.Text) > mostText || len(got.To) > mostAddresses || len(got.Attachments) > mostParts {
			t.Errorf("%s is over the limit", name)
		}
		if name == "addresses" && len(got.To) != mostAddresses {
			t.Errorf("%d addresses kept", len(got.To))
		}
	}
	got, err := Read(attachments(3, 4<<20), Options{})
	if err != nil || len(got.Attachments) != 3 || got.Attachments[0].Data == nil || got.Attachments[2].Data != nil || got.Attachments[2].Name != "f2.zip" {
		t.Errorf("files over the limit: %d, %v", len(got.Attachments), err)
	}
}

func TestEveryCodeIsListed(t *testing.T) {
	if listed := Codes(); len(listed) != 26 || slices.Contains(listed, "") {
		t.Errorf("%d codes: %q", len(listed), listed)
	}
}

// A fault in a library costs what comes after it, not the program.
func TestFaultsBecomeWarnings(t *testing.T) {
	s := &scanner{}
	s.guard(func() { panic("a fault of the library") })
	if len(s.warnings) != 1 || s.warnings[0] != (Warning{BrokenMail, "a fault of the library"}) {
		t.Errorf("%+v", s.warnings)
	}
}
