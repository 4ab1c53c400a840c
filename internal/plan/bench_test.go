package plan

import (
	"context"
	"testing"
	"time"
)

// BenchmarkMake makes plans of national size; run it with -benchtime=1x. The
// last figure of a name is the share of beds to persons, in percent.
func BenchmarkMake(b *testing.B) {
	for _, size := range []struct {
		name                  string
		locations, households int
		beds                  float64
	}{
		{"1200x2500x60", 1200, 2500, 0.6},
		{"1200x2500x90", 1200, 2500, 0.9},
		{"400x2500x80", 400, 2500, 0.8},
		{"1500x20000x70", 1500, 20000, 0.7},
	} {
		b.Run(size.name, func(b *testing.B) {
			in := national(1, size.locations, size.households, size.beds)
			for b.Loop() {
				p, err := Make(context.Background(), in, Options{TimeLimit: 2 * time.Minute, Gap: 0.001})
				if err != nil {
					b.Fatal(err)
				}
				c := p.Certificate
				b.ReportMetric(100*c.Gap, "gap%")
				b.ReportMetric(float64(c.PersonsPlaced), "persons")
				b.ReportMetric(100*float64(c.Bound-c.Objective)/float64(c.Bound-c.Baseline), "span%")
			}
		})
	}
}
