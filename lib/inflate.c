#include "inflate.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"

/* A stored block (RFC 1951, 3.2.4), not the last: a byte, then its length
 * twice, the second time inverted. */
enum { STORED_HEAD = 5 };

static bool
no_memory(struct satchel_err *err)
{
	return sat_fail(err, SATCHEL_ENOMEM, "no memory to inflate a block");
}

/* The stream of |size| bytes at |p|, which is |in| or ends with it, comes to
 * |n| bytes. */
static bool
inflate_all(const struct sat_rd *in, const uint8_t *p, size_t size,
    uint8_t *out, size_t n, struct satchel_err *err)
{
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	enum libdeflate_result r;
	size_t used = 0, made = 0;

	if (d == NULL)
		return no_memory(err);
	r = libdeflate_deflate_decompress_ex(d, p, size, out, n, &used, &made);
	libdeflate_free_decompressor(d);
	if (r != LIBDEFLATE_SUCCESS || used != size || made != n)
		return sat_rd_fail(err, in,
		    "a compressed block does not come to the %zu bytes it "
		    "declares",
		    n);
	return true;
}

/* A stored block of the |n| bytes of |dict|, and the stream behind it. */
static void
put_before(const uint8_t *dict, size_t n, const struct sat_rd *in, uint8_t *p)
{
	const uint8_t head[STORED_HEAD] = { 0, (uint8_t)n, (uint8_t)(n >> 8),
		(uint8_t)~n, (uint8_t)(~n >> 8) };

	memcpy(p, head, sizeof(head));
	memcpy(p + sizeof(head), dict, n);
	memcpy(p + sizeof(head) + n, in->p, in->n);
}

/*
 * The library knows no preset dictionary.  But that is nothing else than what
 * the stream brought before: so its bytes are put before it, in a block that
 * stores them, and taken off what comes out.
 */
static bool
inflate_after(const uint8_t *dict, size_t dict_len, const struct sat_rd *in,
    uint8_t *out, size_t n, struct satchel_err *err)
{
	size_t size = STORED_HEAD + dict_len + in->n;
	uint8_t *p = malloc(size), *to = malloc(dict_len + n);
	bool ok;

	ok = p != NULL && to != NULL ? true : no_memory(err);
	if (ok) {
		put_before(dict, dict_len, in, p);
		ok = inflate_all(in, p, size, to, dict_len + n, err);
	}
	if (ok && n > 0)
		memcpy(out, to + dict_len, n);
	free(to);
	free(p);
	return ok;
}

bool
sat_inflate(const struct sat_rd *in, const void *dict, size_t dict_len,
    uint8_t *out, size_t n, struct satchel_err *err)
{
	size_t cut = dict_len > SAT_DICT_MAX ? dict_len - SAT_DICT_MAX : 0;

	if (dict_len == 0)
		return inflate_all(in, in->p, in->n, out, n, err);
	return inflate_after(
	    (const uint8_t *)dict + cut, dict_len - cut, in, out, n, err);
}
