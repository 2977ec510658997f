/*
 * fuzz_tree: bytes taken as a whole PAYLOAD whose root page is trusted; built
 * with SAT_FUZZ_NO_DIGEST the fuzzer reaches what lies behind the digests.
 */
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tree_read.h"

/* What a walk in full and what look-ups see must be the same. */
struct seen {
	uint64_t items[SAT_TREES];
};

static bool
each(void *ctx, enum sat_tree_id id, const struct sat_block *b,
    struct satchel_err *err)
{
	struct seen *s = ctx;

	(void)err;
	if (b->items == 0 || b->rd.n == 0 || b->first != s->items[id])
		abort();
	s->items[id] += b->items;
	return true;
}

static void
look_up(struct sat_tree *t, struct sat_block *b, const uint8_t *key, size_t n)
{
	struct satchel_err err;
	bool any;

	for (unsigned id = 0; id < SAT_TREES; id++) {
		uint64_t items = sat_tree_root(t)->tree[id].items;

		b->first = b->items = 0;
		for (unsigned i = 0; i < 200; i++)
			if (!sat_tree_block_next(t, id, b, &any, &err) || !any)
				break;
		if (items > 0 && sat_tree_block_at(t, id, items / 2, b, &err) &&
		    (b->first > items / 2 || items / 2 - b->first >= b->items))
			abort();
	}
	(void)!sat_tree_block_of(t, SAT_RECORDS, key, n, b, &any, &err);
	(void)!sat_tree_block_of(t, SAT_STRINGS, key, n, b, &any, &err);
}

static void
walk(struct sat_tree *t)
{
	const struct sat_root_page *p = sat_tree_root(t);
	struct seen s = { { 0 } };
	void *ctx = &s;
	const struct sat_tree_check full = { .each = each, .ctx = &ctx };
	const struct sat_tree_check quick = { .each = NULL };
	struct satchel_err err;

	if (!sat_tree_check(t, &full, &err))
		return;
	for (unsigned id = 0; id < SAT_TREES; id++)
		if (s.items[id] != p->tree[id].items)
			abort();
	if (!sat_tree_check(t, &quick, &err))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct sat_file f = { .fd = -1, .name = "fuzz" };
	struct sat_block b = { 0 };
	struct sat_tree *t;
	struct sat_hash root;
	struct satchel_err err;

	if (size < SAT_ROOT_PAGE || size > 1 << 18)
		return 0;
	if (f.fd < 0) {
		char path[] = "/tmp/satchel-fuzz-XXXXXX";

		f.fd = mkstemp(path);
		if (f.fd < 0)
			abort();
		unlink(path);
	}
	if (ftruncate(f.fd, 0) != 0 ||
	    pwrite(f.fd, data, size, 0) != (ssize_t)size)
		abort();
	f.size = size;
	sat_blake2b(data + size - SAT_ROOT_PAGE, SAT_ROOT_PAGE, &root);
	if (!sat_tree_open(&f, 0, size, &root, &t, &err))
		return 0;
	look_up(t, &b, data, sat_key_fits(SAT_RECORDS, data[0]) ? data[0] : 1);
	walk(t);
	sat_block_free(&b);
	sat_tree_close(t);
	return 0;
}
