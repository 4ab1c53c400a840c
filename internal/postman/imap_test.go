package postman

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
)

// office is a real IMAP server with one mailbox, that can be shut and opened.
type office struct {
	*testing.T
	users  *imapmemserver.Server
	user   *imapmemserver.User
	secure *tls.Config
	server *imapserver.Server
	where  string
}

func newOffice(t *testing.T) *office {
	o := &office{T: t, users: imapmemserver.New(), user: imapmemserver.NewUser("opvang", "geheim")}
	o.must(o.user.Create("INBOX", nil))
	o.users.AddUser(o.user)
	t.Cleanup(o.shut)
	return o
}

func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

func (o *office) open() {
	o.Helper()
	at := o.where
	if at == "" {
		at = "127.0.0.1:0"
	}
	listener, err := net.Listen("tcp", at)
	o.must(err)
	o.where = listener.Addr().String()
	if o.secure != nil {
		listener = tls.NewListener(listener, o.secure)
	}
	server := imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return prompt{o.users.NewSession().(imapserver.SessionIMAP4rev2)}, nil, nil
		},
		InsecureAuth: true, Caps: imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapIMAP4rev2: {}},
	})
	o.server = server
	go func() { _ = server.Serve(listener) }() // it ends when it is shut
}

// prompt is a session that tells of new mail while the client idles. That of the
// library keeps silent about what came between the last answer and the idling.
type prompt struct{ imapserver.SessionIMAP4rev2 }

func (p prompt) Idle(w *imapserver.UpdateWriter, stop <-chan struct{}) error {
	for {
		select {
		case <-stop:
			return nil
		case <-time.After(10 * time.Millisecond):
			if err := p.Poll(w, true); err != nil {
				return err
			}
		}
	}
}

func (o *office) shut() {
	if o.server != nil {
		_ = o.server.Close()
		o.server = nil
	}
}

func (o *office) put(mail string) {
	o.Helper()
	_, err := o.user.Append("INBOX", literal{strings.NewReader(mail), int64(len(mail))}, &imap.AppendOptions{})
	o.must(err)
}

type literal struct {
	io.Reader
	size int64
}

func (l literal) Size() int64 { return l.size }

// holds counts the mails of a folder; none where it is not there.
func (o *office) holds(folder string) uint32 {
	o.Helper()
	status, err := o.user.Status(folder, &imap.StatusOptions{NumMessages: true})
	if err != nil {
		return 0
	}
	return *status.NumMessages
}

// desk takes mails in and remembers them.
type desk struct {
	sync.Mutex
	got     []string
	ways    []Envelope
	refuses func(mail string) error
}

func (d *desk) take(_ context.Context, mail io.Reader, e Envelope) error {
	text, err := io.ReadAll(mail)
	if err != nil {
		return err
	}
	d.Lock()
	defer d.Unlock()
	if d.refuses != nil {
		if err := d.refuses(string(text)); err != nil {
			return err
		}
	}
	d.got, d.ways = append(d.got, string(text)), append(d.ways, e)
	return nil
}

func (d *desk) mails() []string {
	d.Lock()
	defer d.Unlock()
	return slices.Clone(d.got)
}

// log collects what is said, to see that no secret is.
type log struct {
	sync.Mutex
	bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.Lock()
	defer l.Unlock()
	return l.Buffer.Write(p)
}

func (l *log) String() string {
	l.Lock()
	defer l.Unlock()
	return l.Buffer.String()
}

// watch watches the mailbox of an office until the test ends, in a hurry.
func (o *office) watch(d *desk, change ...func(*Mailbox)) *log {
	o.Helper()
	scheme := "imap"
	if o.secure != nil {
		scheme = "imaps"
	}
	m, err := NewMailbox(scheme + "://opvang:geheim@" + o.where)
	o.must(err)
	m.timing = timing{look: 50 * time.Millisecond, poll: 20 * time.Millisecond, retry: 10 * time.Millisecond, first: 5 * time.Millisecond, top: 50 * time.Millisecond}
	for _, f := range change {
		f(m)
	}
	if o.secure != nil {
		m.config = &tls.Config{RootCAs: x509.NewCertPool()}
		m.config.RootCAs.AddCert(o.secure.Certificates[0].Leaf)
	}
	said := &log{}
	o.run(m, d, said)
	return said
}

func (o *office) run(m *Mailbox, d *desk, said *log) {
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		m.Watch(ctx, d.take, slog.New(slog.NewTextHandler(said, nil)))
	}()
	o.Cleanup(func() {
		stop()
		<-ended
	})
}

// eventually waits for something that other goroutines do.
func eventually(t *testing.T, what string, so func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if so() {
			return
		}
	}
	t.Fatalf("never: %s", what)
}

func mailOf(subject string) string {
	return "From: jan@zeist.example\r\nSubject: " + subject + "\r\n\r\nSporthal, 60 bedden.\r\n"
}

