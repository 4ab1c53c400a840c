package post

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// sent is a mail as a well-behaved program would send it.
type sent struct {
	name, subject, text, rich string
	quoted                    bool // quoted-printable rather than base64
	alternative               bool
	crlf                      bool
	files                     []Attachment
	depth                     int // multiparts around everything
}

var (
	someWord = rapid.StringMatching(`[A-Za-zéëїжあ0-9€.,!?=_-]{1,12}`)
	words    = rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(someWord, 1, 8).Draw(t, "words"), " ") })
	lines    = rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(words, 1, 10).Draw(t, "lines"), "\n") })
	mails    = rapid.Custom(func(t *rapid.T) sent {
		return sent{
			name: rapid.StringMatching(`[A-Z][a-zéë]{1,20}`).Draw(t, "name"), subject: words.Draw(t, "subject"), text: "Wij bieden:\n" + lines.Draw(t, "text"), rich: words.Draw(t, "rich"),
			quoted: rapid.Bool().Draw(t, "quoted"), alternative: rapid.Bool().Draw(t, "alternative"), crlf: rapid.Bool().Draw(t, "crlf"),
			files: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Attachment {
				return Attachment{Name: rapid.StringMatching(`[a-zéж0-9 ]{1,20}[a-z]\.xlsx`).Draw(t, "file"), Type: "application/octet-stream",
					Data: rapid.SliceOfN(rapid.Byte(), 1, 3000).Draw(t, "data")}
			}), 0, 3).Draw(t, "files"),
			depth: rapid.IntRange(1, 5).Draw(t, "depth"),
		}
	})
)

// write gives the bytes of the mail.
func (m sent) write(t *rapid.T) string {
	var body bytes.Buffer
	outer := multipart.NewWriter(&body)
	writers := []*multipart.Writer{outer}
	for range m.depth - 1 {
		inner := multipart.NewWriter(nil)
		part, err := writers[len(writers)-1].CreatePart(textproto.MIMEHeader{"Content-Type": {"multipart/mixed; boundary=" + inner.Boundary()}})
		if err != nil {
			t.Fatal(err)
		}
		nested := multipart.NewWriter(part)
		if err := nested.SetBoundary(inner.Boundary()); err != nil {
			t.Fatal(err)
		}
		writers = append(writers, nested)
	}
	innermost := writers[len(writers)-1]
	m.writeText(t, innermost)
	for _, file := range m.files {
		m.writePart(t, innermost, mime.FormatMediaType("application/octet-stream", map[string]string{"name": file.Name}), "attachment", string(file.Data), false)
	}
	for _, writer := range slices.Backward(writers) {
		if err := writer.Close(); err != nil {
			t.Fatal(err)
		}
	}
	head := fmt.Sprintf("From: %s <a@example.org>\r\nSubject: %s\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=%s\r\n\r\n",
		mime.BEncoding.Encode("utf-8", m.name), mime.QEncoding.Encode("utf-8", m.subject), outer.Boundary())
	if m.crlf {
		return head + body.String()
	}
	return strings.ReplaceAll(head+body.String(), "\r\n", "\n")
}

func (m sent) writeText(t *rapid.T, to *multipart.Writer) {
	if !m.alternative {
		m.writePart(t, to, "text/plain; charset=utf-8", "inline", m.text, m.quoted)
		return
	}
	boundary := multipart.NewWriter(nil).Boundary()
	part, err := to.CreatePart(textproto.MIMEHeader{"Content-Type": {"multipart/alternative; boundary=" + boundary}})
	if err != nil {
		t.Fatal(err)
	}
	both := multipart.NewWriter(part)
	if err := both.SetBoundary(boundary); err != nil {
		t.Fatal(err)
	}
	m.writePart(t, both, "text/plain; charset=utf-8", "inline", m.text, m.quoted)
	m.writePart(t, both, "text/html; charset=utf-8", "inline", "<p>"+m.rich, m.quoted)
	if err := both.Close(); err != nil {
		t.Fatal(err)
	}
}

func (m sent) writePart(t *rapid.T, to *multipart.Writer, kind, disposition, content string, quoted bool) {
	encoding := "base64"
	if quoted {
		encoding = "quoted-printable"
	}
	part, err := to.CreatePart(textproto.MIMEHeader{"Content-Type": {kind}, "Content-Disposition": {disposition}, "Content-Transfer-Encoding": {encoding}})
	if err != nil {
		t.Fatal(err)
	}
	var writer io.WriteCloser = quotedprintable.NewWriter(part)
	if !quoted {
		writer = base64.NewEncoder(base64.StdEncoding, part)
	}
	_, err = io.WriteString(writer, content)
	if closed := writer.Close(); err != nil || closed != nil {
		t.Fatal(err, closed)
	}
}

// What the standard library writes comes back as it was, whatever the structure.
func TestWellFormedMailComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mail := mails.Draw(t, "mail")
		got, err := Read(strings.NewReader(mail.write(t)), Options{})
		if err != nil || len(got.Warnings) > 0 {
			t.Fatalf("%v %+v", err, got.Warnings)
		}
		if got.Subject != cleanLine(mail.subject, mostLine) || got.From.Email != "a@example.org" || got.From.Name != strings.Trim(mail.name, `'" `) {
			t.Fatalf("subject %q, from %+v", got.Subject, got.From)
		}
		if want := strings.TrimSpace(cleanText(mail.text)); got.Text != want {
			t.Fatalf("text\n%q, want\n%q", got.Text, want)
		}
		if len(got.Attachments) != len(mail.files) {
			t.Fatalf("%d files, want %d", len(got.Attachments), len(mail.files))
		}
		for at, file := range mail.files {
			if name := strings.Join(strings.Fields(file.Name), " "); got.Attachments[at].Name != name || !bytes.Equal(got.Attachments[at].Data, file.Data) {
				t.Fatalf("file %d: %q with %d bytes, want %q with %d", at, got.Attachments[at].Name, len(got.Attachments[at].Data), name, len(file.Data))
			}
		}
	})
}
