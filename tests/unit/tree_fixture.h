/* tree_fixture: payloads made for the tests of the Merkle B-tree, whole by
 * the writer or page by page by hand. */
#ifndef TREE_FIXTURE_H
#define TREE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tree_node.h"
#include "tree_read.h"
#include "tree_write.h"

enum { BEFORE = 1536 /* bytes of the file before PAYLOAD */ };

struct fixture {
	struct sat_wr bytes; /* PAYLOAD */
	struct sat_root_page page;
	struct sat_hash root;
	struct sat_file f;
	struct sat_tree *t;
};

static inline bool
to_bytes(void *ctx, const void *p, size_t n, struct satchel_err *err)
{
	sat_wr_put(ctx, p, n);
	return sat_wr_done(ctx, "the payload", err);
}

static inline void
fixture_init(struct fixture *x)
{
	memset(x, 0, sizeof(*x));
	sat_wr_init(&x->bytes, 1u << 30);
	x->f.fd = -1;
	x->page.fold = 1;
	memset(x->page.seed, 0x5a, sizeof(x->page.seed));
}

static inline void
fixture_free(struct fixture *x)
{
	sat_tree_close(x->t);
	x->t = NULL;
	sat_file_close(&x->f);
	sat_wr_free(&x->bytes);
}

static inline struct sat_tree_writer *
tree_begin(struct fixture *x, enum sat_tree_id id)
{
	struct sat_sink sink = { to_bytes, &x->bytes };
	struct sat_tree_writer *w = NULL;
	struct satchel_err err;

	assert_true(sat_tree_writer_new(id, x->bytes.len, sink, &w, &err));
	return w;
}

static inline void
tree_end(struct fixture *x, enum sat_tree_id id, struct sat_tree_writer *w)
{
	struct satchel_err err = { 0 };
	uint64_t end = 0;

	if (!sat_tree_finish(w, &x->page.tree[id], &end, &err))
		fail_msg("%s", err.msg);
	assert_int_equal(end, x->bytes.len);
	sat_tree_writer_free(w);
}

/* The key of block |i|, 9 bytes. */
static inline size_t
key_of(unsigned i, char out[16])
{
	out[0] = 1;
	return 1 + (size_t)snprintf(out + 1, 15, "%08u", i);
}

/* |n| tiny blocks of STRINGS or ENTRIES with 1 + i % 3 items each; returns
 * the items.  The tests of the tree do not look at their content. */
static inline uint64_t
add_tiny(struct fixture *x, enum sat_tree_id id, unsigned n)
{
	struct sat_tree_writer *w = tree_begin(x, id);
	struct satchel_err err;
	uint64_t items = 0;
	char key[16], raw[32];

	for (unsigned i = 0; i < n; i++) {
		size_t key_len = key_of(i, key);
		int len = snprintf(raw, sizeof(raw), "block %u", i);

		if (!sat_tree_add_block(w, raw, (size_t)len, 1 + i % 3, key,
			id == SAT_STRINGS ? key_len : 0, &err))
			fail_msg("%s", err.msg);
		items += 1 + i % 3;
	}
	tree_end(x, id, w);
	return items;
}

static inline void
add_postings(struct fixture *x, size_t n)
{
	struct sat_tree_writer *w = tree_begin(x, SAT_POSTINGS);
	struct satchel_err err;

	for (size_t i = 0; i < n; i++) {
		uint8_t b = (uint8_t)(i * 7 + i / 251);

		assert_true(sat_tree_add_bytes(w, &b, 1, &err));
	}
	tree_end(x, SAT_POSTINGS, w);
}

/* The line of record |i| with its LF, and its id: |size| bytes, or, if that is
 * 0, from 40 to 299. */
static inline size_t
record_of(unsigned i, size_t size, char **line, char id[24])
{
	uint32_t r = i * 2654435761u;
	size_t n = size > 0 ? size : 40 + r % 260;
	char *p = malloc(n + 64);

	assert_non_null(p);
	(void)snprintf(id, 24, "XAA/c-%07u", i);
	(void)snprintf(p, 64, "{\"id\":\"%s\",\"note\":\"", id);
	for (size_t k = strlen(p); k < n; k++) {
		r = r * 1103515245 + 12345;
		p[k] = (char)('a' + (r >> 16) % 7);
	}
	memcpy(p + n - 3, "\"}\n", 3);
	*line = p;
	return n;
}

