// Package cli is the command line: flags and output only. The words of the
// command line are English; those of the pages are not here.
package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

// Exit codes: 0 success, 1 failure with one clear line, 2 wrong usage.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// command is one subcommand.
type command struct {
	name    string // may be two words: geo import
	args    string // what follows the flags, for the help
	summary string
	detail  string // more for --help
	run     func(ctx context.Context, c *call) error
}

// call is one run of a command: its flags and where its words go.
type call struct {
	*flag.FlagSet
	command *command
	given   []string // the command line behind the command's name
	out     io.Writer
	err     io.Writer
}

// errUsage marks an error in how a command was called.
var errUsage = errors.New("wrong usage")

func usage(format string, args ...any) error {
	return fmt.Errorf("%w: %s", errUsage, fmt.Sprintf(format, args...))
}

// commands in the order help lists them.
func commands() []*command {
	return []*command{
		demoCommand, serveCommand, migrateCommand, userAddCommand, importCommand, exportCommand, geoImportCommand,
		matchCommand, assignCommand, scenarioCommand, intakeReadCommand, verifyCommand,
	}
}

// Run runs one command line and gives the exit code.
func Run(ctx context.Context, args []string, out, errOut io.Writer) int {
	if len(args) == 0 || args[0] == "help" || args[0] == "--help" || args[0] == "-h" {
		return help(args, out, errOut)
	}
	found, rest := find(args)
	if found == nil {
		fmt.Fprintf(errOut, "onderdak: unknown command %q; onderdak help lists them\n", args[0])
		return exitUsage
	}
	err := found.call(ctx, rest, out, errOut)
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitOK
	case errors.Is(err, errUsage):
		fmt.Fprintf(errOut, "onderdak %s: %s\n", found.name, strings.TrimPrefix(err.Error(), errUsage.Error()+": "))
		fmt.Fprintf(errOut, "onderdak %s --help shows how\n", found.name)
		return exitUsage
	case errors.Is(err, errReported):
		return exitFailed
	}
	fmt.Fprintf(errOut, "onderdak %s: %s\n", found.name, oneLine(explain(err)))
	return exitFailed
}

// oneLine joins the lines of an error: drivers and joined errors have several,
// scripts expect one.
func oneLine(text string) string {
	lines := strings.FieldsFunc(text, func(char rune) bool { return char == '\n' || char == '\r' })
	joined := ""
	for _, line := range lines {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
			continue
		case joined == "", strings.HasSuffix(joined, ":"):
			joined = strings.TrimSpace(joined + " " + line)
		default:
			joined += "; " + line
		}
	}
	return joined
}

// errReported says that the failure has been told already, line by line.
var errReported = errors.New("reported")

func find(args []string) (*command, []string) {
	for _, known := range commands() {
		words := strings.Fields(known.name)
		if len(args) >= len(words) && strings.Join(args[:len(words)], " ") == known.name {
			return known, args[len(words):]
		}
	}
	return nil, nil
}

func (known *command) call(ctx context.Context, args []string, out, errOut io.Writer) error {
	c := &call{FlagSet: flag.NewFlagSet(known.name, flag.ContinueOnError), command: known, given: args, out: out, err: errOut}
	c.SetOutput(io.Discard)
	return known.run(ctx, c)
}

// parse reads the flags; those may stand before and after the other words,
// which are given back. --help prints the command's help.
func (c *call) parse(most int) ([]string, error) {
	var words []string
	for rest := c.given; ; {
		switch err := c.Parse(rest); {
		case errors.Is(err, flag.ErrHelp):
			c.help()
			return nil, err
		case err != nil:
			return nil, usage("%s", plain(err))
		}
		if rest = c.Args(); len(rest) == 0 {
			break
		}
		words, rest = append(words, rest[0]), rest[1:]
	}
	if len(words) > most {
		return nil, usage("%q is one word too many", words[most])
	}
	return words, nil
}

// plain writes the flag package's error the way our options are written.
func plain(err error) string {
	return strings.NewReplacer("flag provided but not defined: -", "unknown option --", "flag needs an argument: -", "a value is missing after --",
		"for flag -", "for option --").Replace(err.Error())
}

func (c *call) help() {
	fmt.Fprintf(c.out, "onderdak %s [options]%s\n\n%s.\n", c.command.name, spaced(c.command.args), c.command.summary)
	if c.command.detail != "" {
		fmt.Fprintf(c.out, "\n%s\n", c.command.detail)
	}
	fmt.Fprintf(c.out, "\nOptions:\n")
	c.VisitAll(func(option *flag.Flag) {
		kind, text := flag.UnquoteUsage(option)
		fmt.Fprintf(c.out, "  --%-22s %s", strings.TrimSpace(option.Name+" "+strings.ToUpper(kind)), text)
		if option.DefValue != "" && option.DefValue != "false" && option.DefValue != "0" {
			fmt.Fprintf(c.out, " (default %s)", option.DefValue)
		}
		fmt.Fprintln(c.out)
	})
}

func spaced(text string) string {
	if text == "" {
		return ""
	}
	return " " + text
}

func help(args []string, out, errOut io.Writer) int {
	if len(args) > 1 {
		return Run(context.Background(), append(args[1:], "--help"), out, errOut)
	}
	fmt.Fprint(out, "Onderdak: shelter for people who flee, from reported places to a placed nation.\n\n")
	for _, known := range commands() {
		fmt.Fprintf(out, "  onderdak %-12s %s\n", known.name, known.summary)
	}
	fmt.Fprint(out, "\nonderdak COMMAND --help shows its options.\n")
	return exitOK
}

// needFile checks that an input option names a readable file.
func needFile(option, path string) error {
	if path == "" {
		return usage("option --%s FILE is missing", option)
	}
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("cannot read --%s: %w", option, err)
	}
	if info.IsDir() {
		return fmt.Errorf("cannot read --%s: %s is a folder", option, path)
	}
	return nil
}
