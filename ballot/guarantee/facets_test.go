package guarantee

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"reflect"

	"valurna/ballot/manifest"
)

// facets are pointers to everything of one type in a value.
func facets[T any](v reflect.Value, out []*T) []*T {
	if p, ok := v.Addr().Interface().(*T); ok {
		return append(out, p)
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			out = facets(v.Field(i), out)
		}
	case reflect.Slice:
		for i := range v.Len() {
			out = facets(v.Index(i), out)
		}
	}
	return out
}

func facetsOf[T any](e *Evidence) []*T { return facets[T](reflect.ValueOf(e).Elem(), nil) }

// scramble changes a few facts at random, extreme values among them.
func scramble(e *Evidence, r *rand.Rand) {
	ints := []int{0, 1, 2, 4, 5, 7, 9, 24, 25, 49, -1, math.MaxInt, math.MinInt}
	for range r.IntN(6) {
		switch r.IntN(7) {
		case 0:
			*pick(facetsOf[int](e), r) = pick(ints, r)
		case 1:
			*pick(facetsOf[int64](e), r) = pick([]int64{0, 1, now - 31, now, now + 1, -1, math.MaxInt64, math.MinInt64}, r)
		case 2:
			*pick(facetsOf[string](e), r) = pick(append(manifest.Profiles(), "", "Anna", "{person}", "\x1b[2J", "2026-11-30", "999999-99-99", ClassElection, ClassDecision), r)
		case 3:
			*pick(facetsOf[bool](e), r) = r.IntN(2) == 0
		case 4:
			*pick(facetsOf[[]Person](e), r) = []Person{remote(7), remote(7), {Number: -3}}
		default:
			*pick(facetsOf[Known](e), r) = pick([]Known{NotShown, Yes, No, 3, -1}, r)
		}
	}
}

func pick[T any](from []T, r *rand.Rand) T { return from[r.IntN(len(from))] }

// copied is a deep copy.
func copied(e Evidence) Evidence {
	data, err := json.Marshal(e)
	if err != nil {
		panic(err)
	}
	var out Evidence
	if err := json.Unmarshal(data, &out); err != nil {
		panic(err)
	}
	return out
}
