package registrar

import (
	"fmt"
	"io"
	"strings"

	"valurna/ballot/view"
	"valurna/server/wire"
)

// runPage prints one page of the desk as text.
func runPage(r *Registrar, c *call) error {
	name := ""
	if len(c.args) > 1 {
		name = strings.Join(c.args[1:], " ")
	}
	text, names := c.page(&Desk{r: r, who: c.who, lang: c.lang}, name, c.lang)
	if names != nil {
		return &view.Problem{Code: "usage", Text: fmt.Sprintf("%q is no page of your desk.", name), Next: "Write: page " + strings.Join(names, "|")}
	}
	_, err := io.WriteString(c.out, text)
	return err
}

// Gate is the panel of the guarantees, as this person may see it.
func (d *Desk) Gate() (view.Gate, error) { return d.r.Gate(d.who), nil }

func init() { commands[wire.CmdPage] = command{everybody, runPage} }
