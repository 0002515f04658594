package spreadsheet_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

// holdingsCSV reads a list of holdings that stands in a file of this text.
func holdingsCSV(t testing.TB, text string, o spreadsheet.HoldingsOptions) (spreadsheet.HoldingsFile, vigil.Problems) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "list.csv")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return holdingsFile(t, file, o)
}

func holdingsFile(t testing.TB, file string, o spreadsheet.HoldingsOptions) (spreadsheet.HoldingsFile, vigil.Problems) {
	t.Helper()
	got, err := spreadsheet.ReadHoldings(context.Background(), file, o)
	var ps vigil.Problems
	if err != nil && !errors.As(err, &ps) {
		t.Fatal(err)
	}
	return got, ps
}

// holdingLines prints holdings in a line each: what was read, weight in per cent.
func holdingLines(list []vigil.Holding) string {
	var b strings.Builder
	for _, h := range list {
		fmt.Fprintf(&b, "%d|%s|%s|%s|%s:%s|%s|%s|%s|", h.Line, h.Name, h.ISIN, h.LEI, h.Ticker, h.Exchange, h.Country, h.Sector, h.Kind)
		if h.Weight == nil {
			b.WriteString("no weight")
		} else {
			fmt.Fprintf(&b, "%v", *h.Weight)
		}
		if h.Value != nil {
			fmt.Fprintf(&b, "|%v %s", *h.Value, h.Currency)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// TestHoldings reads lists as people send them, and says of bad ones where and what is wrong.
func TestHoldings(t *testing.T) {
	cases := []struct {
		name, text string
		options    spreadsheet.HoldingsOptions
		want       string // holdings; "-" to leave them aside
		notes      string // among the notes
		bad        string // among the problems of lines
		refused    string // among the problems of the file
	}{
		{name: "plain", text: "Name,ISIN,Weight\nExample plc,ZZ1234567895,60\nOther,,40\n",
			want: "2|Example plc|ZZ1234567895||:|||equity|0.6\n3|Other|||:|||equity|0.4\n", notes: "read as per cent: together they are 100"},
		{name: "English with every column", text: "Issuer,LEI,ISIN,Ticker,MIC,Country,Sector,Asset class,Weight (%),Market value (EUR)\nExample plc,0000EXAMPLE0FICTIO33,ZZ1234567895,exm,xosl,Norway,Mining,Common stock,100,\"1,234.50\"\n",
			want: "2|Example plc|ZZ1234567895|0000EXAMPLE0FICTIO33|EXM:XOSL|NO|Mining|equity|1|1234.5 EUR\n"},
		{name: "German, semicolons and decimal commas", text: "\ufeffFonds Beispiel;;;\nStand 31.12.2025;;;\n\nBezeichnung;ISIN;Anlageklasse;Gewicht in %\nBeispiel AG;ZZ1234567895;Aktien;62,5\nBarmittel;;Liquide Mittel;37,5\nSumme;;;100,0\n",
			want: "5|Beispiel AG|ZZ1234567895||:|||equity|0.625\n6|Barmittel|||:|||cash|0.375\n", notes: "2 rows above the titles were not read"},
		{name: "total", text: "Name;Gewicht\nA;100\nSumme;100\n", want: "2|A|||:|||equity|1\n", notes: `Line 3, "Summe", adds up the others and is no holding`},
		{name: "French thousands by narrow blanks", text: "Société;Valeur de marché;Devise\nExemple SA;1\u202f234\u202f567,50;EUR\nAutre;1\u00a0234\u00a0567,50;EUR\n",
			want: "2|Exemple SA|||:|||equity|0.5|1.2345675e+06 EUR\n3|Autre|||:|||equity|0.5|1.2345675e+06 EUR\n", notes: "computed from the market values, which add up to 2469135 EUR"},
		{name: "Spanish", text: "Nombre del valor\tCódigo ISIN\tTipo de activo\tPeso\nEjemplo SA\tZZ1234567895\tRenta variable\t0,75\nBono Otro\t\tRenta fija\t0,25\n",
			want: "2|Ejemplo SA|ZZ1234567895||:|||equity|0.75\n3|Bono Otro|||:|||bond|0.25\n", notes: "read as shares of 1"},
		{name: "Portuguese: Valor is the value where Nome is the name", text: "Nome;Valor;Moeda\nExemplo;10,5;BRL\nOutro;31,5;BRL\n",
			want: "2|Exemplo|||:|||equity|0.25|10.5 BRL\n3|Outro|||:|||equity|0.75|31.5 BRL\n"},
		{name: "Spanish: Valor is the name where there is another value", text: "Valor;Valor de mercado;Divisa\nEjemplo;1;EUR\n", want: "2|Ejemplo|||:|||equity|1|1 EUR\n"},
		{name: "thousands commas are known from the other column", text: "Name,Weight,Market value,Currency\nA,99.5,\"123,456\",EUR\nB,0.5,\"1,234\",EUR\n", want: "2|A|||:|||equity|0.995|123456 EUR\n3|B|||:|||equity|0.005|1234 EUR\n"},
		{name: "Swiss apostrophes and a minus behind", text: "Name;Marktwert;Währung;Anlageklasse\nA;1'234'567.50;CHF;Aktie\nKonto;234'567.50-;CHF;Bankguthaben\n", want: "2|A|||:|||equity|1.2345675|1.2345675e+06 CHF\n3|Konto|||:|||cash|-0.2345675|-234567.5 CHF\n",
			notes: "below zero and no equity or bond"},
		{name: "negative in brackets is a short", text: "Name,Weight\nLong,110%\nSold,(10%)\n", want: "2|Long|||:|||equity|1.1\n3|Sold|||:|||short|-0.1\n", notes: "never counted in a score (line 3)"},
		{name: "cash and funds by their names", text: "Name,ISIN,Weight\nCash EUR,,1\nAn Index UCITS ETF,ZZ1234567895,2\nCash Converters,,3\nFuture plc,,94\n",
			want: "2|Cash EUR|||:|||cash|0.01\n3|An Index UCITS ETF|ZZ1234567895||:|||fund|0.02\n4|Cash Converters|||:|||equity|0.03\n5|Future plc|||:|||equity|0.94\n", notes: "read as a fund or cash by its name (lines 2, 3)"},
		{name: "every kind", text: "Name,Type,Weight\nA,Equity future,10\nB,Short,-10\nC,Government bond,20\nD,Money market fund,20\nE,Short-term note,20\nF,Ships,40\n",
			want: "2|A|||:|||derivative|0.1\n3|B|||:|||short|-0.1\n4|C|||:|||other|0.2\n5|D|||:|||fund|0.2\n6|E|||:|||bond|0.2\n7|F|||:|||other|0.4\n", notes: "1 line has a kind that is not known and was read as other (line 7)"},
		{name: "blanks that people write", text: "Name,LEI,ISIN,Weight\nA,n/a,-,100\n", want: "2|A|||:|||equity|1\n"},
		{name: "ticker with its exchange in one cell", text: "Ticker,Weight\nXLON:ABC,50\nDEF:XPAR,25\nGHI LN,25\n", want: "2||||ABC:XLON|||equity|0.5\n3||||DEF:XPAR|||equity|0.25\n4||||GHI LN:|||equity|0.25\n"},
		{name: "an exchange that is no code is told", text: "Name,Ticker,Exchange,Weight\nA,ABC,London,100\n", want: "2|A|||ABC:|||equity|1\n", notes: "no market identifier code"},
		{name: "weights that do not add up are kept and told", text: "Name,Weight\nA,60.5\nB,30.25\n", want: "2|A|||:|||equity|0.605\n3|B|||:|||equity|0.3025\n", notes: "add up to 90.75 %, not to 100 %; they were kept as they are"},
		{name: "the same line twice", text: "Name,Weight\nA,50\nA,50\n", want: "-", notes: "Lines 2 and 3 (A) are the same"},

		{name: "check digits", text: "Name,ISIN,LEI,Weight\nA,ZZ1234567894,,50\nB,,0000EXAMPLE0FICTIO34,25\nC,ZZ12345,,25\n",
			want: "", bad: `list.csv:2: the ISIN "ZZ1234567894" of A is none: its check digit does not fit`},
		{name: "no number", text: "Name,Weight\nA,much\nB,100\n", want: "3|B|||:|||equity|1\n", bad: `list.csv:2: the weight "much" of A is no number`},
		{name: "no weight in a line", text: "Name,Weight\nA,\nB,100\n", want: "3|B|||:|||equity|1\n", bad: "list.csv:2: the weight of A is missing"},
		{name: "nobody", text: "Name,ISIN,Weight\n,,50\nB,,50\n", want: "3|B|||:|||equity|0.5\n", bad: "list.csv:2: the line names no company"},
		{name: "decimal comma between commas", text: "Name,ISIN,Weight\nA,,12,5\nB,,87\n", want: "3|B|||:|||equity|0.87\n", bad: "list.csv:2: the line of A has 4 cells, the titles have 3"},
		{name: "a currency that is none", text: "Name,Value,Currency\nA,1,EUR\nB,1,XXY\n", want: "2|A|||:|||equity|1|1 EUR\n", bad: `"XXY" of B is no currency`, notes: "the others weigh more"},
		{name: "pence", text: "Name,Value,Currency\nA,1,GBP\nB,1,GBX\n", want: "2|A|||:|||equity|1|1 GBP\n", bad: "of B is in pence"},
		{name: "a short above zero", text: "Name,Type,Weight\nA,Short,5\nB,Equity,95\n", want: "3|B|||:|||equity|0.95\n", bad: "the line of A is a short, and its weight is above zero"},
		{name: "one decimal point among commas", text: "Name;Weight\nA;60,5\nB;20,5\nC;19.0\n", want: "2|A|||:|||equity|0.605\n3|B|||:|||equity|0.205\n", bad: `the weight "19.0" of C has a decimal point, where the others of the column have a decimal comma`},
		{name: "a person's address", text: "Name,Weight\nA someone@example.org,50\nB,50\n", want: "3|B|||:|||equity|0.5\n", bad: "the text seems to hold a mail address"},
		{name: "a person's telephone", text: "Name,Weight\nA +44 20 7946 0958,50\nB,50\n", want: "3|B|||:|||equity|0.5\n", bad: "the text seems to hold a telephone number"},
		{name: "coupons, dates and series are none", text: "Name,Weight\nA 3 1/2 05/15/33,25\nB 5.375 01-15-2034 144A,25\nC POOL MA1234 3.500 20480520,25\nD 4500 12/19/2025 1234-5678,25\n", want: "-", notes: "together they are 100"},
		{name: "a formula of a stranger stays text", text: "Name,Weight\n'=HYPERLINK(1),100\n", want: "2|=HYPERLINK(1)|||:|||equity|1\n"},
		{name: "too heavy", text: "Name,Weight\nA,1200%\nB,5%\n", want: "3|B|||:|||equity|0.05\n", bad: "the weight of A is 1200 %"},

		{name: "percent and fractions mixed by sign", text: "Name,Weight\nA,60%\nB,0.4\n", refused: "weights in per cent, in line 2, and weights without a sign, in line 3, are mixed"},
		{name: "percent and fractions mixed by size", text: "Name,Weight\nA,60.2\nB,0.25\nC,14.8\n", refused: "weights in per cent, in lines 2, 4, and shares of 1, in line 3, seem to be mixed"},
		{name: "and the sender may say what they are", text: "Name,Weight\nA,60.2\nB,0.25\nC,14.8\n", options: spreadsheet.HoldingsOptions{Mapping: spreadsheet.Mapping{Weights: "percent"}},
			want: "2|A|||:|||equity|0.602\n3|B|||:|||equity|0.0025\n4|C|||:|||equity|0.148\n", notes: "75.25 %, not to 100 %"},
		{name: "neither 1 nor 100", text: "Name,Weight\nA,0.9\nB,0.8\n", refused: "add up to 1.7, which is neither 1 nor 100"},
		{name: "fractions below a title of per cent", text: "Name,Weight %\nA,0.9\nB,0.1\n", want: "2|A|||:|||equity|0.009\n3|B|||:|||equity|0.001\n", notes: "import again with --weights fraction"},
		{name: "thousands or decimals", text: "Name,Market value,Currency\nA,\"1,234\",EUR\n", refused: "in line 2 may be thousands or have three decimals"},
		{name: "thousands or decimals, said", text: "Name,Market value,Currency\nA,\"1,234\",EUR\n", options: spreadsheet.HoldingsOptions{Mapping: spreadsheet.Mapping{Decimal: "comma"}}, want: "2|A|||:|||equity|1|1.234 EUR\n"},
		{name: "points and commas as often", text: "Name;Weight\nA;60,5\nB;39.5\n", refused: "a decimal point in line 3 and a decimal comma in line 2"},
		{name: "several currencies", text: "Name,Value,Currency\nA,50,EUR\nB,50,USD\nC,10,\n", refused: "50 EUR in 1 line; 50 USD in 1 line"},
		{name: "several currencies with rates", text: "Name,Value,Currency\nA,50,EUR\nB,100,USD\n", options: spreadsheet.HoldingsOptions{Currency: "EUR", Rates: map[string]float64{"USD": 0.5}},
			want: "2|A|||:|||equity|0.5|50 EUR\n3|B|||:|||equity|0.5|100 USD\n", notes: "at the rates that were given"},
		{name: "values that add up to nothing", text: "Name,Value,Currency\nA,50,EUR\nB,-50,EUR\n", refused: "add up to 0, of which no line can be a share"},
		{name: "no titles", text: "a,b\n1,2\n", refused: "names the columns of a list of holdings"},
		{name: "no weights", text: "Name,ISIN\nA,\n", refused: "there is no column of weights or market values among: Name, ISIN"},
		{name: "two weights", text: "Name,Weight,% of NAV\nA,1,2\n", refused: `both "Weight", in column 2, and "% of NAV" are the weight`},
		{name: "two names: the better one is read", text: "Position,Security name,Weight\n1,A,100\n", want: "2|A|||:|||equity|1\n", notes: `The column "Security name" was read as the name, and "Position" was not`},
		{name: "nothing below the titles", text: "Name,Weight\n", refused: "there is no line below the titles"},
		{name: "a file problem brings the lines along", text: "Name,ISIN,Weight\nA,ZZ1234567894,60%\nB,,0.4\n", refused: "of A is none: its check digit does not fit"},
		{name: "mapping", text: "Wer,Wieviel\nA,100\n", options: spreadsheet.HoldingsOptions{Mapping: spreadsheet.Mapping{Columns: map[string]string{"name": "wer", "weight": "Wieviel"}}}, want: "2|A|||:|||equity|1\n"},
		{name: "mapping to a title that is not there", text: "Name,Weight\nA,100\n", options: spreadsheet.HoldingsOptions{Mapping: spreadsheet.Mapping{Columns: map[string]string{"value": "Worth"}}}, refused: `the mapping says that value stands under "Worth"`},
		{name: "mapping with a setting that is none", text: "Name,Weight\nA,100\n", options: spreadsheet.HoldingsOptions{Mapping: spreadsheet.Mapping{Weights: "grams"}}, refused: `weights cannot be "grams"`},
		{name: "UTF-16", text: "\xff\xfeN\x00", refused: "UTF-16"},
		{name: "Latin-1", text: "Name,Weight\nSoci\xe9t\xe9,100\n", refused: "not UTF-8"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, ps := holdingsCSV(t, c.text, c.options)
			if c.refused == "" {
				if len(ps) > 0 {
					t.Fatalf("refused: %v", ps)
				}
				if c.want != "-" {
					if diff := cmp.Diff(c.want, holdingLines(got.Holdings)); diff != "" {
						t.Error(diff)
					}
				}
			} else if !strings.Contains(ps.Error(), c.refused) {
				t.Errorf("the file: %v\nlacks %q", ps, c.refused)
			}
			if c.bad == "" && c.refused == "" && len(got.Bad) > 0 || !strings.Contains(got.Bad.Error(), c.bad) {
				t.Errorf("bad lines: %v\nwant %q", got.Bad, c.bad)
			}
			if notes := strings.Join(got.Notes, "\n"); !strings.Contains(notes, c.notes) {
				t.Errorf("notes: %s\nlack %q", notes, c.notes)
			}
		})
	}
}

// book writes a workbook of some sheets.
func book(t testing.TB, fill func(f *excelize.File)) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	name := filepath.Join(t.TempDir(), "list.xlsx")
	if err := f.SaveAs(name); err != nil {
		t.Fatal(err)
	}
	return name
}

func put(t testing.TB, f *excelize.File, sheet string, rows ...[]any) {
	t.Helper()
	for i := range rows {
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &rows[i]); err != nil {
			t.Fatal(err)
		}
	}
}

