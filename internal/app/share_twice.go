package app

import (
	"slices"

	"vigil/internal/credential"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// madeBefore are the links that were there before a form was sent. Each answers for one line of the form at most: two lines that say
// the same ask for two links.
type madeBefore struct{ links []vigil.Link }

// twin takes out the link that the same person made a moment ago in just the same way, if it opened nothing yet.
func (m *madeBefore) twin(a *App, like vigil.Link) (vigil.Link, bool) {
	at := slices.IndexFunc(m.links, func(x vigil.Link) bool {
		return x.CreatedBy == like.CreatedBy && x.Name == like.Name && x.Language == like.Language && slices.Equal(x.Sections, like.Sections) &&
			x.Uses == 0 && x.RevokedAt == nil && x.HandedInAt == nil &&
			a.now().Sub(x.CreatedAt) < sameClick && like.ExpiresAt.Sub(x.ExpiresAt).Abs() < sameClick
	})
	if at < 0 {
		return vigil.Link{}, false
	}
	x := m.links[at]
	m.links = slices.Delete(m.links, at, at+1)
	return x, true
}

// linkOnce stores a link and gives its token. One that was made a moment ago by the first press of a button gets the token instead:
// whoever pressed twice is shown what the second press gave, and an address that nobody was shown must open nothing.
func (a *App) linkOnce(tx *store.Tx, before *madeBefore, l *vigil.Link) (token string, err error) {
	x, found := before.twin(a, *l)
	if !found {
		return a.newLink(tx, l)
	}
	token, x.Hash = credential.NewToken()
	*l = x
	return token, tx.RenewLink(l)
}
