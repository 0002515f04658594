package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"vigil/internal/app"
	"vigil/internal/catalogue"
	"vigil/internal/receipt"
	"vigil/internal/seal"
	"vigil/internal/vigil"
)

// verify checks a receipt on any machine, or the audit log of this one.
func (r *run) verify() *cobra.Command {
	var keys []string
	cmd := r.leaf("verify [FILE]", "Check a receipt by itself: its signature, and its score computed again; without a file the audit log, what is sealed and the files of the data", cobra.MaximumNArgs(1), func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return r.verifyData(cmd)
		}
		text, err := readSmall(args[0], receipt.Largest)
		if err != nil {
			return err
		}
		var expected [][]byte
		for _, name := range keys {
			text, err := readSmall(name, 4096)
			if err != nil {
				return err
			}
			key, err := seal.ParsePublic(text)
			if err != nil {
				return inFile(name, err)
			}
			expected = append(expected, key)
		}
		c, ps := catalogue.Load(r.Questionnaires)
		if len(ps) > 0 {
			return ps
		}
		v, ps := app.VerifyReceipt(c, text, expected)
		if len(ps) > 0 {
			return inFile(args[0], ps)
		}
		return r.printVerified(v)
	})
	cmd.Flags().StringArrayVar(&keys, "key", nil, "public key of the publisher (a .pub file; may be given several times)")
	return cmd
}

// verifyData checks what lies in the data: the audit log, everything that is sealed, and every file behind evidence against its
// hash.
func (r *run) verifyData(cmd *cobra.Command) error {
	var files app.FilesVerified
	err := r.withApp(cmd.Context(), func(a *app.App) error {
		if err := a.VerifyAudit(cmd.Context(), r.actor()); err != nil {
			return err
		}
		fmt.Fprintln(r.out, "The audit log is unbroken: no entry was changed, taken out or put in between.")
		fmt.Fprintln(r.out, "This does not show whether somebody put an older copy of the whole data in its place.")
		seals, err := a.VerifySeals(cmd.Context(), r.actor())
		if err != nil {
			return err
		}
		fmt.Fprintf(r.out, "What people wrote: %d rows, and each opens in its place.\n", seals.Rows)
		if seals.Open > 0 {
			fmt.Fprintf(r.out, "Of these, %d hold a text in the open, from before it was sealed; vigil reseal seals it.\n", seals.Open)
		}
		a.Evidence = r.Settings.Evidence
		files, err = a.VerifyFiles(cmd.Context(), r.actor())
		return err
	})
	if err != nil {
		return err
	}
	var ps vigil.Problems
	for _, f := range files.Damaged {
		ps.Say(vigil.Place{File: f.Organisation + "/" + f.File}, vigil.Say("%s", f.What), vigil.Say("bring the file back from a backup, or take it away and upload it again"))
	}
	for _, name := range files.Strays {
		ps.Add(vigil.Place{File: name}, "lies among the files of evidence and belongs to nothing", "find out who put it there, and remove it")
	}
	if len(ps) == 0 && files.Files > 0 {
		fmt.Fprintf(r.out, "Files behind evidence: %d, each equal to its hash.\n", files.Files)
	}
	return ps.Err()
}

