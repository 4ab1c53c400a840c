package postman

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/mail"
	"strings"
	"time"

	"github.com/emersion/go-smtp"
	"golang.org/x/net/netutil"
)

// Counter is where mail servers hand mail in, by SMTP or LMTP: for the addresses
// it knows and nobody else. It passes nothing on.
type Counter struct {
	Addresses []string // that are accepted, in any letter case; an address of the form @domain stands for all of a domain
	Name      string   // of this host, in its greeting
	LMTP      bool

	turns chan struct{} // one for each mail that may be read at a time
}

// What one counter carries at a time. A reading may take 64 MiB; who comes while
// all are taken waits in line.
const (
	mostConnections = 32
	mostAtOnce      = 2
	mostRecipients  = 50
	longestLine     = 64 << 10 // bytes; RFC 5321 says 1,000, real mail does not
	answerWithin    = 2 * time.Minute
	farewell        = 10 * time.Second
)

// NewCounter makes a counter for addresses separated by commas or spaces.
func NewCounter(addresses, name string, lmtp bool) (*Counter, error) {
	c := &Counter{Name: name, LMTP: lmtp, turns: make(chan struct{}, mostAtOnce)}
	for _, address := range strings.FieldsFunc(addresses, func(r rune) bool { return r == ',' || r == ' ' }) {
		local, domain, whole := strings.Cut(address, "@")
		if parsed, err := mail.ParseAddress("a" + address); !whole || err != nil || parsed.Address != "a"+local+"@"+domain {
			return nil, fmt.Errorf("postman: %q is not an address like opvang@onderdak.example or @onderdak.example", address)
		}
		c.Addresses = append(c.Addresses, strings.ToLower(address))
	}
	if len(c.Addresses) == 0 {
		return nil, errors.New("postman: a counter needs at least one address mail is accepted for")
	}
	return c, nil
}

// Serve accepts mail on the listener until the context ends.
func (c *Counter) Serve(ctx context.Context, listener net.Listener, deliver Deliver, log *slog.Logger) error {
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		return &handover{counter: c, ctx: ctx, deliver: deliver, log: log}, nil
	}))
	server.LMTP, server.Domain = c.LMTP, c.Name
	server.MaxMessageBytes, server.MaxRecipients, server.MaxLineLength = MaxBytes, mostRecipients, longestLine
	server.ReadTimeout, server.WriteTimeout = answerWithin, answerWithin
	server.EnableSMTPUTF8 = true
	server.ErrorLog = slog.NewLogLogger(log.Handler(), slog.LevelWarn)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(netutil.LimitListener(listener, mostConnections)) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	within, done := context.WithTimeout(context.WithoutCancel(ctx), farewell)
	defer done()
	if err := server.Shutdown(within); err != nil {
		return server.Close()
	}
	return nil
}

func (c *Counter) accepts(address string) bool {
	address = strings.ToLower(address)
	_, domain, _ := strings.Cut(address, "@")
	for _, known := range c.Addresses {
		if known == address || known == "@"+domain {
			return true
		}
	}
	return false
}

// handover is one connection, and the mail that is being handed in over it.
type handover struct {
	counter  *Counter
	ctx      context.Context // of the counter: the library gives none
	deliver  Deliver
	log      *slog.Logger
	envelope Envelope
}

// Mail implements smtp.Session.
func (h *handover) Mail(from string, _ *smtp.MailOptions) error {
	h.envelope.From = from
	return nil
}

// Rcpt implements smtp.Session.
func (h *handover) Rcpt(to string, _ *smtp.RcptOptions) error {
	if !h.counter.accepts(to) {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such mailbox here"}
	}
	h.envelope.To = append(h.envelope.To, to)
	return nil
}

// Data implements smtp.Session: the mail is accepted once it is stored, and the
// sending server keeps it and tries again where that did not work.
func (h *handover) Data(r io.Reader) error {
	ctx, done := context.WithTimeout(h.ctx, deliverWithin)
	defer done()
	select {
	case h.counter.turns <- struct{}{}:
		defer func() { <-h.counter.turns }()
	case <-ctx.Done():
		return tryLater
	}
	e := h.envelope
	e.Received, e.Way = time.Now(), "smtp"
	if h.counter.LMTP {
		e.Way = "lmtp"
	}
	watched := &watched{Reader: r}
	err := h.deliver(ctx, watched, e)
	if watched.err == nil {
		// Reading on to the end tells whether the mail was whole: too long, or cut off.
		_, watched.err = io.Copy(io.Discard, r)
	}
	switch {
	case watched.err != nil:
		return watched.err
	case err != nil:
		h.log.Error("postman: a mail was not taken in; the sending server keeps it", "error", err)
		return tryLater
	}
	return nil
}

var tryLater = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "Cannot take this in now, try again later"}

// watched remembers what went wrong with the connection while it was read.
type watched struct {
	io.Reader
	err error
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		w.err = err
	}
	return n, err
}

// Reset implements smtp.Session.
func (h *handover) Reset() { h.envelope = Envelope{} }

// Logout implements smtp.Session.
func (h *handover) Logout() error { return nil }
