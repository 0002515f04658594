package app

import (
	"cmp"
	"context"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// FileLimits bound what people may upload. A zero stands for the usual.
type FileLimits struct {
	File         vigil.Bytes `env:"VIGIL_FILE_SIZE"`           // of one file
	Link         Quota       `envPrefix:"VIGIL_LINK_"`         // by one section link, which may be in anybody's hands
	Assessment   Quota       `envPrefix:"VIGIL_ASSESSMENT_"`   // for one assessment
	Organisation Quota       `envPrefix:"VIGIL_ORGANISATION_"` // of one organisation
}

// Quota bounds how many files there may be, and how large they may be together.
type Quota struct {
	Most int         `env:"FILES"`
	Size vigil.Bytes `env:"FILES_SIZE"`
}

// OrUsual fills in the limits that are zero.
func (l FileLimits) OrUsual() FileLimits {
	return FileLimits{
		File:         cmp.Or(l.File, 25*vigil.MB),
		Link:         l.Link.or(50, 250*vigil.MB),
		Assessment:   l.Assessment.or(300, 2*vigil.GB),
		Organisation: l.Organisation.or(5000, 20*vigil.GB),
	}
}

func (q Quota) or(most int, size vigil.Bytes) Quota {
	return Quota{cmp.Or(q.Most, most), cmp.Or(q.Size, size)}
}

// Check refuses limits by which nothing could be uploaded.
func (l FileLimits) Check() error {
	var ps vigil.Problems
	for _, q := range []struct {
		name  string
		quota Quota
	}{{"link", l.Link}, {"assessment", l.Assessment}, {"organisation", l.Organisation}} {
		if q.quota.Most < 1 || q.quota.Size < 1 {
			ps.Add(vigil.Place{Field: q.name + "-files"}, "leaves no room for any file", "give a number above zero, and a size such as 2GB")
		}
	}
	return ps.Err()
}

// FileRoom says how much of what may be uploaded is taken: by the quota of which the least is left.
type FileRoom struct {
	Of    QuotaOf
	Files int
	Size  vigil.Bytes
	Quota Quota
	File  vigil.Bytes // how large one file may be
}

// QuotaOf is whose files a quota counts.
type QuotaOf string

// The quotas.
const (
	QuotaLink         QuotaOf = "link"
	QuotaAssessment   QuotaOf = "assessment"
	QuotaOrganisation QuotaOf = "organisation"
)

// taken is the share of the quota that is used up.
func (r FileRoom) taken() float64 {
	return max(float64(r.Files)/float64(r.Quota.Most), float64(r.Size)/float64(r.Quota.Size))
}

// FileRoom says how much the actor may still upload for an assessment, for pages that say so before somebody tries.
func (a *App) FileRoom(ctx context.Context, actor vigil.Actor, code string) (FileRoom, error) {
	var least FileRoom
	err := a.read(ctx, actor, UploadFileAction, func(tx *store.Tx) error {
		as, _, err := assessment(tx, actor, UploadFileAction, code)
		if err != nil {
			return err
		}
		all, err := a.rooms(tx, actor, as)
		for _, r := range all {
			if least.Of == "" || r.taken() > least.taken() {
				least = r
			}
		}
		return err
	})
	return least, err
}

// rooms gives every quota that holds for an upload, and what is used of it.
func (a *App) rooms(tx *store.Tx, actor vigil.Actor, as vigil.Assessment) ([]FileRoom, error) {
	l := a.FileLimits.OrUsual()
	counted := []struct {
		of    QuotaOf
		quota Quota
		files store.FilesOf
	}{
		{QuotaAssessment, l.Assessment, store.FilesOf{Assessment: as.ID}},
		{QuotaOrganisation, l.Organisation, store.FilesOf{Organisation: as.OrganisationID}},
	}
	if actor.Grant != nil {
		counted = append(counted[:1:1], counted...)
		counted[0].of, counted[0].quota, counted[0].files.Person = QuotaLink, l.Link, actor.Person
	}
	rooms := make([]FileRoom, 0, len(counted))
	for _, c := range counted {
		n, size, err := tx.CountFiles(c.files)
		if err != nil {
			return nil, err
		}
		rooms = append(rooms, FileRoom{c.of, n, vigil.Bytes(size), c.quota, l.File})
	}
	return rooms, nil
}

// quotaWords name a quota in a sentence.
var quotaWords = map[QuotaOf]vigil.Message{QuotaLink: vigil.Say("by this link"), QuotaAssessment: vigil.Say("for this assessment"), QuotaOrganisation: vigil.Say("for this organisation")}

// room refuses a file for which there is no room left. size 0: it is not known yet.
func (a *App) room(tx *store.Tx, actor vigil.Actor, as vigil.Assessment, size int64) error {
	rooms, err := a.rooms(tx, actor, as)
	if err != nil {
		return err
	}
	var ps vigil.Problems
	for _, r := range rooms {
		do := vigil.Say("delete files on which no answer rests, or give links")
		if r.Of == QuotaLink {
			do = vigil.Say("give a link to the document, or ask whoever sent you the link to take the file in")
		}
		if r.Files >= r.Quota.Most {
			ps.Say(vigil.Place{Field: "file"}, vigil.Say("would be one too many: %d files were uploaded %s, and no more are taken in", r.Files, quotaWords[r.Of]), do)
		}
		if r.Size+vigil.Bytes(size) > r.Quota.Size {
			ps.Say(vigil.Place{Field: "file"}, vigil.Say("is too much: %s of %s were uploaded %s, and no more are taken in", r.Size, r.Quota.Size, quotaWords[r.Of]), do)
		}
	}
	return ps.Err()
}
