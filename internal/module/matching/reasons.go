package matching

import (
	"slices"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/fault"
)

// Consequence is what a coded reason leads to.
type Consequence string

// The consequences. All but Withdraw put the household back in the queue with
// its waiting time kept.
const (
	Rematch         Consequence = "rematch"          // nothing else: the next run decides anew
	ExcludeLocation Consequence = "exclude_location" // this location is never offered to this household again
	ParkUntil       Consequence = "park_until"       // matching leaves the household alone until a date
	CorrectData     Consequence = "correct_data"     // the household or location is left out of runs until its data were looked at
	Withdraw        Consequence = "withdraw"         // the household needs no place from us
)

// Consequences lists all consequences.
var Consequences = []Consequence{Rematch, ExcludeLocation, ParkUntil, CorrectData, Withdraw}

// Moment is when a reason can be given.
type Moment string

// The moments.
const (
	AtReject     Moment = "reject"      // who decides turns down a proposal
	AtDecline    Moment = "decline"     // a side declines an offer
	AtWithdraw   Moment = "withdraw"    // who sent it takes an offer back
	AtNotArrived Moment = "not_arrived" // an announced household did not come
	AtExpiry     Moment = "expiry"      // nobody answered in time
)

// Reason is one coded reason; "matching.reason_"+Key is its text.
type Reason struct {
	Key         string
	Moment      Moment
	By          Side // who may give it
	Consequence Consequence
	Asks        Side // for CorrectData: whose data must be looked at
	NeedsNote   bool // the words of who gives it are needed
}

// Keys that the program itself gives.
const (
	reasonExpired        = "expired"
	reasonArrivedOutside = "arrived_elsewhere"
	reasonMistake        = "sent_by_mistake"
	reasonRefused        = "refused_at_door"

	// Of steps back, which no side gives a reason for.
	reasonPressed = "pressed_by_mistake"
	reasonCounted = "counted_again"
)

// Reasons is THE table of coded reasons and their consequences (domain.md 4).
var Reasons = []Reason{
	{Key: "too_far", Moment: AtDecline, By: SideHousehold, Consequence: ExcludeLocation},
	{Key: "unsafe_there", Moment: AtDecline, By: SideHousehold, Consequence: ExcludeLocation},
	{Key: "stays_with_relatives", Moment: AtDecline, By: SideHousehold, Consequence: ParkUntil},
	{Key: "cannot_travel_yet", Moment: AtDecline, By: SideHousehold, Consequence: ParkUntil},
	{Key: "needs_not_met", Moment: AtDecline, By: SideHousehold, Consequence: CorrectData, Asks: SideHousehold},
	{Key: "already_housed", Moment: AtDecline, By: SideHousehold, Consequence: Withdraw},
	{Key: "household_other", Moment: AtDecline, By: SideHousehold, Consequence: Rematch, NeedsNote: true},

	{Key: "not_suitable", Moment: AtDecline, By: SideLocation, Consequence: ExcludeLocation},
	{Key: "places_gone", Moment: AtDecline, By: SideLocation, Consequence: CorrectData, Asks: SideLocation},
	{Key: "not_ready_yet", Moment: AtDecline, By: SideLocation, Consequence: CorrectData, Asks: SideLocation},
	{Key: "no_staff", Moment: AtDecline, By: SideLocation, Consequence: CorrectData, Asks: SideLocation},
	{Key: "location_other", Moment: AtDecline, By: SideLocation, Consequence: Rematch, NeedsNote: true},

	{Key: "reject_not_suitable", Moment: AtReject, By: SideSender, Consequence: ExcludeLocation},
	{Key: "reject_later", Moment: AtReject, By: SideSender, Consequence: ParkUntil},
	{Key: "reject_other", Moment: AtReject, By: SideSender, Consequence: Rematch, NeedsNote: true},

	{Key: reasonMistake, Moment: AtWithdraw, By: SideSender, Consequence: Rematch},
	{Key: "household_changed", Moment: AtWithdraw, By: SideSender, Consequence: CorrectData, Asks: SideHousehold},
	{Key: "location_fell_through", Moment: AtWithdraw, By: SideSender, Consequence: CorrectData, Asks: SideLocation},
	{Key: "no_longer_needed", Moment: AtWithdraw, By: SideSender, Consequence: Withdraw},

	{Key: "delayed", Moment: AtNotArrived, By: SideLocation, Consequence: ParkUntil},
	{Key: "no_sign_of_life", Moment: AtNotArrived, By: SideLocation, Consequence: ParkUntil},
	{Key: "missed_transport", Moment: AtNotArrived, By: SideLocation, Consequence: Rematch},
	{Key: reasonRefused, Moment: AtNotArrived, By: SideLocation, Consequence: ExcludeLocation},
	{Key: "housed_elsewhere", Moment: AtNotArrived, By: SideLocation, Consequence: Withdraw},

	{Key: reasonExpired, Moment: AtExpiry, By: SideSender, Consequence: Rematch},
}

// ReasonsFor lists the reasons a side can give at a moment, in their order.
func ReasonsFor(moment Moment, by Side) (list []Reason) {
	for _, reason := range Reasons {
		if reason.Moment == moment && reason.By == by {
			list = append(list, reason)
		}
	}
	return list
}

// Verdict is a reason as somebody gives it.
type Verdict struct {
	Reason string       // key of a Reason
	Until  calendar.End // needed where the consequence is ParkUntil
	Note   string       // in one's own words, no names; needed where the Reason says so
}

// longestNote is in letters; longestPark in nights: who waits longer than a year
// is asked again.
const (
	longestNote = 300
	longestPark = 366
)

// find gives the reason of a verdict, or every wrong field at once.
func (v Verdict) find(moment Moment, by Side, tonight calendar.Night) (Reason, error) {
	var check fault.Check
	i := slices.IndexFunc(Reasons, func(r Reason) bool { return r.Key == v.Reason && r.Moment == moment && r.By == by })
	check.Field(i >= 0, "reason", "matching.reason_unknown")
	check.Field(len([]rune(v.Note)) <= longestNote, "note", "matching.note_long", "most", longestNote)
	if i < 0 {
		return Reason{}, check.Err()
	}
	found := Reasons[i]
	check.Field(!found.NeedsNote || v.Note != "", "note", "matching.note_missing")
	if found.Consequence == ParkUntil {
		check.Field(v.Until.Known && v.Until.Night > tonight && v.Until.Night <= tonight.Plus(longestPark),
			"until", "matching.until_wrong", "first", tonight.Plus(1), "last", tonight.Plus(longestPark))
	}
	return found, check.Err()
}
