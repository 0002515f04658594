package vigil

import "time"

// Throttle counts what went wrong under one key (an account, an address, or both) so that guessing becomes slow. The row
// goes when its time is over; the key is a hash, so that no address stands in the database.
type Throttle struct {
	ID       int64
	Bucket   string // SHA-256, hex
	Failures int64
	LastAt   time.Time
	Until    time.Time // nothing is tried before
	ForgetAt time.Time // the row is deleted after
}
