#include "dict_read.h"

#include <string.h>

#include "num.h"

void
sat_dict_free(struct sat_dict *d)
{
	sat_block_free(&d->strings);
	sat_block_free(&d->entries);
	sat_block_free(&d->postings);
	sat_tree_scan_free(&d->ahead);
	*d = (struct sat_dict){ .tree = d->tree };
}

static uint64_t
left(const struct sat_dict *d)
{
	return d->strings.items - 1 - (d->ordinal - d->strings.first);
}

static bool
broken(const struct sat_dict *d, struct satchel_err *err)
{
	return sat_rd_fail(err, &d->rest, "strings: a term breaks the format");
}

/* After the last term of a block nothing may stand. */
static bool
ended(const struct sat_dict *d, struct satchel_err *err)
{
	return left(d) > 0 || sat_rd_end(&d->rest) ||
	       sat_rd_fail(err, &d->rest,
		   "strings: a block holds more terms than its node says");
}

/* Reads the term at the front of the rest of the block. */
static bool
step(struct sat_dict *d, struct satchel_err *err)
{
	if (!sat_term_read(&d->rest, &d->at))
		return broken(d, err);
	return ended(d, err);
}

/* Begins the block in d->strings. */
static bool
begin(struct sat_dict *d, struct satchel_err *err)
{
	const struct sat_block *b = &d->strings;

	d->rest = b->rd;
	d->ordinal = b->first;
	d->at.n = d->at.ascii = 0;
	d->skip = SIZE_MAX;
	d->entries_loaded = false;
	if (!step(d, err))
		return false;
	if (b->has_key &&
	    (b->key_len != d->at.n || memcmp(b->key, d->at.b, d->at.n) != 0))
		return sat_rd_fail(err, &b->rd,
		    "strings: a block's first term is not its node's key");
	return true;
}

/* Begins the block in d->strings, which comes after term |last|. */
static bool
begin_after(
    struct sat_dict *d, const struct sat_term *last, struct satchel_err *err)
{
	int c;

	if (!begin(d, err))
		return false;
	c = memcmp(last->b, d->at.b, sat_min(last->n, d->at.n));
	if (c > 0 || (c == 0 && last->n >= d->at.n))
		return sat_rd_fail(
		    err, &d->strings.rd, "strings: terms do not rise");
	return true;
}

static bool
next_block(struct sat_dict *d, bool *any, struct satchel_err *err)
{
	const struct sat_term last = d->at;

	d->at.n = 0;
	if (!sat_tree_block_next(d->tree, SAT_STRINGS, &d->strings, any, err))
		return false;
	return !*any || begin_after(d, &last, err);
}

bool
sat_dict_next(struct sat_dict *d, bool *any, struct satchel_err *err)
{
	*any = d->at.n > 0;
	if (!*any)
		return true;
	if (left(d) == 0)
		return next_block(d, any, err);
	d->ordinal++;
	return step(d, err);
}

/* Bytes that |t| shares with |key|, of which it shares |from|. */
static size_t
shared(const struct sat_term *t, const uint8_t *key, size_t n, size_t from)
{
	while (from < t->n && from < n && t->b[from] == key[from])
		from++;
	return from;
}

bool
sat_dict_seek(struct sat_dict *d, const void *key, size_t n, bool *any,
    struct satchel_err *err)
{
	const uint8_t *k = key;
	size_t same = 0;

	d->at.n = 0;
	if (!sat_tree_block_of(
		d->tree, SAT_STRINGS, key, n, &d->strings, any, err))
		return false;
	if (!*any)
		return true;
	if (!begin(d, err))
		return false;
	while (*any) {
		/* the term before is less; one that shares more with it than
		 * that does with the key is less too */
		if (d->at.lcp <= same) {
			same = shared(&d->at, k, n, d->at.lcp);
			if (same == n ||
			    (same < d->at.n && d->at.b[same] > k[same]))
				return true;
		}
		if (!sat_dict_next(d, any, err))
			return false;
	}
	return true;
}

