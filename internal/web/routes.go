package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
)

// routes is the one table of pages. Each line says
//
//	method, path     an unsafe method takes only a form with its token (csrf.go), and answers with a redirect
//	name             for s.url, the log and the figures
//	access           public              everybody
//	                 signedIn            whoever has an account
//	                 may(action, kind)   the same, and app lets the role do the action on what the path names (a kind below)
//	                 byLink(action, kind) the same, and open to people who came by a section link too
//	handler          a method of Server, in the file with its name
//
// An upload has .files(): its body is read from s.parts, as it comes. A form with a password or a code has .secret(): what is typed
// there is on no page afterwards. Whatever is not here does not exist. The test of the
// matrix visits every line in every role, with things of one's own, of others, absent and deleted; a new kind of thing
// needs a line in tenants there. The door asks app about the action before the handler runs, and app asks again when it is done.
func routes() []route {
	return []route{
		// the server itself
		{get, "/healthz", "healthz", public, (*Server).healthz},
		{get, "/readyz", "readyz", public, (*Server).readyz},
		{get, "/metrics", "metrics", public, (*Server).metricsShow},
		{get, "/static/*", "static", public, (*Server).staticShow},

		// home and what belongs to no other page
		{get, "/", "home", signedIn, (*Server).home},
		{post, "/appearance", "appearance", public, (*Server).appearanceSave},
		{get, "/styleguide", "styleguide", public, (*Server).styleguideShow},
		{get, "/safety", "safety", public, (*Server).safetyShow},

		// accounts: sign in, set up, invitations, profile, people
		{get, "/login", "login", public, (*Server).loginShow},
		{post, "/login", "login-send", public.secret(), (*Server).loginSend},
		{get, "/login/code", "login-code", public, (*Server).loginCodeShow},
		{post, "/login/code", "login-code-send", public.secret(), (*Server).loginCodeSend},
		{post, "/logout", "logout", public, (*Server).logoutSend},
		{get, "/link", "link", public, (*Server).linkShow},
		{post, "/link", "link-open", public.secret(), (*Server).linkOpen},
		{get, "/link/password", "choose-password", public, (*Server).passwordShow},
		{post, "/link/password", "choose-password-send", public.secret(), (*Server).passwordSend},
		{get, "/profile", "profile", signedIn, (*Server).profileShow},
		{post, "/profile", "profile-save", signedIn, (*Server).profileSave},
		{post, "/profile/email", "profile-email", signedIn.secret(), (*Server).profileEmail},
		{post, "/profile/password", "profile-password", signedIn.secret(), (*Server).profilePassword},
		{post, "/profile/sessions", "profile-sessions", signedIn, (*Server).profileSessions},
		{post, "/profile/factor", "factor-begin", signedIn.secret(), (*Server).factorBegin},
		{get, "/profile/factor", "factor", signedIn, (*Server).factorShow},
		{post, "/profile/factor/confirm", "factor-confirm", signedIn.secret(), (*Server).factorConfirm},
		{post, "/profile/factor/remove", "factor-remove", signedIn.secret(), (*Server).factorRemove},
		{post, "/profile/codes", "codes-new", signedIn.secret(), (*Server).codesNew},
		{get, "/people", "people", may(app.ListPeopleAction, none), (*Server).peopleShow},
		{get, "/people/new", "person-new", may(app.InvitePersonAction, none), (*Server).personNew},
		{post, "/people", "person-invite", may(app.InvitePersonAction, none), (*Server).personInvite},
		{get, "/people/:person", "person", may(app.ListPeopleAction, person), (*Server).personShow},
		{post, "/people/:person/role", "person-role", may(app.ChangeRoleAction, person), (*Server).personRole},
		{post, "/people/:person/reset", "person-reset", may(app.ResetPasswordAction, person), (*Server).personReset},
		{post, "/people/:person/revoke", "person-revoke", may(app.RevokeLinkAction, person), personRevoke},
		{post, "/people/:person/sessions", "person-sessions", may(app.EndSessionsAction, person), personSessions},
		{post, "/people/:person/factor", "person-factor", may(app.DropFactorAction, person), personFactor},
		{post, "/people/:person/disable", "person-disable", may(app.DisablePersonAction, person), personDisable},
		{post, "/people/:person/enable", "person-enable", may(app.EnablePersonAction, person), personEnable},

		{get, "/audit", "audit", may(app.AuditAction, none), (*Server).auditList},

		// organisations, units, members
		{get, "/organisations", "organisations", may(app.ListOrganisationsAction, none), (*Server).organisationsList},
		{get, "/organisations/new", "organisation-new", may(app.NewOrganisationAction, none), (*Server).organisationNew},
		{post, "/organisations/new", "organisation-add", may(app.NewOrganisationAction, none), (*Server).organisationAdd},
		{get, "/organisations/:organisation", "organisation", may(app.ShowOrganisationAction, organisation), (*Server).organisationShow},
		{get, "/organisations/:organisation/edit", "organisation-edit", may(app.UpdateOrganisationAction, organisation), (*Server).organisationEdit},
		{post, "/organisations/:organisation/edit", "organisation-save", may(app.UpdateOrganisationAction, organisation), (*Server).organisationSave},
		{get, "/organisations/:organisation/units", "units", may(app.ShowOrganisationAction, organisation), (*Server).unitsList},
		{post, "/organisations/:organisation/units", "unit-save", may(app.PutUnitsAction, organisation), (*Server).unitSave},
		{post, "/organisations/:organisation/units/remove", "unit-remove", may(app.RemoveUnitAction, organisation), (*Server).unitRemove},
		{get, "/organisations/:organisation/members", "members", may(app.MembersAction, organisation), (*Server).membersList},
		{post, "/organisations/:organisation/members", "member-save", may(app.AddMemberAction, organisation), (*Server).memberSave},
		{post, "/organisations/:organisation/members/remove", "member-remove", may(app.RemoveMemberAction, organisation), (*Server).memberRemove},

		// assessments: list, start, overview
		{get, "/assessments", "assessments", byLink(app.ListAssessmentsAction, none), (*Server).assessmentsList},
		{get, "/assessments/new", "assessment-new", may(app.NewAssessmentAction, none), (*Server).assessmentNew},
		{post, "/assessments/new", "assessment-start", may(app.NewAssessmentAction, none), (*Server).assessmentStart},
		{get, "/assessments/new/screening", "start-screening", may(app.NewAssessmentAction, none), (*Server).screeningAsk},
		{post, "/assessments/new/screening", "start-screening-ask", may(app.NewAssessmentAction, none), (*Server).screeningAsk},
		{post, "/assessments/new/form", "start-form", may(app.NewAssessmentAction, none), (*Server).formChoose},
		{get, "/assessments/:assessment", "assessment", byLink(app.OverviewAction, assessment), (*Server).assessmentShow},
		{get, "/assessments/:assessment/clone", "clone", may(app.CloneAction, assessment), (*Server).cloneShow},
		{post, "/assessments/:assessment/clone", "clone-do", may(app.CloneAction, assessment), (*Server).cloneDo},
		{get, "/assessments/:assessment/carry-over", "carry-over", byLink(app.ShowAssessmentAction, assessment), (*Server).carryOverShow},

		// the questionnaire
		{get, "/assessments/:assessment/questions", "questions", byLink(app.AnswersAction, assessment), (*Server).questionsShow},
		{get, "/assessments/:assessment/questions/:question", "question", byLink(app.AnswersAction, assessment), (*Server).questionShow},
		{post, "/assessments/:assessment/questions/:question", "answer-save", byLink(app.SaveAnswerAction, assessment), (*Server).answerSave},
		{post, "/assessments/:assessment/questions/:question/undo", "answer-undo", byLink(app.UndoAnswerAction, assessment), (*Server).answerUndo},
		{post, "/assessments/:assessment/questions/:question/confirm", "answer-confirm", byLink(app.ConfirmAnswerAction, assessment), (*Server).answerConfirm},
		{post, "/assessments/:assessment/questions/:question/merge", "answer-merge", byLink(app.SaveAnswerAction, assessment), (*Server).answerMerge},

		// sharing: section links, comments, workbook
		{get, "/assessments/:assessment/links", "links", may(app.ListLinksAction, assessment), (*Server).shareShow},
		{post, "/assessments/:assessment/links", "share", may(app.ShareAction, assessment), (*Server).shareSave},
		{post, "/assessments/:assessment/links/:link/renew", "link-renew", may(app.RenewSectionLinkAction, assessment), (*Server).linkRenew},
		{post, "/assessments/:assessment/links/:link/revoke", "link-revoke", may(app.RevokeSectionLinkAction, assessment), (*Server).linkRevoke},
		{post, "/assessments/:assessment/assignments/:assignment/done", "assignment-done", may(app.MarkSectionDoneAction, assessment), (*Server).assignmentDone},
		{post, "/assessments/:assessment/assignments/:assignment/remove", "assignment-remove", may(app.UnassignAction, assessment), (*Server).assignmentRemove},
		{get, "/assessments/:assessment/hand-in", "hand-in", byLink(app.HandInAction, assessment), (*Server).handInShow},
		{post, "/assessments/:assessment/hand-in", "hand-in-save", byLink(app.HandInAction, assessment), (*Server).handInSave},
		{get, "/assessments/:assessment/comments", "comments", byLink(app.ListCommentsAction, assessment), (*Server).commentList},
		{post, "/assessments/:assessment/comments", "comment-add", byLink(app.AddCommentAction, assessment), (*Server).commentAdd},
		{post, "/assessments/:assessment/comments/:comment/edit", "comment-edit", byLink(app.EditCommentAction, assessment), (*Server).commentEdit},
		{post, "/assessments/:assessment/comments/:comment/resolve", "comment-resolve", byLink(app.ResolveCommentAction, assessment), (*Server).commentResolve},
		{post, "/assessments/:assessment/comments/:comment/reopen", "comment-reopen", byLink(app.ReopenCommentAction, assessment), (*Server).commentReopen},
		{post, "/assessments/:assessment/comments/:comment/delete", "comment-delete", byLink(app.DeleteCommentAction, assessment), (*Server).commentDelete},
		{get, "/assessments/:assessment/workbook", "workbook", byLink(app.WorkbookAction, assessment), (*Server).workbookShow},
		{post, "/assessments/:assessment/workbook", "workbook-download", byLink(app.WorkbookAction, assessment), (*Server).workbookDownload},
		{get, "/assessments/:assessment/import", "import", byLink(app.ImportAction, assessment), (*Server).importShow},
		{post, "/assessments/:assessment/import", "import-upload", byLink(app.HoldImportAction, assessment).files(), (*Server).importUpload},
		{get, "/assessments/:assessment/import/:held", "import-plan", byLink(app.ImportAction, assessment), (*Server).importPlan},
		{post, "/assessments/:assessment/import/:held", "import-apply", byLink(app.ImportAction, assessment), (*Server).importApply},
		{post, "/assessments/:assessment/import/:held/drop", "import-drop", byLink(app.DropImportAction, assessment), (*Server).importDrop},

		// evidence
		{get, "/evidence", "evidence", may(app.LibraryAction, none), (*Server).evidenceList},
		{get, "/evidence/new", "file-new", may(app.UploadFileAction, none), (*Server).fileNew},
		{post, "/evidence", "file-add", may(app.UploadFileAction, none).files(), (*Server).fileAdd},
		{get, "/evidence/:file", "file", byLink(app.ShowFileAction, evidenceFile), (*Server).fileShow},
		{get, "/evidence/:file/copy", "file-copy", byLink(app.OpenFileAction, evidenceFile), (*Server).fileCopy},
		{get, "/assessments/:assessment/questions/:question/evidence", "evidence-new", byLink(app.AddEvidenceAction, assessment), (*Server).evidenceNew},
		{get, "/assessments/:assessment/questions/:question/library", "evidence-pick", may(app.AddEvidenceAction, assessment), (*Server).evidencePick},
		{get, "/assessments/:assessment/evidence/:reference", "evidence-edit", byLink(app.ChangeEvidenceAction, assessment), (*Server).evidenceEdit},
		{post, "/assessments/:assessment/questions/:question/evidence", "evidence-add", byLink(app.AddEvidenceAction, assessment).files(), (*Server).evidenceAdd},
		{post, "/assessments/:assessment/evidence/:reference", "evidence-save", byLink(app.ChangeEvidenceAction, assessment), (*Server).evidenceSave},
		{post, "/assessments/:assessment/evidence/:reference/remove", "evidence-remove", byLink(app.RemoveEvidenceAction, assessment), (*Server).evidenceRemove},
		{post, "/evidence/:file/remove", "file-remove", may(app.RemoveFileAction, evidenceFile), (*Server).fileRemove},

		// review, allegations, caps
		{get, "/assessments/:assessment/submit", "submit", byLink(app.SubmitAction, assessment), (*Server).submitShow},
		{post, "/assessments/:assessment/submit", "submit-do", byLink(app.SubmitAction, assessment), (*Server).submitDo},
		{get, "/assessments/:assessment/review", "review", may(app.ReviewQueueAction, assessment), (*Server).reviewShow},
		{post, "/assessments/:assessment/review", "review-begin", may(app.ReviewAction, assessment), (*Server).reviewBegin},
		{post, "/assessments/:assessment/review/item", "review-item", may(app.ReviewItemAction, assessment), (*Server).reviewItem},
		{post, "/assessments/:assessment/review/approve", "review-approve", may(app.ApproveAction, assessment), (*Server).reviewApprove},
		{post, "/assessments/:assessment/review/accept", "review-accept", may(app.AcceptItemsAction, assessment), (*Server).reviewAccept},
		{get, "/assessments/:assessment/return", "return", may(app.ReturnAction, assessment), (*Server).returnShow},
		{post, "/assessments/:assessment/return", "return-do", may(app.ReturnAction, assessment), (*Server).returnDo},
		{get, "/assessments/:assessment/finalise", "finalise", may(app.ClosingAction, assessment), (*Server).finaliseShow},
		{post, "/assessments/:assessment/finalise", "finalise-do", may(app.FinaliseAction, assessment), (*Server).finaliseDo},
		{get, "/assessments/:assessment/reopen", "reopen", may(app.ReopenAction, assessment), (*Server).reopenShow},
		{post, "/assessments/:assessment/reopen", "reopen-do", may(app.ReopenAction, assessment), (*Server).reopenDo},
		{get, "/assessments/:assessment/withdraw", "withdraw", may(app.WithdrawAction, assessment), (*Server).withdrawShow},
		{post, "/assessments/:assessment/withdraw", "withdraw-do", may(app.WithdrawAction, assessment), (*Server).withdrawDo},
		{get, "/assessments/:assessment/history", "history", may(app.ShowAssessmentAction, assessment), (*Server).historyShow},
		{get, "/allegations", "allegations", may(app.ShowCaseAction, none), (*Server).allegationList},
		{post, "/allegations", "allegation-add", may(app.AddAllegationAction, none), (*Server).allegationAdd},
		{get, "/allegations/new", "allegation-new", may(app.AddAllegationAction, none), (*Server).allegationNew},
		{post, "/allegations/preview", "allegation-preview", may(app.AddAllegationAction, none), (*Server).allegationPreview},
		{get, "/allegations/:allegation", "allegation", may(app.ShowCaseAction, allegation), (*Server).allegationShow},
		{get, "/allegations/:allegation/correct", "allegation-edit", may(app.CorrectAllegationAction, allegation), (*Server).allegationEdit},
		{post, "/allegations/:allegation/correct", "allegation-correct", may(app.CorrectAllegationAction, allegation), (*Server).allegationCorrect},
		{post, "/allegations/:allegation/reply", "allegation-reply", may(app.ReplyAllegationAction, allegation), (*Server).allegationReply},
		{post, "/allegations/:allegation/hold", "allegation-hold", may(app.HoldAllegationAction, allegation), (*Server).allegationHold},
		{post, "/allegations/:allegation/release", "allegation-release", may(app.ReleaseAllegationAction, allegation), (*Server).allegationRelease},
		{post, "/allegations/:allegation/withdraw", "allegation-withdraw", may(app.WithdrawAllegationAction, allegation), (*Server).allegationWithdraw},
		{post, "/allegations/:allegation/erase", "allegation-erase", may(app.EraseAllegationAction, allegation), (*Server).allegationErase},
		{post, "/allegations/:allegation/cap", "allegation-cap", may(app.ProposeCapAction, allegation), (*Server).allegationCap},
		{get, "/caps/:cap", "cap", may(app.ShowCaseAction, ceiling), (*Server).capShow},
		{post, "/caps/:cap/confirm", "cap-confirm", may(app.ConfirmCapAction, ceiling), (*Server).capConfirm},
		{post, "/caps/:cap/reply", "cap-reply", may(app.ReplyCapAction, ceiling), (*Server).capReply},
		{post, "/caps/:cap/lift", "cap-lift", may(app.LiftCapAction, ceiling), (*Server).capLift},

		// the scorecard
		{get, "/assessments/:assessment/scorecard", "scorecard", may(app.ScoreAction, assessment), (*Server).scorecardShow},
		{get, "/assessments/:assessment/scorecard/arithmetic", "scorecard-arithmetic", may(app.ScoreAction, assessment), (*Server).scorecardArithmetic},
		{get, "/assessments/:assessment/scorecard/nodes/:node", "scorecard-node", may(app.ScoreAction, assessment), (*Server).scorecardNode},
		{get, "/assessments/:assessment/scorecard/path", "scorecard-path", may(app.ScoreAction, assessment), (*Server).scorecardPath},
		{get, "/assessments/:assessment/report/:report", "report", may(app.ReportAction, assessment), (*Server).reportDownload},
	}
}

