package app

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"vigil/internal/check"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// CommentOn is a comment on its way in.
type CommentOn struct {
	Unit     string
	Question string
	ReplyTo  int64 // the comment that starts the thread; 0: this one starts it
	Text     string
}

// Discussion is what people say about questions of an assessment.
type Discussion struct {
	Threads []vigil.Thread
	Names   map[string]string // of the authors, as people know them: of a section link for whom it is
	Open    bool              // the assessment takes comments, and the actor may write them
	Erases  bool              // the actor may take out what others wrote
}

// Mine reports whether the actor wrote a comment, and may change it.
func (d Discussion) Mine(actor vigil.Actor, c vigil.Comment) bool {
	return d.Open && c.Author == actor.Person && !c.Erased()
}

// Comments gives the threads about all questions of an assessment that the actor may see, oldest first.
func (a *App) Comments(ctx context.Context, actor vigil.Actor, code string) (Discussion, error) {
	return a.discussion(ctx, actor, code, func(tx *store.Tx, as vigil.Assessment, open func(string) bool) ([]vigil.Comment, error) {
		list, err := tx.Comments(as.ID)
		return slices.DeleteFunc(list, func(c vigil.Comment) bool { return !open(c.Question) }), err
	})
}

// CommentsOn gives the threads about one question of one unit, oldest first.
func (a *App) CommentsOn(ctx context.Context, actor vigil.Actor, code, unit, question string) (Discussion, error) {
	return a.discussion(ctx, actor, code, func(tx *store.Tx, as vigil.Assessment, open func(string) bool) ([]vigil.Comment, error) {
		if !open(question) {
			return nil, vigil.Errorf(vigil.NotFound, "%s has no question %q here", as.Questionnaire, question)
		}
		return tx.CommentsOn(as.ID, unit, question)
	})
}

func (a *App) discussion(ctx context.Context, actor vigil.Actor, code string, find func(*store.Tx, vigil.Assessment, func(string) bool) ([]vigil.Comment, error)) (Discussion, error) {
	var d Discussion
	err := a.read(ctx, actor, ListCommentsAction, func(tx *store.Tx) error {
		as, org, err := assessment(tx, actor, ListCommentsAction, code)
		if err != nil {
			return err
		}
		q, _, err := a.editions(tx, as)
		if err != nil {
			return err
		}
		list, err := find(tx, as, openQuestions(actor, q))
		if err != nil {
			return err
		}
		role, err := roleOn(tx, actor, org, as.Code)
		if err != nil {
			return err
		}
		d.Threads = vigil.Threads(list)
		d.Open = takesComments(as) && May(role, AddCommentAction) && (actor.Grant == nil || !actor.Grant.Closed)
		d.Erases = erasesComments(role)
		d.Names, err = names(tx, as, list)
		return err
	})
	return d, err
}

func takesComments(as vigil.Assessment) bool {
	return as.Status.Editable() || as.Status == vigil.Submitted || as.Status == vigil.InReview
}

// erasesComments reports whether a role may take out what others wrote: whoever sees danger in it, and judges.
func erasesComments(role vigil.Role) bool { return May(role, EraseAnswerAction) }

// names finds what people call the authors of comments.
func names(tx *store.Tx, as vigil.Assessment, list []vigil.Comment) (map[string]string, error) {
	out := map[string]string{}
	if len(list) == 0 {
		return out, nil
	}
	people, err := tx.People()
	if err != nil {
		return nil, err
	}
	links, err := tx.LinksOf(as.ID)
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	for _, p := range people {
		all[p.Login] = p.Name
	}
	for _, l := range links {
		all[linkPerson(l)] = joined(", ", l.Name, l.Respondent)
	}
	for _, c := range list {
		for _, author := range []string{c.Author, c.ResolvedBy} {
			if author != "" && all[author] != "" {
				out[author] = all[author]
			}
		}
	}
	return out, nil
}

