package post_test

import (
	"context"
	"encoding/base64"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"os"
	"strings"
	"testing"
	"time"

	"vigil/internal/post"
	"vigil/internal/vigil"
)

const from = "Vigil <vigil@example.org>"

func message(language string) post.Message {
	return post.Message{Kind: post.Invitation, To: "rita@example.net", Name: "Rita Ünal العربية", Login: "rita", Language: language,
		Link: "https://vigil.example.org/link#" + strings.Repeat("Ab_-", 10) + "xyz", Until: time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)}
}

func sender(t *testing.T, address string) *post.Sender {
	t.Helper()
	s, err := post.Open(address, from)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestOpenRefuses(t *testing.T) {
	for _, c := range []struct{ address, from, says string }{
		{"", from, "write it like smtp://"},
		{"mail.example.org:25", from, "write it like smtp://"},
		{"http://mail.example.org", from, "write it like smtp://"},
		{"smtp://", from, "write it like smtp://"},
		{"smtp://user:secret@mail.example.org:0x19", from, "write it like smtp://"},
		{"smtp://mail.example.org", "", "no address that e-mail can come from"},
		{"smtp://mail.example.org", "nobody", "no address that e-mail can come from"},
		{"smtp://mail.example.org", "a@example.org\r\nBcc: b@example.org", "no address that e-mail can come from"},
	} {
		_, err := post.Open(c.address, c.from)
		if vigil.KindOf(err) != vigil.Invalid || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q from %q: %v", c.address, c.from, err)
		}
	}
}

func TestSendRefuses(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nowhere := closed.Addr().String()
	closed.Close()
	refusing := started(t, "refuse")
	for name, s := range map[string]*post.Sender{
		"nobody listens":             sender(t, "smtp://"+nowhere),
		"no such recipient":          sender(t, "smtp://"+refusing.addr),
		"a certificate of nobody":    sender(t, "smtps://"+started(t, "tls").addr),
		"TLS to whom speaks it not ": sender(t, "smtps://"+refusing.addr),
	} {
		err := s.Send(context.Background(), message("en"))
		if vigil.KindOf(err) != vigil.Internal || !strings.Contains(err.Error(), "the e-mail could not be sent") || strings.Contains(err.Error(), "link#") || strings.Contains(err.Error(), "rita") {
			t.Errorf("%s: %v", name, err)
		}
	}
	m := message("en")
	m.To = "rita@example.net\r\nBcc: all@example.net"
	if err := sender(t, "smtp://"+refusing.addr).Send(context.Background(), m); vigil.KindOf(err) != vigil.Invalid {
		t.Errorf("an address of two lines: %v", err)
	}
}

// Where TLS is a must, a server that does not offer it gets neither the message nor the password.
func TestNothingInTheClear(t *testing.T) {
	err := sender(t, "smtp+starttls://user:secret@"+started(t, "plain").addr).Send(context.Background(), message("en"))
	if vigil.KindOf(err) != vigil.Internal || strings.Contains(err.Error(), "secret") {
		t.Errorf("%v", err)
	}
}

func TestMessages(t *testing.T) {
	s := started(t, "plain")
	for language, words := range map[string][2]string{
		"en": {"Your account in Vigil", "you have been invited"},
		"es": {"Su cuenta en Vigil", "Le han invitado"},
		"fr": {"Votre compte dans Vigil", "vous avez reçu une invitation"},
		"xx": {"Your account in Vigil", "you have been invited"},
	} {
		m := message(language)
		if err := sender(t, "smtp://"+s.addr).Send(context.Background(), m); err != nil {
			t.Fatal(err)
		}
		got := s.next(t)
		head, body := read(t, got.Data)
		if head("Subject") != words[0] || !strings.Contains(body, words[1]) || !strings.Contains(body, "\n"+m.Link+"\n") || !strings.Contains(body, "2026-03-09 12:00") ||
			!strings.Contains(body, "Rita Ünal العربية") {
			t.Errorf("%s: %s\n%s", language, head("Subject"), body)
		}
		if !strings.Contains(got.To, "<rita@example.net>") || !strings.Contains(got.From, "<vigil@example.org>") || got.Helo != "example.org" || head("Auto-Submitted") != "auto-generated" {
			t.Errorf("%+v", got)
		}
		name, _ := os.Hostname()
		if len(name) > 3 && strings.Contains(got.Data, name) || strings.Contains(got.Data, "User-Agent") || strings.Contains(got.Data, "X-Mailer") || !strings.Contains(head("Content-Type"), "text/plain") {
			t.Errorf("the message tells about the machine, or is no plain text:\n%s", got.Data)
		}
	}
	m := message("en")
	m.Kind, m.Name = post.Reset, "Rita\r\nBcc: all@example.net"
	if err := sender(t, "smtp://"+s.addr).Send(context.Background(), m); err != nil {
		t.Fatal(err)
	}
	got := s.next(t)
	head, body := read(t, got.Data)
	if head("Bcc") != "" || head("Subject") != "A new password for Vigil" || !strings.Contains(body, "Until then your present password stays") {
		t.Errorf("%s", got.Data)
	}
	for language, words := range map[string]string{"en": "was changed", "es": "Se cambió", "fr": "a été changée", "xx": "was changed"} {
		if err := sender(t, "smtp://"+s.addr).Send(context.Background(), post.Message{Kind: post.NewAddress, To: "rita@example.net", Name: "Rita", Language: language, Login: "rita"}); err != nil {
			t.Fatal(err)
		}
		got := s.next(t)
		if head, body := read(t, got.Data); !strings.Contains(head("Subject"), words) || !strings.Contains(body, words) || !strings.Contains(body, "rita") || strings.ContainsAny(body, "{}") || strings.Contains(body, "0001") {
			t.Errorf("%s: %s", language, got.Data)
		}
	}
}

func TestSignedInOverTLS(t *testing.T) {
	for mode, scheme := range map[string]string{"starttls": "smtp+starttls://", "tls": "smtps://"} {
		s := started(t, mode)
		out := sender(t, scheme+"user:pass%20word@"+s.addr)
		if err := out.Send(context.Background(), message("en")); vigil.KindOf(err) != vigil.Internal {
			t.Errorf("%s: a certificate of nobody: %v", mode, err)
		}
		if err := out.Trust(s.trust).Send(context.Background(), message("en")); err != nil {
			t.Fatalf("%s: %v", mode, err)
		}
		got := s.next(t)
		if !got.TLS || got.Auth != "PLAIN "+base64.StdEncoding.EncodeToString([]byte("\x00user\x00pass word")) {
			t.Errorf("%s: %+v", mode, got)
		}
	}
}

func read(t *testing.T, data string) (head func(string) string, body string) {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	r := m.Body
	switch m.Header.Get("Content-Transfer-Encoding") {
	case "quoted-printable":
		r = quotedprintable.NewReader(r)
	case "base64":
		r = base64.NewDecoder(base64.StdEncoding, r)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return func(name string) string {
		s, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get(name))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}, strings.ReplaceAll(string(text), "\r\n", "\n")
}
