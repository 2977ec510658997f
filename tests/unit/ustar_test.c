#include "unit.h"

#include "ustar.h"

static void
a_header_is_what_tar_reads(void **state)
{
	uint8_t h[SAT_TAR_BLOCK];
	size_t other = 0;

	(void)state;
	sat_ustar_header(SAT_HISTORY, 4321, h);
	assert_string_equal((char *)h, "HISTORY");
	assert_string_equal((char *)h + 100, "0000444");
	assert_string_equal((char *)h + 108, "0000000");
	assert_string_equal((char *)h + 116, "0000000");
	assert_string_equal((char *)h + 124, "00000010341");
	assert_string_equal((char *)h + 136, "00000000000");
	assert_memory_equal(h + 148, "007026\0 ", 8);
	assert_int_equal(h[156], '0');
	assert_memory_equal(h + 257, "ustar\00000", 8);
	for (size_t i = 157; i < 257; i++)
		other += h[i];
	for (size_t i = 265; i < sizeof(h); i++)
		other += h[i];
	assert_int_equal(other, 0);
}

static void
every_member_takes_sizes_up_to_its_largest(void **state)
{
	(void)state;
	for (int m = SAT_STATEMENT; m < SAT_MEMBERS; m++) {
		uint64_t max = sat_member_max((enum sat_member)m),
			 size[] = { 0, 1, 512, max - 1, max, max + 1 };

		for (size_t i = 0; i < COUNT(size); i++) {
			uint8_t h[SAT_TAR_BLOCK];
			struct satchel_err e;
			uint64_t got = 7;
			bool ok;

			if (size[i] > SAT_MAX_PAYLOAD - 1)
				continue; /* 12 digits: no header has it */
			sat_ustar_header((enum sat_member)m, size[i], h);
			ok = sat_ustar_check(
			    (enum sat_member)m, h, "f", 0, &got, &e);
			assert_int_equal(ok, size[i] <= max);
			assert_true(got == (ok ? size[i] : 7));
			if (!ok)
				assert_int_equal(e.code, SATCHEL_ELIMIT);
		}
	}
	assert_true(sat_member_max(SAT_PAYLOAD) == (UINT64_C(8) << 30) - 1);
}

static void
any_other_byte_is_refused(void **state)
{
	uint8_t good[SAT_TAR_BLOCK], h[SAT_TAR_BLOCK];
	struct satchel_err e;
	uint64_t size = 7;

	(void)state;
	sat_ustar_header(SAT_ROOTS, 1234, good);
	for (size_t i = 0; i < sizeof(h); i++)
		for (unsigned d = 1; d < 256; d++) {
			memcpy(h, good, sizeof(h));
			h[i] = (uint8_t)(h[i] + d);
			if (sat_ustar_check(SAT_ROOTS, h, "f", 1000, &size, &e))
				fail_msg("byte %zu + %u", i, d);
			assert_int_equal(e.code, SATCHEL_EFORMAT);
			assert_true(e.has_offset && e.offset >= 1000 &&
				    e.offset < 1000 + sizeof(h));
		}
	assert_true(size == 7);
	assert_true(sat_ustar_check(SAT_ROOTS, good, "f", 0, &size, &e));
	assert_true(size == 1234);
}

static void
another_member_or_file_says_so(void **state)
{
	uint8_t h[SAT_TAR_BLOCK] = { 0 };
	struct satchel_err e;
	uint64_t size;

	(void)state;
	assert_false(sat_ustar_check(SAT_STATEMENT, h, "f", 0, &size, &e));
	assert_non_null(strstr(e.msg, "STATEMENT"));
	assert_non_null(strstr(e.hint, "not a satchel bundle"));
	sat_ustar_header(SAT_HISTORY, 0, h);
	assert_false(sat_ustar_check(SAT_ROOTS, h, "f", 512, &size, &e));
	assert_non_null(strstr(e.msg, "ROOTS"));
	assert_true(e.offset == 512);
}

static void
padding_fills_the_block(void **state)
{
	(void)state;
	assert_int_equal(sat_ustar_padding(0), 0);
	assert_int_equal(sat_ustar_padding(1), 511);
	assert_int_equal(sat_ustar_padding(511), 1);
	assert_int_equal(sat_ustar_padding(512), 0);
	assert_int_equal(sat_ustar_padding(SAT_MAX_PAYLOAD - 1), 1);
	assert_int_equal(sat_ustar_padding(UINT64_MAX), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_header_is_what_tar_reads),
		cmocka_unit_test(every_member_takes_sizes_up_to_its_largest),
		cmocka_unit_test(any_other_byte_is_refused),
		cmocka_unit_test(another_member_or_file_says_so),
		cmocka_unit_test(padding_fills_the_block),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
