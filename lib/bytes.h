/*
 * bytes: a reader and a writer of bounded memory.  sat_rd is the only code
 * that indexes untrusted bytes; sat_wr is how every format is written.
 * All integers are little-endian; a varint is minimal LEB128.
 */
#ifndef SAT_BYTES_H
#define SAT_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"

/*
 * A window of |n| bytes at |p|, which stood at byte |off| of |file|.  Copying
 * it is free.  An empty window still points at a real byte.
 */
struct sat_rd {
	const uint8_t *p;
	size_t n;
	uint64_t off;
	const char *file; /* borrowed; for messages */
};

struct sat_rd
sat_rd_of(const void *p, size_t n, uint64_t off, const char *file);

/*
 * Each takes from the front of |r|, or returns false and leaves |r| and the
 * output alone: the next |n| bytes as a window, one integer, |n| bytes copied.
 * Those that are asked for each item of a block are inline.
 */
SATCHEL_MUST static inline bool
sat_rd_take(struct sat_rd *r, size_t n, struct sat_rd *out)
{
	if (n > r->n) /* the one bounds check */
		return false;
	*out = *r;
	out->n = n;
	r->p += n;
	r->n -= n;
	r->off += n;
	return true;
}

SATCHEL_MUST static inline bool
sat_rd_u8(struct sat_rd *r, uint8_t *v)
{
	struct sat_rd f;

	if (!sat_rd_take(r, 1, &f))
		return false;
	*v = f.p[0];
	return true;
}

SATCHEL_MUST static inline bool
sat_rd_u32(struct sat_rd *r, uint32_t *v)
{
	struct sat_rd f;

	if (!sat_rd_take(r, 4, &f))
		return false;
	*v = (uint32_t)f.p[0] | (uint32_t)f.p[1] << 8 | (uint32_t)f.p[2] << 16 |
	     (uint32_t)f.p[3] << 24;
	return true;
}

SATCHEL_MUST static inline bool
sat_rd_u64(struct sat_rd *r, uint64_t *v)
{
	struct sat_rd f;
	uint64_t x = 0;

	if (!sat_rd_take(r, 8, &f))
		return false;
	for (unsigned i = 0; i < 8; i++)
		x |= (uint64_t)f.p[i] << (8 * i);
	*v = x;
	return true;
}

SATCHEL_MUST bool sat_rd_u16(struct sat_rd *r, uint16_t *v);
SATCHEL_MUST bool sat_rd_copy(struct sat_rd *r, void *out, size_t n);

/* A varint: at most 10 bytes, no padding, fits 64 bits.  Most have one byte:
 * that is read here, the others by sat_rd_varint_long. */
SATCHEL_MUST bool sat_rd_varint_long(struct sat_rd *r, uint64_t *v);
SATCHEL_MUST static inline bool
sat_rd_varint(struct sat_rd *r, uint64_t *v)
{
	uint8_t b;

	if (r->n == 0 || (r->p[0] & 0x80) != 0)
		return sat_rd_varint_long(r, v);
	if (!sat_rd_u8(r, &b))
		return false;
	*v = b;
	return true;
}

/* A line without its LF; false if no LF is left.  CR is just a byte. */
SATCHEL_MUST bool sat_rd_line(struct sat_rd *r, struct sat_rd *line);

/* If |r| begins with the string |s|, takes it. */
SATCHEL_MUST bool sat_rd_word(struct sat_rd *r, const char *s);

/* True if the window's bytes are exactly the string |s|, or |n| bytes |p|. */
bool sat_rd_is(const struct sat_rd *r, const char *s);
bool sat_rd_eq(const struct sat_rd *r, const void *p, size_t n);
bool sat_rd_begins(const struct sat_rd *r, const char *s);

/* Nothing is left. */
static inline bool
sat_rd_end(const struct sat_rd *r)
{
	return r->n == 0;
}

/* Everything that is left is NUL. */
bool sat_rd_all_nul(const struct sat_rd *r);

/* A decimal number of 1 to 19 digits without leading zeros, the whole window,
 * at most |max|. */
SATCHEL_MUST bool
sat_rd_decimal(const struct sat_rd *r, uint64_t max, uint64_t *v);

/* sat_fail with SATCHEL_EFORMAT at the window's place in its file. */
bool sat_rd_fail(struct satchel_err *err, const struct sat_rd *r,
    const char *fmt, ...) SAT_PRINTF(3, 4);

/*
 * A growing buffer with a ceiling.  It keeps its first failure and is asked
 * once, in sat_wr_done.  Invariant: len <= cap <= max.
 */
struct sat_wr {
	uint8_t *p;
	size_t len;
	size_t cap;
	size_t max;
	bool nomem; /* malloc failed */
	bool full;  /* the ceiling was met */
};

void sat_wr_init(struct sat_wr *w, size_t max);
void sat_wr_free(struct sat_wr *w);
void sat_wr_reset(struct sat_wr *w); /* empties it, keeps the memory */
void sat_wr_more(struct sat_wr *w, uint8_t v); /* when there is no room */
static inline void
sat_wr_u8(struct sat_wr *w, uint8_t v)
{
	if (w->len < w->cap && !w->nomem && !w->full)
		w->p[w->len++] = v;
	else
		sat_wr_more(w, v);
}

void sat_wr_u16(struct sat_wr *w, uint16_t v);
void sat_wr_u32(struct sat_wr *w, uint32_t v);
void sat_wr_u64(struct sat_wr *w, uint64_t v);
void sat_wr_varint(struct sat_wr *w, uint64_t v);
void sat_wr_put(struct sat_wr *w, const void *p, size_t n);
void sat_wr_str(struct sat_wr *w, const char *s);
void sat_wr_fill(struct sat_wr *w, uint8_t byte, size_t n);
void sat_wr_printf(struct sat_wr *w, const char *fmt, ...) SAT_PRINTF(2, 3);

/* |n| bytes of room to be filled by the caller, or NULL (a failure kept);
 * sat_wr_grow makes the first |n| of them count. */
uint8_t *sat_wr_make_room(struct sat_wr *w, size_t n); /* by malloc, perhaps */
static inline uint8_t *
sat_wr_room(struct sat_wr *w, size_t n)
{
	if (w->p != NULL && n <= w->cap - w->len && !w->nomem && !w->full)
		return w->p + w->len;
	return sat_wr_make_room(w, n);
}
void sat_wr_grow(struct sat_wr *w, size_t n);

/* True if nothing failed; else ENOMEM, or ELIMIT naming |what|. */
SATCHEL_MUST bool
sat_wr_done(const struct sat_wr *w, const char *what, struct satchel_err *err);

/* The bytes as a window (valid until the next write). */
struct sat_rd sat_wr_rd(const struct sat_wr *w);

/* Length of |v| as a varint, 1 to 10. */
size_t sat_varint_len(uint64_t v);

#endif
