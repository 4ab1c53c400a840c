package fault

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestKindSurvivesWrapping(t *testing.T) {
	base := New(Conflict, "places.full", "free", 3)
	wrapped := fmt.Errorf("offer: %w", base)
	if KindOf(wrapped) != Conflict || As(wrapped).Args["free"] != 3 {
		t.Errorf("wrapped error lost its kind or arguments: %v", As(wrapped))
	}
}

func TestUnknownErrorsAreInternal(t *testing.T) {
	cause := errors.New("disk on fire")
	told := As(cause)
	if told.Kind != Internal || KindOf(cause) != Internal {
		t.Errorf("kind = %s", told.Kind)
	}
	if !errors.Is(told, cause) || !strings.Contains(told.Error(), "disk on fire") {
		t.Error("the cause must stay for the log")
	}
}

func TestCheckReportsEveryFieldAtOnce(t *testing.T) {
	var check Check
	check.Field(true, "name", "never")
	if check.Err() != nil {
		t.Fatal("nothing was wrong")
	}
	check.Field(false, "persons", "household.persons", "max", 50)
	check.Field(false, "from", "household.from")
	got := As(check.Err())
	if got.Kind != Invalid || len(got.Fields) != 2 || got.Fields[0].Args["max"] != 50 {
		t.Errorf("got %+v", got)
	}
	if !strings.Contains(got.Error(), "persons: household.persons") {
		t.Errorf("log line lacks the field: %s", got)
	}
}

func TestWrapKeepsTheCause(t *testing.T) {
	cause := errors.New("refused")
	if err := Wrap(cause, Unavailable, "fault.unavailable"); !errors.Is(err, cause) {
		t.Error("cause lost")
	}
}
