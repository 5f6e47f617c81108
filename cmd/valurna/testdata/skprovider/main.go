// Skprovider is a hardware key made of nothing, for tests: a FIDO middleware as
// ssh-keygen -w and ssh-add -S load it, so that stock OpenSSH makes and uses "sk-"
// keys where no device is plugged in.
//
//	go build -buildmode=c-shared -o lib.so ./testdata/skprovider
//
// The device is the folder that VALURNA_SK_DEVICE names. A file "finger" in it is a
// finger on the device: without one, signing waits, as the blinking key does. With a
// file "broken" the device signs at once and says truthfully that nobody touched it.
// "waiting" is there while it blinks. A key handle is the private key itself: this
// protects nothing.
package main

/*
#include <stdlib.h>
#include <string.h>
#include "api.h"
*/
import "C"

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"
	"unsafe"
)

// Of sk-api.h.
const (
	version     = 0x000a0000
	algECDSA    = 0
	algEd25519  = 1
	present     = 1 // flag: somebody was there
	failed      = -1
	unsupported = -2
)

// patience is how long a device waits for a finger.
const patience = time.Minute

func main() {}

//export sk_api_version
func sk_api_version() C.uint32_t { return version }

//export sk_load_resident_keys
func sk_load_resident_keys(pin *C.char, options, keys unsafe.Pointer, count *C.size_t) C.int {
	return unsupported
}

//export sk_enroll
func sk_enroll(alg C.uint32_t, challenge *C.uint8_t, size C.size_t, application *C.char, flags C.uint8_t, pin *C.char, options unsafe.Pointer, out **C.struct_sk_enroll_response) C.int {
	public, handle, err := enrol(uint32(alg))
	if err != nil {
		return say(err)
	}
	r := (*C.struct_sk_enroll_response)(C.calloc(1, C.sizeof_struct_sk_enroll_response))
	r.flags = flags
	r.public_key, r.public_key_len = given(public)
	r.key_handle, r.key_handle_len = given(handle)
	r.signature, r.signature_len = given([]byte{0}) // an attestation, which nobody reads
	*out = r
	return 0
}

//export sk_sign
func sk_sign(alg C.uint32_t, data *C.uint8_t, size C.size_t, application *C.char, handle *C.uint8_t, handleSize C.size_t, flags C.uint8_t, pin *C.char, options unsafe.Pointer, out **C.struct_sk_sign_response) C.int {
	seen, counter, err := touched(os.Getenv("VALURNA_SK_DEVICE"), byte(flags))
	if err != nil {
		return say(err)
	}
	first, second, err := sign(uint32(alg), taken(handle, handleSize), C.GoString(application), seen, counter, taken(data, size))
	if err != nil {
		return say(err)
	}
	r := (*C.struct_sk_sign_response)(C.calloc(1, C.sizeof_struct_sk_sign_response))
	r.flags, r.counter = C.uint8_t(seen), C.uint32_t(counter)
	r.sig_r, r.sig_r_len = given(first)
	r.sig_s, r.sig_s_len = given(second)
	*out = r
	return 0
}

func say(err error) C.int {
	fmt.Fprintln(os.Stderr, "skprovider:", err)
	return failed
}

// given copies bytes to where the caller frees them.
func given(b []byte) (*C.uint8_t, C.size_t) {
	if len(b) == 0 {
		return nil, 0
	}
	return (*C.uint8_t)(C.CBytes(b)), C.size_t(len(b))
}

func taken(b *C.uint8_t, n C.size_t) []byte { return C.GoBytes(unsafe.Pointer(b), C.int(n)) }

func enrol(alg uint32) (public, handle []byte, err error) {
	switch alg {
	case algEd25519:
		pub, key, err := ed25519.GenerateKey(rand.Reader)
		return pub, key, err
	case algECDSA:
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return nil, nil, err
		}
		if handle, err = key.Bytes(); err == nil {
			public, err = key.PublicKey.Bytes()
		}
		return public, handle, err
	}
	return nil, nil, fmt.Errorf("algorithm %d is unknown", alg)
}

// touched waits for a finger and counts this signature; flags are what the caller
// asks for.
func touched(device string, flags byte) (seen byte, counter uint32, err error) {
	if device == "" {
		return 0, 0, errors.New("VALURNA_SK_DEVICE names no folder")
	}
	there := func(name string) bool { _, err := os.Stat(filepath.Join(device, name)); return err == nil }
	waiting := filepath.Join(device, "waiting")
	if err := os.WriteFile(waiting, nil, 0o600); err != nil {
		return 0, 0, err
	}
	defer os.Remove(waiting)
	seen = flags | present
	for end := time.Now().Add(patience); !there("finger"); time.Sleep(20 * time.Millisecond) {
		if there("broken") {
			seen = flags &^ present
			break
		}
		if time.Now().After(end) {
			return 0, 0, errors.New("nobody touched the device")
		}
	}
	file := filepath.Join(device, "counter")
	if data, err := os.ReadFile(file); err == nil {
		n, err := strconv.Atoi(string(bytes.TrimSpace(data)))
		if err != nil {
			return 0, 0, err
		}
		counter = uint32(n)
	}
	counter++
	return seen, counter, os.WriteFile(file, []byte(strconv.Itoa(int(counter))), 0o600)
}

// sign signs as a U2F device does (FIDO U2F Raw Message Formats 1.2, section 5.4):
// over the hashes of application and data with flags and counter between them. An
// Ed25519 signature is whole in the first part, ECDSA's are r and s.
func sign(alg uint32, handle []byte, application string, flags byte, counter uint32, data []byte) (first, second []byte, err error) {
	app, msg := sha256.Sum256([]byte(application)), sha256.Sum256(data)
	signed := append(app[:], flags)
	signed = binary.BigEndian.AppendUint32(signed, counter)
	signed = append(signed, msg[:]...)
	switch {
	case alg == algEd25519 && len(handle) == ed25519.PrivateKeySize:
		return ed25519.Sign(handle, signed), nil, nil
	case alg == algECDSA:
		key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), handle)
		if err != nil {
			return nil, nil, err
		}
		sum := sha256.Sum256(signed)
		r, s, err := ecdsa.Sign(rand.Reader, key, sum[:])
		if err != nil {
			return nil, nil, err
		}
		return r.Bytes(), s.Bytes(), nil
	}
	return nil, nil, errors.New("this key handle is not of this device")
}
