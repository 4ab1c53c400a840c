package post

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"
)

// repeater gives a text many times without holding it.
type repeater struct {
	text string
	left int // bytes
	at   int
}

func repeat(text string, times int) io.Reader {
	left := len(text) * times
	return &repeater{text: strings.Repeat(text, min(times, 1+4096/len(text))), left: left}
}

func (r *repeater) Read(into []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	total := 0
	for len(into) > 0 && r.left > 0 {
		n := copy(into, r.text[r.at:])
		n = min(n, r.left)
		r.at = (r.at + n) % len(r.text)
		r.left -= n
		total += n
		into = into[n:]
	}
	return total, nil
}

func mixed(parts ...any) io.Reader {
	readers := make([]io.Reader, len(parts))
	for at, part := range parts {
		switch part := part.(type) {
		case string:
			readers[at] = strings.NewReader(part)
		case io.Reader:
			readers[at] = part
		}
	}
	return io.MultiReader(readers...)
}

const (
	evilHead = "From: a@example.org\r\nTo: b@example.org\r\nSubject: evil\r\nMIME-Version: 1.0\r\n"
	mixedTop = evilHead + "Content-Type: multipart/mixed; boundary=x\r\n\r\n"
	htmlTop  = evilHead + "Content-Type: text/html; charset=utf-8\r\n\r\n"
	textTop  = evilHead + "Content-Type: text/plain; charset=utf-8\r\n\r\n"
)

func nested(depth int, kind string) io.Reader {
	var out strings.Builder
	out.WriteString(evilHead)
	for at := range depth {
		if kind == "message/rfc822" {
			out.WriteString("Content-Type: message/rfc822\r\n\r\n")
			continue
		}
		fmt.Fprintf(&out, "Content-Type: %s; boundary=b%d\r\n\r\n--b%d\r\n", kind, at, at)
	}
	out.WriteString("Content-Type: text/plain\r\n\r\nhallo\r\n")
	for at := range depth {
		fmt.Fprintf(&out, "--b%d--\r\n", depth-at-1)
	}
	return strings.NewReader(out.String())
}

func attachments(count, size int) io.Reader {
	line := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, 57)) + "\r\n"
	parts := []any{mixedTop, "--x\r\n\r\nhallo\r\n"}
	for at := range count {
		parts = append(parts, fmt.Sprintf("--x\r\nContent-Type: application/zip; name=f%d.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n", at), repeat(line, size/57))
	}
	return mixed(append(parts, "--x--\r\n")...)
}

