package dispersal

import (
	"context"

	"onderdak/internal/atlas"
	"onderdak/internal/module/org"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/mail"
)

// tellDesk mails the national desk that a region asks.
func (s *Service) tellDesk(ctx context.Context, tx *gate.Tx, r Request) error {
	return s.tell(ctx, tx, r, access.National, "", "asked")
}

// tellRegions mails the region that asked what the answer is, and those that
// take people that they do.
func (s *Service) tellRegions(ctx context.Context, tx *gate.Tx, r Request) error {
	if err := s.tell(ctx, tx, r, access.Regional, r.Region, string(r.State)); err != nil {
		return err
	}
	for _, share := range r.Shares {
		helped := r
		helped.Shares = []Share{share}
		if err := s.tell(ctx, tx, helped, access.Regional, share.Region, "helps"); err != nil {
			return err
		}
	}
	return nil
}

// tell mails everybody who acts in a role, for a region where it is one of a
// region. One piece of news reaches an account once.
func (s *Service) tell(ctx context.Context, tx *gate.Tx, r Request, role access.Role, region, news string) error {
	accounts, err := org.AccountsWith(ctx, tx.Tx, role, region)
	if err != nil {
		return err
	}
	for _, account := range accounts {
		id := "mail/dispersal/" + r.ID + "/" + news + "/" + region + "/" + account.ID
		err := mail.Queue(ctx, tx.Tx, id, tx.Now(), mail.Message{
			To: account.Email, Lang: account.Lang, Subject: "dispersal.mail_" + news + "_subject", Body: "dispersal.mail_" + news + "_body",
			Args: map[string]any{
				"name": account.Name, "region": regionName(r.Region), "n": r.Persons, "taken": r.Taken(), "answer": r.Answer,
				"deadline": i18n.LongDate(account.Lang, r.Deadline), "link": s.base + address(r.ID),
			},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// regionName names a region, or gives its code where nobody knows it.
func regionName(code string) string {
	if found, ok := atlas.Region(code); ok {
		return found.Name
	}
	return code
}

// address is the page of a request.
func address(id string) string { return "/spreidingsverzoeken/" + id }
