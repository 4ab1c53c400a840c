package mail_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net"
	netmail "net/mail"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/emersion/go-smtp"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/job"
	"onderdak/internal/platform/mail"
)

func TestMain(m *testing.M) { os.Exit(dbtest.Run(m)) }

// inbox is the backend of a real SMTP server that keeps what it is given.
type inbox struct{ got chan string }

func (i inbox) NewSession(*smtp.Conn) (smtp.Session, error) { return session(i), nil }

type session struct{ got chan string }

func (s session) Mail(string, *smtp.MailOptions) error { return nil }
func (s session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if strings.HasPrefix(to, "nobody@") {
		return errors.New("no such mailbox")
	}
	return nil
}
func (s session) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	s.got <- string(data)
	return err
}
func (s session) Reset()        {}
func (s session) Logout() error { return nil }

func serve(t *testing.T) (address string, got chan string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	got = make(chan string, 4)
	server := smtp.NewServer(inbox{got})
	server.Domain = "localhost"
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	return "smtp://" + listener.Addr().String(), got
}

var texts = fstest.MapFS{
	"messages.nl.json": {Data: []byte(`{"m.s":"Uw link","m.b":"Dag {name}, klik hier: {link}","m.l":"Dag,\n\n{questions}\n\n{note}\n\nGroet","m.q":"Wie?","m.r":"Waar?"}`)},
	"messages.en.json": {Data: []byte(`{"m.s":"Your link","m.b":"Hello {name}, click here: {link}","m.l":"Hello,\n\n{questions}\n\n{note}\n\nBye","m.q":"Who?","m.r":"Where?"}`)},
	"messages.uk.json": {Data: []byte(`{"m.s":"Ваше посилання","m.b":"Вітаємо, {name}: {link}","m.l":"Вітаємо!\n\n{questions}\n\n{note}\n\nДо зустрічі","m.q":"Хто?","m.r":"Де?"}`)},
}

func TestAQueuedMessageArrivesTranslated(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		address, got := serve(t)
		sender, err := mail.NewSMTP(address, "Onderdak <noreply@onderdak.example>")
		if err != nil {
			t.Fatal(err)
		}
		catalogue, err := i18n.Load(texts)
		if err != nil {
			t.Fatal(err)
		}
		ctx := context.Background()
		err = store.Write(ctx, func(tx *db.Tx) error {
			return mail.Queue(ctx, tx, "1", calendar.Instant(0), mail.Message{
				To: "test@gemeente.example", Lang: "uk", Subject: "m.s", Body: "m.b",
				Args: map[string]any{"name": "Тест", "link": "https://onderdak.example/x"},
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		worker := job.NewWorker(store, time.Now, slog.New(slog.NewTextHandler(io.Discard, nil)),
			map[string]job.Handler{mail.Topic: mail.Handler(catalogue, sender)})
		if done, err := worker.Drain(ctx); err != nil || done != 1 {
			t.Fatalf("%d done, %v", done, err)
		}
		message, err := netmail.ReadMessage(strings.NewReader(<-got))
		if err != nil {
			t.Fatal(err)
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(message.Header.Get("Subject"))
		if err != nil || subject != "Ваше посилання" {
			t.Errorf("subject %q, %v", subject, err)
		}
		if message.Header.Get("Auto-Submitted") != "auto-generated" || message.Header.Get("To") != "<test@gemeente.example>" {
			t.Errorf("header %v", message.Header)
		}
	})
}

// An answer says what it answers and that no person wrote it; what a stranger gave
// for a message id is repeated only where it is one.
func TestAnAnswerCarriesItsHeaders(t *testing.T) {
	address, got := serve(t)
	sender, err := mail.NewSMTP(address, "Onderdak <noreply@onderdak.example>")
	if err != nil {
		t.Fatal(err)
	}
	send := func(letter mail.Letter) netmail.Header {
		t.Helper()
		letter.To, letter.Subject, letter.Text = "test@gemeente.example", "x", "y"
		if err := sender.Send(context.Background(), letter); err != nil {
			t.Fatal(err)
		}
		message, err := netmail.ReadMessage(strings.NewReader(<-got))
		if err != nil {
			t.Fatal(err)
		}
		return message.Header
	}
	answer := send(mail.Letter{ID: "ontvangst.1", InReplyTo: "abc@mail.example", Reply: true})
	if answer.Get("Message-Id") != "<ontvangst.1@onderdak.example>" || answer.Get("In-Reply-To") != "<abc@mail.example>" ||
		answer.Get("References") != "<abc@mail.example>" || answer.Get("Auto-Submitted") != "auto-replied" {
		t.Errorf("%v", answer)
	}
	for _, evil := range []string{"a b@c", "a>\r\nBcc: x@y.example", "é@x", strings.Repeat("x", 300)} {
		if header := send(mail.Letter{InReplyTo: evil}); header.Get("In-Reply-To") != "" || header.Get("Bcc") != "" || header.Get("Auto-Submitted") != "auto-generated" || header.Get("Message-Id") == "" {
			t.Errorf("%q: %v", evil, header)
		}
	}
}

// Lists of keys become lines in the language of the message; what is empty leaves
// no gap.
func TestListsBecomeLines(t *testing.T) {
	catalogue, err := i18n.Load(texts)
	if err != nil {
		t.Fatal(err)
	}
	for payload, want := range map[string]string{
		`{"to":"a@b.example","lang":"nl","subject":"m.s","body":"m.l","args":{"note":"Let op"},"lists":{"questions":["m.q","m.r"]}}`: "Dag,\n\n- Wie?\n- Waar?\n\nLet op\n\nGroet",
		`{"to":"a@b.example","lang":"uk","subject":"m.s","body":"m.l","args":{"note":""},"lists":{"questions":["m.q"]}}`:             "Вітаємо!\n\n- Хто?\n\nДо зустрічі",
		`{"to":"a@b.example","lang":"en","subject":"m.s","body":"m.l","args":{"note":""},"lists":{"questions":[]}}`:                  "Hello,\n\nBye",
	} {
		var out bytes.Buffer
		if err := mail.Handler(catalogue, mail.NewPrinter(&out))(context.Background(), []byte(payload)); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), "\n\n"+want+"\n---") {
			t.Errorf("%q, want %q", out.String(), want)
		}
	}
}

func TestARefusedMessageIsAnError(t *testing.T) {
	address, _ := serve(t)
	sender, err := mail.NewSMTP(address, "noreply@onderdak.example")
	if err != nil {
		t.Fatal(err)
	}
	if err := sender.Send(context.Background(), mail.Letter{To: "nobody@gemeente.example", Subject: "x", Text: "y"}); err == nil {
		t.Error("the server refused, the sender did not notice")
	}
	if err := sender.Send(context.Background(), mail.Letter{To: "not an address"}); err == nil {
		t.Error("a bad address was accepted")
	}
}

func TestAddresses(t *testing.T) {
	for _, wrong := range []string{"", "http://x", "smtp://", "smtp://host:port", "::"} {
		if _, err := mail.NewSMTP(wrong, "a@b.example"); err == nil {
			t.Errorf("%q was accepted", wrong)
		}
	}
	if _, err := mail.NewSMTP("smtps://user:secret@mail.example:465", "a@b.example"); err != nil {
		t.Error(err)
	}
}

func TestPrinter(t *testing.T) {
	var out bytes.Buffer
	if err := mail.NewPrinter(&out).Send(context.Background(), mail.Letter{To: "a@b.example", Subject: "S", Text: "T"}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "a@b.example") || !strings.Contains(out.String(), "T\n---") {
		t.Error(out.String())
	}
}
