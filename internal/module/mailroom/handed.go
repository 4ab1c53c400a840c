package mailroom

import (
	"context"
	"time"

	"onderdak/internal/module/intake"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
	"onderdak/internal/post"
	"onderdak/internal/reading"
)

// MostOffers is how many offers one letter can make.
const MostOffers = mostOffers

// TakeHanded takes a mail in that somebody of ours handed in as a file. It becomes a
// letter like any other; nobody is sent a receipt.
func (s *Service) TakeHanded(ctx context.Context, actor access.Actor, raw []byte) (Taken, error) {
	return s.take(ctx, actor, raw, ByUpload, time.Time{})
}

// Known finds what became of a file by its digest, or of a mail by its key; the zero
// value for one that is new.
func (s *Service) Known(ctx context.Context, key string) (Taken, error) { return s.known(ctx, key) }

// Handed is a spreadsheet that somebody of ours handed in and confirmed.
type Handed struct {
	Name     string // of the file
	Digest   string // of what it holds: by it the same file is known again
	Sender   string // who sent it to us; empty: it is the actor's own
	Offers   []reading.Offer
	Warnings []reading.Warning
	Owner    string // under whom is remembered what its columns mean
	Columns  reading.Mapping
}

// TakeSheet makes a letter of a spreadsheet and drafts of its offers, inside the
// caller's transaction, and remembers what its columns mean. Known says that the
// same file was taken in meanwhile; then nothing happens.
func (s *Service) TakeSheet(ctx context.Context, tx *gate.Tx, actor access.Actor, h Handed) (taken Taken, err error) {
	l := Letter{ID: db.NewID(), Way: ByUpload, Kind: post.Ordinary, Auth: post.Verified, Lang: "nl", State: Read, FromName: oneLine(actor.Name),
		Subject: oneLine(h.Name), Attachments: []Enclosure{{Name: oneLine(h.Name)}}, Warnings: []reading.Warning{}, ReceivedAt: tx.Now()}
	if h.Sender != "" {
		l.FromName, l.FromEmail, l.Auth = "", mailbox(h.Sender), post.Unknown
	}
	for _, w := range h.Warnings {
		l.warn(w.Code, w.Detail)
	}
	if l.Ref, err = intake.NewRef(); err != nil {
		return taken, err
	}
	l.Thread = l.ID
	l.Municipality, l.Region = homeOf(h.Offers, ownerOf(actor))
	taken = Taken{Letter: l.ID, Ref: l.Ref}
	written, err := insertLetter(ctx, tx, l, h.Digest)
	if err != nil || !written {
		taken.Known = true
		return taken, err
	}
	tx.Note("ref", l.Ref)
	source := intake.Source{Letter: l.ID, At: tx.Now(), Lang: l.Lang, Owner: ownerOf(actor)}
	if taken.Drafts, err = s.drafts.AddRead(ctx, tx, source, h.Offers); err != nil {
		return taken, err
	}
	tx.Note("drafts", intake.Refs(taken.Drafts))
	return taken, remember(ctx, tx, h.Owner, h.Columns)
}