// TestHoldingsOfAWorkbook reads numbers as they are kept, not as they are shown: what is shown as per cent is a share.
func TestHoldingsOfAWorkbook(t *testing.T) {
	name := book(t, func(f *excelize.File) {
		put(t, f, "Sheet1", []any{"Notes"}, []any{"Name of the fund"})
		_, _ = f.NewSheet("Positions")
		put(t, f, "Positions", []any{"Fund X"}, []any{}, []any{"Name", "ISIN", "Weight", "Market value", "Currency"}, []any{"Example plc", "ZZ1234567895", 0.6, 600.25, "EUR"}, []any{"Other", "", 0.4, 400, "EUR"})
		style, err := f.NewStyle(&excelize.Style{NumFmt: 10})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellStyle("Positions", "C4", "C5", style); err != nil {
			t.Fatal(err)
		}
	})
	got, ps := holdingsFile(t, name, spreadsheet.HoldingsOptions{})
	if len(ps)+len(got.Bad) > 0 {
		t.Fatal(ps, got.Bad)
	}
	want := "4|Example plc|ZZ1234567895||:|||equity|0.6|600.25 EUR\n5|Other|||:|||equity|0.4|400 EUR\n"
	if diff := cmp.Diff(want, holdingLines(got.Holdings)); diff != "" {
		t.Error(diff)
	}
	if notes := strings.Join(got.Notes, "\n"); !strings.Contains(notes, `The sheet "Positions" was read`) {
		t.Error(notes)
	}
	if got.Currency != "EUR" || len(got.Digest) != 64 || got.Lines != 2 {
		t.Errorf("%+v", got)
	}
}

