package assign

import (
	"context"
	"testing"
)

func BenchmarkSolve(b *testing.B) {
	for _, c := range []struct {
		name  string
		shape shape
	}{
		{"small", shape{households: 2000, locations: 100, options: 30, nights: 1, load: 1.02, bonus: 10000, seed: 1}},
		{"night", shape{households: 20000, locations: 1000, options: 30, nights: 1, load: 1.02, bonus: 10000, seed: 1}},
		{"night-plain", shape{households: 20000, locations: 1000, options: 30, nights: 1, load: 1.02, seed: 1}},
		{"weeks", shape{households: 5000, locations: 300, options: 30, nights: 26, load: 1.02, bonus: 10000, seed: 1}},
		{"weeks-plain", shape{households: 5000, locations: 300, options: 30, nights: 26, load: 1.02, seed: 1}},
		{"weeks-seats", shape{households: 5000, locations: 300, options: 30, nights: 26, load: 1, bonus: 10000, seats: true, seed: 1}},
	} {
		b.Run(c.name, func(b *testing.B) {
			p := generate(c.shape)
			b.ResetTimer()
			for range b.N {
				solveOnce(b, p)
			}
		})
	}
}

func solveOnce(b *testing.B, p *Problem) {
	phase := ""
	r, err := Solve(context.Background(), p, Settings{Seed: 1, Progress: func(x Progress) {
		if x.Phase != phase {
			b.Logf("%-8s %5.1fs objective %d bound %.0f gap %.4f%%", x.Phase, x.Elapsed.Seconds(), x.Objective, x.Bound, 100*gap(x.Objective, x.Bound))
			phase = x.Phase
		}
	}})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(100*r.Gap, "gap%")
	if r.Bound > float64(r.Baseline) {
		b.ReportMetric(100*(r.Bound-float64(r.Objective))/(r.Bound-float64(r.Baseline)), "span%")
	}
	b.ReportMetric(100*gap(r.Baseline, r.Bound), "baseline-gap%")
	b.ReportMetric(r.Seconds, "seconds")
}
