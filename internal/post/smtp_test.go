package post_test

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/textproto"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// The mail server of the tests is a process of its own: this test program, started once more. It speaks SMTP with STARTTLS,
// TLS from the first byte, AUTH PLAIN and refusals, and writes what it was given to its standard output, a line for each
// message.
const childMode = "VIGIL_TEST_SMTP"

func TestMain(m *testing.M) {
	if mode := os.Getenv(childMode); mode != "" {
		smtpChild(mode)
		return
	}
	os.Exit(m.Run())
}

// received is a message as the server got it.
type received struct {
	Helo, Auth, From, To, Data string
	TLS                        bool
}

// mailServer is the process.
type mailServer struct {
	addr  string
	trust *tls.Config
	lines *bufio.Scanner
}

// started starts a server in a mode: starttls, tls, plain (no TLS at all), refuse (takes no recipient).
func started(t *testing.T, mode string) *mailServer {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run=^$")
	cmd.Env = append(os.Environ(), childMode+"="+mode)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	s := &mailServer{lines: bufio.NewScanner(out)}
	s.lines.Buffer(nil, 1<<20)
	var hello struct{ Addr, Cert string }
	if !s.lines.Scan() || json.Unmarshal(s.lines.Bytes(), &hello) != nil {
		t.Fatal("the mail server does not start")
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM([]byte(hello.Cert))
	s.addr, s.trust = hello.Addr, &tls.Config{RootCAs: pool, ServerName: "mail.example.org", MinVersion: tls.VersionTLS12}
	return s
}

// next is the next message that arrived.
func (s *mailServer) next(t *testing.T) received {
	t.Helper()
	var r received
	if !s.lines.Scan() {
		t.Fatal("the mail server ended")
	}
	if err := json.Unmarshal(s.lines.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func smtpChild(mode string) {
	cert, text := certificate()
	config := &tls.Config{Certificates: []tls.Certificate{cert}}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	say(struct{ Addr, Cert string }{ln.Addr().String(), text})
	if mode == "tls" {
		ln = tls.NewListener(ln, config)
	}
	for {
		conn, err := ln.Accept()
		if err != nil {
			return
		}
		go (&dialogue{mode: mode, config: config, conn: conn, text: textproto.NewConn(conn), got: received{TLS: mode == "tls"}}).run()
	}
}

func say(v any) {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	fmt.Fprintf(os.Stdout, "%s\n", b)
}

type dialogue struct {
	mode   string
	config *tls.Config
	conn   net.Conn
	text   *textproto.Conn
	got    received
}

func (d *dialogue) run() {
	defer d.conn.Close()
	d.send("220 mail.example.org ESMTP")
	for {
		line, err := d.text.ReadLine()
		if err != nil || !d.answer(line) {
			return
		}
	}
}

func (d *dialogue) send(lines ...string) {
	for _, l := range lines {
		_ = d.text.PrintfLine("%s", l)
	}
}

func (d *dialogue) answer(line string) bool {
	verb, rest, _ := strings.Cut(line, " ")
	switch strings.ToUpper(verb) {
	case "EHLO":
		d.got.Helo = rest
		d.send("250-mail.example.org", "250-8BITMIME")
		if d.mode == "starttls" && !d.got.TLS {
			d.send("250-STARTTLS")
		}
		d.send("250 AUTH PLAIN")
	case "STARTTLS":
		d.send("220 go on")
		conn := tls.Server(d.conn, d.config)
		d.conn, d.text, d.got.TLS = conn, textproto.NewConn(conn), true
	case "AUTH":
		d.got.Auth = rest
		d.send("235 welcome")
	case "MAIL":
		d.got.From = rest
		d.send("250 ok")
	case "RCPT":
		if d.mode == "refuse" {
			d.send("550 nobody of this name here: " + rest)
			return true
		}
		d.got.To = rest
		d.send("250 ok")
	case "DATA":
		d.send("354 go on")
		body, err := d.text.ReadDotBytes()
		if err != nil {
			return false
		}
		d.got.Data = string(body)
		say(d.got)
		d.send("250 kept")
	case "QUIT":
		d.send("221 bye")
		return false
	default:
		d.send("250 ok")
	}
	return true
}

// certificate makes one that the tests trust.
func certificate() (tls.Certificate, string) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"mail.example.org"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, form, form, key.Public(), key)
	if err != nil {
		panic(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}
