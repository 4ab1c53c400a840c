package postman

import (
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// queue accepts so many callers at a time. Who comes while all places are taken gets
// that of whoever has been silent longest: callers that only hold the line keep
// nobody out.
type queue struct {
	net.Listener
	most    int
	lock    sync.Mutex
	waiting map[*caller]bool
}

// caller is one connection.
type caller struct {
	net.Conn
	queue *queue
	heard atomic.Int64 // when it last said something, in nanoseconds
	busy  atomic.Bool  // it is handing a mail in
}

// Accept implements net.Listener.
func (q *queue) Accept() (net.Conn, error) {
	conn, err := q.Listener.Accept()
	if err != nil {
		return nil, err
	}
	c := &caller{Conn: conn, queue: q}
	c.heard.Store(time.Now().UnixNano())
	q.lock.Lock()
	var leaves *caller
	if len(q.waiting) >= q.most {
		leaves = q.silent()
		delete(q.waiting, leaves)
	}
	q.waiting[c] = true
	q.lock.Unlock()
	if leaves != nil {
		_ = leaves.Conn.Close() // it is gone either way
	}
	return c, nil
}

// silent is who has been silent longest, of those that hand nothing in where there
// are any.
func (q *queue) silent() (longest *caller) {
	for c := range q.waiting {
		if longest == nil || longest.busy.Load() && !c.busy.Load() ||
			longest.busy.Load() == c.busy.Load() && c.heard.Load() < longest.heard.Load() {
			longest = c
		}
	}
	return longest
}

// Read implements net.Conn.
func (c *caller) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 {
		c.heard.Store(time.Now().UnixNano())
	}
	return n, err
}

// Close implements net.Conn.
func (c *caller) Close() error {
	c.queue.lock.Lock()
	delete(c.queue.waiting, c)
	c.queue.lock.Unlock()
	return c.Conn.Close()
}
