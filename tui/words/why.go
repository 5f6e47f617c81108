package words

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Why is the reason of a refusal by the meeting's rules, in a sentence: the form and
// the values of a meeting.Refusal. It is "" for a form that has no words here.
//
// {2} stands for the second value as it came, {w2} for its word in the language, where
// it is a state, a source of law or the like.
func (w *Words) Why(form string, args []string) string {
	if form == "" {
		return ""
	}
	sentence := whys[w.Lang][form]
	if w.Lang == "en" {
		sentence = englishWhy(form)
	}
	pairs := make([]any, 0, 4*len(args))
	for i, arg := range args {
		n := strconv.Itoa(i + 1)
		pairs = append(pairs, n, arg, "w"+n, w.word(arg))
	}
	sentence = Fill(sentence, pairs...)
	first, size := utf8.DecodeRuneInString(sentence)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + sentence[size:]
}

var whys = map[string]map[string]string{"sv": swedishWhys, "da": danishWhys}

// verb is what stands in a form for a value.
var verb = regexp.MustCompile(`%[.0-9]*[a-zA-Z]`)

// englishWhy is a form as a sentence.
func englishWhy(form string) string {
	n := 0
	s := verb.ReplaceAllStringFunc(form, func(string) string {
		n++
		return "{" + strconv.Itoa(n) + "}"
	})
	if strings.HasPrefix(form, "write: %s") {
		return s // a command, that may be copied
	}
	return s + "."
}

// word translates a value, or gives it back as it came.
func (w *Words) word(value string) string {
	bare := strings.Trim(value, `"`)
	if word, ok := values[w.Lang][bare]; ok {
		return word
	}
	for _, named := range []func(string) string{w.OfStage, w.OfVote, w.OfGuarantee, w.OfRule} {
		if word := named(bare); word != bare {
			return word
		}
	}
	return value
}
