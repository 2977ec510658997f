/* fuzz_record: any bytes as a stored record: what is accepted is written
 * again as it was, and its parts agree. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sat_rd line = sat_rd_of(data, size, 0, "fuzz"), id;
	struct sat_arena a = { 0 };
	struct satchel_record r;
	struct satchel_err err;
	struct sat_wr w;

	sat_wr_init(&w, 1 << 20);
	if (sat_record_read(&line, &a, &r, &err)) {
		sat_json_write(
		    (const struct sat_node *)(const void *)r.value, &w);
		if (!sat_wr_done(&w, "record", NULL) || w.len != size ||
		    memcmp(w.p, data, size) != 0)
			abort();
		if (!sat_record_id(&line, &id) || !sat_rd_is(&id, r.id) ||
		    sat_record_kind(r.id, strlen(r.id)) != r.kind)
			abort();
	}
	sat_wr_free(&w);
	sat_arena_free(&a);
	return 0;
}
