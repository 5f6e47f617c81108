package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"valurna/tui/picture"
	"valurna/tui/picture/shots"
)

// pictureCommand draws what a terminal shows.
func pictureCommand() *cobra.Command {
	var width, height int
	var out, dir string
	cmd := &cobra.Command{
		Use:   "picture [FILE] [-o FILE.svg] | picture --screens DIR",
		Short: "Draw what a terminal shows as a picture (SVG)",
		Long: `Draws what a program has written to a terminal, with its escape sequences, as an SVG in
which text stays text. Without FILE it is read from standard input, for instance from
"tmux capture-pane -ep".

With --screens it draws the main screens of this program over a made-up meeting, and a
page that lists them.`,
		Example: "tmux capture-pane -ep -t chair | valurna picture -o chair.svg\nvalurna picture --screens docs/screens",
		Args:    cobra.MaximumNArgs(1),
	}
	cmd.Flags().IntVar(&width, "width", 80, "`COLUMNS` of the terminal")
	cmd.Flags().IntVar(&height, "height", 24, "`ROWS` of the terminal")
	cmd.Flags().StringVarP(&out, "output", "o", "", "write to `FILE` instead of standard output")
	cmd.Flags().StringVar(&dir, "screens", "", "draw the main screens into `DIR`")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if dir != "" {
			return drawScreens(dir)
		}
		if width < 1 || width > 500 || height < 1 || height > 300 {
			return fmt.Errorf("a terminal of %d by %d is not drawn: 1 to 500 columns, 1 to 300 rows", width, height)
		}
		var data []byte
		var err error
		if len(args) > 0 {
			data, err = os.ReadFile(args[0])
		} else {
			data, err = io.ReadAll(cmd.InOrStdin())
		}
		if err != nil {
			return err
		}
		s, err := picture.Draw(string(data), width, height)
		if err != nil {
			return err
		}
		if out != "" {
			return os.WriteFile(out, picture.SVG(s), 0o644)
		}
		_, err = cmd.OutOrStdout().Write(picture.SVG(s))
		return err
	}
	return cmd
}

// drawScreens writes every picture, and the page that lists them.
func drawScreens(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	here := time.Local
	time.Local = time.UTC // the same pictures everywhere
	defer func() { time.Local = here }()
	all := shots.All()
	for _, s := range all {
		screen, err := shots.Render(s)
		if err != nil {
			return fmt.Errorf("%s: %w", s.Name, err)
		}
		if err := os.WriteFile(filepath.Join(dir, s.Name+".svg"), picture.SVG(screen), 0o644); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(dir, "README.md"), shots.Index(all), 0o644)
}
