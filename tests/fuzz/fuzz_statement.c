/* A statement's text, and a HISTORY. */
#include <stdlib.h>

#include "statement.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
statement(const struct sat_rd *text)
{
	struct sat_statement s;
	struct satchel_err err;
	struct sat_wr w;

	if (!sat_statement_read(text, &s, &err))
		return;
	sat_wr_init(&w, SAT_MAX_STATEMENT);
	sat_statement_write(&s, &w);
	if (!sat_wr_done(&w, "x", NULL) || !sat_rd_eq(text, w.p, w.len))
		abort();
	if (s.issued >= s.next_by || s.next_by >= s.expires ||
	    s.history + 1 != s.release)
		abort();
	sat_wr_free(&w);
}

static void
history(struct sat_rd rest)
{
	struct sat_history_line l;
	struct satchel_err err;
	struct sat_wr w;

	for (uint32_t i = 1; i <= SAT_MAX_RELEASE; i++) {
		struct sat_rd from = rest;

		if (!sat_history_next(&rest, i, &l, &err))
			return;
		sat_wr_init(&w, 200);
		sat_history_write(&l, &w);
		if (l.release != i || w.len != from.n - rest.n)
			abort();
		from.n = w.len;
		if (!sat_rd_eq(&from, w.p, w.len))
			abort();
		sat_wr_free(&w);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sat_rd all = sat_rd_of(data, size, 0, "fuzz");

	statement(&all);
	history(all);
	return 0;
}
