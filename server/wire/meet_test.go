package wire

import (
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"valurna/ballot/manifest"
)

// quiet is a server that answers questions about the connection until it is told
// not to, and notes who logs in how.
type quiet struct {
	address, key string
	mute         atomic.Bool
	answered     atomic.Int64
	user         atomic.Value
	offered      atomic.Bool // a key was offered
}

func newQuiet(t *testing.T) *quiet {
	t.Helper()
	seed := sha256.Sum256([]byte("quiet"))
	host, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(seed[:]))
	if err != nil {
		t.Fatal(err)
	}
	q := &quiet{key: manifest.KeyLine(host.PublicKey())}
	config := &ssh.ServerConfig{
		NoClientAuth: true,
		NoClientAuthCallback: func(c ssh.ConnMetadata) (*ssh.Permissions, error) {
			q.user.Store(c.User())
			return nil, nil
		},
		PublicKeyCallback: func(ssh.ConnMetadata, ssh.PublicKey) (*ssh.Permissions, error) {
			q.offered.Store(true)
			return nil, errors.New("no")
		},
	}
	config.AddHostKey(host)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	q.address = l.Addr().String()
	go func() {
		for {
			raw, err := l.Accept()
			if err != nil {
				return
			}
			_, chans, reqs, err := ssh.NewServerConn(raw, config)
			if err != nil {
				continue
			}
			go func() {
				for range chans {
				}
			}()
			go func() {
				for req := range reqs {
					if !q.mute.Load() {
						req.Reply(false, nil)
						q.answered.Add(1)
					}
				}
			}()
		}
	}()
	return q
}

func TestAServerIsMetWithoutAKeyAndTellsItsOwn(t *testing.T) {
	q := newQuiet(t)
	c, key, err := Meet(t.Context(), q.address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if key != q.key || q.user.Load() != UserObserver || q.offered.Load() {
		t.Errorf("key %q, user %v, key offered: %v", key, q.user.Load(), q.offered.Load())
	}
	if _, _, err := Meet(t.Context(), "127.0.0.1:1"); err == nil {
		t.Error("nobody was met")
	}
}

// A line that has gone without a word is found and closed; one that lives is not.
func TestALineThatHasGoneSilentIsClosed(t *testing.T) {
	q := newQuiet(t)
	c, _, err := Meet(t.Context(), q.address)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		c.Keep(5*time.Millisecond, 500*time.Millisecond)
		close(ended)
	}()
	late := time.After(10 * time.Second)
	for q.answered.Load() < 5 {
		select {
		case <-ended:
			t.Fatal("a line that answers was closed")
		case <-late:
			t.Fatal("nothing was asked")
		case <-time.After(time.Millisecond):
		}
	}
	q.mute.Store(true)
	select {
	case <-ended:
	case <-late:
		t.Fatal("a silent line was kept")
	}
	if err := c.Wait(); err == nil {
		t.Error("the connection is still there")
	}
}
