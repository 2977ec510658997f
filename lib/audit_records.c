/* audit_records: a leaf's records are read by the thread that checks the leaf;
 * what needs their order waits for its turn. */
#include "audit_records.h"

#include <string.h>

#include "query.h"
#include "record.h"

/* What one thread has of the leaf that it reads, or, |sum|, has read. */
struct part {
	struct sat_audit_records *a;
	struct sat_arena arena; /* of one record */
	uint64_t first, next;	/* ordinals: of the leaf's, of the one due */
	struct sat_rd line;	/* the first one's place */
	struct sat_wr id, last; /* of the first and of the one before */
	struct sat_wr leaves;	/* of the record tree */
	struct sat_tally_terms terms;
	struct sat_tally sum;
};

static bool
rises(const struct sat_wr *last, const void *id, size_t n)
{
	int c = memcmp(last->p, id, last->len < n ? last->len : n);

	return c < 0 || (c == 0 && last->len < n);
}

static bool
out_of_order(
    uint64_t ordinal, const struct sat_rd *line, struct satchel_err *err)
{
	return sat_rd_fail(err, line, "record %llu: ids do not rise",
	    (unsigned long long)ordinal);
}

/* Of the first record of a leaf the rest is seen to when its turn comes. */
static bool
in_order(struct part *p, const struct satchel_record *r,
    const struct sat_rd *line, struct satchel_err *err)
{
	size_t n = strlen(r->id);

	if (p->next == p->first) {
		p->line = *line;
		sat_wr_reset(&p->id);
		sat_wr_put(&p->id, r->id, n);
	} else if (!rises(&p->last, r->id, n)) {
		return out_of_order(p->next, line, err);
	}
	sat_wr_reset(&p->last);
	sat_wr_put(&p->last, r->id, n);
	return sat_wr_done(&p->id, "an id", err) &&
	       sat_wr_done(&p->last, "an id", err);
}

static bool
one_term(void *ctx, enum sat_field f, const uint8_t *term, size_t n,
    struct satchel_err *err)
{
	return sat_tally_terms_add(ctx, f, term, n, err);
}

static bool
index_record(
    struct part *p, const struct satchel_record *r, struct satchel_err *err)
{
	const struct sat_node *record = (const void *)r->value;

	if (p->a->index != NULL)
		return sat_index_add(
		    p->a->index, p->next, record, r->kind, err);
	if (p->a->key == NULL)
		return true;
	sat_tally_terms_begin(&p->terms);
	if (!sat_terms_of(record, r->kind, one_term, &p->terms, err))
		return false;
	sat_tally_terms_end(&p->terms, p->next, &p->sum);
	return true;
}

static bool
one_record(struct part *p, const struct sat_rd *line, struct satchel_err *err)
{
	uint8_t salt[SAT_SALT_SIZE];
	struct satchel_record r;
	struct sat_hash leaf;

	sat_arena_reset(&p->arena);
	if (!sat_record_read(line, &p->arena, &r, err) ||
	    !in_order(p, &r, line, err))
		return false;
	sat_record_salt(sat_tree_root(p->a->t)->seed, r.id, strlen(r.id), salt);
	sat_record_leaf(salt, line->p, line->n, &leaf);
	sat_wr_put(&p->leaves, leaf.b, sizeof(leaf.b));
	if (!sat_wr_done(&p->leaves, "a leaf's records", err) ||
	    !index_record(p, &r, err))
		return false;
	p->next++;
	return true;
}

static bool
has_its_key(const struct sat_block *b, const struct sat_rd *line,
    struct satchel_err *err)
{
	struct sat_rd id;

	if (!b->has_key ||
	    (sat_record_id(line, &id) && sat_rd_eq(&id, b->key, b->key_len)))
		return true;
	return sat_rd_fail(err, &b->rd,
	    "records: a block's first id is not its "
	    "node's key");
}

static bool
each_block(void *ctx, enum sat_tree_id id, const struct sat_block *b,
    struct satchel_err *err)
{
	struct part *p = ctx;
	struct sat_rd rest = b->rd, line;

	if (id != SAT_RECORDS)
		return true;
	if (p->leaves.len == 0)
		p->first = p->next = b->first;
	if (b->first != p->next)
		return sat_rd_fail(err, &b->rd, "records: an ordinal is off");
	while (!sat_rd_end(&rest)) {
		if (!sat_block_line(&rest, &line, err) ||
		    (line.p == b->rd.p && !has_its_key(b, &line, err)) ||
		    !one_record(p, &line, err))
			return false;
	}
	if (b->first + b->items != p->next)
		return sat_rd_fail(err, &b->rd,
		    "records: a block holds another number of records than its "
		    "node says");
	return true;
}

/* A leaf's turn: its first record against the last before, and its hashes to
 * the record tree. */
static bool
each_leaf(void *ctx, struct satchel_err *err)
{
	struct part *p = ctx;
	struct sat_audit_records *a = p->a;
	struct sat_rd leaves = sat_wr_rd(&p->leaves);
	struct sat_hash leaf;

	if (p->leaves.len == 0)
		return true;
	if (p->first != a->records)
		return sat_rd_fail(err, &p->line, "records: an ordinal is off");
	if (a->records > 0 && !rises(&a->last, p->id.p, p->id.len))
		return out_of_order(p->first, &p->line, err);
	while (sat_rd_copy(&leaves, leaf.b, sizeof(leaf.b)))
		sat_merkle_add(&a->merkle, &leaf);
	a->records = p->next;
	sat_wr_reset(&a->last);
	sat_wr_put(&a->last, p->last.p, p->last.len);
	sat_wr_reset(&p->leaves);
	return sat_wr_done(&a->last, "an id", err);
}

static void
part_init(struct part *p, struct sat_audit_records *a)
{
	*p = (struct part){ .a = a, .terms = { .key = a->key } };
	sat_wr_init(&p->id, SAT_MAX_RECORD);
	sat_wr_init(&p->last, SAT_MAX_RECORD);
	/* no more records than bytes, and so far fewer */
	sat_wr_init(&p->leaves, (size_t)SAT_FANOUT * SAT_MAX_BLOCK);
}

static void
part_free(struct part *p)
{
	sat_arena_free(&p->arena);
	sat_wr_free(&p->id);
	sat_wr_free(&p->last);
	sat_wr_free(&p->leaves);
	sat_tally_terms_free(&p->terms);
}

bool
sat_audit_records(struct sat_audit_records *a, struct satchel_err *err)
{
	struct part part[SAT_CHECK_THREADS];
	void *ctx[SAT_CHECK_THREADS];
	const struct sat_tree_check how = { .threads = a->threads,
		.each = each_block,
		.leaf = each_leaf,
		.ctx = ctx,
		.progress = a->progress,
		.progress_ctx = a->progress_ctx };
	bool ok;

	a->records = 0;
	a->sum = (struct sat_tally){ { 0, 0 } };
	memset(&a->merkle, 0, sizeof(a->merkle));
	sat_wr_init(&a->last, SAT_MAX_RECORD);
	for (unsigned i = 0; i < SAT_CHECK_THREADS; i++) {
		part_init(&part[i], a);
		ctx[i] = &part[i];
	}
	ok = sat_tree_check(a->t, &how, err);
	for (unsigned i = 0; i < SAT_CHECK_THREADS; i++) {
		sat_tally_add(&a->sum, &part[i].sum);
		part_free(&part[i]);
	}
	sat_wr_free(&a->last);
	return ok;
}
