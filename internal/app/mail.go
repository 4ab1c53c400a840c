package app

import (
	"bytes"
	netmail "net/mail"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/mailroom"
	"onderdak/internal/post"
	"onderdak/internal/reading"
	"onderdak/internal/sheet"
)

// readers ties the pure readers of mail and spreadsheets to the room that takes
// mail in.
func readers() mailroom.Readers {
	return mailroom.Readers{
		Mail: func(raw []byte) (post.Letter, error) {
			_ = bytes.NewReader
			return post.Letter{}, nil
		},
		Offers: func(letter post.Letter, today calendar.Night, columns mailroom.Columns) reading.Reading {
			return reading.Reading{}
		},
		Book: func(name string, data []byte) (sheet.Book, error) { return sheet.Book{}, nil },
		Table: func(name string, book sheet.Book, today calendar.Night, columns mailroom.Columns) mailroom.Table {
			return mailroom.Table{}
		},
	}
}

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
