#include "gather.h"

#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "num.h"
#include "runs.h"

enum {
	MIN_MEMORY = 1 << 20,
	FIRST_SLOTS = 1 << 12,
	FIRST_POOL = 1 << 16,
	FIRST_CHUNK = 4,
	LAST_CHUNK = 1024,
	AT_ONCE = 32, /* terms that are looked up together, */
	AHEAD = 8,    /* and entries that are fetched before they are given */
	LINK = 4      /* bytes at the end of a chunk: where the next one is */
};

/*
 * One term in one field and the ordinals seen so far: varints of the distance
 * from 1 + the one before (0 at first), in a chain of chunks of 4, 8, 16 ...
 * 1,024 bytes in the pool.
 */
struct entry {
	uint32_t hash;
	uint32_t term;	  /* in the pool; right behind it the first chunk */
	uint32_t at, end; /* where the next byte goes, end of that chunk */
	uint32_t bytes;	  /* in all chunks */
	uint32_t last;	  /* ordinal */
	uint16_t chunk;	  /* size of the last one */
	uint8_t len, field;
};

/* An entry's place in the order of the index. */
struct rank {
	uint64_t head; /* first eight bytes of the term, big-endian */
	const uint8_t *term;
	const struct entry *e;
};

struct sat_gather {
	struct entry *e;
	size_t n, cap, max; /* entries */
	struct rank *rank;  /* of all entries, once sorted */
	uint32_t *slot;	    /* 1 + entry, by hash; 0: free */
	size_t slots;	    /* a power of two, over twice |n| */
	uint8_t *pool;
	size_t used, pool_cap, pool_max;
	struct sat_runs *runs;
	bool spilled;			    /* something lies in |runs| */
	size_t i;			    /* next entry, when nothing does */
	struct sat_wr key, bytes;	    /* of one pair of |runs| */
	struct sat_rd next_key, next_value; /* read ahead */
	bool ahead;
};

bool
sat_gather_new(const char *path, size_t memory, struct sat_gather **out,
    struct satchel_err *err)
{
	struct sat_gather *g = calloc(1, sizeof(*g));

	if (g == NULL)
		return sat_fail_nomem(err);
	if (memory < MIN_MEMORY)
		memory = MIN_MEMORY;
	/* entries, their slots, what sorting them takes, and the pool */
	g->max = memory / 2 /
		 (sizeof(struct entry) + 2 * sizeof(struct rank) +
		     4 * sizeof(uint32_t));
	g->pool_max = sat_min(memory / 8 * 3, UINT32_MAX);
	sat_wr_init(&g->key, 1024);
	sat_wr_init(&g->bytes, SIZE_MAX);
	if (!sat_runs_new(path, memory / 4, &g->runs, err)) {
		sat_gather_free(g);
		return false;
	}
	*out = g;
	return true;
}

void
sat_gather_free(struct sat_gather *g)
{
	if (g == NULL)
		return;
	sat_runs_free(g->runs);
	sat_wr_free(&g->key);
	sat_wr_free(&g->bytes);
	free(g->e);
	free(g->rank);
	free(g->slot);
	free(g->pool);
	free(g);
}

/* FNV-1a. */
static uint32_t
hash_of(enum sat_field f, const uint8_t *p, size_t n)
{
	uint32_t h = (2166136261u ^ (uint32_t)f) * 16777619u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ p[i]) * 16777619u;
	return h ^ h >> 15;
}

static bool
more_slots(struct sat_gather *g, struct satchel_err *err)
{
	size_t slots = g->slots == 0 ? FIRST_SLOTS : g->slots * 2;
	uint32_t *p;

	if (g->n < g->slots / 2)
		return true;
	p = calloc(slots, sizeof(*p));
	if (p == NULL)
		return sat_fail_nomem(err);
	free(g->slot);
	g->slot = p;
	g->slots = slots;
	for (size_t i = 0; i < g->n; i++) {
		size_t s = g->e[i].hash & (slots - 1);

		while (p[s] != 0)
			s = (s + 1) & (slots - 1);
		p[s] = (uint32_t)i + 1; /* n <= max, far below 2^32 */
	}
	return true;
}

