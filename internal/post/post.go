// Package post sends e-mail by SMTP, as plain text in the language of whoever gets it. Everything else works without:
// where nothing is set up, people hand links over themselves.
package post

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/wneessen/go-mail"

	"vigil/internal/vigil"
)

// Sender sends by one SMTP server. It is safe for concurrent use.
type Sender struct {
	from    string
	host    string
	options []mail.Option
}

// patience is how long one message may take.
const patience = 20 * time.Second

// Open reads the address of an SMTP server, and the address that messages come from. smtp:// speaks in the clear only to
// this machine; to any other it insists on STARTTLS, as smtp+starttls:// does to this one too. smtps:// is TLS from the
// first byte. A user and a password may stand before the host. It does not connect yet.
func Open(address, from string) (*Sender, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || !slices.Contains([]string{"smtp", "smtp+starttls", "smtps"}, u.Scheme) {
		return nil, vigil.Errorf(vigil.Invalid, "the address of the mail server is none; write it like smtp://user:password@mail.example.org:587 or smtps://mail.example.org")
	}
	if err := mail.NewMsg().From(from); err != nil {
		return nil, vigil.Errorf(vigil.Invalid, "%q is no address that e-mail can come from; write it like vigil@example.org", from)
	}
	s := &Sender{from: from, host: u.Hostname()}
	s.options = append(s.options, mail.WithTimeout(patience), mail.WithHELO(helo(from)))
	if u.Scheme == "smtps" {
		s.options = append(s.options, mail.WithSSL(), mail.WithPort(465))
	} else {
		tls := policy(s.host)
		if u.Scheme == "smtp+starttls" {
			tls = mail.TLSMandatory
		}
		s.options = append(s.options, mail.WithTLSPolicy(tls), mail.WithPort(587))
	}
	if p := u.Port(); p != "" {
		n, err := strconv.Atoi(p)
		if err != nil {
			return nil, vigil.Errorf(vigil.Invalid, "%q is no port of a mail server", p)
		}
		s.options = append(s.options, mail.WithPort(n))
	}
	if u.User != nil {
		password, _ := u.User.Password()
		s.options = append(s.options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(u.User.Username()), mail.WithPassword(password))
	}
	return s, nil
}

// policy asks for TLS on every way that leaves this machine.
func policy(host string) mail.TLSPolicy {
	if ip := net.ParseIP(host); host == "localhost" || ip != nil && ip.IsLoopback() {
		return mail.NoTLS
	}
	return mail.TLSMandatory
}

// helo is the name by which we greet: the domain that the messages come from. The name of the machine is nobody's business.
func helo(from string) string {
	m := mail.NewMsg()
	if err := m.From(from); err == nil {
		if list := m.GetFrom(); len(list) == 1 {
			for i := len(list[0].Address) - 1; i >= 0; i-- {
				if list[0].Address[i] == '@' {
					return list[0].Address[i+1:]
				}
			}
		}
	}
	return "localhost"
}

// Trust makes the sender believe the certificates given as well, as for a mail server of one's own.
func (s *Sender) Trust(c *tls.Config) *Sender {
	return &Sender{from: s.from, host: s.host, options: append(s.options[:len(s.options):len(s.options)], mail.WithTLSConfig(c))}
}

// Send sends one message. An error says nothing about the content, and names nobody.
func (s *Sender) Send(ctx context.Context, m Message) error {
	subject, body := m.words()
	x := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := x.From(s.from); err != nil {
		return failed(err)
	}
	if err := x.AddToFormat(oneLine(m.Name), m.To); err != nil {
		return vigil.Errorf(vigil.Invalid, "the e-mail address is none that a message can be sent to; correct it in the account")
	}
	x.Subject(subject)
	x.SetDate()
	x.SetMessageIDWithValue(messageID(helo(s.from)))
	x.SetGenHeader("Auto-Submitted", "auto-generated") // no automatic reply comes back
	x.SetBodyString(mail.TypeTextPlain, body)
	client, err := mail.NewClient(s.host, s.options...)
	if err != nil {
		return failed(err)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := client.DialAndSendWithContext(ctx, x); err != nil {
		return failed(err)
	}
	return nil
}

// failed is the error of a message that did not go out. What a server says of the person is left out: the reason and its number
// are enough.
func failed(err error) error {
	var refused *mail.SendError
	if errors.As(err, &refused) {
		err = fmt.Errorf("%s (%d %s)", refused.Reason, refused.ErrorCode(), refused.EnhancedStatusCode())
	}
	return &vigil.Error{Kind: vigil.Internal, Message: vigil.Say("the e-mail could not be sent; check the mail server and its address"), Err: err}
}
