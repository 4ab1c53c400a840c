// Package postman brings mail into the house: it watches a mailbox over IMAP and
// listens for mail over SMTP or LMTP. It understands nothing of what it carries,
// and calls a mail delivered only after whoever takes it in said so.
package postman

import (
	"context"
	"io"
	"time"
)

// Envelope is what is known of a mail from how it came.
type Envelope struct {
	Way      string   // imap, smtp or lmtp
	From     string   // MAIL FROM; empty for bounces, and over IMAP
	To       []string // RCPT TO; none over IMAP
	Received time.Time
}

// Deliver takes a mail in and has it stored when it returns nil. It may be given
// the same mail more than once: an answer that got lost is asked for again. An
// error means "later"; a mail nobody can read is no error.
type Deliver func(ctx context.Context, mail io.Reader, e Envelope) error

// MaxBytes is the longest mail that is carried. Over SMTP a longer one is refused,
// so that its sender hears of it; over IMAP it is cut there.
const MaxBytes = 25 << 20

// deliverWithin is how long taking in one mail may take before it is tried later.
const deliverWithin = time.Minute
