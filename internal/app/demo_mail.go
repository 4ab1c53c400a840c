package app

import (
	"context"
	"fmt"
	"strings"
	"time"

	"onderdak/internal/atlas"
	"onderdak/internal/module/places"
)

// DemoMailServer is the server that vouches for senders in the demo's mails.
const DemoMailServer = "mx.onderdak.example"

// demoMail is an invented mail of the demo.
type demoMail struct {
	from, subject, kind, body string
	minutes                   int    // that it lay in the mailbox when the demo begins
	verified                  bool   // the receiving server says that the sender is who it says
	answers                   string // message id of the mail it answers
	more                      string // further lines of its head
}

// writes takes in what lay in the mailbox in the morning, through the same door as
// any mail.
func (d *demo) writes(ctx context.Context) error {
	home, err := d.busiest(ctx)
	if err != nil {
		return err
	}
	began := DemoClock().Time()
	for i, one := range demoMails(home) {
		d.progress("mails", i, len(demoMails(home)))
		at := began.Add(-time.Duration(one.minutes) * time.Minute)
		if _, err := d.Mailroom.TakeMail(ctx, one.raw(i+1, at), "demo", at); err != nil {
			return fmt.Errorf("demo: mail %d: %w", i+1, err)
		}
	}
	return nil
}

// raw is the mail as it comes over the line.
func (m demoMail) raw(number int, at time.Time) []byte {
	kind := m.kind
	if kind == "" {
		kind = "text/plain; charset=utf-8"
	}
	var head []string
	if m.verified {
		_, domain, _ := strings.Cut(strings.Trim(m.from[strings.LastIndex(m.from, "<"):], "<>"), "@")
		head = append(head, "Authentication-Results: "+DemoMailServer+"; dmarc=pass header.from="+domain)
	}
	head = append(head, "From: "+m.from, "To: Opvang <opvang@onderdak.example>", "Subject: "+m.subject, "Date: "+at.Format(time.RFC1123Z),
		fmt.Sprintf("Message-ID: <demo.%d@post.example>", number), "MIME-Version: 1.0", "Content-Type: "+kind, "Content-Transfer-Encoding: 8bit")
	if m.answers != "" {
		head = append(head, "In-Reply-To: <"+m.answers+">")
	}
	if m.more != "" {
		head = append(head, m.more)
	}
	return []byte(strings.Join(head, "\r\n") + "\r\n\r\n" + strings.ReplaceAll(m.body, "\n", "\r\n") + "\r\n")
}

// demoMails are the mails of the morning. All people in them are invented.
func demoMails(home places.Location) []demoMail {
	town, _ := atlas.Find(home.Municipality)
	return []demoMail{
		{from: "Gemeente Wierden <crisis@wierden.example>", subject: "Opvanglocaties Wierden", minutes: 128, verified: true, body: `Goedemorgen,

Wij kunnen in Wierden twee locaties aanbieden.
- Sporthal De Bosrand, Sportlaan 3: 60 personen, vanaf 2 mei 2022 tot en met 31 juli 2022. Er zijn douches en er is een keuken.
- Buurthuis Het Anker, Kerkstraat 12: 25 bedden, per direct, tot nader order. Rolstoeltoegankelijk.

Contactpersoon is Marieke Voorbeeld, 0546 12 34 56, m.voorbeeld@wierden.example.

Met vriendelijke groet,
Marieke Voorbeeld
`},
		{from: "Marieke Voorbeeld <m.voorbeeld@wierden.example>", subject: "Re: Opvanglocaties Wierden", minutes: 41, verified: true, answers: "demo.1@post.example", body: `Dag,

Een correctie op mijn mail van vanochtend: sporthal De Bosrand in Wierden was 60 personen, dat wordt 40 personen.

Marieke Voorbeeld
`},
		{from: "Beheerder <" + strings.ToLower(home.ID) + "@locatie.example>", subject: "Extra plekken " + home.Name, minutes: 96, body: fmt.Sprintf(`Beste collega,

Bij %s in %s kunnen vanaf 1 mei 2022 nog 35 mensen terecht, tot en met 30 september 2022.
Bel mij gerust: 030 123 45 67.

Groet, Kees Proef
`, home.Name, town.Name)},
		{from: "Hotel De Gouden Ster <receptie@goudenster.example>", subject: "Kamers", minutes: 73, body: fmt.Sprintf(`Geachte heer, mevrouw,

Ons hotel De Gouden Ster, Stationsweg 8 in %s, heeft 12 kamers vrij, vanaf 1 mei 2022 tot ongeveer medio juni.
Huisdieren zijn welkom. Alle kamers hebben een eigen badkamer.

Met vriendelijke groet,
Anna Verzonnen
`, town.Name)},
		{from: "Олена Вигадана <olena@parafia.example>", subject: "Місця для родин", minutes: 65, verified: true, body: fmt.Sprintf(`Доброго дня!

Наша парафія в %s може прийняти 15 осіб з 1 травня 2022.
Телефон: 06 12 34 56 78.

Олена Вигадана
`, town.Name)},
		{from: "Rederij Zeebries <kantoor@zeebries.example>", subject: "Schip voor opvang", minutes: 52, verified: true, kind: "text/html; charset=utf-8", body: `<html><body><script>alert("niet uitvoeren")</script>
<p>Geachte VNG,</p><p>Het schip <b>Zeebries</b> kan in Velsen afmeren. Er is plek voor <b>800 personen</b>, vanaf 15 mei 2022 tot 15 november 2022.</p>
<p>Contact: Bram Bedacht, 0255 12 34 56</p></body></html>
`},
		{from: "Gemeente Hulst <opvang@hulst.example>", subject: "Opgave gemeente Hulst", minutes: 34, verified: true, kind: "multipart/mixed; boundary=grens", body: `--grens
Content-Type: text/plain; charset=utf-8

In de bijlage staat onze opgave.
--grens
Content-Type: text/csv; charset=utf-8
Content-Disposition: attachment; filename="opgave-hulst.csv"

Naam locatie;Gemeente;Aantal plekken;Vanaf;Tot en met;Contactpersoon;Telefoon
Voormalig klooster;Hulst;48;1-5-2022;31-12-2022;Ria Fictief;0114 12 34 56
Sporthal De Polder;Hulst;80;25-4-2022;;Ria Fictief;0114 12 34 56
Pastorie;Hulst;;9-5-2022;;;
--grens--
`},
		{from: "Jaap Denkbeeldig <jaap@dorpshuis.example>", subject: "Vraag over matrassen", minutes: 27, body: `Hallo,

Wij hebben nog matrassen en dekens over. Waar kunnen wij die brengen?

Jaap
`},
		{from: "Postbus <info@goudenster.example>", subject: "Automatisch antwoord: afwezig", minutes: 12, more: "Auto-Submitted: auto-replied", body: `Ik ben afwezig tot 2 mei 2022. Bel in dringende gevallen 030 123 45 67.
`},
	}
}
