#include "tree_pack.h"

#include <string.h>

/* deflate asks for room beforehand */
enum { MAX_OUT = 2 * SAT_MAX_BLOCK };

void
sat_pack_init(struct sat_pack *g)
{
	memset(g, 0, sizeof(*g));
	sat_wr_init(&g->raw, (size_t)SAT_FANOUT * SAT_MAX_BLOCK);
	sat_wr_init(&g->keys, (size_t)SAT_FANOUT * SAT_MAX_KEY);
	for (unsigned i = 0; i < SAT_FANOUT; i++)
		sat_wr_init(&g->block[i].out, MAX_OUT);
}

void
sat_pack_free(struct sat_pack *g)
{
	sat_wr_free(&g->raw);
	sat_wr_free(&g->keys);
	for (unsigned i = 0; i < SAT_FANOUT; i++)
		sat_wr_free(&g->block[i].out);
}

void
sat_pack_reset(struct sat_pack *g)
{
	sat_wr_reset(&g->raw);
	sat_wr_reset(&g->keys);
	g->n = 0;
	g->open = false;
}

/* The open block takes |n| more bytes. */
static bool
fits(const struct sat_pack *g, size_t n)
{
	uint32_t limit = sat_block_limit(SAT_RECORDS);

	return g->open && g->block[g->n - 1].n <= limit &&
	       n <= limit - g->block[g->n - 1].n;
}

bool
sat_pack_full(const struct sat_pack *g, size_t n)
{
	return g->n == SAT_FANOUT && !fits(g, n);
}

bool
sat_pack_add(struct sat_pack *g, uint64_t ordinal, const void *line, size_t n,
    const void *id, size_t id_len, struct satchel_err *err)
{
	struct sat_pack_block *b;

	if (!fits(g, n)) {
		b = &g->block[g->n++];
		b->at = g->raw.len;
		b->n = 0;
		b->key_at = g->keys.len;
		b->key_len = id_len;
		b->first = ordinal;
		b->items = 0;
		g->open = true;
		sat_wr_put(&g->keys, id, id_len);
	}
	b = &g->block[g->n - 1];
	sat_wr_put(&g->raw, line, n);
	b->n += n;
	b->items++;
	return sat_wr_done(&g->raw, "a group of record blocks", err) &&
	       sat_wr_done(&g->keys, "a group of ids", err);
}

bool
sat_pack_block(struct sat_pack *g, unsigned i, struct sat_deflater *d,
    struct satchel_err *err)
{
	struct sat_pack_block *b = &g->block[i];
	const void *dict = i == 0 ? NULL : g->raw.p; /* the lead's bytes */
	size_t dict_len = i == 0 ? 0 : g->block[0].n;

	sat_wr_reset(&b->out);
	if (!sat_deflater_run(
		d, g->raw.p + b->at, b->n, dict, dict_len, &b->out, err))
		return false;
	if (b->out.len > SAT_MAX_BLOCK)
		return sat_fail(err, SATCHEL_ELIMIT,
		    "record %llu does not "
		    "deflate to %d bytes or less",
		    (unsigned long long)b->first, SAT_MAX_BLOCK);
	sat_blake2b(b->out.p, b->out.len, &b->digest);
	return true;
}
