/* fuzz_hours: any text as opening hours: what is accepted opens and closes in
 * turns; what is not changes nothing. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "hours.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct sat_week closed;
	struct sat_rd text = sat_rd_of(data, size, 0, "fuzz");
	struct sat_week w = { { 0 } };
	const char *why = NULL;
	uint32_t open, close;

	if (!sat_hours_add(&text, &w, &why)) {
		if (why == NULL || memcmp(&w, &closed, sizeof(w)) != 0)
			abort();
		return 0;
	}
	if (!sat_hours_opens(&w, 0, &open) || !sat_hours_open(&w, open) ||
	    (open > 0 && sat_hours_open(&w, open - 1)))
		abort();
	if (sat_hours_closes(&w, open, &close) &&
	    (close == 0 || sat_hours_open(&w, open + close)))
		abort();
	return 0;
}
