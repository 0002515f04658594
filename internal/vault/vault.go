// Package vault keeps the files that people upload as evidence, in a folder or on S3. Of each it keeps the original, which
// never leaves, and a copy without metadata, which is all that is ever given out; both are sealed, and lie under the
// SHA-256 of what they hold. A caller may rely on this: a file is kept whole or not at all; what is given out was read
// through to its end and found to be what was put in; what cannot be cleaned is refused with the reason; and nothing that
// a file says of itself (its name, its type, its size) is believed.
package vault

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
	_ "gocloud.dev/blob/s3blob" // opens s3://
	"gocloud.dev/gcerrors"

	"vigil/internal/vigil"
)

// Folder is where the files stand below the folder of the data, where nothing else is said.
const Folder = "evidence"

// The two kinds of thing that are kept.
const (
	originals = "originals"
	copies    = "copies"
)

// place binds what is sealed here to the vault. An original is sealed while it comes in, before its hash is known: to which file
// it belongs is proven by its hash alone. A copy leaves, so it is bound to its hash as well: whoever keeps the store, without the
// keys, cannot put another in its place after it was checked.
const place = "vault"

func placeOf(kind, hash string) string {
	if kind == copies {
		return place + " copy " + hash
	}
	return place
}

// Sealer seals streams, and opens them.
type Sealer interface {
	Writer(w io.Writer, place string) (io.WriteCloser, error)
	Reader(r io.Reader, place string) (io.Reader, error)
}

// Vault keeps files. It is safe for concurrent use.
type Vault struct {
	bucket *blob.Bucket
	folder string // empty on S3
	seal   Sealer
	turns  chan struct{}
}

// Kept is what is known of a file after it was put in.
type Kept struct {
	Hash     string // SHA-256 of the original, hex
	Size     int64
	Type     string
	CopyHash string // of the cleaned copy
	CopySize int64
	Removed  []string // what the copy leaves out, words of vigil.Removals
}

// atOnce is how many files are cleaned at the same time.
const atOnce = 2

// Open opens the vault at an address: a folder, which is made where it is not there, or s3://BUCKET with the settings of
// the service behind it (?endpoint=...&region=...&use_path_style=true). Names and keys for S3 come from the environment, as
// its tools do.
func Open(ctx context.Context, address string, seal Sealer) (*Vault, error) {
	v := &Vault{seal: seal, turns: make(chan struct{}, atOnce)}
	scheme, _, remote := strings.Cut(address, "://")
	switch {
	case address == "":
		return nil, vigil.Errorf(vigil.Invalid, "nothing says where evidence is kept; name a folder, or s3://BUCKET")
	case remote && scheme != "s3":
		return nil, vigil.Errorf(vigil.Invalid, "evidence cannot be kept at %s://; name a folder, or s3://BUCKET", scheme)
	case remote:
		b, err := blob.OpenBucket(ctx, address)
		if err != nil {
			return nil, unopened("the evidence store %s cannot be opened (%v); check the address and its settings", withoutSettings(address), err)
		}
		if ok, err := b.IsAccessible(ctx); !ok {
			_ = b.Close()
			return nil, unopened("the evidence store %s does not answer, or lets nobody in (%v); check the address, the name and the key", withoutSettings(address), err)
		}
		v.bucket = b
		return v, nil
	}
	folder, err := filepath.Abs(address)
	if err == nil {
		v.folder = folder
		v.bucket, err = fileblob.OpenBucket(folder, &fileblob.Options{CreateDir: true, DirFileMode: 0o700, NoTempDir: true, Metadata: fileblob.MetadataDontWrite})
	}
	if err != nil {
		return nil, unopened("the folder %s cannot keep evidence (%v); check that you may write in it", address, err)
	}
	return v, nil
}

// unopened is the error of a store that cannot be opened. Whoever runs the program reads it; on a page it is one of those that pass.
func unopened(format string, args ...any) error {
	return &vigil.Error{Kind: vigil.Invalid, Message: vigil.Say(format, args...), Later: true}
}

