package keeper

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// startTime is how long a new keeper may take until it answers.
const startTime = 10 * time.Second

// rivalTime is how long, after a keeper ended at once, another may still take.
const rivalTime = time.Second

// pollTime is how often Start asks whether it does.
const pollTime = 10 * time.Millisecond

// Start returns a client for the keeper of dir. If none answers it starts
// command with dir as its last argument, in a session of its own, so that
// neither the end of this process nor a signal to its group reaches the keeper.
// What the keeper prints goes to keeper.log in dir.
func Start(ctx context.Context, dir string, command []string) (*Client, error) {
	c := At(dir)
	_, err := c.List()
	if !errors.Is(err, ErrUnreachable) {
		return c, err
	}
	if err := checkDir(dir); err != nil {
		return nil, err
	}
	log, err := os.OpenFile(filepath.Join(dir, logName), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("keeper: not started: %w", err)
	}
	defer log.Close()
	cmd := exec.Command(command[0], append(command[1:len(command):len(command)], dir)...)
	cmd.Stdout, cmd.Stderr = log, log
	if err := detach(cmd); err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("keeper: not started: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	return c, c.await(ctx, ended)
}

// await polls until the keeper answers. A keeper that ended may have lost to
// another that was started at the same time and is about to listen, so it waits
// a little longer.
func (c *Client) await(ctx context.Context, ended <-chan error) error {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	tick := time.NewTicker(pollTime)
	defer tick.Stop()
	for {
		_, err := c.List()
		if !errors.Is(err, ErrUnreachable) {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w; see %s", err, filepath.Join(c.dir, logName))
		case <-ended:
			ended = nil
			ctx, cancel = context.WithTimeout(ctx, rivalTime)
			defer cancel()
		case <-tick.C:
		}
	}
}
