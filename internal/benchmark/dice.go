package benchmark

// dice is the stream of numbers of SplitMix64 under a seed. Any number of it can be had at once, so that draws are the same
// whoever computes which of them, and whatever is not needed costs nothing.
type dice uint64

// number is the k-th of the stream, counted from 0.
func (d dice) number(k uint64) uint64 {
	z := uint64(d) + (k+1)*0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// roll is the k-th number as one in [0,1), of its upper 53 bits.
func (d dice) roll(k uint64) float64 { return float64(d.number(k)>>11) / (1 << 53) }
