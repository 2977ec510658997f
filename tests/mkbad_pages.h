/* mkbad_pages: PAYLOAD as a graph of pages that can be bent in any way and is
 * then laid out again with the digests that fit. */
#ifndef MKBAD_PAGES_H
#define MKBAD_PAGES_H

#include "deflate.h"
#include "mkbad_release.h"
#include "tree_load.h"

enum { MOST_CHILDREN = 80, MOST_POKES = 8, CHILD_KEY = 58 };

/* A number in a page as it is stored, changed once the page is complete. */
struct poke {
	size_t at;
	unsigned width;
	char how; /* '=', '+' or '^' */
	uint64_t v;
};

struct page {
	enum sat_tree_id tree;
	unsigned level;
	struct page *child[MOST_CHILDREN]; /* of a node */
	unsigned n;
	struct sat_wr raw;    /* of a block, before it is deflated */
	struct sat_wr stored; /* records: deflated, unless |repack| */
	bool repack;
	uint64_t first, items;
	struct sat_wr key;
	uint64_t gap;	   /* NUL before it that nothing refers to */
	bool hidden;	   /* written, but nothing refers to it */
	struct page *twin; /* not written: refers to the same bytes */
	struct poke poke[MOST_POKES];
	unsigned pokes;
	struct sat_child ref; /* what its node says, once it is written */
};

struct payload {
	struct sat_root_page root;
	struct page *tree[SAT_TREES]; /* NULL: empty */
	struct page top;	      /* pokes of the root page alone */
	uint64_t end_gap;	      /* bytes before the root page */
	uint64_t tail;		      /* bytes after it */
};

static inline struct page *
new_page(enum sat_tree_id tree, unsigned level)
{
	struct page *p = calloc(1, sizeof(*p));

	if (p == NULL)
		die("no memory");
	p->tree = tree;
	p->level = level;
	sat_wr_init(&p->raw, SIZE_MAX);
	sat_wr_init(&p->stored, SIZE_MAX);
	sat_wr_init(&p->key, SIZE_MAX);
	return p;
}

/* ---- reading ---------------------------------------------------------- */

/* Node |s| or block |s| and all below it; recursion is at most 8 deep. */
static inline struct page *
read_page(struct sat_tree *t, const struct sat_span *s,
    const struct sat_span *lead, const uint8_t *payload)
{
	struct page *p = new_page(s->tree, s->level);
	struct sat_tree_node *n;
	struct satchel_err err;

	p->first = s->first;
	p->items = s->end - s->first;
	sat_wr_put(&p->key, s->low.p, s->low.n);
	if (s->level == 0) {
		struct sat_block b = { 0 };

		must(sat_load_block(t, s, lead, &b, &err), &err);
		sat_wr_put(&p->raw, b.rd.p, b.rd.n);
		sat_wr_put(&p->stored, payload + s->offset, s->stored);
		sat_block_free(&b);
		return p;
	}
	n = calloc(1, sizeof(*n));
	if (n == NULL)
		die("no memory");
	must(sat_load_node(t, s, n, &err), &err);
	for (unsigned i = 0; i < n->n; i++) {
		struct sat_span child, first;

		sat_span_child(s, n, i, &child);
		sat_span_child(s, n, 0, &first);
		p->child[p->n++] = read_page(t, &child, &first, payload);
	}
	free(n);
	return p;
}

/* The payload of bundle |path|. */
static inline void
read_payload(const char *path, const struct forged *f, struct payload *y)
{
	struct satchel_err err;
	struct sat_bundle b;
	struct sat_hash h;
	struct sat_tree *t = NULL;
	const struct sat_wr *w = &f->member[SAT_PAYLOAD];

	memset(y, 0, sizeof(*y));
	must(sat_bundle_open(SAT_CWD, path, &b, &err), &err);
	sat_blake2b(w->p + w->len - SAT_ROOT_PAGE, SAT_ROOT_PAGE, &h);
	must(sat_tree_open(&b.file, b.payload_off, b.payload_len, &h, &t, &err),
	    &err);
	y->root = *sat_tree_root(t);
	for (int i = 0; i < SAT_TREES; i++) {
		struct sat_span s;

		if (sat_span_root(&y->root, (enum sat_tree_id)i, &s))
			y->tree[i] = read_page(t, &s, &s, w->p);
	}
	sat_tree_close(t);
	sat_bundle_close(&b);
}

