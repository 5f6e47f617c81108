package doctor

import (
	"runtime"
	"runtime/debug"
	"slices"

	"golang.org/x/crypto/ssh"

	"valurna/ballot/guarantee"
	"valurna/ballot/manifest"
)

// program names the program, and looks whether its SSH exchanges keys so that no
// quantum computer opens a recorded connection later.
func program(m *manifest.Manifest) Finding {
	var c ssh.Config
	c.SetDefaults()
	return judgeProgram(m, version(), c.KeyExchanges)
}

func version() string {
	v := "a build without a version"
	if info, known := debug.ReadBuildInfo(); known {
		if info.Main.Version != "" {
			v = info.Main.Version
		}
	}
	return v + ", " + runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH
}

func judgeProgram(m *manifest.Manifest, version string, exchanges []string) Finding {
	const id = "program"
	i := slices.IndexFunc(exchanges, guarantee.Hybrid)
	if i >= 0 {
		return ok(id, "valurna %s; SSH exchanges keys by %s", version, exchanges[i])
	}
	const next = "use the program as it was released, and remove fips140 and other settings from GODEBUG"
	if m != nil && m.Policy.Remote != nil && m.Policy.Remote.PostQuantum {
		return fail(id, next, "valurna %s has no post-quantum key exchange, and the meeting's policy asks for one", version)
	}
	return warn(id, next, "valurna %s has no post-quantum key exchange: what is recorded now may be opened one day", version)
}
