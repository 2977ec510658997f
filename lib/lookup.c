#include "lookup.h"

#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "record.h"

bool
sat_block_line(
    struct sat_rd *rest, struct sat_rd *line, struct satchel_err *err)
{
	if (!sat_rd_line(rest, line))
		return sat_rd_fail(err, rest, "a record's line has no end");
	return true;
}

/* No line of the block was read, or none of the next one. */
static void
start_over(struct sat_lookup *l)
{
	l->begun = false;
	l->rest = l->block.rd;
}

static void
unload(struct sat_lookup *l)
{
	l->loaded = false;
	start_over(l);
}

void
sat_lookup_free(struct sat_lookup *l)
{
	sat_block_free(&l->block);
	unload(l);
}

/* Of |id| and the |n| bytes |s|: < 0, 0, > 0. */
static int
order(const struct sat_rd *id, const char *s, size_t n)
{
	int c = memcmp(id->p, s, sat_min(id->n, n));

	return c != 0 ? c : (id->n > n) - (id->n < n);
}

/* On to the next line and its id.  The first must have the id that the node
 * above said, each later one a greater id than the one before. */
static bool
next_line(struct sat_lookup *l, struct satchel_err *err)
{
	const struct sat_block *b = &l->block;
	struct sat_rd rest = l->rest, line, id;

	if (!sat_block_line(&rest, &line, err))
		return false;
	if (!sat_record_id(&line, &id))
		return sat_rd_fail(err, &line, "a record has no id");
	if (!l->begun && b->has_key && !sat_rd_eq(&id, b->key, b->key_len))
		return sat_rd_fail(
		    err, &line, "a block's first id is not its node's key");
	if (l->begun && order(&l->id, (const char *)id.p, id.n) >= 0)
		return sat_rd_fail(err, &line, "record ids do not rise");
	l->at = l->begun ? l->at + 1 : b->first;
	l->begun = true;
	l->line = line;
	l->id = id;
	l->rest = rest;
	return true;
}

/* To record |ordinal| of the block, whose lines must be as many as the node
 * says at least up to it. */
static bool
line_at(struct sat_lookup *l, uint64_t ordinal, struct satchel_err *err)
{
	const struct sat_block *b = &l->block;

	if (l->begun && l->at > ordinal)
		start_over(l);
	while (!l->begun || l->at < ordinal)
		if (!next_line(l, err))
			return false;
	if (ordinal + 1 == b->first + b->items && !sat_rd_end(&l->rest))
		return sat_rd_fail(err, &l->rest,
		    "a block holds more records than its node says");
	return true;
}

bool
sat_lookup_at(struct sat_lookup *l, struct sat_tree *t, uint64_t ordinal,
    struct sat_arena *a, struct satchel_record *r, struct satchel_err *err)
{
	const struct sat_block *b = &l->block;

	if (ordinal >= sat_tree_root(t)->records)
		return sat_fail(err, SATCHEL_EFORMAT,
		    "the index names a record that is not there");
	if (!l->loaded || ordinal < b->first ||
	    ordinal - b->first >= b->items) {
		unload(l);
		if (!sat_tree_block_at(t, SAT_RECORDS, ordinal, &l->block, err))
			return false;
		l->loaded = true;
		start_over(l);
	}
	return line_at(l, ordinal, err) && sat_record_read(&l->line, a, r, err);
}

/* To the first record of the block whose id is >= |id|; |*ordinal| is that of
 * the one behind the block if there is none. */
static bool
scan(struct sat_lookup *l, const char *id, size_t n, uint64_t *ordinal,
    bool *same, struct satchel_err *err)
{
	const uint64_t end = l->block.first + l->block.items;
	int c;

	if (l->begun && order(&l->id, id, n) > 0)
		start_over(l);
	if (!l->begun && !next_line(l, err))
		return false;
	while ((c = order(&l->id, id, n)) < 0 && l->at + 1 < end)
		if (!next_line(l, err))
			return false;
	*same = c == 0;
	*ordinal = c < 0 ? end : l->at;
	return true;
}

