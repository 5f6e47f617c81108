package main

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/hiddeco/sshsig"
	"github.com/spf13/cobra"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"valurna/ballot/manifest"
	"valurna/server/durable"
	"valurna/server/registrar"
	"valurna/server/urn"
)

// manifestCommand makes the trust anchor and collects signatures under it.
func manifestCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "manifest", Short: "Make, sign and read aloud the meeting's trust anchor", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.AddCommand(manifestMake(), manifestSign(), manifestWords())
	return cmd
}

func manifestMake() *cobra.Command {
	return &cobra.Command{
		Use: "make DIR", Short: "Write DIR/manifest, unsigned, from body.toml and meeting.toml", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			setup, findings, err := readSetup(args[0])
			if err != nil {
				return err
			}
			if len(findings) > 0 {
				printFindings(cmd.ErrOrStderr(), findings)
				return exitCode(1)
			}
			path := filepath.Join(args[0], "manifest")
			if old, err := readSigned(path); err == nil && len(old.Sigs) > 0 {
				same, err := sameManifest(old.Manifest, setup.Manifest())
				if err != nil {
					return err
				}
				if same {
					return printManifest(cmd.OutOrStdout(), old)
				}
				fmt.Fprintln(cmd.ErrOrStderr(), "The files have changed: the signatures under the old manifest are void and everybody signs anew.")
			} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			s := &manifest.Signed{Manifest: setup.Manifest(), Sigs: []manifest.Signature{}}
			if err := s.Manifest.Check(); err != nil {
				return err
			}
			if err := writeSigned(path, s); err != nil {
				return err
			}
			return printManifest(cmd.OutOrStdout(), s)
		},
	}
}

func sameManifest(a, b *manifest.Manifest) (bool, error) {
	x, err := a.Hash()
	if err != nil {
		return false, err
	}
	y, err := b.Hash()
	return x == y, err
}

func manifestSign() *cobra.Command {
	var as, key string
	cmd := &cobra.Command{
		Use: "sign DIR", Short: "Sign DIR/manifest as registrar, urn or officer", Args: cobra.ExactArgs(1),
		Long: `Adds one party's signature to DIR/manifest. Each party runs it on its own
machine, after comparing the words with the others', and passes the file on.

  registrar, urn   with the keys in DIR/registrar or DIR/urn
  officer          chair or secretary, with an SSH key: --key FILE, or the agent

Trustees and witnesses sign with "valurna trustee sign" and "valurna witness sign".`,
		Example: "valurna manifest sign meeting/ --as officer --key ~/.ssh/id_ed25519",
	}
	cmd.Flags().StringVar(&as, "as", "", "who signs: registrar, urn or officer")
	cmd.Flags().StringVar(&key, "key", "", "the officer's SSH private key `FILE` (default: the SSH agent)")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		path := filepath.Join(args[0], "manifest")
		s, err := readSigned(path)
		if err != nil {
			return err
		}
		switch as {
		case manifest.ByRegistrar:
			err = registrar.SignManifest(filepath.Join(args[0], "registrar"), s)
		case manifest.ByUrn:
			var sig manifest.Signature
			if sig, err = urn.SignManifest(filepath.Join(args[0], "urn"), s.Manifest); err == nil {
				err = s.Add(sig)
			}
		case manifest.ByOfficer:
			err = signOfficer(s, key)
		default:
			err = fmt.Errorf("--as %q: write registrar, urn or officer", as)
		}
		if err != nil {
			return err
		}
		if err := writeSigned(path, s); err != nil {
			return err
		}
		return printManifest(cmd.OutOrStdout(), s)
	}
	return cmd
}

func manifestWords() *cobra.Command {
	return &cobra.Command{
		Use: "words FILE", Short: "Print the words of a manifest, and who has not signed it", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := readSigned(args[0])
			if err != nil {
				return err
			}
			return printManifest(cmd.OutOrStdout(), s)
		},
	}
}

// printManifest says what a person compares: meeting, words, who is missing.
func printManifest(w io.Writer, s *manifest.Signed) error {
	hash, err := s.Manifest.Hash()
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%s, %s, %s\nwords: %s\n", s.Manifest.Body, s.Manifest.Meeting, s.Manifest.Date, manifest.Words(hash))
	for _, k := range []struct{ whose, line string }{{"registrar", s.Manifest.Registrar.HostKey}, {"urn", s.Manifest.Urn.HostKey}} {
		key, err := manifest.ParseKeyLine(k.line)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "host key of the %s: %s\n", k.whose, ssh.FingerprintSHA256(key))
	}
	if missing := s.Missing(); len(missing) > 0 {
		fmt.Fprintf(w, "not signed yet by: %s\n", strings.Join(missing, ", "))
		return nil
	}
	if err := s.Verify(); err != nil {
		return err
	}
	fmt.Fprintln(w, "signed by all parties")
	return nil
}

// signOfficer signs with a key file or, without one, with the SSH agent, which
// also reaches hardware keys.
func signOfficer(s *manifest.Signed, file string) error {
	encoding, err := s.Manifest.Encode()
	if err != nil {
		return err
	}
	signer, err := officerSigner(s.Manifest.Officer.Key, file)
	if err != nil {
		return err
	}
	sig, err := sshsig.SignWithRand(bytes.NewReader(manifest.SigningBytes(encoding)), rand.Reader, signer, sshsig.HashSHA512, manifest.SSHSIGNamespace)
	if err != nil {
		return fmt.Errorf("the key did not sign: %w", err)
	}
	return s.Add(manifest.Signature{By: manifest.ByOfficer, Sig: sig.Marshal()})
}

func officerSigner(want, file string) (ssh.Signer, error) {
	if file != "" {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		signer, err := ssh.ParsePrivateKey(data)
		var locked *ssh.PassphraseMissingError
		if errors.As(err, &locked) {
			return nil, fmt.Errorf("%s is sealed by a passphrase: run ssh-add %s and leave out --key", file, file)
		}
		if err == nil && manifest.KeyLine(signer.PublicKey()) != want {
			return nil, fmt.Errorf("%s is not the key that the manifest names for the officer", file)
		}
		return signer, err
	}
	conn, err := net.Dial("unix", os.Getenv("SSH_AUTH_SOCK"))
	if err != nil {
		return nil, fmt.Errorf("no SSH agent answers: give --key FILE: %w", err)
	}
	signers, err := agent.NewClient(conn).Signers()
	if err != nil {
		return nil, err
	}
	for _, signer := range signers {
		if manifest.KeyLine(signer.PublicKey()) == want {
			return signer, nil
		}
	}
	return nil, errors.New("the SSH agent does not hold the officer's key: run ssh-add, or give --key FILE")
}

func readSigned(path string) (*manifest.Signed, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return manifest.DecodeSigned(data)
}

func writeSigned(path string, s *manifest.Signed) error {
	data, err := s.Encode()
	if err != nil {
		return err
	}
	return durable.Write(path, data)
}
