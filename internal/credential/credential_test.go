package credential_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rsc.io/qr"

	"vigil/internal/credential"
	"vigil/internal/vigil"
)

var ctx = context.Background()

const phrase = "four kettles under lilac"

func hash(t testing.TB, password string) string {
	t.Helper()
	h, err := credential.Hash(ctx, password)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestPasswords(t *testing.T) {
	h := hash(t, phrase)
	if h == hash(t, phrase) || !strings.HasPrefix(h, "$argon2id$v=19$m=32768,t=2,p=1$") {
		t.Errorf("hash %s", h)
	}
	for _, c := range []struct {
		password, hash string
		ok, stale      bool
	}{
		{phrase, h, true, false},
		{phrase + " ", h, false, false},
		{"", h, false, false},
		{phrase, "", false, false}, // nobody has it
		{"", "", false, false},
		{"caf\u0065\u0301 caf\u00e9 \u00a0tables", hash(t, "caf\u00e9 cafe\u0301  tables"), true, false}, // however a keyboard composes it
		{"contraseña de 🐝🐝🐝", hash(t, "contraseña de 🐝🐝🐝"), true, false},
		// 19 MiB, two passes: enough once
		{"password", "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$KNZUpAd+RxkPTMNJy5SfVIxpZFA8NpZyNZOpSWUXLvQ", false, true},
	} {
		ok, stale, err := credential.Verify(ctx, c.password, c.hash)
		if err != nil || ok != c.ok || stale != c.stale {
			t.Errorf("%q against %.30s: %v %v %v", c.password, c.hash, ok, stale, err)
		}
	}
	if _, _, err := credential.Verify(ctx, phrase, "plain"); vigil.KindOf(err) != vigil.Internal {
		t.Errorf("against what is no hash: %v", err)
	}
}

// So many are hashed at once; the others wait, as long as they may.
func TestHashingIsBounded(t *testing.T) {
	h := hash(t, phrase)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var wait sync.WaitGroup
	peak := make(chan uint64, 64)
	for range 64 {
		wait.Go(func() {
			if ok, _, err := credential.Verify(ctx, phrase, h); !ok || err != nil {
				t.Errorf("%v %v", ok, err)
			}
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak <- m.HeapInuse
		})
	}
	impatient, cancel := context.WithCancel(ctx)
	cancel()
	if _, _, err := credential.Verify(impatient, phrase, h); err != nil && (vigil.KindOf(err) != vigil.Limited || !errors.Is(err, context.Canceled)) {
		t.Errorf("impatient: %v", err)
	}
	wait.Wait()
	close(peak)
	most := uint64(0)
	for p := range peak {
		most = max(most, p)
	}
	runtime.ReadMemStats(&after)
	bound := before.HeapInuse + uint64(max(2, runtime.GOMAXPROCS(0))+2)*3*32<<20 // what is in use, and as much again that was not collected yet
	if most > bound {
		t.Errorf("64 people at once took %d MiB, want at most %d", most>>20, bound>>20)
	}
}

func TestPasswordRules(t *testing.T) {
	for _, c := range []struct{ password, says string }{
		{"", "fewer than 12"},
		{"elevenchars", "fewer than 12"},
		{strings.Repeat("é", 11), "fewer than 12"},
		{strings.Repeat("e\u0301", 11), "fewer than 12"}, // eleven letters, however they are written
		{strings.Repeat("ab c", 65), "more than 256"},
		{"ana.example1", "little more than"},
		{"2026Ana.Example", "little more than"},
		{"anaesteban99", "little more than"},
		{"aaaaaaaaaaaaaaaa", "tried first"},
		{"abababababababab", "tried first"},
		{"password1234", "tried first"},
		{"PasswordPassword", "tried first"},
		{"Contraseña2026", "tried first"},
		{"motdepasse123!", "tried first"},
		{"qwertyuiop[]1", "tried first"},
		{"1234567890123", "tried first"},
		{"iloveyou!iloveyou!", "tried first"},
		{"letmein12345", "tried first"},
		{"abc\xffdefghijkl", "no text"},
		{phrase, ""},
		{"correcthorsebatterystaple", ""},
		{"пароль из пяти слов", ""},
		{"密碼很長而且不容易猜到的", ""},
		{"🐝🌻🦉🍇🎈🚲🧭🎻🪁🧩🛶🌋", ""},
		{"xk7Qz!9mLp#2", ""},
	} {
		got := credential.CheckPassword("password", c.password, "ana.example", "AnaEsteban")
		if c.says == "" && got != nil || c.says != "" && (len(got) != 1 || !strings.Contains(got[0].String(), c.says)) {
			t.Errorf("%q: %v, want %q", c.password, got, c.says)
		}
		for _, p := range got {
			if c.password != "" && strings.Contains(p.String(), c.password) {
				t.Errorf("the message repeats the password: %s", p)
			}
		}
	}
}

func TestTokens(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		token, hash := credential.NewToken()
		if len(token) != 43 || len(hash) != 64 || seen[token] || credential.HashToken(token) != hash || strings.ContainsAny(token, "+/=") {
			t.Fatalf("%s %s", token, hash)
		}
		seen[token] = true
	}
	if got := credential.HashToken("abc"); got != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" {
		t.Errorf("the SHA-256 of abc is %s", got)
	}
}

