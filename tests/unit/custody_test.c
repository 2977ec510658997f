#include "source_fixture.h"

#include "custody.h"

static int64_t
day(const char *s)
{
	int64_t d = 0;

	assert_true(sat_day_read(s, &d));
	return d;
}

static struct sat_rounds
rounds(const char *yaml, const char *issued)
{
	struct document x;
	struct sat_rounds r;

	document_init(&x, yaml);
	r = sat_rounds_of(&x.root, day(issued) * SAT_DAY + SAT_DAY - 1);
	document_free(&x);
	return r;
}

static void
the_last_two_rounds_up_to_the_day_of_issue_count(void **state)
{
	static const struct {
		const char *yaml, *issued;
		const char *before, *last; /* NULL: not two */
	} cases[] = {
		{ "rounds: [\"2026-01-10\", \"2026-07-10\"]\n", "2026-11-01",
		    "2026-01-10", "2026-07-10" },
		{ "rounds: [\"2026-07-10\", \"2026-01-10\", "
		  "\"2025-07-10\"]\n",
		    "2026-11-01", "2026-01-10", "2026-07-10" },
		{ "rounds: [\"2026-01-10\", \"2026-07-10\", "
		  "\"2026-11-01\"]\n",
		    "2026-11-01", "2026-07-10", "2026-11-01" },
		{ "rounds: [\"2026-01-10\", \"2026-07-10\", "
		  "\"2026-11-02\"]\n",
		    "2026-11-01", "2026-01-10", "2026-07-10" },
		/* one day twice is one round */
		{ "rounds: [\"2026-07-10\", \"2026-07-10\"]\n", "2026-11-01",
		    NULL, NULL },
		{ "rounds: [\"2026-07-10\", \"2026-07-10\", "
		  "\"2026-01-10\"]\n",
		    "2026-11-01", "2026-01-10", "2026-07-10" },
		{ "rounds: [\"2026-07-10\"]\n", "2026-11-01", NULL, NULL },
		{ "rounds: [\"2026-07-10\", \"2027-01-10\"]\n", "2026-11-01",
		    NULL, NULL },
		{ "rounds: [\"2026-02-30\", \"2026-07-10\"]\n", "2026-11-01",
		    NULL, NULL },
		{ "title: none\n", "2026-11-01", NULL, NULL },
		{ "rounds: \"2026-07-10\"\n", "2026-11-01", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sat_rounds r = rounds(cases[i].yaml, cases[i].issued);

		if (r.two != (cases[i].last != NULL))
			fail_msg("%s", cases[i].yaml);
		assert_int_equal(r.until, day(cases[i].issued));
		if (!r.two)
			continue;
		assert_int_equal(r.last[0], day(cases[i].before));
		assert_int_equal(r.last[1], day(cases[i].last));
	}
}

#define PING(round, contact, result)                                           \
	"  - {round: \"" round "\", contact: " contact                         \
	", channel: email, result: " result "}\n"

static void
a_contact_is_confirmed_by_its_last_acknowledged_ping(void **state)
{
	static const char yaml[] =
	    "satchel: \"1\"\nstate: XTR\nnominations: []\npings:\n" /* */
	    PING("2026-07-10", "dip-1", "acknowledged")
		PING("2026-01-10", "dip-1", "acknowledged")
		    PING("2025-07-10", "tech-1", "acknowledged")
			PING("2026-07-10", "tech-1", "no-reply")
			    PING("2026-07-10", "dip-2", "undeliverable")
				PING("2026-12-10", "dip-3", "acknowledged");
	struct sat_rounds r = { .two = true };
	struct sat_custody c = { .file = "custody/XTR.yaml" };
	const struct sat_pinged *p;
	struct document x;

	(void)state;
	r.last[0] = day("2026-01-10");
	r.last[1] = day("2026-07-10");
	r.until = day("2026-11-01");
	document_init(&x, yaml);
	assert_true(sat_custody_read(&x.root, &r, &x.a, &c));
	assert_string_equal(c.state, "XTR");
	assert_string_equal(c.file, "custody/XTR.yaml");
	assert_int_equal(c.pings.line, 4);
	assert_true(c.judged);
	p = sat_custody_of(&c, "dip-1");
	assert_int_equal(p->day, day("2026-07-10"));
	assert_true(p->recent);
	p = sat_custody_of(&c, "tech-1"); /* acknowledged too long ago */
	assert_int_equal(p->day, day("2025-07-10"));
	assert_false(p->recent);
	assert_null(sat_custody_of(&c, "dip-2"));
	assert_null(sat_custody_of(&c, "dip-3")); /* after the day of issue */
	assert_null(sat_custody_of(&c, "nobody"));
	/* without two rounds nobody is judged */
	r.two = false;
	assert_true(sat_custody_read(&x.root, &r, &x.a, &c));
	assert_false(c.judged);
	assert_false(sat_custody_of(&c, "dip-1")->recent);
	document_free(&x);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_last_two_rounds_up_to_the_day_of_issue_count),
		cmocka_unit_test(
		    a_contact_is_confirmed_by_its_last_acknowledged_ping),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
