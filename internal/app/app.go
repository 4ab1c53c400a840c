// Package app puts the house together: configuration, store, rooms in the order
// in which they lean on each other, routes on one page, jobs, life cycle.
package app

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/arrivals"
	"onderdak/internal/module/dispersal"
	"onderdak/internal/module/freshness"
	"onderdak/internal/module/households"
	"onderdak/internal/module/intake"
	"onderdak/internal/module/locations"
	"onderdak/internal/module/mailroom"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/nextplace"
	"onderdak/internal/module/org"
	"onderdak/internal/module/picture"
	"onderdak/internal/module/placement"
	"onderdak/internal/module/places"
	"onderdak/internal/module/registration"
	"onderdak/internal/module/trail"
	"onderdak/internal/module/uploads"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/job"
	"onderdak/internal/platform/mail"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// Config is what an operator decides. Every field has a working default but
// Database.
type Config struct {
	Database string // sqlite:PATH or postgres://…
	Base     string // address people reach the pages under, https://onderdak.example
	SMTP     string // smtp://user:password@host:port; empty: mails are written to Out
	From     string // sender of mails
	// TrustedServer is the receiving mail server whose Authentication-Results say
	// whether a sender is who it says (RFC 8601); empty: nobody is believed.
	TrustedServer string
	MailIn        MailIn
	KeepMail      time.Duration    // how long what mails say is kept; 0: mailroom.DefaultKeep
	Now           func() time.Time // the clock of the house
	Log           *slog.Logger
	Mail          mail.Sender // instead of SMTP
	Out           io.Writer   // where mails are written without SMTP
}

// App is the running house.
type App struct {
	Org        *org.Service
	Places     *places.Service
	Households *households.Service
	Matching   *matching.Service
	Next       *nextplace.Service
	Placement  *placement.Service
	Arrivals   *arrivals.Service
	Picture    *picture.Service
	Dispersal  *dispersal.Service
	Locations  *locations.Service
	Trail      *trail.Service
	Register   *registration.Service
	Intake     *intake.Service
	Freshness  *freshness.Service
	Mailroom   *mailroom.Service
	Uploads    *uploads.Service
	Site       *web.Site

	config    Config
	store     *db.DB
	door      *gate.Gate
	worker    *job.Worker
	catalogue *i18n.Catalogue
}

// Open opens the store and puts the rooms together. The store must have the
// newest shape; migrate brings it there first.
func Open(ctx context.Context, config Config, migrate bool) (*App, error) {
	store, err := db.Open(ctx, config.Database)
	if err != nil {
		return nil, err
	}
	a := &App{config: config, store: store}
	if err := a.build(ctx, migrate); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return a, nil
}

func (a *App) build(ctx context.Context, migrate bool) error {
	if migrate {
		if _, err := bring(ctx, a.store, a.config.Now); err != nil {
			return err
		}
	}
	if err := a.store.Current(ctx); err != nil {
		return err
	}
	var err error
	if a.catalogue, err = Catalogue(); err != nil {
		return err
	}
	sender, err := a.sender()
	if err != nil {
		return err
	}
	a.door = gate.New(a.store, a.config.Now)
	a.Org = org.New(a.door, a.config.Base)
	a.Places = places.New(a.door)
	a.Org.Lookup(org.Directory{In: a.locationsIn, Name: a.Places.NameOf})
	a.Households = households.New(a.door)
	settings := matching.Defaults()
	a.Matching = matching.New(a.door, settings)
	a.Next = nextplace.New(a.door, a.Matching, settings)
	a.Placement = placement.New(a.door, a.Matching, a.Next, settings)
	a.Arrivals = arrivals.New(a.door, a.Matching, a.Places, a.Households, a.config.Base)
	a.Placement.Travel(a.trips())
	a.Freshness = freshness.New(a.door, a.config.Base)
	a.Picture = picture.New(a.door, a.Freshness)
	a.Dispersal = dispersal.New(a.door, a.config.Base)
	a.Locations = locations.New(a.door, a.Places, a.Households, a.Matching)
	a.Trail = trail.New(a.door)
	asking := registration.Defaults()
	asking.Base = strings.TrimSuffix(a.config.Base, "/")
	asking.Secure = strings.HasPrefix(a.config.Base, "https://")
	a.Register = registration.New(a.door, registration.Rooms{Org: a.Org, Households: a.Households, Matching: a.Matching}, asking)
	a.Intake = intake.New(a.door, a.config.Base, intake.Defaults())
	a.Mailroom = mailroom.New(a.door, a.Intake, mailroom.Pure(a.config.TrustedServer), mailroom.Settings{
		Base: a.config.Base, Own: ownAddresses(a.config.From), Keep: a.config.keepMail()})
	a.Uploads = uploads.New(a.door, a.Mailroom)
	a.worker = job.NewWorker(a.store, a.config.Now, a.config.Log, a.handlers(sender))
	renderer, err := ui.NewRenderer(a.catalogue, templates()...)
	if err != nil {
		return err
	}
	a.Site = web.New(web.Settings{
		Renderer: renderer, Catalogue: a.catalogue, Log: a.config.Log, Now: a.config.Now,
		Secure: strings.HasPrefix(a.config.Base, "https://"), Session: a.session, Nav: navigation,
	}, a.routes()...)
	return nil
}

func (a *App) sender() (mail.Sender, error) {
	if a.config.Mail != nil {
		return a.config.Mail, nil
	}
	if a.config.SMTP == "" {
		return mail.NewPrinter(a.config.Out), nil
	}
	return mail.NewSMTP(a.config.SMTP, a.config.From)
}

func (a *App) session(ctx context.Context, token string) (web.Session, error) {
	found, err := a.Org.Session(ctx, token)
	if err != nil {
		return web.Session{}, err
	}
	if now := calendar.InstantOf(a.config.Now()); found.SeenLongAgo(now) {
		err := a.store.Write(ctx, func(tx *db.Tx) error { return org.MarkSeen(ctx, tx, token, now) })
		if err != nil { // the visit itself goes on
			a.config.Log.Warn("app: use of a session was not written down", "error", err)
		}
	}
	return web.Session{Actor: found.Actor, Lang: found.Lang}, nil
}

func (a *App) locationsIn(ctx context.Context, municipality string) ([]org.Place, error) {
	found, err := a.Places.NamesIn(ctx, municipality)
	named := make([]org.Place, 0, len(found))
	for _, one := range found {
		named = append(named, org.Place(one))
	}
	return named, err
}

// Close closes the store.
func (a *App) Close() error { return a.store.Close() }
