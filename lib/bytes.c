#include "bytes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"

struct sat_rd
sat_rd_of(const void *p, size_t n, uint64_t off, const char *file)
{
	static const uint8_t nothing[1];
	struct sat_rd r = { p, n, off, file };

	if (p == NULL) {
		r.p = nothing;
		r.n = 0;
	}
	return r;
}

bool
sat_rd_u16(struct sat_rd *r, uint16_t *v)
{
	struct sat_rd f;

	if (!sat_rd_take(r, 2, &f))
		return false;
	*v = (uint16_t)(f.p[0] | f.p[1] << 8); /* 16 bits were composed */
	return true;
}

bool
sat_rd_copy(struct sat_rd *r, void *out, size_t n)
{
	struct sat_rd f;

	if (!sat_rd_take(r, n, &f))
		return false;
	memcpy(out, f.p, n);
	return true;
}

bool
sat_rd_varint_long(struct sat_rd *r, uint64_t *v)
{
	struct sat_rd all;
	uint64_t x = 0;
	size_t n = 0;
	uint8_t b;

	do {
		if (n == r->n || n == 10)
			return false;
		b = r->p[n];
		if (n == 9 && b > 1) /* would not fit 64 bits */
			return false;
		if (b == 0 && n > 0) /* padded, not minimal */
			return false;
		x |= (uint64_t)(b & 0x7f) << (7 * n);
		n++;
	} while ((b & 0x80) != 0);
	*v = x;
	return sat_rd_take(r, n, &all);
}

bool
sat_rd_line(struct sat_rd *r, struct sat_rd *line)
{
	const uint8_t *lf = memchr(r->p, '\n', r->n);
	struct sat_rd skip;

	if (lf == NULL)
		return false;
	return sat_rd_take(r, (size_t)(lf - r->p), line) &&
	       sat_rd_take(r, 1, &skip);
}

bool
sat_rd_word(struct sat_rd *r, const char *s)
{
	struct sat_rd skip;

	return sat_rd_begins(r, s) && sat_rd_take(r, strlen(s), &skip);
}

bool
sat_rd_is(const struct sat_rd *r, const char *s)
{
	return sat_rd_eq(r, s, strlen(s));
}

bool
sat_rd_eq(const struct sat_rd *r, const void *p, size_t n)
{
	return r->n == n && (n == 0 || memcmp(r->p, p, n) == 0);
}

bool
sat_rd_begins(const struct sat_rd *r, const char *s)
{
	size_t n = strlen(s);

	return r->n >= n && memcmp(r->p, s, n) == 0;
}

bool
sat_rd_all_nul(const struct sat_rd *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->p[i] != 0)
			return false;
	return true;
}

bool
sat_rd_decimal(const struct sat_rd *r, uint64_t max, uint64_t *v)
{
	uint64_t x = 0;

	if (r->n == 0 || r->n > 19 || (r->p[0] == '0' && r->n > 1))
		return false;
	for (size_t i = 0; i < r->n; i++) {
		if (r->p[i] < '0' || r->p[i] > '9')
			return false;
		x = x * 10 + (uint64_t)(r->p[i] - '0'); /* 19 digits fit */
	}
	if (x > max)
		return false;
	*v = x;
	return true;
}

bool
sat_rd_fail(
    struct satchel_err *err, const struct sat_rd *r, const char *fmt, ...)
{
	char msg[sizeof((struct satchel_err){ 0 }.msg)];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	return sat_fail_off(err, SATCHEL_EFORMAT, r->file, r->off, "%s", msg);
}

void
sat_wr_init(struct sat_wr *w, size_t max)
{
	memset(w, 0, sizeof(*w));
	w->max = max;
}

void
sat_wr_free(struct sat_wr *w)
{
	free(w->p);
	sat_wr_init(w, w->max);
}

void
sat_wr_reset(struct sat_wr *w)
{
	w->len = 0;
	w->nomem = false;
	w->full = false;
}

