package blind

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha512"
	"slices"
	"testing"
	"time"
)

// BenchmarkIssue measures one token issued and, in turn with it so that both meet the
// same load, one ordinary RSA-PSS signature of the standard library with the same key.
// x-of-SignPSS is the ratio of the medians: above 1 issuing is the faster.
func BenchmarkIssue(b *testing.B) {
	s := testSigners()[0]
	key := rsaKey(b, s)
	blinded := request(b, s.Public(), "m", 1).Blinded()
	digest := sha512.Sum384([]byte("m"))
	options := &rsa.PSSOptions{SaltLength: saltSize}

	var issue, ordinary []time.Duration
	b.ReportAllocs()
	for b.Loop() {
		start := time.Now()
		sign(b, s, blinded)
		issue = append(issue, time.Since(start))

		b.StopTimer()
		start = time.Now()
		if _, err := rsa.SignPSS(rand.Reader, key, crypto.SHA384, digest[:], options); err != nil {
			b.Fatal(err)
		}
		ordinary = append(ordinary, time.Since(start))
		b.StartTimer()
	}
	x := median(ordinary) / median(issue)
	b.ReportMetric(x, "x-of-SignPSS")
	b.ReportMetric(float64(time.Second)/median(issue), "tokens/s")
	b.Logf("issuing runs at %.2f times the speed of crypto/rsa.SignPSS: %.0f µs against %.0f µs (medians of %d)",
		x, median(issue)/1e3, median(ordinary)/1e3, len(issue))
}

func BenchmarkRequest(b *testing.B) {
	pk := testSigners()[0].Public()
	source := stream(1)
	for b.Loop() {
		if _, err := NewRequest(pk, []byte("m"), source); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFinalize(b *testing.B) {
	s := testSigners()[0]
	r := request(b, s.Public(), "m", 1)
	answer := sign(b, s, r.Blinded())
	for b.Loop() {
		if _, err := r.Finalize(answer); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkVerify measures one token verified and, in turn with it so that both
// meet the same load, crypto/rsa.VerifyPSS on the same signature, which prepares
// the modulus anew each time. x-of-VerifyPSS is the ratio of the medians.
func BenchmarkVerify(b *testing.B) {
	s, sig := signature(b)
	key := rsaKey(b, s)
	digest := sha512.Sum384([]byte("m"))
	options := &rsa.PSSOptions{SaltLength: saltSize}

	var ours, ordinary []time.Duration
	b.ReportAllocs()
	for b.Loop() {
		start := time.Now()
		if err := s.Public().Verify([]byte("m"), sig); err != nil {
			b.Fatal(err)
		}
		ours = append(ours, time.Since(start))

		b.StopTimer()
		start = time.Now()
		if err := rsa.VerifyPSS(&key.PublicKey, crypto.SHA384, digest[:], sig, options); err != nil {
			b.Fatal(err)
		}
		ordinary = append(ordinary, time.Since(start))
		b.StartTimer()
	}
	b.ReportMetric(median(ordinary)/median(ours), "x-of-VerifyPSS")
	b.ReportMetric(float64(time.Second)/median(ours), "tokens/s")
}

// BenchmarkVerifyParallel is the rate of all processors together.
func BenchmarkVerifyParallel(b *testing.B) {
	s, sig := signature(b)
	b.RunParallel(func(each *testing.PB) {
		for each.Next() {
			if err := s.Public().Verify([]byte("m"), sig); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

// signature is a token's over "m".
func signature(b *testing.B) (*Signer, []byte) {
	b.Helper()
	s := testSigners()[0]
	r := request(b, s.Public(), "m", 1)
	sig, err := r.Finalize(sign(b, s, r.Blinded()))
	if err != nil {
		b.Fatal(err)
	}
	return s, sig
}

func median(d []time.Duration) float64 {
	slices.Sort(d)
	return float64(d[len(d)/2])
}
