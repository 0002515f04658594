package post

import (
	"crypto/rand"
	"strings"
	"time"
)

// Kind is what a message is about.
type Kind string

// The kinds of message.
const (
	Invitation Kind = "invitation"
	Reset      Kind = "reset"
	NewAddress Kind = "new address" // the e-mail address of an account was changed; goes to the one before
)

// Message is one e-mail to one person. A message without a link has neither Link nor Until.
type Message struct {
	Kind     Kind
	To       string // address
	Name     string
	Login    string
	Language string
	Link     string
	Until    time.Time // when the link ends
}

// template is a message in one language. {name}, {login}, {link} and {until} are filled in.
type template struct{ subject, body string }

var templates = map[Kind]map[string]template{
	Invitation: {
		"en": {"Your account in Vigil", "Hello {name},\n\nyou have been invited to Vigil. Your login name is {login}. Choose a password here:\n\n{link}\n\nThe link works once, until {until} (UTC). If you did not expect this, ignore it: nothing happens.\n"},
		"es": {"Su cuenta en Vigil", "Hola, {name}:\n\nLe han invitado a Vigil. Su nombre de usuario es {login}. Elija aquí una contraseña:\n\n{link}\n\nEl enlace funciona una sola vez, hasta el {until} (UTC). Si no esperaba este mensaje, ignórelo: no ocurrirá nada.\n"},
		"fr": {"Votre compte dans Vigil", "Bonjour {name},\n\nvous avez reçu une invitation à rejoindre Vigil. Votre identifiant est {login}. Choisissez un mot de passe ici :\n\n{link}\n\nLe lien fonctionne une seule fois, jusqu’au {until} (UTC). Si vous n’attendiez pas ce message, ignorez-le : rien ne se passera.\n"},
	},
	Reset: {
		"en": {"A new password for Vigil", "Hello {name},\n\nan administrator sends you this link to choose a new password for the login {login}:\n\n{link}\n\nIt works once, until {until} (UTC). Until then your present password stays. If you did not ask for this, tell your administrator.\n"},
		"es": {"Una nueva contraseña para Vigil", "Hola, {name}:\n\nUna persona administradora le envía este enlace para elegir una nueva contraseña para el usuario {login}:\n\n{link}\n\nFunciona una sola vez, hasta el {until} (UTC). Hasta entonces su contraseña actual sigue siendo válida. Si no lo ha pedido, avise a quien administra Vigil.\n"},
		"fr": {"Un nouveau mot de passe pour Vigil", "Bonjour {name},\n\nl’administration de Vigil vous envoie ce lien pour choisir un nouveau mot de passe pour l’identifiant {login} :\n\n{link}\n\nIl fonctionne une seule fois, jusqu’au {until} (UTC). D’ici là, votre mot de passe actuel reste valable. Si vous ne l’avez pas demandé, prévenez l’administration de Vigil.\n"},
	},
	NewAddress: {
		"en": {"Your e-mail address in Vigil was changed", "Hello {name},\n\nthe e-mail address of the login {login} was changed. Messages no longer come to this one.\n\nIf you did not do this, somebody else knows your password: tell your administrator at once.\n"},
		"es": {"Se cambió su correo electrónico en Vigil", "Hola, {name}:\n\nSe cambió el correo electrónico del usuario {login}. A esta dirección ya no llegan mensajes.\n\nSi no ha sido usted, otra persona conoce su contraseña: avise enseguida a quien administra Vigil.\n"},
		"fr": {"Votre adresse électronique dans Vigil a été changée", "Bonjour {name},\n\nl’adresse électronique de l’identifiant {login} a été changée. Aucun message n’arrivera plus à celle-ci.\n\nSi ce n’est pas vous, quelqu’un d’autre connaît votre mot de passe : prévenez tout de suite l’administration de Vigil.\n"},
	},
}

// words is the message in the language of the person, in English where there is none.
func (m Message) words() (subject, body string) {
	t, ok := templates[m.Kind][m.Language]
	if !ok {
		t = templates[m.Kind]["en"]
	}
	return t.subject, strings.NewReplacer("{name}", oneLine(m.Name), "{login}", m.Login, "{link}", m.Link, "{until}", m.Until.UTC().Format("2006-01-02 15:04")).Replace(t.body)
}

// oneLine takes the lines out of a name, so that it cannot begin a header of its own.
func oneLine(name string) string { return strings.Join(strings.Fields(name), " ") }

// messageID names a message, and nothing of where it was written.
func messageID(domain string) string { return rand.Text() + "@" + domain }
