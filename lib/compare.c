#include "compare.h"

#include <string.h>

/* Line |n| of a history. */
static bool
line_of(struct sat_rd history, uint32_t n, struct sat_history_line *l)
{
	for (uint32_t i = 1; i <= n; i++)
		if (sat_rd_end(&history) ||
		    !sat_history_next(&history, i, l, NULL))
			return false;
	return n > 0;
}

static void
fork_of(uint32_t epoch, uint32_t release, const struct sat_hash *a,
    const struct sat_hash *b, struct satchel_comparison *c)
{
	c->relation = SATCHEL_FORKED;
	c->linked = false;
	c->epoch = epoch;
	c->release = release;
	sat_hash_hex(a, c->text_a);
	sat_hash_hex(b, c->text_b);
}

/*
 * How many lines two histories begin with in common; if one line of both
 * differs, its two digests.
 */
static uint32_t
common_lines(struct sat_rd a, struct sat_rd b, bool *differ,
    struct sat_hash *at_a, struct sat_hash *at_b)
{
	struct sat_history_line x, y;
	uint32_t n = 0;

	*differ = false;
	while (!sat_rd_end(&a) && !sat_rd_end(&b) &&
	       sat_history_next(&a, n + 1, &x, NULL) &&
	       sat_history_next(&b, n + 1, &y, NULL)) {
		if (!sat_hash_eq(&x.digest, &y.digest)) {
			*differ = true;
			*at_a = x.digest;
			*at_b = y.digest;
			break;
		}
		n++;
	}
	return n;
}

/* What |newer| says release |n| of its epoch is. */
static bool
says_of(const struct sat_compare_side *newer, uint32_t n, struct sat_hash *h)
{
	struct sat_history_line l = { .release = 0 };

	if (newer->st->has_previous && newer->st->release == n + 1) {
		*h = newer->st->previous;
		return true;
	}
	if (!line_of(newer->history, n, &l))
		return false;
	*h = l.digest;
	return true;
}

/* |older| and |newer| of one epoch; |first|: |older| is a. */
static void
one_epoch(const struct sat_compare_side *older,
    const struct sat_compare_side *newer, bool first,
    struct satchel_comparison *c)
{
	const struct sat_statement *st = older->st;
	struct sat_hash named;

	c->relation = first ? SATCHEL_FIRST_OLDER : SATCHEL_SECOND_OLDER;
	if (!says_of(newer, st->release, &named))
		return;
	if (sat_hash_eq(&named, &st->digest))
		c->linked = true;
	else if (first)
		fork_of(st->epoch, st->release, &st->digest, &named, c);
	else
		fork_of(st->epoch, st->release, &named, &st->digest, c);
}

/* Two histories of one epoch, as far as both go. */
static void
histories(const struct sat_compare_side *a, const struct sat_compare_side *b,
    struct satchel_comparison *c)
{
	struct sat_hash at_a, at_b;
	bool differ;
	uint32_t n =
	    common_lines(a->history, b->history, &differ, &at_a, &at_b);

	if (differ)
		fork_of(a->st->epoch, n + 1, &at_a, &at_b, c);
	if (c->relation == SATCHEL_FORKED)
		c->common = n;
}

void
sat_compare(const struct sat_compare_side *a, const struct sat_compare_side *b,
    struct satchel_comparison *c)
{
	const struct sat_statement *x = a->st, *y = b->st;

	c->relation = SATCHEL_SAME;
	c->linked = false;
	c->epoch = c->release = c->root = c->common = 0;
	c->text_a[0] = c->text_b[0] = '\0';
	if (sat_hash_eq(&x->digest, &y->digest))
		return;
	if (x->root == y->root &&
	    !sat_hash_eq(&x->root_digest, &y->root_digest)) {
		fork_of(0, 0, &x->root_digest, &y->root_digest, c);
		c->root = x->root;
	} else if (x->epoch != y->epoch) {
		c->relation = x->epoch < y->epoch ? SATCHEL_FIRST_OLDER
						  : SATCHEL_SECOND_OLDER;
	} else {
		if (x->release == y->release)
			fork_of(
			    x->epoch, x->release, &x->digest, &y->digest, c);
		else if (x->release < y->release)
			one_epoch(a, b, true, c);
		else
			one_epoch(b, a, false, c);
		histories(a, b, c);
	}
}
