#include "bundle.h"

#include <stdlib.h>
#include <string.h>

#include "num.h"

enum {
	COPY = 1 << 20,
	HEAD = 8 << 10,
	TAIL = 3 * SAT_TAR_BLOCK /* padding and the end */
};

/* The file's beginning, read at once: of most releases all but PAYLOAD. */
struct head {
	const struct sat_file *f;
	size_t n;
	uint8_t p[HEAD];
};

static bool
head_read(const struct sat_file *f, struct head *h, struct satchel_err *err)
{
	h->f = f;
	h->n = f->size < HEAD ? (size_t)f->size : HEAD;
	return sat_file_pread(f, 0, h->p, h->n, err);
}

/* |n| bytes from |off|: each byte of the file is read once. */
static bool
take(const struct head *h, uint64_t off, void *out, size_t n,
    struct satchel_err *err)
{
	struct sat_rd r = sat_rd_of(h->p, h->n, 0, h->f->name), skip;
	uint8_t *to = out;

	if (off < r.n && sat_rd_take(&r, (size_t)off, &skip)) {
		size_t have = sat_min(r.n, n);

		if (!sat_rd_copy(&r, to, have))
			return sat_fail_nomem(err); /* cannot be */
		to += have;
		off += have;
		n -= have;
	}
	return n == 0 || sat_file_pread(h->f, off, to, n, err);
}

/* All four headers, before any memory is asked for. */
static bool
read_headers(struct sat_bundle *b, const struct head *h,
    uint64_t size[SAT_MEMBERS], uint64_t at[SAT_MEMBERS],
    struct satchel_err *err)
{
	uint8_t header[SAT_TAR_BLOCK];
	uint64_t pos = 0;

	for (int i = SAT_STATEMENT; i <= SAT_PAYLOAD; i++) {
		enum sat_member m = (enum sat_member)i;

		if (!take(h, pos, header, sizeof(header), err) ||
		    !sat_ustar_check(
			m, header, b->file.name, pos, &size[m], err))
			return false;
		at[m] = pos + sizeof(header);
		pos = at[m] + size[m] + sat_ustar_padding(size[m]);
		if (m != SAT_PAYLOAD && pos > b->file.size)
			return sat_fail_off(err, SATCHEL_EFORMAT, b->file.name,
			    b->file.size, "the file ends inside %s",
			    sat_member_name[m]);
	}
	b->payload_off = at[SAT_PAYLOAD];
	b->payload_len = size[SAT_PAYLOAD];
	return true;
}

/* A member and its padding; the member's bytes to |to|. */
static bool
read_member(const struct head *h, uint64_t at, size_t size, uint8_t *to,
    struct sat_rd *out, struct satchel_err *err)
{
	uint8_t padding[SAT_TAR_BLOCK];
	size_t pad = sat_ustar_padding(size);
	struct sat_rd p;

	if (!take(h, at, to, size, err) ||
	    !take(h, at + size, padding, pad, err))
		return false;
	p = sat_rd_of(padding, pad, at + size, h->f->name);
	if (!sat_rd_all_nul(&p))
		return sat_rd_fail(err, &p, "a member's padding is not NUL");
	*out = sat_rd_of(to, size, at, h->f->name);
	return true;
}

static bool
read_members(struct sat_bundle *b, struct satchel_err *err)
{
	uint64_t size[SAT_MEMBERS] = { 0 }, at[SAT_MEMBERS] = { 0 };
	size_t used = 0, all = 1;
	struct head h;

	if (!head_read(&b->file, &h, err) ||
	    !read_headers(b, &h, size, at, err))
		return false;
	for (int m = SAT_STATEMENT; m < SAT_PAYLOAD; m++)
		all += (size_t)size[m]; /* at most 2 MiB and 64 KiB together */
	b->mem = malloc(all);
	if (b->mem == NULL)
		return sat_fail_nomem(err);
	for (int m = SAT_STATEMENT; m < SAT_PAYLOAD; m++) {
		if (!read_member(&h, at[m], (size_t)size[m], b->mem + used,
			&b->member[m], err))
			return false;
		used += (size_t)size[m]; /* at most |all| */
	}
	return true;
}

bool
sat_bundle_open(
    int dir, const char *path, struct sat_bundle *b, struct satchel_err *err)
{
	struct sat_file f = { .fd = -1 };

	memset(b, 0, sizeof(*b));
	b->file.fd = -1;
	return sat_file_open(dir, path, &f, err) && sat_bundle_take(&f, b, err);
}

