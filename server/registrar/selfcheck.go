package registrar

import "valurna/server/wire"

// runSelfCheck keeps the urn's newest word about itself, and when it came, for the
// guarantee gate. It lives in memory only: what an urn said to an earlier registrar
// says nothing about now. Nobody's screen is woken, since it comes at fixed intervals
// and hardly ever says anything new.
func runSelfCheck(r *Registrar, c *call) error {
	req, err := message[wire.SelfCheck](c)
	if err != nil {
		return err
	}
	r.mu.Lock()
	r.selfcheck, r.selfcheckAt = req, r.now()
	r.mu.Unlock()
	return answer(c, wire.Done{OK: true})
}