// object is the kind of thing that a path names by its code.
type object string

// The kinds. none: the page is about no single thing.
const (
	none         object = ""
	organisation object = "organisation"
	assessment   object = "assessment"
	evidenceFile object = "evidence"
	allegation   object = "allegation"
	ceiling      object = "cap"
	person       object = "person"
	sectionLink  object = "link"
)

const (
	get  = http.MethodGet
	post = http.MethodPost
)

// route is one line of the table.
type route struct {
	method, path, name string
	access             access
	handler            func(*Server, *fiber.Ctx) error
}

// access says who may come in.
type access struct {
	everybody bool
	links     bool // section links too
	action    app.Action
	of        object
	upload    bool
	hidden    bool // what is typed is never given back
}

var (
	public   = access{everybody: true}
	signedIn = access{}
)

func may(action app.Action, of object) access    { return access{action: action, of: of} }
func byLink(action app.Action, of object) access { return access{action: action, of: of, links: true} }

// files marks a page that takes files.
func (a access) files() access {
	a.upload = true
	return a
}

// secret marks a form with a password, a code or a token.
func (a access) secret() access {
	a.hidden = true
	return a
}

// mount puts the table on fiber.
func (s *Server) mount() {
	for _, r := range s.table {
		s.paths[r.name] = r.path
		handlers := []fiber.Handler{s.admit(r), func(c *fiber.Ctx) error { return r.handler(s, c) }}
		if r.method == get {
			s.fiber.Get(r.path, handlers...) // and HEAD
		} else {
			s.fiber.Add(r.method, r.path, handlers...)
		}
	}
}

