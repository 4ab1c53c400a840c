package cli

import (
	"bytes"
	"context"
	"os"
	"testing"
	"time"
)

// A demo that is interrupted leaves nothing in the way of the next one.
func TestAnInterruptedDemoCanBeBegunAgain(t *testing.T) {
	folder := t.TempDir()
	args := []string{"demo", "--no-serve", "--households", "20", "--data", folder, "--listen", "127.0.0.1:0"}
	interrupted, stop := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer stop()
	var out, told bytes.Buffer
	if code := Run(interrupted, append(args, "--households", "3000"), &out, &told); code != exitFailed {
		t.Fatalf("code %d: %s %s", code, out.String(), told.String())
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
	if got := run(t, args...); got.code != exitOK {
		t.Errorf("begun again: %+v", got)
	}
}
