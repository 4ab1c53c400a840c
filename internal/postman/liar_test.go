package postman

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// liar is an IMAP server that answers one command wrongly on its first call, and
// everything rightly from then on.
type liar struct {
	command string
	answer  func(w io.Writer, tag string) // and then it hangs up
	calls   atomic.Int32
}

func (l *liar) serve(conn net.Conn) {
	defer conn.Close()
	first := l.calls.Add(1) == 1
	fmt.Fprint(conn, "* OK [CAPABILITY IMAP4rev1 MOVE] hello\r\n")
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		tag, command, _ := strings.Cut(lines.Text(), " ")
		if first && strings.HasPrefix(command, l.command) {
			l.answer(conn, tag)
			return
		}
		switch {
		case strings.HasPrefix(command, "CAPABILITY"):
			fmt.Fprint(conn, "* CAPABILITY IMAP4rev1 MOVE\r\n")
		case strings.HasPrefix(command, "LIST"):
			fmt.Fprint(conn, "* LIST () \"/\" Onderdak\r\n")
		case strings.HasPrefix(command, "SELECT"):
			fmt.Fprint(conn, "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 2] x\r\n* FLAGS ()\r\n")
		case strings.HasPrefix(command, "UID SEARCH"):
			fmt.Fprint(conn, "* SEARCH 1\r\n")
		case strings.HasPrefix(command, "UID FETCH"):
			mail := mailOf("true")
			fmt.Fprintf(conn, "* 1 FETCH (UID 1 BODY[]<0> {%d}\r\n%s)\r\n", len(mail), mail)
		}
		fmt.Fprintf(conn, "%s OK done\r\n", tag)
	}
}

// endless writes something until the other side hangs up.
func endless(text string) func(io.Writer, string) {
	block := strings.Repeat(text, 1+4096/len(text))
	return func(w io.Writer, _ string) {
		for {
			if _, err := io.WriteString(w, block); err != nil {
				return
			}
		}
	}
}

// after writes a beginning and then goes on.
func after(text string, and func(io.Writer, string)) func(io.Writer, string) {
	return func(w io.Writer, tag string) {
		if _, err := io.WriteString(w, text); err == nil && and != nil {
			and(w, tag)
		}
	}
}

func silence(io.Writer, string) { time.Sleep(3 * time.Second) }

// However a server lies, it holds up the next call for a while, and no more.
func TestServersThatLie(t *testing.T) {
	for name, l := range map[string]*liar{
		"silent at sign-in":      {command: "LOGIN", answer: silence},
		"silent at the search":   {command: "UID SEARCH", answer: silence},
		"silent in a mail":       {command: "UID FETCH", answer: after("* 1 FETCH (UID 1 BODY[]<0> {100}\r\nSubject: x\r\n", silence)},
		"silent at the move":     {command: "UID MOVE", answer: silence},
		"talks without end":      {command: "UID SEARCH", answer: endless("* 1 EXISTS\r\n")},
		"a line without end":     {command: "UID SEARCH", answer: endless("*")},
		"a mail without end":     {command: "UID FETCH", answer: after("* 1 FETCH (UID 1 BODY[]<0> {9000000000000000000}\r\n", endless("x"))},
		"a mail of four giga":    {command: "UID FETCH", answer: after("* 1 FETCH (UID 1 BODY[]<0> {4294967295}\r\n", endless("x"))},
		"hangs up in a mail":     {command: "UID FETCH", answer: after("* 1 FETCH (UID 1 BODY[]<0> {100}\r\nSubject: half", nil)},
		"hangs up":               {command: "SELECT", answer: after("", nil)},
		"the folder is gone":     {command: "SELECT", answer: func(w io.Writer, tag string) { fmt.Fprintf(w, "%s NO gone\r\n", tag) }},
		"nonsense":               {command: "UID FETCH", answer: after("* 1 FETCH (UID x BODY[] NIL ((((\r\n", nil)},
		"numbers beyond bounds":  {command: "UID SEARCH", answer: after("* SEARCH 99999999999999999999 -1\r\n", nil)},
		"a number of other mail": {command: "UID SEARCH", answer: after("* SEARCH 1:4294967295\r\n", nil)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = listener.Close() })
			go func() {
				for {
					conn, err := listener.Accept()
					if err != nil {
						return
					}
					go l.serve(conn)
				}
			}()
			d := &desk{}
			o := &office{T: t, where: listener.Addr().String()}
			o.watch(d, func(m *Mailbox) { m.timing.answer = 300 * time.Millisecond })
			eventually(t, "a mail is taken in", func() bool { return len(d.mails()) > 0 })
			for _, got := range d.mails() {
				if got != mailOf("true") {
					t.Errorf("taken for a mail: %.40q", got)
				}
			}
			eventually(t, "it is called again", func() bool { return l.calls.Load() > 1 })
		})
	}
}