// away is the error of a store, or of the folder for what comes in, that does not answer or has no room: the same may work later.
// What the store says is for the log.
func away(err error, what string) error {
	return &vigil.Error{Kind: vigil.Internal, Message: vigil.Say("%s", what), Err: err, Later: true}
}

func withoutSettings(address string) string {
	address, _, _ = strings.Cut(address, "?")
	return address
}

// Close lets go of the store.
func (v *Vault) Close() error { return v.bucket.Close() }

// Put takes in a file: it reads it to its end, at most the number of bytes given, finds out by content what it is, cleans a
// copy in a process of its own, and keeps both. The name is only held against the content. Where anything is wrong with
// the file nothing is kept, and the error is vigil.Problems; where the sender broke off it is ErrCut. Where the store fails half-way
// a copy may lie there that nothing leads to (Strays).
func (v *Vault) Put(ctx context.Context, name string, most int64, from io.Reader) (Kept, error) {
	draft, err := v.receive(from, most)
	if err != nil {
		return Kept{}, err
	}
	defer draft.sealed.Close()
	kept := Kept{Hash: draft.hash, Size: draft.size}
	var what *vigil.Problem
	if kept.Type, what = typeOf(name, draft.head, draft.size); what != nil {
		return Kept{}, vigil.Problems{*what}
	}
	clean, removed, err := v.clean(ctx, kept.Type, draft, most)
	if err != nil {
		return Kept{}, err
	}
	kept.CopyHash, kept.CopySize, kept.Removed = hashOf(clean), int64(len(clean)), removed
	if err := v.keep(ctx, copies, kept.CopyHash, func(w io.Writer) error { return v.sealCopy(w, kept.CopyHash, clean) }); err != nil {
		return Kept{}, err
	}
	return kept, v.keep(ctx, originals, kept.Hash, func(w io.Writer) error {
		if _, err := draft.sealed.Seek(0, io.SeekStart); err != nil {
			return err
		}
		_, err := io.Copy(w, draft.sealed)
		return err
	})
}

// TooLarge is the error of a file that is larger than it may be.
func TooLarge(most vigil.Bytes) error {
	return vigil.Problems{{Place: vigil.Place{Field: "file"}, What: vigil.Say("is larger than %s", most), Do: vigil.Say("send a smaller one, or the pages that matter")}}
}

// ErrCut is the error of an upload that broke off. Nothing of it is kept.
var ErrCut = &vigil.Error{Kind: vigil.Invalid, Message: vigil.Say("the upload broke off before the end of the file; nothing of it was kept. Send the file again")}

// draft is a file that was received: sealed, in a file that has no name and is gone with this process.
type draft struct {
	sealed *os.File
	hash   string
	size   int64
	head   []byte // the first bytes
}

// headSize is how much of a file is looked at to find out what it is.
const headSize = 64 << 10

// receive reads a file to its end. What it writes to the disk on the way is sealed, and has no name.
func (v *Vault) receive(from io.Reader, most int64) (d draft, err error) {
	if d.sealed, err = unnamed(); err != nil {
		return d, away(err, "no room for an upload in "+os.TempDir())
	}
	defer func() {
		if err != nil {
			d.sealed.Close()
		}
	}()
	w, err := v.seal.Writer(d.sealed, place)
	if err != nil {
		return d, err
	}
	sum, head := sha256.New(), &first{most: headSize}
	in := &watched{from: io.LimitReader(from, most+1)}
	if d.size, err = io.Copy(io.MultiWriter(w, sum, head), in); in.err != nil {
		return d, ErrCut
	} else if err != nil {
		return d, away(err, "an upload cannot be written to "+os.TempDir())
	}
	if d.size > most {
		return d, TooLarge(vigil.Bytes(most))
	}
	if err := w.Close(); err != nil {
		return d, away(err, "an upload cannot be written to "+os.TempDir())
	}
	d.hash, d.head = hex.EncodeToString(sum.Sum(nil)), head.kept
	return d, nil
}

// unnamed opens a file that is gone as soon as it is closed, also by the end of this process.
func unnamed() (*os.File, error) {
	f, err := os.CreateTemp("", "vigil-upload-")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(f.Name()); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// watched remembers the error of a reader, to tell it from that of a writer.
type watched struct {
	from io.Reader
	err  error
}

// Read reads on.
func (r *watched) Read(b []byte) (int, error) {
	n, err := r.from.Read(b)
	if err != nil && !errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		r.err = err
	}
	return n, err
}

