package keeper

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// maxAnswer bounds the answer to "list", in bytes.
const maxAnswer = Slots*(maxBallot+1) + maxLine

// Client asks the keeper of one directory. It holds no connection and no key.
type Client struct{ dir string }

// At gives a client for the keeper of dir, which may not be running.
func At(dir string) *Client { return &Client{dir: dir} }

// Create returns the ballot's key and makes it if there was none yet; ErrErased
// if it was erased.
func (c *Client) Create(ballot string) (Key, error) { return c.key("create", ballot) }

// Get returns the ballot's key, ErrNone or ErrErased.
func (c *Client) Get(ballot string) (Key, error) { return c.key("get", ballot) }

// Erase overwrites the ballot's key. Erasing again changes nothing.
func (c *Client) Erase(ballot string) error { return c.done("erase " + ballot) }

// Stop ends the keeper; it refuses while it holds a key (ErrRefused).
func (c *Client) Stop() error { return c.done("stop") }

// List names the ballots whose keys are held, sorted.
func (c *Client) List() ([]string, error) {
	words, err := c.ask("list")
	if err != nil {
		return nil, err
	}
	if words[0] != "held" {
		return nil, unexpected()
	}
	return words[1:], nil
}

func (c *Client) done(line string) error {
	words, err := c.ask(line)
	if err != nil {
		return err
	}
	if words[0] != "done" {
		return unexpected()
	}
	return nil
}

func (c *Client) key(verb, ballot string) (key Key, err error) {
	words, err := c.ask(verb + " " + ballot)
	if err != nil {
		return key, err
	}
	switch {
	case words[0] == "none":
		return key, ErrNone
	case words[0] == "erased":
		return key, ErrErased
	case words[0] != "key" || len(words) != 2 || len(words[1]) != 2*Size:
		return key, unexpected()
	}
	if _, err := hex.Decode(key[:], []byte(words[1])); err != nil {
		return Key{}, unexpected()
	}
	return key, nil
}

// unexpected names no word of the answer, which might be a key.
func unexpected() error {
	return fmt.Errorf("%w: its answer is none that this program knows; are both of one version?", ErrRefused)
}

// ask sends one line and returns the words of the answer, at least one.
func (c *Client) ask(line string) ([]string, error) {
	conn, err := net.DialTimeout("unix", socketPath(c.dir), requestTime)
	if err != nil {
		return nil, fmt.Errorf("%w in %s: %v", ErrUnreachable, c.dir, err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(requestTime))
	// What answers at that path gets a ballot's name only after it has shown to
	// belong to the same user.
	if err := checkPeer(conn); err != nil {
		return nil, err
	}
	if _, err := io.WriteString(conn, line+"\n"); err != nil {
		return nil, fmt.Errorf("%w in %s: %v", ErrUnreachable, c.dir, err)
	}
	answer, err := bufio.NewReader(io.LimitReader(conn, maxAnswer)).ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("%w in %s: it closed the connection without an answer: %v", ErrUnreachable, c.dir, err)
	}
	answer = strings.TrimSuffix(answer, "\n")
	if text, refused := strings.CutPrefix(answer, "refused "); refused {
		return nil, fmt.Errorf("%w: %s", ErrRefused, text)
	}
	return strings.Split(answer, " "), nil
}
