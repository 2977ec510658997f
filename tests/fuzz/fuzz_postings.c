/* A list of any bytes: what is accepted rises, stays below the number of
 * records, has the frequency it claims, and is written the same. */
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "postings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static bool
read_bytes(void *ctx, uint64_t pos, void *out, size_t n, const char **file,
    uint64_t *off, struct satchel_err *err)
{
	const struct sat_rd *r = ctx;

	if (pos > r->n || n > r->n - pos)
		return sat_fail(err, SATCHEL_EFORMAT, "past the end");
	if (n > 0)
		memcpy(out, r->p + pos, n);
	*file = "fuzz";
	*off = pos;
	return true;
}

/* Reads all of it, in steps of |step|; false: refused. */
static bool
decode(struct sat_rd *r, uint32_t df, uint32_t records, uint64_t step,
    struct sat_list *l)
{
	struct sat_fetch from = { read_bytes, r };
	struct sat_cursor c = { 0 };
	uint64_t o = 0, least = 0;
	bool any = true;
	bool ok = sat_cursor_open(&c, &from, 0, r->n, df, records, NULL);

	while (ok && any) {
		ok = sat_cursor_seek(&c, least, &o, &any, NULL);
		if (!ok || !any)
			break;
		must(o >= least && o < records);
		if (l != NULL && l->df < 1 << 20)
			sat_list_add(l, o);
		least = o + step;
	}
	sat_cursor_free(&c);
	return ok;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sat_rd r = sat_rd_of(data, size, 0, "fuzz");
	uint32_t df, records;
	struct sat_list l;
	struct sat_wr w;

	if (!sat_rd_u32(&r, &df) || !sat_rd_u32(&r, &records) || df < 2 ||
	    df > 100000)
		return 0;
	sat_list_init(&l);
	sat_wr_init(&w, SIZE_MAX);
	if (decode(&r, df, records, 1, &l)) {
		must(l.df == df);
		must(sat_list_end(&l, &w, NULL));
		if (r.n <= SAT_LONG_LIST)
			must(sat_rd_eq(&r, w.p, w.len));
		must(decode(&r, df, records, 1000, NULL));
	} else {
		(void)decode(&r, df, records, 77, NULL);
	}
	sat_list_free(&l);
	sat_wr_free(&w);
	return 0;
}
