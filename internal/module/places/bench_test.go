package places

import (
	"database/sql"
	"fmt"
	"sync/atomic"
	"testing"

	"onderdak/internal/calendar"
	"onderdak/internal/plan"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/gate"
)

const (
	benchLocations = 256
	benchNights    = 60
)

// BenchmarkGuard measures what the guard costs: one INSERT INTO stay per
// transaction by 16 writers, with the triggers and without, spread over
// locations and all on one. SQLite writes one at a time.
//
//	go test -run '^$' -bench Guard -benchtime 2000x ./internal/module/places
func BenchmarkGuard(b *testing.B) {
	for _, engine := range dbtest.Engines {
		for _, guarded := range []bool{true, false} {
			for _, locations := range []int{benchLocations, 1} {
				name := fmt.Sprintf("%s/guard=%v/locations=%d", engine, guarded, locations)
				b.Run(name, func(b *testing.B) {
					url := dbtest.URL(b, engine)
					h := newHouse(b, dbtest.Connect(b, url))
					for i := range locations {
						h.location(fmt.Sprint("L", i), 90000)
					}
					raw := pool(b, url)
					raw.SetMaxOpenConns(16)
					if engine == "sqlite" {
						raw.SetMaxOpenConns(1)
					}
					if !guarded {
						disarm(b, engine, raw)
					}
					insertMany(b, raw, locations)
				})
			}
		}
	}
}

func disarm(b *testing.B, engine string, raw *sql.DB) {
	statements := []string{"DROP TRIGGER stay_guard ON stay"}
	if engine == "sqlite" {
		statements = []string{"DROP TRIGGER stay_guard_insert", "DROP TRIGGER stay_not_replaced"}
	}
	for _, statement := range statements {
		if _, err := raw.Exec(statement); err != nil {
			b.Fatal(err)
		}
	}
}

func insertMany(b *testing.B, raw *sql.DB, locations int) {
	var count atomic.Int64
	b.SetParallelism(8)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := int(count.Add(1))
			from := int(day) + i*7%benchNights
			_, err := raw.Exec(rawStay, fmt.Sprint(i), fmt.Sprint("L", i%locations), 1+i%5, from, from+1+i%30, "offered")
			if err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "stays/s")
}

// BenchmarkSnapshot measures the frozen snapshot of a match run, the national
// totals, an import and a replay on 5,000 locations with 100,000 stays.
//
//	go test -run '^$' -bench Snapshot -benchtime 1x -timeout 30m ./internal/module/places
func BenchmarkSnapshot(b *testing.B) {
	for _, engine := range dbtest.Engines {
		b.Run(engine, func(b *testing.B) {
			url := dbtest.URL(b, engine)
			h := newHouse(b, dbtest.Connect(b, url))
			b.Run("import", func(b *testing.B) {
				for range b.N {
					locations, capacity := nation(5000)
					_, err := h.Import(ctx, program, locations, capacity, "bench.csv")
					h.must(err)
				}
			})
			fillStays(b, pool(b, url), 5000, 100_000)
			b.Run("open capacity", func(b *testing.B) {
				for range b.N {
					h.view(func(tx *db.Tx, scope gate.Scope) error {
						locations, capacity, err := OpenCapacity(ctx, tx, scope, day, day+28)
						if len(locations) != 5000 || len(capacity) < 5000 {
							b.Errorf("%d locations, %d spans", len(locations), len(capacity))
						}
						return err
					})
				}
			})
			b.Run("totals", func(b *testing.B) {
				for range b.N {
					h.view(func(tx *db.Tx, scope gate.Scope) error {
						_, err := Totals(ctx, tx, scope, ByRegion, day, day+28)
						return err
					})
				}
			})
			b.Run("as of", func(b *testing.B) {
				for range b.N {
					h.view(func(tx *db.Tx, scope gate.Scope) error {
						_, err := AsOf(ctx, tx, scope, calendar.InstantOf(h.now), day+3)
						return err
					})
				}
			})
			b.Run("verify", func(b *testing.B) {
				for range b.N {
					h.sound()
				}
			})
		})
	}
}

// nation makes plain locations with two spans each.
func nation(count int) ([]plan.Location, []plan.Capacity) {
	var locations []plan.Location
	var capacity []plan.Capacity
	for i := range count {
		id := fmt.Sprint("L", i)
		locations = append(locations, plan.Location{ID: id, Municipality: "GM0355", Name: id, Type: "hotel", Facilities: []string{"crib"}})
		capacity = append(capacity, plan.Capacity{Location: id, From: day, Until: calendar.At(day + 10), Places: 80},
			plan.Capacity{Location: id, From: day + 10, Places: 100})
	}
	return locations, capacity
}

// fillStays writes stays in a few large transactions, through the guard.
func fillStays(b *testing.B, raw *sql.DB, locations, stays int) {
	for start := 0; start < stays; start += 10_000 {
		tx, err := raw.Begin()
		if err != nil {
			b.Fatal(err)
		}
		for i := start; i < start+10_000; i++ {
			from := int(day) + i*7%benchNights
			if _, err := tx.Exec(rawStay, fmt.Sprint(i), fmt.Sprint("L", i%locations), 1+i%4, from, from+1+i%30, "offered"); err != nil {
				b.Fatal(err)
			}
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	}
}
