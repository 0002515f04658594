package page

import (
	"context"
	"strconv"

	"github.com/a-h/templ"

	"vigil/internal/vigil"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// Comments are the threads on one question, or of an assessment, with the forms that go with them.
type Comments struct {
	CSRF     string
	Base     string // address of the comments of the assessment
	Unit     string
	Question string // empty: those of a whole assessment
	Threads  []vigil.Thread
	Names    map[string]string
	Me       string // the author whose comments may be changed
	May      bool   // write, resolve
	Erases   bool   // takes out what others wrote
	Back     string // page to which the forms come back
	Whole    bool   // the forms bring the whole page anew
	Typed    CommentTyped
	Problems []ui.Problem
}

// CommentTyped is what was typed into one of the forms and not stored.
type CommentTyped struct {
	Edit    int64 // the comment that was edited
	ReplyTo int64 // the thread that was replied to
	Text    string
}

// CommentList is the page of the comments of an assessment.
type CommentList struct {
	Organisation vigil.Organisation
	Assessment   vigil.Assessment
	AssessmentAt string
	All          bool // resolved ones too
	Open         int
	Resolved     int
	Comments     Comments
	Titles       map[string]vigil.Text // of the questions
}

// ID is that of the part of a page which holds the comments of a question.
func (v Comments) ID() string { return "comments-" + v.Unit + "-" + v.Question }

// hx has a form bring the comments of its question anew.
func (v Comments) hx(action string) templ.Attributes {
	if v.Whole {
		return nil
	}
	return templ.Attributes{"hx-post": action, "hx-target": "closest .comments", "hx-swap": "outerHTML"}
}

func (v Comments) name(login string) string {
	if n := v.Names[login]; n != "" {
		return n
	}
	return login
}

func (v Comments) at(c vigil.Comment, action string) string {
	return v.Base + "/" + strconv.FormatInt(c.ID, 10) + "/" + action
}

func (v Comments) mine(c vigil.Comment) bool { return v.May && c.Author == v.Me && !c.Erased() }

func (v Comments) removable(c vigil.Comment) bool { return !c.Erased() && (v.mine(c) || v.Erases) }

func (v Comments) editText(c vigil.Comment) string {
	if v.Typed.Edit == c.ID {
		return v.Typed.Text
	}
	return c.Text
}

func (v Comments) typed(replyTo int64) string {
	if v.Typed.Edit == 0 && v.Typed.ReplyTo == replyTo {
		return v.Typed.Text
	}
	return ""
}

func (v Comments) wrong(edit, replyTo int64) string {
	if v.Typed.Edit == edit && v.Typed.ReplyTo == replyTo {
		return wrong(v.Problems, "text")
	}
	return ""
}

func (v Comments) open() int {
	n := 0
	for _, t := range v.Threads {
		if !t.Resolved() {
			n++
		}
	}
	return n
}

func (v CommentList) title(ctx context.Context, t vigil.Thread) string {
	return v.Titles[t.Question].In(words.In(ctx))
}

func (v CommentList) shown() []vigil.Thread {
	var list []vigil.Thread
	for _, t := range v.Comments.Threads {
		if v.All || !t.Resolved() {
			list = append(list, t)
		}
	}
	return list
}

func commentID(c vigil.Comment) string { return "comment-" + strconv.FormatInt(c.ID, 10) }

// inThread has the forms of a thread speak of its question, on the list of an assessment too.
func inThread(v Comments, t vigil.Thread) Comments {
	v.Unit, v.Question = t.Unit, t.Question
	return v
}

func commentLabel(ctx context.Context, replyTo int64) string {
	if replyTo != 0 {
		return words.T(ctx, "comments.your_reply")
	}
	return words.T(ctx, "comments.new")
}
