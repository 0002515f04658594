// Package credential makes and checks what proves who somebody is: passwords (argon2id), codes of a second factor (TOTP),
// recovery codes, and the random tokens of sessions and links. It stores nothing. All functions are safe for concurrent
// use.
package credential
