package main

import (
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"valurna/ballot/vectors"
)

// vectorsCommand writes the specification's test vectors, for whoever changes a
// format. Members have no use for it.
func vectorsCommand() *cobra.Command {
	return &cobra.Command{
		Use: "vectors DIR", Short: "Write the specification's test vectors", Args: exactArgs(1), Hidden: true,
		RunE: func(_ *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return err
			}
			for name, data := range vectors.Files() {
				if err := os.WriteFile(filepath.Join(args[0], name), data, 0o644); err != nil {
					return err
				}
			}
			return nil
		},
	}
}
