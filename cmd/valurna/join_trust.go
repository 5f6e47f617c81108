package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"valurna/ballot/manifest"
	"valurna/server/durable"
	"valurna/server/member"
	"valurna/tui/style"
)

// trust finds the manifest to believe: from a file, by its words, as it was pinned
// here before, or by asking the person.
func trust(ctx context.Context, address string, o joinOptions, talk *prompter) (*manifest.Signed, error) {
	if o.manifest != "" {
		signed, err := readSigned(o.manifest)
		if err == nil {
			err = signed.Verify()
		}
		if err == nil && o.words != "" {
			err = member.CheckWords(signed, o.words)
		}
		return signed, err
	}
	if o.words != "" {
		if _, err := manifest.ParseWords(o.words); err != nil {
			return nil, fmt.Errorf("the words: %w; nothing was sent: type the ten words of the notice", err)
		}
		signed, err := member.Fetch(ctx, address)
		if err == nil {
			err = member.CheckWords(signed, o.words)
		}
		return signed, err
	}
	dir, err := pinnedDir(address, o.state)
	if err != nil {
		return nil, err
	}
	if dir != "" {
		if signed, err := member.Pinned(dir); err != nil || signed != nil {
			return signed, err
		}
	}
	signed, err := member.Fetch(ctx, address)
	if err != nil {
		return nil, err
	}
	return signed, compare(signed, talk)
}

// compare shows the words large and asks for the first and the last of them.
func compare(signed *manifest.Signed, talk *prompter) error {
	w := talk.words.Join
	if !terminal(talk.in) {
		return errors.New(w.TrustNeeded)
	}
	hash, err := signed.Manifest.Hash()
	if err != nil {
		return err
	}
	m := signed.Manifest
	fmt.Fprintf(talk.out, "\n%s\n\n  %s · %s · %s\n\n", w.TrustTitle, style.Clean(m.Body), style.Clean(m.Meeting), style.Clean(m.Date))
	for i, word := range strings.Split(manifest.Words(hash), "-") {
		fmt.Fprintf(talk.out, "  %2d   %s\n", i+1, strings.Join(strings.Split(strings.ToUpper(word), ""), " "))
	}
	fmt.Fprintln(talk.out)
	talk.say(w.TrustHow, w.TrustAsk)
	for range 3 {
		fmt.Fprint(talk.out, "> ")
		line, err := talk.line()
		if err != nil || strings.TrimSpace(line) == "" {
			break
		}
		same, err := member.Ends(signed, line)
		if err != nil {
			return err
		}
		if same {
			talk.say(w.TrustLater)
			return nil
		}
		talk.say(w.TrustWrong)
	}
	return errors.New(w.TrustNot)
}

// home is where state folders stand, one for each manifest, and the file that says
// which one an address belongs to.
func home() (string, error) {
	base, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("%w: nothing was started; name a folder with --state DIR", err)
	}
	return filepath.Join(base, "valurna"), nil
}

func knownFile(root, address string) string {
	return filepath.Join(root, "known", hex.EncodeToString([]byte(strings.ToLower(address))))
}

// pinnedDir is the state folder of an address; "" if it was never joined.
func pinnedDir(address, state string) (string, error) {
	if state != "" {
		return state, nil
	}
	root, err := home()
	if err != nil {
		return "", err
	}
	data, err := os.ReadFile(knownFile(root, address))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	name := string(data)
	if raw, err := hex.DecodeString(name); err != nil || len(raw) != 32 {
		return "", fmt.Errorf("%s is damaged, nothing was sent: remove it, and compare the words again", knownFile(root, address))
	}
	return filepath.Join(root, name), nil
}

// openState takes the state folder of a meeting, pins the manifest in it, and asks
// for the passphrase where there is one.
func openState(address string, signed *manifest.Signed, o joinOptions, talk *prompter) (*member.State, error) {
	hash, err := signed.Manifest.Hash()
	if err != nil {
		return nil, err
	}
	dir, known := o.state, ""
	if dir == "" {
		root, err := home()
		if err != nil {
			return nil, err
		}
		dir, known = filepath.Join(root, hex.EncodeToString(hash[:])), knownFile(root, address)
	}
	state, err := member.OpenState(dir)
	if err != nil {
		return nil, err
	}
	if err = state.Pin(signed); err == nil && known != "" {
		err = durable.Write(known, []byte(hex.EncodeToString(hash[:])))
	}
	if err == nil {
		err = unlock(state, o.seal, talk)
	}
	if err != nil {
		return nil, errors.Join(err, state.Close())
	}
	return state, nil
}

// unlock asks for the passphrase, once a start; three tries.
func unlock(state *member.State, seal bool, talk *prompter) error {
	sealed, err := state.Sealed()
	if err != nil || !sealed && !seal {
		return err
	}
	if !sealed {
		phrase, err := talk.secret(talk.words.Join.Passphrase)
		if err != nil {
			return err
		}
		again, err := talk.secret(talk.words.Join.PassphraseAgain)
		if err != nil {
			return err
		}
		if string(phrase) != string(again) {
			return errors.New("the two passphrases differ; nothing was sealed and nothing was sent: start again")
		}
		return state.Seal(phrase)
	}
	for try := 0; ; try++ {
		phrase, err := talk.secret(talk.words.Join.Passphrase)
		if err != nil {
			return err
		}
		if err = state.Unlock(phrase); !errors.Is(err, member.ErrPassphrase) || try == 2 {
			return err
		}
	}
}
