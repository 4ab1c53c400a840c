package phrase

import (
	"strings"
	"syscall"
	"testing"
	"time"
)

// worst are texts made to be slow: what begins like a number, a date, a code or a
// range over and over, without ending.
var worst = map[string]string{
	"digits":      "1",
	"groups":      "1.111,",
	"grouped":     "111 ",
	"words":       "honderd en ",
	"hyphens":     "twenty-",
	"dates":       "14-03-",
	"slashes":     "1/",
	"months":      "mei ",
	"tot":         "tot en met ",
	"vanaf":       "vanaf 14 maart ",
	"at":          "a@",
	"labels":      "nr.",
	"phones":      "+0 ",
	"points":      ".",
	"letters":     "é",
	"ukrainian":   "двадцять п'ять ",
	"spaces":      "1 \n",
	"apostrophes": "a'",
	"each":        "4 kamers van ",
	"invalid":     "\xff1",
}

func benchmark(b *testing.B, text string, read func(string)) {
	b.SetBytes(int64(len(text)))
	before, rounds := processor(b), 0
	for b.Loop() {
		read(text)
		rounds++
	}
	b.ReportMetric(float64(rounds*len(text))/(1<<20)/(processor(b)-before).Seconds(), "MiB/cpu-s")
}

// processor is the time this process has used of all processors: what the clock on
// the wall says depends on what else the machine does.
func processor(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func readAmounts(text string) { Amounts(text) }
func readPeriods(text string) { Periods(text, today) }

const mail = `Geachte heer, mevrouw,

Op uw verzoek van 4 maart melden wij dat in sporthal De Linde, Kerkstraat 12, 3701 AB Zeist, 60 extra bedden
staan, vanaf maandag 14 maart voor drie maanden. In het klooster kunnen 4 gezinnen van 5 terecht, per direct
en tot nader order. Contact: Jan de Vries, 030 123 45 67, jan@zeist.example. Ons kenmerk: Z/22/012345.

`

// BenchmarkAmounts and BenchmarkPeriods read one MiB of ordinary mail and of each
// text made to be slow.
func BenchmarkAmounts(b *testing.B) { benchEach(b, readAmounts) }

func BenchmarkPeriods(b *testing.B) { benchEach(b, readPeriods) }

func benchEach(b *testing.B, read func(string)) {
	b.Run("mail", func(b *testing.B) { benchmark(b, filled(mail, 1<<20), read) })
	for name, part := range worst {
		b.Run(name, func(b *testing.B) { benchmark(b, filled(part, 1<<20), read) })
	}
}

func filled(part string, size int) string { return strings.Repeat(part, size/len(part)+1)[:size] }