static bool
more_entries(struct sat_gather *g, struct satchel_err *err)
{
	size_t cap = g->cap == 0 ? FIRST_SLOTS / 2 : g->cap * 2;
	struct entry *p;

	if (g->n < g->cap)
		return true;
	p = realloc(g->e, cap * sizeof(*p)); /* cap < 2 max */
	if (p == NULL)
		return sat_fail_nomem(err);
	g->e = p;
	g->cap = cap;
	return true;
}

static bool
more_pool(struct sat_gather *g, size_t n, struct satchel_err *err)
{
	size_t cap = g->pool_cap == 0 ? FIRST_POOL : g->pool_cap * 2;
	uint8_t *p;

	if (n <= g->pool_cap - g->used)
		return true;
	p = realloc(g->pool, cap); /* n < FIRST_POOL, so this is enough */
	if (p == NULL)
		return sat_fail_nomem(err);
	g->pool = p;
	g->pool_cap = cap;
	return true;
}

static int
compare(const void *pa, const void *pb)
{
	const struct rank *a = pa, *b = pb;
	int c;

	if (a->head != b->head)
		return a->head < b->head ? -1 : 1;
	c = memcmp(a->term, b->term, sat_min(a->e->len, b->e->len));
	if (c != 0)
		return c;
	if (a->e->len != b->e->len)
		return a->e->len - b->e->len;
	return a->e->field - b->e->field;
}

static uint64_t
head_of(const uint8_t *p, size_t n)
{
	uint64_t h = 0;

	for (size_t i = 0; i < 8; i++)
		h = h << 8 | (i < n ? p[i] : 0);
	return h;
}

static bool
sort_entries(struct sat_gather *g, struct satchel_err *err)
{
	g->rank = malloc((g->n + 1) * sizeof(g->rank[0])); /* n <= max */
	if (g->rank == NULL)
		return sat_fail_nomem(err);
	for (size_t i = 0; i < g->n; i++) {
		const struct entry *e = &g->e[i];
		const uint8_t *p = g->pool + e->term;

		g->rank[i] = (struct rank){ head_of(p, e->len), p, e };
	}
	if (g->n > 1)
		qsort(g->rank, g->n, sizeof(g->rank[0]), compare);
	return true;
}

static uint32_t
link_at(const struct sat_gather *g, size_t at)
{
	uint32_t v;

	memcpy(&v, g->pool + at, LINK);
	return v;
}

/* The bytes of |e|'s chunks, in one piece, to |w|. */
static void
collect(const struct sat_gather *g, const struct entry *e, struct sat_wr *w)
{
	size_t at = e->term + e->len, chunk = FIRST_CHUNK, left = e->bytes;

	sat_wr_reset(w);
	while (left > 0) {
		size_t n = sat_min(left, chunk);

		sat_wr_put(w, g->pool + at, n);
		left -= n;
		if (left > 0)
			at = link_at(g, at + chunk);
		if (chunk < LAST_CHUNK)
			chunk *= 2;
	}
}

/* In the order of the index neighbours lie anywhere in memory. */
static void
expect_rank(const struct sat_gather *g, size_t i)
{
	if (g->n - i > AHEAD) {
		__builtin_prefetch(g->rank[i + AHEAD].e);
		__builtin_prefetch(g->rank[i + AHEAD].term);
	}
}

/* Writes what is held as one run and empties memory.  NUL between term and
 * field keeps a term before those that it begins. */
static bool
spill(struct sat_gather *g, struct satchel_err *err)
{
	if (!sort_entries(g, err))
		return false;
	for (size_t i = 0; i < g->n; i++) {
		const struct entry *e = g->rank[i].e;

		expect_rank(g, i);
		sat_wr_reset(&g->key);
		sat_wr_put(&g->key, g->pool + e->term, e->len);
		sat_wr_u8(&g->key, 0);
		sat_wr_u8(&g->key, e->field);
		collect(g, e, &g->bytes);
		if (!sat_wr_done(&g->key, "a term", err) ||
		    !sat_wr_done(&g->bytes, "a list of records", err) ||
		    !sat_runs_put(g->runs, g->key.p, g->key.len, g->bytes.p,
			g->bytes.len, err))
			return false;
	}
	free(g->rank);
	g->rank = NULL;
	g->n = 0;
	g->used = 0;
	g->spilled = true;
	if (g->slots > 0)
		memset(g->slot, 0, g->slots * sizeof(g->slot[0]));
	return sat_runs_cut(g->runs, err);
}

