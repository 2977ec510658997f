/*
 * harvest: the records of a source folder, read by several threads and given
 * back in order; what does not depend on a record's place among the others is
 * made where it is read.
 */
#ifndef SAT_HARVEST_H
#define SAT_HARVEST_H

#include "digest.h"
#include "source.h"
#include "terms.h"

struct sat_harvest;

struct sat_harvest_opts {
	const char *path;    /* scratch files lie beside it */
	size_t memory;	     /* bytes that are held, about */
	unsigned threads;    /* the caller's among them; 0 is 1 */
	const uint8_t *seed; /* SAT_SEED_SIZE bytes, of the leaves' salts */
	bool terms;	     /* are wanted */
	/* Told the files that were begun; false stops it.  One call at a
	 * time, from any of the threads. */
	bool (*tick)(void *ctx, size_t file, struct satchel_err *err);
	void *ctx;
};

/* |o| is borrowed until it is freed. */
SATCHEL_MUST bool sat_harvest_new(const struct sat_harvest_opts *o,
    struct sat_harvest **h, struct satchel_err *err);
void sat_harvest_free(struct sat_harvest *h);

/* Every party and contact of all files; the findings to |d|. */
SATCHEL_MUST bool sat_harvest_read(struct sat_harvest *h, struct sat_source *s,
    struct sat_diag *d, uint64_t *parties, uint64_t *contacts,
    struct satchel_err *err);
/* One more record, of |n| bytes without LF, that has no terms. */
SATCHEL_MUST bool sat_harvest_add(struct sat_harvest *h, const char *id,
    const char *json, size_t n, struct satchel_err *err);

struct sat_harvested {
	struct sat_rd id;
	struct sat_hash leaf; /* of the record tree */
	struct sat_rd line;   /* with its LF */
	struct sat_rd terms;  /* sat_terms_write's */
};

/* No more of the above; then next, by id, until |*more| is false.  The windows
 * are borrowed until the next call. */
SATCHEL_MUST bool
sat_harvest_sort(struct sat_harvest *h, struct satchel_err *err);
SATCHEL_MUST bool sat_harvest_next(struct sat_harvest *h,
    struct sat_harvested *r, bool *more, struct satchel_err *err);

#endif
