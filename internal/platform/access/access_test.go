package access

import (
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

func TestBooks(t *testing.T) {
	for want, owner := range map[string]Owner{"GM0355": zeist, "VR09": {Region: "VR09"}, "NL": {}} {
		if got := owner.Book(); got != want {
			t.Errorf("book %s, want %s", got, want)
		}
	}
}
