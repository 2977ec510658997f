#include "compare.h"

#include "unit.h"

/* A made-up digest: of release |n| in the line of releases |line|. */
static struct sat_hash
digest(char line, uint32_t n)
{
	char name[32];
	struct sat_hash h;

	(void)snprintf(name, sizeof(name), "%c%u", line, (unsigned)n);
	sat_sha256(name, strlen(name), &h);
	return h;
}

/* A release whose earlier ones are of line 'a' up to |parts|, then of
 * |line|. */
struct made {
	struct sat_statement st;
	struct sat_wr history;
	struct sat_compare_side side;
};

static void
make(struct made *m, char line, uint32_t epoch, uint32_t release,
    uint32_t parts, bool with_history)
{
	struct sat_statement *s = &m->st;

	memset(m, 0, sizeof(*m));
	sat_wr_init(&m->history, 1 << 20);
	s->epoch = epoch;
	s->release = release;
	s->root = 1;
	s->issued = (int64_t)release * 100;
	s->digest =
	    digest(release > parts ? line : 'a', release + 1000 * epoch);
	for (uint32_t n = 1; n < release; n++) {
		struct sat_history_line l = { n,
			digest(n > parts ? line : 'a', n + 1000 * epoch),
			(int64_t)n * 100 };

		sat_history_write(&l, &m->history);
		s->has_previous = true;
		s->previous = l.digest;
	}
	m->side.st = s;
	m->side.history =
	    with_history ? sat_wr_rd(&m->history) : sat_rd_of(NULL, 0, 0, NULL);
}

struct one {
	char line;
	uint32_t epoch, release, parts;
	bool history;
};

static void
releases_stand_as_their_numbers_and_histories_say(void **state)
{
	static const struct {
		struct one x, y;
		enum satchel_relation relation;
		bool linked;
		uint32_t at, common;
	} c[] = {
		/* one and the same */
		{ { 'a', 1, 3, 0, true }, { 'a', 1, 3, 0, true }, SATCHEL_SAME,
		    false, 0, 0 },
		{ { 'a', 1, 3, 0, false }, { 'a', 1, 3, 0, true }, SATCHEL_SAME,
		    false, 0, 0 },
		/* the next one names it, in previous or in HISTORY */
		{ { 'a', 1, 3, 0, false }, { 'a', 1, 4, 0, false },
		    SATCHEL_FIRST_OLDER, true, 0, 0 },
		{ { 'a', 1, 9, 0, true }, { 'a', 1, 3, 0, false },
		    SATCHEL_SECOND_OLDER, true, 0, 0 },
		{ { 'a', 1, 1, 0, true }, { 'a', 1, 2, 0, true },
		    SATCHEL_FIRST_OLDER, true, 0, 0 },
		/* nothing says so */
		{ { 'a', 1, 3, 0, true }, { 'a', 1, 5, 0, false },
		    SATCHEL_FIRST_OLDER, false, 0, 0 },
		/* another epoch */
		{ { 'a', 2, 1, 0, true }, { 'a', 1, 9, 0, true },
		    SATCHEL_SECOND_OLDER, false, 0, 0 },
		/* two texts for one number */
		{ { 'a', 1, 3, 0, false }, { 'b', 1, 3, 2, false },
		    SATCHEL_FORKED, false, 3, 0 },
		{ { 'a', 1, 3, 0, true }, { 'b', 1, 3, 2, true },
		    SATCHEL_FORKED, false, 3, 2 },
		{ { 'a', 1, 1, 0, true }, { 'b', 1, 1, 0, true },
		    SATCHEL_FORKED, false, 1, 0 },
		/* the newer one names another older one */
		{ { 'a', 1, 3, 0, false }, { 'b', 1, 4, 2, false },
		    SATCHEL_FORKED, false, 3, 0 },
		{ { 'b', 1, 9, 2, true }, { 'a', 1, 3, 0, false },
		    SATCHEL_FORKED, false, 3, 0 },
		/* they part before, and only the histories show where */
		{ { 'a', 1, 9, 0, true }, { 'b', 1, 9, 4, true },
		    SATCHEL_FORKED, false, 5, 4 },
		{ { 'a', 1, 5, 0, true }, { 'b', 1, 9, 3, true },
		    SATCHEL_FORKED, false, 4, 3 },
		{ { 'b', 1, 9, 0, true }, { 'a', 1, 5, 0, true },
		    SATCHEL_FORKED, false, 1, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(c); i++) {
		const struct one *p = &c[i].x, *q = &c[i].y;
		struct satchel_comparison r;
		struct made x, y;

		memset(&r, 0xa5, sizeof(r));
		make(&x, p->line, p->epoch, p->release, p->parts, p->history);
		make(&y, q->line, q->epoch, q->release, q->parts, q->history);
		sat_compare(&x.side, &y.side, &r);
		if (r.relation != c[i].relation || r.linked != c[i].linked ||
		    r.release != c[i].at || r.common != c[i].common)
			fail_msg("case %zu: %d %d %u %u", i, (int)r.relation,
			    r.linked, (unsigned)r.release, (unsigned)r.common);
		assert_int_equal(r.root, 0);
		sat_wr_free(&x.history);
		sat_wr_free(&y.history);
	}
}

static void
a_fork_gives_the_two_fingerprints_in_the_order_asked(void **state)
{
	struct satchel_comparison r;
	struct made x, y;
	char one[SATCHEL_HEX_SIZE], two[SATCHEL_HEX_SIZE];

	(void)state;
	make(&x, 'a', 1, 3, 0, false);
	make(&y, 'b', 1, 4, 0, false);
	sat_hash_hex(&x.st.digest, one);
	sat_hash_hex(&y.st.previous, two);
	sat_compare(&x.side, &y.side, &r);
	assert_string_equal(r.text_a, one);
	assert_string_equal(r.text_b, two);
	sat_compare(&y.side, &x.side, &r);
	assert_string_equal(r.text_a, two);
	assert_string_equal(r.text_b, one);
	sat_wr_free(&x.history);
	sat_wr_free(&y.history);
}

static void
one_root_version_with_two_texts_is_a_fork_of_roots(void **state)
{
	struct satchel_comparison r;
	struct made x, y;

	(void)state;
	make(&x, 'a', 1, 3, 0, true);
	make(&y, 'a', 1, 4, 0, true);
	y.st.root_digest.b[31] = 1;
	sat_compare(&x.side, &y.side, &r);
	assert_int_equal(r.relation, SATCHEL_FORKED);
	assert_int_equal(r.root, 1);
	assert_int_equal(r.release, 0);
	y.st.root = 2; /* another version may well have another text */
	sat_compare(&x.side, &y.side, &r);
	assert_int_equal(r.relation, SATCHEL_FIRST_OLDER);
	assert_true(r.linked);
	sat_wr_free(&x.history);
	sat_wr_free(&y.history);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    releases_stand_as_their_numbers_and_histories_say),
		cmocka_unit_test(
		    a_fork_gives_the_two_fingerprints_in_the_order_asked),
		cmocka_unit_test(
		    one_root_version_with_two_texts_is_a_fork_of_roots),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
