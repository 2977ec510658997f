#include "index.h"

#include <stdlib.h>
#include <string.h>

#include "dict_write.h"
#include "gather.h"
#include "index_check.h"
#include "tape.h"

enum { CHUNK = 64 << 10 };

struct sat_index {
	struct sat_gather *gather;
	char *path;
};

bool
sat_index_new(const char *path, size_t memory, struct sat_index **out,
    struct satchel_err *err)
{
	struct sat_index *x = calloc(1, sizeof(*x));

	if (x == NULL)
		return sat_fail_nomem(err);
	x->path = strdup(path);
	if (x->path == NULL) {
		sat_index_free(x);
		return sat_fail_nomem(err);
	}
	if (!sat_gather_new(path, memory, &x->gather, err)) {
		sat_index_free(x);
		return false;
	}
	*out = x;
	return true;
}

void
sat_index_free(struct sat_index *x)
{
	if (x == NULL)
		return;
	sat_gather_free(x->gather);
	free(x->path);
	free(x);
}

struct adding {
	struct sat_gather *gather;
	uint64_t ordinal;
};

static bool
add_term(void *ctx, enum sat_field f, const uint8_t *term, size_t n,
    struct satchel_err *err)
{
	struct adding *a = ctx;

	return sat_gather_add(a->gather, a->ordinal, f, term, n, err);
}

bool
sat_index_add(struct sat_index *x, uint64_t ordinal,
    const struct sat_node *record, enum satchel_kind kind,
    struct satchel_err *err)
{
	struct adding a = { x->gather, ordinal };

	return sat_terms_of(record, kind, add_term, &a, err);
}

bool
sat_index_add_list(struct sat_index *x, uint64_t ordinal, struct sat_rd terms,
    struct satchel_err *err)
{
	return sat_gather_list(x->gather, ordinal, terms, err);
}

/* All lists in order, through |sink|; |*terms| is their terms' number. */
static bool
give_all(struct sat_index *x, const struct sat_dict_sink *sink, uint64_t *terms,
    struct satchel_err *err)
{
	struct sat_dict_writer w;
	struct sat_list list;
	struct sat_rd term;
	enum sat_field f;
	bool more = true, ok = false;

	sat_dict_writer_init(&w, sink);
	sat_list_init(&list);
	if (!sat_gather_sort(x->gather, err))
		goto out;
	for (;;) {
		if (!sat_gather_next(x->gather, &term, &f, &list, &more, err))
			goto out;
		if (!more)
			break;
		if (!sat_dict_add(&w, &term, f, &list, err))
			goto out;
	}
	if (!sat_dict_finish(&w, err))
		goto out;
	*terms = w.terms;
	ok = true;
out:
	sat_list_free(&list);
	sat_dict_writer_free(&w);
	return ok;
}

/* ---- writing: strings at once, entries and postings set aside ---------- */

struct writing {
	struct sat_tree_writer *strings;
	struct sat_tape entries; /* u32 length, u32 items, the block */
	struct sat_tape postings;
};

static bool
write_strings(void *ctx, const struct sat_wr *raw, uint64_t items,
    const uint8_t *key, size_t key_len, struct satchel_err *err)
{
	struct writing *w = ctx;

	return sat_tree_add_block(
	    w->strings, raw->p, raw->len, items, key, key_len, err);
}

static bool
write_entries(void *ctx, const struct sat_wr *raw, uint64_t items,
    struct satchel_err *err)
{
	struct writing *w = ctx;

	sat_wr_u32(&w->entries.out, (uint32_t)raw->len); /* <= 1 MiB */
	sat_wr_u32(&w->entries.out, (uint32_t)items);	 /* <= 8 Ki */
	return sat_tape_put(&w->entries, raw->p, raw->len, err);
}

static bool
write_postings(void *ctx, const struct sat_wr *raw, struct satchel_err *err)
{
	struct writing *w = ctx;

	return sat_tape_put(&w->postings, raw->p, raw->len, err);
}

