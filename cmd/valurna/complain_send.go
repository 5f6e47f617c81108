package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"valurna/ballot/view"
	"valurna/server/wire"
)

// sendReceipt has the registrar judge the receipt, as an observer: neither the
// connection nor the receipt names anybody, and the ballot stays here.
func sendReceipt(ctx context.Context, say io.Writer, kept evidence) error {
	if kept.receipt == nil {
		return errors.New("nothing was sent: there is no receipt, and without one the registrar has nothing to judge")
	}
	m := kept.signed.Manifest
	c, err := wire.Dial(ctx, m.Registrar.Address, m.Registrar.HostKey, wire.UserObserver)
	if err != nil {
		return fmt.Errorf("the receipt was not sent: %w", err)
	}
	defer c.Close()
	err = wire.Call(ctx, c, wire.CmdMissing, *kept.receipt, new(wire.Done))
	var refused *view.Problem
	if errors.As(err, &refused) {
		return fmt.Errorf("the registrar answers: %s %s", refused.Text, refused.Next)
	}
	if err != nil {
		return fmt.Errorf("whether the receipt arrived is not known, send it again: %w", err)
	}
	fmt.Fprintln(say, "Sent without a name: the receipt is in the journal, and the ballot is void.")
	return nil
}
