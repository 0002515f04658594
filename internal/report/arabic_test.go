package report_test

import (
	"regexp"
	"strings"
	"testing"

	"vigil/internal/report"
	"vigil/internal/report/docxtest"
	"vigil/internal/vigil"
)

// arabic is a report in Arabic with Latin ids, numbers and dates among its words.
func arabic() vigil.Report {
	number := func(s string, v float64) vigil.Cell { return vigil.Cell{Text: s, Number: &v, Decimals: 1} }
	text := func(s string) vigil.Cell { return vigil.Cell{Text: s} }
	facts := []vigil.Fact{{Label: "المنظمة", Value: "شركة النحاس Example Copper plc", Note: "القطاع EXT"}, {Label: "تاريخ التقرير", Value: "23 November 2026"}, {Label: "التغطية", Value: "91.0 %", Note: "من الوزن الكلي"}}
	return vigil.Report{
		ID: "gap", Language: "ar", Title: "تقرير الفجوات: شركة النحاس", Subtitle: "مسح سريع، الأدلة حتى 31 October 2026", Draft: "مسودة المنهج: لم تراجعها بعد هيئة من المدافعين عن حقوق الإنسان.",
		Facts: facts, Footer: []string{"هذا التقرير ليس حكما قانونيا. النسخة 0.1.0 من المنهج declaration-25."},
		Sections: []vigil.ReportSection{
			{ID: "result", Title: "النتيجة", Blocks: []vigil.Block{
				{Notice: &vigil.Notice{Tone: "bad", Title: "سقف عند 39.9 منذ 12 August 2026: القاعدة CAP-1", Lines: []string{"دعوى قضائية جارية (BE.e.3) ضد من ينتقد الشركة.", "يرفع السقف عند سحب الدعوى ودفع 100 % من التكاليف."}}},
				{Headline: &vigil.Headline{Band: "D", Score: "39.9", Title: "39.9 من 100، ضعيف", Story: "من دون السقف تكون النتيجة 47.2، وقد ترتفع إلى 86.5 بعد الإجابة عن البنود BE.a.1 و BE.c.1.", Tags: []string{"محدود"}, Facts: facts}},
			}},
			{ID: "pillars", Title: "المحاور", Blocks: []vigil.Block{
				{Bars: &vigil.Bars{ID: "pillars", Title: "نتيجة كل محور", Caption: "الشريط: النتيجة المنشورة. الخط: أعلى ما يمكن بلوغه.", Items: []vigil.Bar{
					{Label: "الالتزام والحوكمة", Value: ptr(80), Text: "80.0", Band: "A"}, {Label: "الدعاوى الكيدية SLAPP", Value: ptr(25), High: ptr(37.5), Text: "25.0", Band: "D"}, {Label: "الرضا وحقوق الشعوب الأصلية", Text: "–", Note: "لا ينطبق"}}}},
				{Table: &vigil.Table{ID: "plan", Title: "الخطة", Note: "النقاط من النتيجة الخام قبل 30 October 2026.", Columns: []vigil.Column{
					{ID: "date", Title: "الموعد", Kind: "date", Width: 12}, {ID: "item", Title: "البند", Kind: "text", Width: 10}, {ID: "priority", Title: "الأولوية", Kind: "priority", Width: 10}, {ID: "action", Title: "الإجراء", Kind: "text", Width: 50}, {ID: "points", Title: "النقاط", Kind: "number", Width: 10}},
					Rows: [][]vigil.Cell{
						{text("2026-12-23"), text("BE.e.3"), text("critical"), text("سحب الدعوى رقم 2026-08-26 (رقم 12/345) وإصلاح الضرر."), number("-4.25", -4.25)},
						{text("2027-02-21"), text("BE.a.1, BE.c.1"), text("high"), text("اعتماد التزام علني يسمي المدافعين عن حقوق الإنسان وينشر في موقع الشركة."), number("12.50", 12.5)}}}},
			}},
			{ID: "gaps", Title: "الفجوات", Blocks: []vigil.Block{
				{Cards: []vigil.Card{{ID: "be-e-3", Title: "BE.e.3 لا دعاوى كيدية", Priority: "critical", Tags: []string{"CAP-1"}, Facts: facts,
					Body: []vigil.Fact{{Label: "ما وجد", Value: "سياسة من المستوى 2 صادرة في 12 August 2026، الدليل E2.", Note: "تحسب 0.25 من 1."}, {Label: "المطلوب", Value: "تعهد علني (BE.e) قبل 2027-01-31."}}}}},
				{List: []string{"البند BE.a.1: التزام علني", "البند BE.c.1: الرضا الحر والمسبق (FPIC)"}},
				{Quote: &vigil.Quote{By: "الشركة", Date: "2026-08-26", Text: "نعد الدعوى 12/345 مبررة.\nسنرد أمام المحكمة."}},
			}},
		},
	}
}

