/* statement: the signed text that commits to every byte of a release
 * (satchel(5), "The statement"). */
#ifndef SAT_STATEMENT_H
#define SAT_STATEMENT_H

#include "digest.h"

struct sat_statement {
	char directory[SATCHEL_NAME_MAX];
	char title[SATCHEL_NAME_MAX];
	bool exercise;
	uint32_t epoch, release;
	int64_t issued, next_by, expires;
	uint32_t root;
	struct sat_hash root_digest;
	bool has_previous;
	struct sat_hash previous;
	uint32_t history; /* release - 1 */
	struct sat_hash history_digest;
	uint64_t records;
	struct sat_hash records_root;
	struct sat_hash tree_digest; /* blake2b-256 of the root page */
	uint64_t payload;
	struct sat_hash payload_digest;
	struct sat_hash digest; /* SHA-256 of the text: the fingerprint */
};

void sat_statement_write(const struct sat_statement *s, struct sat_wr *w);

/* Strict parse, written again, compared.  EFORMAT at the line. */
SATCHEL_MUST bool sat_statement_read(const struct sat_rd *text,
    struct sat_statement *s, struct satchel_err *err);

/* One line of HISTORY: "N <sha256 hex of statement text N> <issued>". */
struct sat_history_line {
	uint32_t release;
	struct sat_hash digest;
	int64_t issued;
};
void sat_history_write(const struct sat_history_line *l, struct sat_wr *w);
/* The next line of |rest|; numbers from |expect| on. EFORMAT. */
SATCHEL_MUST bool sat_history_next(struct sat_rd *rest, uint32_t expect,
    struct sat_history_line *l, struct satchel_err *err);

#endif