static inline void
add_records(struct fixture *x, unsigned n, size_t size, unsigned threads)
{
	struct sat_tree_writer *w = tree_begin(x, SAT_RECORDS);
	struct satchel_err err = { 0 };

	sat_tree_writer_threads(w, threads);
	for (unsigned i = 0; i < n; i++) {
		char *line, id[24];
		size_t len = record_of(i, size, &line, id);

		if (!sat_tree_add_record(w, line, len, id, strlen(id), &err))
			fail_msg("%s", err.msg);
		free(line);
	}
	tree_end(x, SAT_RECORDS, w);
	x->page.records = n;
}

/* Ends PAYLOAD with the root page. */
static inline void
fixture_seal(struct fixture *x)
{
	uint8_t page[SAT_ROOT_PAGE];

	sat_root_page_write(&x->page, page);
	sat_wr_put(&x->bytes, page, sizeof(page));
	sat_blake2b(page, sizeof(page), &x->root);
}

/* Writes it to a file of its own, as it is now, and opens it. */
static inline bool
fixture_open(struct fixture *x, struct satchel_err *err)
{
	char path[] = "/tmp/satchel-tree-XXXXXX";
	uint8_t before[BEFORE];

	sat_tree_close(x->t);
	x->t = NULL;
	sat_file_close(&x->f);
	x->f.fd = mkstemp(path);
	assert_true(x->f.fd >= 0);
	unlink(path);
	memset(before, 0xee, sizeof(before));
	assert_int_equal(write(x->f.fd, before, BEFORE), BEFORE);
	assert_int_equal(
	    write(x->f.fd, x->bytes.p, x->bytes.len), x->bytes.len);
	x->f.size = BEFORE + x->bytes.len;
	(void)snprintf(x->f.name, sizeof(x->f.name), "x.satchel");
	return sat_tree_open(&x->f, BEFORE, x->bytes.len, &x->root, &x->t, err);
}

static inline void
fixture_reopen(struct fixture *x)
{
	struct satchel_err err = { 0 };

	if (!fixture_open(x, &err))
		fail_msg("%s", err.msg);
}

/* Four trees: |strings| tiny blocks of terms, |postings| bytes, |records|. */
static inline void
fixture_make(
    struct fixture *x, unsigned strings, size_t postings, unsigned records)
{
	fixture_init(x);
	x->page.terms = add_tiny(x, SAT_STRINGS, strings);
	assert_int_equal(add_tiny(x, SAT_ENTRIES, strings), x->page.terms);
	add_postings(x, postings);
	add_records(x, records, 0, 1);
	fixture_seal(x);
}

static inline bool
any_block(void *ctx, enum sat_tree_id id, const struct sat_block *b,
    struct satchel_err *err)
{
	uint64_t *seen = ctx;

	(void)err;
	assert_true(b->items > 0);
	assert_true(b->rd.n > 0);
	seen[id] += b->items;
	return true;
}

/* All pages, quickly; and with each block shown. */
static inline bool
check_quick(struct sat_tree *t, struct satchel_err *err)
{
	const struct sat_tree_check how = { .threads = 1 };

	return sat_tree_check(t, &how, err);
}

static inline bool
check_full(
    struct sat_tree *t, sat_block_fn *each, void *ctx, struct satchel_err *err)
{
	const struct sat_tree_check how = { .each = each, .ctx = &ctx };

	return sat_tree_check(t, &how, err);
}

/* Both walks; false if either refuses. */
static inline bool
fixture_check(struct fixture *x, struct satchel_err *err)
{
	uint64_t seen[SAT_TREES] = { 0 };

	if (!check_quick(x->t, err) || !check_full(x->t, any_block, seen, err))
		return false;
	for (size_t i = 0; i < SAT_TREES; i++)
		assert_int_equal(seen[i], x->page.tree[i].items);
	return true;
}

/*
 * Which call to malloc, calloc or realloc fails, counted from 1; 0: none.
 * Only where the test is linked with -Wl,--wrap of the three.
 */
static long refuse_call;

void *__real_malloc(size_t n) __attribute__((weak));
void *__real_calloc(size_t n, size_t size) __attribute__((weak));
void *__real_realloc(void *p, size_t n) __attribute__((weak));
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t n);

static inline bool
refused(void)
{
	return refuse_call > 0 && --refuse_call == 0;
}

void *
__wrap_malloc(size_t n)
{
	return refused() ? NULL : __real_malloc(n);
}

void *
__wrap_calloc(size_t n, size_t size)
{
	return refused() ? NULL : __real_calloc(n, size);
}

void *
__wrap_realloc(void *p, size_t n)
{
	return refused() ? NULL : __real_realloc(p, n);
}

#endif
