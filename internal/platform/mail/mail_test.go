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
	"messages.nl.json": {Data: []byte(`{"m.s":"Uw link","m.b":"Dag {name}, klik hier: {link}"}`)},
	"messages.en.json": {Data: []byte(`{"m.s":"Your link","m.b":"Hello {name}, click here: {link}"}`)},
	"messages.uk.json": {Data: []byte(`{"m.s":"Ваше посилання","m.b":"Вітаємо, {name}: {link}"}`)},
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
