package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"valurna/tui/picture"
	"valurna/tui/picture/shots"
)

// mostScreen bounds what is read of a screen, in bytes.
const mostScreen = 16 << 20

// pictureCommand draws terminal screens as SVG files.
func pictureCommand() *cobra.Command {
	var width, height int
	var out, dir string
	cmd := &cobra.Command{
		Use:   "picture [FILE]",
		Short: "Draw what a terminal shows as an SVG picture",
		Long: `Draws what a program wrote to a terminal, text with escape sequences, as an SVG picture:
from FILE, or from standard input. The picture is one file that needs nothing else, its
text is text, and the same screen is always the same file.

With --screens DIR the main screens of this program are drawn, over an example meeting,
and DIR/` + shots.Index + ` lists them.`,
		Example: "tmux capture-pane -ep | valurna picture -o screen.svg\nvalurna picture --width 120 --height 40 screen.txt > screen.svg\nvalurna picture --screens docs/screens",
		Args:    cobra.MaximumNArgs(1),
	}
	cmd.Flags().IntVar(&width, "width", 80, "columns of the terminal")
	cmd.Flags().IntVar(&height, "height", 24, "lines of the terminal")
	cmd.Flags().StringVarP(&out, "output", "o", "", "write the picture to `FILE` (default: standard output)")
	cmd.Flags().StringVar(&dir, "screens", "", "draw the main screens of this program into `DIR`")
	for _, one := range []string{"width", "height", "output"} {
		cmd.MarkFlagsMutuallyExclusive("screens", one)
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if cmd.Flags().Changed("screens") {
			if len(args) > 0 || dir == "" {
				return errors.New("--screens takes a directory, and no file of a screen; nothing was drawn")
			}
			return drawScreens(cmd.ErrOrStderr(), dir)
		}
		if min(width, height) < 1 || max(width, height) > picture.MaxSide {
			return fmt.Errorf("a terminal of %dx%d cannot be drawn: --width and --height are 1 to %d", width, height, picture.MaxSide)
		}
		content, err := readScreen(cmd.InOrStdin(), args)
		if err != nil {
			return err
		}
		svg := picture.SVG(picture.Draw(string(content), width, height))
		if out != "" {
			return os.WriteFile(out, svg, 0o644)
		}
		_, err = cmd.OutOrStdout().Write(svg)
		return err
	}
	return cmd
}

func readScreen(in io.Reader, args []string) ([]byte, error) {
	if len(args) == 1 {
		file, err := os.Open(args[0])
		if err != nil {
			return nil, err
		}
		defer func() { _ = file.Close() }() // it was only read
		in = file
	}
	content, err := io.ReadAll(io.LimitReader(in, mostScreen+1))
	if err == nil && len(content) > mostScreen {
		err = fmt.Errorf("there are more than %d bytes, which is no screen; nothing was drawn", mostScreen)
	}
	return content, err
}

func drawScreens(say io.Writer, dir string) error {
	files, err := shots.Files()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(say, "valurna: %d pictures are in %s\n", len(files)-1, dir)
	return err
}
