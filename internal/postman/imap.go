package postman

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// Mailbox is a folder on a mail server that is emptied as mail comes: what was
// taken in moves to another folder, so that people see with any mail program what
// is done and what is not, and nothing is lost where a flag would be.
type Mailbox struct {
	Folder string // that is watched: INBOX
	Done   string // where mail goes that was taken in; made if it is not there

	address  string // host:port
	tls      tlsMode
	user     string
	password string
	idles    bool
	config   *tls.Config // nil: the system's
	timing   timing
}

type tlsMode string

const (
	wholly   tlsMode = "imaps"
	starting tlsMode = "imap"
	none     tlsMode = "none" // to a loopback address only
)

// timing is how long things take; tests hurry.
type timing struct {
	look       time.Duration // between looks of its own, beside what the server tells
	poll       time.Duration // the same, where the server cannot tell
	retry      time.Duration // before a mail that was not taken in is tried again
	first, top time.Duration // before the server is called again: at first, at most
	answer     time.Duration // for the answer to a command, the mail in it included
}

var usual = timing{look: time.Minute, poll: time.Minute, retry: 5 * time.Minute, first: time.Second, top: 5 * time.Minute, answer: 5 * time.Minute}

// Taken is the folder mail moves to where the address names none.
const Taken = "Onderdak"

// NewMailbox reads imaps://user:password@host:993/FOLDER?klaar=FOLDER. Where the
// scheme is imap the connection turns to TLS before the password is said; only to
// a loopback address it may stay plain. With idle=nee the server is asked every
// minute and not trusted to tell.
func NewMailbox(address string) (*Mailbox, error) {
	where, err := url.Parse(address)
	if err != nil || where.Hostname() == "" || where.User == nil || where.Scheme != "imaps" && where.Scheme != "imap" {
		// The address holds a password and is not repeated.
		return nil, errors.New("postman: the mailbox is not imaps://user:password@host:port/FOLDER")
	}
	m := &Mailbox{Folder: strings.Trim(where.Path, "/"), Done: where.Query().Get("klaar"), tls: tlsMode(where.Scheme), user: where.User.Username(), timing: usual}
	m.password, _ = where.User.Password()
	m.idles = where.Query().Get("idle") != "nee"
	port := where.Port()
	if port == "" {
		port = map[tlsMode]string{wholly: "993", starting: "143"}[m.tls]
	}
	if ip := net.ParseIP(where.Hostname()); m.tls == starting && (where.Hostname() == "localhost" || ip != nil && ip.IsLoopback()) {
		m.tls = none
	}
	m.address = net.JoinHostPort(where.Hostname(), port)
	if m.Folder == "" {
		m.Folder = "INBOX"
	}
	if m.Done == "" {
		m.Done = Taken
	}
	if m.Done == m.Folder {
		return nil, errors.New("postman: mail that was taken in would stay in the folder that is watched; name another one with ?klaar=FOLDER")
	}
	return m, nil
}

