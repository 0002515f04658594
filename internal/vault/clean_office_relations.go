package vault

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// relations leaves out those that lead to what is left out, and into somebody's own computer.
func (o *office) relations(name string, data []byte) ([]byte, error) {
	of, _ := relsOf(name)
	var stop error
	out, err := filter(data, func(e *element) action {
		if e.local != "Relationship" {
			return keep
		}
		target, kind := e.attr("Target"), path.Base(e.attr("Type"))
		if strings.EqualFold(e.attr("TargetMode"), "External") {
			switch {
			case kind == "attachedTemplate":
				o.c.took(vigil.RemovedProperties)
				return drop
			case kind != "hyperlink":
				stop = blocked{vigil.Say("shows what lies in another place (%s)", kind), vigil.Say("put it into the file itself, or print it to PDF")}
			case !public(target):
				o.c.took(vigil.RemovedLinks)
				e.set("Target", "about:blank")
			}
			return keep
		}
		if u, err := url.PathUnescape(target); err == nil {
			target = u
		}
		to := path.Join(path.Dir("/"+of), target)
		if strings.HasPrefix(target, "/") {
			to = path.Clean(target)
		}
		if o.out[strings.ToLower(strings.TrimPrefix(to, "/"))] || slices.Contains([]string{"core-properties", "extended-properties", "custom-properties"}, kind) {
			return drop
		}
		return keep
	})
	if stop != nil {
		return nil, stop
	}
	return out, err
}
