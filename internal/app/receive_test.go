package app_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
	"github.com/emersion/go-smtp"

	"onderdak/internal/app"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/mail"
)

// sent collects the mails the house sends.
type sent struct {
	sync.Mutex
	letters []mail.Letter
}

func (s *sent) Send(_ context.Context, l mail.Letter) error {
	s.Lock()
	defer s.Unlock()
	s.letters = append(s.letters, l)
	return nil
}

func (s *sent) to(address string) (n int) {
	s.Lock()
	defer s.Unlock()
	for _, l := range s.letters {
		if l.To == address {
			n++
		}
	}
	return n
}

// mailServer is an IMAP server with the mailbox of the desk, at an address.
func mailServer(t *testing.T) (address string, box *imapmemserver.User) {
	t.Helper()
	users := imapmemserver.New()
	box = imapmemserver.NewUser("opvang", "geheim")
	if err := box.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	users.AddUser(box)
	server := imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return users.NewSession(), nil, nil
		},
		InsecureAuth: true, Caps: imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapIMAP4rev2: {}},
		Logger: slog.NewLogLogger(slog.NewTextHandler(io.Discard, nil), slog.LevelInfo),
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }() // it ends when it is closed
	t.Cleanup(func() { _ = server.Close() })
	return listener.Addr().String(), box
}

type literal struct{ *strings.Reader }

func (l literal) Size() int64 { return int64(l.Len()) }

func put(t *testing.T, box *imapmemserver.User, text string) {
	t.Helper()
	if _, err := box.Append("INBOX", literal{strings.NewReader(text)}, &imap.AppendOptions{}); err != nil {
		t.Fatal(err)
	}
}

func left(t *testing.T, box *imapmemserver.User) uint32 {
	t.Helper()
	status, err := box.Status("INBOX", &imap.StatusOptions{NumMessages: true})
	if err != nil {
		t.Fatal(err)
	}
	return *status.NumMessages
}

const offer = "From: Jan Bakker <jan@bosrand.example>\r\nTo: opvang@onderdak.example\r\nSubject: Opvangplekken\r\n" +
	"Message-ID: <offer-1@bosrand.example>\r\nDate: Mon, 25 Apr 2022 08:12:00 +0200\r\n\r\n" +
	"Goedemorgen,\r\n\r\nIn sporthal De Bosrand in Zeist is plek voor 60 personen, van 1 mei tot en met 31 mei.\r\n" +
	"U kunt mij bellen op 030 123 45 67.\r\n\r\nJan Bakker\r\n"

// eventually waits for what the house does in its own time.
func eventually(t *testing.T, what string, so func() bool) {
	t.Helper()
	for end := time.Now().Add(longWait); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if so() {
			return
		}
	}
	t.Fatalf("never: %s", what)
}

const longWait = time.Minute

// TestMailComesIn sends an offer to the mailbox, and the same one to the door: it
// waits at the desk once, with what was understood of it, and its writer gets one
// receipt.
func TestMailComesIn(t *testing.T) {
	for _, engine := range dbtest.Engines {
		t.Run(engine, func(t *testing.T) {
			server, box := mailServer(t)
			put(t, box, offer)
			door, out := filepath.Join(t.TempDir(), "lmtp"), &sent{}
			h := receiving(t, dbtest.URL(t, engine), out, app.MailIn{Mailbox: "imap://opvang:geheim@" + server, LMTP: "unix:" + door, For: "opvang@onderdak.example"})
			eventually(t, "the mailbox is empty", func() bool { return left(t, box) == 0 })
			eventually(t, "the door opens", func() bool { return handIn(door, offer) == nil })

			nation := access.Actor{Person: "nel", Name: "Nel", Role: access.National}
			tray, err := h.Mailroom.Tray(ctx, nation, 1)
			if err != nil {
				t.Fatal(err)
			}
			if len(tray.Drafts) != 1 || tray.EmptyCount != 0 {
				t.Fatalf("%d drafts and %d mails without one at the desk", len(tray.Drafts), tray.EmptyCount)
			}
			d := tray.Drafts[0]
			if d.Places != 60 || d.Municipality != "GM0355" || d.From.String() != "2022-05-01" || d.Until.String() != "2022-06-01" || d.Contact.Phone != "030 123 45 67" {
				t.Errorf("%+v", d.Report)
			}
			if l := tray.From[d.ID]; l.FromEmail != "jan@bosrand.example" {
				t.Errorf("%+v", l)
			}
			eventually(t, "a receipt", func() bool { return out.to("jan@bosrand.example") == 1 })
		})
	}
}

// A mail that comes while the store is gone is not accepted: the sending server
// keeps it and comes again.
func TestMailOutlivesTheDatabase(t *testing.T) {
	url, halt, resume := dbtest.Restartable(t)
	door := filepath.Join(t.TempDir(), "lmtp")
	h := receiving(t, url, &sent{}, app.MailIn{LMTP: "unix:" + door, For: "@onderdak.example"})
	eventually(t, "the door opens", func() bool { return handIn(door, strings.ReplaceAll(offer, "offer-1", "offer-0")) == nil })
	halt()
	if err := handIn(door, offer); err == nil || !strings.Contains(err.Error(), "later") {
		t.Errorf("without a store: %v", err)
	}
	resume()
	eventually(t, "it is taken in", func() bool { return handIn(door, offer) == nil })
	tray, err := h.Mailroom.Tray(ctx, access.Actor{Person: "nel", Role: access.National}, 1)
	if err != nil || len(tray.Drafts) != 2 {
		t.Errorf("%d drafts, %v", len(tray.Drafts), err)
	}
}

// receiving runs a house that takes mail in, until the test ends.
func receiving(t *testing.T, url string, out mail.Sender, in app.MailIn) *app.App {
	t.Helper()
	h, err := app.Open(ctx, app.Config{
		Database: url, Base: "https://onderdak.example", Now: app.DemoClock().Time, From: "Onderdak <noreply@onderdak.example>",
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Mail: out, MailIn: in,
	}, true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	serving, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- h.Serve(serving, listener) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return h
}

// handIn hands a mail in as a mail server does.
func handIn(door, text string) error {
	conn, err := net.Dial("unix", door)
	if err != nil {
		return err
	}
	client := smtp.NewClientLMTP(conn)
	defer client.Close()
	if err := client.Hello("mx.bosrand.example"); err != nil {
		return err
	}
	return client.SendMail("jan@bosrand.example", []string{"opvang@onderdak.example"}, strings.NewReader(text))
}

// Who asks for a way in that cannot be opened hears so at once.
func TestWaysInThatCannotBe(t *testing.T) {
	for _, in := range []app.MailIn{
		{Mailbox: "pop3://a:geheim@b.example"},
		{SMTP: "127.0.0.1:0"},
		{SMTP: "127.0.0.1:0", For: "nobody"},
		{LMTP: "unix:" + filepath.Join(t.TempDir(), "no", "such", "folder"), For: "a@b.example"},
	} {
		h, err := app.Open(ctx, app.Config{Database: dbtest.URL(t, "sqlite"), Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Out: io.Discard, MailIn: in}, true)
		if err != nil {
			t.Fatal(err)
		}
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		serving, stop := context.WithTimeout(ctx, 10*time.Second)
		err = h.Serve(serving, listener)
		stop()
		if err == nil || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%+v: %v", in, err)
		}
		_ = listener.Close()
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	}
}
