package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"valurna/server/member"
)

// boothOf finds the one state folder that has a record of a ballot.
func boothOf(id string) (string, error) {
	root, err := home()
	if err != nil {
		return "", err
	}
	records, err := filepath.Glob(filepath.Join(root, "*", "booth-"+id+".*"))
	if err != nil {
		return "", err
	}
	var found []string
	for _, record := range records {
		// State folders are named by the manifest's hash.
		dir := filepath.Dir(record)
		if raw, err := hex.DecodeString(filepath.Base(dir)); err == nil && len(raw) == 32 && !slices.Contains(found, dir) {
			found = append(found, dir)
		}
	}
	switch len(found) {
	case 0:
		return "", fmt.Errorf("no own booth on this machine has kept ballot %s, nothing was written: name its folder with --state DIR; a hosted booth keeps nothing", id)
	case 1:
		return found[0], nil
	}
	return "", fmt.Errorf("%d meetings have a ballot %s, nothing was written: name the folder of yours with --state DIR", len(found), id)
}

// boothEvidence reads what the booth of a state folder has kept of a ballot.
func boothEvidence(dir, id string, talk *prompter) (evidence, error) {
	kept := evidence{ballot: id}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return kept, fmt.Errorf("%s is no folder of a booth, nothing was written: name the one that you gave to valurna join", dir)
	}
	var err error
	if kept.signed, err = member.Pinned(dir); err != nil {
		return kept, err
	}
	if kept.signed == nil {
		return kept, fmt.Errorf("%s has no manifest, nothing was written: it is not the folder of a booth", dir)
	}
	state, err := member.OpenState(dir)
	if err != nil {
		return kept, err
	}
	err = unlock(state, false, talk)
	var e *member.Evidence
	if err == nil {
		e, err = state.Evidence(id)
	}
	if err := errors.Join(err, state.Close()); err != nil {
		return kept, err
	}
	switch {
	case e == nil:
		return kept, fmt.Errorf("this booth has finished no ballot in %s, nothing was written: nothing of yours was cast from here", id)
	case e.Included:
		return kept, fmt.Errorf("this booth has found its ballot among the sealed ones of %s: it was not left out. Nothing was written, for the file would only show which sealed ballot is yours", id)
	}
	kept.sealed, kept.receipt = e.Sealed, e.Receipt
	return kept, nil
}