func TestMailIsTakenInAsItComes(t *testing.T) {
	o, d := newOffice(t), &desk{}
	o.open()
	o.put(mailOf("before"))
	o.watch(d, func(m *Mailbox) { m.timing.look = time.Hour }) // only the server tells
	eventually(t, "what lay there is taken in", func() bool { return len(d.mails()) == 1 })
	eventually(t, "it moves", func() bool { return o.holds(Taken) == 1 })
	o.put(mailOf("while waiting"))
	eventually(t, "what comes is taken in", func() bool { return len(d.mails()) == 2 })
	if want := []string{mailOf("before"), mailOf("while waiting")}; !slices.Equal(d.mails(), want) {
		t.Errorf("%q", d.mails())
	}
	eventually(t, "it moves too", func() bool { return o.holds("INBOX") == 0 && o.holds(Taken) == 2 })
	if e := d.ways[0]; e.Way != "imap" || e.Received.IsZero() {
		t.Errorf("%+v", e)
	}
}

// A mail that cannot be taken in stays, holds up nobody, and is tried again.
func TestOneMailHoldsUpNoOther(t *testing.T) {
	o := newOffice(t)
	refused := 0
	d := &desk{refuses: func(mail string) error {
		if strings.Contains(mail, "first") && refused < 2 {
			refused++
			return errors.New("the store is away")
		}
		return nil
	}}
	o.open()
	o.put(mailOf("first"))
	o.put(mailOf("second"))
	said := o.watch(d)
	eventually(t, "both are taken in", func() bool { return len(d.mails()) == 2 })
	if want := []string{mailOf("second"), mailOf("first")}; !slices.Equal(d.mails(), want) {
		t.Errorf("%q", d.mails())
	}
	eventually(t, "both move", func() bool { return o.holds("INBOX") == 0 && o.holds(Taken) == 2 })
	if !strings.Contains(said.String(), "the store is away") {
		t.Errorf("nothing was said of it: %s", said)
	}
}

func TestTheServerMayGoAway(t *testing.T) {
	o, d := newOffice(t), &desk{}
	o.open()
	said := o.watch(d)
	o.put(mailOf("one"))
	eventually(t, "one", func() bool { return len(d.mails()) == 1 })
	o.shut()
	eventually(t, "the loss is noticed", func() bool { return strings.Contains(said.String(), "calling again") })
	o.put(mailOf("two"))
	o.open()
	// The first may come twice, where the server went before it could be moved.
	eventually(t, "two", func() bool { return slices.Contains(d.mails(), mailOf("two")) })
	if strings.Contains(said.String(), "geheim") {
		t.Errorf("the password is told: %s", said)
	}
}

// A server that does not tell of new mail is asked.
func TestAServerThatIsAsked(t *testing.T) {
	o, d := newOffice(t), &desk{}
	o.open()
	o.watch(d, func(m *Mailbox) { m.idles, m.timing.look = false, time.Hour })
	for i := range 3 {
		o.put(mailOf(fmt.Sprint(i)))
		eventually(t, "the next", func() bool { return len(d.mails()) == i+1 })
	}
}

func TestALongMailIsCut(t *testing.T) {
	o, d := newOffice(t), &desk{}
	o.open()
	o.put(mailOf("long") + strings.Repeat(strings.Repeat("x", 998)+"\r\n", MaxBytes/1000+1000))
	o.put(mailOf("short"))
	o.watch(d)
	eventually(t, "both", func() bool { return len(d.mails()) == 2 })
	if got := d.mails(); len(got[0]) != MaxBytes || got[1] != mailOf("short") {
		t.Errorf("%d bytes, then %q", len(got[0]), got[1])
	}
}

func certified(t *testing.T) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	made, err := x509.CreateCertificate(rand.Reader, about, about, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(made)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{made}, PrivateKey: key, Leaf: leaf}}}
}

func TestTheServerMustProveItself(t *testing.T) {
	o, d := newOffice(t), &desk{}
	o.secure = certified(t)
	o.open()
	o.put(mailOf("one"))
	stranger, err := NewMailbox("imaps://opvang:geheim@" + o.where)
	o.must(err)
	said := &log{}
	stranger.timing.first = time.Hour
	o.run(stranger, d, said)
	eventually(t, "a stranger is refused", func() bool { return strings.Contains(said.String(), "certificate") })
	if len(d.mails()) > 0 {
		t.Fatal("mail from a server nobody knows")
	}
	o.watch(d)
	eventually(t, "the right one is believed", func() bool { return len(d.mails()) == 1 })
}

func TestAddressesOfMailboxes(t *testing.T) {
	m, err := NewMailbox("imaps://opvang%40zeist.example:ge%3Aheim@mail.example/Opvang/Nieuw?klaar=Opvang/Klaar&idle=nee")
	if err != nil {
		t.Fatal(err)
	}
	if m.user != "opvang@zeist.example" || m.password != "ge:heim" || m.address != "mail.example:993" || m.Folder != "Opvang/Nieuw" || m.Done != "Opvang/Klaar" || m.tls != wholly || m.idles {
		t.Errorf("%+v", m)
	}
	for address, mode := range map[string]tlsMode{"imap://a:b@mail.example": starting, "imap://a:b@127.0.0.1:1": none, "imap://a:b@localhost": none, "imap://a:b@[::1]": none} {
		if m, err := NewMailbox(address); err != nil || m.tls != mode || m.Folder != "INBOX" || m.Done != Taken {
			t.Errorf("%s: %+v %v", address, m, err)
		}
	}
	for _, wrong := range []string{"", "imaps://mail.example", "http://a:geheim@mail.example", "imaps://a:geheim@", "imaps://a:geheim@h/Onderdak", "imaps://a:geheim@h/%zz"} {
		if _, err := NewMailbox(wrong); err == nil || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}
