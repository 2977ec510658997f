#include "postings.h"

#include "format.h"
#include "num.h"

void
sat_list_init(struct sat_list *l)
{
	*l = (struct sat_list){ 0 };
	sat_wr_init(&l->plain, SIZE_MAX);
	sat_wr_init(&l->body, UINT32_MAX); /* a segment's place is a u32 */
}

void
sat_list_free(struct sat_list *l)
{
	sat_wr_free(&l->plain);
	sat_wr_free(&l->body);
}

void
sat_list_reset(struct sat_list *l)
{
	sat_wr_reset(&l->plain);
	sat_wr_reset(&l->body);
	l->df = 0;
	l->base = 0;
}

static void
put_run(struct sat_wr *w, uint64_t base, uint64_t lo, uint64_t hi)
{
	sat_wr_varint(w, (lo - base + 1) << 1 | (hi > lo));
	if (hi > lo)
		sat_wr_varint(w, hi - lo);
}

static size_t
run_len(uint64_t base, uint64_t lo, uint64_t hi)
{
	return sat_varint_len((lo - base + 1) << 1) +
	       (hi > lo ? sat_varint_len(hi - lo) : 0);
}

void
sat_list_add_run(struct sat_list *l, uint64_t lo, uint64_t hi)
{
	if (l->df == 0) {
		l->first = l->lo = lo;
	} else if (lo != l->hi + 1) {
		put_run(&l->plain, l->base, l->lo, l->hi);
		l->base = l->hi + 1;
		l->lo = lo;
	}
	l->hi = hi;
	l->df += hi - lo + 1;
}

void
sat_list_add(struct sat_list *l, uint64_t ordinal)
{
	sat_list_add_run(l, ordinal, ordinal);
}

bool
sat_run_read(struct sat_rd *r, uint64_t records, uint64_t *base, uint64_t *lo,
    uint64_t *hi)
{
	uint64_t v, gap, more = 0, first;

	if (!sat_rd_varint(r, &v))
		return false;
	gap = v >> 1;
	/* a gap of 1 would make the run before it longer */
	if (gap == 0 || (gap == 1 && *base > 0) || *base >= records ||
	    gap > records - *base)
		return false;
	first = *base + gap - 1;
	if ((v & 1) != 0 && (!sat_rd_varint(r, &more) || more == 0 ||
				more > records - 1 - first))
		return false;
	*lo = first;
	*hi = first + more;
	*base = *hi + 1;
	return true;
}

/* The plain form again as segments, the table to |out| after its count, the
 * rest to l->body; their number to |*n|. */
static bool
cut(struct sat_list *l, struct sat_wr *out, uint32_t *n,
    struct satchel_err *err)
{
	struct sat_rd r = sat_wr_rd(&l->plain);
	uint64_t base = 0, from = 0, lo, hi;
	size_t start = 0;

	*n = 0;
	while (!sat_rd_end(&r)) {
		if (!sat_run_read(&r, UINT64_MAX >> 2, &base, &lo, &hi))
			return sat_fail(err, SATCHEL_ELIMIT,
			    "a list of records is out of order");
		if (*n == 0 || l->body.len - start + run_len(from, lo, hi) >
				   SAT_LONG_LIST) {
			uint32_t first;

			if (!sat_to_u32(lo, &first))
				return sat_fail(err, SATCHEL_ELIMIT,
				    "there are over 2^32 records");
			from = 0;
			start = l->body.len;
			++*n;
			sat_wr_u32(out, first);
			sat_wr_u32(out, (uint32_t)start); /* body.max */
		}
		put_run(&l->body, from, lo, hi);
		from = hi + 1;
	}
	return sat_wr_done(&l->body, "a list of records", err);
}

bool
sat_list_end(struct sat_list *l, struct sat_wr *out, struct satchel_err *err)
{
	size_t at = out->len;
	uint32_t n;

	if (l->df > 0)
		put_run(&l->plain, l->base, l->lo, l->hi);
	if (!sat_wr_done(&l->plain, "a list of records", err))
		return false;
	if (l->plain.len <= SAT_LONG_LIST) {
		sat_wr_put(out, l->plain.p, l->plain.len);
		return sat_wr_done(out, "a list of records", err);
	}
	sat_wr_u32(out, 0);
	if (!cut(l, out, &n, err))
		return false;
	sat_wr_put(out, l->body.p, l->body.len);
	if (!sat_wr_done(out, "a list of records", err))
		return false;
	for (size_t i = 0; i < 4; i++)
		out->p[at + i] = (uint8_t)(n >> (8 * i)); /* the low byte */
	return true;
}