// From right to left, what is read from left to right stands between marks, in one piece; what writers look up does not.
func TestLatinWordsNumbersAndDatesKeepTheirOrderInArabic(t *testing.T) {
	r := arabic()
	page, document := write(t, formatOf(t, "html"), r), docxtest.Parts(t, []byte(write(t, formatOf(t, "docx"), r)))["word/document.xml"]
	for _, want := range []string{
		`<html lang="ar" dir="rtl">`, "منذ \u200e12 August 2026\u200e: القاعدة \u200eCAP-1\u200e", "(\u200eBE.e.3\u200e)", "ودفع \u200e100 %\u200e من", "رقم \u200e2026-08-26\u200e (رقم \u200e12/345\u200e)",
		">\u200e-4.25\u200e<", `<time datetime="2026-12-23">23 Dec 2026</time>`, `class="band big D"`, `<rect class="fill A" width="80"`, `class="tag critical"`, "\u200eBE.a.1, BE.c.1\u200e",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not hold %q", want)
		}
	}
	for _, want := range []string{"<w:bidiVisual/>", "\u200e12 August 2026\u200e", "\u200e23 Dec 2026\u200e", "<w:titlePg/><w:bidi/></w:sectPr>"} {
		if !strings.Contains(strings.NewReplacer(`</w:t></w:r><w:r><w:t xml:space="preserve">`, "").Replace(document), want) {
			t.Errorf("the document does not hold %q", want)
		}
	}
	if paras, bidi := strings.Count(document, "<w:pPr>"), strings.Count(document, "<w:bidi/>")-1; paras != bidi || paras < 40 {
		t.Errorf("%d of %d paragraphs run from right to left", bidi, paras)
	}
	if tables, turned := strings.Count(document, "<w:tbl>"), strings.Count(document, "<w:bidiVisual/>"); tables != turned {
		t.Errorf("%d of %d tables are mirrored", turned, tables)
	}
	if styles := docxtest.Parts(t, []byte(write(t, formatOf(t, "docx"), r)))["word/styles.xml"]; strings.Contains(styles, "<w:pBdr><w:left ") || strings.Count(styles, "<w:pBdr><w:right ") < 5 {
		t.Error("the bars of notices and quotes do not stand at the beginning of the line")
	}
	for _, run := range matches(`<w:r>(.*?)</w:r>`, document) {
		arabic := regexp.MustCompile(`\p{Arabic}`).MatchString(run)
		if turned := strings.Contains(run, "<w:rtl/>"); arabic && !turned || turned && regexp.MustCompile(`<w:t [^>]*>[^<]*[A-Za-z]`).MatchString(run) {
			t.Errorf("the direction of %q is wrong", run)
		}
	}
	english := write(t, formatOf(t, "html"), report.Gap(rated()))
	if !strings.Contains(english, `dir="ltr"`) || strings.Contains(english, "\u200e") {
		t.Error("a report from left to right has marks of direction")
	}
}