// first keeps the first bytes of what is written to it.
type first struct {
	kept []byte
	most int
}

// Write never fails.
func (f *first) Write(b []byte) (int, error) {
	f.kept = append(f.kept, b[:min(len(b), f.most-len(f.kept))]...)
	return len(b), nil
}

// plain reads what was received.
func (v *Vault) plain(d draft) (io.Reader, error) {
	if _, err := d.sealed.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	return v.seal.Reader(d.sealed, place)
}

func (v *Vault) sealCopy(w io.Writer, hash string, clean []byte) error {
	sealed, err := v.seal.Writer(w, placeOf(copies, hash))
	if err != nil {
		return err
	}
	if _, err := sealed.Write(clean); err != nil {
		return err
	}
	return sealed.Close()
}

func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// keep writes a thing under its hash, unless it is there whole already. A damaged one is replaced.
func (v *Vault) keep(ctx context.Context, kind, hash string, write func(io.Writer) error) error {
	err := v.write(ctx, kind, hash, true, write)
	if gcerrors.Code(err) == gcerrors.FailedPrecondition {
		if v.check(ctx, kind, hash) == nil {
			return nil
		}
		err = v.write(ctx, kind, hash, false, write)
	}
	if err != nil && ctx.Err() == nil {
		return away(err, "a file cannot be kept as evidence")
	}
	return errors.Join(err, ctx.Err())
}

