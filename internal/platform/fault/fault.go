// Package fault is the one vocabulary of things that go wrong. An error has a
// kind, which decides the status and the tone, and a message key, which the
// catalogue turns into the reader's language. Translation happens in three
// places only: pages, problem+json and the command line.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says what sort of thing went wrong.
type Kind string

// The kinds. An error that carries none is internal: a mistake of ours.
const (
	Invalid         Kind = "invalid"         // the input is wrong; Fields says where
	NotFound        Kind = "not_found"       // no such thing, or not within the reader's reach
	Conflict        Kind = "conflict"        // someone else was first, or the state forbids it
	Forbidden       Kind = "forbidden"       // known person, not allowed
	Unauthenticated Kind = "unauthenticated" // nobody is signed in
	Gone            Kind = "gone"            // it existed and has ended (expired link, ended offer)
	Unavailable     Kind = "unavailable"     // the store or a service cannot be reached; try again
	Internal        Kind = "internal"        // none of the above
)

// Args fill the {placeholders} of a message.
type Args map[string]any

// Field is one wrong input field: which, what is wrong, how to mend it.
type Field struct {
	Name string // name of the form field, JSON member or column
	Key  string // message key
	Args Args
}

// Error is an error people can be told about.
type Error struct {
	Kind   Kind
	Key    string
	Args   Args
	Fields []Field
	// Options are what the reader can do instead, the best first.
	Options []Option
	Cause   error // for the log, never shown
}

// Option is something that can be done instead: what, and where.
type Option struct {
	Key  string // message key
	Args Args
	Href string // path within the house
}

// Or adds what can be done instead, after the better options; args alternate
// name, value.
//
//	fault.New(fault.Conflict, "rooms.taken", "room", "5").Or("rooms.other", "/locaties/L1")
func (e *Error) Or(key, href string, args ...any) *Error {
	e.Options = append(e.Options, Option{Key: key, Args: pairs(args), Href: href})
	return e
}

// Error writes the error for the log, in English.
func (e *Error) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s: %s", e.Kind, e.Key)
	for _, field := range e.Fields {
		fmt.Fprintf(&text, "; %s: %s", field.Name, field.Key)
	}
	if e.Cause != nil {
		fmt.Fprintf(&text, ": %v", e.Cause)
	}
	return text.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// New makes an error of a kind with a message key; args alternate name, value.
func New(kind Kind, key string, args ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: pairs(args)}
}

// Wrap is New with the cause kept for the log.
func Wrap(cause error, kind Kind, key string, args ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: pairs(args), Cause: cause}
}

// Check collects the wrong fields of one input, so that all are reported at once.
type Check struct{ fields []Field }

// Field records a wrong field unless ok; args alternate name, value.
func (c *Check) Field(ok bool, name, key string, args ...any) {
	if !ok {
		c.fields = append(c.fields, Field{Name: name, Key: key, Args: pairs(args)})
	}
}

// Err is nil when no field was wrong.
func (c *Check) Err() error {
	if len(c.fields) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Key: "fault.invalid", Fields: c.fields}
}

// KindOf finds the kind of an error; Internal where it carries none.
func KindOf(err error) Kind {
	var known *Error
	if errors.As(err, &known) {
		return known.Kind
	}
	return Internal
}

// As gives the error to tell people about; one without a kind becomes a plain
// internal error that keeps the cause for the log.
func As(err error) *Error {
	var known *Error
	if errors.As(err, &known) {
		return known
	}
	return &Error{Kind: Internal, Key: "fault.internal", Cause: err}
}

func pairs(args []any) Args {
	if len(args) == 0 {
		return nil
	}
	named := make(Args, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		named[args[i].(string)] = args[i+1]
	}
	return named
}
