package registrar

import (
	"fmt"
	"strings"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/view"
	"valurna/server/wire"
)

// statement reads a statement and refuses one that somebody else has signed
// than who holds the connection.
func statement(c *call) (journal.Statement, error) {
	var st journal.Statement
	data, err := read(c, maxStatement)
	if err != nil {
		return st, err
	}
	if err := canon.Unmarshal([]byte(strings.TrimSuffix(string(data), "\n")), &st); err != nil {
		return st, &view.Problem{Code: "message", Text: fmt.Sprintf("The statement cannot be read: %v. Nothing was entered.", err), Next: "Use a program of this version."}
	}
	if st.Sig.By != c.who.name {
		return st, &view.Problem{Code: "signer", Text: fmt.Sprintf("The statement is signed by %q and was sent by %q. Nothing was entered.", st.Sig.By, c.who.name), Next: "Send it with the key that signed it."}
	}
	return st, nil
}

func runPost(r *Registrar, c *call) error {
	st, err := statement(c)
	if err != nil {
		return err
	}
	seq, err := r.Post(st)
	if err != nil {
		return err
	}
	return answer(c, wire.PostReply{Seq: seq})
}

func runSign(r *Registrar, c *call) error {
	st, err := statement(c)
	if err != nil {
		return err
	}
	if err := r.Sign(st); err != nil {
		return err
	}
	return answer(c, wire.Done{OK: true})
}

// message reads one request of the wire protocol.
func message[T any, P interface {
	*T
	Check() error
}](c *call) (T, error) {
	var none T
	data, err := read(c, maxRequest)
	if err != nil {
		return none, err
	}
	v, err := wire.Decode[T, P](data)
	if err != nil {
		return none, &view.Problem{Code: "message", Text: fmt.Sprintf("The request cannot be read: %v. Nothing was done.", err), Next: "Use a program of this version."}
	}
	return v, nil
}

func runCosign(r *Registrar, c *call) error {
	req, err := message[wire.CosignRequest](c)
	if err != nil {
		return err
	}
	// The line's own name must be that of the connection.
	if !strings.HasPrefix(req.Line, "— "+strings.TrimPrefix(c.who.name, "witness/")+" ") {
		return &view.Problem{Code: "signer", Text: "The cosignature is another witness's. It was not added.", Next: "Cosign with your own key."}
	}
	if err := r.Cosign(c.who.name, req.Size, req.Line); err != nil {
		return err
	}
	return answer(c, wire.Done{OK: true})
}

func runIssue(r *Registrar, c *call) error {
	req, err := message[wire.IssueRequest](c)
	if err != nil {
		return err
	}
	sig, err := r.IssueHosted(req)
	if err != nil {
		return err
	}
	return answer(c, wire.IssueReply{BlindSig: sig})
}

func runToken(r *Registrar, c *call) error {
	req, err := message[wire.TokenRequest](c)
	if err != nil {
		return err
	}
	sig, err := r.IssueOwn(c.who.person, c.who.key, req)
	if err != nil {
		return err
	}
	return answer(c, wire.IssueReply{BlindSig: sig})
}

func runCount(r *Registrar, c *call) error {
	req, err := message[wire.CountReport](c)
	if err != nil {
		return err
	}
	r.mu.Lock()
	if r.state.Ballot(req.Ballot) != nil {
		if err := r.sample(req.Ballot, req.Cast); err != nil {
			r.mu.Unlock()
			return err
		}
		if r.trouble[req.Ballot] != req.Trouble {
			r.trouble[req.Ballot] = req.Trouble
			r.wake()
		}
	}
	r.mu.Unlock()
	return answer(c, wire.Done{OK: true})
}

func runPublish(r *Registrar, c *call) error {
	if len(c.args) != 1 {
		return &view.Problem{Code: "usage", Text: "Which ballot's bundle?", Next: "Write: publish BALLOT"}
	}
	data, err := read(c, maxBundle)
	if err != nil {
		return err
	}
	if err := r.Publish(c.args[0], data); err != nil {
		return err
	}
	return answer(c, wire.Done{OK: true})
}
