/* fuzz_payload: a small payload for the fuzzers of the index: real records,
 * and an index that is theirs or made of the fuzzer's bytes. */
#ifndef FUZZ_PAYLOAD_H
#define FUZZ_PAYLOAD_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fold.h"
#include "index.h"
#include "query.h"
#include "record.h"
#include "tree_read.h"

struct payload {
	struct sat_wr bytes;
	struct sat_root_page page;
	struct sat_file f;
	struct sat_tree *t;
};

static const char *const payload_line[] = {
	"{\"id\":\"XTR\",\"state\":\"XTR\",\"name\":{\"en\":\"Tarsenia\"},"
	"\"aliases\":[\"Tarsinia\"],\"mission\":{\"name\":\"Mission\","
	"\"phones\":[{\"number\":\"+9992125550100\"}]}}",
	"{\"id\":\"XTR/dip-1\",\"party\":[\"Tarsenia\",\"Tarsinia\"],"
	"\"state\":\"XTR\",\"role\":\"diplomatic\",\"kind\":\"individual\","
	"\"name\":\"Amara Devkota\",\"title\":\"Director\",\"organization\":"
	"\"Ministry of Foreign Affairs\",\"phones\":[{\"number\":"
	"\"+99915550142\"}],\"emails\":[{\"address\":"
	"\"cyber-poc@mfa.gov.example\"}],\"languages\":[\"en\",\"zh-Hant\"]}",
	"{\"id\":\"XTR/tech-1\",\"party\":[\"Tarsenia\"],\"state\":\"XTR\","
	"\"role\":\"technical\",\"kind\":\"org\",\"name\":\"外交部 CERT\","
	"\"name_latin\":\"Tarsenia CERT\",\"phones\":[{\"number\":"
	"\"+99915550911\"}],\"keys\":[{\"type\":\"openpgp\",\"fingerprint\":"
	"\"D7A1738B44E215E4BA77577C9E617F6F4C7EBB5B\"}]}",
	"{\"id\":\"zone:UTC\",\"version\":\"1\",\"offsets\":[[1,0,\"U\"]]}",
};
enum { PAYLOAD_LINES = sizeof(payload_line) / sizeof(payload_line[0]) };

static inline bool
payload_write(void *ctx, const void *p, size_t n, struct satchel_err *err)
{
	sat_wr_put(ctx, p, n);
	return sat_wr_done(ctx, "the payload", err);
}

static inline void
payload_must(bool ok)
{
	if (!ok)
		abort();
}

static inline struct sat_tree_writer *
payload_begin(struct payload *x, enum sat_tree_id id)
{
	struct sat_sink s = { payload_write, &x->bytes };
	struct sat_tree_writer *w = NULL;

	payload_must(sat_tree_writer_new(id, x->bytes.len, s, &w, NULL));
	return w;
}

static inline void
payload_end(struct payload *x, enum sat_tree_id id, struct sat_tree_writer *w)
{
	uint64_t end;

	payload_must(sat_tree_finish(w, &x->page.tree[id], &end, NULL));
	sat_tree_writer_free(w);
}

/* A tree of one block; false: the writer refuses it. */
static inline bool
payload_block(struct payload *x, enum sat_tree_id id, const uint8_t *p,
    size_t n, uint64_t items, size_t key_len)
{
	struct sat_tree_writer *w = payload_begin(x, id);

	if (!sat_tree_add_block(w, p, n, items, p + 2, key_len, NULL)) {
		sat_tree_writer_free(w);
		return false;
	}
	payload_end(x, id, w);
	return true;
}

static inline void
payload_postings(struct payload *x, const uint8_t *p, size_t n)
{
	struct sat_tree_writer *w = payload_begin(x, SAT_POSTINGS);

	payload_must(sat_tree_add_bytes(w, p, n, NULL));
	payload_end(x, SAT_POSTINGS, w);
}

/* The index that the records have. */
static inline void
payload_index(struct payload *x)
{
	struct sat_sink s = { payload_write, &x->bytes };
	struct sat_arena a = { 0 };
	struct sat_index *ix = NULL;
	uint64_t end;

	payload_must(sat_index_new("/tmp/fuzz", 0, &ix, NULL));
	for (size_t i = 0; i < PAYLOAD_LINES; i++) {
		const char *line = payload_line[i];
		struct sat_rd r = sat_rd_of(line, strlen(line), 0, "line");
		struct satchel_record rec;

		payload_must(sat_record_read(&r, &a, &rec, NULL) &&
			     sat_index_add(ix, i, (const void *)rec.value,
				 rec.kind, NULL));
	}
	payload_must(
	    sat_index_write(ix, s, x->bytes.len, &x->page, &end, NULL));
	sat_index_free(ix);
	sat_arena_free(&a);
}

/* Adds the records and the root page, and opens it all. */
static inline bool
payload_open(struct payload *x)
{
	struct sat_tree_writer *w = payload_begin(x, SAT_RECORDS);
	uint8_t page[SAT_ROOT_PAGE];
	struct sat_hash root;
	FILE *f = tmpfile();

	for (size_t i = 0; i < PAYLOAD_LINES; i++) {
		char line[1024];
		int n = snprintf(line, sizeof(line), "%s\n", payload_line[i]);

		payload_must(sat_tree_add_record(w, line, (size_t)n, line + 7,
		    strcspn(line + 7, "\""), NULL));
	}
	payload_end(x, SAT_RECORDS, w);
	x->page.fold = SAT_FOLD_TABLE;
	x->page.records = PAYLOAD_LINES;
	sat_root_page_write(&x->page, page);
	sat_wr_put(&x->bytes, page, sizeof(page));
	sat_blake2b(page, sizeof(page), &root);
	payload_must(f != NULL);
	x->f.fd = dup(fileno(f));
	x->f.size = x->bytes.len;
	(void)snprintf(x->f.name, sizeof(x->f.name), "fuzz");
	payload_must(x->f.fd >= 0 && pwrite(x->f.fd, x->bytes.p, x->bytes.len,
					 0) == (ssize_t)x->bytes.len);
	fclose(f);
	return sat_tree_open(&x->f, 0, x->bytes.len, &root, &x->t, NULL);
}

static inline void
payload_init(struct payload *x)
{
	memset(x, 0, sizeof(*x));
	sat_wr_init(&x->bytes, 1 << 24);
	x->f.fd = -1;
}

static inline void
payload_free(struct payload *x)
{
	sat_tree_close(x->t);
	if (x->f.fd >= 0)
		close(x->f.fd);
	sat_wr_free(&x->bytes);
}

/* What holds of every answer. */
static inline void
payload_check(const struct satchel_hits *h, size_t limit)
{
	payload_must(h->n <= limit && h->total >= h->n);
	for (size_t i = 0; i < h->n; i++) {
		payload_must(h->hit[i].record.kind != SATCHEL_ZONE &&
			     h->hit[i].field != NULL);
		for (size_t j = 0; j < i; j++)
			payload_must(strcmp(h->hit[i].record.id,
					 h->hit[j].record.id) != 0);
	}
}

#endif