/* On to the first term that |s| wants in the rest of the block, or to its end. */
static bool
scan_block(struct sat_dict *d, const struct sat_dict_scan *s, bool *found,
    struct satchel_err *err)
{
	struct sat_terms x = { d->rest, left(d), d->skip };
	bool good = s->pass(s->ctx, &x, &d->at, found);

	d->ordinal += left(d) - x.left;
	d->rest = x.rest;
	d->skip = x.skip;
	return good ? ended(d, err) : broken(d, err);
}

/* A bound without its class; none, if that is of another class. */
static const struct sat_rd *
in_class(const struct sat_rd *key, uint8_t class, struct sat_rd *text)
{
	struct sat_rd skip;

	*text = *key;
	return key->p[0] == class && sat_rd_take(text, 1, &skip) ? text : NULL;
}

static enum sat_range
range(void *ctx, const struct sat_rd *low, const struct sat_rd *high)
{
	const struct sat_dict_scan *s = ctx;
	struct sat_rd a, b;

	/* a key has two bytes at least (sat_key_fits) */
	if (low->p[0] > s->class)
		return SAT_RANGE_END;
	if (s->may == NULL || in_class(low, s->class, &a) == NULL)
		return SAT_RANGE_READ;
	if (high != NULL)
		high = in_class(high, s->class, &b);
	return s->may(s->ctx, &a, high) ? SAT_RANGE_READ : SAT_RANGE_PASS;
}

/* To the next block that may matter. */
static bool
scan_next_block(struct sat_dict *d, const struct sat_dict_scan *s, bool *any,
    struct satchel_err *err)
{
	const uint64_t next = d->strings.first + d->strings.items;
	struct sat_term last = d->at;
	struct sat_dict_scan mine = *s;
	bool ok;

	/* of a term that was passed over this much is known */
	last.n = sat_min(last.n, d->skip);
	d->at.n = 0;
	d->ahead.range = range;
	d->ahead.ctx = &mine; /* for this call alone */
	ok =
	    sat_tree_scan_next(d->tree, &d->ahead, next, &d->strings, any, err);
	d->ahead.ctx = NULL;
	return ok && (!*any || begin_after(d, &last, err));
}

bool
sat_dict_next_fit(struct sat_dict *d, const struct sat_dict_scan *s, bool *any,
    struct satchel_err *err)
{
	bool found = false;

	*any = d->at.n > 0;
	while (*any && !found) {
		if (!scan_block(d, s, &found, err))
			return false;
		if (found || d->at.b[0] != s->class)
			break;
		if (!scan_next_block(d, s, any, err))
			return false;
		if (*any && d->at.b[0] == s->class)
			found = s->fits(s->ctx, &d->at, &d->skip);
	}
	*any = found;
	return true;
}

bool
sat_dict_first_fit(struct sat_dict *d, const struct sat_dict_scan *s, bool *any,
    struct satchel_err *err)
{
	d->ahead.n = d->ahead.next = 0; /* of another scan */
	if (!sat_dict_seek(d, &s->class, 1, any, err))
		return false;
	if (!*any || d->at.b[0] != s->class) {
		*any = false;
		return true;
	}
	return s->fits(s->ctx, &d->at, &d->skip) ||
	       sat_dict_next_fit(d, s, any, err);
}

static bool
load_entries(struct sat_dict *d, struct satchel_err *err)
{
	struct sat_block *b = &d->entries;
	const uint64_t first = d->strings.first;

	if (!sat_tree_block_at(d->tree, SAT_ENTRIES, first, b, err))
		return false;
	if (b->first != first || b->items != d->strings.items)
		return sat_rd_fail(err, &b->rd,
		    "entries: a block is not cut where the strings are");
	d->entry = b->rd;
	d->masks = d->strings.rd;
	d->entry_next = first;
	if (!sat_rd_u64(&d->entry, &d->pos))
		return sat_rd_fail(
		    err, &b->rd, "entries: a block is cut short");
	d->entries_loaded = true;
	return true;
}

