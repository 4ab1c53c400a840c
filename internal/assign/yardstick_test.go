package assign

import (
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The public instances are not ours to keep: the operator of the benchmark says
// where they are.
var yardsticks = flag.String("yardsticks", "", "folder with best-known.csv and generalised assignment instances in the OR-Library format")

// gapInstance is a generalised assignment problem: every item to one agent, at
// the least cost, within the capacities of the agents.
type gapInstance struct {
	set, name string
	cost, use [][]int64 // by agent, by item
	capacity  []int64
	best      int64 // best known cost
}

// BenchmarkYardsticks measures the optimiser on instances nobody here made. A
// cost becomes points M - cost; M is so large that leaving an item out costs more
// than any assignment of it can save, hence a plan of all items of most points
// is one of least cost. The figures are means over a set: how far the cost found
// lies above the best known, and how far the proven bound lies below it.
//
//	go test ./internal/assign -run '^$' -bench Yardsticks -benchtime 1x -timeout 1h -yardsticks FOLDER
func BenchmarkYardsticks(b *testing.B) {
	if *yardsticks == "" {
		b.Log("no folder given, see -yardsticks")
		return
	}
	bySet := map[string][]gapInstance{}
	var sets []string
	for _, instance := range readInstances(b, *yardsticks) {
		if bySet[instance.set] == nil {
			sets = append(sets, instance.set)
		}
		bySet[instance.set] = append(bySet[instance.set], instance)
	}
	for _, set := range sets {
		b.Run(set, func(b *testing.B) {
			for range b.N {
				measure(b, bySet[set])
			}
		})
	}
}

func measure(b *testing.B, instances []gapInstance) {
	var above, below, worst float64
	reached, whole := 0, 0
	for _, instance := range instances {
		p, large := instance.problem()
		r, err := Solve(context.Background(), p, Settings{Seed: 1, TimeLimit: time.Minute})
		if err != nil {
			b.Fatal(err)
		}
		placed := 0
		for _, choice := range r.Choice {
			if choice >= 0 {
				placed++
			}
		}
		items := int64(len(instance.cost[0]))
		proven := large*items - int64(r.Bound)
		if proven > instance.best {
			b.Errorf("%s: proves a cost of %d, the best known is %d", instance.name, proven, instance.best)
		}
		below += 100 * float64(instance.best-proven) / float64(instance.best)
		if int64(placed) < items {
			b.Logf("%s: %d of %d items assigned", instance.name, placed, items)
			continue
		}
		found := large*items - r.Objective
		off := 100 * float64(found-instance.best) / float64(instance.best)
		above += off
		worst = max(worst, off)
		whole++
		if found <= instance.best {
			reached++
		}
		b.Logf("%-24s found %d, best known %d (+%.3f%%), proven %d, %.1f s", instance.name, found, instance.best, off, proven, r.Seconds)
	}
	b.ReportMetric(float64(len(instances)), "instances")
	b.ReportMetric(float64(whole), "complete")
	b.ReportMetric(float64(reached), "best-reached")
	b.ReportMetric(above/float64(max(whole, 1)), "above%")
	b.ReportMetric(worst, "worst-above%")
	b.ReportMetric(below/float64(len(instances)), "bound-below%")
}

// problem writes the instance for Solve; large is the M above.
func (g gapInstance) problem() (p *Problem, large int64) {
	for _, row := range g.cost {
		for _, cost := range row {
			large = max(large, 2*cost+1)
		}
	}
	p = &Problem{Nights: 1}
	for agent, capacity := range g.capacity {
		p.Resources = append(p.Resources, Resource{ID: strconv.Itoa(agent), Capacity: []Span{{0, 1, capacity}}})
	}
	for item := range g.cost[0] {
		h := Household{ID: strconv.Itoa(item), Until: 1}
		for agent := range g.capacity {
			h.Options = append(h.Options, Option{
				ID: strconv.Itoa(agent), Points: large - g.cost[agent][item], Uses: []Use{{agent, g.use[agent][item]}},
			})
		}
		p.Households = append(p.Households, h)
	}
	return p, large
}

func readInstances(b *testing.B, folder string) []gapInstance {
	file, err := os.Open(filepath.Join(folder, "best-known.csv"))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		b.Fatal(err)
	}
	var found []gapInstance
	for _, row := range rows[1:] {
		data, err := os.ReadFile(filepath.Join(folder, row[0]))
		if os.IsNotExist(err) {
			b.Logf("%s is in the list but not in the folder", row[0])
			continue
		}
		if err != nil {
			b.Fatal(err)
		}
		best, err := strconv.ParseInt(row[7], 10, 64)
		if err != nil {
			b.Fatalf("%s: %v", row[0], err)
		}
		instance, err := parseInstance(string(data))
		if err != nil {
			b.Fatalf("%s: %v", row[0], err)
		}
		instance.set, instance.name, instance.best = row[2], row[0], best
		found = append(found, instance)
	}
	return found
}

// parseInstance reads agents, items, costs, uses and capacities, all numbers.
func parseInstance(text string) (g gapInstance, err error) {
	var numbers []int64
	for _, word := range strings.Fields(text) {
		number, err := strconv.ParseInt(word, 10, 64)
		if err != nil {
			return g, err
		}
		numbers = append(numbers, number)
	}
	if len(numbers) < 2 {
		return g, fmt.Errorf("only %d numbers", len(numbers))
	}
	agents, items := int(numbers[0]), int(numbers[1])
	if want := 2 + 2*agents*items + agents; len(numbers) < want {
		return g, fmt.Errorf("%d numbers, expected %d", len(numbers), want)
	}
	at := 2
	table := func() (rows [][]int64) {
		for range agents {
			rows = append(rows, numbers[at:at+items])
			at += items
		}
		return rows
	}
	g.cost, g.use = table(), table()
	g.capacity = numbers[at : at+agents]
	return g, nil
}
