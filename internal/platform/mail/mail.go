// Package mail sends messages by key: asked for in the transaction that makes
// them necessary, translated and sent after the commit by the worker.
package mail

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	netmail "net/mail"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"

	gomail "github.com/wneessen/go-mail"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/job"
)

// Topic is the topic messages are queued under.
const Topic = "mail.send"

// Message is a message to be sent: keys, not words.
type Message struct {
	To      string         `json:"to"`
	Lang    string         `json:"lang"`
	Subject string         `json:"subject"` // message key
	Body    string         `json:"body"`    // message key
	Args    map[string]any `json:"args"`    // texts and numbers only
	// Lists are further arguments: message keys whose texts stand below each other.
	Lists map[string][]string `json:"lists,omitempty"`
	// ID is what stands before the @ of the message id, so that an answer tells what
	// it answers; empty: any. Letters, digits, dots and hyphens.
	ID string `json:"id,omitempty"`
	// InReplyTo is the message id of a mail this one answers, without brackets.
	InReplyTo string `json:"in_reply_to,omitempty"`
	// Reply says that the mail answers another by itself, without a person
	// (RFC 3834, 5).
	Reply bool `json:"reply,omitempty"`
}

// Queue asks for a message to be sent; one id is sent once.
func Queue(ctx context.Context, tx *db.Tx, id string, at calendar.Instant, m Message) error {
	return job.Enqueue(ctx, tx, id, at, Topic, m)
}

// Letter is a message in words.
type Letter struct {
	To, Subject, Text string
	ID, InReplyTo     string // as of Message
	Reply             bool
}

// Sender brings letters away.
type Sender interface {
	Send(ctx context.Context, letter Letter) error
}

// Handler is the worker's handler of Topic.
func Handler(catalogue *i18n.Catalogue, sender Sender) job.Handler {
	return func(ctx context.Context, payload []byte) error {
		var m Message
		if err := json.Unmarshal(payload, &m); err != nil {
			return fmt.Errorf("mail: %w", err)
		}
		args := maps.Clone(m.Args)
		for name, keys := range m.Lists {
			args[name] = listed(catalogue, m.Lang, keys)
		}
		return sender.Send(ctx, Letter{
			To: m.To, Subject: catalogue.Text(m.Lang, m.Subject, args), Text: gaps.ReplaceAllString(catalogue.Text(m.Lang, m.Body, args), "\n\n"),
			ID: m.ID, InReplyTo: m.InReplyTo, Reply: m.Reply,
		})
	}
}

// gaps are what an empty argument leaves between two paragraphs.
var gaps = regexp.MustCompile(`\n{3,}`)

func listed(catalogue *i18n.Catalogue, lang string, keys []string) string {
	lines := make([]string, 0, len(keys))
	for _, key := range keys {
		lines = append(lines, "- "+catalogue.Text(lang, key, nil))
	}
	return strings.Join(lines, "\n")
}

// SMTP sends over a mail server, with STARTTLS where the server offers it.
type SMTP struct {
	From    string
	host    string
	options []gomail.Option
}

// NewSMTP reads smtp://user:password@host:port or smtps://….
func NewSMTP(address, from string) (*SMTP, error) {
	where, err := url.Parse(address)
	if err != nil || where.Hostname() == "" || where.Scheme != "smtp" && where.Scheme != "smtps" {
		return nil, fmt.Errorf("mail: %q is not smtp://host:port", address)
	}
	options := []gomail.Option{gomail.WithTLSPortPolicy(gomail.TLSOpportunistic)}
	if where.Scheme == "smtps" {
		options = []gomail.Option{gomail.WithSSL()}
	}
	if text := where.Port(); text != "" {
		port, err := strconv.Atoi(text)
		if err != nil {
			return nil, fmt.Errorf("mail: port %q: %w", text, err)
		}
		options = append(options, gomail.WithPort(port))
	}
	if where.User != nil {
		password, _ := where.User.Password()
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(where.User.Username()), gomail.WithPassword(password))
	}
	return &SMTP{From: from, host: where.Hostname(), options: options}, nil
}

// Send implements Sender. The message says that no person wrote it, so that
// vacation replies stay away (RFC 3834).
func (s *SMTP) Send(ctx context.Context, letter Letter) error {
	message := gomail.NewMsg()
	if err := message.From(s.From); err != nil {
		return fmt.Errorf("mail: sender: %w", err)
	}
	if err := message.To(letter.To); err != nil {
		return fmt.Errorf("mail: recipient: %w", err)
	}
	message.Subject(letter.Subject)
	if err := label(message, s.From, letter); err != nil {
		return err
	}
	message.SetBodyString(gomail.TypeTextPlain, letter.Text)
	client, err := gomail.NewClient(s.host, s.options...)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	if err := client.DialAndSendWithContext(ctx, message); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	return nil
}

// label sets the headers that tell programs what the letter is.
func label(message *gomail.Msg, from string, letter Letter) error {
	submitted := "auto-generated"
	if letter.Reply {
		submitted = "auto-replied"
	}
	message.SetGenHeader("Auto-Submitted", submitted)
	if id := letter.InReplyTo; id != "" && messageID.MatchString(id) {
		message.SetGenHeaderPreformatted("In-Reply-To", "<"+id+">")
		message.SetGenHeaderPreformatted("References", "<"+id+">")
	}
	if letter.ID == "" {
		return nil
	}
	sender, err := netmail.ParseAddress(from)
	if err != nil {
		return fmt.Errorf("mail: sender: %w", err)
	}
	_, domain, _ := strings.Cut(sender.Address, "@")
	message.SetMessageIDWithValue(letter.ID + "@" + domain)
	return nil
}

// messageID is the form of a message id we repeat: one word of printable ASCII.
// What a stranger wrote otherwise is not ours to pass on.
var messageID = regexp.MustCompile(`^[!-;=?-~]{1,250}$`)

// Printer writes letters to a stream instead: the demo's mail server.
type Printer struct {
	lock sync.Mutex
	out  io.Writer
}

// NewPrinter makes a printer on the stream.
func NewPrinter(out io.Writer) *Printer { return &Printer{out: out} }

// Send implements Sender.
func (p *Printer) Send(_ context.Context, letter Letter) error {
	p.lock.Lock()
	defer p.lock.Unlock()
	_, err := fmt.Fprintf(p.out, "--- mail to %s\n%s\n\n%s\n---\n", letter.To, letter.Subject, letter.Text)
	return err
}