/* ---- building --------------------------------------------------------- */

/* A node over |n| pages, which take their place in it. */
static inline struct page *
node_over(struct page *const *p, size_t n)
{
	struct page *node = new_page(p[0]->tree, p[0]->level + 1);

	node->first = p[0]->first;
	sat_wr_put(&node->key, p[0]->key.p, p[0]->key.len);
	for (size_t i = 0; i < n; i++) {
		node->child[node->n++] = p[i];
		node->items += p[i]->items;
	}
	return node;
}

/* The tree over |n| blocks; the list is used up. */
static inline struct page *
tree_over(struct page **list, size_t n)
{
	while (n > 1) {
		size_t m = 0;

		for (size_t i = 0; i < n; i += SAT_FANOUT) {
			size_t some =
			    n - i < SAT_FANOUT ? n - i : (size_t)SAT_FANOUT;

			list[m++] = node_over(list + i, some);
		}
		n = m;
	}
	return n == 0 ? NULL : list[0];
}

/* ---- writing ---------------------------------------------------------- */

static inline uint64_t
get_le(const uint8_t *p, unsigned width)
{
	uint64_t v = 0;

	while (width-- > 0)
		v = v << 8 | p[width];
	return v;
}

static inline void
apply_pokes(const struct page *p, uint8_t *bytes, size_t n)
{
	for (unsigned i = 0; i < p->pokes; i++) {
		const struct poke *k = &p->poke[i];
		uint64_t v;

		if (k->at > n || k->width > n - k->at)
			die("no byte %zu in that page of %zu", k->at, n);
		v = get_le(bytes + k->at, k->width);
		v = k->how == '+' ? v + k->v : k->how == '^' ? v ^ k->v : k->v;
		for (unsigned b = 0; b < k->width; b++)
			bytes[k->at + b] = (uint8_t)(v >> (8 * b));
	}
}

/* The bytes of |p| as they are to be stored, for which its children must have
 * been written. */
static inline void
compose(struct page *p, const struct page *lead)
{
	struct satchel_err err;
	unsigned n = 0;

	if (p->level == 0) {
		if (!p->repack)
			return;
		sat_wr_reset(&p->stored);
		if (p->tree != SAT_RECORDS)
			sat_wr_put(&p->stored, p->raw.p, p->raw.len);
		else
			must(sat_deflate(p->raw.p, p->raw.len,
				 lead == p ? NULL : lead->raw.p,
				 lead == p ? 0 : lead->raw.len, &p->stored,
				 &err),
			    &err);
		return;
	}
	sat_node_begin(&p->stored, p->tree, p->level);
	for (unsigned i = 0; i < p->n; i++)
		if (!p->child[i]->hidden) {
			sat_node_child(&p->stored, &p->child[i]->ref);
			n++;
		}
	sat_node_end(&p->stored, n);
	apply_pokes(p, p->stored.p, p->stored.len);
}

static inline void
write_page(struct page *p, const struct page *lead, struct sat_wr *out)
{
	for (unsigned i = 0; i < p->n; i++)
		write_page(p->child[i], p->child[0], out);
	if (p->twin != NULL) {
		p->ref = p->twin->ref;
	} else {
		compose(p, lead);
		sat_wr_fill(out, 0, (size_t)p->gap);
		sat_blake2b(p->stored.p, p->stored.len, &p->ref.digest);
		p->ref.offset = out->len;
		p->ref.stored = (uint32_t)p->stored.len;
		p->ref.raw =
		    (uint32_t)(p->level == 0 ? p->raw.len : p->stored.len);
		sat_wr_put(out, p->stored.p, p->stored.len);
	}
	p->ref.first = p->first;
	p->ref.key = sat_wr_rd(&p->key);
}

