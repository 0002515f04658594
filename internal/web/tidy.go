package web

import (
	"context"
	"time"

	"vigil/internal/vigil"
)

// tidyEvery is how often what has had its time is taken away: ended sessions, and what failed attempts left behind.
const tidyEvery = 10 * time.Minute

// tidy does so until the server closes.
func (s *Server) tidy() {
	tick := time.NewTicker(tidyEvery)
	defer tick.Stop()
	for {
		select {
		case <-s.closed:
			return
		case <-tick.C:
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		if err := s.app.Tidy(ctx); err != nil {
			s.log.Warn("what has had its time could not be taken away", "kind", string(vigil.KindOf(err)))
		}
		cancel()
	}
}
