package intake

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

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
	people, err := deskOf(ctx, tx, d.Municipality, d.Region)
	if err != nil {
		return err
	}
	for _, one := range people {
		id := "mail/intake/" + d.ID + "/" + d.Municipality + "/" + one.Email
		err := mail.Queue(ctx, tx.Tx, id, tx.Now(), mail.Message{
			To: one.Email, Lang: one.Lang, Subject: "intake.mail_new_subject", Body: "intake.mail_new_body",
			Args: map[string]any{
				"name": one.Name, "ref": d.Ref, "municipality": MunicipalityName(d.Municipality), "n": d.Places,
				"before": i18n.Moment(one.Lang, d.CallBefore), "link": s.base + Address(d.ID),
			},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// deskOf finds who decides about the drafts of a municipality: its coordinators,
// where it has none those of the region, and else the national desk.
func deskOf(ctx context.Context, tx *gate.Tx, municipality, region string) (people []org.Address, err error) {
	if municipality != "" {
		people, err = org.Coordinators(ctx, tx.Tx, municipality)
	}
	for _, wider := range []struct {
		role   access.Role
		region string
		known  bool
	}{{access.Regional, region, region != ""}, {access.National, "", true}} {
		if err != nil || len(people) > 0 {
			break
		}
		if !wider.known {
			continue
		}
		var accounts []org.Account
		accounts, err = org.AccountsWith(ctx, tx.Tx, wider.role, wider.region)
		for _, account := range accounts {
			people = append(people, org.Address{Name: account.Name, Email: account.Email, Lang: account.Lang})
		}
	}
	return people, err
}

// tellOfMail mails the coordinators that drafts were read from mail: at most once
// an hour for each of them, however much comes in.
func (s *Service) tellOfMail(ctx context.Context, tx *gate.Tx, drafts []Draft) error {
	count, region := map[string]int{}, map[string]string{}
	for _, d := range drafts {
		count[d.Municipality]++
		region[d.Municipality] = d.Region
	}
	hour := int64(tx.Now()) / time.Hour.Microseconds()
	for _, municipality := range slices.Sorted(maps.Keys(count)) {
		people, err := deskOf(ctx, tx, municipality, region[municipality])
		if err != nil {
			return err
		}
		for _, one := range people {
			err := mail.Queue(ctx, tx.Tx, fmt.Sprintf("mail/intake/post/%d/%s", hour, one.Email), tx.Now(), mail.Message{
				To: one.Email, Lang: one.Lang, Subject: "intake.mail_post_subject", Body: "intake.mail_post_body",
				Args: map[string]any{"name": one.Name, "n": count[municipality], "link": s.base + "/postvak"},
			})
			if err != nil {
				return err
			}
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

// MunicipalityName names a municipality, or gives its code where nobody knows it.
func MunicipalityName(code string) string {
	if found, known := atlas.Find(code); known {
		return found.Name
	}
	return code
}

// Address is the page of a draft for staff, ownAddress that of who told it.
func Address(id string) string       { return "/postvak/" + id }
func ownAddress(token string) string { return "/melden/" + token }
