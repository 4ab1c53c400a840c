package app

import (
	netmail "net/mail"
	"net/url"
	"slices"
	"strings"
	"time"

	"onderdak/internal/module/mailroom"
)

// ownAddresses are the addresses of the house: mail from them is never answered.
func ownAddresses(from string) []string {
	parsed, err := netmail.ParseAddress(from)
	if err != nil {
		return nil // a house without a mail server
	}
	return []string{parsed.Address}
}

// addresses are those the house is written to, as far as they are named.
func (in MailIn) addresses() []string {
	found := strings.FieldsFunc(in.For, func(letter rune) bool { return letter == ',' || letter == ' ' })
	if box, err := url.Parse(in.Mailbox); err == nil && box.User != nil {
		found = append(found, box.User.Username())
	}
	return slices.DeleteFunc(found, func(address string) bool { return strings.Index(address, "@") < 1 })
}

func (c Config) keepMail() time.Duration {
	if c.KeepMail > 0 {
		return c.KeepMail
	}
	return mailroom.DefaultKeep
}