// AddComment stores a comment on a question. Details that could lead to a person are a problem, and nothing is stored. A
// reply to a thread that was resolved opens it again. To say the same once more right after is a button pressed twice, and
// gives the comment that is there.
func (a *App) AddComment(ctx context.Context, actor vigil.Actor, code string, in CommentOn) (vigil.Comment, error) {
	c := vigil.Comment{Unit: in.Unit, Question: in.Question, ReplyTo: in.ReplyTo, Text: plain(strings.TrimSpace(in.Text)), Author: actor.Person}
	err := a.write(ctx, actor, AddCommentAction, func(tx *store.Tx) (done, error) {
		as, org, err := assessmentForChange(tx, actor, AddCommentAction, code)
		if err != nil {
			return done{}, err
		}
		if err := commentable(as); err != nil {
			return done{}, err
		}
		c.AssessmentID = as.ID
		if err := a.checkComment(tx, actor, as, org, c); err != nil {
			return done{}, err
		}
		if twin, err := twinOf(tx, c); err != nil || twin.ID > 0 {
			c = twin
			return done{}, cmp.Or(err, errUnchanged)
		}
		if err := openThread(tx, c); err != nil {
			return done{}, err
		}
		err = tx.CreateComment(&c)
		return done{"assessment:" + code, commentDetail(c)}, err
	})
	return c, err
}

// twinOf finds the comment that says the same, if it is the last on its question.
func twinOf(tx *store.Tx, c vigil.Comment) (vigil.Comment, error) {
	list, err := tx.CommentsOn(c.AssessmentID, c.Unit, c.Question)
	if err != nil || len(list) == 0 {
		return vigil.Comment{}, err
	}
	if last := list[len(list)-1]; last.Author == c.Author && last.ReplyTo == c.ReplyTo && last.Text == c.Text && !last.Resolved() {
		return last, nil
	}
	return vigil.Comment{}, nil
}

func commentable(as vigil.Assessment) error {
	if takesComments(as) {
		return nil
	}
	return vigil.Errorf(vigil.Conflict, "the assessment %q is %s and takes no comments; reopen it first", as.Code, as.Status)
}

// checkComment checks what a comment says and what it is about.
func (a *App) checkComment(tx *store.Tx, actor vigil.Actor, as vigil.Assessment, org vigil.Organisation, c vigil.Comment) error {
	q, _, err := a.editions(tx, as)
	if err != nil {
		return err
	}
	if _, err := asked(actor, q, c.Question); err != nil {
		return err
	}
	if c.Unit != "" {
		units, err := tx.Units(org.ID)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(units, func(u vigil.Unit) bool { return u.Code == c.Unit }) {
			return vigil.Errorf(vigil.NotFound, "there is no unit %q here", c.Unit)
		}
	}
	return checkCommentText(c)
}

func checkCommentText(c vigil.Comment) error {
	ps := check.Struct(c)
	need(&ps, "text", c.Text, "write what you want to say")
	return append(ps, harm(vigil.Place{}, text{"text", c.Text})...).Err()
}

// openThread finds the thread that a comment replies to, and opens it where it was resolved.
func openThread(tx *store.Tx, c vigil.Comment) error {
	if c.ReplyTo == 0 {
		return nil
	}
	first, err := tx.Comment(c.ReplyTo)
	if err != nil {
		return err
	}
	if first.AssessmentID != c.AssessmentID || first.Unit != c.Unit || first.Question != c.Question || first.ReplyTo != 0 {
		return noComment(c.ReplyTo)
	}
	if !first.Resolved() {
		return nil
	}
	first.ResolvedBy, first.ResolvedAt = "", nil
	return tx.SaveComment(&first)
}

func noComment(id int64) error { return vigil.Errorf(vigil.NotFound, "there is no comment %d", id) }

func commentDetail(c vigil.Comment) string {
	return strings.TrimSpace(c.Question+" "+c.Unit) + " comment " + strconv.FormatInt(c.ID, 10)
}

