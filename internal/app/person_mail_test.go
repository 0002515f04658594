package app_test

import (
	"net"
	"net/textproto"
	"strings"
	"testing"

	"vigil/internal/app"
	"vigil/internal/post"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// mailbox takes every message that comes to its address. (What a real dialogue looks like is tested in package post.)
func mailbox(t *testing.T) (address string, messages chan string) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { ln.Close() })
	messages = make(chan string, 10)
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			talk := textproto.NewConn(conn)
			_ = talk.PrintfLine("220 mail")
			for line, err := talk.ReadLine(); err == nil; line, err = talk.ReadLine() {
				reply := "250 ok"
				switch line {
				case "QUIT":
					reply = "221 bye"
				case "DATA":
					_ = talk.PrintfLine("354 go on")
					body, _ := talk.ReadDotBytes()
					messages <- string(body)
				}
				_ = talk.PrintfLine("%s", reply)
				if line == "QUIT" {
					break
				}
			}
			talk.Close()
		}
	}()
	return "smtp://" + ln.Addr().String(), messages
}

// Where e-mail is set up the link goes to the person alone; where it fails, or there is no address, it is handed over.
func TestLinksBySMTP(t *testing.T) {
	s := staff(t, store.Config{Dir: t.TempDir()})
	address, messages := mailbox(t)
	var err error
	s.Post, err = post.Open(address, "vigil@example.org")
	must(t, err)
	sent, err := s.InvitePerson(ctx, admin, app.Invitation{Login: "nina", Name: "Nina", Email: "nina@example.net", Language: "es", Role: vigil.Viewer})
	must(t, err)
	body := <-messages
	_, rest, ok := strings.Cut(body, "https://vigil.example.org/link#")
	if sent.Token != "" || sent.Unsent != "" || !ok || !strings.Contains(body, "Su cuenta en Vigil") {
		t.Fatalf("%+v\n%s", sent, body)
	}
	token := strings.ReplaceAll(rest, "=\n", "")[:43]
	s.choose(token, phrase)

	without, err := s.InvitePerson(ctx, admin, app.Invitation{Login: "omar", Name: "Omar", Language: "en", Role: vigil.Viewer})
	must(t, err)
	if without.Token == "" || without.Tried || without.Unsent != "there is no e-mail address" {
		t.Errorf("%+v", without)
	}
	s.Post, err = post.Open("smtp://127.0.0.1:1", "vigil@example.org")
	must(t, err)
	failed, err := s.ResetPassword(ctx, admin, "nina")
	must(t, err)
	if failed.Token == "" || !failed.Tried || failed.Unsent != "the e-mail could not be sent" || failed.Cause == nil || !strings.Contains(failed.Cause.Error(), "refused") {
		t.Errorf("%+v", failed)
	}
	s.choose(failed.Token, another)
}