/* One list of the term at the front, field |f|. */
static bool
read_ref(struct sat_dict *d, enum sat_field f, struct sat_ref *ref)
{
	const struct sat_root_page *p = sat_tree_root(d->tree);
	const uint64_t stream = p->tree[SAT_POSTINGS].items;
	uint64_t v;

	ref->field = f;
	if (!sat_rd_varint(&d->entry, &ref->df) ||
	    !sat_rd_varint(&d->entry, &v) || ref->df == 0 ||
	    ref->df > p->records)
		return false;
	ref->len = ref->df == 1 ? 0 : v;
	ref->pos = ref->df == 1 ? v : d->pos;
	if (ref->df == 1)
		return v < p->records;
	if (v < 2 || d->pos > stream || v > stream - d->pos)
		return false;
	d->pos += v;
	return true;
}

/* The lists of the term at the front, which was read before. */
static bool
read_entry(struct sat_dict *d, struct sat_ref ref[SAT_FIELDS], size_t *n)
{
	struct sat_stored_term s;

	/* a scan may have passed over it */
	if (!sat_term_take(&d->masks, &s) || s.mask >> SAT_FIELDS != 0)
		return false;
	*n = 0;
	for (uint32_t m = s.mask; m != 0; m &= m - 1)
		if (!read_ref(
			d, (enum sat_field)__builtin_ctz(m), &ref[(*n)++]))
			return false;
	d->entry_next++;
	return d->entry_next < d->strings.first + d->strings.items ||
	       sat_rd_end(&d->entry);
}

bool
sat_dict_refs(struct sat_dict *d, struct sat_ref ref[SAT_FIELDS], size_t *n,
    struct satchel_err *err)
{
	if ((!d->entries_loaded || d->entry_next > d->ordinal) &&
	    !load_entries(d, err))
		return false;
	while (d->entry_next <= d->ordinal) {
		struct sat_rd at = d->entry;

		if (!read_entry(d, ref, n)) {
			d->entries_loaded = false;
			return sat_rd_fail(
			    err, &at, "entries: an entry breaks the format");
		}
	}
	return true;
}

static bool
fetch(void *ctx, uint64_t pos, void *out, size_t n, const char **file,
    uint64_t *off, struct satchel_err *err)
{
	struct sat_dict *d = ctx;
	struct sat_block *b = &d->postings;
	uint8_t *to = out;
	const uint64_t end = sat_tree_root(d->tree)->tree[SAT_POSTINGS].items;

	if (n > end || pos > end - n)
		return sat_fail(err, SATCHEL_EFORMAT,
		    "a list of records lies outside the postings");
	for (bool first = true; n > 0; first = false) {
		struct sat_rd at, part;

		if ((b->buf == NULL || pos < b->first ||
			pos - b->first >= b->items) &&
		    !sat_tree_block_at(d->tree, SAT_POSTINGS, pos, b, err))
			return false;
		at = b->rd;
		if (!sat_rd_take(&at, (size_t)(pos - b->first), &part) ||
		    sat_rd_end(&at))
			return sat_rd_fail(
			    err, &b->rd, "postings: a block is cut short");
		if (first) {
			*file = at.file;
			*off = at.off;
		}
		at.n = sat_min(at.n, n);
		memcpy(to, at.p, at.n);
		to += at.n;
		pos += at.n;
		n -= at.n;
	}
	return true;
}

struct sat_fetch
sat_dict_fetch(struct sat_dict *d)
{
	return (struct sat_fetch){ fetch, d };
}

bool
sat_dict_open(struct sat_dict *d, const struct sat_ref *ref,
    struct sat_cursor *c, struct satchel_err *err)
{
	struct sat_fetch from = sat_dict_fetch(d);

	return sat_cursor_open(c, &from, ref->pos, ref->len, ref->df,
	    sat_tree_root(d->tree)->records, err);
}
