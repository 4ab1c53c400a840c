// Package post reads mail that strangers sent: any bytes go in, a Letter comes
// out, within hard limits of time and memory. It knows no word of the domain and
// touches no store; what it could not read is a warning, never a failure.
package post

import "time"

// Letter is what one mail says, made safe to show and to search: text is valid
// UTF-8 in NFC with \n line ends and without control characters.
type Letter struct {
	From        Address
	Sender      string // envelope or Return-Path; "" for bounces or where unknown
	ReplyTo     []Address
	To          []Address
	Subject     string
	Date        time.Time // zero: not said or not readable
	MessageID   string    // without angle brackets
	InReplyTo   []string
	References  []string
	Text        string       // what its writer wrote, as plain text; HTML-only mail is turned into text
	Quoted      int          // byte offset in Text where quoted or forwarded mail below the answer begins; len(Text): nowhere
	Attachments []Attachment // with their data, within the limits
	Kind        Kind
	Auth        Auth
	Warnings    []Warning
}

// Address is a mailbox.
type Address struct{ Name, Email string }

// Attachment is a file that came with a mail. Data is nil where a limit kept it out.
type Attachment struct {
	Name string // without path, control or direction characters
	Type string // media type, lower case
	Data []byte
}

// Kind is what sort of mail a letter is.
type Kind string

// The kinds. Only Ordinary mail is answered (RFC 3834).
const (
	Ordinary  Kind = "ordinary"
	AutoReply Kind = "auto_reply" // vacation, out of office, automatic receipts
	Bounce    Kind = "bounce"     // delivery reports
	Calendar  Kind = "calendar"   // invitations
	Bulk      Kind = "bulk"       // mailing lists and newsletters
)

// Auth is what the configured receiving server says of the sender.
type Auth string

// What can be known of a sender; Unknown where no trusted server said anything.
const (
	Verified Auth = "verified" // DMARC passed for the domain of From
	Failed   Auth = "failed"
	Unknown  Auth = "unknown"
)

// Warning is something a reader of the letter must know: a code, and what it is
// about (a file name, a limit).
type Warning struct{ Code, Detail string }