// TestHoldingsOfAWorkbookMixed finds shares that are shown as per cent beside numbers that are not.
func TestHoldingsOfAWorkbookMixed(t *testing.T) {
	name := book(t, func(f *excelize.File) {
		put(t, f, "Sheet1", []any{"Name", "Weight"}, []any{"A", 0.6}, []any{"B", 40})
		style, _ := f.NewStyle(&excelize.Style{NumFmt: 9})
		if err := f.SetCellStyle("Sheet1", "B2", "B2", style); err != nil {
			t.Fatal(err)
		}
	})
	_, ps := holdingsFile(t, name, spreadsheet.HoldingsOptions{})
	if !strings.Contains(ps.Error(), "weights in per cent, in line 2, and weights without a sign, in line 3") {
		t.Error(ps)
	}
}

// TestHoldingsWithFormulas refuses a formula of which nobody kept the result: it would be nothing.
func TestHoldingsWithFormulas(t *testing.T) {
	name := book(t, func(f *excelize.File) {
		put(t, f, "Sheet1", []any{"Name", "Weight"}, []any{"A", 60}, []any{"B"})
		if err := f.SetCellFormula("Sheet1", "B3", "=20*2"); err != nil { //nolint:forbidigo // a test plays the person
			t.Fatal(err)
		}
	})
	got, ps := holdingsFile(t, name, spreadsheet.HoldingsOptions{})
	if len(ps) > 0 || !strings.Contains(got.Bad.Error(), "list.xlsx: Sheet1!B3: the weight of B is a formula without its result") {
		t.Errorf("%v %v %+v", ps, got.Bad, got)
	}
}