// evil are mails made to cost time or memory.
var evil = map[string]func() io.Reader{
	"200,000 parts": func() io.Reader { return mixed(mixedTop, repeat("--x\r\n\r\na\r\n", 200_000), "--x--\r\n") },
	"200,000 alternatives": func() io.Reader {
		return mixed(strings.Replace(mixedTop, "mixed", "alternative", 1), repeat("--x\r\nContent-Type: text/html\r\n\r\n<p>a\r\n", 200_000))
	},
	"5,000 deep":          func() io.Reader { return nested(5000, "multipart/mixed") },
	"5,000 messages deep": func() io.Reader { return nested(5000, "message/rfc822") },
	"8 MB of one header": func() io.Reader {
		return mixed("From: a@example.org\r\nX-Long: ", repeat("a", 8<<20), "\r\nSubject: s\r\n\r\nhallo\r\n")
	},
	"8 MB of headers": func() io.Reader {
		return mixed("From: a@example.org\r\n", repeat("X-A: b\r\n", 1<<20), "\r\nhallo\r\n")
	},
	"8 MB of tiny headers": func() io.Reader { return mixed("From: a@example.org\r\n", repeat("a:\r\n", 2<<20), "\r\nhallo\r\n") },
	"100,000 folded lines": func() io.Reader {
		return mixed("From: a@example.org\r\nSubject: s\r\n", repeat(" folded\r\n", 100_000), "\r\nhallo\r\n")
	},
	"100,000 addresses": func() io.Reader {
		return mixed("From: a@example.org\r\nTo: ", repeat("b@example.org,\r\n ", 100_000), "c@example.org\r\n\r\nhallo\r\n")
	},
	"100,000 senders": func() io.Reader { return mixed(repeat("From: a@example.org\r\n", 100_000), "\r\nhallo\r\n") },
	"open comments": func() io.Reader {
		return mixed("From: a@example.org\r\nTo: ", repeat("(", 60_000), "\r\n\r\nhallo\r\n")
	},
	"date of comments": func() io.Reader {
		return mixed("From: a@example.org\r\nDate: ", repeat("((", 30_000), "\r\n\r\nhallo\r\n")
	},
	"encoded words": func() io.Reader {
		return mixed("From: a@example.org\r\nSubject: ", repeat("=?utf-8?q?=41?= ", 4000), "\r\n\r\nhallo\r\n")
	},
	"words that do not end": func() io.Reader {
		return mixed("From: a@example.org\r\nSubject: ", repeat("=?a?b?", 10_000), "\r\n\r\nhallo\r\n")
	},
	"many parameters": func() io.Reader {
		return mixed(evilHead, "Content-Type: text/plain", repeat("; a*0*=b", 8000), "\r\n\r\nhallo\r\n")
	},
	"lines of dashes":            func() io.Reader { return mixed(mixedTop, repeat("--\n", 8<<20)) },
	"lines almost a boundary":    func() io.Reader { return mixed(mixedTop, repeat("--xx\n", 5<<20)) },
	"empty lines":                func() io.Reader { return mixed(mixedTop, "--x\n\n", repeat("\n", 25<<20)) },
	"bare CR":                    func() io.Reader { return mixed(mixedTop, "--x\n\n", repeat("\r", 25<<20)) },
	"one line of 100 MB":         func() io.Reader { return mixed(textTop, repeat("a", 100<<20)) },
	"100 MB of text":             func() io.Reader { return mixed(textTop, repeat("Wij bieden 40 plekken aan.\r\n", 100<<20/28)) },
	"100 MB attachment":          func() io.Reader { return attachments(1, 75<<20) },
	"two attachments of 5 MiB":   func() io.Reader { return attachments(2, 5<<20-100) },
	"99 attachments":             func() io.Reader { return attachments(97, 107<<10) },
	"attachments over the limit": func() io.Reader { return attachments(4, 4<<20) },
	"broken base64": func() io.Reader {
		return mixed(evilHead, "Content-Transfer-Encoding: base64\r\nContent-Type: application/pdf\r\n\r\n", repeat("A=!", 8<<20))
	},
	"quoted-printable signs": func() io.Reader {
		return mixed(evilHead, "Content-Transfer-Encoding: quoted-printable\r\n\r\n", repeat("=", 25<<20))
	},
	"quoted-printable spaces": func() io.Reader {
		return mixed(evilHead, "Content-Transfer-Encoding: quoted-printable\r\n\r\n", repeat("= \t", 8<<20))
	},
	"uuencode": func() io.Reader {
		return mixed(evilHead, "Content-Transfer-Encoding: x-uuencode\r\nContent-Type: image/png\r\n\r\nbegin 644 a\n", repeat("M"+strings.Repeat("a", 60)+"\n", 400_000))
	},
	"uuencode begins":           func() io.Reader { return mixed(textTop, repeat("begin 644 a\nend\n", 65_536)) },
	"HTML 400,000 deep":         func() io.Reader { return mixed(htmlTop, repeat("<div>", 400_000), "hallo") },
	"HTML tables deep":          func() io.Reader { return mixed(htmlTop, repeat("<table><tr><td>a", 130_000)) },
	"HTML ends of nothing":      func() io.Reader { return mixed(htmlTop, repeat("<b>", 300_000), repeat("</i>", 300_000), "hallo") },
	"HTML attributes":           func() io.Reader { return mixed(htmlTop, "<p ", repeat("a=b c ", 330_000), ">hallo") },
	"HTML different attributes": func() io.Reader { return mixed(htmlTop, "<p ", numbered(200_000), ">hallo") },
	"HTML styles": func() io.Reader {
		return mixed(htmlTop, "<style>", numberedRules(2000), "</style>", repeat("<p class='a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 a11 a12'>x", 36_000))
	},
	"HTML style attributes": func() io.Reader {
		return mixed(htmlTop, repeat("<p style='"+strings.Repeat("color:#fff;", 20)+"'>x", 8000))
	},
	"HTML comments":   func() io.Reader { return mixed(htmlTop, repeat("<!--", 500_000)) },
	"HTML less-than":  func() io.Reader { return mixed(htmlTop, repeat("<", 2<<20)) },
	"HTML style tags": func() io.Reader { return mixed(htmlTop, repeat("<style>", 290_000)) },
	"HTML quotes": func() io.Reader {
		return mixed(htmlTop, repeat("<blockquote type=cite>", 20), repeat("<br>a", 400_000))
	},
	"HTML cells":        func() io.Reader { return mixed(htmlTop, "<table><tr>", repeat("<td>", 500_000)) },
	"HTML filled cells": func() io.Reader { return mixed(htmlTop, "<table><tr>", repeat("<td>a", 400_000)) },
	"HTML links": func() io.Reader {
		return mixed(htmlTop, repeat("<a href=http://evil.example>www.example.org</a>", 43_000))
	},
	"HTML open links":            func() io.Reader { return mixed(htmlTop, repeat("<a href=http://evil.example>b", 70_000)) },
	"HTML entities":              func() io.Reader { return mixed(htmlTop, repeat("&CounterClockwiseContourIntegral;", 60_000)) },
	"HTML that lies to be plain": func() io.Reader { return mixed(textTop, "<html>", repeat("<p>&nbsp;", 110_000)) },
	"HTML in windows-1252": func() io.Reader {
		return mixed(evilHead, "Content-Type: text/html; charset=windows-1252\r\n\r\n", repeat("\x80", 2<<20))
	},
	"100 pages of HTML": func() io.Reader {
		return mixed(mixedTop, repeat("--x\nContent-Type: text/html\n\n"+strings.Repeat("<p>hallo ", 28_000)+"\n", 98))
	},
	"97 texts of 256 KiB": func() io.Reader {
		return mixed(mixedTop, repeat("--x\nContent-Type: text/plain\n\n"+strings.Repeat("<p>hallo ", 28_000)+"\n", 97))
	},
	"combining marks":   func() io.Reader { return mixed(textTop, "a", repeat("\u0301\u0316", 500_000)) },
	"letters that grow": func() io.Reader { return mixed(textTop, repeat("\u1fa2", 350_000)) },
	"quote marks":       func() io.Reader { return mixed(textTop, repeat(">", 1<<20)) },
	"quoted lines":      func() io.Reader { return mixed(textTop, repeat(">\n", 1<<19)) },
	"headings":          func() io.Reader { return mixed(textTop, repeat("Van: a\nOp 3 maart 2022 schreef x\n", 35_000)) },
	"attributions":      func() io.Reader { return mixed(textTop, repeat("Op 3 maart 2022 schreef Jan:\n", 36_000)) },
	"flowed lines": func() io.Reader {
		return mixed(evilHead, "Content-Type: text/plain; format=flowed\r\n\r\n", repeat("a \n", 350_000))
	},
	"utf-7": func() io.Reader {
		return mixed(evilHead, "Content-Type: text/plain; charset=utf-7\r\n\r\n", repeat("+AGEA", 200_000))
	},
	"utf-7 signs": func() io.Reader {
		return mixed(evilHead, "Content-Type: text/plain; charset=utf-7\r\n\r\n", repeat("+", 1<<20))
	},
	"iso-2022-jp": func() io.Reader {
		return mixed(evilHead, "Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n", repeat("\x1b$B\x1b(B", 170_000))
	},
	"winmail.dat": func() io.Reader {
		return mixed(evilHead, "Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\n", tnefFile(4<<20))
	},
	"zip directory": func() io.Reader {
		return mixed(evilHead, "Content-Type: application/zip; name=a.zip\r\n\r\nPK\x03\x04", repeat("PK\x01\x02aaaa", 600_000))
	},
	"parts in base64": func() io.Reader { return wrapped(15) },
}

