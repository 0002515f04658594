package vigil

import "errors"

// ErrorKind is the closed list of what can go wrong. The command line and the pages each keep one table
// from kind to exit code or status.
type ErrorKind string

// The kinds of error. Everything that is not an Error or Problems is Internal.
const (
	Invalid   ErrorKind = "invalid"    // the input is wrong; the message says where and what to do
	NotFound  ErrorKind = "not found"  // there is no such thing
	Conflict  ErrorKind = "conflict"   // it was changed meanwhile, or its state does not allow this
	Forbidden ErrorKind = "forbidden"  // the role does not allow this
	SignedOut ErrorKind = "signed out" // nobody is signed in here, or the session ended
	Limited   ErrorKind = "limited"    // too many attempts, or too much at once; the same works later
	Internal  ErrorKind = "internal"   // our fault; the message is for the log
)

// Error is an error for people: Message says what is wrong and what to do. Err, if any, is for the log. Later means that it is
// about the place where the data is, which is locked, full or away, and not about what was asked: the same works once that is
// over.
type Error struct {
	Kind    ErrorKind
	Message Message
	Err     error
	Later   bool
}

// Error gives the message for people, followed by the cause if there is one.
func (e *Error) Error() string {
	if e.Err != nil {
		return e.Message.String() + ": " + e.Err.Error()
	}
	return e.Message.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an Error of the kind given, without a cause.
func Errorf(kind ErrorKind, format string, args ...any) error {
	return &Error{Kind: kind, Message: Say(format, args...)}
}

// Later reports whether an error is about the place where the data is, so that the same may work later.
func Later(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Later
}

// KindOf gives the kind of an error: Invalid for Problems, the kind of an Error, Internal for the rest.
// It is empty for nil.
func KindOf(err error) ErrorKind {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	var ps Problems
	if errors.As(err, &ps) {
		return Invalid
	}
	return Internal
}
