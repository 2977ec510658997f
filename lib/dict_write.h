/* dict_write: terms and their lists to blocks of strings and entries and to
 * the stream of postings (satchel(5), "The index"). */
#ifndef SAT_DICT_WRITE_H
#define SAT_DICT_WRITE_H

#include "format.h"
#include "postings.h"
#include "terms.h"

/* Where finished pieces go: a block of strings, then the block of entries of
 * the same |items| terms; postings as they come. */
struct sat_dict_sink {
	bool (*strings)(void *ctx, const struct sat_wr *raw, uint64_t items,
	    const uint8_t *key, size_t key_len, struct satchel_err *err);
	bool (*entries)(void *ctx, const struct sat_wr *raw, uint64_t items,
	    struct satchel_err *err);
	bool (*postings)(
	    void *ctx, const struct sat_wr *raw, struct satchel_err *err);
	void *ctx;
};

struct sat_dict_writer {
	struct sat_dict_sink sink;
	uint64_t terms;	    /* finished */
	uint64_t pos;	    /* of the next list in the stream */
	struct sat_wr list; /* an encoded one */
	/* the term whose lists are coming; n 0: none */
	uint8_t term[SAT_MAX_TERM];
	size_t n;
	uint32_t mask;
	struct sat_wr entry;
	uint64_t term_pos; /* of its first list */
	/* the blocks that are open */
	struct sat_wr strings, entries;
	uint64_t items;
	uint8_t first[SAT_MAX_TERM], last[SAT_MAX_TERM];
	size_t first_n, last_n;
};

void sat_dict_writer_init(
    struct sat_dict_writer *w, const struct sat_dict_sink *sink);
void sat_dict_writer_free(struct sat_dict_writer *w);

/* A list, not ended and not empty, by term and then field. */
SATCHEL_MUST bool
sat_dict_add(struct sat_dict_writer *w, const struct sat_rd *term,
    enum sat_field f, struct sat_list *list, struct satchel_err *err);
/* Closes the last term and blocks. */
SATCHEL_MUST bool
sat_dict_finish(struct sat_dict_writer *w, struct satchel_err *err);

#endif
