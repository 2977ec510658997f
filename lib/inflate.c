/*
 * inflate: the block is small and all of it is in memory, and so is what it
 * refers back to: there is no window, no state and no copy of either, which is
 * most of what zlib does for a block of 32 KiB.
 */
#include "inflate.h"

#include <string.h>

#include "format.h"
#include "num.h"

enum {
	MAX_BITS = 15,	    /* of a code */
	FAST_BITS = 9,	    /* what a table tells at once */
	STEP_BITS = 48,	    /* of a length, its distance, and their extra bits:
			     * 15 + 5 + 15 + 13 */
	LITERALS = 288,	    /* symbols: bytes, the end, lengths */
	DYNAMIC_MAX = 286,  /* of them in a code that is sent */
	DISTANCES = 32,	    /* symbols */
	DISTANCES_MAX = 30, /* of them with a meaning */
	END_OF_BLOCK = 256,
	LENGTH_CODES = 19, /* symbols that a code is sent in */
	AT_ONCE = 16	   /* bytes copied in a step */
};

/* ---- bits in, bytes out ---------------------------------------------------- */

/* The next |n| bits of the stream are the low bits of |hold|, the first the
 * lowest; what stands above them is what follows, or nothing. */
struct bits {
	const uint8_t *p, *end; /* bytes that are not counted in |n| */
	uint64_t hold;
	unsigned n;
};

/* |dict| is what stands before |start|. */
struct sink {
	uint8_t *start, *at, *end;
	struct sat_rd dict;
};