func (v *Vault) write(ctx context.Context, kind, hash string, onlyNew bool, write func(io.Writer) error) error {
	limited, cancel := context.WithCancel(ctx)
	defer cancel()
	w, err := v.bucket.NewWriter(limited, key(kind, hash), &blob.WriterOptions{IfNotExist: onlyNew, ContentType: "application/octet-stream"})
	if err != nil {
		return err
	}
	if err := write(w); err != nil {
		cancel() // a writer that is closed after this keeps nothing
		_ = w.Close()
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return v.sync(kind, hash)
}

// sync sees to it that a file in a folder survives a loss of power, and that others cannot read it.
func (v *Vault) sync(kind, hash string) error {
	if v.folder == "" {
		return nil
	}
	file := filepath.Join(v.folder, filepath.FromSlash(key(kind, hash)))
	if err := os.Chmod(file, 0o600); err != nil {
		return err
	}
	for _, name := range []string{file, filepath.Dir(file), filepath.Dir(filepath.Dir(file)), v.folder} {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		err = f.Sync()
		if e := f.Close(); err == nil {
			err = e
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// hexHash is how a hash is written. Nothing else becomes part of a path.
var hexHash = regexp.MustCompile(`^[0-9a-f]{64}$`)

func key(kind, hash string) string { return kind + "/" + hash[:2] + "/" + hash }

// OpenCopy gives the cleaned copy of a file by the hash of that copy. Before the first byte comes out, all of it was read and
// found unchanged; a copy that is not what was kept is refused. The original cannot be had.
func (v *Vault) OpenCopy(ctx context.Context, hash string) (io.ReadCloser, error) {
	if err := v.check(ctx, copies, hash); err != nil {
		return nil, err
	}
	return v.open(ctx, copies, hash)
}

// Check reads a file and its copy to the end and says what is wrong with either: it is not there, or was changed.
func (v *Vault) Check(ctx context.Context, hash, copyHash string) error {
	return errors.Join(v.check(ctx, originals, hash), v.check(ctx, copies, copyHash))
}

// CheckCopy is Check for the copy alone, which is all that is ever given out.
func (v *Vault) CheckCopy(ctx context.Context, hash string) error { return v.check(ctx, copies, hash) }

// missing is the error about a file, or a copy, that is not there.
type missing struct{ error }

// Unwrap gives what it says.
func (m missing) Unwrap() error { return m.error }

// Missing reports whether an error says that a file, or a copy, is not there.
func Missing(err error) bool { return errors.As(err, new(missing)) }

var names = map[string]vigil.Word{originals: vigil.Word("original"), copies: vigil.Word("copy")}

func (v *Vault) check(ctx context.Context, kind, hash string) error {
	r, err := v.open(ctx, kind, hash)
	if err != nil {
		return err
	}
	defer r.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, r); ctx.Err() != nil {
		return ctx.Err()
	} else if vigil.Later(err) {
		return err
	} else if err != nil || hex.EncodeToString(sum.Sum(nil)) != hash {
		return vigil.Errorf(vigil.Conflict, "the %s of a file (SHA-256 %s) is not what was kept: somebody or something changed it. It is not given out; bring it back from a backup", names[kind], hash)
	}
	return nil
}

func (v *Vault) open(ctx context.Context, kind, hash string) (io.ReadCloser, error) {
	if !hexHash.MatchString(hash) {
		return nil, vigil.Errorf(vigil.Internal, "%q is no hash of a file", hash)
	}
	r, err := v.bucket.NewReader(ctx, key(kind, hash), nil)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil, missing{vigil.Errorf(vigil.Conflict, "the %s of a file (SHA-256 %s) is not in the store; bring it back from a backup", names[kind], hash)}
	} else if err != nil {
		return nil, unread(err, kind, hash)
	}
	from := &watched{from: r}
	plain, err := v.seal.Reader(from, placeOf(kind, hash))
	if from.err != nil {
		err = unread(from.err, kind, hash)
	}
	if err != nil {
		_ = r.Close()
		return nil, err
	}
	return &reading{r, plain, from, kind, hash}, nil
}

// reading gives what is kept, opened. It tells an error of the store from what is wrong with the file.
type reading struct {
	io.Closer
	plain      io.Reader
	from       *watched
	kind, hash string
}

// Read reads on.
func (r *reading) Read(b []byte) (int, error) {
	n, err := r.plain.Read(b)
	if r.from.err != nil {
		err = unread(r.from.err, r.kind, r.hash)
	}
	return n, err
}

func unread(err error, kind, hash string) error {
	return away(err, "the "+string(names[kind])+" of a file (SHA-256 "+hash+") cannot be read")
}

// Has refuses where a file or its copy is not there.
func (v *Vault) Has(ctx context.Context, hash, copyHash string) error {
	for kind, h := range map[string]string{originals: hash, copies: copyHash} {
		if !hexHash.MatchString(h) {
			return vigil.Errorf(vigil.Internal, "%q is no hash of a file", h)
		}
		if ok, err := v.bucket.Exists(ctx, key(kind, h)); err != nil {
			return away(err, "the evidence store does not answer")
		} else if !ok {
			return missing{vigil.Errorf(vigil.Conflict, "the file was deleted while it was being recorded; send it again")}
		}
	}
	return nil
}

// Delete takes a file and its copy out; of either, where the hash of the other is empty. What is not there is no error.
func (v *Vault) Delete(ctx context.Context, hash, copyHash string) error {
	for kind, h := range map[string]string{originals: hash, copies: copyHash} {
		if h == "" {
			continue
		}
		if !hexHash.MatchString(h) {
			return vigil.Errorf(vigil.Internal, "%q is no hash of a file", h)
		}
		if err := v.bucket.Delete(ctx, key(kind, h)); err != nil && gcerrors.Code(err) != gcerrors.NotFound {
			return away(err, "a file cannot be deleted")
		}
	}
	return nil
}

// Strays lists what lies in the store although no file that is known has it: left over, or put there by somebody. hashes are
// those of originals and copies.
func (v *Vault) Strays(ctx context.Context, hashes map[string]bool) ([]string, error) {
	var out []string
	list := v.bucket.List(nil)
	for {
		o, err := list.Next(ctx)
		if errors.Is(err, io.EOF) {
			return out, nil
		} else if err != nil {
			return nil, vigil.Errorf(vigil.Internal, "the evidence store cannot be looked through (%v)", err)
		}
		hash := o.Key[strings.LastIndex(o.Key, "/")+1:]
		known := hexHash.MatchString(hash) && hashes[hash] && (o.Key == key(originals, hash) || o.Key == key(copies, hash))
		if !known {
			out = append(out, o.Key)
		}
	}
}
