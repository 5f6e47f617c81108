package member

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"valurna/ballot/manifest"
	"valurna/server/wire"
)

// ErrWords says that a registrar's manifest is not the one that the words name.
var ErrWords = errors.New("member: the registrar's manifest has other words than those of the notice; somebody may stand in between, nothing was sent: compare the words again, and tell the chair if they differ")

// Fetch asks the registrar at host:port for its manifest, over a connection whose
// host key nothing vouches for yet, and offers no key there. The signatures of all
// parties and the host key are checked against the manifest itself; whether it is
// the right one, CheckWords or a person says.
func Fetch(ctx context.Context, address string) (*manifest.Signed, error) {
	c, hostKey, err := wire.Meet(ctx, address)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	signed, err := shown(ctx, c)
	if err != nil {
		return nil, err
	}
	if err := signed.Verify(); err != nil {
		return nil, err
	}
	if hostKey != signed.Manifest.Registrar.HostKey {
		return nil, fmt.Errorf("%s: %w", address, wire.ErrHostKey)
	}
	return signed, nil
}

// shown is the manifest that a registrar shows; its signatures are not checked.
func shown(ctx context.Context, c *wire.Client) (*manifest.Signed, error) {
	data, err := c.Run(ctx, wire.CmdManifest, nil)
	if err != nil {
		return nil, err
	}
	return manifest.DecodeSigned(data)
}

// sameMeeting refuses a registrar that shows another manifest than the pinned one.
func sameMeeting(ctx context.Context, c *wire.Client, pinned *manifest.Signed) error {
	signed, err := shown(ctx, c)
	if err != nil {
		return err
	}
	return Same(pinned, signed)
}

// CheckWords compares a manifest with its words as a person typed them; ErrWords if
// they are another's.
func CheckWords(signed *manifest.Signed, words string) error {
	want, err := manifest.ParseWords(words)
	if err != nil {
		return fmt.Errorf("member: the words: %w; nothing was sent: type the ten words of the notice", err)
	}
	hash, err := signed.Manifest.Hash()
	if err == nil && !bytes.Equal(hash[:len(want)], want[:]) {
		return ErrWords
	}
	return err
}

// Ends says whether somebody has typed the first and the last of the words, letter by
// letter too, as they are shown.
func Ends(signed *manifest.Signed, typed string) (bool, error) {
	hash, err := signed.Manifest.Hash()
	if err != nil {
		return false, err
	}
	all := strings.Split(manifest.Words(hash), "-")
	got := strings.Join(strings.Fields(strings.ToLower(strings.ReplaceAll(typed, "-", " "))), "")
	return got == all[0]+all[len(all)-1], nil
}
