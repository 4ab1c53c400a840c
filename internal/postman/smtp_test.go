package postman

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	gomail "github.com/wneessen/go-mail"
)

// counter is a counter that is open, and a desk behind it.
func counter(t *testing.T, lmtp bool) (address string, d *desk, shut func() error) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c, err := NewCounter("opvang@onderdak.example, @hulp.example", "mx.onderdak.example", lmtp)
	if err != nil {
		t.Fatal(err)
	}
	d = &desk{}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- c.Serve(ctx, listener, d.take, slog.New(slog.NewTextHandler(io.Discard, nil))) }()
	t.Cleanup(stop)
	return listener.Addr().String(), d, func() error {
		stop()
		select {
		case err := <-ended:
			return err
		case <-time.After(20 * time.Second):
			return errors.New("it never ends")
		}
	}
}

// code is that of an answer that refuses.
func code(err error) int {
	var refused *smtp.SMTPError
	if errors.As(err, &refused) {
		return refused.Code
	}
	return 0
}

func hand(t *testing.T, address string, lmtp bool, to, text string) error {
	t.Helper()
	call := smtp.Dial
	if lmtp {
		call = func(address string) (*smtp.Client, error) {
			conn, err := net.Dial("tcp", address)
			if err != nil {
				return nil, err
			}
			return smtp.NewClientLMTP(conn), nil
		}
	}
	client, err := call(address)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if err := client.Hello("test.example"); err != nil {
		t.Fatal(err)
	}
	return client.SendMail("jan@zeist.example", []string{to}, strings.NewReader(text))
}

func TestMailIsHandedIn(t *testing.T) {
	for _, lmtp := range []bool{false, true} {
		address, d, shut := counter(t, lmtp)
		for _, to := range []string{"opvang@onderdak.example", "Opvang@Onderdak.EXAMPLE", "wie.dan.ook@hulp.example"} {
			if err := hand(t, address, lmtp, to, mailOf("places")); err != nil {
				t.Errorf("to %s: %v", to, err)
			}
		}
		for _, to := range []string{"ander@onderdak.example", "opvang@elders.example", "hulp.example@elders.example"} {
			if err := hand(t, address, lmtp, to, mailOf("relayed")); code(err) != 550 {
				t.Errorf("to %s: %v", to, err)
			}
		}
		if want := []string{mailOf("places"), mailOf("places"), mailOf("places")}; !slices.Equal(d.mails(), want) {
			t.Errorf("%q", d.mails())
		}
		way := map[bool]string{false: "smtp", true: "lmtp"}[lmtp]
		if e := d.ways[0]; e.Way != way || e.From != "jan@zeist.example" || !slices.Equal(e.To, []string{"opvang@onderdak.example"}) {
			t.Errorf("%+v", e)
		}
		if err := shut(); err != nil {
			t.Error(err)
		}
	}
}

// What is not stored is not accepted: the sending server keeps it.
func TestWhatIsNotStoredIsNotAccepted(t *testing.T) {
	address, d, _ := counter(t, false)
	d.refuses = func(string) error { return errors.New("disk full at /secret/path") }
	err := hand(t, address, false, "opvang@onderdak.example", mailOf("places"))
	if code(err) != 451 || strings.Contains(err.Error(), "secret") {
		t.Errorf("%v", err)
	}
	d.refuses = nil
	if err := hand(t, address, false, "opvang@onderdak.example", mailOf("places")); err != nil || len(d.mails()) != 1 {
		t.Errorf("%v, %d", err, len(d.mails()))
	}
}

func TestATooLongMailIsRefused(t *testing.T) {
	address, d, _ := counter(t, false)
	long := mailOf("long") + strings.Repeat(strings.Repeat("x", 998)+"\r\n", MaxBytes/1000+1000)
	if err := hand(t, address, false, "opvang@onderdak.example", long); code(err) != 552 {
		t.Errorf("%v", err)
	}
	if len(d.mails()) != 0 {
		t.Error("it was taken in too")
	}
}

// A connection that breaks off in the middle of a mail hands nothing in.
func TestHalfAMailIsNone(t *testing.T) {
	address, d, shut := counter(t, false)
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"EHLO test.example", "MAIL FROM:<a@b.example>", "RCPT TO:<opvang@onderdak.example>", "DATA", "Subject: half", "", "sixty"} {
		if _, err := io.WriteString(conn, line+"\r\n"); err != nil {
			t.Fatal(err)
		}
	}
	time.Sleep(50 * time.Millisecond) // so that the words are read before the line breaks
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	if err := shut(); err != nil {
		t.Error(err)
	}
	if len(d.mails()) != 0 {
		t.Errorf("%q", d.mails())
	}
}

// The client of the house itself, as any other mail program.
func TestARealClient(t *testing.T) {
	address, d, _ := counter(t, false)
	message := gomail.NewMsg()
	for _, err := range []error{message.From("Jan Test <jan@zeist.example>"), message.To("opvang@onderdak.example")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	message.Subject("Sporthal з Україною")
	message.SetBodyString(gomail.TypeTextPlain, "60 bedden per direct")
	at, err := net.ResolveTCPAddr("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	client, err := gomail.NewClient("127.0.0.1", gomail.WithPort(at.Port), gomail.WithTLSPolicy(gomail.NoTLS))
	if err != nil {
		t.Fatal(err)
	}
	if err := client.DialAndSend(message); err != nil {
		t.Fatal(err)
	}
	if got := d.mails(); len(got) != 1 || !strings.Contains(got[0], "60 bedden") {
		t.Errorf("%q", got)
	}
}

func TestAddressesOfCounters(t *testing.T) {
	for _, wrong := range []string{"", " , ", "opvang", "a@b@c", "a b", "<a@b.example>"} {
		if c, err := NewCounter(wrong, "x", false); err == nil {
			t.Errorf("%q: %v", wrong, c.Addresses)
		}
	}
}
