#include "tally.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { BITS = 61, FIRST_SLOTS = 256 };
#define PRIME ((UINT64_C(1) << BITS) - 1)

__extension__ typedef unsigned __int128 wide;

/* ---- the two fields ----------------------------------------------------- */

/* To 0 ... PRIME - 1. */
static uint64_t
reduce(uint64_t x)
{
	x = (x & PRIME) + (x >> BITS);
	return x >= PRIME ? x - PRIME : x;
}

static uint64_t
multiply(uint64_t a, uint64_t b)
{
	wide w = (wide)a * b; /* < 2^122 */

	return reduce(((uint64_t)w & PRIME) + (uint64_t)(w >> BITS));
}

void
sat_tally_add(struct sat_tally *sum, const struct sat_tally *x)
{
	for (size_t i = 0; i < 2; i++)
		sum->v[i] = reduce(sum->v[i] + x->v[i]);
}

static void
add_difference(struct sat_tally *sum, const struct sat_tally *a,
    const struct sat_tally *b, const struct sat_tally *times)
{
	for (size_t i = 0; i < 2; i++)
		sum->v[i] = reduce(
		    sum->v[i] +
		    multiply(reduce(a->v[i] + PRIME - b->v[i]), times->v[i]));
}

static void
add_product(
    struct sat_tally *sum, const struct sat_tally *a, const struct sat_tally *b)
{
	for (size_t i = 0; i < 2; i++)
		sum->v[i] = reduce(sum->v[i] + multiply(a->v[i], b->v[i]));
}

bool
sat_tally_eq(const struct sat_tally *a, const struct sat_tally *b)
{
	return a->v[0] == b->v[0] && a->v[1] == b->v[1];
}

/* ---- random arguments --------------------------------------------------- */

/* 16 random bytes as a number of either field, evenly but for 2^-61. */
static void
number(const uint8_t b[16], struct sat_tally *x)
{
	memcpy(x->v, b, sizeof(x->v));	/* the order of bytes is no matter */
	x->v[0] = reduce(x->v[0] >> 3); /* 61 bits each */
	x->v[1] = reduce(x->v[1] >> 3);
}

/* A number that belongs to |n| bytes, by SipHash-2-4 under |key|. */
static void
number_of(const uint8_t key[16], const void *p, size_t n, struct sat_tally *x)
{
	uint8_t b[crypto_shorthash_siphashx24_BYTES];

	(void)crypto_shorthash_siphashx24(b, p, n, key);
	number(b, x);
}

bool
sat_tally_key_new(struct sat_tally_key **out, struct satchel_err *err)
{
	struct sat_tally_key *k = malloc(sizeof(*k));
	struct sat_tally b;
	uint8_t random[16];

	if (k == NULL)
		return sat_fail_nomem(err);
	randombytes_buf(k->term, sizeof(k->term));
	randombytes_buf(k->high, sizeof(k->high));
	k->before[0] = (struct sat_tally){ { 0, 0 } };
	for (size_t i = 0; i < SAT_TALLY_LOW; i++) {
		randombytes_buf(random, sizeof(random));
		number(random, &b);
		k->before[i + 1] = k->before[i];
		sat_tally_add(&k->before[i + 1], &b);
	}
	*out = k;
	return true;
}

void
sat_tally_key_free(struct sat_tally_key *k)
{
	free(k);
}

/* ---- from the side of the index ----------------------------------------- */

void
sat_tally_run(const struct sat_tally_key *k, uint64_t lo, uint64_t hi,
    struct sat_tally *records)
{
	while (lo <= hi) {
		uint64_t high = lo / SAT_TALLY_LOW, at = lo % SAT_TALLY_LOW;
		uint64_t n = SAT_TALLY_LOW - at; /* left of this A */
		struct sat_tally a;

		if (n > hi - lo + 1)
			n = hi - lo + 1;
		number_of(k->high, &high, sizeof(high), &a);
		add_difference(records, &k->before[at + n], &k->before[at], &a);
		lo += n;
	}
}

void
sat_tally_list(const struct sat_tally_key *k, enum sat_field f,
    const uint8_t *term, size_t n, const struct sat_tally *records,
    struct sat_tally *sum)
{
	struct sat_tally t;

	number_of(k->term[f], term, n, &t);
	add_product(sum, &t, records);
}

/* ---- from the side of the records --------------------------------------- */

void
sat_tally_terms_free(struct sat_tally_terms *t)
{
	free(t->seen);
	t->seen = NULL;
	t->slots = 0;
}

void
sat_tally_terms_begin(struct sat_tally_terms *t)
{
	t->round++;
	t->n = 0;
	t->sum = (struct sat_tally){ { 0, 0 } };
}

/* The slot of |x|, or a free one: what an earlier record left is free. */
static struct sat_tally_seen *
slot_of(const struct sat_tally_terms *t, const struct sat_tally *x)
{
	size_t i = (size_t)x->v[0] & (t->slots - 1);

	while (t->seen[i].round == t->round && !sat_tally_eq(&t->seen[i].t, x))
		i = (i + 1) & (t->slots - 1);
	return &t->seen[i];
}

static bool
make_room(struct sat_tally_terms *t, struct satchel_err *err)
{
	struct sat_tally_terms more = *t;

	if (t->n < t->slots / 2)
		return true;
	more.slots = t->slots == 0 ? FIRST_SLOTS : t->slots * 2;
	more.seen = calloc(more.slots, sizeof(*more.seen));
	if (more.seen == NULL)
		return sat_fail_nomem(err);
	for (size_t i = 0; i < t->slots; i++)
		if (t->seen[i].round == t->round)
			*slot_of(&more, &t->seen[i].t) = t->seen[i];
	free(t->seen);
	*t = more;
	return true;
}

bool
sat_tally_terms_add(struct sat_tally_terms *t, enum sat_field f,
    const uint8_t *term, size_t n, struct satchel_err *err)
{
	struct sat_tally_seen *s;
	struct sat_tally x;

	if (!make_room(t, err))
		return false;
	number_of(t->key->term[f], term, n, &x);
	s = slot_of(t, &x);
	if (s->round == t->round)
		return true;
	*s = (struct sat_tally_seen){ x, t->round };
	sat_tally_add(&t->sum, &x);
	t->n++;
	return true;
}

void
sat_tally_terms_end(
    const struct sat_tally_terms *t, uint64_t ordinal, struct sat_tally *sum)
{
	struct sat_tally record = { { 0, 0 } };

	sat_tally_run(t->key, ordinal, ordinal, &record);
	add_product(sum, &t->sum, &record);
}
