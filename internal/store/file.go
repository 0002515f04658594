package store

import (
	"slices"
	"strings"

	"gorm.io/gorm/clause"

	"vigil/internal/vigil"
)

// AddFile records an uploaded file and fills in its id. Where the organisation has the same file already, f becomes the
// record that is there, and added is false.
func (t *Tx) AddFile(f *vigil.File) (added bool, err error) {
	if err := need(f.OrganisationID, "organisation"); err != nil {
		return false, err
	}
	if err := need(f.AssessmentID, "assessment"); err != nil {
		return false, err
	}
	what := the("file", f.Code)
	switch {
	case f.Code == "" || f.Hash == "" || f.CleanHash == "":
		return false, vigil.Errorf(vigil.Invalid, "%s needs a code and the hashes of its two copies", what)
	case !isText(f.Code, f.Name, f.Person):
		return false, notText(what)
	}
	row := *f
	row.ID = 0
	if row.CreatedAt.IsZero() {
		row.CreatedAt = t.now()
	}
	r := t.db.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "organisation_id"}, {Name: "hash"}}, DoNothing: true}).Create(&row)
	if r.Error != nil {
		return false, wrap(r.Error, what)
	}
	*f, err = t.FileByHash(row.OrganisationID, row.Hash)
	return r.RowsAffected == 1, err
}

// File gives an uploaded file by its code.
func (t *Tx) File(code string) (vigil.File, error) {
	if err := named(code, "file"); err != nil {
		return vigil.File{}, err
	}
	var f vigil.File
	err := t.db.Where("code = ?", code).Take(&f).Error
	return f, wrap(err, the("file", code))
}

// FileByHash gives the file of an organisation by the SHA-256 of its original.
func (t *Tx) FileByHash(organisationID int64, hash string) (vigil.File, error) {
	if err := need(organisationID, "organisation"); err != nil {
		return vigil.File{}, err
	}
	if err := named(hash, "file"); err != nil {
		return vigil.File{}, err
	}
	var f vigil.File
	err := t.db.Where("organisation_id = ? AND hash = ?", organisationID, hash).Take(&f).Error
	return f, wrap(err, the("file", hash))
}

// Files gives the uploaded files of an organisation by name, or all of them for 0.
func (t *Tx) Files(organisationID int64) ([]vigil.File, error) {
	q := t.db.Order("id")
	if organisationID != 0 {
		if err := need(organisationID, "organisation"); err != nil {
			return nil, err
		}
		q = q.Where("organisation_id = ?", organisationID)
	}
	var list []vigil.File
	err := q.Find(&list).Error
	slices.SortStableFunc(list, func(x, y vigil.File) int { return strings.Compare(x.Name, y.Name) }) // the database sees no name
	return list, wrap(err, vigil.Word("files"))
}

// FilesOf says whose files are counted; what is zero narrows nothing.
type FilesOf struct {
	Organisation int64
	Assessment   int64 // for which they were uploaded
	Person       string
}

// CountFiles gives how many files there are, and how many bytes their originals have together.
func (t *Tx) CountFiles(of FilesOf) (files int, size int64, err error) {
	q := t.db.Model(&vigil.File{})
	if of.Organisation != 0 {
		q = q.Where("organisation_id = ?", of.Organisation)
	}
	if of.Assessment != 0 {
		q = q.Where("assessment_id = ?", of.Assessment)
	}
	if of.Person != "" {
		q = q.Where("person = ?", of.Person)
	}
	var sum struct {
		Files int
		Size  int64
	}
	err = q.Select("COUNT(*) AS files, COALESCE(SUM(size), 0) AS size").Scan(&sum).Error
	return sum.Files, sum.Size, wrap(err, vigil.Word("files"))
}

// DeleteFile takes out the record of a file on which no answer rests. A file that is in use is a Conflict.
func (t *Tx) DeleteFile(f vigil.File) error {
	if err := need(f.ID, "file"); err != nil {
		return err
	}
	what := the("file", f.Code)
	var uses int64
	err := t.db.Model(&vigil.Evidence{}).Where("file = ? AND assessment_id IN (SELECT id FROM assessments WHERE organisation_id = ?)", f.Hash, f.OrganisationID).Count(&uses).Error
	if err != nil {
		return wrap(err, what)
	}
	if uses > 0 {
		return vigil.Errorf(vigil.Conflict, "answers rest on this file (%d); take it from them first", uses)
	}
	r := t.db.Where("id = ?", f.ID).Delete(&vigil.File{})
	if r.Error == nil && r.RowsAffected == 0 {
		return vigil.Errorf(vigil.NotFound, "there is no %s", what)
	}
	return wrap(r.Error, what)
}

// KnowsFile reports whether any organisation has a file with this original, and whether any has one with this cleaned copy.
func (t *Tx) KnowsFile(hash, cleanHash string) (original, clean bool, err error) {
	var list []vigil.File
	err = t.db.Where("hash = ? OR clean_hash = ?", hash, cleanHash).Find(&list).Error
	for _, f := range list {
		original, clean = original || f.Hash == hash, clean || f.CleanHash == cleanHash
	}
	return original, clean, wrap(err, vigil.Word("files"))
}
