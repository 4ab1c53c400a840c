// Package post reads mail that strangers sent: any bytes go in, a Letter comes
// out, within hard limits of time and memory. It knows no word of the domain and
// touches no store; what it could not read is a warning, never a failure.
//
// The mail is read once, from front to back, and never held as a whole: its parts
// are counted and bounded while they stream by (limits.go). See docs/adr/0025.
package post

import "time"

// Letter is what one mail says, made safe to show and to search: text is valid
// UTF-8 in NFC with \n line ends and without control or direction characters.
type Letter struct {
	From        Address
	Sender      string // envelope or Return-Path; "" for bounces or where unknown
	ReplyTo     []Address
	To          []Address // To and Cc
	Subject     string
	Date        time.Time // zero: not said or not readable
	MessageID   string    // without angle brackets
	InReplyTo   []string
	References  []string
	Text        string       // what its writer wrote, as plain text; HTML-only mail is turned into text
	Quoted      int          // byte offset in Text where quoted or forwarded mail below the answer begins; len(Text): nowhere
	Attachments []Attachment // with their data, within the limits
	Kind        Kind
	Silent      bool // no answer is wanted, though a person may have written it: mail over a mailing list
	Auth        Auth
	Warnings    []Warning
}

// Address is a mailbox. The domain of Email is in lower case, and in its ASCII
// form (xn--) where it is international: that is what is mailed and cannot imitate.
type Address struct{ Name, Email string }

// Attachment is a file that came with a mail. Data is nil where a limit kept it out,
// and for a mail inside the mail: its text stands in Text.
type Attachment struct {
	Name string // without path, control or direction characters; "" where the mail gives none
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

// Options says how mail is read. The zero value trusts no server.
type Options struct {
	// TrustedServer is the authserv-id (RFC 8601) under which our own receiving
	// server writes Authentication-Results. That server must remove headers that
	// arrive under its name, as section 5 of the RFC asks.
	TrustedServer string
}

// Warning is something a reader of the letter must know: a code, and what it is
// about (a file name, a limit).
type Warning struct{ Code, Detail string }

// The codes of warnings.
const (
	MailCut       = "mail_cut"          // longer than the limit; the rest was not read
	HeaderCut     = "header_cut"        // headers over the limit were left out
	PartsCut      = "too_many_parts"    // reading stopped at the limit of parts
	TooDeep       = "too_deep"          // parts nested deeper than the limit were left out
	TextCut       = "text_cut"          // text over the limit was left out
	AttachmentCut = "attachment_cut"    // the data of a file was left out; detail: its name
	AddressesCut  = "addresses_cut"     // more addresses than the limit
	NoHeaders     = "no_headers"        // the mail begins with its text
	NoBoundary    = "no_boundary"       // parts without the line that parts them
	NoEnd         = "no_end"            // the last part is not closed: the mail may be cut off
	BrokenCode    = "broken_encoding"   // base64, quoted-printable or uuencode with faults
	BrokenCharset = "charset"           // the text is not in the alphabet it claims; detail: the claim
	HiddenText    = "hidden_text"       // text that its reader would not see was dropped
	LinkDiffers   = "link_differs"      // a link shows another address than it leads to
	Encrypted     = "encrypted"         // S/MIME or PGP: cannot be read here
	Sealed        = "signed_unreadable" // S/MIME wraps text in its signature: not read
	Password      = "password"          // a file that asks for a password
	Macros        = "macros"            // a file with a program in it
	WinmailDat    = "winmail"           // Outlook's own format: only simple parts were read
	Direction     = "direction"         // characters that turn the direction of writing were removed
	Lookalike     = "lookalike"         // a name imitates another one
	SeveralFrom   = "several_senders"   // more than one sender
	ForgedAuth    = "forged_auth"       // an Authentication-Results of our name that we did not write
	Elsewhere     = "elsewhere"         // the content is not in this mail (external body, one part of several)
	NoText        = "no_text"           // nothing to read
	BrokenMail    = "broken"            // the reader stumbled; what was read until then is here
)

// Codes lists all codes of warnings, so that whoever shows them can prove to have
// words for each.
func Codes() []string {
	return []string{MailCut, HeaderCut, PartsCut, TooDeep, TextCut, AttachmentCut, AddressesCut, NoHeaders, NoBoundary, NoEnd, BrokenCode,
		BrokenCharset, HiddenText, LinkDiffers, Encrypted, Sealed, Password, Macros, WinmailDat, Direction, Lookalike, SeveralFrom,
		ForgedAuth, Elsewhere, NoText, BrokenMail}
}