// TestHoldingsOfSeveralSheets asks which one to read, and passes over hidden ones.
func TestHoldingsOfSeveralSheets(t *testing.T) {
	name := book(t, func(f *excelize.File) {
		put(t, f, "Sheet1", []any{"Name", "Weight"}, []any{"A", 100})
		for _, s := range []string{"Second", "Hidden"} {
			_, _ = f.NewSheet(s)
			put(t, f, s, []any{"Name", "Weight"}, []any{s, 100})
		}
		if err := f.SetSheetVisible("Hidden", false); err != nil {
			t.Fatal(err)
		}
	})
	_, ps := holdingsFile(t, name, spreadsheet.HoldingsOptions{})
	if !strings.Contains(ps.Error(), "several sheets hold a list of holdings: Sheet1, Second") {
		t.Error(ps)
	}
	for _, sheet := range []string{"second", "Hidden"} {
		got, ps := holdingsFile(t, name, spreadsheet.HoldingsOptions{Mapping: spreadsheet.Mapping{Sheet: sheet}})
		if len(ps) > 0 || len(got.Holdings) != 1 || !strings.EqualFold(got.Holdings[0].Name, sheet) {
			t.Errorf("%s: %+v %v", sheet, got.Holdings, ps)
		}
	}
	_, ps = holdingsFile(t, name, spreadsheet.HoldingsOptions{Mapping: spreadsheet.Mapping{Sheet: "None"}})
	if !strings.Contains(ps.Error(), `there is no sheet "None"; name one of: Sheet1, Second, Hidden`) {
		t.Error(ps)
	}
}

