#include "queue.h"

#include "unit.h"

static void
items_come_back_in_order_and_whole(void **unused)
{
	static const size_t sizes[] = { 0, 1, 300000, 7, 1 << 20, 1 << 20, 0,
		5 };
	struct sat_queue q;
	struct sat_rd item;
	uint8_t *big = malloc(1 << 20);
	bool more = false;

	(void)unused;
	assert_non_null(big);
	assert_true(sat_queue_open(&q, "/tmp/x", NULL));
	for (size_t i = 0; i < COUNT(sizes); i++) {
		memset(big, (int)('a' + i), sizes[i]);
		assert_true(sat_queue_put(&q, big, sizes[i], NULL));
	}
	assert_true(sat_queue_rewind(&q, NULL));
	for (size_t i = 0; i < COUNT(sizes); i++) {
		assert_true(sat_queue_next(&q, &item, &more, NULL));
		assert_true(more);
		assert_int_equal(item.n, sizes[i]);
		memset(big, (int)('a' + i), sizes[i]);
		assert_memory_equal(item.p, big, sizes[i]);
	}
	assert_true(sat_queue_next(&q, &item, &more, NULL));
	assert_false(more);
	sat_queue_close(&q);
	free(big);
}

static void
an_item_over_a_mebibyte_is_refused(void **unused)
{
	struct satchel_err err = { 0 };
	struct sat_queue q;
	uint8_t *big = calloc(1, (1 << 20) + 1);

	(void)unused;
	assert_non_null(big);
	assert_true(sat_queue_open(&q, "/tmp/x", NULL));
	assert_false(sat_queue_put(&q, big, (1 << 20) + 1, &err));
	assert_int_equal(err.code, SATCHEL_ELIMIT);
	sat_queue_close(&q);
	free(big);
}

static void
an_empty_queue_ends_at_once(void **unused)
{
	struct sat_queue q;
	struct sat_rd item;
	bool more = true;

	(void)unused;
	assert_true(sat_queue_open(&q, "/tmp/x", NULL));
	assert_true(sat_queue_rewind(&q, NULL));
	assert_true(sat_queue_next(&q, &item, &more, NULL));
	assert_false(more);
	sat_queue_close(&q);
}

static void
no_folder_no_queue(void **unused)
{
	struct satchel_err err = { 0 };
	struct sat_queue q;

	(void)unused;
	assert_false(sat_queue_open(&q, "/tmp/no-such-folder/x", &err));
	assert_int_equal(err.code, SATCHEL_EIO);
	sat_queue_close(&q);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(items_come_back_in_order_and_whole),
		cmocka_unit_test(an_item_over_a_mebibyte_is_refused),
		cmocka_unit_test(an_empty_queue_ends_at_once),
		cmocka_unit_test(no_folder_no_queue),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
