package credential

import (
	"context"
	"runtime"
	"sync"

	"github.com/alexedwards/argon2id"

	"vigil/internal/vigil"
)

// params are what a new hash is made with: above the least that OWASP asks for (19 MiB, two passes). A hash made with less
// is made anew when its owner signs in.
var params = &argon2id.Params{Memory: 32 << 10, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// slots bounds how many passwords are hashed at once, so that a thousand people who sign in together wait for one
// another instead of taking 32 MiB each.
var slots = make(chan struct{}, max(2, runtime.GOMAXPROCS(0)))

// hashing waits for its turn; the caller gives the turn back.
func hashing(ctx context.Context) (release func(), err error) {
	select {
	case slots <- struct{}{}:
		return func() { <-slots }, nil
	case <-ctx.Done():
		return nil, &vigil.Error{Kind: vigil.Limited, Message: vigil.Say("too many people are signing in at once; try again in a moment"), Err: ctx.Err()}
	}
}

// Hash makes of a password what is stored. It waits for its turn as long as ctx lives.
func Hash(ctx context.Context, password string) (string, error) {
	release, err := hashing(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	return argon2id.CreateHash(normal(password), params)
}

// nobody is the hash that stands in for the one of somebody who is not there.
var nobody = sync.OnceValues(func() (string, error) {
	token, _ := NewToken()
	return argon2id.CreateHash(token, params)
})

// Verify reports whether a password is the one of the hash, and whether the hash should be made anew because more is asked of
// hashes now. Without a hash it takes as long as with one, and the answer is no.
func Verify(ctx context.Context, password, hash string) (ok, stale bool, err error) {
	release, err := hashing(ctx)
	if err != nil {
		return false, false, err
	}
	defer release()
	somebody := hash != ""
	if !somebody {
		if hash, err = nobody(); err != nil {
			return false, false, err
		}
	}
	ok, with, err := argon2id.CheckHash(normal(password), hash)
	if err != nil {
		return false, false, &vigil.Error{Kind: vigil.Internal, Message: vigil.Say("a stored password is no argon2id hash"), Err: err}
	}
	return ok && somebody, weaker(with), nil
}

func weaker(p *argon2id.Params) bool {
	return p.Memory < params.Memory || p.Iterations < params.Iterations || p.KeyLength < params.KeyLength || p.SaltLength < params.SaltLength
}
