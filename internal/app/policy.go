package app

import (
	"slices"

	"vigil/internal/vigil"
)

// Action is one thing a person can do; it is also the word in the audit log.
type Action string

// The actions, one for each exported method of App.
const (
	NewOrganisationAction     Action = "organisation.new"
	UpdateOrganisationAction  Action = "organisation.update"
	ListOrganisationsAction   Action = "organisation.list"
	PutUnitsAction            Action = "organisation.units"
	AddMemberAction           Action = "organisation.member"
	RemoveMemberAction        Action = "organisation.member.remove"
	ShowOrganisationAction    Action = "organisation.show"
	MembersAction             Action = "organisation.members"
	RemoveUnitAction          Action = "organisation.unit.remove"
	NewAssessmentAction       Action = "assessment.new"
	CloneAction               Action = "assessment.clone"
	OverviewAction            Action = "assessment.overview"
	HomeAction                Action = "home"
	ListAssessmentsAction     Action = "assessment.list"
	ShowAssessmentAction      Action = "assessment.show"
	AnswersAction             Action = "assessment.answers"
	SaveAnswerAction          Action = "answer.save"
	UndoAnswerAction          Action = "answer.undo"
	ConfirmAnswerAction       Action = "answer.confirm"
	ShareAction               Action = "assessment.share"
	UnassignAction            Action = "assessment.unassign"
	AssignmentsAction         Action = "assessment.assignments"
	MyAssignmentsAction       Action = "assignments"
	MarkSectionDoneAction     Action = "assessment.section"
	ListLinksAction           Action = "link.list"
	RevokeSectionLinkAction   Action = "link.revoke_section"
	RenewSectionLinkAction    Action = "link.renew"
	MyLinkAction              Action = "link.show"
	NameRespondentAction      Action = "link.name"
	HandInAction              Action = "link.hand_in"
	ListCommentsAction        Action = "comment.list"
	AddCommentAction          Action = "comment.add"
	EditCommentAction         Action = "comment.edit"
	ResolveCommentAction      Action = "comment.resolve"
	ReopenCommentAction       Action = "comment.reopen"
	DeleteCommentAction       Action = "comment.delete"
	WorkbookAction            Action = "assessment.workbook"
	ImportAction              Action = "assessment.import"
	HoldImportAction          Action = "import.hold"
	DropImportAction          Action = "import.drop"
	SubmitAction              Action = "assessment.submit"
	ReviewAction              Action = "assessment.review"
	ReturnAction              Action = "assessment.return"
	FinaliseAction            Action = "assessment.finalise"
	ReopenAction              Action = "assessment.reopen"
	WithdrawAction            Action = "assessment.withdraw"
	ReviewQueueAction         Action = "assessment.queue"
	ReviewItemAction          Action = "assessment.judge"
	AcceptItemsAction         Action = "assessment.accept"
	ClosingAction             Action = "assessment.closing"
	ApproveAction             Action = "assessment.approve"
	EraseAnswerAction         Action = "assessment.erase"
	ScoreAction               Action = "assessment.score"
	ReportAction              Action = "report"
	SummaryAction             Action = "report.summary"
	WhatIfAction              Action = "report.whatif"
	CrosswalkAction           Action = "report.crosswalk"
	BenchmarkAction           Action = "benchmark"
	AddAllegationAction       Action = "case.add"
	ReplyAllegationAction     Action = "case.reply"
	CorrectAllegationAction   Action = "case.correct"
	WithdrawAllegationAction  Action = "case.withdraw"
	HoldAllegationAction      Action = "case.hold"
	ReleaseAllegationAction   Action = "case.release"
	EraseAllegationAction     Action = "case.erase"
	ListAllegationsAction     Action = "case.list"
	ShowCaseAction            Action = "case.show"
	ProposeCapAction          Action = "cap.propose"
	ConfirmCapAction          Action = "cap.confirm"
	ReplyCapAction            Action = "cap.reply"
	LiftCapAction             Action = "cap.lift"
	ListCapsAction            Action = "cap.list"
	ImportOrganisationsAction Action = "organisation.import"
	ImportHoldingsAction      Action = "portfolio.import"
	ListPortfoliosAction      Action = "portfolio.list"
	MatchAction               Action = "portfolio.match"
	AcceptMatchAction         Action = "portfolio.accept"
	MatchReportAction         Action = "report.match"
	ScreenAction              Action = "portfolio.screen"
	ListScreeningsAction      Action = "portfolio.screenings"
	AuditAction               Action = "audit.read"
	VerifyAuditAction         Action = "audit.verify"
	PublishAction             Action = "publish"
	ReceiptAction             Action = "receipt"
	ShowKeyAction             Action = "key.show"
	NewKeyAction              Action = "key.new"
	ResealAction              Action = "data.reseal"
	NewSealKeyAction          Action = "data.reseal_key"
	ListPeopleAction          Action = "person.list"
	InvitePersonAction        Action = "person.invite"
	ResetPasswordAction       Action = "person.reset"
	RevokeLinkAction          Action = "person.revoke"
	ChangeRoleAction          Action = "person.role"
	DisablePersonAction       Action = "person.disable"
	EnablePersonAction        Action = "person.enable"
	DropFactorAction          Action = "person.drop-factor"
	EndSessionsAction         Action = "person.sessions"
	AddEvidenceAction         Action = "evidence.add"
	ChangeEvidenceAction      Action = "evidence.change"
	RemoveEvidenceAction      Action = "evidence.remove"
	LibraryAction             Action = "evidence.list"
	UploadFileAction          Action = "file.upload"
	ShowFileAction            Action = "file.show"
	OpenFileAction            Action = "file.open"
	RemoveFileAction          Action = "file.delete"
	VerifyFilesAction         Action = "file.verify"
)

