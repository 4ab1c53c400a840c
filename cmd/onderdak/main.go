// Command onderdak is the whole product: see onderdak help.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"onderdak/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
