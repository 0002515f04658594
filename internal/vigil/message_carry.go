package vigil

import (
	"fmt"
	"reflect"
)

// CarriedProblem is a problem on its way between two processes of this program: as JSON it keeps what its messages are made
// of, where a Problem keeps the English alone.
type CarriedProblem struct {
	Place    Place
	What, Do carried
}

// Carry packs problems for another process.
func Carry(ps Problems) []CarriedProblem {
	list := make([]CarriedProblem, len(ps))
	for i, p := range ps {
		list[i] = CarriedProblem{p.Place, carry(p.What), carry(p.Do)}
	}
	return list
}

// Uncarry unpacks what Carry packed; none gives nil.
func Uncarry(list []CarriedProblem) (ps Problems) {
	for _, c := range list {
		ps.Say(c.Place, c.What.message(), c.Do.message())
	}
	return ps
}

type carried struct {
	Format string        `json:",omitempty"`
	Args   []carriedPart `json:",omitempty"`
}

// carriedPart is one argument, in the field of its type.
type carriedPart struct {
	Text     *string   `json:",omitempty"`
	Number   *int64    `json:",omitempty"`
	Decimal  *float64  `json:",omitempty"`
	Word     Word      `json:",omitempty"`
	Day      Day       `json:",omitempty"`
	Bytes    *int64    `json:",omitempty"`
	AnyOf    AnyOf     `json:",omitempty"`
	Words    Words     `json:",omitempty"`
	Message  *carried  `json:",omitempty"`
	Messages []carried `json:",omitempty"`
	Quantity *float64  `json:",omitempty"`
	TextIn   Text      `json:",omitempty"`
}

func carry(m Message) carried {
	c := carried{Format: m.Format}
	for _, arg := range m.Args {
		c.Args = append(c.Args, carryArg(arg))
	}
	return c
}

func carryArg(arg any) carriedPart {
	switch v := arg.(type) {
	case Message:
		inner := carry(v)
		return carriedPart{Message: &inner}
	case Messages:
		all := make([]carried, len(v))
		for i, m := range v {
			all[i] = carry(m)
		}
		return carriedPart{Messages: all}
	case Quantity:
		n := float64(v)
		return carriedPart{Quantity: &n}
	case Text:
		return carriedPart{TextIn: v}
	case Role, Status, State, Verdict:
		return carriedPart{Word: Word(fmt.Sprint(v))}
	case Word:
		return carriedPart{Word: v}
	case Day:
		return carriedPart{Day: v}
	case Bytes:
		n := int64(v)
		return carriedPart{Bytes: &n}
	case AnyOf:
		return carriedPart{AnyOf: v}
	case Words:
		return carriedPart{Words: v}
	}
	switch v := reflect.ValueOf(arg); {
	case v.IsValid() && v.CanInt():
		n := v.Int()
		return carriedPart{Number: &n}
	case v.IsValid() && v.CanFloat():
		f := v.Float()
		return carriedPart{Decimal: &f}
	}
	text := fmt.Sprint(arg)
	return carriedPart{Text: &text}
}

func (c carried) message() Message {
	m := Message{Format: c.Format}
	for _, p := range c.Args {
		m.Args = append(m.Args, p.arg())
	}
	return m
}

func (p carriedPart) arg() any {
	switch {
	case p.Text != nil:
		return *p.Text
	case p.Number != nil:
		return *p.Number
	case p.Decimal != nil:
		return *p.Decimal
	case p.Message != nil:
		return p.Message.message()
	case p.Messages != nil:
		all := make(Messages, len(p.Messages))
		for i, m := range p.Messages {
			all[i] = m.message()
		}
		return all
	case p.Quantity != nil:
		return Quantity(*p.Quantity)
	case p.TextIn != nil:
		return p.TextIn
	case p.Day != "":
		return p.Day
	case p.Bytes != nil:
		return Bytes(*p.Bytes)
	case p.AnyOf != nil:
		return p.AnyOf
	case p.Words != nil:
		return p.Words
	}
	return p.Word
}
