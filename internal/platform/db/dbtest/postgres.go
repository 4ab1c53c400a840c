package dbtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
)

// server is the PostgreSQL server of this test process.
type server struct {
	once sync.Once
	err  error
	dir  string
	stop func()

	halt, resume func() error // let the server stand still for a while
	count        atomic.Int64
}

var shared server

const template = "onderdak_template"

func (s *server) fresh(t testing.TB) string {
	t.Helper()
	s.once.Do(func() { s.err = s.start() })
	if s.err != nil {
		t.Fatalf("PostgreSQL could not be started (Debian: apt-get install postgresql): %v", s.err)
	}
	name := fmt.Sprintf("t%d", s.count.Add(1))
	if err := s.admin("CREATE DATABASE " + name + " TEMPLATE " + template); err != nil {
		t.Fatal(err)
	}
	return s.url(name)
}

// Restartable gives a store in a PostgreSQL server that only this test uses, and
// what stops the server and starts it again.
func Restartable(t testing.TB) (url string, halt, resume func()) {
	t.Helper()
	own := &server{}
	url = own.fresh(t)
	t.Cleanup(own.stop)
	must := func(do func() error) func() {
		return func() {
			t.Helper()
			if err := do(); err != nil {
				t.Fatal(err)
			}
		}
	}
	return url, must(own.halt), must(own.resume)
}

func (s *server) url(name string) string {
	return fmt.Sprintf("postgres://postgres@/%s?host=%s", name, s.dir)
}

func (s *server) admin(statement string) error {
	pool, err := sql.Open("pgx", s.url("postgres"))
	if err != nil {
		return err
	}
	_, err = pool.ExecContext(context.Background(), statement)
	return errors.Join(err, pool.Close())
}

// start makes a cluster in a temporary folder that listens on a socket there.
// Durability is off: tests of crashes start their own.
func (s *server) start() error {
	bin, err := programs()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "onderdak-pg-")
	if err != nil {
		return err
	}
	s.dir = dir
	identity, err := serverIdentity(dir)
	if err != nil {
		return err
	}
	data := filepath.Join(dir, "data")
	if err := run(identity, filepath.Join(bin, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8", "--locale=C"); err != nil {
		return err
	}
	control := filepath.Join(bin, "pg_ctl")
	options := "-c listen_addresses='' -c unix_socket_directories=" + dir +
		" -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c jit=off"
	s.halt = func() error { return run(identity, control, "-D", data, "-w", "-m", "fast", "stop") }
	s.resume = func() error {
		return run(identity, control, "-D", data, "-w", "-o", options, "-l", filepath.Join(dir, "log"), "start")
	}
	s.stop = func() {
		if err := run(identity, control, "-D", data, "-m", "immediate", "stop"); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		if err := os.RemoveAll(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	if err := s.resume(); err != nil {
		return err
	}
	if err := s.admin("CREATE DATABASE " + template); err != nil {
		return err
	}
	return migrate(s.url(template))
}

// programs finds the folder with initdb and pg_ctl.
func programs() (string, error) {
	folders, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		return "", err
	}
	for i := len(folders) - 1; i >= 0; i-- {
		if _, err := os.Stat(filepath.Join(folders[i], "initdb")); err == nil {
			return folders[i], nil
		}
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", err
	}
	return filepath.Dir(path), nil
}

// serverIdentity gives the user to run the server as: PostgreSQL refuses to run
// as root, so root lends the folder to the user postgres.
func serverIdentity(dir string) (*syscall.SysProcAttr, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, err := strconv.Atoi(account.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(account.Gid)
	if err != nil {
		return nil, err
	}
	if err := os.Chown(dir, uid, gid); err != nil {
		return nil, err
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
}

func run(identity *syscall.SysProcAttr, program string, args ...string) error {
	command := exec.Command(program, args...)
	command.SysProcAttr = identity
	command.Dir = "/"
	// The server inherits what it is given: a pipe would keep this waiting.
	log, err := os.CreateTemp("", "onderdak-pg-*.log")
	if err != nil {
		return err
	}
	defer os.Remove(log.Name())
	defer log.Close()
	command.Stdout, command.Stderr = log, log
	if err := command.Run(); err != nil {
		said, readErr := os.ReadFile(log.Name())
		return errors.Join(fmt.Errorf("%s: %w: %s", filepath.Base(program), err, said), readErr)
	}
	return nil
}
