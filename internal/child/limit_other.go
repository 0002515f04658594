//go:build !unix

package child

// LimitSelf has nothing to set where the system knows no such limits; the parent's deadline and the caps on the
// parts of the file hold.
func LimitSelf(Limits) error { return nil }