// Watch empties the mailbox until the context ends, whatever the server does
// meanwhile: it calls again, later each time, and a mail that cannot be taken in
// does not hold up the next.
func (m *Mailbox) Watch(ctx context.Context, deliver Deliver, log *slog.Logger) {
	later := map[imap.UID]time.Time{}
	pause := m.timing.first
	for ctx.Err() == nil {
		began := time.Now()
		err := m.visit(ctx, deliver, log, later)
		if ctx.Err() != nil {
			return
		}
		if time.Since(began) > m.timing.top {
			pause = m.timing.first
		}
		log.Warn("postman: the mailbox cannot be watched; calling again", "server", m.address, "in", pause, "error", err)
		sleep(ctx, pause)
		pause = min(2*pause, m.timing.top)
	}
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

func (m *Mailbox) dial(options *imapclient.Options) (*imapclient.Client, error) {
	options.TLSConfig = m.config
	options.Dialer = &net.Dialer{Timeout: 30 * time.Second, KeepAlive: time.Minute}
	switch m.tls {
	case wholly:
		return imapclient.DialTLS(m.address, options)
	case starting:
		return imapclient.DialStartTLS(m.address, options)
	}
	return imapclient.DialInsecure(m.address, options)
}

// visit is one connection: it ends with an error or with the context.
func (m *Mailbox) visit(ctx context.Context, deliver Deliver, log *slog.Logger, later map[imap.UID]time.Time) (err error) {
	news := make(chan struct{}, 1)
	client, err := m.dial(&imapclient.Options{UnilateralDataHandler: &imapclient.UnilateralDataHandler{
		Mailbox: func(*imapclient.UnilateralDataMailbox) {
			select {
			case news <- struct{}{}:
			default: // it is known already
			}
		},
	}})
	if err != nil {
		return err
	}
	// Closing is the only way to end a command that waits.
	stop := context.AfterFunc(ctx, func() { _ = client.Close() })
	defer func() {
		if stop() {
			err = errors.Join(err, client.Close())
		}
	}()
	if err := m.answered(client, func() error { return m.enter(client, later) }); err != nil {
		return err
	}
	for {
		if err := m.takeAll(ctx, client, deliver, log, later); err != nil {
			return err
		}
		if err := m.wait(ctx, client, news); err != nil {
			return err
		}
	}
}

// answered hangs up on a server that does not come to the end of what it was asked:
// silent, or talking of other things without end.
func (m *Mailbox) answered(client *imapclient.Client, ask func() error) error {
	patience := time.AfterFunc(m.timing.answer, func() { _ = client.Close() })
	err := ask()
	if !patience.Stop() && err != nil {
		return fmt.Errorf("no answer within %v: %w", m.timing.answer, err)
	}
	return err
}

// validity is kept in the map of what is tried later under a UID no mail has.
const validity imap.UID = 0

// enter signs in, opens the folder, and sees to it that there is one for what is
// done.
func (m *Mailbox) enter(client *imapclient.Client, later map[imap.UID]time.Time) error {
	if err := client.Login(m.user, m.password).Wait(); err != nil {
		return fmt.Errorf("signing in: %w", err)
	}
	folders, err := client.List("", m.Done, nil).Collect()
	if err != nil {
		return fmt.Errorf("looking for %s: %w", m.Done, err)
	}
	if len(folders) == 0 {
		if err := client.Create(m.Done, nil).Wait(); err != nil {
			return fmt.Errorf("making %s: %w", m.Done, err)
		}
	}
	opened, err := client.Select(m.Folder, nil).Wait()
	if err != nil {
		return fmt.Errorf("opening %s: %w", m.Folder, err)
	}
	// Numbers of mails mean something else once the server says so.
	if seen := time.Unix(int64(opened.UIDValidity), 0); !later[validity].Equal(seen) {
		clear(later)
		later[validity] = seen
	}
	return nil
}

// takeAll takes in what lies in the folder, the oldest first.
func (m *Mailbox) takeAll(ctx context.Context, client *imapclient.Client, deliver Deliver, log *slog.Logger, later map[imap.UID]time.Time) error {
	var found *imap.SearchData
	err := m.answered(client, func() (err error) {
		found, err = client.UIDSearch(&imap.SearchCriteria{NotFlag: []imap.Flag{imap.FlagDeleted}}, nil).Wait()
		return err
	})
	if err != nil {
		return fmt.Errorf("searching: %w", err)
	}
	for _, uid := range found.AllUIDs() {
		if at, tried := later[uid]; tried && time.Now().Before(at) {
			continue
		}
		var there bool
		err := m.answered(client, func() (err error) {
			there, err = m.takeOne(ctx, client, uid, deliver)
			return err
		})
		var refused *refusal
		switch {
		case errors.As(err, &refused):
			later[uid] = time.Now().Add(m.timing.retry)
			log.Error("postman: a mail was not taken in; it stays and is tried again", "uid", uid, "error", refused.err)
			continue
		case err != nil:
			return err
		}
		delete(later, uid)
		if !there {
			continue // somebody moved it meanwhile
		}
		err = m.answered(client, func() error {
			_, err := client.Move(imap.UIDSetNum(uid), m.Done).Wait()
			return err
		})
		if err != nil {
			return fmt.Errorf("moving to %s: %w", m.Done, err)
		}
	}
	return nil
}

// refusal is an error of who takes mail in, not of the server.
type refusal struct{ err error }

func (r *refusal) Error() string { return r.err.Error() }

// takeOne hands one mail over as the server sends it, and says whether there was
// one.
func (m *Mailbox) takeOne(ctx context.Context, client *imapclient.Client, uid imap.UID, deliver Deliver) (there bool, err error) {
	section := &imap.FetchItemBodySection{Peek: true, Partial: &imap.SectionPartial{Size: MaxBytes}}
	command := client.Fetch(imap.UIDSetNum(uid), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}})
	for message := command.Next(); message != nil; message = command.Next() {
		for item := message.Next(); item != nil; item = message.Next() {
			body, is := item.(imapclient.FetchItemDataBodySection)
			if !is || body.Literal == nil {
				continue
			}
			if body.Literal.Size() > MaxBytes {
				// It was asked for less, and nothing of it is believed. Closing waits until
				// what is under way was read, which ends as the line does.
				go func() { _ = client.Close() }()
				_, _ = io.Copy(io.Discard, body.Literal)
				return false, fmt.Errorf("the server sends %d bytes where %d were asked for", body.Literal.Size(), MaxBytes)
			}
			there = true
			within, done := context.WithTimeout(ctx, deliverWithin)
			mail := &whole{Reader: body.Literal, left: body.Literal.Size()}
			taken := deliver(within, mail, Envelope{Way: "imap", Received: time.Now()})
			done()
			// What was not read of it would stand in the way of the next answer. Where the
			// connection broke, closing the command would read what the client reads.
			if _, rest := io.Copy(io.Discard, mail); rest != nil {
				return there, rest
			}
			if taken != nil {
				err = &refusal{taken}
			}
		}
	}
	return there, errors.Join(err, command.Close())
}

// whole reads a mail of which the server said how long it is; one that ends before
// that is an error, for half a mail is none. Once it ended it is read no more: from
// then on the connection is the client's, which goes on with the next answer.
type whole struct {
	io.Reader
	left  int64
	ended error
}

// Read implements io.Reader.
func (w *whole) Read(p []byte) (n int, err error) {
	if w.ended != nil {
		return 0, w.ended
	}
	n, err = w.Reader.Read(p)
	if w.left -= int64(n); errors.Is(err, io.EOF) && w.left > 0 {
		err = io.ErrUnexpectedEOF
	}
	w.ended = err
	return n, err
}

// wait comes back when there may be something new.
func (m *Mailbox) wait(ctx context.Context, client *imapclient.Client, news <-chan struct{}) error {
	if !m.idles || !client.Caps().Has(imap.CapIdle) {
		sleep(ctx, m.timing.poll)
		return m.answered(client, func() error { return client.Noop().Wait() })
	}
	var idle *imapclient.IdleCommand
	err := m.answered(client, func() (err error) {
		idle, err = client.Idle()
		return err
	})
	if err != nil {
		return fmt.Errorf("waiting: %w", err)
	}
	select {
	case <-news:
	case <-time.After(m.timing.look):
	case <-client.Closed():
	case <-ctx.Done():
	}
	return m.answered(client, func() error {
		if err := idle.Close(); err != nil {
			return fmt.Errorf("waiting: %w", err)
		}
		return idle.Wait()
	})
}