// admit opens a route to those for whom it is.
func (s *Server) admit(r route) fiber.Handler {
	return func(c *fiber.Ctx) error {
		c.Locals(routeName, r.name)
		switch v := s.visitor(c); {
		case r.access.everybody:
		case !v.signedIn():
			return errSignIn
		case v.actor.Grant != nil && !r.access.links:
			return fiber.ErrNotFound
		case r.access.action != "":
			thing := r.access.of
			if err := app.Door(c.UserContext(), s.app, v.actor, r.access.action, app.Thing(thing), c.Params(string(thing))); err != nil {
				return err
			}
		}
		return c.Next()
	}
}

// url gives the path of a route by its name, with its parameters in their order.
func (s *Server) url(name string, parameters ...string) string {
	path, ok := s.paths[name]
	if !ok {
		panic("no route is named " + name) // our own slip, found by any visit of the page
	}
	parts := strings.Split(path, "/")
	for i, p := range parts {
		if strings.HasPrefix(p, ":") {
			parts[i], parameters = url.PathEscape(parameters[0]), parameters[1:]
		}
	}
	return strings.Join(parts, "/")
}

// uploads reports whether a request is one for a page that takes files.
func (s *Server) uploads(method, path string) bool {
	for _, r := range s.table {
		if r.access.upload && r.method == method && matches(r.path, path) {
			return true
		}
	}
	return false
}

// matches reports whether a path is one of a route's.
func matches(pattern, path string) bool {
	want, have := strings.Split(pattern, "/"), strings.Split(strings.TrimSuffix(path, "/"), "/")
	if len(want) != len(have) {
		return false
	}
	for i := range want {
		if want[i] != have[i] && (!strings.HasPrefix(want[i], ":") || have[i] == "") {
			return false
		}
	}
	return true
}

// safe reports whether a method changes nothing.
func safe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions || method == http.MethodTrace
}

// probe reports whether a path is asked by machines that look after the server; those need no person and no turn.
func probe(path string) bool {
	return path == "/healthz" || path == "/readyz" || path == "/metrics" || strings.HasPrefix(path, "/static/")
}
