package web

import (
	"sync"

	"github.com/gofiber/fiber/v2"
)

// shares counts what runs at a time for each person, and for each section link.
type shares struct {
	mu      sync.Mutex
	running map[string]int
}

// enter reports whether one more may run for somebody who may have so many at a time.
func (s *shares) enter(who string, most int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running[who] >= most {
		return false
	}
	s.running[who]++
	return true
}

func (s *shares) leave(who string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running[who]--; s.running[who] == 0 {
		delete(s.running, who)
	}
}

// shared lets nobody have all the turns of uploads: they may take minutes, and somebody may send them slowly on purpose. It comes
// before anything of an upload is read.
func (s *Server) shared(c *fiber.Ctx) error {
	actor := s.actor(c)
	if actor.Person == "" || !s.uploads(c.Method(), c.Path()) {
		return c.Next()
	}
	most := s.limits.UploadsEach
	if actor.Grant != nil {
		most = s.limits.UploadsLink
	}
	if !s.uploading.enter(actor.Person, most) {
		return errUploads
	}
	defer s.uploading.leave(actor.Person)
	return c.Next()
}