// printVerified says in words what the receipt shows and what it does not.
func (r *run) printVerified(v app.Verified) error {
	if r.json {
		e := json.NewEncoder(r.out)
		e.SetIndent("", "  ")
		return e.Encode(struct {
			Key        string             `json:"key"`
			Expected   bool               `json:"key_expected"`
			Editions   bool               `json:"editions_known"`
			Made       string             `json:"made"`
			Subject    receipt.Subject    `json:"subject"`
			Arithmetic receipt.Arithmetic `json:"arithmetic"`
		}{v.Key, v.Expected, v.Editions, v.Receipt.Made, v.Receipt.Subject, v.Receipt.Arithmetic})
	}
	p := func(format string, args ...any) { fmt.Fprintf(r.out, format+"\n", args...) }
	rc := v.Receipt
	p("The receipt is good.")
	p("")
	p("%s", oneLine(v.Card, nil))
	if c := v.Card; c.Rated {
		p("raw %s − deduction %s = net %s; with the caps in force %s", c.Raw, c.Deduction.Points, c.Net, c.Final)
	}
	p("%s, mode %s, evidence up to %s, %d answers, %d public sources", rc.Form.Ref, rc.Mode, rc.Cutoff, len(rc.Answers), len(rc.Evidence))
	p("signed with the key %s, which states the time %s", v.Key, rc.Made)
	p("")
	p("What this shows")
	p("- These answers, cases and caps give this score by the method in the receipt (%s): it was computed again from the receipt alone, to the last digit.", rc.Method.Ref)
	if v.Editions {
		p("- That method and questionnaire are the editions of these names that this program carries: their fingerprints are the same, and so is the score.")
	}
	p("- Nothing in the receipt was changed since it was signed.")
	if v.Expected {
		p("- It was signed with a key that you named.")
	}
	p("What this does not show")
	p("- That the answers are true. Look at the sources; their fingerprints are in the receipt.")
	p("- That the clock of the publisher was right: the time is what they state.")
	if v.Expected {
		p("- Whose key it is, unless you had it from the publisher by another way than the receipt.")
	} else {
		p("- Whose key it is: anybody can sign a receipt. Name the publisher's key with --key FILE, and have it from another place than the receipt.")
	}
	if !v.Editions {
		p("- That the method in the receipt is the one that was published as %s: this program does not carry that edition, and the fingerprint in the receipt (%s) is only what its signer says. Verify it with a program that carries the edition.", rc.Method.Ref, rc.Method.Digest)
	}
	return nil
}

// inFile puts the name of a file before problems that have no place yet.
func inFile(name string, err error) error {
	var ps vigil.Problems
	if !errors.As(err, &ps) {
		return err
	}
	for i := range ps {
		ps[i].Place.File = name
	}
	return ps
}

// readSmall reads a file whole that must be small. It refuses what is no ordinary file, since that may never end.
func readSmall(name string, most int64) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, vigil.Errorf(vigil.NotFound, "there is no file %s; check its name", name)
	case err != nil:
		return nil, vigil.Errorf(vigil.Invalid, "%s cannot be read (%v)", name, err)
	case !info.Mode().IsRegular():
		return nil, vigil.Errorf(vigil.Invalid, "%s is no ordinary file; name the file itself", name)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, vigil.Errorf(vigil.Invalid, "%s cannot be read (%v); check who may read it", name, err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return nil, vigil.Errorf(vigil.Invalid, "%s cannot be read (%v)", name, err)
	}
	return text, nil
}

// receipt writes the receipt of one final assessment.
func (r *run) receipt() *cobra.Command {
	var out string
	cmd := r.leaf("receipt CODE -o FILE", "Write a signed file from which anybody can compute the score of a final assessment again", cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		return r.withApp(cmd.Context(), func(a *app.App) error {
			file, err := a.Receipt(cmd.Context(), r.actor(), args[0])
			if err != nil {
				return err
			}
			return r.writeFile(out, func(w io.Writer) error {
				_, err := w.Write(file)
				return err
			})
		})
	})
	cmd.Flags().StringVarP(&out, "output", "o", "", "file to write, or - for standard output")
	need(cmd, "output")
	return cmd
}

// keys shows and changes the key that signs receipts.
func (r *run) keys() *cobra.Command {
	show := r.leaf("show -o FILE", "Write the public key that others need to check receipts", cobra.NoArgs, nil)
	var out string
	show.Flags().StringVarP(&out, "output", "o", "-", "file to write, usually ending in .pub")
	show.RunE = func(cmd *cobra.Command, _ []string) error {
		return r.withApp(cmd.Context(), func(a *app.App) error {
			name, public, err := a.PublicKey(cmd.Context(), r.actor())
			if err != nil {
				return err
			}
			fmt.Fprintf(r.err, "the key is called %s\n", name)
			return r.writeFile(out, func(w io.Writer) error {
				_, err := w.Write(public)
				return err
			})
		})
	}
	renew := r.leaf("new", "Make a new signing key; the old public key is kept, and what it signed stays good", cobra.NoArgs, func(cmd *cobra.Command, _ []string) error {
		return r.withApp(cmd.Context(), func(a *app.App) error {
			name, err := a.NewKey(cmd.Context(), r.actor())
			if err == nil {
				fmt.Fprintf(r.out, "the new key is called %s; publish it beside the receipts that it signs\n", name)
			}
			return err
		})
	})
	return group("key", "The key that signs receipts", show, renew)
}
