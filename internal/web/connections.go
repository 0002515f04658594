package web

import (
	"net"
	"sync"
	"time"
)

// connections knows every open connection, so that a shutdown need not wait for those that send nothing.
type connections struct {
	mu      sync.Mutex
	open    map[*connection]bool
	last    time.Time // once set, no connection waits for a request longer than this
	closing bool
}

func newConnections() *connections { return &connections{open: map[*connection]bool{}} }

func (cs *connections) listener(ln net.Listener) net.Listener { return &trackedListener{ln, cs} }

// close lets no connection wait for a request beyond the grace given. Those whose request runs are left alone.
func (cs *connections) close(grace time.Duration) {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	cs.closing, cs.last = true, time.Now().Add(grace)
	for c := range cs.open {
		if !c.busy {
			_ = c.Conn.SetReadDeadline(cs.last) // a connection that is gone already needs no deadline
		}
	}
}

// connection is one of them. busy is true while its request runs; its handler then reads for as long as it may.
type connection struct {
	net.Conn
	all  *connections
	busy bool
}

// SetReadDeadline sets the deadline, or an earlier one when the server closes and no request runs.
func (c *connection) SetReadDeadline(t time.Time) error {
	c.all.mu.Lock()
	defer c.all.mu.Unlock()
	if c.all.closing && !c.busy && (t.IsZero() || t.After(c.all.last)) {
		t = c.all.last
	}
	return c.Conn.SetReadDeadline(t)
}

// Close closes the connection and forgets it.
func (c *connection) Close() error {
	c.all.mu.Lock()
	delete(c.all.open, c)
	c.all.mu.Unlock()
	return c.Conn.Close()
}

// running marks that a request of the connection runs, or ended.
func running(c net.Conn, busy bool) {
	if c, ok := c.(*connection); ok {
		c.all.mu.Lock()
		c.busy = busy
		c.all.mu.Unlock()
	}
}

type trackedListener struct {
	net.Listener
	all *connections
}

// Accept gives the next connection, tracked.
func (l *trackedListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	c := &connection{Conn: conn, all: l.all}
	l.all.mu.Lock()
	defer l.all.mu.Unlock()
	l.all.open[c] = true
	return c, nil
}
