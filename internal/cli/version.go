package cli

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func (r *run) version() *cobra.Command {
	return r.leaf("version", "Print the version and the commit that this program was built from", cobra.NoArgs, func(*cobra.Command, []string) error {
		commit, when := "unknown commit", ""
		if info, ok := debug.ReadBuildInfo(); ok {
			for _, setting := range info.Settings {
				switch setting.Key {
				case "vcs.revision":
					commit = setting.Value
				case "vcs.time":
					when = " of " + setting.Value
				}
			}
			fmt.Fprintf(r.out, "vigil %s (%s%s, %s)\n", info.Main.Version, commit, when, info.GoVersion)
		}
		return nil
	})
}
