package browsertest

import (
	"encoding/json"
	"strings"
	"time"
)

// SetCookie gives the page another cookie, while it is open.
func (p *Page) SetCookie(address, name, value string) {
	p.t.Helper()
	p.must("Network.setCookie", map[string]any{"name": name, "value": value, "url": address, "path": "/", "secure": true, "httpOnly": true}, nil)
}

// Focus puts the focus on the first element that fits a selector.
func (p *Page) Focus(selector string) {
	p.t.Helper()
	p.Eval(`(() => { const e = document.querySelector(`+quoted(selector)+`); if (!e) throw Error("there is no `+strings.ReplaceAll(selector, `"`, `'`)+`"); e.focus(); })()`, nil)
}

// Type types text where the focus is, as a person does.
func (p *Page) Type(text string) {
	p.t.Helper()
	p.must("Input.insertText", map[string]any{"text": text}, nil)
}

// The keys that are held while another is pressed.
const (
	Alt   = 1
	Ctrl  = 2
	Shift = 8
)

// Press presses a key by its name in the browser ("Tab", "Enter", "n", "2"), with others held.
func (p *Page) Press(key string, held int) {
	p.t.Helper()
	code := map[string]int{"Tab": 9, "Enter": 13, "Escape": 27, " ": 32, "ArrowDown": 40, "ArrowUp": 38}[key]
	text := ""
	if len(key) == 1 {
		code = int(strings.ToUpper(key)[0])
		text = key
	}
	if key == "Enter" {
		text = "\r"
	}
	for _, kind := range []string{"rawKeyDown", "char", "keyUp"} {
		event := map[string]any{"type": kind, "key": key, "modifiers": held, "windowsVirtualKeyCode": code}
		if kind == "char" {
			if text == "" {
				continue
			}
			event["text"], event["unmodifiedText"] = text, text
		}
		p.must("Input.dispatchKeyEvent", event, nil)
	}
}

// Offline takes the page's connection away, or gives it back.
func (p *Page) Offline(gone bool) {
	p.t.Helper()
	p.must("Network.emulateNetworkConditions", map[string]any{"offline": gone, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}, nil)
}

// Until waits until an expression is true in the page, which may have gone to another one meanwhile.
func (p *Page) Until(expression string) {
	p.t.Helper()
	var last json.RawMessage
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		var got struct {
			Result struct {
				Value json.RawMessage `json:"value"`
			} `json:"result"`
		}
		raw, err := p.b.call(p.session, "Runtime.evaluate", map[string]any{"expression": "Boolean(" + expression + ")", "returnByValue": true})
		if err == nil && json.Unmarshal(raw, &got) == nil {
			if last = got.Result.Value; string(last) == "true" {
				return
			}
		}
	}
	var text string
	p.Eval(`document.body?.innerText.slice(0, 1500) ?? ""`, &text)
	p.t.Fatalf("this never became true: %s\n%s", expression, text)
}

func quoted(s string) string {
	b, _ := json.Marshal(s) // a string always can be
	return string(b)
}
