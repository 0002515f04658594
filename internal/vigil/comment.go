package vigil

import "time"

// Comment is what somebody says about one question of an assessment, for those who work on it: never a part of the
// answer, of a score or of anything that is published. A comment starts a thread, or replies to one that does.
type Comment struct {
	ID           int64      `json:"id"`
	AssessmentID int64      `json:"assessment_id"`
	Unit         string     `json:"unit"` // code; empty: the organisation as a whole
	Question     string     `json:"question" validate:"required,max=60"`
	ReplyTo      int64      `json:"reply_to,omitempty" gorm:"serializer:zeronull"`     // 0: it starts a thread
	Text         string     `json:"text" validate:"max=4000" gorm:"serializer:sealed"` // empty: erased
	Author       string     `json:"author"`
	CreatedAt    time.Time  `json:"created_at"`
	EditedAt     *time.Time `json:"edited_at,omitempty"`
	ResolvedBy   string     `json:"resolved_by,omitempty"` // of the comment that starts a thread: for all of it
	ResolvedAt   *time.Time `json:"resolved_at,omitempty"`
	ErasedAt     *time.Time `json:"erased_at,omitempty"` // it stands in a thread, so that its place stays
	Version      int64      `json:"version"`
}

// Resolved reports whether the thread that the comment starts was closed.
func (c Comment) Resolved() bool { return c.ResolvedAt != nil }

// Erased reports whether what the comment said is gone.
func (c Comment) Erased() bool { return c.ErasedAt != nil }

// Thread is a comment with the replies to it, oldest first.
type Thread struct {
	Comment
	Replies []Comment `json:"replies"`
}

// Threads puts the replies below the comments that they answer; the list is in the order of time and stays so.
func Threads(list []Comment) []Thread {
	threads, at := []Thread{}, map[int64]int{}
	for _, c := range list {
		if c.ReplyTo == 0 {
			at[c.ID] = len(threads)
			threads = append(threads, Thread{Comment: c, Replies: []Comment{}})
		}
	}
	for _, c := range list {
		if i, ok := at[c.ReplyTo]; ok && c.ReplyTo != 0 {
			threads[i].Replies = append(threads[i].Replies, c)
		}
	}
	return threads
}