// Groups of roles that the table repeats.
var (
	runs    = []vigil.Role{vigil.Administrator, vigil.Analyst}
	codes   = []vigil.Role{vigil.Administrator, vigil.Analyst, vigil.Researcher}
	answers = []vigil.Role{vigil.Administrator, vigil.Analyst, vigil.Researcher, vigil.Respondent}
	talks   = []vigil.Role{vigil.Administrator, vigil.Analyst, vigil.Researcher, vigil.Reviewer, vigil.Respondent}
	judges  = []vigil.Role{vigil.Administrator, vigil.Reviewer}
	results = []vigil.Role{vigil.Administrator, vigil.Analyst, vigil.Researcher, vigil.Reviewer, vigil.Publisher, vigil.Auditor, vigil.Viewer}
	replies = []vigil.Role{vigil.Administrator, vigil.Analyst, vigil.Reviewer, vigil.Respondent}
	records = []vigil.Role{vigil.Administrator, vigil.Analyst, vigil.Researcher, vigil.Reviewer, vigil.Publisher, vigil.Auditor}
	members = vigil.Roles
	checks  = []vigil.Role{vigil.Administrator, vigil.Auditor}
)

// policy is the only place that says which role may do what. What is not here, nobody may.
var policy = map[Action][]vigil.Role{
	NewOrganisationAction:     runs,
	UpdateOrganisationAction:  runs,
	ListOrganisationsAction:   members,
	PutUnitsAction:            runs,
	AddMemberAction:           {vigil.Administrator},
	RemoveMemberAction:        {vigil.Administrator},
	ShowOrganisationAction:    members,
	MembersAction:             records,
	RemoveUnitAction:          runs,
	NewAssessmentAction:       runs,
	CloneAction:               runs,
	OverviewAction:            members,
	HomeAction:                members,
	ListAssessmentsAction:     members,
	ShowAssessmentAction:      append([]vigil.Role{vigil.Respondent}, records...),
	AnswersAction:             append([]vigil.Role{vigil.Respondent}, records...),
	SaveAnswerAction:          answers,
	UndoAnswerAction:          answers,
	ConfirmAnswerAction:       answers,
	ShareAction:               runs,
	UnassignAction:            runs,
	AssignmentsAction:         append([]vigil.Role{vigil.Respondent}, records...),
	MyAssignmentsAction:       members,
	MarkSectionDoneAction:     answers,
	ListLinksAction:           {vigil.Administrator, vigil.Analyst, vigil.Reviewer, vigil.Auditor},
	RevokeSectionLinkAction:   runs,
	RenewSectionLinkAction:    runs,
	MyLinkAction:              {vigil.Respondent},
	NameRespondentAction:      {vigil.Respondent},
	HandInAction:              {vigil.Respondent},
	ListCommentsAction:        append([]vigil.Role{vigil.Respondent}, records...),
	AddCommentAction:          talks,
	EditCommentAction:         talks,
	ResolveCommentAction:      talks,
	ReopenCommentAction:       talks,
	DeleteCommentAction:       talks,
	WorkbookAction:            {vigil.Administrator, vigil.Analyst, vigil.Researcher, vigil.Reviewer, vigil.Respondent},
	ImportAction:              answers,
	HoldImportAction:          answers,
	DropImportAction:          answers,
	SubmitAction:              answers,
	ReviewAction:              judges,
	ReturnAction:              judges,
	FinaliseAction:            judges,
	ReopenAction:              judges,
	WithdrawAction:            {vigil.Administrator, vigil.Analyst, vigil.Reviewer}, // a result: see Withdraw
	ReviewQueueAction:         {vigil.Administrator, vigil.Reviewer, vigil.Auditor},
	ReviewItemAction:          judges,
	AcceptItemsAction:         judges,
	ClosingAction:             judges,
	ApproveAction:             judges,
	EraseAnswerAction:         judges,
	ScoreAction:               results,
	ReportAction:              results,
	SummaryAction:             results,
	WhatIfAction:              results,
	CrosswalkAction:           results,
	BenchmarkAction:           records,
	AddAllegationAction:       codes,
	ReplyAllegationAction:     replies,
	CorrectAllegationAction:   {vigil.Administrator, vigil.Analyst, vigil.Reviewer},
	WithdrawAllegationAction:  {vigil.Administrator, vigil.Analyst, vigil.Reviewer},
	HoldAllegationAction:      {vigil.Administrator, vigil.Analyst, vigil.Researcher, vigil.Reviewer}, // whoever sees the danger first
	ReleaseAllegationAction:   judges,
	EraseAllegationAction:     judges,
	ListAllegationsAction:     records,
	ShowCaseAction:            append([]vigil.Role{vigil.Respondent}, records...), // what of it: see fileView
	ProposeCapAction:          judges,
	ConfirmCapAction:          judges,
	ReplyCapAction:            replies,
	LiftCapAction:             judges,
	ListCapsAction:            records,
	ImportOrganisationsAction: runs,
	ImportHoldingsAction:      runs,
	ListPortfoliosAction:      results,
	MatchAction:               results,
	AcceptMatchAction:         runs,
	MatchReportAction:         results,
	ScreenAction:              {vigil.Administrator, vigil.Analyst, vigil.Reviewer, vigil.Publisher},
	ListScreeningsAction:      results,
	AuditAction:               checks,
	VerifyAuditAction:         checks,
	PublishAction:             {vigil.Administrator, vigil.Publisher},
	ReceiptAction:             {vigil.Administrator, vigil.Publisher},
	ShowKeyAction:             {vigil.Administrator, vigil.Publisher},
	NewKeyAction:              {vigil.Administrator},
	ResealAction:              {vigil.Administrator},
	NewSealKeyAction:          {vigil.Administrator},
	ListPeopleAction:          checks,
	InvitePersonAction:        {vigil.Administrator},
	ResetPasswordAction:       {vigil.Administrator},
	RevokeLinkAction:          {vigil.Administrator},
	ChangeRoleAction:          {vigil.Administrator},
	DisablePersonAction:       {vigil.Administrator},
	EnablePersonAction:        {vigil.Administrator},
	DropFactorAction:          {vigil.Administrator},
	EndSessionsAction:         {vigil.Administrator},
	AddEvidenceAction:         answers,
	ChangeEvidenceAction:      answers,
	RemoveEvidenceAction:      answers,
	LibraryAction:             append([]vigil.Role{vigil.Respondent}, records...),
	UploadFileAction:          answers,
	ShowFileAction:            append([]vigil.Role{vigil.Respondent}, records...),
	OpenFileAction:            append([]vigil.Role{vigil.Respondent}, records...), // the cleaned copy; nobody gets the original
	RemoveFileAction:          {vigil.Administrator, vigil.Analyst, vigil.Reviewer},
	VerifyFilesAction:         checks,
}

