package evidence

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
)

// The file is a POSIX archive (ustar, IEEE 1003.1) with one header for a name and a
// size: mode 0644, everything else zero. So a file says nothing of who made it or when,
// and the same parts give the same bytes.

const block = 512

// header writes the block before a part.
func header(name string, size int64) [block]byte {
	var h [block]byte
	copy(h[0:100], name)
	copy(h[100:], "0000644\x00") // mode
	copy(h[108:], "0000000\x00") // owner
	copy(h[116:], "0000000\x00") // group
	copy(h[124:], fmt.Sprintf("%011o\x00", size))
	copy(h[136:], "00000000000\x00") // time
	copy(h[148:], "        ")        // the checksum is taken over eight spaces
	h[156] = '0'                     // a file
	copy(h[257:], "ustar\x0000")
	copy(h[329:], "0000000\x00") // device, of no meaning for a file
	copy(h[337:], "0000000\x00")
	sum := 0
	for _, b := range h {
		sum += int(b)
	}
	copy(h[148:], fmt.Sprintf("%06o\x00 ", sum))
	return h
}

// padding is how many zero bytes follow a part.
func padding(size int64) int64 { return (block - size%block) % block }

// trailer are the zero bytes that end a file.
const trailer = 2 * block

// Open reads the form of a file of that many bytes. Every error wraps ErrForm, or is
// that of the source.
func Open(src io.ReaderAt, size int64) (*File, error) {
	f := &File{src: src}
	at := int64(0)
	for {
		h, err := f.block(at)
		if err != nil {
			return nil, err
		}
		if *h == [block]byte{} {
			break
		}
		p, err := f.next(h)
		if err != nil {
			return nil, err
		}
		p.at = at + block
		at = p.at + p.Size + padding(p.Size)
		if at > size-trailer {
			return nil, malformed("%s is cut off", p.Name)
		}
		if err := f.zero(p.at+p.Size, padding(p.Size)); err != nil {
			return nil, err
		}
		f.Parts = append(f.Parts, p)
	}
	if len(f.Parts) < len(fixed) {
		return nil, malformed("%s is missing", fixed[len(f.Parts)])
	}
	if at+trailer != size {
		return nil, malformed("it has %d bytes and ends at %d", size, at+trailer)
	}
	if err := f.zero(at, trailer); err != nil {
		return nil, err
	}
	return f, nil
}

func (f *File) block(at int64) (*[block]byte, error) {
	var h [block]byte
	n, err := f.src.ReadAt(h[:], at)
	switch {
	case n == block:
		return &h, nil
	case err == io.EOF:
		return nil, malformed("it ends at byte %d, in a header", at+int64(n))
	}
	return nil, err
}

// next takes a header for the part that is due.
func (f *File) next(h *[block]byte) (Part, error) {
	name, _, _ := bytes.Cut(h[:100], []byte{0})
	size, err := strconv.ParseInt(string(h[124:135]), 8, 64)
	p := Part{Name: string(name), Size: size}
	if err != nil || size < 0 || header(p.Name, size) != *h {
		return p, malformed("part %d has another header than the one that its name and size give", len(f.Parts)+1)
	}
	if size > MaxPart {
		return p, malformed("%s has more than %d bytes", p.Name, int64(MaxPart))
	}
	n := len(f.Parts)
	switch {
	case n < len(fixed) && p.Name != fixed[n]:
		return p, malformed("%q stands where %q belongs", p.Name, fixed[n])
	case n < len(fixed):
	case p.Bundle() == "":
		return p, malformed("%q is the name of no bundle", p.Name)
	case n > len(fixed) && p.Name <= f.Parts[n-1].Name:
		return p, malformed("%q does not come after %q", p.Name, f.Parts[n-1].Name)
	case n == len(fixed)+MaxBundles:
		return p, malformed("more than %d bundles", MaxBundles)
	}
	return p, nil
}

// zero refuses anything but zero bytes.
func (f *File) zero(at, n int64) error {
	got := make([]byte, n)
	if _, err := io.ReadFull(io.NewSectionReader(f.src, at, n), got); err != nil {
		return err
	}
	if !bytes.Equal(got, make([]byte, n)) {
		return malformed("something stands between the parts, at byte %d", at)
	}
	return nil
}

// write adds a part of exactly that size.
func write(w io.Writer, name string, size int64, content io.Reader) error {
	h := header(name, size)
	if _, err := w.Write(h[:]); err != nil {
		return err
	}
	n, err := io.Copy(w, io.LimitReader(content, size+1))
	if err != nil {
		return err
	}
	if n != size {
		return fmt.Errorf("%s was %d bytes long and is now another length: it was changed meanwhile", name, size)
	}
	_, err = w.Write(make([]byte, padding(size)))
	return err
}
