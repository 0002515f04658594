package app

import (
	"context"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"

	"vigil/internal/check"
	"vigil/internal/store"
	"vigil/internal/vault"
	"vigil/internal/vigil"
)

// Upload is a file on its way in. Name is what its sender calls it, and is believed in nothing.
type Upload struct {
	Name string
	Date string // of the document, where the sender knows it
	Size int64  // at least so many bytes, where that is known before they are read; 0: it is not
	From io.Reader
}

// NewEvidence is a reference that somebody gives for an answer, before anything is believed: to a link, to a file that the
// organisation has already (by its code), to one that comes with it, or to a document by its title alone.
type NewEvidence struct {
	Unit     string
	Question string
	Evidence vigil.Evidence // title, link, grade, dates, page, quote, public; the rest is ignored
	File     string         // code of a file in the library
	Upload   *Upload
}

// AddEvidence puts a reference behind an answer and gives it as it is on file. A file that comes with it is taken in and
// cleaned first; where anything is wrong, neither is kept, and the error lists every problem with the name of its field. What
// stands there already in just the same words is not put there twice.
//
// The grade and the date of the answer follow its evidence: they become those of the strongest reference, unless somebody
// gave the answer others. An answer whose grade changes so loses its approval. A respondent cannot make a reference public.
func (a *App) AddEvidence(ctx context.Context, actor vigil.Actor, code string, in NewEvidence) (vigil.Evidence, error) {
	var added vigil.Evidence
	e := in.Evidence
	e.ID, e.File, e.Question = 0, "", in.Question
	switch {
	case e.Title == "" && in.Upload != nil:
		e.Title = FileName(in.Upload.Name)
	case e.Title == "" && in.File == "":
		e.Title = e.Link
	}
	var kept kept
	if in.Upload != nil {
		if err := allow(actor, AddEvidenceAction); err != nil {
			return added, err
		}
		err := a.Store.Tx(ctx, func(tx *store.Tx) error { // before a byte of the file is read; nothing is stored yet
			c, err := a.answerForChange(tx, actor, AddEvidenceAction, code, slot{in.Unit, in.Question})
			if err != nil {
				return err
			}
			if err := c.knowsUnit(); err != nil {
				return err
			}
			ps := append(a.checkEvidence(e), harm(vigil.Place{}, text{"file", in.Upload.Name})...)
			if err := ps.Err(); err != nil {
				return err
			}
			return a.room(tx, actor, c.assessment, in.Upload.Size)
		})
		if err != nil {
			return added, err
		}
		if kept, err = a.takeIn(ctx, *in.Upload); err != nil {
			return added, err
		}
	}
	_, err := a.changeEvidence(ctx, actor, AddEvidenceAction, code, slot{in.Unit, in.Question}, func(c *answerChange, list []vigil.Evidence) ([]vigil.Evidence, error) {
		if err := c.knowsUnit(); err != nil {
			return nil, err
		}
		file, err := a.fileOf(ctx, c, in.File, kept)
		if err != nil {
			return nil, err
		}
		if file.Hash != "" {
			e.File = file.Hash
			if e.Title == "" {
				e.Title = file.Name
			}
		}
		if err := a.checkEvidence(e).Err(); err != nil {
			return nil, err
		}
		role, err := roleOn(c.tx, actor, c.organisation, code)
		if err != nil {
			return nil, err
		}
		if role == vigil.Respondent {
			e.Public = false
		}
		if slices.ContainsFunc(list, func(x vigil.Evidence) bool { return sameReference(x, e) }) {
			return nil, errUnchanged
		}
		return append(list, e), nil
	}, func(list []vigil.Evidence) {
		added = list[slices.IndexFunc(list, func(x vigil.Evidence) bool { return sameReference(x, e) })]
	})
	if err != nil && kept.Hash != "" {
		_ = a.sweep(context.WithoutCancel(ctx), kept.vault, kept.Hash, kept.CopyHash) // vigil verify finds what stays
	}
	return added, err
}

// ChangeEvidence replaces what is said of a reference: everything but the file behind it. The error is a Conflict if the
// reference is no longer what the person saw.
func (a *App) ChangeEvidence(ctx context.Context, actor vigil.Actor, code string, seen, now vigil.Evidence) (vigil.Evidence, error) {
	var changed vigil.Evidence
	at, err := a.slotOf(ctx, actor, ChangeEvidenceAction, code, seen.ID)
	if err != nil {
		return changed, err
	}
	_, err = a.changeEvidence(ctx, actor, ChangeEvidenceAction, code, at, func(c *answerChange, list []vigil.Evidence) ([]vigil.Evidence, error) {
		i := slices.IndexFunc(list, func(e vigil.Evidence) bool { return e.ID == seen.ID })
		if i < 0 {
			return nil, noReference()
		}
		held := list[i]
		if stated(held) != stated(seen) {
			return nil, vigil.Errorf(vigil.Conflict, "somebody changed this reference while you had it open; nothing was overwritten. Look at it as it is now, and change it again")
		}
		now.ID, now.AssessmentID, now.Unit, now.Question, now.File = held.ID, held.AssessmentID, held.Unit, held.Question, held.File
		role, err := roleOn(c.tx, actor, c.organisation, code)
		if err != nil {
			return nil, err
		}
		if role == vigil.Respondent {
			now.Public = held.Public
		}
		if now == held {
			return nil, errUnchanged
		}
		list[i] = now
		return list, a.checkEvidence(now).Err()
	}, func(list []vigil.Evidence) {
		changed = list[slices.IndexFunc(list, func(e vigil.Evidence) bool { return e.ID == seen.ID })]
	})
	return changed, err
}