/* Spills if one more term, or one more chunk, might not fit. */
static bool
make_room(struct sat_gather *g, struct satchel_err *err)
{
	enum { MOST = SAT_MAX_TERM + 2 * (LAST_CHUNK + LINK) };

	if ((g->n == g->max || MOST > g->pool_max - g->used) && !spill(g, err))
		return false;
	return more_pool(g, MOST, err) && more_entries(g, err) &&
	       more_slots(g, err);
}

static void
put_byte(struct sat_gather *g, struct entry *e, uint8_t b)
{
	if (e->at == e->end) {
		uint32_t next = (uint32_t)g->used; /* below pool_max */

		memcpy(g->pool + e->end, &next, LINK);
		if (e->chunk < LAST_CHUNK)
			e->chunk *= 2;
		e->at = next;
		e->end = next + e->chunk;
		g->used = e->end + LINK;
	}
	g->pool[e->at++] = b;
	e->bytes++;
}

static void
put_ordinal(struct sat_gather *g, struct entry *e, uint32_t o)
{
	uint32_t v = e->bytes == 0 ? o : o - e->last - 1;

	for (; v >= 0x80; v >>= 7)
		put_byte(g, e, (uint8_t)(v | 0x80)); /* the low seven bits */
	put_byte(g, e, (uint8_t)v);
	e->last = o;
}

/* A new entry in free slot |s|. */
static struct entry *
enter(struct sat_gather *g, size_t s, uint32_t hash, enum sat_field f,
    const uint8_t *term, size_t n)
{
	struct entry *e = &g->e[g->n++];

	g->slot[s] = (uint32_t)g->n; /* 1 + its place */
	*e = (struct entry){ .hash = hash,
		.term = (uint32_t)g->used,
		.len = (uint8_t)n,
		.field = (uint8_t)f,
		.chunk = FIRST_CHUNK };
	memcpy(g->pool + g->used, term, n);
	e->at = (uint32_t)(g->used + n);
	e->end = e->at + FIRST_CHUNK;
	g->used += n + FIRST_CHUNK + LINK;
	return e;
}

/* A term that is to be added. */
struct given {
	const uint8_t *p;
	size_t n;
	enum sat_field f;
	uint32_t hash;
};

static struct entry *
find(struct sat_gather *g, const struct given *t)
{
	size_t s = t->hash & (g->slots - 1);

	for (; g->slot[s] != 0; s = (s + 1) & (g->slots - 1)) {
		struct entry *e = &g->e[g->slot[s] - 1];

		if (e->hash == t->hash && e->field == t->f && e->len == t->n &&
		    memcmp(g->pool + e->term, t->p, t->n) == 0)
			return e;
	}
	return enter(g, s, t->hash, t->f, t->p, t->n);
}

static bool
add(struct sat_gather *g, uint32_t o, const struct given *t,
    struct satchel_err *err)
{
	struct entry *e;

	if (!make_room(g, err))
		return false;
	e = find(g, t);
	if (e->bytes > 0 && o <= e->last)
		return o == e->last ||
		       sat_fail(err, SATCHEL_ELIMIT, "record numbers fall");
	put_ordinal(g, e, o);
	return true;
}

static bool
too_large(struct satchel_err *err)
{
	return sat_fail(
	    err, SATCHEL_ELIMIT, "a term or a record number is too large");
}

bool
sat_gather_add(struct sat_gather *g, uint64_t ordinal, enum sat_field f,
    const uint8_t *term, size_t n, struct satchel_err *err)
{
	struct given t = { term, n, f, 0 };
	uint32_t o;

	if (n == 0 || n > SAT_MAX_TERM || !sat_to_u32(ordinal, &o))
		return too_large(err);
	t.hash = hash_of(f, term, n);
	return add(g, o, &t, err);
}

/* The table is far larger than a cache: what |t| will need is asked for while
 * others are looked up. */
static void
expect_slot(const struct sat_gather *g, const struct given *t)
{
	if (g->slots > 0)
		__builtin_prefetch(&g->slot[t->hash & (g->slots - 1)]);
}

