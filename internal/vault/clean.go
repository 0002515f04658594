package vault

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"vigil/internal/child"
	"vigil/internal/vigil"
)

// ChildCommand is the hidden command that cleans one file: it reads the file, and prints a line of json and the copy.
const ChildCommand = "clean-file"

// limits of the process that cleans a file.
var limits = child.Limits{Memory: 1 << 30, Processor: 30, Clock: 60 * time.Second}

// outcome is the line before the copy.
type outcome struct {
	Removed []string               `json:"removed,omitempty"`
	Problem []vigil.CarriedProblem `json:"problem,omitempty"`
	Size    int                    `json:"size"`
}

// clean makes the copy of a file that was received, in a process of its own.
func (v *Vault) clean(ctx context.Context, kind string, d draft, most int64) ([]byte, []string, error) {
	select {
	case v.turns <- struct{}{}:
		defer func() { <-v.turns }()
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
	in, err := v.plain(d)
	if err != nil {
		return nil, nil, err
	}
	l := limits
	l.Output = int(2*most) + 1<<20
	out, err := child.Run(ctx, l, in, ChildCommand, kind)
	failed := vigil.Problems{{Place: vigil.Place{Field: "file"}, What: vigil.Say("could not be cleaned: that took more memory or time than is allowed, or failed"), Do: vigil.Say("print it to PDF again, and send that")}}
	if errors.Is(err, child.ErrFailed) {
		return nil, nil, failed
	} else if err != nil {
		return nil, nil, err
	}
	line, rest, _ := bytes.Cut(out, []byte("\n"))
	var o outcome
	switch err := json.Unmarshal(line, &o); {
	case err != nil:
		return nil, nil, failed
	case o.Problem != nil:
		return nil, nil, vigil.Uncarry(o.Problem)
	case o.Size != len(rest) || o.Size == 0:
		return nil, nil, failed
	}
	return rest, o.Removed, nil
}

// Child is the body of the hidden command: it limits its own memory and processor time, reads a file of the type given, and
// prints what was taken out of it, or why it cannot be cleaned, and the copy.
func Child(kind string, in io.Reader, out io.Writer) int {
	if err := child.LimitSelf(limits); err != nil {
		fmt.Fprintln(os.Stderr, "limits cannot be set:", err)
		return 70
	}
	data, err := io.ReadAll(in)
	if err != nil {
		return 70
	}
	var o outcome
	clean, removed, problem := Clean(kind, data)
	o.Removed, o.Size = removed, len(clean)
	if problem != nil {
		o = outcome{Problem: vigil.Carry(vigil.Problems{*problem})}
		clean = nil
	}
	line, err := json.Marshal(o)
	if err != nil {
		return 70
	}
	w := bufio.NewWriter(out)
	_, _ = w.Write(line)
	_ = w.WriteByte('\n')
	_, _ = w.Write(clean)
	if w.Flush() != nil {
		return 70
	}
	return 0
}

// cleaner makes a copy of a file of one type, and remembers what it took out.
type cleaner struct{ removed map[string]bool }

func (c *cleaner) took(what string) { c.removed[what] = true }

// Clean makes the copy of a file that may leave: what its pages show, and nothing that says who made it, when, where and with
// what. It gives what was left out, as words of vigil.Removals, or why the file cannot be cleaned. It parses what nobody vouches
// for: Put calls it in a process of its own.
func Clean(kind string, data []byte) (clean []byte, removed []string, problem *vigil.Problem) {
	c := &cleaner{removed: map[string]bool{}}
	var err error
	switch kind {
	case vigil.TypeJPEG:
		clean, err = c.jpeg(data)
	case vigil.TypePNG:
		clean, err = c.png(data)
	case vigil.TypeText, vigil.TypeCSV:
		clean, err = c.text(data)
	case vigil.TypeDOCX, vigil.TypeXLSX, vigil.TypePPTX:
		clean, err = c.office(kind, data)
	case vigil.TypePDF:
		clean, err = c.pdf(data)
	default:
		err = blocked{vigil.Say("is of a type that is not taken in"), vigil.Say("print it to PDF")}
	}
	if err != nil {
		var b blocked
		if !errors.As(err, &b) {
			b = blocked{vigil.Say("is damaged, or cannot be understood (%v)", err), vigil.Say("print it to PDF again, and send that")}
		}
		return nil, nil, &vigil.Problem{Place: vigil.Place{Field: "file"}, What: b.what, Do: b.do}
	}
	for _, word := range vigil.Removals {
		if c.removed[word] {
			removed = append(removed, word)
		}
	}
	return clean, slices.Clip(removed), nil
}

// blocked is why a file cannot be cleaned, and what its sender can do.
type blocked struct{ what, do vigil.Message }

// Error gives both.
func (b blocked) Error() string { return b.what.String() + "; " + b.do.String() }

// text takes a text as it is: it has no place for metadata.
func (c *cleaner) text(data []byte) ([]byte, error) {
	if !isText(data, int64(len(data))) {
		return nil, blocked{vigil.Say("is text in an encoding other than UTF-8, or holds characters that no text has"), vigil.Say("save it as UTF-8, or print it to PDF")}
	}
	return data, nil
}
