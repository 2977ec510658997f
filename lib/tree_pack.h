/* tree_pack: one leaf's worth of record blocks: a lead and up to 63 siblings,
 * each of which can be deflated and hashed once all are there. */
#ifndef SAT_TREE_PACK_H
#define SAT_TREE_PACK_H

#include "deflate.h"
#include "tree_page.h"

/* One block: a part of the group's raw bytes, then what became of it. */
struct sat_pack_block {
	size_t at, n;		/* in |raw| */
	size_t key_at, key_len; /* in |keys| */
	uint64_t first, items;
	struct sat_wr out;	/* deflated */
	struct sat_hash digest; /* of |out| */
};

/* Invariant: the blocks lie one behind the other in |raw|; |open|: the last
 * one still takes records. */
struct sat_pack {
	struct sat_wr raw, keys;
	struct sat_pack_block block[SAT_FANOUT];
	unsigned n;
	bool open;
};

void sat_pack_init(struct sat_pack *g);
void sat_pack_free(struct sat_pack *g);
void sat_pack_reset(struct sat_pack *g); /* empties it, keeps the memory */

/* True if a record of |n| bytes needs a group of its own after this one. */
bool sat_pack_full(const struct sat_pack *g, size_t n);

/* Adds record number |ordinal|, which is not sat_pack_full. */
SATCHEL_MUST bool
sat_pack_add(struct sat_pack *g, uint64_t ordinal, const void *line, size_t n,
    const void *id, size_t id_len, struct satchel_err *err);

/* Deflates and hashes block |i|: any order, and different ones at once by
 * threads that each have their own |d|.  No more adds then. */
SATCHEL_MUST bool sat_pack_block(struct sat_pack *g, unsigned i,
    struct sat_deflater *d, struct satchel_err *err);

#endif
