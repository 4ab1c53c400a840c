package app

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"strings"

	"onderdak/internal/postman"
)

// MailIn is how mail comes into the house; the zero value: not at all.
type MailIn struct {
	Mailbox string // that is watched: imaps://user:password@host/FOLDER
	SMTP    string // host:port or unix:PATH where mail servers hand mail in
	LMTP    string // the same, for those that speak LMTP
	For     string // the addresses mail is handed in for, separated by commas; @domain stands for all of one
}

// receiver is one way in, until the context ends.
type receiver func(ctx context.Context) error

// receivers opens the ways in that are asked for, or none of them.
func (a *App) receivers() (ways []receiver, err error) {
	in := a.config.MailIn
	if in.Mailbox != "" {
		box, err := postman.NewMailbox(in.Mailbox)
		if err != nil {
			return nil, err
		}
		ways = append(ways, func(ctx context.Context) error {
			box.Watch(ctx, a.deliver, a.config.Log)
			return nil
		})
	}
	var opened []net.Listener
	defer func() {
		for _, listener := range opened {
			if err != nil {
				_ = listener.Close() // what went wrong is told already
			}
		}
	}()
	for _, at := range []struct {
		address string
		lmtp    bool
	}{{in.SMTP, false}, {in.LMTP, true}} {
		if at.address == "" {
			continue
		}
		counter, err := postman.NewCounter(in.For, hostName(), at.lmtp)
		if err != nil {
			return nil, err
		}
		listener, err := listen(at.address)
		if err != nil {
			return nil, fmt.Errorf("app: mail: %w", err)
		}
		opened = append(opened, listener)
		ways = append(ways, func(ctx context.Context) error { return counter.Serve(ctx, listener, a.deliver, a.config.Log) })
	}
	return ways, nil
}

func listen(address string) (net.Listener, error) {
	if path, is := strings.CutPrefix(address, "unix:"); is {
		return net.Listen("unix", path)
	}
	return net.Listen("tcp", address)
}

// hostName is what this host calls itself to mail servers.
func hostName() string {
	if name, err := os.Hostname(); err == nil {
		return name
	}
	return "localhost"
}

// deliver puts a mail on the desk. How it was addressed goes before it as a line
// of its head, as any mail server does.
func (a *App) deliver(ctx context.Context, mail io.Reader, e postman.Envelope) error {
	if e.Way != "imap" {
		mail = io.MultiReader(strings.NewReader("Return-Path: <"+e.From+">\r\n"), mail)
	}
	// One byte more than can be: where there is one, reading it is an error.
	raw, err := io.ReadAll(io.LimitReader(mail, postman.MaxBytes+1))
	if err != nil {
		return err
	}
	_, err = a.Mailroom.TakeMail(ctx, raw, e.Way, e.Received)
	return err
}
