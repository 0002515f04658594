package vigil

import (
	"fmt"
	"strconv"
	"strings"
)

// Message is a sentence, or part of one, that the program composes for people: an English format as of package fmt, and what is
// put into it. It keeps them apart so that whoever shows it can say it in another language: the format is its name there.
// Printed as it is it is English, and so it is in JSON.
//
// What is put in is a value (a text that somebody typed, a number, an error), or says itself what it is: a Message within the
// message, Messages, a Word or Words, an AnyOf, a Day, a Text, a size in Bytes, a Quantity, a Figure, a Role, a Status, a State, a Verdict. These are
// said in the reader's language too.
type Message struct {
	Format string
	Args   []any
}

// Say makes a message. Its format is a constant, and without arguments it is the text itself.
func Say(format string, args ...any) Message { return Message{format, args} }

// String gives the message in English.
func (m Message) String() string {
	if len(m.Args) == 0 {
		return m.Format
	}
	return fmt.Sprintf(m.Format, m.Args...)
}

// Empty reports whether nothing is said.
func (m Message) Empty() bool { return m.Format == "" }

// Equal reports whether two messages say the same.
func (m Message) Equal(other Message) bool { return m.String() == other.String() }

// MarshalText writes the message in English.
func (m Message) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads what MarshalText wrote: a text that is its own format.
func (m *Message) UnmarshalText(text []byte) error {
	*m = Message{Format: string(text)}
	return nil
}

// Messages are several, each a sentence or a part of one.
type Messages []Message

// String gives them in English, with semicolons between them.
func (list Messages) String() string { return strings.Join(list.English(), "; ") }

// English gives each of them in English; nil where there is none.
func (list Messages) English() []string {
	var texts []string
	for _, m := range list {
		texts = append(texts, m.String())
	}
	return texts
}

// Quantity is a number within a message.
type Quantity float64

// String writes it with six decimals at most, and none that says nothing.
func (q Quantity) String() string {
	t := strings.TrimRight(strings.TrimRight(strconv.FormatFloat(float64(q), 'f', quantityDecimals, 64), "0"), ".")
	if t == "-0" {
		return "0"
	}
	return t
}

const quantityDecimals = 6

// Decimals tells how many decimals String writes.
func (q Quantity) Decimals() int {
	_, decimals, _ := strings.Cut(q.String(), ".")
	return len(decimals)
}

// Word is a word of the field within a message, such as the kind of a thing, said in the reader's language.
type Word string

// Words lists words of the field within a message.
type Words []Word

// String lists them in English.
func (words Words) String() string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = string(w)
	}
	return strings.Join(list, ", ")
}

// AnyOf lists within a message what can be chosen: a, b or c.
type AnyOf []string

// String lists it in English.
func (words AnyOf) String() string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// Day is a day (2006-01-02) within a message, which is said as readers of a language write it.
type Day string
