/* tree_load: pages of PAYLOAD out of the file: one bounded pread into private
 * memory, the digest, and only then use (satchel(5), "Reading"). */
#ifndef SAT_TREE_LOAD_H
#define SAT_TREE_LOAD_H

#include "tree_node.h"
#include "tree_read.h"

/* More than a path has nodes: none of them leaves while it is walked. */
enum { SAT_NODE_CACHE = 16 };
_Static_assert(SAT_NODE_CACHE > (int)SAT_MAX_LEVEL, "a path fits the cache");

/* A node that was verified as |span|, whose keys are not kept. */
struct sat_cached {
	struct sat_tree_node *node; /* NULL: never used */
	struct sat_span span;
	uint64_t used; /* 0: holds nothing */
};

/* Bytes that are kept for the next use. */
struct sat_buf {
	uint8_t *p;
	size_t n, cap;
};

struct sat_tree {
	const struct sat_file *f;
	uint64_t off, len; /* PAYLOAD in |f| */
	struct sat_root_page root;
	struct satchel_stats stats;
	uint64_t clock; /* counts uses of the cache */
	struct sat_cached cache[SAT_NODE_CACHE];
	struct sat_buf stored; /* a block before it is inflated */
	struct sat_buf lead;   /* the newest lead block, inflated; n 0: none */
	struct sat_span lead_span;
};

/* True if |page| has |digest|: the one place where that is decided. */
bool
sat_page_authentic(const struct sat_rd *page, const struct sat_hash *digest);

/* The same of many at once: how many of |n|, at most SAT_FANOUT, have the
 * digest of their span before the first that has not. */
size_t sat_pages_authentic(
    const struct sat_rd *page, const struct sat_span *span, size_t n);

/* Frees what it holds but itself. */
void sat_tree_empty(struct sat_tree *t);

/* A second tree over the same file for another thread: |t|'s root page, and
 * buffers of its own.  sat_tree_unshare frees those and adds what it counted
 * to |t|. */
void sat_tree_share(const struct sat_tree *t, struct sat_tree *shared);
void sat_tree_unshare(struct sat_tree *shared, struct sat_tree *t);

/* |n| bytes from the front of |s| on into |p|, nothing of them checked. */
SATCHEL_MUST bool sat_load_bytes(struct sat_tree *t, const struct sat_span *s,
    uint8_t *p, size_t n, struct satchel_err *err);

/* |page[i]|, the bytes of |s[i]| in private memory, has the digest of |s[i]|,
 * for |n| of them, at most SAT_FANOUT.  Told is the first that has not. */
SATCHEL_MUST bool sat_check_pages(struct sat_tree *t, const struct sat_span *s,
    const struct sat_rd *page, size_t n, struct satchel_err *err);

/* The bytes of |s| into |p|, which has room for s->stored, if their digest is
 * that of |s|. */
SATCHEL_MUST bool sat_load_page(struct sat_tree *t, const struct sat_span *s,
    uint8_t *p, struct sat_rd *page, struct satchel_err *err);

/* Node |s|, verified, into |n|. */
SATCHEL_MUST bool sat_load_node(struct sat_tree *t, const struct sat_span *s,
    struct sat_tree_node *n, struct satchel_err *err);

/* The same from the cache, or into it.  Borrowed until SAT_NODE_CACHE - 1
 * other nodes were asked for. */
SATCHEL_MUST bool sat_cache_node(struct sat_tree *t, const struct sat_span *s,
    const struct sat_tree_node **n, struct satchel_err *err);

/* Block |s|, verified and inflated.  |lead|: the first block of its node. */
SATCHEL_MUST bool sat_load_block(struct sat_tree *t, const struct sat_span *s,
    const struct sat_span *lead, struct sat_block *b, struct satchel_err *err);

#endif
