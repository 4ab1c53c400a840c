package intake

import (
	"context"

	"onderdak/internal/atlas"
	"onderdak/internal/module/org"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/mail"
)

// tellDesk mails the coordinators of the municipality that a report came in; where
// it has none those of the region, and else the national desk. The mail says
// neither who told nor where.
func (s *Service) tellDesk(ctx context.Context, tx *gate.Tx, d Draft) error {
	people, err := org.Coordinators(ctx, tx.Tx, d.Municipality)
	for _, wider := range []struct {
		role   access.Role
		region string
	}{{access.Regional, d.Region}, {access.National, ""}} {
		if err != nil || len(people) > 0 {
			break
		}
		var accounts []org.Account
		accounts, err = org.AccountsWith(ctx, tx.Tx, wider.role, wider.region)
		for _, account := range accounts {
			people = append(people, org.Address{Name: account.Name, Email: account.Email, Lang: account.Lang})
		}
	}
	if err != nil {
		return err
	}
	for _, one := range people {
		id := "mail/intake/" + d.ID + "/" + d.Municipality + "/" + one.Email
		err := mail.Queue(ctx, tx.Tx, id, tx.Now(), mail.Message{
			To: one.Email, Lang: one.Lang, Subject: "intake.mail_new_subject", Body: "intake.mail_new_body",
			Args: map[string]any{
				"name": one.Name, "ref": d.Ref, "municipality": municipalityName(d.Municipality), "n": d.Places,
				"before": i18n.Moment(one.Lang, d.CallBefore), "link": s.base + address(d.ID),
			},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// mailReceipt mails who told the reference and the link to change it. What they
// typed is not in it: nobody can send words of their own through us.
func (s *Service) mailReceipt(ctx context.Context, tx *gate.Tx, d Draft, token string) error {
	if d.Contact.Email == "" {
		return nil
	}
	return mail.Queue(ctx, tx.Tx, "mail/intake/"+d.ID+"/receipt", tx.Now(), mail.Message{
		To: d.Contact.Email, Lang: d.Lang, Subject: "intake.mail_receipt_subject", Body: "intake.mail_receipt_body",
		Args: map[string]any{"ref": d.Ref, "before": i18n.Moment(d.Lang, d.CallBefore), "link": s.base + ownAddress(token)},
	})
}

// municipalityName names a municipality, or gives its code where nobody knows it.
func municipalityName(code string) string {
	if found, known := atlas.Find(code); known {
		return found.Name
	}
	return code
}

// address is the page of a draft for staff, ownAddress that of who told it.
func address(id string) string       { return "/postvak/" + id }
func ownAddress(token string) string { return "/melden/" + token }
