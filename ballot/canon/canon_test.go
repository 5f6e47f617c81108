package canon

import (
	"bytes"
	"testing"
)

type sample struct {
	Name string `json:"name"`
	N    int    `json:"n"`
	Key  Hex    `json:"key"`
}

func TestOneEncodingOnly(t *testing.T) {
	want := sample{"Åsa <Öberg> \"&\"", 7, Hex{0, 0xab}}
	data, err := Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if got := `{"name":"Åsa <Öberg> \"&\"","n":7,"key":"00ab"}`; string(data) != got {
		t.Fatalf("encoded %s", data)
	}
	var got sample
	if err := Unmarshal(data, &got); err != nil || got.Name != want.Name || !bytes.Equal(got.Key, want.Key) {
		t.Fatalf("decoded %+v, %v", got, err)
	}
	for name, bad := range map[string]string{
		"space":          `{"name":"a", "n":7,"key":"00ab"}`,
		"order":          `{"n":7,"name":"a","key":"00ab"}`,
		"unknown member": `{"name":"a","n":7,"key":"00ab","x":1}`,
		"doubled member": `{"name":"a","n":7,"n":7,"key":"00ab"}`,
		"missing member": `{"name":"a","n":7}`,
		"upper case":     `{"name":"a","n":7,"key":"00AB"}`,
		"odd digits":     `{"name":"a","n":7,"key":"00a"}`,
		"other case":     `{"Name":"a","n":7,"key":"00ab"}`,
		"escaped letter": `{"name":"\u0061","n":7,"key":"00ab"}`,
		"trailing":       `{"name":"a","n":7,"key":"00ab"}{}`,
		"plus exponent":  `{"name":"a","n":7e0,"key":"00ab"}`,
		"control":        `{"name":"\u001b[2J","n":7,"key":"00ab"}`,
		"decomposed":     "{\"name\":\"A\u030a\",\"n\":7,\"key\":\"00ab\"}",
	} {
		var s sample
		if err := Unmarshal([]byte(bad), &s); err == nil {
			t.Errorf("%s was accepted: %s", name, bad)
		}
	}
}

func TestTextRefusesWhatMisleadsATerminal(t *testing.T) {
	for _, s := range []string{"\x1b[31m", "a\nb", "\u202eabc", "A\u030a", string([]byte{0xff}), "a\u2028"} {
		if Text(s, 0) == nil {
			t.Errorf("%q was accepted", s)
		}
	}
	if err := Text("Nils-Åke Ærø 2", 0); err != nil {
		t.Error(err)
	}
}

func FuzzUnmarshal(f *testing.F) {
	f.Add([]byte(`{"name":"Åsa","n":7,"key":"00ab"}`))
	f.Add([]byte(`{"name":"a","n":7,"n":7,"key":"00ab"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var s sample
		if err := Unmarshal(data, &s); err != nil {
			return
		}
		again, err := Marshal(s)
		if err != nil || !bytes.Equal(again, data) {
			t.Fatalf("accepted %q, encodes as %q (%v)", data, again, err)
		}
	})
}
