package intake

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/mail"
)

// longestNote is in characters.
const longestNote = 2000

// mostAsked is how often one draft is asked about by mail: who answers none of
// them has to be called.
const mostAsked = 5

// Asking is what a coordinator still wants to know about a draft.
type Asking struct {
	Draft  string
	Note   string   // in the coordinator's own words
	Fields []string // of the names Missing gives; asked for in the words of the house
	Mail   bool     // send it to who told; else it is only noted
	// To is whom to mail instead of the address that was told: who wrote the letter.
	To string
	// Answers is the message id of the letter, so that the mail stands under it.
	Answers string
}

var linkForm = regexp.MustCompile(`(?i)(https?:|www\.|[a-z0-9]\.[a-z]{2,}/)`)

// AskBack notes what is still to be asked and, where that is wanted, mails it to
// who told, with a link to a form that is filled in with what is known. The draft
// stays open. The mail holds the words of the house and of the coordinator, and
// none of who told: so nobody can send words of their own through us. A note with
// a link in it is refused: people must learn that links in our mails are ours.
func (s *Service) AskBack(ctx context.Context, actor access.Actor, a Asking) error {
	a.Note = strings.TrimSpace(strings.ReplaceAll(a.Note, "\r\n", "\n"))
	var check fault.Check
	check.Field(a.Note != "" || a.Mail && len(a.Fields) > 0, "note", "intake.note_missing")
	check.Field(len([]rune(a.Note)) <= longestNote, "note", "intake.too_long", "most", longestNote)
	check.Field(!a.Mail || !linkForm.MatchString(a.Note), "note", "intake.note_link")
	if err := check.Err(); err != nil {
		return err
	}
	return s.decide(ctx, actor, a.Draft, AskedOf, "", func(ctx context.Context, tx *gate.Tx, d *Draft) error {
		if !a.Mail {
			return insertStep(ctx, tx, d.ID, string(AskedOf), actor.Person, a.Note)
		}
		tx.Note("mail", true)
		if err := s.mailQuestion(ctx, tx, *d, a); err != nil {
			return err
		}
		return insertStep(ctx, tx, d.ID, "mailed", actor.Person, a.Note)
	})
}

// mailQuestion sends the mail with the link.
func (s *Service) mailQuestion(ctx context.Context, tx *gate.Tx, d Draft, a Asking) error {
	to := a.To
	if to == "" {
		to = d.Contact.Email
	}
	if to == "" {
		var check fault.Check
		check.Field(false, "note", "intake.ask_nobody")
		return check.Err()
	}
	asked, err := mailedTo(ctx, tx.Tx, d.ID)
	if err != nil {
		return err
	}
	if asked >= mostAsked {
		return fault.New(fault.Conflict, "intake.asked_often").Or("intake.look", Address(d.ID))
	}
	token := NewToken()
	if err := insertKey(ctx, tx, d.ID, digestOf(token)); err != nil {
		return err
	}
	questions := make([]string, 0, len(Askable))
	for _, field := range Askable {
		if slices.Contains(a.Fields, field) {
			questions = append(questions, QuestionKey(field))
		}
	}
	return mail.Queue(ctx, tx.Tx, "mail/intake/ask/"+digestOf(token), tx.Now(), mail.Message{
		To: to, Lang: d.Lang, Subject: "intake.mail_ask_subject", Body: "intake.mail_ask_body",
		Args:  map[string]any{"ref": d.Ref, "link": s.base + ownAddress(token) + "/wijzig", "note": a.Note},
		Lists: map[string][]string{"questions": questions},
		ID:    AskID(d.ID, digestOf(token)), InReplyTo: a.Answers,
	})
}

// Askable are the fields one can be asked about, in the order of the form.
var Askable = []string{"place", "municipality", "places", "from", "until", "contact"}

// QuestionKey is the message key of the question about one of the fields Missing
// gives.
func QuestionKey(field string) string { return "intake.question_" + field }

// AskID is what stands before the @ in the message id of a question about a draft,
// by which an answer finds it again; AskedAbout reads it.
func AskID(draft, digest string) string { return "vraag." + draft + "." + digest[:8] }

// AskedAbout gives the draft a message id of ours asked about; empty for another
// message id.
func AskedAbout(id string) string {
	rest, ours := strings.CutPrefix(id, "vraag.")
	draft, _, whole := strings.Cut(rest, ".")
	if !ours || !whole {
		return ""
	}
	return draft
}
