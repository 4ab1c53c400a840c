package arrivals

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// LinkPath comes before the token in a link to an offer.
const LinkPath = "/aanbod/"

// link is what the store knows of a link.
type link struct {
	digest  string
	offer   string
	side    matching.Side
	expires calendar.Instant
}

// newToken makes 160 random bits that survive being read over the telephone.
func newToken() string { return rand.Text() + rand.Text()[:6] }

func digest(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// makeLink makes a link for one side of an offer, until that side's deadline.
func (s *Service) makeLink(ctx context.Context, tx *gate.Tx, o matching.Offer, side matching.Side) (string, error) {
	until := o.LocationDeadline
	if side == matching.SideHousehold {
		until = o.HouseholdDeadline
	}
	token := newToken()
	err := insertLink(ctx, tx, link{digest: digest(token), offer: o.ID, side: side, expires: until})
	return s.base + LinkPath + token, err
}

// Stand is what a link can still be used for.
type Stand string

// The stands of a link.
const (
	StandOpen      Stand = "open"      // the answer is awaited
	StandAccepted  Stand = "accepted"  // this side said yes, and that still holds
	StandDeclined  Stand = "declined"  // this side said no
	StandExpired   Stand = "expired"   // not answered in time, by this side or the other
	StandOther     Stand = "other"     // the other side said no
	StandWithdrawn Stand = "withdrawn" // taken back by who sent it
	StandOver      Stand = "over"      // the household came, or did not
)

// Stands lists all stands.
var Stands = []Stand{StandOpen, StandAccepted, StandDeclined, StandExpired, StandOther, StandWithdrawn, StandOver}

// standOf tells what a side's link to an offer is good for at an instant.
func standOf(o matching.Offer, side matching.Side, now calendar.Instant) Stand {
	mine := o.LocationAnswer
	if side == matching.SideHousehold {
		mine = o.HouseholdAnswer
	}
	switch o.State {
	case matching.OfferOpen:
		switch {
		case now >= o.Due:
			return StandExpired
		case mine == matching.Accept:
			return StandAccepted
		}
		return StandOpen
	case matching.OfferAccepted:
		return StandAccepted
	case matching.OfferDeclined:
		if mine == matching.Decline {
			return StandDeclined
		}
		return StandOther
	case matching.OfferExpired:
		return StandExpired
	case matching.OfferWithdrawn:
		return StandWithdrawn
	}
	return StandOver
}

// Shows says whether a link in this stand tells about the household: only while
// somebody must prepare for it.
func (s Stand) Shows() bool { return s == StandOpen || s == StandAccepted }

// Asked is what a link opens: the offer and what can be said to it. Needs are
// empty, and so are size and nights, where the stand shows nothing.
type Asked struct {
	Side  matching.Side
	Stand Stand
	Offer matching.Offer
	Needs []string
}

// Open reads what a link is about and changes nothing: mail scanners open links
// too. A link that never was, or whose deadline has passed without an answer, is
// told apart only by its words.
func (s *Service) Open(ctx context.Context, token string) (Asked, error) {
	asked, _, err := s.follow(ctx, token)
	return asked, err
}

// follow reads a link as the program: who holds it needs no account. It also
// gives the actor the holder is: staff of that location, or who speaks for that
// household, and nothing more.
func (s *Service) follow(ctx context.Context, token string) (asked Asked, actor access.Actor, err error) {
	err = s.door.View(ctx, access.Program(), access.AnswerOffer, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		found, err := linkBy(ctx, tx, digest(token))
		if errors.Is(err, db.ErrNone) {
			return fault.New(fault.Gone, "arrivals.link_unknown")
		}
		if err != nil {
			return err
		}
		offer, err := matching.OfferByID(ctx, tx, found.offer)
		if err != nil {
			return err
		}
		now := s.door.Now()
		asked = Asked{Side: found.side, Stand: standOf(offer, found.side, now)}
		actor = found.actor(offer)
		if asked.Stand == StandOpen && now >= found.expires {
			asked.Stand = StandExpired
		}
		if !asked.Stand.Shows() {
			asked.Offer = matching.Offer{ID: offer.ID, LocationName: offer.LocationName, LocationDeadline: offer.LocationDeadline}
			return nil
		}
		asked.Offer = offer
		household, err := households.Load(ctx, tx, offer.Household)
		asked.Needs = household.Needs
		return err
	})
	return asked, actor, err
}

func (l link) actor(o matching.Offer) access.Actor {
	actor := access.Actor{Person: "link/" + l.digest[:16], Role: access.LocationStaff, Location: o.Location,
		Municipality: o.LocationOwner.Municipality, Region: o.LocationOwner.Region}
	if l.side == matching.SideHousehold {
		actor.Role, actor.Location = access.Municipal, ""
		actor.Municipality, actor.Region = o.HouseholdOwner.Municipality, o.HouseholdOwner.Region
	}
	return actor
}

// AnswerLink answers the offer a link is bound to, once: of two answers at a
// time one is taken, and the other is a conflict.
func (s *Service) AnswerLink(ctx context.Context, token string, answer matching.Answer, verdict matching.Verdict) error {
	asked, actor, err := s.follow(ctx, token)
	if err != nil {
		return err
	}
	if asked.Stand == StandExpired {
		return fault.New(fault.Gone, "matching.offer_ended")
	}
	if answer == matching.Accept {
		verdict = matching.Verdict{}
	}
	_, err = s.matching.Answer(ctx, actor, matching.Reply{
		Offer: asked.Offer.ID, Side: asked.Side, Answer: answer, Once: true, Verdict: verdict,
	})
	return err
}