bool
sat_lookup_place(struct sat_lookup *l, struct sat_tree *t, const char *id,
    uint64_t *ordinal, bool *same, struct satchel_err *err)
{
	const struct sat_block *b = &l->block;
	size_t n = strlen(id);
	bool before;

	/* A word in capitals, say, where no id has any: to tell that it is none
	 * takes no block. */
	if (!sat_tree_before(t, SAT_RECORDS, id, n, &before, err))
		return false;
	if (before) {
		*ordinal = 0;
		*same = false;
		return true;
	}
	/* It lies between two ids of the block that is there, or is one. */
	if (l->loaded) {
		uint64_t i;
		bool is;

		if (!scan(l, id, n, &i, &is, err))
			return false;
		if (is || (i > b->first && i < b->first + b->items)) {
			*ordinal = i;
			*same = is;
			return true;
		}
	}
	unload(l);
	if (!sat_tree_block_of(
		t, SAT_RECORDS, id, n, &l->block, &l->loaded, err))
		return false;
	*same = false;
	*ordinal = 0;
	start_over(l);
	return !l->loaded || scan(l, id, n, ordinal, same, err);
}

bool
sat_lookup_get(struct sat_lookup *l, struct sat_tree *t, const char *id,
    struct sat_arena *a, struct satchel_record *r, struct satchel_err *err)
{
	uint64_t ordinal;
	bool same = false;

	return sat_lookup_place(l, t, id, &ordinal, &same, err) &&
	       (same ||
		   sat_fail(err, SATCHEL_ENO, "there is no record %s", id)) &&
	       sat_lookup_at(l, t, ordinal, a, r, err);
}

bool
sat_lookup_id(struct sat_tree *t, const char *id, struct sat_arena *a,
    struct satchel_record *r, struct satchel_err *err)
{
	struct sat_lookup l = { 0 };
	bool ok = sat_lookup_get(&l, t, id, a, r, err);

	sat_lookup_free(&l);
	return ok;
}

bool
sat_lookup_ordinal(struct sat_tree *t, uint64_t ordinal, struct sat_arena *a,
    struct satchel_record *r, struct satchel_err *err)
{
	struct sat_lookup l = { 0 };
	bool ok = sat_lookup_at(&l, t, ordinal, a, r, err);

	sat_lookup_free(&l);
	return ok;
}

/* No local id has a capital, and few parties a small letter. */
static void
as_id(char *s)
{
	bool local = false;

	for (; *s != '\0'; s++) {
		local |= *s == '/';
		if (local && *s >= 'A' && *s <= 'Z')
			*s = (char)(*s | 0x20);
		else if (!local && *s >= 'a' && *s <= 'z')
			*s = (char)(*s & ~0x20);
	}
}

/* The contacts of party |id|: those whose ids begin with it and "/". */
static bool
pin_contacts(struct sat_lookup *l, struct sat_tree *t, const char *id,
    uint64_t pin[2], struct satchel_err *err)
{
	uint64_t from, to;
	struct sat_wr w;
	bool same, ok;

	sat_wr_init(&w, SIZE_MAX);
	sat_wr_printf(&w, "%s/", id);
	sat_wr_u8(&w, 0);
	ok = sat_wr_done(&w, "an id", err) &&
	     sat_lookup_place(l, t, (const char *)w.p, &from, &same, err);
	if (ok) {
		w.p[w.len - 2] = '/' + 1;
		ok = sat_lookup_place(l, t, (const char *)w.p, &to, &same, err);
	}
	sat_wr_free(&w);
	if (ok) {
		pin[0] = from;
		pin[1] = to;
	}
	return ok;
}

static bool
pin_id(struct sat_lookup *l, struct sat_tree *t, const char *id,
    uint64_t pin[2][2], bool *found, struct satchel_err *err)
{
	uint64_t o;

	if (!sat_lookup_place(l, t, id, &o, found, err))
		return false;
	*found &= strncmp(id, "zone:", 5) != 0;
	if (!*found)
		return true;
	if (strchr(id, '/') == NULL && !pin_contacts(l, t, id, pin[1], err))
		return false;
	pin[0][0] = o;
	pin[0][1] = o + 1;
	return true;
}

bool
sat_lookup_pins(struct sat_lookup *l, struct sat_tree *t, const char *id,
    uint64_t pin[2][2], struct satchel_err *err)
{
	bool found = false, ok = pin_id(l, t, id, pin, &found, err);
	char *usual;

	if (!ok || found)
		return ok;
	usual = strdup(id);
	if (usual == NULL)
		return sat_fail_nomem(err);
	as_id(usual);
	ok = pin_id(l, t, usual, pin, &found, err);
	free(usual);
	return ok;
}
