package post

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// FuzzRead holds every letter to what the package promises, whatever the bytes.
func FuzzRead(f *testing.F) {
	f.Add([]byte(plainMail))
	for _, mail := range oddMail {
		f.Add([]byte(mail))
	}
	for _, mail := range []string{
		"Content-Type: text/html\n\n<style>.x{display:none}</style><table><tr><td class=x>a<td style='color:#fff'>b</table><a href=http://x.example>www.y.example</a>",
		"Content-Type: text/plain; charset=utf-7\nContent-Transfer-Encoding: quoted-printable\n\n+BB8E=\n=20QAQ+-",
		"From: =?utf-8?b?w6k=?= <a@xn--zwlle-8cd.example>\nContent-Type: multipart/alternative; boundary=x\n\n--x\n\na\n--x\nContent-Type: text/calendar\n\nb\n--x--",
		"Content-Type: application/ms-tnef; name*0*=utf-8''a%20; name*1=b\nContent-Transfer-Encoding: base64\n\neJ8+IgEAAQyAAgAFAAAAaGFsbG8AAA==",
		"Authentication-Results: mx.ons.example (a \\) b); dmarc=pass header.from=\"x\"\nDate: 1 Jan 22 CET\n\nbegin 644 a\n%:&%L;&\\\nend\n> a\nOp 1 mei schreef x:\n> b",
	} {
		f.Add([]byte(mail))
	}
	f.Fuzz(func(t *testing.T, mail []byte) {
		got, err := Read(bytes.NewReader(mail), Options{TrustedServer: "mx.ons.example"})
		if err != nil {
			t.Fatal(err)
		}
		check(t, got)
	})
}

// check holds a letter to the promises of the package comment and of limits.go.
func check(t *testing.T, got Letter) {
	t.Helper()
	if !clean(got.Text, "\n\t") || len(got.Text) > mostText || got.Quoted < 0 || got.Quoted > len(got.Text) || got.Quoted < len(got.Text) && !utf8.RuneStart(got.Text[got.Quoted]) {
		t.Errorf("text of %d bytes, quoted from %d: %.200q", len(got.Text), got.Quoted, got.Text)
	}
	lines := []string{got.Subject, got.MessageID, got.From.Name, got.From.Email, got.Sender}
	for _, address := range append(got.To, got.ReplyTo...) {
		lines = append(lines, address.Name, address.Email)
	}
	lines = append(append(lines, got.InReplyTo...), got.References...)
	files := 0
	for _, file := range got.Attachments {
		files += len(file.Data)
		lines = append(lines, file.Name, file.Type)
		if strings.ContainsAny(file.Name, `/\`) || utf8.RuneCountInString(file.Name) > mostName+20 {
			t.Errorf("file name %q", file.Name)
		}
	}
	for _, warning := range got.Warnings {
		lines = append(lines, warning.Code, warning.Detail)
		if warning.Code == BrokenMail {
			t.Errorf("a fault: %s", warning.Detail)
		}
	}
	for _, line := range lines {
		if !clean(line, "") {
			t.Errorf("not clean: %q", line)
		}
	}
	if files > mostFiles || len(got.Attachments) > 2*mostParts || len(got.To) > mostAddresses || len(got.Warnings) > mostWarnings || len(got.References) > mostReferences {
		t.Errorf("over the limits: %d bytes in %d files, %d addresses, %d warnings", files, len(got.Attachments), len(got.To), len(got.Warnings))
	}
	if got.Kind == "" || got.Auth == "" {
		t.Error("no kind or no auth")
	}
}

func clean(text, allowed string) bool {
	return utf8.ValidString(text) && norm.NFC.IsNormalString(text) && !strings.ContainsFunc(text, func(char rune) bool {
		return (unicode.IsControl(char) || turns(char)) && !strings.ContainsRune(allowed, char)
	})
}

// The evil mails keep the promises too.
func TestEvilMailIsClean(t *testing.T) {
	for name, mail := range evil {
		got, err := Read(mail(), Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		t.Run(name, func(t *testing.T) { check(t, got) })
	}
}

// Throughput of the mail that comes most: some text with a sheet of 30 kB.
func BenchmarkRead(b *testing.B) {
	ordinary, err := io.ReadAll(attachments(1, 30_000))
	if err != nil {
		b.Fatal(err)
	}
	for name, mail := range map[string][]byte{"text": []byte(plainMail), "file": ordinary, "html": []byte(htmlTop + strings.Repeat("<p style='color:red'>Wij hebben 40 plekken.</p>", 400))} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(mail)))
			for b.Loop() {
				if _, err := Read(bytes.NewReader(mail), Options{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "mails/s")
		})
	}
}

// The worst that FuzzRead and we could think of, for the time of each.
func BenchmarkEvil(b *testing.B) {
	for name, mail := range evil {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Read(mail(), Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
