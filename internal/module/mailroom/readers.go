package mailroom

import (
	"bytes"

	"onderdak/internal/calendar"
	"onderdak/internal/post"
	"onderdak/internal/reading"
)

// Readers are the pure parts that understand what comes in. They keep within their
// own limits of time and memory.
type Readers struct {
	// Mail reads the bytes of a mail.
	Mail func(raw []byte) (post.Letter, error)
	// Offers reads what a letter and its spreadsheets offer; columns is what the
	// sender's earlier spreadsheets taught.
	Offers func(letter post.Letter, today calendar.Night, columns reading.Mapping) reading.Reading
}

// Pure are the readers of the house. Trusted is the server whose word about senders
// counts; empty: none.
func Pure(trusted string) Readers {
	return Readers{
		Mail: func(raw []byte) (post.Letter, error) {
			return post.Read(bytes.NewReader(raw), post.Options{TrustedServer: trusted})
		},
		Offers: func(letter post.Letter, today calendar.Night, columns reading.Mapping) reading.Reading {
			return reading.Options{Columns: columns}.Read(letter, today)
		},
	}
}
