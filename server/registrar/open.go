package registrar

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"charm.land/ssh"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/roll"
	"valurna/ballot/view"
	"valurna/crypto/blind"
)

// Config says where a meeting's files are and what time it is.
type Config struct {
	Dir   string // holds body.toml, meeting.toml and manifest
	State string // holds keys and store: owner-only
	Now   func() time.Time
	Log   *slog.Logger
}

// Open reads a meeting's files, or takes the meeting up again where it was. The
// files are read once into the journal's first entries; afterwards the journal is
// the truth, and a changed file is refused.
func Open(c Config) (*Registrar, error) {
	body, err := os.ReadFile(filepath.Join(c.Dir, "body.toml"))
	if err != nil {
		return nil, err
	}
	meeting, err := os.ReadFile(filepath.Join(c.Dir, "meeting.toml"))
	if err != nil {
		return nil, err
	}
	setup, findings := roll.Parse(body, meeting)
	if len(findings) > 0 {
		lines := make([]string, len(findings))
		for i, f := range findings {
			lines[i] = f.String()
		}
		return nil, fmt.Errorf("the files are refused:\n%s", strings.Join(lines, "\n"))
	}
	signed, err := readManifest(c.Dir, setup)
	if err != nil {
		return nil, err
	}
	key, err := loadJournalKey(c.State, signed.Manifest)
	if err != nil {
		return nil, err
	}
	records, err := openRecords(c.State)
	if err != nil {
		return nil, err
	}
	r := &Registrar{
		packing: make(chan struct{}, 1),
		dir:     c.State, records: records, key: key, now: c.Now, log: c.Log,
		state: journal.NewState(), changed: make(chan struct{}), notes: map[int64]string{},
		pending: map[string]*pending{}, signers: map[string]*blind.Signer{}, visits: visits{}, live: map[ssh.Context][]credential{}, lines: map[ssh.Context]*line{}, acts: map[int][]time.Time{}, gates: map[string]found{}, arrivals: map[*arrival]struct{}{},
		online: map[string]int{}, counts: map[string]view.Counts{}, sealedAt: map[string]time.Time{}, reopened: map[string]bool{}, evidence: evidenceOf, sealedOf: sealedFrom, recounts: map[string]error{}, trouble: map[string]string{},
	}
	if err := r.start(setup, signed, body, meeting); err != nil {
		return nil, errors.Join(err, records.Close())
	}
	return r, nil
}

// Close closes the store. Nothing may be asked of r afterwards.
func (r *Registrar) Close() error { return r.records.Close() }

func readManifest(dir string, setup *roll.Setup) (*manifest.Signed, error) {
	data, err := os.ReadFile(filepath.Join(dir, "manifest"))
	if err != nil {
		return nil, fmt.Errorf("%w: make it with `valurna manifest make` and have every party sign it", err)
	}
	signed, err := manifest.DecodeSigned(data)
	if err != nil {
		return nil, err
	}
	if err := signed.Verify(); err != nil {
		return nil, err
	}
	want, err := setup.Manifest().Hash()
	if err != nil {
		return nil, err
	}
	if got, err := signed.Manifest.Hash(); err != nil || got != want {
		return nil, errors.New("the manifest does not say what body.toml and meeting.toml say: make it anew with `valurna manifest make` and have every party sign it")
	}
	return signed, nil
}

func (r *Registrar) start(setup *roll.Setup, signed *manifest.Signed, body, meeting []byte) error {
	leaves, err := r.records.leaves()
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(leaves) == 0 {
		if err := r.begin(setup, signed); err != nil {
			return err
		}
	} else if err := r.resume(leaves, signed, body, meeting); err != nil {
		return err
	}
	if err := r.knowStore(); err != nil {
		return err
	}
	if err := r.loadRoster(); err != nil {
		return err
	}
	if err := r.loadPlaces(); err != nil {
		return err
	}
	if err := r.eraseLeft(); err != nil {
		return err
	}
	if r.chosen, err = r.records.choices(); err != nil {
		return err
	}
	if len(leaves) > 0 && r.state.Preflight() != nil && r.state.Meeting() != "closed" {
		if err := r.enterPreflight(0); err != nil { // each restart is on record (G19)
			return err
		}
	}
	fresh := make([]byte, 32)
	_, _ = rand.Read(fresh) // never fails (crypto/rand)
	r.handles, err = r.records.secretOnce("handles", fresh)
	return err
}

// eraseLeft erases the issuing keys that a crash has left behind, between the
// entry that ends issuing and the erasing. mu is held.
func (r *Registrar) eraseLeft() error {
	for _, b := range r.state.Ballots() {
		if b.Phase > journal.Stopped {
			if err := r.forgetIssuing(b.Definition.Ballot); err != nil {
				return err
			}
		}
	}
	return nil
}

// begin enters the files. mu is held.
func (r *Registrar) begin(setup *roll.Setup, signed *manifest.Signed) error {
	entries, openings, err := setup.Entries(rand.Reader)
	if err != nil {
		return err
	}
	ps := []proposal{{typ: journal.TypeManifest, body: signed.Manifest, sigs: journal.ManifestSigs(signed), openings: openings}}
	for _, e := range entries {
		ps = append(ps, proposal{typ: e.Type, body: e.Body})
	}
	return r.append(ps...)
}

// resume replays the journal and compares the files with what was read in. mu is
// held.
func (r *Registrar) resume(leaves [][]byte, signed *manifest.Signed, body, meeting []byte) error {
	for i, leaf := range leaves {
		if _, err := r.state.ApplyLeaf(leaf); err != nil {
			return fmt.Errorf("the stored journal breaks a rule at entry %d: %w; nothing is served: keep the store as it is, as evidence; only a copy that holds the last entry, and was made while no ballot was open, may be put back", i, err)
		}
	}
	r.leaves = leaves
	for _, b := range r.state.Ballots() {
		r.reopened[b.Definition.Ballot] = b.Phase == journal.Closed
	}
	if h, err := signed.Manifest.Hash(); err != nil || h != r.state.ManifestHash() {
		return errors.New("the manifest has been changed since the meeting's journal began: put the old one back, or begin a new meeting in a new directory")
	}
	openings, err := r.records.openings()
	if err != nil {
		return err
	}
	files := r.state.Files()
	for name, f := range map[string]struct {
		commit canon.Hex
		data   []byte
	}{"body.toml": {files.Body, body}, "meeting.toml": {files.Meeting, meeting}} {
		sum := sha256.Sum256(f.data)
		value := canon.MustMarshal(canon.Hex(sum[:]))
		if o, ok := openings[string(f.commit)]; !ok || string(o.Value) != string(value) {
			return fmt.Errorf("%s has been changed since it was read into the journal, which is the truth now: put the old file back, or begin a new meeting in a new directory", name)
		}
	}
	return r.sign()
}

func loadJournalKey(dir string, m *manifest.Manifest) (ed25519.PrivateKey, error) {
	data, err := os.ReadFile(filepath.Join(dir, journalKeyFile))
	if err != nil {
		return nil, fmt.Errorf("%w: make the registrar's keys with `valurna registrar init`", err)
	}
	seed, err := hex.DecodeString(strings.TrimSpace(string(data)))
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, fmt.Errorf("%s does not hold a key: restore it from a backup", journalKeyFile)
	}
	key := ed25519.NewKeyFromSeed(seed)
	if string(key.Public().(ed25519.PublicKey)) != string(m.Registrar.JournalKey) {
		return nil, errors.New("the journal key is not the one that the manifest names")
	}
	return key, nil
}

func edKey(k []byte) ed25519.PublicKey { return ed25519.PublicKey(k) }