// EditComment puts other words in place of a comment of one's own, and marks it as edited. version must be the one that was
// seen.
func (a *App) EditComment(ctx context.Context, actor vigil.Actor, code string, id int64, version int64, words string) error {
	return a.changeComment(ctx, actor, EditCommentAction, code, id, func(tx *store.Tx, c *vigil.Comment, _ vigil.Role) error {
		if c.Author != actor.Person {
			return vigil.Errorf(vigil.Forbidden, "this comment is somebody else's; only who wrote it changes its words")
		}
		if c.Erased() {
			return noComment(id)
		}
		words = plain(strings.TrimSpace(words))
		if c.Text == words {
			return errUnchanged
		}
		if c.Version != version {
			return vigil.Errorf(vigil.Conflict, "the comment was changed meanwhile, nothing was overwritten; look at it again and repeat your change")
		}
		at := a.now()
		c.Text, c.EditedAt = words, &at
		if err := checkCommentText(*c); err != nil {
			return err
		}
		return tx.SaveComment(c)
	})
}

// ResolveComment closes the thread that a comment starts. One that is closed stays as it is.
func (a *App) ResolveComment(ctx context.Context, actor vigil.Actor, code string, id int64) error {
	return a.changeComment(ctx, actor, ResolveCommentAction, code, id, func(tx *store.Tx, c *vigil.Comment, _ vigil.Role) error {
		if c.ReplyTo != 0 {
			return noComment(id)
		}
		if c.Resolved() {
			return errUnchanged
		}
		at := a.now()
		c.ResolvedBy, c.ResolvedAt = actor.Person, &at
		return tx.SaveComment(c)
	})
}

// ReopenComment opens a thread again. One that is open stays as it is.
func (a *App) ReopenComment(ctx context.Context, actor vigil.Actor, code string, id int64) error {
	return a.changeComment(ctx, actor, ReopenCommentAction, code, id, func(tx *store.Tx, c *vigil.Comment, _ vigil.Role) error {
		if c.ReplyTo != 0 {
			return noComment(id)
		}
		if !c.Resolved() {
			return errUnchanged
		}
		c.ResolvedBy, c.ResolvedAt = "", nil
		return tx.SaveComment(c)
	})
}

// DeleteComment takes a comment out for good: one's own, or as a reviewer or administrator anybody's, since what somebody
// wrote may put a person in danger. Where others replied to it, its place stays and its words go.
func (a *App) DeleteComment(ctx context.Context, actor vigil.Actor, code string, id int64) error {
	return a.changeComment(ctx, actor, DeleteCommentAction, code, id, func(tx *store.Tx, c *vigil.Comment, role vigil.Role) error {
		if c.Author != actor.Person && !erasesComments(role) {
			return vigil.Errorf(vigil.Forbidden, "this comment is somebody else's; only who wrote it takes it out, or a reviewer")
		}
		if c.Erased() {
			return errUnchanged
		}
		list, err := tx.CommentsOn(c.AssessmentID, c.Unit, c.Question)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(list, func(r vigil.Comment) bool { return r.ReplyTo == c.ID }) {
			return tx.DeleteComment(*c)
		}
		at := a.now()
		c.Text, c.ErasedAt = "", &at
		return tx.SaveComment(c)
	})
}

// changeComment loads a comment of an assessment for change. Words can be taken out in every status, since danger does not
// wait for a reopening.
func (a *App) changeComment(ctx context.Context, actor vigil.Actor, action Action, code string, id int64, change func(*store.Tx, *vigil.Comment, vigil.Role) error) error {
	return a.write(ctx, actor, action, func(tx *store.Tx) (done, error) {
		as, org, err := assessment(tx, actor, action, code)
		if err != nil {
			return done{}, err
		}
		if action != DeleteCommentAction {
			if err := commentable(as); err != nil {
				return done{}, err
			}
		}
		q, _, err := a.editions(tx, as)
		if err != nil {
			return done{}, err
		}
		c, err := tx.Comment(id)
		if err == nil && (c.AssessmentID != as.ID || !openQuestions(actor, q)(c.Question)) {
			err = noComment(id)
		}
		if err != nil {
			return done{}, err
		}
		role, err := roleOn(tx, actor, org, as.Code)
		if err != nil {
			return done{}, err
		}
		detail := commentDetail(c)
		return done{"assessment:" + code, detail}, change(tx, &c, role)
	})
}
