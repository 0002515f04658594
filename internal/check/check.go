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
		ps.Say(vigil.Place{}, vigil.Say("%T cannot be checked", v), vigil.Say("hand over a struct"))
		return ps
	}
	for _, e := range wrong {
		_, path, _ := strings.Cut(e.Namespace(), ".")
		what, do := words(e)
		ps.Say(vigil.Place{Field: path}, what, do)
	}
	return ps
}

// words says what is wrong with a field, without repeating long or private text.
func words(e validator.FieldError) (what, do vigil.Message) {
	long := e.Kind() == reflect.String
	switch e.Tag() {
	case "required":
		return vigil.Say("it is empty"), vigil.Say("fill it in")
	case "max":
		if long {
			return vigil.Say("it has more than %s characters", e.Param()), vigil.Say("shorten it")
		}
		return vigil.Say("it is above %s", e.Param()), vigil.Say("lower it")
	case "gte":
		return vigil.Say("%v is below %s", e.Value(), e.Param()), vigil.Say("give %s or more", e.Param())
	case "lte":
		return vigil.Say("%v is above %s", e.Value(), e.Param()), vigil.Say("give %s or less", e.Param())
	case "oneof":
		if e.Value() == reflect.Zero(e.Type()).Interface() {
			return vigil.Say("it is empty"), vigil.Say("choose one of %s", strings.ReplaceAll(e.Param(), " ", ", "))
		}
		return vigil.Say("%q is none of the values that are allowed", shown(e)), vigil.Say("choose one of %s", strings.ReplaceAll(e.Param(), " ", ", "))
	case "datetime":
		return vigil.Say("%q is no date", shown(e)), vigil.Say("write year, month and day like 2026-03-31")
	case "url":
		return vigil.Say("%q is no link", shown(e)), vigil.Say("give the whole address, starting with https://")
	case "iso3166_1_alpha2":
		return vigil.Say("%q is no country code", shown(e)), vigil.Say("give the two capital letters of ISO 3166, like PE")
	case "lei":
		return vigil.Say("%q is no legal entity identifier", shown(e)), vigil.Say("check its 20 characters; the last two are check digits")
	case "isin":
		return vigil.Say("%q is no securities identification number", shown(e)), vigil.Say("check its 12 characters; the last is a check digit")
	case "mic":
		return vigil.Say("%q is no market identifier code", shown(e)), vigil.Say("give the four capital letters or digits of ISO 10383, like XLON")
	case "iso4217":
		return vigil.Say("%q is no currency", shown(e)), vigil.Say("give the three capital letters of ISO 4217, like EUR")
	case "sector":
		return vigil.Say("%q is no sector", shown(e)), vigil.Say("choose one of %s", strings.Join(vigil.Sectors, ", "))
	case "login":
		return vigil.Say("%q is no login name", shown(e)), vigil.Say("use at least two small letters, digits, point, hyphen and underscore, starting with a letter or digit")
	case "free":
		return vigil.Say("%q is part of the addresses of pages", shown(e)), vigil.Say("choose another name")
	case "role":
		return vigil.Say("%q is no role", shown(e)), vigil.Say("choose one of %s", roles())
	case "email":
		return vigil.Say("%q is no e-mail address", shown(e)), vigil.Say("write it like name@example.org, or leave it empty")
	case "code":
		return vigil.Say("%q is no short name", shown(e)), vigil.Say("use letters, digits, point, hyphen and underscore, starting with a letter or digit")
	}
	return vigil.Say("it breaks the rule %s", e.Tag()), vigil.Say("correct it")
}

func roles() vigil.Words {
	var list vigil.Words
	for _, r := range vigil.Roles {
		list = append(list, vigil.Word(r))
	}
	return list
}

func shown(e validator.FieldError) string {
	r := []rune(fmt.Sprint(e.Value()))
	if len(r) > 60 {
		r = append(r[:60], '…')
	}
	return string(r)
}
