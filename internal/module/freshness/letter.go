package freshness

import (
	"context"
	"strconv"
	"strings"
	"sync"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/module/org"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/mail"
)

// letterLang is the language of mails to contacts: the register knows none of
// theirs. The page behind the link speaks all.
const letterLang = "nl"

// LinkPath comes before the token in a link.
const LinkPath = "/klopt/"

// words are the texts a mail about several locations is put together from: how
// many there are is not known to the catalogue.
var words = sync.OnceValues(func() (*i18n.Catalogue, error) { return i18n.Load(places.Messages, Messages) })

// queue asks for the mail to a contact.
func (s *Service) queue(ctx context.Context, tx *gate.Tx, a asking, token string, locations []places.Location) error {
	say, err := words()
	if err != nil {
		return err
	}
	var list []string
	for i, l := range locations {
		profiles, err := places.SpokenOf(ctx, tx.Tx, l, tx.Tonight())
		if err != nil {
			return err
		}
		list = append(list, strconv.Itoa(i+1)+". "+aboutOne(say, l, profiles, tx.Tonight()))
	}
	link := s.base + LinkPath + token
	name := locations[0].Contact.Name
	greeting := say.Text(letterLang, "freshness.mail_hello", nil)
	if name != "" {
		greeting = say.Text(letterLang, "freshness.mail_hello_name", map[string]any{"name": name})
	}
	return mail.Queue(ctx, tx.Tx, "mail/klopt/"+a.id, tx.Now(), mail.Message{
		To: locations[0].Contact.Email, Lang: letterLang, Subject: "freshness.mail_ask_subject", Body: "freshness.mail_ask_body",
		Args: map[string]any{
			"greeting": greeting, "n": len(locations), "location": locations[0].Name, "list": strings.Join(list, "\n\n"),
			"yes": link + "?" + askAnswer + "=" + answerYes, "link": link, "until": i18n.LongDate(letterLang, a.expires.Night()),
		},
	})
}

// aboutOne is what the register knows of a location, in lines of a mail: what
// silence took is told as it was said, since that is what a yes brings back.
func aboutOne(say *i18n.Catalogue, l places.Location, profiles places.Profiles, tonight calendar.Night) string {
	text := func(key string, args map[string]any) string { return say.Text(letterLang, key, args) }
	lines := []string{text("freshness.mail_place", map[string]any{"location": l.Name, "municipality": townName(l.Municipality)})}
	periods := profiles.Periods(tonight)
	lines = append(lines, text("freshness.tonight_line", map[string]any{"places": counts(text, periods[0])}))
	if len(periods) > 1 {
		lines = append(lines, text("freshness.coming_line", map[string]any{"from": periods[1].From, "places": counts(text, periods[1])}))
	}
	lines = append(lines, text("freshness.confirmed_line", map[string]any{"moment": i18n.Moment(letterLang, l.ConfirmedAt)}))
	if at := lapses(l); at != 0 {
		lines = append(lines, text("freshness.lapses_line", map[string]any{"night": at.Night()}))
	} else {
		lines = append(lines, text("freshness.lapsed_line", nil))
	}
	return strings.Join(lines, "\n   ")
}

// counts writes the numbers of a period per rung, from the top of the ladder
// down. That beds which stand ready were also looked at and promised goes without
// saying.
func counts(text func(string, map[string]any) string, period places.Period) string {
	var parts []string
	above := 0
	for _, rung := range []places.Rung{places.Open, places.Realised, places.Inspected, places.Pledged, places.Blocked} {
		n := period.Places[rung]
		if n == 0 || n == above && rung != places.Blocked {
			continue
		}
		above = n
		parts = append(parts, text("freshness.places_"+string(rung), map[string]any{"n": n}))
	}
	if len(parts) == 0 {
		return text("freshness.places_none", nil)
	}
	return strings.Join(parts, ", ")
}

func townName(code string) string {
	if found, known := atlas.Find(code); known {
		return found.Name
	}
	return code
}

// tell mails the coordinators of a location's municipality what its contact said;
// where it has none those of the region, and else the national desk.
func (s *Service) tell(ctx context.Context, tx *gate.Tx, l places.Location, a Answer, what string) error {
	people, err := org.Coordinators(ctx, tx.Tx, l.Municipality)
	for _, wider := range []struct {
		role   access.Role
		region string
	}{{access.Regional, l.Region}, {access.National, ""}} {
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
		err := mail.Queue(ctx, tx.Tx, "mail/klopt/"+a.ID+"/"+what+"/"+one.Email, tx.Now(), mail.Message{
			To: one.Email, Lang: one.Lang, Subject: "freshness.mail_" + what + "_subject", Body: "freshness.mail_" + what + "_body",
			Args: map[string]any{"name": one.Name, "location": l.Name, "n": a.Places, "from": i18n.LongDate(one.Lang, a.From),
				"link": s.base + "/locaties/" + l.ID, "list": s.base + newsPath},
		})
		if err != nil {
			return err
		}
	}
	return nil
}
