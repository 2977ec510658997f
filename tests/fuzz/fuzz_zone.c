/* fuzz_zone: any bytes as a time zone file, and as the rule at its end: what
 * is accepted answers for any time and moves on. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "tzif.h"

static void
walk(const struct sat_tzif *z, int64_t from)
{
	int64_t t = from, next;

	for (int i = 0; i < 20; i++) {
		const struct sat_local *l = sat_tzif_at(z, t);

		if (l->abbr[0] == '\0' || l->offset < -7 * 86400 ||
		    l->offset > 7 * 86400)
			abort();
		if (!sat_tzif_next(z, t, &next) || next >= INT64_C(1) << 40)
			return;
		if (next <= t)
			abort();
		t = next;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sat_rd file = sat_rd_of(data, size, 0, "fuzz");
	struct sat_tzif z = { .has_rule = true };
	struct sat_arena a = { 0 };
	struct satchel_err err;

	if (sat_tz_rule_read(&file, &z.rule)) {
		walk(&z, 0);
		walk(&z, 1793491200);
	}
	if (sat_tzif_read(&file, &a, &z, &err)) {
		walk(&z, 0);
		walk(&z, 1793491200);
		walk(&z, INT64_C(250000000000));
	}
	sat_arena_free(&a);
	return 0;
}
