package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"
)

// progress shows how far work has come: a bar on a terminal, a plain line now
// and then elsewhere.
type progress struct {
	lock sync.Mutex
	out  io.Writer
	live bool
	last time.Time
	done float64
	tall bool // a bar stands on the present line
}

const (
	barEvery  = 100 * time.Millisecond
	lineEvery = 2 * time.Second
	barWidth  = 30
)

func newProgress(out io.Writer) *progress {
	file, ok := out.(*os.File)
	return &progress{out: out, live: ok && term.IsTerminal(int(file.Fd()))}
}

// show tells that a share done of the work has been done; a bar never runs back.
func (p *progress) show(phase string, done float64, note string) {
	p.lock.Lock()
	defer p.lock.Unlock()
	pause := lineEvery
	if p.live {
		pause = barEvery
	}
	if time.Since(p.last) < pause && done < 1 {
		return
	}
	p.last = time.Now()
	p.done = max(p.done, min(done, 1))
	if !p.live {
		fmt.Fprintf(p.out, "%3.0f%% %s%s\n", 100*p.done, phase, spaced(note))
		return
	}
	full := int(p.done * barWidth)
	bar := strings.Repeat("█", full) + strings.Repeat("░", barWidth-full)
	fmt.Fprintf(p.out, "\r\x1b[K%s %3.0f%% %s%s", bar, 100*p.done, phase, spaced(note))
	p.tall = true
}

// end closes the bar's line.
func (p *progress) end() {
	p.lock.Lock()
	defer p.lock.Unlock()
	if p.tall {
		fmt.Fprintln(p.out)
		p.tall = false
	}
	p.done, p.last = 0, time.Time{}
}
