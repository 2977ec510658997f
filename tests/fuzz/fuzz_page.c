/* fuzz_page: bytes taken as a root page, and as a node under what the first
 * bytes say of it. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tree_node.h"

static void
try_root(const uint8_t *data, size_t size)
{
	struct sat_rd page = sat_rd_of(data, size, 0, "fuzz");
	struct sat_root_page p;
	struct satchel_err err;
	struct sat_span s;
	uint8_t again[SAT_ROOT_PAGE];
	uint64_t payload = SAT_ROOT_PAGE;

	if (size != SAT_ROOT_PAGE)
		return;
	/* where the records tree says it ends: the size that can be right */
	for (unsigned i = 0; i < 8; i++)
		payload += (uint64_t)data[96 + i] << (8 * i);
	for (unsigned i = 0; i < 4; i++)
		payload += (uint64_t)data[104 + i] << (8 * i);
	if (!sat_root_page_read(&page, payload, &p, &err))
		return;
	sat_root_page_write(&p, again);
	if (memcmp(again, data, size) != 0)
		abort(); /* two pages with one meaning */
	for (unsigned id = 0; id < SAT_TREES; id++)
		if (sat_span_root(&p, id, &s) && s.start > s.offset)
			abort();
}

/* Children that were accepted tile the bytes before the node, and their items
 * the items of the node. */
static void
check_children(const struct sat_span *s, const struct sat_tree_node *n)
{
	uint64_t cursor = s->start, first = s->first;
	struct sat_span c;

	for (unsigned i = 0; i < n->n; i++) {
		sat_span_child(s, n, i, &c);
		if (c.start != cursor || c.offset < c.start ||
		    c.first != first || c.end <= c.first || c.end > s->end)
			abort();
		cursor = c.offset + c.stored;
		first = c.end;
	}
	if (cursor != s->offset || first != s->end)
		abort();
}

static void
try_node(const uint8_t *data, size_t size)
{
	struct sat_rd r = sat_rd_of(data, size, 0, "fuzz");
	struct sat_span s = { .low = r, .high = r };
	static struct sat_tree_node n;
	struct satchel_err err;
	uint8_t level, flags;

	/* 2 bytes, then u64 start, offset, first, end, then the node */
	if (!sat_rd_u8(&r, &level) || !sat_rd_u8(&r, &flags) ||
	    !sat_rd_u64(&r, &s.start) || !sat_rd_u64(&r, &s.offset) ||
	    !sat_rd_u64(&r, &s.first) || !sat_rd_u64(&r, &s.end) || r.n == 0 ||
	    r.n > sizeof(n.page) || s.offset > SAT_MAX_PAYLOAD)
		return;
	s.tree = flags & 3;
	s.level = 1 + level % SAT_MAX_LEVEL;
	s.root = (flags & 4) != 0;
	s.last = (flags & 12) != 0;
	s.stored = s.raw = (uint32_t)r.n; /* at most SAT_MAX_NODE */
	memcpy(n.page, r.p, r.n);
	r.p = n.page;
	if (sat_node_read(&r, &s, &n, &err))
		check_children(&s, &n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	try_root(data, size);
	try_node(data, size);
	return 0;
}