static inline void
write_payload(struct payload *y, struct sat_wr *out)
{
	uint8_t page[SAT_ROOT_PAGE];

	sat_wr_reset(out);
	for (int i = 0; i < SAT_TREES; i++) {
		enum sat_tree_id id = sat_tree_order[i];
		struct sat_tree_ref *r = &y->root.tree[id];
		struct page *p = y->tree[id];

		memset(r, 0, sizeof(*r));
		if (p == NULL)
			continue;
		write_page(p, p, out);
		r->digest = p->ref.digest;
		r->offset = p->ref.offset;
		r->stored = p->ref.stored;
		r->raw = p->ref.raw;
		r->items = p->items;
		r->level = (uint8_t)p->level;
	}
	sat_wr_fill(out, 0, (size_t)y->end_gap);
	sat_root_page_write(&y->root, page);
	apply_pokes(&y->top, page, sizeof(page));
	sat_wr_put(out, page, sizeof(page));
	sat_wr_fill(out, 0, (size_t)y->tail);
}

/* ---- finding ---------------------------------------------------------- */

/* "records", "records/0", "records/0/5" */
static inline struct page *
find_page(struct payload *y, const char *path)
{
	size_t n = strcspn(path, "/");
	struct page *p = NULL;

	for (int i = 0; i < SAT_TREES; i++)
		if (strlen(sat_tree_name[i]) == n &&
		    strncmp(path, sat_tree_name[i], n) == 0)
			p = y->tree[i];
	for (path += n; p != NULL && *path == '/'; path += n) {
		char *end;
		unsigned long i = strtoul(++path, &end, 10);

		n = (size_t)(end - path);
		p = n > 0 && i < p->n ? p->child[i] : NULL;
	}
	if (p == NULL || *path != '\0')
		die("no page %s", path);
	return p;
}

/* The node that |path| lies in, and its place there. */
static inline struct page *
find_parent(struct payload *y, const char *path, unsigned *at)
{
	const char *slash = strrchr(path, '/');
	char up[256];

	if (slash == NULL || slash - path >= (int)sizeof(up))
		die("%s lies in no node", path);
	(void)snprintf(up, sizeof(up), "%.*s", (int)(slash - path), path);
	*at = (unsigned)strtoul(slash + 1, NULL, 10);
	(void)find_page(y, path);
	return find_page(y, up);
}

struct place {
	const char *name;
	size_t at;
	unsigned width;
};

/* Fields of the root page, of its references, of a node and of a child. */
static const struct place in_root[] = { { "magic", 0, 8 }, { "fold", 8, 4 },
	{ "zero", 12, 4 }, { "seed", 16, 8 }, { "count", 48, 8 },
	{ "terms", 56, 8 }, { "tail", 320, 8 }, { "last", 504, 8 }, { 0 } };
static const struct place in_ref[] = { { "digest", 0, 8 }, { "offset", 32, 8 },
	{ "stored", 40, 4 }, { "raw", 44, 4 }, { "items", 48, 8 },
	{ "level", 56, 1 }, { "nul", 57, 1 }, { 0 } };
static const struct place in_node[] = { { "tree", 0, 1 }, { "level", 1, 1 },
	{ "n", 2, 2 }, { "zero", 4, 4 }, { 0 } };
static const struct place in_child[] = { { "digest", 0, 8 },
	{ "offset", 32, 8 }, { "stored", 40, 4 }, { "raw", 44, 4 },
	{ "first", 48, 8 }, { "keylen", 56, 2 }, { "key", CHILD_KEY, 1 },
	{ 0 } };

static inline struct place
look_up(const struct place *list, const char *name, size_t base)
{
	struct place p;

	for (; list->name != NULL; list++)
		if (strcmp(list->name, name) == 0) {
			p = *list;
			p.at += base;
			return p;
		}
	die("no field %s", name);
}

/* Where field |name| of page |p| (NULL: the root page) lies: "level",
 * "3.offset" of a node's child, "records.offset" of the root page. */
static inline struct place
find_field(const struct page *p, const char *name)
{
	const char *dot = strchr(name, '.');
	size_t base = SAT_NODE_HEAD;

	if (p == NULL && dot == NULL)
		return look_up(in_root, name, 0);
	for (size_t i = 0; p == NULL && i < SAT_TREES; i++)
		if (strncmp(name, sat_tree_name[i], (size_t)(dot - name)) == 0)
			return look_up(in_ref, dot + 1, 64 + 64 * i);
	if (p == NULL)
		die("no tree in %s", name);
	if (dot == NULL)
		return look_up(in_node, name, 0);
	for (unsigned long i = strtoul(name, NULL, 10); i > 0; i--)
		base += CHILD_KEY + p->child[i - 1]->key.len;
	return look_up(in_child, dot + 1, base);
}

#endif
