// Command vigil is the one program: it opens the parts and hands them to the command line.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"vigil/demo"
	"vigil/internal/cli"
	"vigil/questionnaires"
	"vigil/reports"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	deps := cli.Deps{Questionnaires: questionnaires.Files, Reports: reports.Files, Demo: demo.Files}
	code := cli.Run(ctx, deps, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