// TestHoldingsTwentyThousandLines lists every one of 500 bad lines with its place, and reads the rest.
func TestHoldingsTwentyThousandLines(t *testing.T) {
	var text strings.Builder
	text.WriteString("Name,ISIN,Weight\n")
	for i := range 20_000 {
		isin := "ZZ1234567895"
		if i%40 == 7 {
			isin = "ZZ1234567891"
		}
		fmt.Fprintf(&text, "Company %d,%s,0.005\n", i, isin)
	}
	got, ps := holdingsCSV(t, text.String(), spreadsheet.HoldingsOptions{})
	if len(ps) > 0 || got.Lines != 20_000 || len(got.Holdings) != 19_500 || got.BadLines != 500 || len(got.Bad) != 500 {
		t.Fatalf("%d lines, %d holdings, %d bad, %v", got.Lines, len(got.Holdings), len(got.Bad), ps)
	}
	for i, p := range got.Bad {
		if want := fmt.Sprintf("list.csv:%d: the ISIN \"ZZ1234567891\" of Company %d is none", 40*i+9, 40*i+7); !strings.HasPrefix(p.String(), want) {
			t.Fatalf("problem %d is %q, want %q", i, p, want)
		}
	}
}

// TestMapping keeps how a file was read, and reads one of the same make in the same way.
func TestMapping(t *testing.T) {
	got, ps := holdingsCSV(t, "Wer;Anteil am Portfolio\nA;\"1,234\"\n", spreadsheet.HoldingsOptions{Mapping: spreadsheet.Mapping{Columns: map[string]string{"name": "Wer"}, Weights: "percent", Decimal: "comma"}})
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	var b bytes.Buffer
	if err := got.Mapping.Write(&b); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("setting,value\nname,Wer\nweight,Anteil am Portfolio\nweights,percent\ndecimal,comma\n", b.String()); diff != "" {
		t.Error(diff)
	}
	back, ps := spreadsheet.ReadMapping("mapping.csv", &b)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	if diff := cmp.Diff(got.Mapping, back); diff != "" {
		t.Error(diff)
	}
	_, ps = spreadsheet.ReadMapping("mapping.csv", strings.NewReader("setting,value\nname,A\nname,B\ncolour,red\nweights,stones\n"))
	for _, want := range []string{"mapping.csv:3:1: name stands twice", `there is no setting "colour"`, `weights cannot be "stones"`} {
		if !strings.Contains(ps.Error(), want) {
			t.Errorf("%v lacks %q", ps, want)
		}
	}
}

