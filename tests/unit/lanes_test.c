#include <pthread.h>

#include "lanes.h"
#include "unit.h"

#define SCRATCH "/tmp/satchel-lanes-test"

enum { PAIRS = 4000 };

static void
add(struct sat_lanes *l, unsigned lane, const char *key, const char *value)
{
	assert_true(sat_lanes_add(
	    l, lane, key, strlen(key), value, strlen(value), NULL));
}

static void
expect(struct sat_lanes *l, const char *pairs)
{
	struct sat_rd k, v;
	struct sat_wr w;
	bool more;

	sat_wr_init(&w, 1 << 20);
	while (sat_lanes_next(l, &k, &v, &more, NULL) && more) {
		sat_wr_put(&w, k.p, k.n);
		sat_wr_u8(&w, '=');
		sat_wr_put(&w, v.p, v.n);
		sat_wr_u8(&w, ' ');
	}
	assert_string_equal(text(&w), pairs);
	assert_true(sat_lanes_next(l, &k, &v, &more, NULL));
	assert_false(more); /* and stays there */
	sat_wr_free(&w);
}

static void
lanes_are_merged_by_key_then_by_lane(void **state)
{
	struct sat_lanes *l = NULL;

	(void)state;
	assert_true(sat_lanes_new(SCRATCH, 1 << 20, 4, &l, NULL));
	add(l, 2, "b", "1");
	add(l, 0, "c", "2");
	add(l, 0, "a", "3");
	add(l, 1, "b", "4");
	add(l, 1, "b", "5");
	add(l, 1, "", "6");
	add(l, 2, "ba", "7"); /* nothing in lane 3 */
	for (unsigned i = 0; i < 4; i++)
		assert_true(sat_lanes_end(l, i, NULL));
	expect(l, "=6 a=3 b=4 b=5 b=1 ba=7 c=2 ");
	sat_lanes_free(l);
	sat_lanes_free(NULL);
}

static void
nothing_sorts_to_nothing(void **state)
{
	struct sat_lanes *l = NULL;

	(void)state;
	assert_true(sat_lanes_new(SCRATCH, 0, 1, &l, NULL));
	assert_true(sat_lanes_end(l, 0, NULL));
	expect(l, "");
	sat_lanes_free(l);
}

struct thread {
	struct sat_lanes *l;
	unsigned lane, lanes;
	bool ok;
	pthread_t id;
};

/* Every pair whose number is |lane| modulo |lanes|, some way or other round. */
static void *
fill(void *arg)
{
	struct thread *t = arg;
	char key[16], value[200];

	memset(value, 'v', sizeof(value));
	t->ok = true;
	for (unsigned i = 0; t->ok && i < PAIRS; i++) {
		unsigned n = i * 7919 % PAIRS;

		if (n % t->lanes != t->lane)
			continue;
		(void)snprintf(key, sizeof(key), "%06u", n);
		t->ok = sat_lanes_add(
		    t->l, t->lane, key, 6, value, n % sizeof(value), NULL);
	}
	t->ok = t->ok && sat_lanes_end(t->l, t->lane, NULL);
	return NULL;
}

/* 64 KiB, the least, for each: all lanes write runs. */
static void
threads_fill_lanes_of_their_own(void **state)
{
	static const unsigned lanes[] = { 1, 2, SAT_MAX_LANES };
	struct thread t[SAT_MAX_LANES];
	struct sat_rd k, v;
	char key[16];
	bool more;

	(void)state;
	for (size_t c = 0; c < COUNT(lanes); c++) {
		struct sat_lanes *l = NULL;
		unsigned n = lanes[c];

		assert_true(sat_lanes_new(SCRATCH, 0, n, &l, NULL));
		for (unsigned i = 0; i < n; i++) {
			t[i] = (struct thread){ .l = l, .lane = i, .lanes = n };
			assert_int_equal(
			    pthread_create(&t[i].id, NULL, fill, &t[i]), 0);
		}
		for (unsigned i = 0; i < n; i++) {
			pthread_join(t[i].id, NULL);
			assert_true(t[i].ok);
		}
		for (unsigned i = 0; i < PAIRS; i++) {
			assert_true(sat_lanes_next(l, &k, &v, &more, NULL));
			assert_true(more);
			(void)snprintf(key, sizeof(key), "%06u", i);
			assert_true(sat_rd_is(&k, key));
			assert_int_equal(v.n, i % 200);
		}
		expect(l, "");
		sat_lanes_free(l);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lanes_are_merged_by_key_then_by_lane),
		cmocka_unit_test(nothing_sorts_to_nothing),
		cmocka_unit_test(threads_fill_lanes_of_their_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
