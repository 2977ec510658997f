#include "unit.h"

#include "parts.h"

enum { ITEMS = 200000 };

/* Numbers dealt to all parts come back in the order they went in. */
static void
deal(const char *path)
{
	struct sat_parts p;
	struct sat_wr w;
	size_t seen = 0;

	sat_parts_init(&p);
	p.path = path;
	for (uint32_t i = 0; i < ITEMS; i++) {
		sat_wr_u32(sat_parts_add(&p, i % 7), i);
		assert_true(sat_parts_done(&p, i % 7, NULL));
	}
	assert_int_equal(p.fd >= 0, path != NULL);
	sat_wr_init(&w, SIZE_MAX);
	for (size_t k = 0; k < SAT_PARTS; k++) {
		uint32_t want = (uint32_t)k, got; /* below 64 */
		struct sat_rd r;

		sat_wr_reset(&w);
		assert_true(sat_parts_load(&p, k, &w, NULL));
		r = sat_wr_rd(&w);
		assert_int_equal(r.n, p.part[k].items * 4);
		for (; sat_rd_u32(&r, &got); want += 7, seen++)
			assert_int_equal(got, want);
	}
	assert_int_equal(seen, ITEMS);
	sat_wr_free(&w);
	sat_parts_free(&p);
}

static void
what_goes_in_comes_out_from_memory_and_from_a_file(void **state)
{
	(void)state;
	deal(NULL);
	deal("/tmp/satchel-parts-test");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    what_goes_in_comes_out_from_memory_and_from_a_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