// FuzzHoldings reads anything without failing: every holding is one that can be stored, and every problem says what to do.
func FuzzHoldings(f *testing.F) {
	for _, s := range []string{"Name,Weight\nA,1\n", "Nom;Poids;Valeur\nA;1,5 %;\"1 234,5\"\n", "Name\tISIN\tMarktwert EUR\nB\tZZ1234567895\t(1.234,50)\n", "Name|Weight\nA|1e5\n", "Name,Weight\n\"A,1\n", "Ticker,%\nXLON:A,-.5-\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ps := spreadsheet.HoldingsFromCSV("list.csv", strings.NewReader(text))
		for _, p := range append(ps, got.Bad...) {
			if p.What.Empty() || p.Do.Empty() || p.Place.File != "list.csv" {
				t.Fatalf("a problem that helps nobody: %+v", p)
			}
		}
		if len(ps) > 0 {
			return
		}
		if len(got.Holdings)+got.BadLines != got.Lines {
			t.Fatalf("%d lines, %d holdings, %d bad", got.Lines, len(got.Holdings), got.BadLines)
		}
		last := 0
		for _, h := range got.Holdings {
			if h.Weight == nil || math.IsNaN(*h.Weight) || math.IsInf(*h.Weight, 0) || h.Line <= last || h.Label() == "" || h.ISIN != "" && !vigil.ValidISIN(h.ISIN) {
				t.Fatalf("%+v", h)
			}
			last = h.Line
		}
	})
}

