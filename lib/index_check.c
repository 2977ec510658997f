#include "index_check.h"

#include <string.h>

#include "dict_read.h"

/* ---- what would be written against what is there ------------------------ */

static bool
differs(const struct sat_block *b, enum sat_tree_id id, uint64_t item,
    struct satchel_err *err)
{
	return sat_rd_fail(err, &b->rd,
	    "the index does not match the records: %s, from item %ju",
	    sat_tree_name[id], (uintmax_t)item);
}

/* The block of tree |id| that holds the next item. */
static bool
load(struct sat_index_expect *c, enum sat_tree_id id, struct satchel_err *err)
{
	struct sat_block *b = &c->block[id];
	uint64_t i = c->next[id];

	if (b->buf != NULL && i >= b->first && i - b->first < b->items)
		return true;
	if (i >= sat_tree_root(c->tree)->tree[id].items)
		return sat_fail(err, SATCHEL_EFORMAT,
		    "the index does not match the records: %s, %ju items are "
		    "too few",
		    sat_tree_name[id], (uintmax_t)i);
	return sat_tree_block_at(c->tree, id, i, b, err);
}

static bool
compare_block(struct sat_index_expect *c, enum sat_tree_id id,
    const struct sat_wr *raw, uint64_t items, struct satchel_err *err)
{
	struct sat_block *b = &c->block[id];

	if (!load(c, id, err))
		return false;
	if (b->first != c->next[id] || b->items != items ||
	    !sat_rd_eq(&b->rd, raw->p, raw->len))
		return differs(b, id, c->next[id], err);
	c->next[id] += items;
	return true;
}

static bool
compare_strings(void *ctx, const struct sat_wr *raw, uint64_t items,
    const uint8_t *key, size_t key_len, struct satchel_err *err)
{
	struct sat_index_expect *c = ctx;
	const struct sat_block *b = &c->block[SAT_STRINGS];

	if (!compare_block(c, SAT_STRINGS, raw, items, err))
		return false;
	if (b->has_key &&
	    (b->key_len != key_len || memcmp(b->key, key, key_len) != 0))
		return differs(b, SAT_STRINGS, b->first, err);
	return true;
}

static bool
compare_entries(void *ctx, const struct sat_wr *raw, uint64_t items,
    struct satchel_err *err)
{
	return compare_block(ctx, SAT_ENTRIES, raw, items, err);
}

/* Bytes of the stream, across blocks. */
static bool
compare_postings(void *ctx, const struct sat_wr *raw, struct satchel_err *err)
{
	struct sat_index_expect *c = ctx;
	struct sat_block *b = &c->block[SAT_POSTINGS];
	size_t done = 0;

	while (done < raw->len) {
		uint64_t *next = &c->next[SAT_POSTINGS];
		struct sat_rd at, part;
		size_t n = raw->len - done;

		if (!load(c, SAT_POSTINGS, err))
			return false;
		at = b->rd;
		if (!sat_rd_take(&at, (size_t)(*next - b->first), &part) ||
		    sat_rd_end(&at))
			return differs(b, SAT_POSTINGS, *next, err);
		n = n < at.n ? n : at.n;
		if (memcmp(at.p, raw->p + done, n) != 0)
			return differs(b, SAT_POSTINGS, *next, err);
		done += n;
		*next += n;
	}
	return true;
}

struct sat_dict_sink
sat_index_expect_init(struct sat_index_expect *e, struct sat_tree *t)
{
	*e = (struct sat_index_expect){ .tree = t };
	return (struct sat_dict_sink){ compare_strings, compare_entries,
		compare_postings, e };
}

void
sat_index_expect_free(struct sat_index_expect *e)
{
	for (int i = 0; i < SAT_TREES; i++)
		sat_block_free(&e->block[i]);
}

bool
sat_index_expect_end(
    struct sat_index_expect *e, uint64_t terms, struct satchel_err *err)
{
	const struct sat_root_page *p = sat_tree_root(e->tree);

	if (terms != p->terms)
		return sat_fail(err, SATCHEL_EFORMAT,
		    "the index has %ju terms, the records %ju",
		    (uintmax_t)p->terms, (uintmax_t)terms);
	for (int i = SAT_STRINGS; i < SAT_TREES; i++)
		if (e->next[i] != p->tree[i].items)
			return sat_fail(err, SATCHEL_EFORMAT,
			    "the index does not match the records: %s goes on "
			    "after item %ju",
			    sat_tree_name[i], (uintmax_t)e->next[i]);
	return true;
}

/* ---- what is there, by itself ------------------------------------------- */

/* An index that is read, summed up, and written again to be compared. */
struct summing {
	const struct sat_tally_key *key;
	struct sat_tally *sum;
	struct sat_dict dict;
	struct sat_cursor cursor;
	struct sat_list list;
	struct sat_index_expect expect;
	struct sat_dict_writer writer;
};

/* One list: every run of it once, since they rise. */
static bool
sum_list(struct summing *s, const struct sat_ref *ref, struct satchel_err *err)
{
	const struct sat_rd term =
	    sat_rd_of(s->dict.at.b, s->dict.at.n, 0, NULL);
	struct sat_tally records = { { 0, 0 } };
	uint64_t least = 0, lo;
	bool any;

	sat_list_reset(&s->list);
	if (!sat_dict_open(&s->dict, ref, &s->cursor, err))
		return false;
	for (;; least = s->cursor.hi + 1) {
		if (!sat_cursor_seek(&s->cursor, least, &lo, &any, err))
			return false;
		if (!any)
			break;
		sat_list_add_run(&s->list, lo, s->cursor.hi);
		sat_tally_run(s->key, lo, s->cursor.hi, &records);
	}
	sat_tally_list(s->key, ref->field, term.p, term.n, &records, s->sum);
	return sat_dict_add(&s->writer, &term, ref->field, &s->list, err);
}

static bool
sum_term(struct summing *s, struct satchel_err *err)
{
	struct sat_ref ref[SAT_FIELDS];
	size_t n = 0;

	if (!sat_dict_refs(&s->dict, ref, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!sum_list(s, &ref[i], err))
			return false;
	return true;
}

static bool
sum_all(struct summing *s, const atomic_bool *stop, struct satchel_err *err)
{
	bool any;

	if (!sat_dict_seek(&s->dict, "", 0, &any, err))
		return false;
	while (any) {
		if (stop != NULL && atomic_load(stop))
			return sat_fail(err, SATCHEL_ECANCEL, "cancelled");
		if (!sum_term(s, err) || !sat_dict_next(&s->dict, &any, err))
			return false;
	}
	return sat_dict_finish(&s->writer, err) &&
	       sat_index_expect_end(&s->expect, s->writer.terms, err);
}

bool
sat_index_sum(struct sat_tree *t, const struct sat_tally_key *k,
    const atomic_bool *stop, struct sat_tally *sum, struct satchel_err *err)
{
	struct sat_tally got = { { 0, 0 } };
	struct summing s = { .key = k, .sum = &got, .dict = { .tree = t } };
	const struct sat_dict_sink to = sat_index_expect_init(&s.expect, t);
	bool ok;

	sat_list_init(&s.list);
	sat_dict_writer_init(&s.writer, &to);
	ok = sum_all(&s, stop, err);
	sat_dict_writer_free(&s.writer);
	sat_index_expect_free(&s.expect);
	sat_list_free(&s.list);
	sat_cursor_free(&s.cursor);
	sat_dict_free(&s.dict);
	if (ok)
		*sum = got;
	return ok;
}
