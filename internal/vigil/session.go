package vigil

import "time"

// Session is one browser of a person who signed in, or of somebody who came by a link. Its token is known to the browser
// alone; here stands the SHA-256. There is no such row any more once it ended.
type Session struct {
	ID        int64
	Hash      string // of the token, hex
	PersonID  int64  `gorm:"serializer:zeronull"` // 0: came by a section link
	LinkID    int64  `gorm:"serializer:zeronull"` // the link it came by, if any
	Step      SignInStep
	Browser   string // what kind, for the person's own list: "Firefox, Linux"
	CreatedAt time.Time
	SeenAt    time.Time // at most a minute behind
	ExpiresAt time.Time // whatever happens
}

// SignInStep is what a session still waits for. With anything but Through it opens nothing.
type SignInStep string

// The steps of signing in.
const (
	Through        SignInStep = ""              // signed in
	AskCode        SignInStep = "second factor" // the password was right; a code is missing
	ChoosePassword SignInStep = "password"      // came by a link to choose a password
)