// TestHoldingsHostile refuses files that are not what they say, with what to do, and reads nothing from them.
func TestHoldingsHostile(t *testing.T) {
	good, err := os.ReadFile(book(t, func(f *excelize.File) { put(t, f, "Sheet1", []any{"Name", "Weight"}, []any{"A", 100}) }))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"cut.xlsx":      {good[:len(good)/2], "cut off or damaged"},
		"page.xlsx":     {[]byte("<html><table><tr><td>Name</td></tr></table></html>"), "no workbook, whatever its name ends in"},
		"password.xlsx": {[]byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}, "encrypted"},
		"empty.xlsx":    {nil, "empty"},
		"book.csv":      {good, "a workbook, whatever its name ends in"},
		"nul.csv":       {[]byte("Name,Weight\nA\x00,1\n"), "NUL"},
		"blank.csv":     {[]byte("\n\n,,\n"), "empty"},
		"old.xls":       {[]byte("x"), "files that end in .xls are not read"},
		"list.json":     {[]byte("[]"), "not read from json"},
		"list.pdf":      {[]byte("%PDF"), `the ending ".pdf" is not known`},
		"quote.csv":     {[]byte("Name,Weight\n\"A,60\nB,40\n"), "a quotation mark stands where none may be, or one is not closed"},
	} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, c.data, 0o600); err != nil {
			t.Fatal(err)
		}
		got, ps := holdingsFile(t, file, spreadsheet.HoldingsOptions{})
		said := append(ps, got.Bad...)
		if len(said) == 0 || !strings.Contains(said.Error(), c.says) || len(got.Holdings) > 0 {
			t.Errorf("%s: %v, %d holdings; want %q", name, said, len(got.Holdings), c.says)
		}
		for _, p := range said {
			if p.Do.Empty() || strings.Contains(p.Do.Format, "answers") || strings.Contains(p.Do.Format, "export a new workbook") {
				t.Errorf("%s: what to do is %q", name, p.Do)
			}
		}
	}
}
