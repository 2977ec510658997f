/* audit: everything that can be checked of a release whose statement is
 * trusted, up to rebuilding its index (satchel(5), "Verifying", steps 8, 9). */
#ifndef SAT_AUDIT_H
#define SAT_AUDIT_H

#include "statement.h"
#include "tree_read.h"

struct sat_audit_opts {
	bool quick;	     /* tree digests and tiling alone */
	unsigned threads;    /* at most; 0: one */
	const char *scratch; /* a path beside which scratch files may lie */
	bool (*progress)(void *ctx, uint64_t done, uint64_t total);
	void *ctx;
};

/*
 * |f| holds PAYLOAD at |off|, as large as |st| says.  Errors: EFORMAT at
 * file@offset.  SATCHEL_UNINDEXED: all but the index's contents was checked,
 * its fold table is not one this program knows.
 */
SATCHEL_MUST bool sat_audit(const struct sat_file *f, uint64_t off,
    const struct sat_statement *st, const struct sat_audit_opts *o,
    enum satchel_verdict *verdict, struct satchel_err *err);

#endif
