/* fuzz_json: any bytes as a canonical JSON text: what is accepted is written
 * again to the very same bytes. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "json.h"
#include "zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sat_rd text = sat_rd_of(data, size, 0, "fuzz");
	struct sat_arena a = { 0 };
	struct satchel_err err;
	struct sat_node v;
	const char *abbr;
	int32_t offset;
	struct sat_wr w;

	if (sat_json_read(&text, &a, &v, &err)) {
		sat_wr_init(&w, size + 1);
		sat_json_write(&v, &w);
		if (sat_wr_done(&w, "it", &err) &&
		    !sat_rd_eq(&text, w.p, w.len))
			abort();
		sat_wr_free(&w);
		if (sat_zone_at(&v, 1793491200, &offset, &abbr) && abbr == NULL)
			abort();
	}
	sat_arena_free(&a);
	return 0;
}
