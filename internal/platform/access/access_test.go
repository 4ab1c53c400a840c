package access

import (
	"strings"
	"testing"

	"onderdak/internal/platform/fault"
)

var (
	zeist   = Owner{Region: "VR09", Municipality: "GM0355", Location: "L1"}
	utrecht = Owner{Region: "VR09", Municipality: "GM0344", Location: "L2"}
	almere  = Owner{Region: "VR25", Municipality: "GM0034", Location: "L3"}
)

func TestReach(t *testing.T) {
	at := func(role Role) Actor {
		return Actor{Person: "p", Role: role, Location: "L1", Municipality: "GM0355", Region: "VR09"}
	}
	cases := []struct {
		role   Role
		action Action
		owner  Owner
		want   bool
	}{
		{LocationStaff, StateCapacity, zeist, true},
		{LocationStaff, StateCapacity, utrecht, false},
		{LocationStaff, StartRun, zeist, false},
		{Municipal, StateCapacity, zeist, true},
		{Municipal, StateCapacity, utrecht, false},
		{Municipal, ViewLocations, utrecht, true},
		{Municipal, ViewLocations, almere, false},
		{Municipal, SendOffer, zeist, false},
		{Regional, SendOffer, utrecht, true},
		{Regional, SendOffer, almere, false},
		{National, SendOffer, almere, true},
		{Council, ViewNames, zeist, false},
		{Council, ViewPicture, almere, true},
		{Administrator, ViewHouseholds, zeist, false},
		{Auditor, EditHousehold, zeist, false},
		{System, SendOffer, almere, true},
	}
	for _, c := range cases {
		err := Check(at(c.role), c.action, c.owner)
		if (err == nil) != c.want {
			t.Errorf("%s %s on %s: %v", c.role, c.action, c.owner.Municipality, err)
		}
		if err != nil && fault.KindOf(err) != fault.Forbidden {
			t.Errorf("want forbidden, got %v", err)
		}
	}
}

// An actor without an organisation owns nothing, not even objects whose owner
// is not filled in.
func TestEmptyOwnersMatchNobody(t *testing.T) {
	for _, role := range Roles {
		for _, action := range Actions() {
			actor := Actor{Person: "p", Role: role}
			if err := Check(actor, action, Owner{}); err == nil && ReachOf(actor, action) != Nation {
				t.Errorf("%s may %s on nobody's object", role, action)
			}
		}
	}
}

func TestNobodyIsUnauthenticated(t *testing.T) {
	for _, action := range Actions() {
		if err := Check(Actor{}, action, zeist); fault.KindOf(err) != fault.Unauthenticated {
			t.Errorf("%s: %v", action, err)
		}
	}
}

// Names are for those who house or place people (domain.md 8), nobody else.
func TestNamesStayWithThoseWhoPlace(t *testing.T) {
	if got, want := Allowed(ViewNames), "location_staff:own municipal_coordinator:own regional_coordinator:own national_desk:nation"; got != want {
		t.Errorf("names are open to %s", got)
	}
}

// Whoever gives a role can never give more than they can do themselves: for
// every giver, role, organisation, action and object, what the new colleague
// may do the giver may do too. Administrators are the exception: they can do
// little and give everything; and a region's request to the nation is its own
// voice, which the desk that answers it does not have.
func TestNobodyGivesMoreThanTheyHave(t *testing.T) {
	homes := []Owner{zeist, utrecht, almere, {Region: "VR09"}, {Region: "VR25"}, {}}
	given := map[Role]int{}
	for _, giver := range append([]Role{System}, Roles...) {
		for _, role := range Roles {
			for _, at := range homes {
				for _, of := range homes {
					actor := Actor{Person: "p", Role: giver, Location: at.Location, Municipality: at.Municipality, Region: at.Region}
					if CheckGive(actor, role, of) != nil {
						continue
					}
					given[giver]++
					if giver == Administrator || giver == System {
						continue
					}
					colleague := Actor{Person: "q", Role: role, Location: of.Location, Municipality: of.Municipality, Region: of.Region}
					for _, action := range Actions() {
						for _, object := range homes {
							if action != AskDispersal && Check(colleague, action, object) == nil && Check(actor, action, object) != nil {
								t.Errorf("%s of %+v gives %s of %+v, who may %s on %+v", giver, at, role, of, action, object)
							}
						}
					}
				}
			}
		}
	}
	for giver := range given {
		if len(Givable(giver)) == 0 {
			t.Errorf("%s gave a role without a row", giver)
		}
	}
	if len(given) != len(givable) {
		t.Errorf("only %v could give anything", given)
	}
}

func TestWhoGivesWhat(t *testing.T) {
	want := map[Role]string{
		Municipal: "location_staff volunteer", Regional: "municipal_coordinator", National: "regional_coordinator",
	}
	for _, role := range Roles {
		got := ""
		for _, one := range Givable(role) {
			got += string(one) + " "
		}
		if role != Administrator && strings.TrimSpace(got) != want[role] {
			t.Errorf("%s gives %q, want %q", role, got, want[role])
		}
	}
	coordinator := Actor{Person: "p", Role: Municipal, Municipality: "GM0355", Region: "VR09"}
	if err := CheckGive(coordinator, LocationStaff, utrecht); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("gave a role in another municipality: %v", err)
	}
	if err := CheckGive(coordinator, Municipal, zeist); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("made a colleague of their own rank: %v", err)
	}
	if err := CheckGive(coordinator, LocationStaff, zeist); err != nil {
		t.Error(err)
	}
}

func TestBooks(t *testing.T) {
	for want, owner := range map[string]Owner{"GM0355": zeist, "VR09": {Region: "VR09"}, "NL": {}} {
		if got := owner.Book(); got != want {
			t.Errorf("book %s, want %s", got, want)
		}
	}
}