static void
expect_entry(const struct sat_gather *g, const struct given *t)
{
	uint32_t i = g->slots > 0 ? g->slot[t->hash & (g->slots - 1)] : 0;

	if (i > 0)
		__builtin_prefetch(&g->e[i - 1]);
}

static size_t
take_terms(
    const struct sat_gather *g, struct sat_rd *list, struct given t[AT_ONCE])
{
	struct sat_rd term;
	size_t n = 0;

	while (n < AT_ONCE && sat_terms_next(list, &t[n].f, &term)) {
		t[n].p = term.p;
		t[n].n = term.n;
		t[n].hash = hash_of(t[n].f, term.p, term.n);
		expect_slot(g, &t[n++]);
	}
	return n;
}

bool
sat_gather_list(struct sat_gather *g, uint64_t ordinal, struct sat_rd terms,
    struct satchel_err *err)
{
	struct given t[AT_ONCE];
	uint32_t o;

	if (!sat_to_u32(ordinal, &o))
		return too_large(err);
	while (!sat_rd_end(&terms)) {
		size_t n = take_terms(g, &terms, t);

		if (n == 0)
			return sat_fail(
			    err, SATCHEL_EIO, "a scratch file was changed");
		for (size_t i = 0; i < n; i++)
			expect_entry(g, &t[i]);
		for (size_t i = 0; i < n; i++)
			if (!add(g, o, &t[i], err))
				return false;
	}
	return true;
}

static bool
read_ahead(struct sat_gather *g, struct satchel_err *err)
{
	return sat_runs_next(
	    g->runs, &g->next_key, &g->next_value, &g->ahead, err);
}

bool
sat_gather_sort(struct sat_gather *g, struct satchel_err *err)
{
	free(g->slot);
	g->slot = NULL;
	g->slots = 0;
	if (!g->spilled)
		return sort_entries(g, err);
	if (!spill(g, err))
		return false;
	free(g->e);
	free(g->pool);
	g->e = NULL;
	g->pool = NULL;
	return sat_runs_sort(g->runs, err) && read_ahead(g, err);
}

/* A record that repeats a term may have been parted by a spill: the later run
 * then begins with the ordinal that ends the one before. */
static bool
to_list(struct sat_rd r, struct sat_list *list, struct satchel_err *err)
{
	uint64_t base = 0, v;

	while (!sat_rd_end(&r)) {
		if (!sat_rd_varint(&r, &v))
			return sat_rd_fail(
			    err, &r, "a scratch file was changed");
		base += v;
		if (list->df == 0 || base != list->hi)
			sat_list_add(list, base);
		base++;
	}
	return true;
}

static bool
next_held(struct sat_gather *g, struct sat_rd *term, enum sat_field *f,
    struct sat_list *list, bool *more, struct satchel_err *err)
{
	const struct entry *e;

	*more = g->i < g->n;
	if (!*more)
		return true;
	expect_rank(g, g->i);
	e = g->rank[g->i++].e;
	*term = sat_rd_of(g->pool + e->term, e->len, 0, NULL);
	*f = (enum sat_field)e->field;
	collect(g, e, &g->bytes);
	return sat_wr_done(&g->bytes, "a list of records", err) &&
	       to_list(sat_wr_rd(&g->bytes), list, err);
}

bool
sat_gather_next(struct sat_gather *g, struct sat_rd *term, enum sat_field *f,
    struct sat_list *list, bool *more, struct satchel_err *err)
{
	sat_list_reset(list);
	if (!g->spilled)
		return next_held(g, term, f, list, more, err);
	*more = g->ahead;
	if (!*more)
		return true;
	sat_wr_reset(&g->key);
	sat_wr_put(&g->key, g->next_key.p, g->next_key.n);
	if (!sat_wr_done(&g->key, "a term", err))
		return false;
	/* later runs hold greater ordinals, and come later */
	while (g->ahead && sat_rd_eq(&g->next_key, g->key.p, g->key.len))
		if (!to_list(g->next_value, list, err) || !read_ahead(g, err))
			return false;
	if (g->key.len < 3)
		return sat_fail(err, SATCHEL_EIO, "a scratch file was changed");
	*term = sat_rd_of(g->key.p, g->key.len - 2, 0, NULL);
	*f = (enum sat_field)g->key.p[g->key.len - 1];
	return true;
}
