/* index_fixture: a payload with an index, made of canonical record lines. */
#ifndef INDEX_FIXTURE_H
#define INDEX_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "fold.h"
#include "index.h"
#include "json.h"
#include "tree_read.h"
#include "tree_write.h"

struct index_fixture {
	struct sat_wr bytes; /* PAYLOAD */
	struct sat_root_page page;
	struct sat_hash root;
	struct sat_file f;
	struct sat_tree *t;
	char path[64];
};

static inline bool
ix_to_bytes(void *ctx, const void *p, size_t n, struct satchel_err *err)
{
	sat_wr_put(ctx, p, n);
	return sat_wr_done(ctx, "the payload", err);
}

static inline struct sat_sink
ix_sink(struct index_fixture *x)
{
	struct sat_sink s = { ix_to_bytes, &x->bytes };

	return s;
}

static inline enum satchel_kind
ix_kind(const char *line)
{
	if (strncmp(line, "{\"id\":\"zone:", 12) == 0)
		return SATCHEL_ZONE;
	return memchr(line, '/', strcspn(line + 7, "\"") + 7) != NULL
		   ? SATCHEL_CONTACT
		   : SATCHEL_PARTY;
}

/* Both ways in turn: neither differs from the other. */
static inline bool
ix_add(struct sat_index *ix, uint64_t i, const struct sat_node *v,
    enum satchel_kind kind, struct satchel_err *err)
{
	struct sat_wr terms;
	bool ok;

	if (i % 2 == 0)
		return sat_index_add(ix, i, v, kind, err);
	sat_wr_init(&terms, 1 << 20);
	ok = sat_terms_write(v, kind, &terms, err) &&
	     sat_wr_done(&terms, "terms", err) &&
	     sat_index_add_list(ix, i, sat_wr_rd(&terms), err);
	sat_wr_free(&terms);
	return ok;
}

/* All |n| lines, whose ids rise, gathered in |memory| bytes. */
static inline struct sat_index *
ix_gather(const char *const *line, size_t n, size_t memory)
{
	struct sat_arena a = { 0 };
	struct satchel_err err = { 0 };
	struct sat_index *ix = NULL;

	assert_true(
	    sat_index_new("/tmp/satchel-index-test", memory, &ix, &err));
	for (size_t i = 0; i < n; i++) {
		struct sat_rd r =
		    sat_rd_of(line[i], strlen(line[i]), 0, "line");
		struct sat_node v;

		if (!sat_json_read(&r, &a, &v, &err) ||
		    !ix_add(ix, i, &v, ix_kind(line[i]), &err))
			fail_msg("%s: %s", line[i], err.msg);
		sat_arena_reset(&a);
	}
	sat_arena_free(&a);
	return ix;
}

static inline void
ix_records(struct index_fixture *x, const char *const *line, size_t n)
{
	struct sat_tree_writer *w = NULL;
	struct satchel_err err;
	uint64_t end;

	assert_true(sat_tree_writer_new(
	    SAT_RECORDS, x->bytes.len, ix_sink(x), &w, &err));
	for (size_t i = 0; i < n; i++) {
		struct sat_wr l;

		sat_wr_init(&l, 1 << 20);
		sat_wr_str(&l, line[i]);
		sat_wr_u8(&l, '\n');
		assert_true(sat_tree_add_record(w, l.p, l.len, line[i] + 7,
		    strcspn(line[i] + 7, "\""), &err));
		sat_wr_free(&l);
	}
	assert_true(sat_tree_finish(w, &x->page.tree[SAT_RECORDS], &end, &err));
	sat_tree_writer_free(w);
	x->page.records = n;
}

/* Adds the root page and opens what was written as a tree. */
static inline void
ix_open(struct index_fixture *x)
{
	struct satchel_err err = { 0 };
	uint8_t page[SAT_ROOT_PAGE];
	int fd;

	sat_root_page_write(&x->page, page);
	sat_wr_put(&x->bytes, page, sizeof(page));
	sat_blake2b(page, sizeof(page), &x->root);
	strcpy(x->path, "/tmp/satchel-index-XXXXXX");
	fd = mkstemp(x->path);
	assert_true(fd >= 0);
	assert_int_equal(
	    write(fd, x->bytes.p, x->bytes.len), (ssize_t)x->bytes.len);
	close(fd);
	assert_true(sat_file_open(SAT_CWD, x->path, &x->f, &err));
	unlink(x->path);
	if (!sat_tree_open(&x->f, 0, x->bytes.len, &x->root, &x->t, &err))
		fail_msg("%s", err.msg);
}

/* A payload of |n| lines, gathered in |memory| bytes, and opened. */
static inline void
ix_init(
    struct index_fixture *x, const char *const *line, size_t n, size_t memory)
{
	struct sat_index *ix = ix_gather(line, n, memory);
	struct satchel_err err = { 0 };
	uint64_t end = 0;

	memset(x, 0, sizeof(*x));
	sat_wr_init(&x->bytes, 1u << 30);
	x->f.fd = -1;
	x->page.fold = SAT_FOLD_TABLE;
	memset(x->page.seed, 0x5a, sizeof(x->page.seed));
	if (!sat_index_write(ix, ix_sink(x), 0, &x->page, &end, &err))
		fail_msg("%s", err.msg);
	assert_int_equal(end, x->bytes.len);
	sat_index_free(ix);
	ix_records(x, line, n);
	ix_open(x);
}

static inline void
ix_free(struct index_fixture *x)
{
	sat_tree_close(x->t);
	sat_file_close(&x->f);
	sat_wr_free(&x->bytes);
}

#endif
