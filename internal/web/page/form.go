package page

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"vigil/internal/vigil"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// wrong is what is wrong with a field, to be said beside it.
func wrong(problems []ui.Problem, field string) string {
	for _, p := range problems {
		if p.Field == field {
			return p.Text
		}
	}
	return ""
}

// chooseTitle is the title of the page of a link, by what the link is for.
func chooseTitle(ctx context.Context, v PasswordChoose) string { return words.T(ctx, v.title()) }

func languageOptions(chosen string) []ui.Option {
	var all []ui.Option
	for _, l := range words.Languages {
		all = append(all, ui.Option{Value: l.Code, Label: l.Name, Language: l.Code, Chosen: l.Code == chosen})
	}
	return all
}

// roleOptions are the roles that can be given. Respondents answer for one organisation.
func roleOptions(ctx context.Context, chosen vigil.Role, inOrganisation bool) []ui.Option {
	var all []ui.Option
	for _, r := range vigil.Roles {
		if r != vigil.Respondent || inOrganisation {
			all = append(all, ui.Option{Value: string(r), Label: words.T(ctx, "role."+string(r)), Chosen: r == chosen})
		}
	}
	return all
}

// square is the view box of a drawing.
func square(size int) string { return fmt.Sprintf("0 0 %d %d", size, size) }

// grouped parts a secret so that it can be typed.
func grouped(secret string) string {
	var parts []string
	for chunk := range slices.Chunk([]byte(secret), 4) {
		parts = append(parts, string(chunk))
	}
	return strings.Join(parts, " ")
}

func yesNo(ctx context.Context, yes bool) string {
	if yes {
		return words.T(ctx, "people.yes")
	}
	return words.T(ctx, "people.no")
}

func moment(ctx context.Context, at *time.Time) string {
	if at == nil {
		return words.T(ctx, "people.never")
	}
	return words.Moment(ctx, *at)
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func languageName(code string) string {
	for _, l := range words.Languages {
		if l.Code == code {
			return l.Name
		}
	}
	return code
}

func whole(n int64) string { return strconv.FormatInt(n, 10) }

func personPath(v PersonView, action string) templ.SafeURL {
	return templ.SafeURL("/people/" + url.PathEscape(v.Account.Login) + "/" + action)
}
