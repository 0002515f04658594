// Package check finds what is wrong with a noun by its validate tags, and details in free text that could
// identify a person. It is the only user of the validator. All functions are safe for concurrent use.
package check

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/go-playground/validator/v10"

	"vigil/internal/vigil"
)

var validate = newValidator()

// code is a short name used in commands and file names.
var code = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

// login is the name with which somebody signs in. Capitals would make two people of one.
var login = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]+$`)

func newValidator() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		return name
	})
	for tag, holds := range map[string]func(string) bool{
		"lei":    vigil.ValidLEI,
		"isin":   vigil.ValidISIN,
		"mic":    vigil.ValidMIC,
		"sector": vigil.ValidSector,
		"code":   code.MatchString,
		"login":  login.MatchString,
		"free":   vigil.Free,
		"role":   func(s string) bool { return slices.Contains(vigil.Roles, vigil.Role(s)) },
	} {
		err := v.RegisterValidation(tag, func(f validator.FieldLevel) bool { return holds(f.Field().String()) })
		if err != nil {
			panic(err) // the tags above are constant and valid
		}
	}
	return v
}

// Struct checks a struct, or a pointer to one, by its validate tags. Each problem has the path of the field in
// the words of its json tags, for instance isins[1], says what is wrong and what to do. No problem is nil.
func Struct(v any) vigil.Problems {
	err := validate.Struct(v)
	if err == nil {
		return nil
	}
	var ps vigil.Problems
	var wrong validator.ValidationErrors
	if !errors.As(err, &wrong) {
		ps.Add(vigil.Place{}, fmt.Sprintf("%T cannot be checked", v), "hand over a struct")
		return ps
	}
	for _, e := range wrong {
		_, path, _ := strings.Cut(e.Namespace(), ".")
		what, do := words(e)
		ps.Add(vigil.Place{Field: path}, what, do)
	}
	return ps
}

// words says what is wrong with a field, without repeating long or private text.
func words(e validator.FieldError) (what, do string) {
	long := e.Kind() == reflect.String
	switch e.Tag() {
	case "required":
		return "it is empty", "fill it in"
	case "max":
		if long {
			return fmt.Sprintf("it has more than %s characters", e.Param()), "shorten it"
		}
		return "it is above " + e.Param(), "lower it"
	case "gte":
		return fmt.Sprintf("%v is below %s", e.Value(), e.Param()), "give " + e.Param() + " or more"
	case "lte":
		return fmt.Sprintf("%v is above %s", e.Value(), e.Param()), "give " + e.Param() + " or less"
	case "oneof":
		return fmt.Sprintf("%s is none of the values that are allowed", shown(e)), "choose one of " + strings.ReplaceAll(e.Param(), " ", ", ")
	case "datetime":
		return shown(e) + " is no date", "write year, month and day like 2026-03-31"
	case "url":
		return shown(e) + " is no link", "give the whole address, starting with https://"
	case "iso3166_1_alpha2":
		return shown(e) + " is no country code", "give the two capital letters of ISO 3166, like PE"
	case "lei":
		return shown(e) + " is no legal entity identifier", "check its 20 characters; the last two are check digits"
	case "isin":
		return shown(e) + " is no securities identification number", "check its 12 characters; the last is a check digit"
	case "mic":
		return shown(e) + " is no market identifier code", "give the four capital letters or digits of ISO 10383, like XLON"
	case "iso4217":
		return shown(e) + " is no currency", "give the three capital letters of ISO 4217, like EUR"
	case "sector":
		return shown(e) + " is no sector", "choose one of " + strings.Join(vigil.Sectors, ", ")
	case "login":
		return shown(e) + " is no login name", "use at least two small letters, digits, point, hyphen and underscore, starting with a letter or digit"
	case "free":
		return shown(e) + " is part of the addresses of pages", "choose another name"
	case "role":
		return shown(e) + " is no role", "choose one of " + roles()
	case "email":
		return shown(e) + " is no e-mail address", "write it like name@example.org, or leave it empty"
	case "code":
		return shown(e) + " is no short name", "use letters, digits, point, hyphen and underscore, starting with a letter or digit"
	}
	return fmt.Sprintf("it breaks the rule %s", e.Tag()), "correct it"
}

func roles() string {
	var list []string
	for _, r := range vigil.Roles {
		list = append(list, string(r))
	}
	return strings.Join(list, ", ")
}

func shown(e validator.FieldError) string {
	r := []rune(fmt.Sprint(e.Value()))
	if len(r) > 60 {
		r = append(r[:60], '…')
	}
	return fmt.Sprintf("%q", string(r))
}
