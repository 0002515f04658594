// Command vigil is the one program: it opens the parts and hands them to the command line.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/caarlos0/env/v11"

	"vigil/demo"
	"vigil/internal/cli"
	"vigil/questionnaires"
	"vigil/reports"
)

func main() {
	settings, err := env.ParseAs[cli.ServeSettings]()
	if err != nil {
		fmt.Fprintf(os.Stderr, "a setting in the environment is wrong: %v\n", err)
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	deps := cli.Deps{Questionnaires: questionnaires.Files, Reports: reports.Files, Demo: demo.Files, Serve: serve, Settings: settings}
	code := cli.Run(ctx, deps, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
