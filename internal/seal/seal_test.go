package seal_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"vigil/internal/seal"
	"vigil/internal/vigil"
)

func TestAKeyIsMadeOnceAndKept(t *testing.T) {
	data := t.TempDir()
	a, err := seal.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	b, err := seal.Open(data)
	if err != nil || !bytes.Equal(a.Public(), b.Public()) {
		t.Fatalf("the second opening gives another key (%v)", err)
	}
	info, err := os.Stat(filepath.Join(data, seal.Folder, "signing.key"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the secret key has the rights %v (%v)", info.Mode().Perm(), err)
	}
	text, err := os.ReadFile(filepath.Join(data, seal.Folder, "signing.pub"))
	if err != nil {
		t.Fatal(err)
	}
	public, err := seal.ParsePublic(text)
	if err != nil || !bytes.Equal(public, a.Public()) {
		t.Errorf("the public file gives %x (%v)", public, err)
	}
	if left, _ := filepath.Glob(filepath.Join(data, seal.Folder, ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestSignaturesBelongToOneMessageAndOneKey(t *testing.T) {
	a, b := open(t, t.TempDir()), open(t, t.TempDir())
	message := []byte("what was said")
	sig := a.Sign(message)
	if !seal.Verify(a.Public(), message, sig) {
		t.Fatal("a good signature is refused")
	}
	for i := range sig {
		bad := bytes.Clone(sig)
		bad[i] ^= 1
		if seal.Verify(a.Public(), message, bad) {
			t.Errorf("byte %d of the signature may be another", i)
		}
	}
	if seal.Verify(b.Public(), message, sig) || seal.Verify(a.Public(), append(message, '.'), sig) || seal.Verify(nil, message, sig) ||
		seal.Verify(a.Public(), message, nil) || seal.Verify(a.Public()[1:], message, sig) {
		t.Error("a signature is taken for another key or message")
	}
}

func open(t *testing.T, data string) *seal.Key {
	t.Helper()
	k, err := seal.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestRotationKeepsTheOldPublicKey(t *testing.T) {
	data := t.TempDir()
	old := open(t, data)
	sig := old.Sign([]byte("m"))
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	fresh, err := seal.Rotate(data, now)
	if err != nil || bytes.Equal(fresh.Public(), old.Public()) {
		t.Fatalf("the new key is the old one (%v)", err)
	}
	if !bytes.Equal(open(t, data).Public(), fresh.Public()) {
		t.Error("the new key is not the one in use")
	}
	files, err := seal.Earlier(data)
	if err != nil || len(files) != 1 {
		t.Fatalf("public keys before this one: %d (%v)", len(files), err)
	}
	for name, text := range files {
		key, err := seal.ParsePublic(text)
		if err != nil {
			t.Fatal(err)
		}
		if !seal.Verify(key, []byte("m"), sig) || !strings.HasPrefix(name, "signing-until-2026-11-23-") {
			t.Errorf("the key kept as %s is not the one that signed before", name)
		}
	}
}

// Many processes that sign for the first time at once end up with one key.
func TestTwoWhoMakeAKeyAtOnceGetTheSame(t *testing.T) {
	data := t.TempDir()
	var wg sync.WaitGroup
	keys := make([][]byte, 20)
	for i := range keys {
		wg.Go(func() {
			k, err := seal.Open(data)
			if err != nil {
				t.Error(err)
				return
			}
			keys[i] = k.Public()
		})
	}
	wg.Wait()
	for i := range keys {
		if !bytes.Equal(keys[i], keys[0]) {
			t.Fatal("two keys were made")
		}
	}
	if text, err := os.ReadFile(filepath.Join(data, seal.Folder, "signing.pub")); err != nil || !bytes.Equal(text, seal.PublicText(keys[0])) {
		t.Errorf("the public file is not that of the key (%v)", err)
	}
}

func TestBadKeysAreRefusedInWords(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(file string) error
		says  string
	}{
		"readable by others": {func(f string) error { return os.Chmod(f, 0o640) }, "others may read the signing key"},
		"cut off":            {func(f string) error { return os.Truncate(f, 90) }, "is damaged"},
		"empty":              {func(f string) error { return os.Truncate(f, 0) }, "is damaged"},
		"a folder": {func(f string) error {
			if err := os.Remove(f); err != nil {
				return err
			}
			return os.Mkdir(f, 0o700)
		}, "no ordinary file"},
		"a link": {func(f string) error {
			if err := os.Rename(f, f+".x"); err != nil {
				return err
			}
			return os.Symlink(f+".x", f)
		}, "no ordinary file"},
	} {
		data := t.TempDir()
		open(t, data)
		if err := c.spoil(filepath.Join(data, seal.Folder, "signing.key")); err != nil {
			t.Fatal(err)
		}
		_, err := seal.Open(data)
		if err == nil || vigil.KindOf(err) != vigil.Invalid || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q in it", name, err, c.says)
		}
	}
	if _, err := seal.Open(filepath.Join(t.TempDir(), "missing")); err == nil || !strings.Contains(err.Error(), "no signing key can be made") {
		t.Errorf("a folder that is not there: %v", err)
	}
	for _, text := range []string{"", "vigil public key 1, ed25519\n", "vigil public key 1, ed25519\nAAAA\n", strings.Repeat("x", 5000), "-----BEGIN PUBLIC KEY-----\nAAAA\n"} {
		if _, err := seal.ParsePublic([]byte(text)); vigil.KindOf(err) != vigil.Invalid {
			t.Errorf("%.20q is taken for a public key (%v)", text, err)
		}
	}
}

// With a key of small order one signature, made without any secret, holds for one message in eight or more.
func TestNobodySignsWithAKeyOfSmallOrder(t *testing.T) {
	forged := append([]byte{1}, make([]byte, ed25519.SignatureSize-1)...) // R is the neutral point and S is 0
	accepted := 0
	for _, digits := range []string{
		"0000000000000000000000000000000000000000000000000000000000000000", "0000000000000000000000000000000000000000000000000000000000000080",
		"0100000000000000000000000000000000000000000000000000000000000000", "0100000000000000000000000000000000000000000000000000000000000080",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	} {
		key, err := hex.DecodeString(digits)
		if err != nil {
			t.Fatal(err)
		}
		for n := range 64 {
			message := []byte{byte(n)}
			if ed25519.Verify(key, message, forged) {
				accepted++
			}
			if seal.Verify(key, message, forged) {
				t.Fatalf("the key %s signs without a secret", digits)
			}
		}
	}
	if accepted < 100 {
		t.Errorf("only %d forgeries would have been accepted without the list: the attack of this test is none", accepted)
	}
}
