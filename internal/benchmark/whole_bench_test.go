package benchmark_test

import (
	"testing"

	"vigil/internal/benchmark"
)

// BenchmarkRun is all of it over 1,000 companies by the core form with two coders each: choosing, coding, 1,000 draws,
// groups, every leave-out, heat maps, the smallest step of everybody, and the agreement of the coders.
func BenchmarkRun(b *testing.B) {
	list := sector(b, "company-core", 1000, 2)
	b.ReportAllocs()
	for b.Loop() {
		run(b, list, benchmark.Options{Sector: "EXT", Seed: 1})
	}
}
