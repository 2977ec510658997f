#include "walk.h"

#include <string.h>

#include "num.h"
#include "record.h"

void
sat_walk_free(struct sat_walk *w)
{
	sat_block_free(&w->block);
}

int
sat_id_compare(const struct sat_rd *a, const struct sat_rd *b)
{
	int c = memcmp(a->p, b->p, sat_min(a->n, b->n));

	return c != 0 ? c : (a->n > b->n) - (a->n < b->n);
}

/* The id before is kept: its block may be gone by now. */
static bool
rises(struct sat_walk *w, struct satchel_err *err)
{
	struct sat_rd last = sat_rd_of(w->last, w->last_n, 0, NULL);

	if (w->id.n == 0 || w->id.n > sizeof(w->last))
		return sat_rd_fail(err, &w->line, "a record has no id");
	if (w->last_n > 0 && sat_id_compare(&last, &w->id) >= 0)
		return sat_rd_fail(err, &w->line, "record ids do not rise");
	memcpy(w->last, w->id.p, w->id.n);
	w->last_n = w->id.n;
	return true;
}

static bool
read_line(struct sat_walk *w, struct satchel_err *err)
{
	const struct sat_block *b = &w->block;
	bool first = w->rest.p == b->rd.p;

	if (!sat_block_line(&w->rest, &w->line, err))
		return false;
	if (!sat_record_id(&w->line, &w->id))
		return sat_rd_fail(err, &w->line, "a record has no id");
	if (first && b->has_key && !sat_rd_eq(&w->id, b->key, b->key_len))
		return sat_rd_fail(
		    err, &w->line, "a block's first id is not its node's key");
	return rises(w, err);
}

bool
sat_walk_next(struct sat_walk *w, bool *any, struct satchel_err *err)
{
	*any = true;
	if (sat_rd_end(&w->rest)) {
		if (!sat_tree_block_next(
			w->tree, SAT_RECORDS, &w->block, any, err))
			return false;
		if (!*any)
			return true;
		w->rest = w->block.rd;
	}
	return read_line(w, err);
}

bool
sat_walk_from(
    struct sat_walk *w, const char *from, bool *any, struct satchel_err *err)
{
	struct sat_rd key = sat_rd_of(from, strlen(from), 0, NULL);

	w->last_n = 0;
	if (!sat_tree_block_of(
		w->tree, SAT_RECORDS, from, key.n, &w->block, any, err))
		return false;
	if (!*any)
		return true;
	w->rest = w->block.rd;
	do {
		if (!sat_walk_next(w, any, err))
			return false;
	} while (*any && sat_id_compare(&w->id, &key) < 0);
	return true;
}
