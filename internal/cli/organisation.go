package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"vigil/internal/app"
	"vigil/internal/vigil"
)

func (r *run) organisation() *cobra.Command {
	return group("organisation", "Companies, suppliers and other organisations", r.organisationNew(), r.organisationList())
}

func (r *run) organisationNew() *cobra.Command {
	var o vigil.Organisation
	c := r.leaf("new CODE", "Add an organisation", cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		o.Code = args[0]
		return r.withNewApp(cmd.Context(), nil, func(a *app.App) error {
			made, err := a.NewOrganisation(cmd.Context(), r.actor(), o)
			if err == nil {
				fmt.Fprintf(r.out, "organisation %s (%s)\n", made.Code, made.Name)
			}
			return err
		})
	})
	f := c.Flags()
	f.StringVar(&o.Name, "name", "", "name")
	f.StringVar(&o.Type, "type", "company", "type of organisation")
	f.StringVar(&o.Country, "country", "", "country, two letters")
	f.StringVar(&o.Sector, "sector", "", "primary sector: "+strings.Join(vigil.Sectors, ", "))
	f.StringSliceVar(&o.Sectors, "sectors", nil, "all sectors, separated by commas")
	f.StringVar(&o.LEI, "lei", "", "legal entity identifier")
	f.StringSliceVar(&o.ISINs, "isin", nil, "securities, separated by commas")
	f.StringVar(&o.Ticker, "ticker", "", "ticker")
	f.StringVar(&o.Exchange, "exchange", "", "exchange of the ticker (MIC, such as XLON)")
	f.StringVar(&o.Parent, "parent", "", "code of the organisation that controls it")
	need(c, "name")
	return c
}

func (r *run) organisationList() *cobra.Command {
	return r.leaf("list", "List the organisations", cobra.NoArgs, func(cmd *cobra.Command, _ []string) error {
		return r.withApp(cmd.Context(), func(a *app.App) error {
			list, err := a.Organisations(cmd.Context(), r.actor())
			if err != nil {
				return err
			}
			var rows [][]string
			for _, o := range list {
				rows = append(rows, []string{o.Code, o.Name, o.Sector, o.Country})
			}
			return r.list(list, []string{"code", "name", "sector", "country"}, rows)
		})
	})
}
