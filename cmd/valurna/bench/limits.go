package bench

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"encoding/base64"
	"fmt"

	"valurna/ballot/sealed"
	"valurna/crypto/blind"
	"valurna/crypto/group"
	"valurna/crypto/parallel"
	"valurna/crypto/shuffle"
)

// primitive is one of the operations of which a piece of work is made, at its best:
// in batches, on all processors.
type primitive struct {
	name      string
	perBallot float64      // how many of them a ballot takes
	batch     int          // how many run does
	run       func() error // does them
}

// most is the largest batch: from here on nothing gets cheaper.
const most = 1 << 16

// mostHashed bounds what is hashed at a time, in bytes.
const mostHashed = 1 << 24

// sample is what primitives are measured on.
type sample struct {
	encoded [][]byte
	points  []*group.Point
	full    []*group.Scalar
	short   []*group.Scalar
	data    []byte
}

func newSample(ballots int) (*sample, error) {
	n := min(most, max(1000, 4*ballots))
	s := &sample{encoded: make([][]byte, n), points: make([]*group.Point, n), full: make([]*group.Scalar, n), data: make([]byte, min(mostHashed, 1000*ballots))}
	err := parallel.Try(n, 1, func(i int) error {
		x, err := group.RandomScalar(rand.Reader)
		if err != nil {
			return err
		}
		s.full[i] = x
		s.encoded[i] = new(group.Point).ScalarBaseMult(x).Bytes()
		s.points[i], err = new(group.Point).SetBytes(s.encoded[i])
		return err
	})
	s.short = group.NewTranscript("valurna/v1/bench").Weights("weights", n)
	return s, err
}

func (s *sample) n() int { return len(s.points) }

func (s *sample) decode(perBallot float64) primitive {
	return primitive{"point decoded", perBallot, s.n(), func() error {
		return parallel.Try(s.n(), 1, func(i int) error {
			_, err := new(group.Point).SetBytes(s.encoded[i])
			return err
		})
	}}
}

func (s *sample) encode(perBallot float64) primitive {
	return primitive{"point encoded", perBallot, s.n(), func() error {
		return parallel.Try(s.n(), 1, func(i int) error {
			// A sum has no encoding yet.
			new(group.Point).Add(s.points[i], s.points[0]).Bytes()
			return nil
		})
	}}
}

func (s *sample) mapped(perBallot float64) primitive {
	n := max(1, s.n()/4)
	return primitive{"hash mapped to a point", perBallot, n, func() error {
		return parallel.Try(n, 1, func(i int) error {
			group.HashToPoint("bench", s.encoded[i])
			return nil
		})
	}}
}

func (s *sample) product(name string, scalars []*group.Scalar, perBallot float64) primitive {
	return primitive{name, perBallot, s.n(), func() error {
		group.MultiScalarMult(scalars, s.points)
		return nil
	}}
}

// hash is the price of a KiB.
func (s *sample) hash(name string, sum func([]byte), perBallot float64) primitive {
	pieces := max(1, len(s.data)>>10)
	return primitive{name, perBallot, pieces, func() error {
		return parallel.Try(pieces, 1, func(i int) error {
			sum(s.data[i<<10 : min(len(s.data), (i+1)<<10)])
			return nil
		})
	}}
}

