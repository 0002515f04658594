package web

import "runtime/debug"

// spawn runs f beside the requests. A panic in it is logged and ends f alone: a bare go statement would end the program.
// Shutdown waits for it. Nothing of a request may be used in f but copies: fiber takes the request back.
func (s *Server) spawn(name string, f func()) {
	s.work.Add(1)
	go func() {
		defer s.work.Done()
		defer func() {
			if v := recover(); v != nil {
				s.metrics.panics.Inc()
				s.log.Error("panic beside a request", "work", name, "panic", panicKind(v), "stack", string(debug.Stack()))
			}
		}()
		f()
	}()
}
