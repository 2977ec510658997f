/* A root text, and a file of roots that follow one another. */
#include <stdlib.h>

#include "root.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
one_text(const struct sat_rd *text)
{
	struct satchel_err err;
	struct sat_root r;
	struct sat_wr w;

	if (!sat_root_read(text, &r, &err))
		return;
	sat_wr_init(&w, SAT_MAX_ROOT_TEXT);
	sat_root_write(&r, &w);
	if (!sat_wr_done(&w, "x", NULL) || !sat_rd_eq(text, w.p, w.len))
		abort();
	if (r.root_threshold > r.root_keys || r.root_keys > SAT_MAX_KEYS ||
	    r.release_threshold > r.release_keys || r.version == 0)
		abort();
	sat_wr_free(&w);
}

static void
chain(const struct sat_rd *file)
{
	struct sat_root old, next;
	struct sat_chain *c = NULL;
	struct satchel_err err;

	if (!sat_chain_read(file, 0, &c, &err))
		return;
	if (sat_root_read(&c->note[0].text, &old, &err) &&
	    sat_root_meets(&c->note[0], &old, &err))
		for (size_t i = 1; i < c->n; i++) {
			if (!sat_root_next(&old, &c->note[i], &next, &err))
				break;
			if (next.version != old.version + 1)
				abort();
			old = next;
		}
	for (size_t i = 0; i < c->n; i++)
		one_text(&c->note[i].text);
	free(c);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sat_rd all = sat_rd_of(data, size, 0, "fuzz");

	one_text(&all);
	chain(&all);
	return 0;
}
