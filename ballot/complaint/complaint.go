// Package complaint is the evidence of somebody whose ballot may have been left
// out, in one file that anybody can judge: the urn's receipt and the sealed
// ballot, with the ballot's id and the hash of the meeting's manifest. It holds no
// name, no seat and no key of the member, and nothing that opens the ballot.
//
// For most uses call Make and Encode, and Decode and Judge. The file is one line of
// canonical JSON:
//
//	{"format":"valurna/v1/complaint","manifest":"…","ballot":"2-1","sealed":"…","receipt":{…}}
//
// Judging reads hashes and signatures and opens nothing. A ballot that was left out
// is never decrypted either: trustees open one sealed list as a whole, and after the
// entry ballot.missing the journal takes no part of a decryption of that ballot any
// more, only its voiding. So nobody has to show how they voted to be heard.
package complaint

import (
	"bytes"
	"errors"
	"fmt"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/sealed"
	"valurna/crypto/tree"
)

// Format is the first member of the only version that this program knows.
const Format = "valurna/v1/complaint"

// MaxBytes bounds a file; the longest ballot makes one of about 20 000 bytes.
const MaxBytes = 1 << 16

// Complaint is what a booth has kept. Sealed is empty if only the receipt is there,
// Receipt nil if the urn gave none.
type Complaint struct {
	Format   string             `json:"format"`
	Manifest canon.Hex          `json:"manifest"` // hash of the meeting's manifest
	Ballot   string             `json:"ballot"`
	Sealed   canon.Hex          `json:"sealed"`
	Receipt  *journal.Statement `json:"receipt"`
}

// ErrComplaint says that bytes are no complaint, or that none can be made.
var ErrComplaint = errors.New("complaint: not the evidence of a ballot in its one form")

func refuse(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrComplaint, fmt.Sprintf(format, args...))
}

// Make puts together what a booth has kept. Whose the signature is, Judge says;
// Make refuses what does not belong together, so that a slip is found at once.
func Make(manifest [32]byte, ballot string, encoding []byte, receipt *journal.Statement) (*Complaint, error) {
	c := &Complaint{Format: Format, Manifest: manifest[:], Ballot: ballot, Sealed: bytes.Clone(encoding), Receipt: receipt}
	if err := c.check(); err != nil {
		return nil, err
	}
	if why := c.apart(); why != "" {
		return nil, refuse("%s", why)
	}
	return c, nil
}

// Encode gives the file.
func (c *Complaint) Encode() ([]byte, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	data, err := canon.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrComplaint, err)
	}
	return append(data, '\n'), nil
}

// Decode reads a file. Every error wraps ErrComplaint.
func Decode(data []byte) (*Complaint, error) {
	line, ended := bytes.CutSuffix(data, []byte("\n"))
	if !ended || len(data) > MaxBytes {
		return nil, refuse("it is not one line of at most %d bytes that ends with a newline", MaxBytes)
	}
	c := new(Complaint)
	if err := canon.Unmarshal(line, c); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrComplaint, err)
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	return c, nil
}

// check looks at the form alone.
func (c *Complaint) check() error {
	if c.Format != Format {
		return refuse("its format is %q", c.Format)
	}
	if len(c.Manifest) != 32 {
		return refuse("the manifest's hash has %d bytes", len(c.Manifest))
	}
	if _, _, err := journal.ParseBallotID(c.Ballot); err != nil {
		return refuse("%v", err)
	}
	if len(c.Sealed) == 0 && c.Receipt == nil {
		return refuse("there is neither a receipt nor a sealed ballot")
	}
	if len(c.Sealed) > 0 {
		if _, err := sealed.Decode(c.points(), c.Sealed); err != nil {
			return refuse("the sealed ballot: %v", err)
		}
	}
	if c.Receipt == nil {
		return nil
	}
	if c.Receipt.Type != journal.TypeReceipt {
		return refuse("a statement of type %q stands in the place of the receipt", c.Receipt.Type)
	}
	if _, err := c.receipt(); err != nil {
		return refuse("the receipt: %v", err)
	}
	return nil
}

// points gives the number of ciphertexts that the length of the ballot allows.
func (c *Complaint) points() int {
	base := sealed.Size(0)
	return max(0, min(sealed.MaxPoints, (len(c.Sealed)-base)/(sealed.Size(1)-base)))
}

// receipt reads the receipt, whoever has signed it.
func (c *Complaint) receipt() (*journal.Receipt, error) {
	r := new(journal.Receipt)
	if err := canon.Unmarshal(c.Receipt.Body, r); err != nil {
		return nil, err
	}
	if _, _, err := journal.ParseBallotID(r.Ballot); err != nil {
		return nil, err
	}
	if len(r.Leaf) != len(tree.Hash{}) {
		return nil, fmt.Errorf("a leaf of %d bytes", len(r.Leaf))
	}
	if code, err := sealed.ParseCode(r.Code); err != nil || code.String() != r.Code {
		return nil, fmt.Errorf("%q is not a ballot code as it is written", r.Code)
	}
	return r, nil
}

// apart says why receipt, sealed ballot and id do not belong together; "" if they
// do, or there is no receipt.
func (c *Complaint) apart() string {
	if c.Receipt == nil {
		return ""
	}
	r, err := c.receipt()
	if err != nil {
		return err.Error() // check has looked before
	}
	if r.Ballot != c.Ballot {
		return fmt.Sprintf("the receipt is for ballot %s, the complaint about ballot %s", r.Ballot, c.Ballot)
	}
	if leaf := tree.LeafHash(c.Sealed); len(c.Sealed) > 0 && !bytes.Equal(leaf[:], r.Leaf) {
		return "the receipt is for another sealed ballot than the one beside it"
	}
	return ""
}

// leaf is that of the ballot which the complaint is about.
func (c *Complaint) leaf() canon.Hex {
	if c.Receipt != nil {
		if r, err := c.receipt(); err == nil {
			return r.Leaf
		}
	}
	leaf := tree.LeafHash(c.Sealed)
	return leaf[:]
}
