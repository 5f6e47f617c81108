package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"valurna/ballot/manifest"
	"valurna/ballot/roll"
)

// initCommand is "valurna init": the two example files of a meeting.
func initCommand() *cobra.Command {
	var profile string
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: "Write the two files of a meeting, to be filled in",
		Long: `Writes body.toml and meeting.toml into DIR, with comments and placeholders.

Fill them in, and let "valurna check DIR" tell what is left to do. Files that are
there already are never overwritten.

Profiles: ` + strings.Join(roll.Profiles(), ", ") + ".",
		Example: "valurna init meeting --profile se-namnd",
		Args:    exactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(roll.Profiles(), profile) {
				return fmt.Errorf("profile %q is not known, nothing was written: choose one of %s", profile, strings.Join(roll.Profiles(), ", "))
			}
			body, meeting := roll.Template(profile)
			if err := writeNew(args[0], file{roll.BodyFile, body}, file{roll.MeetingFile, meeting}); err != nil {
				return err
			}
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "Wrote %s and %s. Fill them in, then run: valurna check %s\n",
				filepath.Join(args[0], roll.BodyFile), filepath.Join(args[0], roll.MeetingFile), args[0])
			return err
		},
	}
	cmd.Flags().StringVar(&profile, "profile", manifest.ProfileCouncil, "kind of body")
	return cmd
}

type file struct {
	name string
	data []byte
}

// writeNew writes all files into dir, or none. They will hold people's names, so
// only their owner reads them.
func writeNew(dir string, files ...file) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("nothing was written: %w: choose another directory", err)
	}
	var written []string
	for _, f := range files {
		path := filepath.Join(dir, f.name)
		err := writeOne(path, f.data)
		if err == nil {
			written = append(written, path)
			continue
		}
		for _, p := range written {
			err = errors.Join(err, os.Remove(p))
		}
		if errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("%s exists, nothing was written: choose another directory, or move that file away", path)
		}
		return fmt.Errorf("nothing was written: %w", err)
	}
	return nil
}

// writeOne creates a file that is not there yet; on error it leaves none behind.
func writeOne(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}
