package app

import (
	netmail "net/mail"
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

func (c Config) keepMail() time.Duration {
	if c.KeepMail > 0 {
		return c.KeepMail
	}
	return mailroom.DefaultKeep
}
