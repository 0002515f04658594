package catalogue

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"vigil/internal/vigil"
)

// Limits of a file. They are far above what people write and keep a hostile file from using up the machine.
const (
	largestFile = 1 << 20 // bytes
	deepest     = 60      // mappings and lists inside one another
	mostLines   = 30_000
)

// byteOrderMark is what some editors write in front of UTF-8.
var byteOrderMark = []byte("\ufeff")

var tooLarge = fmt.Sprintf("the file has more than %d MB", largestFile>>20)

// parse reads the text of a file into a tree; nil when it has problems.
func parse(src *source, text []byte) (root *ast.MappingNode) {
	defer func() { // the YAML library has no promise that it never panics
		if r := recover(); r != nil {
			root = nil
			src.add("", "the file cannot be read as YAML", "check its indentation, quotes and brackets")
		}
	}()
	text = bytes.TrimPrefix(text, byteOrderMark)
	if !fit(src, text) {
		return nil
	}
	file, err := parser.ParseBytes(text, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		src.addAt(syntax(src.file, err))
		return nil
	}
	var bodies []ast.Node
	for _, d := range file.Docs {
		if d.Body != nil && d.Body.Type() != ast.NullType && d.Body.Type() != ast.CommentType {
			bodies = append(bodies, d.Body)
		}
	}
	switch {
	case len(bodies) == 0:
		src.add("", "the file is empty", "write a methodology, a questionnaire, provisions or frameworks into it, or delete it")
		return nil
	case len(bodies) > 1:
		src.addAt(position(src.file, bodies[1]), "the file holds more than one document", "take out the line --- and give each its own file")
		return nil
	}
	pairs, ok := mapping(bodies[0])
	if !ok {
		src.addAt(position(src.file, bodies[0]), "the file does not start with a field", "start it with methodology:, questionnaire:, bank:, provisions: or frameworks:")
		return nil
	}
	return &ast.MappingNode{BaseNode: &ast.BaseNode{}, Start: bodies[0].GetToken(), Values: pairs}
}

// fit refuses what is too large, too deep or no text.
func fit(src *source, text []byte) bool {
	if len(text) > largestFile || bytes.Count(text, []byte("\n")) > mostLines {
		what := tooLarge
		if len(text) <= largestFile {
			what = fmt.Sprintf("the file has more than %d lines", mostLines)
		}
		src.add("", what, "split it")
		return false
	}
	depth := 0
	for n, line := range bytes.Split(text, []byte("\n")) {
		if !utf8.Valid(line) || bytes.IndexByte(line, 0) >= 0 {
			src.addAt(vigil.Place{File: src.file, Line: n + 1, Column: 1}, "the file is not text in UTF-8", "save it as UTF-8")
			return false
		}
		if bytes.HasPrefix(bytes.TrimLeft(line, " "), []byte("#")) {
			continue // a comment opens nothing
		}
		inside, ends := count(line, "[", "{"), count(line, "]", "}")
		depth += inside - ends
		run := count(line, "- ", "? ", ": ")
		indent := len(line) - len(bytes.TrimLeft(line, " "))
		if depth > deepest || inside > 20*deepest || run > 20*deepest || indent > 4*deepest {
			src.addAt(vigil.Place{File: src.file, Line: n + 1, Column: 1}, "the file is nested too deeply", "flatten it; no field needs more than a few levels")
			return false
		}
	}
	return true
}

// count adds up how often each of the marks occurs in a line.
func count(line []byte, marks ...string) int {
	n := 0
	for _, m := range marks {
		n += bytes.Count(line, []byte(m))
	}
	return n
}

// syntax gives the place and the message of a parser error.
func syntax(file string, err error) (vigil.Place, string, string) {
	at := vigil.Place{File: file, Line: 1, Column: 1}
	message := err.Error()
	var e yaml.Error
	if errors.As(err, &e) {
		message = e.GetMessage()
		if t := e.GetToken(); t != nil && t.Position != nil {
			at.Line, at.Column = t.Position.Line, t.Position.Column
		}
	}
	return at, "this is no YAML: " + message, "check indentation, quotes and brackets around this place"
}

// position gives the place of a node: for a mapping, of its first key.
func position(file string, n ast.Node) vigil.Place {
	at := vigil.Place{File: file, Line: 1, Column: 1}
	if pairs, ok := mapping(n); ok && len(pairs) > 0 {
		n = pairs[0].Key
	}
	if t := n.GetToken(); t != nil && t.Position != nil {
		at.Line, at.Column = t.Position.Line, t.Position.Column
	}
	return at
}

// mapping gives the pairs of a mapping.
func mapping(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch m := n.(type) {
	case *ast.MappingNode:
		return m.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{m}, true
	}
	return nil, false
}

// scalar gives the text of a scalar as it was written, without quotes; false for null and everything else.
func scalar(n ast.Node) (string, bool) {
	switch v := n.(type) {
	case *ast.StringNode:
		return v.Value, true
	case *ast.LiteralNode:
		return v.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	}
	return "", false
}

// kindOf names what a node is, for messages.
func kindOf(n ast.Node) string {
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "fields"
	case *ast.SequenceNode:
		return "a list"
	case *ast.IntegerNode, *ast.FloatNode:
		return "a number"
	case *ast.BoolNode:
		return "true or false"
	case *ast.NullNode:
		return "nothing"
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode, *ast.TagNode:
		return "an anchor, alias or tag"
	}
	return "text"
}