static bool
replay_entries(
    struct sat_tape *t, struct sat_tree_writer *w, struct satchel_err *err)
{
	uint8_t head[8], *block = malloc(SAT_MAX_BLOCK);
	bool ok = block != NULL || sat_fail_nomem(err);
	uint64_t pos = 0;

	ok = ok && sat_tape_flush(t, err);
	while (ok && pos < t->end) {
		struct sat_rd r = sat_rd_of(head, sizeof(head), pos, t->path);
		uint32_t n = 0, items = 0;

		ok = sat_tape_pread(t, pos, head, sizeof(head), err) &&
		     ((sat_rd_u32(&r, &n) && sat_rd_u32(&r, &items) &&
			  n <= SAT_MAX_BLOCK) ||
			 sat_rd_fail(err, &r, "a scratch file was changed")) &&
		     sat_tape_pread(t, pos + sizeof(head), block, n, err) &&
		     sat_tree_add_block(w, block, n, items, NULL, 0, err);
		pos += sizeof(head) + n;
	}
	free(block);
	return ok;
}

static bool
replay_postings(
    struct sat_tape *t, struct sat_tree_writer *w, struct satchel_err *err)
{
	uint8_t *buf = malloc(CHUNK);
	bool ok = buf != NULL || sat_fail_nomem(err);
	uint64_t pos = 0;

	ok = ok && sat_tape_flush(t, err);
	while (ok && pos < t->end) {
		uint64_t left = t->end - pos;
		size_t n = left < CHUNK ? (size_t)left : CHUNK;

		ok = sat_tape_pread(t, pos, buf, n, err) &&
		     sat_tree_add_bytes(w, buf, n, err);
		pos += n;
	}
	free(buf);
	return ok;
}

/* One of the two trees that were set aside. */
static bool
replay(enum sat_tree_id id, struct sat_tape *tape, struct sat_sink sink,
    struct sat_tree_ref *ref, uint64_t *offset, struct satchel_err *err)
{
	struct sat_tree_writer *w = NULL;
	bool ok = sat_tree_writer_new(id, *offset, sink, &w, err) &&
		  (id == SAT_ENTRIES ? replay_entries(tape, w, err)
				     : replay_postings(tape, w, err)) &&
		  sat_tree_finish(w, ref, offset, err);

	sat_tree_writer_free(w);
	return ok;
}

bool
sat_index_write(struct sat_index *x, struct sat_sink sink, uint64_t offset,
    struct sat_root_page *p, uint64_t *end, struct satchel_err *err)
{
	struct writing w = { 0 };
	struct sat_dict_sink to = { write_strings, write_entries,
		write_postings, &w };
	struct sat_root_page page = *p;
	bool ok = false;

	if (!sat_tape_init(&w.entries, x->path, err) ||
	    !sat_tape_init(&w.postings, x->path, err) ||
	    !sat_tree_writer_new(SAT_STRINGS, offset, sink, &w.strings, err) ||
	    !give_all(x, &to, &page.terms, err) ||
	    !sat_tree_finish(
		w.strings, &page.tree[SAT_STRINGS], &offset, err) ||
	    !replay(SAT_ENTRIES, &w.entries, sink, &page.tree[SAT_ENTRIES],
		&offset, err) ||
	    !replay(SAT_POSTINGS, &w.postings, sink, &page.tree[SAT_POSTINGS],
		&offset, err))
		goto out;
	*p = page;
	*end = offset;
	ok = true;
out:
	sat_tree_writer_free(w.strings);
	sat_tape_free(&w.entries);
	sat_tape_free(&w.postings);
	return ok;
}

bool
sat_index_compare(
    struct sat_index *x, struct sat_tree *t, struct satchel_err *err)
{
	struct sat_index_expect e;
	const struct sat_dict_sink to = sat_index_expect_init(&e, t);
	uint64_t terms = 0;
	bool ok = give_all(x, &to, &terms, err) &&
		  sat_index_expect_end(&e, terms, err);

	sat_index_expect_free(&e);
	return ok;
}
