//go:build crashpoints

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/crypto/ssh"

	"valurna/ballot/kind"
	"valurna/ballot/view"
	"valurna/server/member"
)

// A member's own booth as a process of its own, so that it can be killed like
// the others: the session behind "join", with a person who tests the booth once and
// always votes for the first option.
func init() {
	extra = append(extra, &cobra.Command{
		Use: "booth-crash DIR SEAT ITEM", Hidden: true, Args: cobra.ExactArgs(3),
		Short: "Vote once with the key of DIR/keys/seat-SEAT, and end when the ballot is found among the sealed",
		RunE: func(cmd *cobra.Command, args []string) error {
			item, err := strconv.Atoi(args[2])
			if err != nil {
				return err
			}
			s, err := boothSession(cmd.Context(), args[0], "seat-"+args[1])
			if err != nil {
				return err
			}
			defer s.Close()
			for ctx := cmd.Context(); ctx.Err() == nil; {
				done, err := voteOnce(ctx, s, item)
				if done {
					return nil
				}
				if err != nil {
					fmt.Fprintln(cmd.ErrOrStderr(), err)
				}
				select {
				case <-ctx.Done():
				case <-s.Changed():
				case <-time.After(200 * time.Millisecond):
				}
			}
			return nil
		},
	})
}

func boothSession(ctx context.Context, dir, seat string) (*member.Session, error) {
	signed, err := readSigned(filepath.Join(dir, "manifest"))
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(filepath.Join(dir, "keys", seat))
	if err != nil {
		return nil, err
	}
	signer, err := ssh.ParsePrivateKey(data)
	if err != nil {
		return nil, err
	}
	state, err := member.OpenState(filepath.Join(dir, "booths", seat))
	if err != nil {
		return nil, err
	}
	return member.Start(ctx, member.Options{Signed: signed, State: state, User: seat, Keys: []*member.Key{member.NewKey(signer)}})
}

// voteOnce does what the desk offers. It is done when the ballot was found among
// the sealed ones.
func voteOnce(ctx context.Context, s *member.Session, item int) (done bool, err error) {
	d, err := s.View()
	if err != nil {
		return false, err
	}
	for _, b := range d.Ballots {
		if b.Item != item {
			continue
		}
		if b.Included != nil && *b.Included {
			return true, nil
		}
		if b.Own != view.OwnNone && b.Own != view.OwnBegun || b.Phase != view.PhaseOpen && b.Phase != view.PhaseClosing {
			continue
		}
		booth := s.Booth(b.Ballot)
		err := testAndCast(ctx, booth, b.Own == view.OwnNone)
		booth.Close()
		return false, err
	}
	return false, nil
}

// testAndCast opens a made-up choice as a test the first time, and then votes.
func testAndCast(ctx context.Context, booth *member.OwnBooth, first bool) error {
	if first {
		if _, err := booth.Seal(kind.Choice{Options: []int{1}}, ""); err != nil {
			return err
		}
		if _, err := booth.Audit(ctx); err != nil {
			return err
		}
	}
	if _, err := booth.Seal(kind.Choice{Options: []int{0}}, ""); err != nil {
		return err
	}
	_, err := booth.Cast(ctx)
	return err
}
