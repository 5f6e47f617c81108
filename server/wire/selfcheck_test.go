package wire

import (
	"errors"
	"strings"
	"testing"

	"valurna/ballot/canon"
)

func TestASelfCheckHasAnAnswerToEveryQuestion(t *testing.T) {
	hash := strings.Repeat("0a", 32)
	for _, good := range []SelfCheck{
		{},
		{NoLogin: SelfYes, NoAddress: SelfNo, NoOrder: SelfYes, OneBallot: SelfUnknown, Apart: SelfNo, Spent: SelfYes, Program: hash},
	} {
		if again, err := Decode[SelfCheck](canon.MustMarshal(good)); err != nil || again != good {
			t.Errorf("%+v became %+v: %v", good, again, err)
		}
	}
	whole := string(canon.MustMarshal(SelfCheck{Program: hash}))
	for name, bad := range map[string]string{
		"another word":       strings.Replace(whole, `"spent":""`, `"spent":"maybe"`, 1),
		"a capital letter":   strings.Replace(whole, `"apart":""`, `"apart":"Yes"`, 1),
		"no answer":          strings.Replace(whole, `"apart":"",`, ``, 1),
		"another question":   strings.Replace(whole, `"apart"`, `"beside"`, 1),
		"a short hash":       strings.Replace(whole, hash, hash[2:], 1),
		"a hash in capitals": strings.Replace(whole, hash, strings.ToUpper(hash), 1),
		"no hash at all":     strings.Replace(whole, hash, strings.Repeat("x", 64), 1),
		"nothing":            "",
		"no object":          `"yes"`,
	} {
		if bad == whole {
			t.Errorf("%s: nothing was changed", name)
		}
		if _, err := Decode[SelfCheck]([]byte(bad)); !errors.Is(err, ErrMessage) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
