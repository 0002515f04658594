package credential

import (
	"fmt"
	"strings"

	"rsc.io/qr"

	"vigil/internal/vigil"
)

// QR is a drawing of a text that a phone reads: a square of Size modules with a quiet rim, and the dark ones as the path of
// an SVG.
type QR struct {
	Size int
	Path string
}

// rim is how many light modules must surround the dark ones.
const rim = 4

// DrawQR draws a text.
func DrawQR(text string) (QR, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return QR{}, &vigil.Error{Kind: vigil.Internal, Message: vigil.Say("the address of the second factor is too long to be drawn"), Err: err}
	}
	var b strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			start := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if x > start {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", start+rim, y+rim, x-start, x-start)
			}
		}
	}
	return QR{Size: code.Size + 2*rim, Path: b.String()}, nil
}
