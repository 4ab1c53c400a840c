package fairshare

import (
	"math/rand/v2"
	"testing"
)

func TestSharesFollowInhabitants(t *testing.T) {
	shares := Divide(100, []Party{{"A", 500, 60}, {"B", 300, 10}, {"C", 200, 20}})
	for i, want := range []Share{{Target: 50}, {Target: 30}, {Target: 20}} {
		if shares[i].Target != want.Target {
			t.Errorf("%s gets %d, want %d", shares[i].Code, shares[i].Target, want.Target)
		}
	}
	if shares[0].Difference() != 10 || shares[0].ToDo() != 0 || shares[1].Difference() != -20 || shares[1].ToDo() != 20 || shares[2].ToDo() != 0 {
		t.Errorf("%+v", shares)
	}
}

// What does not divide goes to the largest remainders; equal ones by code.
func TestTheRestGoesToTheLargestRemainders(t *testing.T) {
	shares := Divide(10, []Party{{"B", 1, 0}, {"A", 1, 0}, {"C", 1, 0}})
	if shares[0].Target != 3 || shares[1].Target != 4 || shares[2].Target != 3 {
		t.Errorf("%+v", shares)
	}
	shares = Divide(1, []Party{{"A", 1, 0}, {"B", 2, 0}})
	if shares[1].Target != 1 {
		t.Errorf("%+v", shares)
	}
}

func TestNobodyLivesThere(t *testing.T) {
	for _, total := range []int{-5, 0, 7} {
		for _, share := range Divide(total, []Party{{"A", 0, 3}}) {
			if share.Target != 0 {
				t.Errorf("%d of %d", share.Target, total)
			}
		}
	}
	if got := Divide(5, nil); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

// All is given out, and nobody is more than one place from the exact proportion.
func TestSharesAddUp(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		parties, inhabitants := make([]Party, 1+random.IntN(40)), 0
		for i := range parties {
			parties[i].Inhabitants = random.IntN(900_000)
			inhabitants += parties[i].Inhabitants
		}
		total, sum := random.IntN(90_000), 0
		for _, share := range Divide(total, parties) {
			sum += share.Target
			exact := float64(total) * float64(share.Inhabitants) / float64(max(1, inhabitants))
			if off := float64(share.Target) - exact; off > 1 || off < -1 {
				t.Fatalf("%d instead of %f", share.Target, exact)
			}
		}
		if sum != total && inhabitants > 0 {
			t.Fatalf("%d given of %d", sum, total)
		}
	}
}
