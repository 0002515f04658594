package browsertest

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

// Look is how a page is looked at.
type Look struct {
	Width, Height int  // 0: 1280 by 900
	Dark          bool // as a reader whose device is set to dark
	Print         bool // the styles of paper
	Forced        bool // in the few colours that the reader's system forces on every page

	Cookies map[string]string // of the address that is opened; with any, or an empty map, the page shares none with others
}

// Page is an open page.
type Page struct {
	t       testing.TB
	b       *Browser
	session string
	target  string
	context string // of its own, where it shares no cookies
}

// Open opens an address and waits until everything it asks for is there. The page is closed with the test.
func (b *Browser) Open(t testing.TB, address string, look Look) *Page {
	t.Helper()
	p := &Page{t: t, b: b}
	var target struct {
		ID string `json:"targetId"`
	}
	where := map[string]any{"url": "about:blank"}
	if look.Cookies != nil {
		var own struct {
			ID string `json:"browserContextId"`
		}
		p.must("Target.createBrowserContext", nil, &own)
		p.context, where["browserContextId"] = own.ID, own.ID
	}
	p.must("Target.createTarget", where, &target)
	p.target = target.ID
	var attached struct {
		Session string `json:"sessionId"`
	}
	p.must("Target.attachToTarget", map[string]any{"targetId": target.ID, "flatten": true}, &attached)
	p.session = attached.Session
	for _, domain := range []string{"Page", "Network", "Log", "Runtime"} {
		p.must(domain+".enable", nil, nil)
	}
	p.Look(look)
	for name, value := range look.Cookies {
		p.must("Network.setCookie", map[string]any{"name": name, "value": value, "url": address, "path": "/", "secure": true, "httpOnly": true}, nil)
	}
	p.open(address)
	return p
}

// Go opens another address in the page; what it asked for and complained of before is forgotten.
func (p *Page) Go(address string) {
	p.t.Helper()
	p.b.mu.Lock()
	p.b.heard[p.session] = nil
	p.b.mu.Unlock()
	p.open(address)
}

func (p *Page) open(address string) {
	p.t.Helper()
	var gone struct {
		Error string `json:"errorText"`
	}
	p.must("Page.navigate", map[string]any{"url": address}, &gone)
	if gone.Error != "" {
		p.t.Fatalf("%s cannot be opened: %s", address, gone.Error)
	}
	p.loaded()
}

// loaded waits for the page, its styles, its pictures and its fonts.
func (p *Page) loaded() {
	p.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		for _, e := range p.events() {
			if e.Method == "Page.loadEventFired" {
				p.Eval(`document.fonts.ready.then(() => true)`, nil)
				return
			}
		}
		if time.Now().After(end) {
			p.t.Fatal("the page has not loaded")
		}
	}
}

// Look changes how the page is looked at. Nothing moves, so that what is seen is what stays.
func (p *Page) Look(look Look) {
	p.t.Helper()
	if look.Width == 0 {
		look.Width, look.Height = 1280, 900
	}
	scheme, media, forced := "light", "", "none"
	if look.Dark {
		scheme = "dark"
	}
	if look.Print {
		media = "print"
	}
	if look.Forced {
		forced = "active"
	}
	p.must("Emulation.setDeviceMetricsOverride", map[string]any{"width": look.Width, "height": look.Height, "deviceScaleFactor": 1, "mobile": false}, nil)
	p.must("Emulation.setEmulatedMedia", map[string]any{"media": media, "features": []map[string]string{{"name": "prefers-color-scheme", "value": scheme}, {"name": "prefers-reduced-motion", "value": "reduce"}, {"name": "forced-colors", "value": forced}}}, nil)
}

