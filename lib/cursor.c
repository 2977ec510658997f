/* Reads the lists of postings.h, segment by segment. */
#include <stdlib.h>

#include "format.h"
#include "num.h"
#include "postings.h"

void
sat_cursor_free(struct sat_cursor *c)
{
	free(c->seg);
	free(c->buf);
	*c = (struct sat_cursor){ 0 };
}

static bool
reserve(struct sat_cursor *c, size_t n, struct satchel_err *err)
{
	uint8_t *p;

	if (n <= c->cap)
		return true;
	p = realloc(c->buf, n);
	if (p == NULL)
		return sat_fail_nomem(err);
	c->buf = p;
	c->cap = n;
	return true;
}

/* |n| bytes from |pos| as a window into the cursor's buffer. */
static bool
fetch(struct sat_cursor *c, uint64_t pos, size_t n, struct sat_rd *out,
    struct satchel_err *err)
{
	const char *file = NULL;
	uint64_t off = 0;

	if (!reserve(c, n, err) ||
	    !c->from.read(c->from.ctx, pos, c->buf, n, &file, &off, err))
		return false;
	*out = sat_rd_of(c->buf, n, off, file);
	return true;
}

/* The bytes of segment |i|. */
static uint64_t
seg_len(const struct sat_cursor *c, uint32_t i)
{
	return (i + 1 < c->segs ? c->seg[i + 1][1] : c->len) - c->seg[i][1];
}

/* The rules for entry |i| of the table, the ones before it being good.  A
 * segment that is not the last is full: one more run would not have fitted. */
static bool
seg_good(const struct sat_cursor *c, uint32_t i)
{
	uint64_t n = seg_len(c, i);

	if (c->seg[i][0] >= c->records || n == 0 || n > SAT_LONG_LIST)
		return false;
	if (i + 1 < c->segs && n <= SAT_LONG_LIST - SAT_MAX_RUN)
		return false;
	return i == 0 ? c->seg[i][1] == 0 : c->seg[i][0] > c->seg[i - 1][0];
}

/* Reads the |n| entries of the table at |pos|. */
static bool
read_table(
    struct sat_cursor *c, uint64_t pos, uint32_t n, struct satchel_err *err)
{
	struct sat_rd r = sat_rd_of(NULL, 0, 0, NULL);
	uint64_t last = 0;

	c->seg = calloc(n, sizeof(c->seg[0]));
	if (c->seg == NULL)
		return sat_fail_nomem(err);
	c->segs = n;
	for (uint32_t i = 0; i < n; i++) {
		if (sat_rd_end(&r) &&
		    !fetch(c, pos + (uint64_t)i * 8,
			8 * sat_min(n - i, SAT_LONG_LIST / 8), &r, err))
			return false;
		if (!sat_rd_u32(&r, &c->seg[i][0]) ||
		    !sat_rd_u32(&r, &c->seg[i][1]) || c->seg[i][1] < last ||
		    c->seg[i][1] > c->len)
			return sat_rd_fail(
			    err, &r, "a list's table is out of order");
		last = c->seg[i][1];
	}
	for (uint32_t i = 0; i < n; i++)
		if (!seg_good(c, i))
			return sat_rd_fail(
			    err, &r, "a list's table breaks the format");
	return true;
}

static bool
open_long(
    struct sat_cursor *c, uint64_t pos, uint64_t len, struct satchel_err *err)
{
	struct sat_rd r;
	uint32_t n;

	if (!fetch(c, pos, 4, &r, err))
		return false;
	/* full segments but for the last, each with an entry of 8 bytes */
	if (!sat_rd_u32(&r, &n) || n < 2 ||
	    n - 1 > len / (SAT_LONG_LIST - SAT_MAX_RUN))
		return sat_rd_fail(
		    err, &r, "a list's table has a wrong length");
	c->pos = pos + 4 + (uint64_t)n * 8;
	if (4 + (uint64_t)n * 8 >= len)
		return sat_rd_fail(err, &r, "a list's table runs past its end");
	c->len = len - 4 - (uint64_t)n * 8;
	return read_table(c, pos + 4, n, err);
}

