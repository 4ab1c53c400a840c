package assign

import (
	"strings"
	"testing"
)

func valid() *Problem {
	return &Problem{
		Nights:    10,
		Resources: []Resource{{"R", []Span{{5, 10, 3}, {0, 5, 2}}}, {"S", nil}},
		Households: []Household{
			{"A", 0, 10, []Option{{"x", 5, []Use{{0, 1}}}, {"y", -3, nil}}},
			{"B", 9, 10, nil},
		},
	}
}

func TestValidate(t *testing.T) {
	if err := valid().Validate(); err != nil {
		t.Fatal(err)
	}
	if err := (&Problem{}).Validate(); err != nil {
		t.Fatal(err)
	}
	for want, spoil := range map[string]func(*Problem){
		`nights is -1`:    func(p *Problem) { p.Nights = -1 },
		`nights is 40001`: func(p *Problem) { p.Nights = 40001 },
		`resource "R": capacity from night 5 until`:  func(p *Problem) { p.Resources[0].Capacity[0].Until = 5 },
		`lies outside 0 to 10`:                       func(p *Problem) { p.Resources[0].Capacity[0].Until = 11 },
		`capacity -1 is negative`:                    func(p *Problem) { p.Resources[0].Capacity[1].Amount = -1 },
		`capacity 1000000000000001 is more`:          func(p *Problem) { p.Resources[0].Capacity[1].Amount = MaxTotal + 1 },
		`spans overlap on night 4`:                   func(p *Problem) { p.Resources[0].Capacity[0].From = 4 },
		`resource "R": the id occurs twice`:          func(p *Problem) { p.Resources[1].ID = "R" },
		`resource "": the id is empty`:               func(p *Problem) { p.Resources[1].ID = "" },
		`household "A": the id occurs twice`:         func(p *Problem) { p.Households[1].ID = "A" },
		`household "A": option "x": the id occurs`:   func(p *Problem) { p.Households[0].Options[1].ID = "x" },
		`household "B": from night 9 until night 9`:  func(p *Problem) { p.Households[1].Until = 9 },
		`household "B": from night 9 until night 11`: func(p *Problem) { p.Households[1].Until = 11 },
		`option "y": points -1000000000001`:          func(p *Problem) { p.Households[0].Options[1].Points = -MaxPoints - 1 },
		`option "x": uses resource number 2 of 2`:    func(p *Problem) { p.Households[0].Options[0].Uses[0].Resource = 2 },
		`uses a negative amount -1 of resource "R"`:  func(p *Problem) { p.Households[0].Options[0].Uses[0].Amount = -1 },
		`uses 1000000000001 of resource "R"`:         func(p *Problem) { p.Households[0].Options[0].Uses[0].Amount = MaxAmount + 1 },
	} {
		p := valid()
		spoil(p)
		if err := p.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}

func TestValidateSums(t *testing.T) {
	p := &Problem{Nights: 1, Resources: []Resource{{"R", nil}}}
	for range 1001 {
		p.Households = append(p.Households, Household{"H", 0, 1, []Option{{"x", MaxPoints, nil}}})
	}
	if err := p.checkHouseholds(); err == nil || !strings.Contains(err.Error(), "points together exceed") {
		t.Errorf("points: %v", err)
	}
	for h := range p.Households {
		p.Households[h].Options[0] = Option{"x", 1, []Use{{0, MaxAmount}}}
	}
	if err := p.checkHouseholds(); err == nil || !strings.Contains(err.Error(), "amounts together exceed") {
		t.Errorf("amounts: %v", err)
	}
}