bool
sat_bundle_take(
    struct sat_file *f, struct sat_bundle *b, struct satchel_err *err)
{
	memset(b, 0, sizeof(*b));
	b->file = *f;
	f->fd = -1; /* now b's */
	if (b->file.size == 0) {
		sat_fail(err, SATCHEL_EFORMAT, "is empty");
		sat_err_file(err, b->file.name);
	} else if (read_members(b, err)) {
		return true;
	}
	sat_bundle_close(b);
	return false;
}

void
sat_bundle_close(struct sat_bundle *b)
{
	sat_file_close(&b->file);
	free(b->mem);
	b->mem = NULL;
}

bool
sat_bundle_end(const struct sat_bundle *b, struct satchel_err *err)
{
	uint8_t tail[TAIL];
	size_t n = sat_ustar_padding(b->payload_len) + SAT_USTAR_END;
	uint64_t pos, end;
	struct sat_rd r;

	if (!sat_add(b->payload_off, b->payload_len, &pos) ||
	    !sat_add(pos, n, &end) || end != b->file.size)
		return sat_fail_off(err, SATCHEL_EFORMAT, b->file.name,
		    b->file.size,
		    "the file has %llu bytes, its headers ask for %llu",
		    (unsigned long long)b->file.size,
		    (unsigned long long)b->payload_off +
			(unsigned long long)b->payload_len + n);
	if (!sat_file_pread(&b->file, pos, tail, n, err))
		return false;
	r = sat_rd_of(tail, n, pos, b->file.name);
	if (!sat_rd_all_nul(&r))
		return sat_rd_fail(err, &r, "the archive's end is not NUL");
	return true;
}

static bool
write_padded(struct sat_out *o, enum sat_member m, const struct sat_rd *r,
    struct satchel_err *err)
{
	static const uint8_t nul[SAT_TAR_BLOCK];
	uint8_t header[SAT_TAR_BLOCK];

	sat_ustar_header(m, r->n, header);
	return sat_out_write(o, header, sizeof(header), err) &&
	       sat_out_write(o, r->p, r->n, err) &&
	       sat_out_write(o, nul, sat_ustar_padding(r->n), err);
}

static bool
copy_payload(struct sat_out *o, int fd, uint64_t off, uint64_t len,
    struct sat_hash *digest, struct satchel_err *err)
{
	struct sat_sha256_state s;
	uint8_t *buf = malloc(COPY);
	bool ok = buf != NULL || sat_fail_nomem(err);

	sat_sha256_begin(&s);
	while (ok && len > 0) {
		size_t n = len < COPY ? (size_t)len : COPY;

		ok = sat_scratch_pread(fd, off, buf, n, err) &&
		     sat_out_write(o, buf, n, err);
		if (ok && digest != NULL)
			sat_sha256_add(&s, buf, n);
		off += n;
		len -= n;
	}
	if (ok && digest != NULL)
		sat_sha256_end(&s, digest);
	free(buf);
	return ok;
}

bool
sat_bundle_write(struct sat_out *o, const struct sat_rd *statement,
    const struct sat_rd *roots, const struct sat_rd *history, int fd,
    uint64_t off, uint64_t len, struct sat_hash *digest,
    struct satchel_err *err)
{
	static const uint8_t nul[TAIL];
	uint8_t header[SAT_TAR_BLOCK];

	sat_ustar_header(SAT_PAYLOAD, len, header);
	return write_padded(o, SAT_STATEMENT, statement, err) &&
	       write_padded(o, SAT_ROOTS, roots, err) &&
	       write_padded(o, SAT_HISTORY, history, err) &&
	       sat_out_write(o, header, sizeof(header), err) &&
	       copy_payload(o, fd, off, len, digest, err) &&
	       sat_out_write(
		   o, nul, sat_ustar_padding(len) + SAT_USTAR_END, err);
}

static uint64_t
padded(uint64_t size)
{
	return SAT_TAR_BLOCK + size + sat_ustar_padding(size);
}

uint64_t
sat_bundle_payload_off(const struct sat_rd *statement,
    const struct sat_rd *roots, const struct sat_rd *history)
{
	return padded(statement->n) + padded(roots->n) + padded(history->n) +
	       SAT_TAR_BLOCK;
}
