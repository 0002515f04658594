// Package app is the story: one method for each thing a person can do. Every method checks the role it is called
// with against one table (policy.go), checks what it was given before anything is stored, gathers every problem
// before it refuses, and works in one transaction that also holds its audit entry. A caller may rely on this: after
// an error nothing has been stored.
//
// Errors are for people: vigil.Problems when the input is wrong, and vigil.Error of kind NotFound, Conflict or
// Forbidden. Everything else is internal and belongs in the log.
package app

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"strings"
	"time"

	"vigil/internal/catalogue"
	"vigil/internal/check"
	"vigil/internal/post"
	"vigil/internal/seal"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// App holds the parts that the story needs; Open makes one. Store and Catalogue must be set. Now is the clock (nil: time.Now) and
// NewCode makes random codes (nil: 8 letters and digits from the system's random source). Folder holds the keys;
// without it nothing can be signed or sealed.
type App struct {
	Store      *store.Store
	Catalogue  *catalogue.Catalogue
	Folder     string
	Address    string       // under which people reach the pages, such as https://vigil.example.org; links begin with it
	Post       *post.Sender // sends e-mail; nil: links are handed over by people
	Evidence   string       // where uploaded files are kept: a folder or s3://BUCKET; empty: in Folder
	FileLimits FileLimits   // what people may upload
	Now        func() time.Time
	NewCode    func() string

	keys  *seal.Keys // seal what the store keeps
	files files
	harms harmMemo
	chain auditCheck
}

// Open opens a database with the keys in a folder, and makes them where nothing was sealed yet. Keys that are missing, or not
// those with which the data was sealed, are refused.
func Open(ctx context.Context, c store.Config, cat *catalogue.Catalogue, folder string) (*App, error) {
	keys := seal.KeysIn(folder)
	c.Sealer = keys
	st, err := store.Open(ctx, c)
	if err != nil {
		return nil, err
	}
	a := &App{Store: st, Catalogue: cat, Folder: folder, Now: c.Now, keys: keys}
	if err := a.CheckSeal(ctx); err != nil {
		_ = st.Close() // the first error is the one to tell
		return nil, err
	}
	return a, nil
}

// day is how dates are written everywhere.
const day = "2006-01-02"

func (a *App) now() time.Time {
	if a.Now == nil {
		return time.Now().UTC()
	}
	return a.Now().UTC()
}

func (a *App) today() string { return a.now().Format(day) }

func (a *App) newCode() string {
	if a.NewCode != nil {
		return a.NewCode()
	}
	b := make([]byte, 5)
	_, _ = rand.Read(b) // never fails: crypto/rand stops the program rather than give bad randomness
	return strings.ToLower(base32.StdEncoding.EncodeToString(b))
}

// done says what was done to what; both are codes only, for the audit log.
type done struct{ subject, detail string }

// write checks the role, then runs f and writes the audit entry in one transaction. Where f found nothing left to do
// (errUnchanged), as on the second press of a button, nothing is stored or logged and nobody hears of an error.
func (a *App) write(ctx context.Context, actor vigil.Actor, action Action, f func(tx *store.Tx) (done, error)) error {
	if err := allow(actor, action); err != nil {
		return err
	}
	if actor.Grant != nil && actor.Grant.Closed {
		return vigil.Errorf(vigil.Conflict, "the answers were handed in, so nothing can be changed by this link any more; ask whoever sent it to open it again")
	}
	err := a.Store.Tx(ctx, func(tx *store.Tx) error {
		d, err := f(tx)
		if err != nil {
			return err
		}
		return tx.Audit(&vigil.AuditEntry{
			Time: a.now(), Person: actor.Person, Role: actingRole(tx, actor, action, d.subject),
			Action: string(action), Subject: d.subject, Detail: d.detail,
		})
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}

// read checks the role, then runs f on a read-only view. Looking at lists leaves no audit entry; what could harm somebody goes
// through readNoted, and whatever leaves the house (workbook, report, file) through write.
func (a *App) read(ctx context.Context, actor vigil.Actor, action Action, f func(tx *store.Tx) error) error {
	if err := allow(actor, action); err != nil {
		return err
	}
	return a.Store.View(ctx, f)
}

// readNoted is read for what could harm somebody in the wrong hands: cases and caps, answers that are withheld for somebody's safety,
// who the people are, and the audit log. It is given to the actor only once the log says that they saw it, each time. f says what was
// seen; without a subject it was nothing of the kind, and there is no entry.
func (a *App) readNoted(ctx context.Context, actor vigil.Actor, action Action, f func(tx *store.Tx) (done, error)) error {
	var d done
	err := a.read(ctx, actor, action, func(tx *store.Tx) (err error) {
		d, err = f(tx)
		return err
	})
	if err != nil || d.subject == "" {
		return err
	}
	return a.Store.Tx(ctx, func(tx *store.Tx) error {
		return tx.Audit(&vigil.AuditEntry{Time: a.now(), Person: actor.Person, Role: actingRole(tx, actor, action, d.subject), Action: string(action), Subject: d.subject, Detail: d.detail})
	})
}

// text is free text on its way in, with the name of the field it stands in.
type text struct{ field, text string }

// harm gathers what the do-no-harm check finds in texts. The places keep everything of at but the field.
func harm(at vigil.Place, texts ...text) vigil.Problems {
	var ps vigil.Problems
	for _, t := range texts {
		p := at
		if p.Cell == "" && p.Line == 0 {
			p.Field = t.field
		}
		ps = append(ps, check.Harm(p, t.text)...)
	}
	return ps
}

// need reports a field that must not be empty.
func need(ps *vigil.Problems, field, value, do string) {
	if strings.TrimSpace(value) == "" {
		ps.Say(vigil.Place{Field: field}, vigil.Say("it is empty"), vigil.Say(do))
	}
}

// notAfter reports a date that is malformed, or later than the last that makes sense.
func notAfter(ps *vigil.Problems, field, date, last string, why vigil.Message) {
	if _, err := time.Parse(day, date); err != nil {
		ps.Add(vigil.Place{Field: field}, "it is no date", "write it like 2026-11-23")
	} else if date > last {
		ps.Say(vigil.Place{Field: field}, vigil.Say("lies after %s, %s", vigil.Day(last), why), vigil.Say("give the day on which it happened"))
	}
}

// samePerson compares names as people write them: case and outer blanks do not make a second person.
func samePerson(x, y string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(x), " "), strings.Join(strings.Fields(y), " "))
}