// stated is what people say in a reference.
func stated(e vigil.Evidence) vigil.Evidence {
	return vigil.Evidence{Title: e.Title, Link: e.Link, Grade: e.Grade, Date: e.Date, Page: e.Page, Quote: plain(e.Quote), Public: e.Public, Expires: e.Expires}
}

// sameReference reports whether two references say the same of the same document: the second is a button pressed twice.
func sameReference(x, y vigil.Evidence) bool { return x.File == y.File && stated(x) == stated(y) }

// Reference gives one reference of an assessment, with what its page needs to change it.
func (a *App) Reference(ctx context.Context, actor vigil.Actor, code string, id int64) (vigil.Evidence, error) {
	var found vigil.Evidence
	err := a.read(ctx, actor, ChangeEvidenceAction, func(tx *store.Tx) error {
		as, _, err := assessment(tx, actor, ChangeEvidenceAction, code)
		if err != nil {
			return err
		}
		q, _, err := a.editions(tx, as)
		if err != nil {
			return err
		}
		list, err := tx.Evidence(as.ID)
		if err != nil {
			return err
		}
		open := openQuestions(actor, q)
		i := slices.IndexFunc(list, func(e vigil.Evidence) bool { return e.ID == id && open(e.Question) })
		if i < 0 {
			return noReference()
		}
		found = list[i]
		return nil
	})
	return found, err
}

// RemoveEvidence takes a reference from its answer. The file behind it stays in the library.
func (a *App) RemoveEvidence(ctx context.Context, actor vigil.Actor, code string, id int64) error {
	at, err := a.slotOf(ctx, actor, RemoveEvidenceAction, code, id)
	if err != nil {
		return err
	}
	_, err = a.changeEvidence(ctx, actor, RemoveEvidenceAction, code, at, func(_ *answerChange, list []vigil.Evidence) ([]vigil.Evidence, error) {
		i := slices.IndexFunc(list, func(e vigil.Evidence) bool { return e.ID == id })
		if i < 0 {
			return nil, noReference()
		}
		return slices.Delete(list, i, i+1), nil
	}, func([]vigil.Evidence) {})
	return err
}

// knowsUnit refuses a unit that the organisation does not have, or that the method does not ask about.
func (c *answerChange) knowsUnit() error {
	if c.unit == "" {
		return nil
	}
	units, err := c.tx.Units(c.organisation.ID)
	if err != nil {
		return err
	}
	if c.methodology.Units == nil || !slices.ContainsFunc(units, func(u vigil.Unit) bool { return u.Code == c.unit }) {
		return vigil.Errorf(vigil.NotFound, "there is no unit %q here", c.unit)
	}
	return nil
}

func noReference() error {
	return vigil.Errorf(vigil.NotFound, "there is no such reference here; somebody may have removed it")
}

// slotOf finds the answer behind which a reference stands.
func (a *App) slotOf(ctx context.Context, actor vigil.Actor, action Action, code string, id int64) (slot, error) {
	var at slot
	err := a.read(ctx, actor, action, func(tx *store.Tx) error {
		as, _, err := assessment(tx, actor, action, code)
		if err != nil {
			return err
		}
		list, err := tx.Evidence(as.ID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(e vigil.Evidence) bool { return e.ID == id })
		if i < 0 {
			return noReference()
		}
		at = slot{list[i].Unit, list[i].Question}
		return nil
	})
	return at, err
}

// changeEvidence changes the references of one answer in one transaction: they, the grade of the answer where it follows
// them, its packed form and the audit entry. then is handed the references as they are on file.
func (a *App) changeEvidence(ctx context.Context, actor vigil.Actor, action Action, code string, at slot, change func(*answerChange, []vigil.Evidence) ([]vigil.Evidence, error), then func([]vigil.Evidence)) (vigil.Answer, error) {
	return a.changeAnswer(ctx, actor, action, code, at.unit, at.question, func(c *answerChange) error {
		held, err := heldEvidence(c.tx, c.assessment.ID)
		if err != nil {
			return err
		}
		before := held[at]
		list, err := change(c, slices.Clone(before))
		if err != nil {
			if err == errUnchanged { //nolint:errorlint // it is handed on as it is
				then(before)
			}
			return err
		}
		if err := c.tx.PutEvidence(&c.assessment, at.unit, at.question, list); err != nil {
			return err
		}
		if err := c.follow(before, list); err != nil {
			return err
		}
		if held, err = heldEvidence(c.tx, c.assessment.ID); err == nil {
			then(held[at])
		}
		return err
	})
}

