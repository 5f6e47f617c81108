//go:build crashpoints

package crash

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
)

// armed are the points at which this process is to die.
var armed = arm(os.Getenv(Variable))

type charge struct {
	point string // as it was asked for
	name  string
	stage string // "" at any time
	left  int    // passages until it goes off
}

var passing sync.Mutex

func arm(asked string) []*charge {
	var out []*charge
	for point := range strings.SplitSeq(asked, ",") {
		if point == "" {
			continue
		}
		c := &charge{point: point, left: 1}
		rest, stage, _ := strings.Cut(point, "@")
		name, passage, counted := strings.Cut(rest, "#")
		if counted {
			n, err := strconv.Atoi(passage)
			if err != nil || n < 1 {
				panic(fmt.Sprintf("%s=%s: %q is no passage", Variable, asked, passage))
			}
			c.left = n
		}
		c.name, c.stage = name, stage
		out = append(out, c)
	}
	return out
}

// At kills this process with SIGKILL if it was asked to die here.
func At(point string) {
	if len(armed) == 0 {
		return
	}
	passing.Lock()
	defer passing.Unlock()
	for _, c := range armed {
		if c.name != point || !reached(c.stage) {
			continue
		}
		if c.left--; c.left > 0 {
			continue
		}
		fmt.Fprintln(os.Stderr, Mark+c.point)
		me, err := os.FindProcess(os.Getpid())
		if err == nil {
			err = me.Kill()
		}
		if err != nil {
			panic(err)
		}
		select {}
	}
}

func reached(stage string) bool {
	if stage == "" {
		return true
	}
	_, err := os.Stat(filepath.Join(os.Getenv(Stages), stage))
	return err == nil
}