/* Compilers make one load of it. */
static inline uint64_t
eight(const uint8_t *p)
{
	return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 |
	       (uint64_t)p[3] << 24 | (uint64_t)p[4] << 32 |
	       (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 |
	       (uint64_t)p[7] << 56;
}

/* To 56 bits and more, or all there are. */
static inline void
refill(struct bits *b)
{
	if (b->end - b->p >= 8) {
		b->hold |= eight(b->p) << b->n;
		b->p += (63 - b->n) / 8; /* whole bytes that found room */
		b->n |= 56;
		return;
	}
	for (; b->n < 56 && b->p < b->end; b->n += 8)
		b->hold |= (uint64_t)*b->p++ << b->n;
}

/* Takes |n| bits, at most 32; false if there are fewer. */
static inline bool
take(struct bits *b, unsigned n, unsigned *out)
{
	if (n > b->n)
		return false;
	*out = (unsigned)(b->hold & ((UINT64_C(1) << n) - 1));
	b->hold >>= n;
	b->n -= n;
	return true;
}

/* The same, with a refill: for all that is not in the inner loop. */
static bool
need(struct bits *b, unsigned n, unsigned *out)
{
	refill(b);
	return take(b, n, out);
}

/* |len| bytes in steps: up to AT_ONCE - 1 more are read and written behind
 * them, and must be there. */
static inline uint8_t *
copy(uint8_t *at, const uint8_t *from, size_t len)
{
	uint8_t *stop = at + len;

	for (; at < stop; at += AT_ONCE, from += AT_ONCE)
		memcpy(at, from, AT_ONCE);
	return stop;
}

/* The same byte by byte: what is read may just have been written. */
static uint8_t *
repeat(uint8_t *at, const uint8_t *from, size_t len)
{
	for (; len > 0; len--)
		*at++ = *from++;
	return at;
}

/* A match at |at| that |copy| is not fit for; NULL if it reaches beyond either
 * end. */
static uint8_t *
match_slowly(const struct sink *o, uint8_t *at, size_t dist, size_t len)
{
	size_t have = (size_t)(at - o->start), back, part;

	if (len > (size_t)(o->end - at))
		return NULL;
	if (dist <= have)
		return repeat(at, at - dist, len);
	back = dist - have;
	if (back > o->dict.n)
		return NULL;
	part = sat_min(back, len);
	at = repeat(at, o->dict.p + (o->dict.n - back), part);
	return repeat(at, o->start, len - part); /* where the dictionary ends */
}

/* A match at |at|, which is mostly far from all ends. */
static inline uint8_t *
match(const struct sink *o, uint8_t *at, size_t dist, size_t len)
{
	size_t have = (size_t)(at - o->start);

	if ((size_t)(o->end - at) >= len + AT_ONCE) {
		if (dist <= have && dist >= AT_ONCE)
			return copy(at, at - dist, len);
		if (dist > have && dist - have <= o->dict.n &&
		    dist - have >= len + AT_ONCE)
			return copy(
			    at, o->dict.p + o->dict.n - (dist - have), len);
	}
	return match_slowly(o, at, dist, len);
}

/* ---- codes ------------------------------------------------------------------- */

/*
 * What a code stands for, in 32 bits: from the lowest, 4 for the length of
 * the code (0: no code), 4 for how many extra bits follow, 4 for its kind, and
 * 16 for its value, to which those are added.
 */
enum kind { VALUE, LITERAL, END, NOTHING };

#define MEANS(kind, value, extra)                                              \
	((uint32_t)(value) << 16 | (uint32_t)(kind) << 8 |                     \
	    (uint32_t)(extra) << 4)

static inline unsigned
size_of(uint32_t e)
{
	return e & 15;
}

static inline unsigned
extra_of(uint32_t e)
{
	return e >> 4 & 15;
}

static inline enum kind
kind_of(uint32_t e)
{
	return (enum kind)(e >> 8 & 15);
}

static inline unsigned
value_of(uint32_t e)
{
	return e >> 16;
}

struct code {
	uint32_t fast[1 << FAST_BITS]; /* by the next bits; 0: look further */
	uint32_t sorted[LITERALS];     /* in the order of their codes */
	uint16_t count[MAX_BITS + 1];  /* codes of each length */
};

/*
 * Codes of one length are consecutive numbers, behind those of the length
 * before; the most significant bit comes first (RFC 1951, 3.2.2).  Goes from
 * length to length; 0 if there is no such code.
 */
static uint32_t
find_long(const struct code *c, uint64_t hold)
{
	unsigned code = 0, first = 0, index = 0;

	for (unsigned len = 1; len <= MAX_BITS; len++) {
		unsigned count = c->count[len];

		code |= hold & 1;
		hold >>= 1;
		if (code < first + count)
			return c->sorted[index + (code - first)];
		index += count;
		first = (first + count) << 1;
		code <<= 1;
	}
	return 0;
}

static inline uint32_t
find(const struct code *c, uint64_t hold)
{
	uint32_t e = c->fast[hold & ((1 << FAST_BITS) - 1)];

	return e != 0 ? e : find_long(c, hold);
}

/* The next code's meaning; false if there is none, or the bits end in it. */
static inline bool
take_code(struct bits *b, const struct code *c, uint32_t *e)
{
	unsigned bits;

	*e = find(c, b->hold);
	return *e != 0 && take(b, size_of(*e), &bits);
}

/* Are there as many codes as lengths allow?  Fewer only with |few|: one of one
 * bit, or none at all. */
static bool
is_complete(const struct code *c, bool few)
{
	int left = 1;
	unsigned longest = 0;

	for (unsigned len = 1; len <= MAX_BITS; len++) {
		left = 2 * left - c->count[len];
		if (left < 0)
			return false;
		if (c->count[len] > 0)
			longest = len;
	}
	return left == 0 || (few && longest <= 1);
}

static void
sort(struct code *c, const uint8_t *len, unsigned n, const uint32_t *means)
{
	uint16_t at[MAX_BITS + 2] = { 0 };

	for (unsigned i = 1; i <= MAX_BITS; i++)
		at[i + 1] = (uint16_t)(at[i] + c->count[i]); /* <= LITERALS */
	for (unsigned i = 0; i < n; i++)
		if (len[i] != 0)
			c->sorted[at[len[i]]++] = means[i] | len[i];
}

/* The code behind |code|, whose |len| bits stand in the order they are read. */
static unsigned
next_code(unsigned code, unsigned len)
{
	unsigned bit = 1u << (len - 1);

	while ((code & bit) != 0) {
		code ^= bit;
		bit >>= 1;
	}
	return code | bit;
}

static void
fill(struct code *c)
{
	const uint32_t *e = c->sorted;
	unsigned code = 0;

	memset(c->fast, 0, sizeof(c->fast));
	for (unsigned len = 1; len <= FAST_BITS; len++)
		for (unsigned i = 0; i < c->count[len]; i++, e++) {
			for (unsigned j = code; j < 1 << FAST_BITS;
			     j += 1u << len)
				c->fast[j] = *e;
			code = next_code(code, len);
		}
}

/* From the lengths (0: not used) and meanings of |n| symbols. */
static bool
make(struct code *c, const uint8_t *len, unsigned n, const uint32_t *means,
    bool few)
{
	memset(c->count, 0, sizeof(c->count));
	for (unsigned i = 0; i < n; i++)
		c->count[len[i]]++;
	c->count[0] = 0;
	if (!is_complete(c, few))
		return false;
	sort(c, len, n, means);
	fill(c);
	return true;
}

/* ---- blocks ---------------------------------------------------------------------- */

/* RFC 1951, 3.2.5 */
static const uint32_t length_means[] = { MEANS(VALUE, 3, 0), MEANS(VALUE, 4, 0),
	MEANS(VALUE, 5, 0), MEANS(VALUE, 6, 0), MEANS(VALUE, 7, 0),
	MEANS(VALUE, 8, 0), MEANS(VALUE, 9, 0), MEANS(VALUE, 10, 0),
	MEANS(VALUE, 11, 1), MEANS(VALUE, 13, 1), MEANS(VALUE, 15, 1),
	MEANS(VALUE, 17, 1), MEANS(VALUE, 19, 2), MEANS(VALUE, 23, 2),
	MEANS(VALUE, 27, 2), MEANS(VALUE, 31, 2), MEANS(VALUE, 35, 3),
	MEANS(VALUE, 43, 3), MEANS(VALUE, 51, 3), MEANS(VALUE, 59, 3),
	MEANS(VALUE, 67, 4), MEANS(VALUE, 83, 4), MEANS(VALUE, 99, 4),
	MEANS(VALUE, 115, 4), MEANS(VALUE, 131, 5), MEANS(VALUE, 163, 5),
	MEANS(VALUE, 195, 5), MEANS(VALUE, 227, 5), MEANS(VALUE, 258, 0),
	MEANS(NOTHING, 0, 0), MEANS(NOTHING, 0, 0) };
_Static_assert(
    sizeof(length_means) / sizeof(*length_means) == LITERALS - END_OF_BLOCK - 1,
    "a meaning for each");

static const uint32_t distance_means[] = { MEANS(VALUE, 1, 0),
	MEANS(VALUE, 2, 0), MEANS(VALUE, 3, 0), MEANS(VALUE, 4, 0),
	MEANS(VALUE, 5, 1), MEANS(VALUE, 7, 1), MEANS(VALUE, 9, 2),
	MEANS(VALUE, 13, 2), MEANS(VALUE, 17, 3), MEANS(VALUE, 25, 3),
	MEANS(VALUE, 33, 4), MEANS(VALUE, 49, 4), MEANS(VALUE, 65, 5),
	MEANS(VALUE, 97, 5), MEANS(VALUE, 129, 6), MEANS(VALUE, 193, 6),
	MEANS(VALUE, 257, 7), MEANS(VALUE, 385, 7), MEANS(VALUE, 513, 8),
	MEANS(VALUE, 769, 8), MEANS(VALUE, 1025, 9), MEANS(VALUE, 1537, 9),
	MEANS(VALUE, 2049, 10), MEANS(VALUE, 3073, 10), MEANS(VALUE, 4097, 11),
	MEANS(VALUE, 6145, 11), MEANS(VALUE, 8193, 12), MEANS(VALUE, 12289, 12),
	MEANS(VALUE, 16385, 13), MEANS(VALUE, 24577, 13), MEANS(NOTHING, 0, 0),
	MEANS(NOTHING, 0, 0) };
_Static_assert(sizeof(distance_means) / sizeof(*distance_means) == DISTANCES,
    "a meaning for each");

struct codes {
	struct code literal, distance;
};

/* What the literal symbols mean. */
static void
literal_meanings(uint32_t means[LITERALS])
{
	for (unsigned i = 0; i < END_OF_BLOCK; i++)
		means[i] = MEANS(LITERAL, i, 0);
	means[END_OF_BLOCK] = MEANS(END, 0, 0);
	memcpy(&means[END_OF_BLOCK + 1], length_means, sizeof(length_means));
}

/* |literals| lengths, and behind them |distances|. */
static bool
make_both(
    struct codes *c, const uint8_t *len, unsigned literals, unsigned distances)
{
	uint32_t means[LITERALS];

	literal_meanings(means);
	return make(&c->literal, len, literals, means, true) &&
	       make(&c->distance, len + literals, distances, distance_means,
		   true);
}

/* RFC 1951, 3.2.6 */
static bool
make_fixed(struct codes *c)
{
	uint8_t len[LITERALS + DISTANCES];

	memset(len, 8, 144);
	memset(len + 144, 9, 112);
	memset(len + 256, 7, 24);
	memset(len + 280, 8, 8);
	memset(len + LITERALS, 5, DISTANCES);
	return make_both(c, len, LITERALS, DISTANCES);
}

/* The code for lengths of codes, into |c|. */
static bool
read_length_code(struct bits *b, unsigned n, struct code *c)
{
	static const uint8_t order[LENGTH_CODES] = { 16, 17, 18, 0, 8, 7, 9, 6,
		10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15 };
	uint8_t len[LENGTH_CODES] = { 0 };
	uint32_t means[LENGTH_CODES];
	unsigned bits;

	for (unsigned i = 0; i < LENGTH_CODES; i++)
		means[i] = MEANS(VALUE, i, 0);
	for (unsigned i = 0; i < n; i++) {
		if (!need(b, 3, &bits))
			return false;
		len[order[i]] = (uint8_t)bits; /* three bits */
	}
	return make(c, len, LENGTH_CODES, means, false);
}

/* The |n| lengths that are sent in |c|. */
static bool
read_lengths(struct bits *b, const struct code *c, uint8_t *len, unsigned n)
{
	unsigned have = 0, times;
	uint32_t e;

	while (have < n) {
		uint8_t v = 0;

		refill(b);
		if (!take_code(b, c, &e))
			return false;
		switch (value_of(e)) {
		case 16: /* the one before, again */
			if (have == 0 || !take(b, 2, &times))
				return false;
			v = len[have - 1];
			times += 3;
			break;
		case 17:
			if (!take(b, 3, &times))
				return false;
			times += 3;
			break;
		case 18:
			if (!take(b, 7, &times))
				return false;
			times += 11;
			break;
		default:
			v = (uint8_t)value_of(e); /* up to 15 */
			times = 1;
		}
		if (times > n - have)
			return false;
		memset(len + have, v, times);
		have += times;
	}
	return true;
}

/* RFC 1951, 3.2.7 */
static bool
read_codes(struct bits *b, struct codes *c)
{
	uint8_t len[DYNAMIC_MAX + DISTANCES_MAX];
	unsigned literals, distances, lengths;

	if (!need(b, 5, &literals) || !need(b, 5, &distances) ||
	    !need(b, 4, &lengths))
		return false;
	literals += 257;
	distances += 1;
	lengths += 4;
	return literals <= DYNAMIC_MAX && distances <= DISTANCES_MAX &&
	       read_length_code(b, lengths, &c->distance) &&
	       read_lengths(b, &c->distance, len, literals + distances) &&
	       len[END_OF_BLOCK] != 0 && make_both(c, len, literals, distances);
}

/* Up to the end of the block.  Bits and place are copies: what is written
 * could be theirs, for all the compiler knows. */
static bool
inflate_codes(struct bits *b, struct sink *o, const struct codes *c)
{
	struct bits in = *b;
	uint8_t *at = o->at;
	const uint8_t *end = o->end;

	for (;;) {
		unsigned len, dist;
		uint32_t e;

		if (in.n < STEP_BITS)
			refill(&in);
		if (!take_code(&in, &c->literal, &e))
			return false;
		if (kind_of(e) == LITERAL) {
			if (at == end)
				return false;
			*at++ = (uint8_t)value_of(e); /* a byte */
			continue;
		}
		if (kind_of(e) == END)
			break;
		if (kind_of(e) == NOTHING || !take(&in, extra_of(e), &len))
			return false;
		len += value_of(e);
		if (!take_code(&in, &c->distance, &e) ||
		    kind_of(e) == NOTHING || !take(&in, extra_of(e), &dist))
			return false;
		dist += value_of(e);
		at = match(o, at, dist, len);
		if (at == NULL)
			return false;
	}
	*b = in;
	o->at = at;
	return true;
}

/* RFC 1951, 3.2.4: from the next whole byte on, two lengths, then bytes. */
static bool
inflate_stored(struct bits *b, struct sink *o)
{
	struct sat_rd r, bytes;
	uint16_t n, not_n;

	b->p -= b->n / 8; /* was taken from there */
	b->hold = b->n = 0;
	r = sat_rd_of(b->p, (size_t)(b->end - b->p), 0, NULL);
	if (!sat_rd_u16(&r, &n) || !sat_rd_u16(&r, &not_n) ||
	    (n ^ not_n) != 0xffff || !sat_rd_take(&r, n, &bytes) ||
	    n > o->end - o->at)
		return false;
	memcpy(o->at, bytes.p, n);
	o->at += n;
	b->p = r.p;
	return true;
}

static bool
inflate_block(struct bits *b, struct sink *o, bool *last)
{
	struct codes c;
	unsigned is_last, type;

	if (!need(b, 1, &is_last) || !need(b, 2, &type))
		return false;
	*last = is_last != 0;
	switch (type) {
	case 0:
		return inflate_stored(b, o);
	case 1:
		return make_fixed(&c) && inflate_codes(b, o, &c);
	case 2:
		return read_codes(b, &c) && inflate_codes(b, o, &c);
	default:
		return false;
	}
}

/* All of |b|, to all of |o|. */
static bool
inflate_all(struct bits *b, struct sink *o)
{
	bool last = false;

	while (!last)
		if (!inflate_block(b, o, &last))
			return false;
	return b->p == b->end && b->n < 8 && o->at == o->end;
}

bool
sat_inflate(const struct sat_rd *in, const void *dict, size_t dict_len,
    uint8_t *out, size_t n, struct satchel_err *err)
{
	uint8_t nothing[1]; /* that there is a place, if not a byte */
	struct bits b = { .p = in->p, .end = in->p + in->n };
	struct sink o = { .dict = sat_rd_of(dict, dict_len, 0, NULL) };
	struct sat_rd skip;

	o.start = o.at = n > 0 ? out : nothing;
	o.end = o.start + n;
	if ((o.dict.n > SAT_DICT_MAX &&
		!sat_rd_take(&o.dict, o.dict.n - SAT_DICT_MAX, &skip)) ||
	    !inflate_all(&b, &o))
		return sat_rd_fail(err, in,
		    "a compressed block does not come to the %zu bytes it "
		    "declares",
		    n);
	return true;
}