// follow gives an answer the grade and the date of its strongest evidence, where it had those of the strongest before, or none.
func (c *answerChange) follow(before, after []vigil.Evidence) error {
	x := c.current
	if x.State == "" {
		return nil
	}
	oldGrade, oldDate := vigil.Strongest(before)
	newGrade, newDate := vigil.Strongest(after)
	if x.Grade == "" || x.Grade == oldGrade {
		x.Grade = newGrade
		if x.Date == "" || x.Date == oldDate {
			x.Date = newDate
		}
	}
	if x.Grade == c.current.Grade && x.Date == c.current.Date {
		return nil
	}
	x.ID, x.ApprovedBy, x.Author = 0, "", c.actor.Person
	return c.put(x)
}

// checkEvidence gathers what is wrong with a reference, details that could lead to a person among it.
func (a *App) checkEvidence(e vigil.Evidence) vigil.Problems {
	ps := check.Struct(e)
	if u, err := url.Parse(e.Link); e.Link != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http") {
		ps = slices.DeleteFunc(ps, func(p vigil.Problem) bool { return p.Place.Field == "link" })
		ps.Add(vigil.Place{Field: "link"}, "it is no address of a page", "write it with https:// in front")
	}
	if _, err := time.Parse(day, e.Date); err == nil {
		notAfter(&ps, "date", e.Date, a.today(), vigil.Say("which is today"))
		if e.Expires != "" && e.Expires < e.Date {
			ps.Add(vigil.Place{Field: "expires"}, "lies before the day of the evidence itself", "give the last day on which it holds, or leave it empty")
		}
	}
	return append(ps, harm(vigil.Place{}, text{"title", e.Title}, text{"link", e.Link}, text{"page", e.Page}, text{"quote", e.Quote})...)
}

// kept is a file that was taken in and is not recorded yet.
type kept struct {
	vault.Kept
	vault  *vault.Vault
	upload Upload
}

func (a *App) takeIn(ctx context.Context, u Upload) (kept, error) {
	v, err := a.vault(ctx)
	if err != nil {
		return kept{}, err
	}
	most := a.FileLimits.OrUsual().File
	if vigil.Bytes(u.Size) > most {
		return kept{}, vault.TooLarge(most)
	}
	k, err := v.Put(ctx, u.Name, int64(most), u.From)
	return kept{k, v, u}, err
}

// fileOf gives the file that a reference is to: the one that came with it, which is recorded, or one of the library.
func (a *App) fileOf(ctx context.Context, c *answerChange, code string, k kept) (vigil.File, error) {
	if k.Hash != "" {
		return a.record(ctx, c.tx, c.actor, c.assessment, k)
	}
	if code == "" {
		return vigil.File{}, nil
	}
	f, err := c.tx.File(code)
	if err != nil {
		return f, err
	}
	if f.OrganisationID != c.organisation.ID {
		return vigil.File{}, absent("file", code)
	}
	return f, nil
}

// record writes down a file that was taken in. Where the organisation has it already, its first record stands.
func (a *App) record(ctx context.Context, tx *store.Tx, actor vigil.Actor, as vigil.Assessment, k kept) (vigil.File, error) {
	if f, err := tx.FileByHash(as.OrganisationID, k.Hash); err == nil || vigil.KindOf(err) != vigil.NotFound {
		return f, err
	}
	if err := tx.LockOrganisation(as.OrganisationID); err != nil { // two files that come at once do not share the last room
		return vigil.File{}, err
	}
	if err := a.room(tx, actor, as, k.Size); err != nil {
		return vigil.File{}, err
	}
	if err := k.vault.Has(ctx, k.Hash, k.CopyHash); err != nil { // somebody may just have deleted the same file
		return vigil.File{}, err
	}
	f := vigil.File{
		Code: a.newCode() + a.newCode(), OrganisationID: as.OrganisationID, AssessmentID: as.ID, Hash: k.Hash, Name: FileName(k.upload.Name), Type: k.Type, Size: k.Size,
		CleanHash: k.CopyHash, CleanSize: k.CopySize, Removed: strings.Join(k.Removed, " "), Date: k.upload.Date, Person: actor.Person, CreatedAt: a.now(),
	}
	_, err := tx.AddFile(&f)
	return f, err
}

// FileName is the name of an uploaded file as it is kept: a line of text without folders, and never a path.
func FileName(typed string) string {
	name := strings.ToValidUTF8(path.Base(strings.ReplaceAll(typed, `\`, "/")), "")
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) { // also what turns the direction of reading
			return -1
		}
		return r
	}, name))
	if runes := []rune(name); len(runes) > 200 {
		end := []rune(path.Ext(name))
		if len(end) > 10 {
			end = nil
		}
		name = string(runes[:200-len(end)]) + string(end)
	}
	if strings.Trim(name, "./ ") == "" {
		return "file"
	}
	return name
}