uint8_t *
sat_wr_make_room(struct sat_wr *w, size_t n)
{
	size_t cap = w->cap < 256 ? sat_min(256, w->max) : w->cap;
	uint8_t *p;

	if (w->nomem || w->full)
		return NULL;
	if (n > w->max - w->len) {
		w->full = true;
		return NULL;
	}
	if (n <= w->cap - w->len && w->p != NULL)
		return w->p + w->len;
	while (cap - w->len < n || cap < w->len)
		cap = cap > w->max / 2 ? w->max : cap * 2;
	p = realloc(w->p, cap);
	if (p == NULL) {
		w->nomem = true;
		return NULL;
	}
	w->p = p;
	w->cap = cap;
	return w->p + w->len;
}

void
sat_wr_grow(struct sat_wr *w, size_t n)
{
	if (!w->nomem && !w->full && n <= w->cap - w->len)
		w->len += n;
}

void
sat_wr_put(struct sat_wr *w, const void *p, size_t n)
{
	uint8_t *to = sat_wr_room(w, n);

	if (to == NULL || n == 0)
		return;
	memcpy(to, p, n);
	w->len += n;
}

void
sat_wr_more(struct sat_wr *w, uint8_t v)
{
	sat_wr_put(w, &v, 1);
}

static void
put_le(struct sat_wr *w, uint64_t v, size_t n)
{
	uint8_t b[8];

	for (size_t i = 0; i < n; i++)
		b[i] = (uint8_t)(v >> (8 * i)); /* the low byte */
	sat_wr_put(w, b, n);
}

void
sat_wr_u16(struct sat_wr *w, uint16_t v)
{
	put_le(w, v, 2);
}

void
sat_wr_u32(struct sat_wr *w, uint32_t v)
{
	put_le(w, v, 4);
}

void
sat_wr_u64(struct sat_wr *w, uint64_t v)
{
	put_le(w, v, 8);
}

void
sat_wr_varint(struct sat_wr *w, uint64_t v)
{
	uint8_t b[10];
	size_t n = 0;

	for (; v >= 0x80; v >>= 7)
		b[n++] = (uint8_t)(v | 0x80); /* the low seven bits */
	b[n++] = (uint8_t)v;		      /* below 0x80 */
	sat_wr_put(w, b, n);
}

void
sat_wr_str(struct sat_wr *w, const char *s)
{
	sat_wr_put(w, s, strlen(s));
}

void
sat_wr_fill(struct sat_wr *w, uint8_t byte, size_t n)
{
	uint8_t *to = sat_wr_room(w, n);

	if (to == NULL || n == 0)
		return;
	memset(to, byte, n);
	w->len += n;
}

void
sat_wr_printf(struct sat_wr *w, const char *fmt, ...)
{
	char small[256]; /* nearly always enough */
	va_list ap, again;
	uint8_t *to;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(small, sizeof(small), fmt, ap);
	if (n < 0) {
		w->nomem = true;
	} else if ((size_t)n < sizeof(small)) {
		sat_wr_put(w, small, (size_t)n);
	} else if ((to = sat_wr_room(w, (size_t)n + 1)) != NULL) { /* a NUL */
		(void)vsnprintf((char *)to, (size_t)n + 1, fmt, again);
		w->len += (size_t)n;
	}
	va_end(again);
	va_end(ap);
}

bool
sat_wr_done(const struct sat_wr *w, const char *what, struct satchel_err *err)
{
	if (w->nomem)
		return sat_fail_nomem(err);
	if (w->full)
		return sat_fail(
		    err, SATCHEL_ELIMIT, "%s is over %zu bytes", what, w->max);
	return true;
}

struct sat_rd
sat_wr_rd(const struct sat_wr *w)
{
	return sat_rd_of(w->p, w->len, 0, NULL);
}

size_t
sat_varint_len(uint64_t v)
{
	size_t n = 1;

	for (; v >= 0x80; v >>= 7)
		n++;
	return n;
}
