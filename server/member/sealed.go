package member

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"valurna/ballot/journal"
	"valurna/ballot/sealed"
	"valurna/server/wire"
)

// sealed gives the sealed ballots of a ballot whose seal is cosigned: fetched
// once through the jump and checked against the seal's count, order and root.
func (j *Journal) sealed(ctx context.Context, client *wire.Client, b *journal.Ballot) ([][]byte, error) {
	j.fetching.Lock()
	defer j.fetching.Unlock()
	if list, ok := j.lists[b.Definition.Ballot]; ok {
		return list, nil
	}
	urn := j.signed.Manifest.Urn
	c, err := client.Through(ctx, urn.Cast, urn.HostKey, wire.UserBallot)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	data, err := c.Run(ctx, wire.Command(wire.CmdSealed, b.Definition.Ballot), nil)
	if err != nil {
		return nil, err
	}
	size := sealed.Size(b.Definition.Points)
	if len(data) != size*b.Seal.Count {
		return nil, fmt.Errorf("member: the urn gives %d bytes instead of %d sealed ballots of %d bytes", len(data), b.Seal.Count, size)
	}
	list := make([][]byte, b.Seal.Count)
	for i := range list {
		list[i] = data[i*size : (i+1)*size]
	}
	root := sealed.Root(list)
	if !sealed.IsSorted(list) || !bytes.Equal(root[:], b.Seal.Root) {
		return nil, errors.New("member: the urn's sealed ballots are not those of the seal")
	}
	j.lists[b.Definition.Ballot] = list
	return list, nil
}
