package wire

import (
	"bytes"
	"errors"
	"net"
	"testing"

	"github.com/pires/go-proxyproto"
)

func TestAVisitsHeaderIsExact(t *testing.T) {
	var b bytes.Buffer
	if err := WriteVisit(&b, nil); err != nil {
		t.Fatal(err)
	}
	// proxy-protocol.txt, section 2.2: signature, version 2 and LOCAL, UNSPEC, length 0.
	bare := "\r\n\r\n\x00\r\nQUIT\n\x20\x00\x00\x00"
	if b.String() != bare {
		t.Fatalf("%q", b.String())
	}
	b.Reset()
	handle := bytes.Repeat([]byte{0xaa}, HandleSize)
	if err := WriteVisit(&b, &Visit{Handle: handle, Ballot: "3-1"}); err != nil {
		t.Fatal(err)
	}
	want := bare[:14] + "\x00\x29" + "\xe0\x00\x20" + string(handle) + "\xe1\x00\x033-1"
	if b.String() != want {
		t.Fatalf("%q", b.String())
	}
}

func TestHalfAVisitIsNotWritten(t *testing.T) {
	handle := make([]byte, HandleSize)
	for _, v := range []*Visit{{Handle: handle}, {Ballot: "3-1"}, {handle[1:], "3-1"}, {handle, "3/1"}} {
		var b bytes.Buffer
		if err := WriteVisit(&b, v); !errors.Is(err, ErrVisit) || b.Len() != 0 {
			t.Errorf("%+v: %v, %d bytes", v, err, b.Len())
		}
	}
}

// header writes what the registrar would not.
func header(t *testing.T, h proxyproto.Header, tlvs ...proxyproto.TLV) []byte {
	t.Helper()
	if err := h.SetTLVs(tlvs); err != nil {
		t.Fatal(err)
	}
	data, err := h.Format()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func read(t *testing.T, data []byte) (*Visit, bool) {
	t.Helper()
	near, far := net.Pipe()
	go func() {
		near.Write(append(data, "hello"...))
		near.Close()
	}()
	ln := VisitListener(&one{far})
	conn, err := ln.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	v, ok := VisitOf(wrapped{conn})
	_, err = conn.Read(make([]byte, 5))
	if (err == nil) != ok {
		t.Errorf("visit %v, but reading gives %v", ok, err)
	}
	return v, ok
}

type one struct{ c net.Conn }

func (o *one) Accept() (net.Conn, error) { return o.c, nil }
func (o *one) Close() error              { return nil }
func (o *one) Addr() net.Addr            { return nil }

type wrapped struct{ net.Conn }

func (w wrapped) NetConn() net.Conn { return w.Conn }

func TestOnlyTheRegistrarsHeaderIsAVisit(t *testing.T) {
	local := proxyproto.Header{Version: 2, Command: proxyproto.LOCAL, TransportProtocol: proxyproto.UNSPEC}
	tcp := proxyproto.Header{
		Version: 2, Command: proxyproto.PROXY, TransportProtocol: proxyproto.TCPv4,
		SourceAddr: &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 1}, DestinationAddr: &net.TCPAddr{IP: net.IPv4(192, 0, 2, 2), Port: 2},
	}
	h := proxyproto.TLV{Type: tlvHandle, Value: make([]byte, HandleSize)}
	b := proxyproto.TLV{Type: tlvBallot, Value: []byte("3-1")}
	if v, ok := read(t, header(t, local, h, b)); !ok || v.Ballot != "3-1" || !bytes.Equal(v.Handle, h.Value) {
		t.Errorf("%+v, %v", v, ok)
	}
	if v, ok := read(t, header(t, local)); !ok || !v.Empty() {
		t.Errorf("%+v, %v", v, ok)
	}
	for name, data := range map[string][]byte{
		"an address":    header(t, tcp, h, b),
		"other order":   header(t, local, b, h),
		"one alone":     header(t, local, h),
		"one twice":     header(t, local, h, h),
		"one more":      header(t, local, h, b, b),
		"padding":       header(t, local, h, b, proxyproto.TLV{Type: proxyproto.PP2_TYPE_NOOP, Value: []byte{0}}),
		"padding alone": header(t, local, proxyproto.TLV{Type: proxyproto.PP2_TYPE_NOOP, Value: []byte{0}}),
		"short handle":  header(t, local, proxyproto.TLV{Type: tlvHandle, Value: []byte{1}}, b),
		"empty TLVs":    header(t, local, proxyproto.TLV{Type: tlvHandle}, proxyproto.TLV{Type: tlvBallot}),
		"version 1":     []byte("PROXY UNKNOWN\r\n"),
		"none":          []byte("SSH-2.0-x\r\n"),
		"nothing":       nil,
	} {
		if v, ok := read(t, data); ok {
			t.Errorf("%s was taken for %+v", name, v)
		}
	}
}

func TestAConnectionWithoutAListenerOfVisitsHasNone(t *testing.T) {
	near, far := net.Pipe()
	defer near.Close()
	defer far.Close()
	if _, ok := VisitOf(wrapped{near}); ok {
		t.Error("a bare connection has a visit")
	}
	if _, ok := VisitOf(nil); ok {
		t.Error("no connection has a visit")
	}
}

func FuzzVisit(f *testing.F) {
	var b bytes.Buffer
	if err := WriteVisit(&b, &Visit{Handle: make([]byte, HandleSize), Ballot: "3-1"}); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes()[16:])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, tlvs []byte) {
		if len(tlvs) > 2000 {
			return
		}
		data := append([]byte("\r\n\r\n\x00\r\nQUIT\n\x20\x00"), byte(len(tlvs)>>8), byte(len(tlvs)))
		data = append(data, tlvs...)
		v, ok := read(t, data)
		if !ok {
			return
		}
		var again bytes.Buffer
		if err := WriteVisit(&again, v); err != nil || !bytes.Equal(again.Bytes(), data) {
			t.Fatalf("%x became %x, %v", data, again.Bytes(), err)
		}
	})
}