// Eval runs an expression in the page, waits for it if it is a promise, and reads what it gives into out (nil: nothing).
func (p *Page) Eval(expression string, out any) {
	p.t.Helper()
	var got struct {
		Result struct {
			Value json.RawMessage `json:"value"`
		} `json:"result"`
		Exception *struct {
			Text      string `json:"text"`
			Exception struct {
				Description string `json:"description"`
			} `json:"exception"`
		} `json:"exceptionDetails"`
	}
	p.must("Runtime.evaluate", map[string]any{"expression": expression, "awaitPromise": true, "returnByValue": true}, &got)
	if got.Exception != nil {
		p.t.Fatalf("the page says: %s %s", got.Exception.Text, got.Exception.Exception.Description)
	}
	if out != nil {
		if err := json.Unmarshal(got.Result.Value, out); err != nil {
			p.t.Fatalf("the page gives %s, which is no %T: %v", got.Result.Value, out, err)
		}
	}
}

// Requests are the addresses that the page has asked somebody for, itself first; what it carries in itself (data:) is not.
func (p *Page) Requests() []string {
	p.t.Helper()
	var all []string
	for _, e := range p.events() {
		var r struct {
			Request struct {
				URL string `json:"url"`
			} `json:"request"`
		}
		if e.Method == "Network.requestWillBeSent" {
			if p.read(e.Params, &r); !strings.HasPrefix(r.Request.URL, "data:") {
				all = append(all, r.Request.URL)
			}
		}
	}
	return all
}

// Complaints are what the browser has logged about the page: what its policy stopped, what could not be found, errors.
func (p *Page) Complaints() []string {
	p.t.Helper()
	var all []string
	for _, e := range p.events() {
		switch e.Method {
		case "Log.entryAdded":
			var l struct {
				Entry struct{ Level, Text, URL string }
			}
			p.read(e.Params, &l)
			all = append(all, fmt.Sprintf("%s: %s %s", l.Entry.Level, l.Entry.Text, l.Entry.URL))
		case "Runtime.exceptionThrown", "Network.loadingFailed":
			all = append(all, e.Method+" "+string(e.Params))
		}
	}
	return all
}

// Screenshot is a picture of the whole page, as png.
func (p *Page) Screenshot() []byte {
	p.t.Helper()
	var shot struct {
		Data string `json:"data"`
	}
	p.must("Page.captureScreenshot", map[string]any{"format": "png", "captureBeyondViewport": true}, &shot)
	return p.decode(shot.Data)
}

// PDF is the page as it is printed.
func (p *Page) PDF() []byte {
	p.t.Helper()
	var printed struct {
		Data string `json:"data"`
	}
	p.must("Page.printToPDF", map[string]any{"preferCSSPageSize": true, "printBackground": true}, &printed)
	return p.decode(printed.Data)
}

// Close closes the page.
func (p *Page) Close() {
	p.t.Helper()
	_, _ = p.b.call("", "Target.closeTarget", map[string]any{"targetId": p.target})
	if p.context != "" {
		_, _ = p.b.call("", "Target.disposeBrowserContext", map[string]any{"browserContextId": p.context})
	}
	p.b.mu.Lock()
	delete(p.b.heard, p.session)
	p.b.mu.Unlock()
}

func (p *Page) decode(data string) []byte {
	p.t.Helper()
	b, err := base64.StdEncoding.DecodeString(data)
	if err != nil {
		p.t.Fatal(err)
	}
	return b
}

func (p *Page) events() []event {
	p.b.mu.Lock()
	defer p.b.mu.Unlock()
	return append([]event(nil), p.b.heard[p.session]...)
}

// must gives an order to the page and reads its answer into out (nil: nothing).
func (p *Page) must(method string, params, out any) {
	p.t.Helper()
	got, err := p.b.call(p.session, method, params)
	if err != nil {
		p.t.Fatal(err)
	}
	if out != nil {
		p.read(got, out)
	}
}

func (p *Page) read(text json.RawMessage, out any) {
	p.t.Helper()
	if err := json.Unmarshal(text, out); err != nil {
		p.t.Fatalf("chromium says %s: %v", text, err)
	}
}