func TestRecoveryCodes(t *testing.T) {
	codes, hashes := credential.NewRecoveryCodes()
	if len(codes) != 10 || len(hashes) != 10 {
		t.Fatal(codes)
	}
	for i, c := range codes {
		if len(c) != 19 || slices.Index(codes, c) != i || credential.HashRecoveryCode(c) != hashes[i] || credential.IsTOTP(c) {
			t.Errorf("code %s", c)
		}
		typed := strings.NewReplacer("o", "0", "l", "1", "b", "8", "-", " ").Replace(strings.ToUpper(strings.ReplaceAll(c, "-", "  "))) + " "
		if credential.HashRecoveryCode(typed) != hashes[i] {
			t.Errorf("%s typed as %q is another", c, typed)
		}
	}
	for code, want := range map[string]bool{"123456": true, "123 456": true, "12345": false, "1234567": false, "12345a": false, "": false} {
		if credential.IsTOTP(code) != want {
			t.Errorf("%q", code)
		}
	}
}

// The codes of RFC 6238, appendix B, by their last six digits.
func TestTOTP(t *testing.T) {
	const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	for at, code := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130"} {
		step := at / 30
		for _, c := range []struct {
			name string
			now  int64
			last int64
			code string
			ok   bool
		}{
			{"now", at, 0, code, true},
			{"with a blank", at, 0, code[:3] + " " + code[3:], true},
			{"a step late", at + 30, 0, code, true},
			{"a step early", at - 30, 0, code, true},
			{"two steps late", at + 60, 0, code, false},
			{"two steps early", at - 60, 0, code, false},
			{"used", at, step, code, false},
			{"a later one was used", at, step + 1, code, false},
			{"an earlier one was used", at, step - 1, code, true},
			{"wrong", at, 0, "000000", false},
			{"short", at, 0, code[:5], false},
			{"empty", at, 0, "", false},
		} {
			if c.now < 0 {
				continue // before the first step
			}
			got, ok, err := credential.TOTPStep(secret, c.code, time.Unix(c.now, 0), c.last)
			if err != nil || ok != c.ok || ok && got != step {
				t.Errorf("%d, %s: %d %v %v", at, c.name, got, ok, err)
			}
		}
	}
	if _, _, err := credential.TOTPStep("not base32!", "123456", time.Unix(59, 0), 0); vigil.KindOf(err) != vigil.Internal {
		t.Errorf("a damaged secret: %v", err)
	}
	if one := credential.NewTOTP(); len(one) != 32 || one == credential.NewTOTP() {
		t.Error(one)
	}
	if got := credential.TOTPAddress(secret, "ana", ""); got != "otpauth://totp/Vigil:ana?issuer=Vigil&secret="+secret {
		t.Error(got)
	}
}

// The drawing has the modules of the code where they belong, and a quiet rim.
func TestQR(t *testing.T) {
	text := credential.TOTPAddress(credential.NewTOTP(), "ana", "")
	got, err := credential.DrawQR(text)
	if err != nil {
		t.Fatal(err)
	}
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	dark := drawn(t, got)
	n := 0
	for y := range got.Size {
		for x := range got.Size {
			want := code.Black(x-4, y-4)
			if dark[[2]int{x, y}] != want {
				t.Fatalf("module %d,%d is %v", x, y, !want)
			}
			if want {
				n++
			}
		}
	}
	if got.Size != code.Size+8 || n < 100 {
		t.Errorf("size %d with %d dark modules", got.Size, n)
	}
	if _, err := credential.DrawQR(strings.Repeat("x", 10_000)); vigil.KindOf(err) != vigil.Internal {
		t.Errorf("too long: %v", err)
	}
}

// A known person and an unknown one take the same time. The test does not go by the clock: it prints how sure one may be.
// BenchmarkVerify gives the figures alone.
func TestTimingTellsNothing(t *testing.T) {
	h := hash(t, phrase)
	_, _, _ = credential.Verify(ctx, "x", "") // makes the hash that stands in
	var known, unknown []float64
	for range 60 {
		known = append(known, took(func() { _, _, _ = credential.Verify(ctx, "wrong", h) }))
		unknown = append(unknown, took(func() { _, _, _ = credential.Verify(ctx, "wrong", "") }))
	}
	difference := median(known) - median(unknown)
	all, more := slices.Concat(known, unknown), 0
	shuffle := rand.New(rand.NewPCG(1, 2))
	const rounds = 2000
	for range rounds {
		shuffle.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		if d := median(all[:60]) - median(all[60:]); max(d, -d) >= max(difference, -difference) {
			more++
		}
	}
	t.Logf("known %.1f ms, unknown %.1f ms (medians of 60), difference %.2f ms, p = %.2f", median(known), median(unknown), difference, float64(more)/rounds)
	if m := median(unknown); m < median(known)/2 { // no hashing at all would be a hundredth
		t.Errorf("somebody unknown is refused in %.1f ms, somebody known in %.1f ms", m, median(known))
	}
}

func took(f func()) float64 {
	start := time.Now()
	f()
	return float64(time.Since(start).Microseconds()) / 1000
}

func median(list []float64) float64 {
	s := slices.Sorted(slices.Values(list))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}

func BenchmarkVerify(b *testing.B) {
	for name, h := range map[string]string{"known": hash(b, phrase), "unknown": ""} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := credential.Verify(ctx, "wrong", h); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
