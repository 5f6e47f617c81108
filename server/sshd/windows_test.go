package sshd

import (
	"fmt"
	"testing"

	gossh "golang.org/x/crypto/ssh"
)

// A screen of 3000 by 3000 cells takes 2 GB, and one of the largest size that a client
// can say would end the server.
func TestNoWindowTakesMoreThanTheLargest(t *testing.T) {
	const most = 1<<32 - 1
	addr, _ := screens(t)
	c := dial(t, addr, "anna")
	before := rested(load{})
	highest := watchLoad()
	for _, w := range []struct{ cols, rows, width, height uint32 }{
		{3000, 3000, maxCols, maxRows},
		{most, most, maxCols, maxRows},
		{most, 1, maxCols, minRows},
		{1, most, minCols, maxRows},
		{1 << 31, 1 << 31, maxCols, maxRows},
		{0, most, 80, maxRows},
	} {
		shown := fmt.Sprintf("size=%dx%d ", w.width, w.height)
		resized := fmt.Sprintf("%dx%d ", w.width, w.height)
		for _, first := range []struct{ cols, rows uint32 }{{w.cols, w.rows}, {81, 25}} {
			o := &terminalOn{Session: newSession(t, c)}
			o.Stdout = o
			if _, err := o.StdinPipe(); err != nil { // an input that does not end
				t.Fatal(err)
			}
			if ok, err := o.SendRequest("pty-req", true, ptyRequest("xterm-256color", first.cols, first.rows)); !ok || err != nil {
				t.Fatal(ok, err)
			}
			if err := o.Shell(); err != nil {
				t.Fatal(err)
			}
			if first.cols == w.cols {
				o.shows(t, shown)
			} else {
				o.shows(t, "size=81x25 ")
				size := gossh.Marshal(struct{ Cols, Rows, Width, Height uint32 }{w.cols, w.rows, most, most})
				if ok, err := o.SendRequest("window-change", true, size); !ok || err != nil {
					t.Fatal(ok, err)
				}
				o.shows(t, resized)
			}
			o.Session.Close()
		}
	}
	if got := highest(); got.memory > before.memory+96<<20 {
		t.Errorf("%s, before %s", got, before)
	} else {
		t.Logf("at most %s, before %s", got, before)
	}
}