// verifyLimit is what nobody gets around who verifies a bundle of ballots of one
// ciphertext with that many shuffles: every point of the file is decoded once, every
// generator made once, every equation is in one linear combination, every byte is
// hashed for what names it and for the challenge that rests on it.
func verifyLimit(ballots, shuffles int) ([]primitive, error) {
	s, err := newSample(ballots)
	if err != nil {
		return nil, err
	}
	token, err := tokenVerified(min(4096, ballots))
	if err != nil {
		return nil, err
	}
	k := float64(shuffles)
	ballotKiB, shuffleKiB := float64(sealed.Size(1))/1024, float64(shuffle.OutputSize(1, 1)+shuffle.RecordSize)/1024
	text := base64.StdEncoding.AppendEncode(nil, s.data[:len(s.data)/4*3])
	lines := max(1, len(text)>>10)
	return []primitive{
		token,
		s.decode(5 + 5*k + 1), // T, C1, C2, R of each; out, c, chat, that; what is combined
		s.mapped(1),           // the generators, once for all shuffles
		s.product("term of 253 bits", s.full, 2+3*k+1),    // T, C1; out and chat; the generator
		s.product("term of 128 bits", s.short, 2+2+2*k+2), // R; what is shuffled first; c and that; the decryption's
		s.encode(1), // what is opened
		s.hash("KiB of SHA-256", func(b []byte) { sha256.Sum256(b) }, 2*ballotKiB+k*shuffleKiB), // order and root; the names of the shuffles
		s.hash("KiB of SHA-512", func(b []byte) { sha512.Sum512(b) }, 1+k*(shuffleKiB+1./16)),   // the proofs' statements
		{"KiB of base64 read", (ballotKiB + k*shuffleKiB + 1./32) * 4 / 3, lines, func() error {
			return parallel.Try(lines, 1, func(i int) error {
				var to [1 << 10]byte
				_, err := base64.StdEncoding.Decode(to[:], text[i<<10:min(len(text), (i+1)<<10)])
				return err
			})
		}},
	}, nil
}

// tokenVerified is one RSA verification under a modulus that is prepared once.
func tokenVerified(n int) (primitive, error) {
	signer, err := blind.GenerateKey(rand.Reader)
	if err != nil {
		return primitive{}, err
	}
	request, err := blind.NewRequest(signer.Public(), []byte("bench"), rand.Reader)
	if err != nil {
		return primitive{}, err
	}
	answer, err := signer.BlindSign(request.Blinded())
	if err != nil {
		return primitive{}, err
	}
	sig, err := request.Finalize(answer)
	return primitive{"token verified", 1, n, func() error {
		return parallel.Try(n, 1, func(int) error { return signer.Public().Verify([]byte("bench"), sig) })
	}}, err
}

// shuffleLimit is what nobody gets around who shuffles and proves it in constant
// time: each ciphertext is decoded, encrypted anew, and encoded; each element has
// three commitments and an announcement that are made of fixed points, and three
// terms of sums with secret scalars.
func shuffleLimit(ballots int) ([]primitive, error) {
	s, err := newSample(ballots)
	if err != nil {
		return nil, err
	}
	n := min(s.n(), 8192)
	table := group.NewTable(s.points[0])
	return []primitive{
		s.decode(2),
		s.mapped(1),
		{"fixed point multiplied", 8, n, func() error {
			return parallel.Try(n, 1, func(i int) error {
				table.Mul(new(group.Point), s.full[i])
				return nil
			})
		}},
		{"term of a secret sum", 3, n, func() error {
			group.MultiScalarMultSecret(s.full[:n], s.points[:n])
			return nil
		}},
		s.encode(5),
		s.hash("KiB of SHA-512", func(b []byte) { sha512.Sum512(b) }, 288./1024),
	}, nil
}

// cost is what the primitives of n ballots take together, and the share of each.
func cost(all []primitive, n int) (span, []Cost, error) {
	var total span
	var costs []Cost
	for _, p := range all {
		took, err := timed(p.run)
		if err != nil {
			return total, nil, fmt.Errorf("bench: %s: %w", p.name, err)
		}
		one := took.times(1 / float64(p.batch))
		total = total.plus(one.times(p.perBallot * float64(n)))
		costs = append(costs, Cost{Name: p.name, PerBallot: p.perBallot, Micros: micros(one.wall), CPUMicros: micros(one.cpu)})
	}
	return total, costs, nil
}

// issueLimit is one signature of the standard library, which does not blind against
// its own key as issuing does not.
func issueLimit(signer *blind.Signer, n int) ([]primitive, error) {
	parsed, err := x509.ParsePKCS8PrivateKey(signer.Marshal())
	if err != nil {
		return nil, err
	}
	key, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("bench: the issuing key is a %T", parsed)
	}
	digest := sha512.Sum384([]byte("bench"))
	return []primitive{{"RSA-PSS signature of crypto/rsa", 1, n, func() error {
		return parallel.Try(n, 1, func(int) error {
			_, err := rsa.SignPSS(rand.Reader, key, crypto.SHA384, digest[:], &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash})
			return err
		})
	}}}, nil
}