func numbered(count int) io.Reader {
	var out strings.Builder
	for at := range count {
		fmt.Fprintf(&out, "a%d ", at)
	}
	return strings.NewReader(out.String())
}

func numberedRules(count int) io.Reader {
	var out strings.Builder
	for at := range count {
		fmt.Fprintf(&out, ".a%d{color:#%06x;background:white;font-size:12px}\n", at, at)
	}
	return strings.NewReader(out.String())
}

// tnefFile is a winmail.dat with as many tiny files as fit.
func tnefFile(size int) io.Reader {
	attribute := "\x02\x02\x90\x06\x00\x00\x00\x00\x00\x00\x00"
	return mixed("\x78\x9f\x3e\x22\x01\x00", repeat(attribute, size/len(attribute)))
}

// wrapped is a message in base64 in a message in base64, and so on.
func wrapped(depth int) io.Reader {
	text := "Content-Type: text/plain\r\n\r\n" + strings.Repeat("hallo ", 1000)
	for range depth {
		text = evilHead + "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.StdEncoding.EncodeToString([]byte(text))
	}
	return strings.NewReader(text)
}

const childVariable = "ONDERDAK_POST_EVIL"

func TestMain(m *testing.M) {
	if name := os.Getenv(childVariable); name != "" {
		child(name)
		return
	}
	os.Exit(m.Run())
}

// child reads one mail and tells milliseconds and the peak of the process in KiB.
func child(name string) {
	mail := evil[name]()
	began := time.Now()
	letter, err := Read(mail, Options{})
	took := time.Since(began)
	fmt.Println(took.Milliseconds(), peak(), err == nil && letter.Kind != "")
	runtime.KeepAlive(letter)
}

// peak gives the highest memory this process ever took, in KiB.
func peak() int {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	size, _ := strconv.Atoi(strings.Fields(rest)[0])
	return size
}

// Each mail is read in a process of its own, so that its peak is that mail's.
func TestEvilMailStaysWithinLimits(t *testing.T) {
	mostTime, mostMemory := time.Second, 64<<10
	if raceEnabled {
		mostTime, mostMemory = 15*time.Second, 640<<10
	}
	names := make([]string, 0, len(evil))
	for name := range evil {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		run := exec.Command(os.Args[0])
		run.Env = append(os.Environ(), childVariable+"="+name)
		out, err := run.CombinedOutput()
		words := strings.Fields(string(out))
		if err != nil || len(words) != 3 || words[2] != "true" {
			t.Errorf("%s: %v\n%s", name, err, out[:min(len(out), 2000)])
			continue
		}
		took := run.ProcessState.UserTime() + run.ProcessState.SystemTime() // other work on this machine is not the mail's
		memory, _ := strconv.Atoi(words[1])
		t.Logf("%-28s %5d ms of processor, %5s ms by the clock, %3d MiB", name, took.Milliseconds(), words[0], memory>>10)
		if took > mostTime || memory == 0 || memory > mostMemory {
			t.Errorf("%s took %v and %d MiB", name, took, memory>>10)
		}
	}
}
