#include "bundle.h"

#include <stdlib.h>
#include <string.h>

#include "num.h"

enum { COPY = 1 << 20 };

/* Reads one header; |*pos| moves behind it. */
static bool
read_header(const struct sat_file *f, enum sat_member m, uint64_t *pos,
    uint64_t *size, struct satchel_err *err)
{
	uint8_t header[SAT_TAR_BLOCK];

	if (!sat_file_pread(f, *pos, header, sizeof(header), err) ||
	    !sat_ustar_check(m, header, f->name, *pos, size, err))
		return false;
	*pos += sizeof(header);
	return true;
}

/* Reads a member of |size| bytes and its padding into |to|. */
static bool
read_member(const struct sat_file *f, uint64_t *pos, size_t size, uint8_t *to,
    struct sat_rd *out, struct satchel_err *err)
{
	uint8_t padding[SAT_TAR_BLOCK];
	size_t pad = sat_ustar_padding(size);
	struct sat_rd p;

	if (!sat_file_pread(f, *pos, to, size, err) ||
	    !sat_file_pread(f, *pos + size, padding, pad, err))
		return false;
	p = sat_rd_of(padding, pad, *pos + size, f->name);
	if (!sat_rd_all_nul(&p))
		return sat_rd_fail(err, &p, "a member's padding is not NUL");
	*out = sat_rd_of(to, size, *pos, f->name);
	*pos += size + pad;
	return true;
}

static bool
read_members(struct sat_bundle *b, struct satchel_err *err)
{
	uint64_t pos = 0, size;
	size_t used = 0, most = 0;

	for (int m = SAT_STATEMENT; m < SAT_PAYLOAD; m++)
		most += (size_t)sat_member_max((enum sat_member)m); /* MiBs */
	if (b->file.size < most) /* a small file cannot ask for more */
		most = (size_t)b->file.size;
	b->mem = malloc(most + 1);
	if (b->mem == NULL)
		return sat_fail_nomem(err);
	for (int m = SAT_STATEMENT; m < SAT_PAYLOAD; m++) {
		if (!read_header(&b->file, (enum sat_member)m, &pos, &size, err))
			return false;
		if (size > most - used)
			return sat_fail_off(err, SATCHEL_EFORMAT, b->file.name, pos,
			    "the file ends inside %s", sat_member_name[m]);
		if (!read_member(&b->file, &pos, (size_t)size, b->mem + used,
			&b->member[m], err))
			return false;
		used += (size_t)size; /* at most |most| */
	}
	if (!read_header(&b->file, SAT_PAYLOAD, &pos, &b->payload_len, err))
		return false;
	b->payload_off = pos;
	return true;
}

bool
sat_bundle_open(
    int dir, const char *path, struct sat_bundle *b, struct satchel_err *err)
{
	memset(b, 0, sizeof(*b));
	b->file.fd = -1;
	if (!sat_file_open(dir, path, &b->file, err))
		return false;
	if (b->file.size == 0) {
		sat_fail(err, SATCHEL_EFORMAT, "is empty");
		sat_err_file(err, path);
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
	uint8_t tail[SAT_TAR_BLOCK + SAT_USTAR_END];
	size_t n = sat_ustar_padding(b->payload_len) + SAT_USTAR_END;
	uint64_t pos, end;
	struct sat_rd r;

	if (!sat_add(b->payload_off, b->payload_len, &pos) ||
	    !sat_add(pos, n, &end) || end != b->file.size)
		return sat_fail_off(err, SATCHEL_EFORMAT, b->file.name,
		    b->file.size,
		    "the file has %llu bytes, its headers ask for %llu",
		    (unsigned long long)b->file.size,
		    (unsigned long long)(b->payload_off + b->payload_len + n));
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
	static const uint8_t nul[SAT_TAR_BLOCK + SAT_USTAR_END];
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
