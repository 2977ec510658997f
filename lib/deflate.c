#include "deflate.h"

#include <stdlib.h>
#include <string.h>
#define ZLIB_CONST /* zlib only reads its input */
#include <zlib.h>

#include "format.h"
#include "num.h"

enum { RAW = -15, MEM_LEVEL = 8 }; /* raw deflate, a window of 32 KiB */

/* What a dictionary of |n| bytes comes down to. */
static struct sat_rd
tail(const void *dict, size_t n)
{
	struct sat_rd d = sat_rd_of(dict, n, 0, NULL), skip;

	if (d.n > SAT_DICT_MAX && sat_rd_take(&d, d.n - SAT_DICT_MAX, &skip))
		return d;
	return d;
}

static bool
zlib_fail(struct satchel_err *err, const struct sat_rd *in, int status)
{
	if (status == Z_MEM_ERROR)
		return sat_fail_nomem(err);
	return sat_rd_fail(err, in, "zlib cannot start (status %d)", status);
}

static bool
too_many(struct satchel_err *err, size_t n)
{
	return sat_fail(err, SATCHEL_ELIMIT,
	    "%zu bytes are too many for one compressed block", n);
}

struct sat_deflater {
	z_stream z;
	struct sat_wr out; /* room for the worst, most of it not needed */
};

bool
sat_deflater_new(struct sat_deflater **out, struct satchel_err *err)
{
	struct sat_deflater *d = calloc(1, sizeof(*d));
	struct sat_rd nothing = sat_rd_of(NULL, 0, 0, NULL);
	int status;

	if (d == NULL)
		return sat_fail_nomem(err);
	status = deflateInit2(&d->z, SAT_DEFLATE_LEVEL, Z_DEFLATED, RAW,
	    MEM_LEVEL, Z_DEFAULT_STRATEGY);
	if (status != Z_OK) {
		free(d);
		return zlib_fail(err, &nothing, status);
	}
	sat_wr_init(&d->out, UINT32_MAX);
	*out = d;
	return true;
}

void
sat_deflater_free(struct sat_deflater *d)
{
	if (d == NULL)
		return;
	(void)deflateEnd(&d->z);
	sat_wr_free(&d->out);
	free(d);
}

/* |r| to d->out. */
static bool
deflate_all(struct sat_deflater *d, const struct sat_rd *r,
    const struct sat_rd *dict, struct satchel_err *err)
{
	z_stream *z = &d->z;
	uint32_t avail_in, avail_out;
	size_t room;
	int status = deflateReset(z);

	sat_wr_reset(&d->out);
	room = deflateBound(z, r->n);
	if (!sat_to_u32(r->n, &avail_in) || !sat_to_u32(room, &avail_out))
		return too_many(err, r->n);
	z->next_out = sat_wr_room(&d->out, room);
	if (z->next_out == NULL)
		return sat_fail_nomem(err);
	if (status == Z_OK && dict->n > 0) /* at most 32 KiB */
		status = deflateSetDictionary(z, dict->p, (uInt)dict->n);
	z->next_in = r->p;
	z->avail_in = avail_in;
	z->avail_out = avail_out;
	if (status == Z_OK)
		status = deflate(z, Z_FINISH);
	if (status != Z_STREAM_END)
		return zlib_fail(err, r, status);
	sat_wr_grow(&d->out, room - z->avail_out);
	return true;
}

bool
sat_deflater_run(struct sat_deflater *d, const void *in, size_t n,
    const void *dict, size_t dict_len, struct sat_wr *w,
    struct satchel_err *err)
{
	struct sat_rd r = sat_rd_of(in, n, 0, NULL), t = tail(dict, dict_len);

	if (!deflate_all(d, &r, &t, err))
		return false;
	sat_wr_put(w, d->out.p, d->out.len);
	if (w->nomem)
		return sat_fail_nomem(err);
	return !w->full || too_many(err, n);
}

bool
sat_deflate(const void *in, size_t n, const void *dict, size_t dict_len,
    struct sat_wr *w, struct satchel_err *err)
{
	struct sat_deflater *d = NULL;
	bool ok = sat_deflater_new(&d, err) &&
		  sat_deflater_run(d, in, n, dict, dict_len, w, err);

	sat_deflater_free(d);
	return ok;
}
