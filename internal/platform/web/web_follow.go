package web

import (
	"bytes"
	"net/http"
	"time"
)

const (
	// lookEvery is how often something under way is looked at for those who follow
	// it.
	lookEvery = time.Second
	// longestFollow is how long one answer may last: less than the program waits for
	// answers under way when it ends. The browser asks again by itself.
	longestFollow = 15 * time.Second
	// FollowDone is the name of the event after which the browser does not ask
	// again.
	FollowDone = "klaar"
)

// Follow answers with a block of a page again and again while something is under
// way, as server-sent events: at once, then whenever it has changed. look gives
// the block's data and whether it has ended; then the block is sent for the last
// time, with the event FollowDone. An error of the first look is answered as any
// other; a later one ends the answer, and the browser asks again.
func (v *Visit) Follow(page, block string, look func() (data any, ended bool, err error)) error {
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	patience := time.NewTimer(longestFollow)
	defer patience.Stop()
	var last []byte
	for {
		data, ended, err := look()
		if err != nil && last == nil {
			return err
		}
		var out bytes.Buffer
		if err == nil {
			err = v.site.Renderer.RenderFragment(&out, v.Lang, page, block, data)
		}
		if err != nil {
			v.site.Log.Error("web: following failed", "path", v.Request.URL.Path, "error", err)
			return nil
		}
		if !bytes.Equal(out.Bytes(), last) || ended {
			last = out.Bytes()
			if err := v.event(last, ended); err != nil {
				return v.gone(err)
			}
		}
		if ended {
			return nil
		}
		select {
		case <-ticker.C:
		case <-patience.C:
			return nil
		case <-v.Request.Context().Done():
			return nil
		}
	}
}

// event sends a message to be put into the page, and the last word after it.
func (v *Visit) event(block []byte, ended bool) error {
	header := v.Writer.Header()
	header.Set("Content-Type", "text/event-stream")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Accel-Buffering", "no") // a proxy in between must pass events on at once
	var out bytes.Buffer
	for line := range bytes.Lines(block) {
		out.WriteString("data: ")
		out.Write(bytes.TrimRight(line, "\r\n"))
		out.WriteByte('\n')
	}
	out.WriteByte('\n')
	if ended {
		out.WriteString("event: " + FollowDone + "\ndata:\n\n")
	}
	if _, err := v.Writer.Write(out.Bytes()); err != nil {
		return err
	}
	return http.NewResponseController(v.Writer).Flush()
}