bool
sat_cursor_open(struct sat_cursor *c, const struct sat_fetch *from,
    uint64_t pos, uint64_t len, uint64_t df, uint64_t records,
    struct satchel_err *err)
{
	free(c->seg);
	*c = (struct sat_cursor){ .from = *from,
		.pos = pos,
		.len = len,
		.records = records,
		.df = df,
		.segs = 1,
		.buf = c->buf,
		.cap = c->cap,
		.rd = sat_rd_of(NULL, 0, 0, NULL) };
	if (df == 1) { /* as if its one run had been read */
		c->lo = c->hi = pos;
		c->seen = 1;
		c->segs = 0;
		return pos < records ||
		       sat_fail(err, SATCHEL_EFORMAT,
			   "a term names a record that is not there");
	}
	c->lo = 1;   /* an empty run */
	if (len < 2) /* two gaps, or a gap and a length */
		return sat_fail(
		    err, SATCHEL_EFORMAT, "a list of records is empty");
	return len <= SAT_LONG_LIST || open_long(c, pos, len, err);
}

static bool
load(struct sat_cursor *c, struct satchel_err *err)
{
	uint64_t from = c->seg == NULL ? 0 : c->seg[c->next][1];
	uint64_t n = c->seg == NULL ? c->len : seg_len(c, c->next);
	uint64_t base = 0, lo, hi;
	struct sat_rd peek;

	if (!fetch(c, c->pos + from, (size_t)n, &c->rd, err))
		return false;
	peek = c->rd;
	if (c->seg != NULL &&
	    (!sat_run_read(&peek, c->records, &base, &lo, &hi) ||
		lo != c->seg[c->next][0]))
		return sat_rd_fail(
		    err, &c->rd, "a list's segment is not where it belongs");
	c->base = 0;
	c->next++;
	return true;
}

/* The last segment from |next| on that begins at or below |least|, found by
 * doubling steps; |next| if even that begins above. */
static uint32_t
gallop(const struct sat_cursor *c, uint64_t least)
{
	uint32_t lo = c->next, step = 1, hi;

	while (step < c->segs - lo && c->seg[lo + step][0] <= least) {
		lo += step;
		step *= 2;
	}
	hi = step < c->segs - lo ? lo + step : c->segs;
	while (hi - lo > 1) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (c->seg[mid][0] <= least)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

static bool
wrong_df(const struct sat_cursor *c, struct satchel_err *err)
{
	return sat_rd_fail(
	    err, &c->rd, "a list has not as many records as its term says");
}

/* The next run into lo, hi; or over. */
static bool
advance(struct sat_cursor *c, struct satchel_err *err)
{
	if (sat_rd_end(&c->rd) && c->next == c->segs) {
		c->over = true;
		return c->skipped || c->seen == c->df || wrong_df(c, err);
	}
	if (sat_rd_end(&c->rd) && !load(c, err))
		return false;
	if (!sat_run_read(&c->rd, c->records, &c->base, &c->lo, &c->hi))
		return sat_rd_fail(
		    err, &c->rd, "a list of records breaks the format");
	/* a run that touches the next segment would have gone on there */
	if (c->seg != NULL && c->next < c->segs &&
	    c->base >= c->seg[c->next][0])
		return sat_rd_fail(
		    err, &c->rd, "a list's segment runs into the next one");
	c->seen += c->hi - c->lo + 1;
	return c->seen <= c->df || wrong_df(c, err);
}

bool
sat_cursor_seek(struct sat_cursor *c, uint64_t least, uint64_t *ordinal,
    bool *any, struct satchel_err *err)
{
	if (c->seg != NULL && c->next < c->segs &&
	    (c->lo > c->hi || c->hi < least)) {
		uint32_t to = gallop(c, least);

		if (to > c->next || c->seg[to][0] <= least) {
			/* nothing >= least lies before segment |to| */
			c->skipped |= to > c->next || !sat_rd_end(&c->rd);
			c->next = to;
			c->rd = sat_rd_of(NULL, 0, 0, NULL);
		}
	}
	while (!c->over && (c->lo > c->hi || c->hi < least))
		if (!advance(c, err))
			return false;
	*any = !c->over;
	if (*any)
		*ordinal = c->lo > least ? c->lo : least;
	return true;
}
