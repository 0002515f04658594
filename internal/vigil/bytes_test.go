package vigil_test

import (
	"testing"

	"vigil/internal/vigil"
)

func TestBytes(t *testing.T) {
	for text, want := range map[string]vigil.Bytes{
		"25MB": 25_000_000, "2 GB": 2_000_000_000, "1.5gb": 1_500_000_000, " 500 kB ": 500_000, "123": 123, "7B": 7, "1TB": 1_000_000_000_000,
	} {
		var b vigil.Bytes
		if err := b.UnmarshalText([]byte(text)); err != nil || b != want {
			t.Errorf("%q is read as %d (%v), want %d", text, b, err, want)
		}
		written, err := b.MarshalText()
		var again vigil.Bytes
		if err != nil || again.UnmarshalText(written) != nil || again != b {
			t.Errorf("%d is written as %q, which is read as %d", b, written, again)
		}
	}
	for _, text := range []string{"", "MB", "0", "-1MB", "0.1B", "1e40", "NaN", "Inf", "25 MiB", "five"} {
		var b vigil.Bytes
		if err := b.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is read as %d", text, b)
		}
	}
	for b, want := range map[vigil.Bytes]string{
		0: "0 B", 999: "999 B", 1000: "1 kB", 25_000_000: "25 MB", 25_999_999: "25.9 MB", 2_000_000_000: "2 GB", 1_550_000_000: "1.5 GB", 999_999_999: "999 MB",
	} {
		if got := b.String(); got != want {
			t.Errorf("%d is written %q, want %q", int64(b), got, want)
		}
	}
}