// workspace are the actions that are about no single organisation. For them the role in the whole workspace decides alone.
var workspace = map[Action]bool{
	NewOrganisationAction: true, ImportOrganisationsAction: true, BenchmarkAction: true, ImportHoldingsAction: true, ListPortfoliosAction: true,
	MatchAction: true, AcceptMatchAction: true, MatchReportAction: true, ScreenAction: true, ListScreeningsAction: true, AuditAction: true,
	VerifyAuditAction: true, PublishAction: true, ReceiptAction: true, ShowKeyAction: true, NewKeyAction: true, ResealAction: true, NewSealKeyAction: true,
	ListPeopleAction: true, InvitePersonAction: true, ResetPasswordAction: true, RevokeLinkAction: true, ChangeRoleAction: true, DisablePersonAction: true,
	EnablePersonAction: true, DropFactorAction: true, EndSessionsAction: true, VerifyFilesAction: true,
}

// May reports whether a role may do something, for pages that hide what would be refused.
func May(role vigil.Role, action Action) bool { return slices.Contains(policy[action], role) }

// aboutOthers are what nobody may do about the company that they work for: who is alleged of something does not correct, hold
// or withdraw the case.
var aboutOthers = map[Action]bool{CorrectAllegationAction: true, WithdrawAllegationAction: true, HoldAllegationAction: true}

// MayOn reports whether somebody may do something with the role that they have for an organisation.
func MayOn(actor vigil.Actor, role vigil.Role, action Action) bool {
	return May(role, action) && (!aboutOthers[action] || !ratedSide(actor, role))
}

// Workspace reports whether an action is about no single organisation.
func Workspace(action Action) bool { return workspace[action] }
