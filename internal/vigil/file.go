package vigil

import "time"

// File is a document that somebody uploaded as evidence. It belongs to an organisation, and any of its answers may rest
// on it. The original is kept sealed and never leaves; what leaves is the copy without metadata.
type File struct {
	ID             int64     `json:"id"`
	Code           string    `json:"code"` // names it in addresses
	OrganisationID int64     `json:"organisation_id"`
	AssessmentID   int64     `json:"assessment_id"`                                             // for which it was uploaded first
	Hash           string    `json:"hash"`                                                      // SHA-256 of the original, hex
	Name           string    `json:"name" validate:"required,max=300" gorm:"serializer:sealed"` // as people typed it: a text, never a path
	Type           string    `json:"type"`                                                      // by content, like application/pdf
	Size           int64     `json:"size"`
	CleanHash      string    `json:"clean_hash"` // SHA-256 of the copy that leaves, hex
	CleanSize      int64     `json:"clean_size"`
	Removed        string    `json:"removed"`                                       // what the copy leaves out, as words of Removals joined by spaces
	Date           string    `json:"date" validate:"omitempty,datetime=2006-01-02"` // of the document, not of the upload
	Person         string    `json:"person"`
	CreatedAt      time.Time `json:"created_at"`
}

// What a cleaned copy can leave out.
const (
	RemovedProperties  = "properties"  // who made it, with what, when and where
	RemovedComments    = "comments"    // comments and notes of readers
	RemovedChanges     = "changes"     // tracked changes: the copy has the text as if all were accepted
	RemovedAttachments = "attachments" // files inside the file
	RemovedPrograms    = "programs"    // what would run when it is opened
	RemovedPreviews    = "previews"    // small pictures of an earlier state
	RemovedSignatures  = "signatures"  // they name who signed, and hold for the original alone
	RemovedData        = "data"        // data that its pages do not show
	RemovedLinks       = "links"       // links into somebody's own computer
)

// Removals lists the words for what a cleaned copy can leave out.
var Removals = []string{RemovedProperties, RemovedComments, RemovedChanges, RemovedAttachments, RemovedPrograms, RemovedPreviews, RemovedSignatures, RemovedData, RemovedLinks}

// The types of file that are taken in.
const (
	TypePDF  = "application/pdf"
	TypeJPEG = "image/jpeg"
	TypePNG  = "image/png"
	TypeDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	TypeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	TypePPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
	TypeText = "text/plain"
	TypeCSV  = "text/csv"
)

// FileEndings gives the ending of a name for each type of file that is taken in, without the dot.
var FileEndings = map[string]string{
	TypePDF: "pdf", TypeJPEG: "jpg", TypePNG: "png", TypeDOCX: "docx", TypeXLSX: "xlsx", TypePPTX: "pptx", TypeText: "txt", TypeCSV: "csv",
}
