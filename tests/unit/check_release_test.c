/* check_release: release.yaml and the custody files as wholes. */
#include "source_fixture.h"

static struct sat_tzdata tz;

typedef bool check_fn(
    struct sat_check *c, const struct sat_node *root, struct satchel_err *err);

static void
judge(check_fn *check, const char *yaml, const char *file, const char *want,
    struct sat_check *c)
{
	struct sat_diag d = { 0 };
	struct satchel_err err = { 0 };
	struct document x;
	struct sat_wr w;

	document_init(&x, yaml);
	c->tz = &tz;
	c->d = &d;
	c->a = &x.a;
	c->file = file;
	assert_true(check(c, &x.root, &err));
	sat_wr_init(&w, 1 << 16);
	put_findings(&d, &w);
	if (strcmp(text(&w), want) != 0)
		fail_msg("%s: \"%s\", not \"%s\"", yaml, text(&w), want);
	sat_wr_free(&w);
	sat_diag_free(&d);
	document_free(&x);
}

#define RELEASE(directory, profile, edition)                                   \
	"satchel: \"1\"\ndirectory: " directory                                \
	"\ntitle: T\nprofile: " profile "\nrelease: 1\nedition: " edition "\n"
#define TIMES(issued, next, expires)                                           \
	"issued: \"" issued "T00:00:00Z\"\nnext_by: \"" next                   \
	"T00:00:00Z\"\nexpires: \"" expires "T00:00:00Z\"\n"

static void
times_rise_and_end_within_a_year(void **state)
{
#define OPEN(a, b, c) RELEASE("lab.example/x", "open", "live") TIMES(a, b, c)
#define POC(a, b, c)                                                           \
	RELEASE("lab.example/x", "global-poc", "live") TIMES(a, b, c)
	static const char *const cases[][2] = {
		{ OPEN("2026-11-01", "2026-11-02", "2026-11-03"), "" },
		{ OPEN("2026-11-01", "2026-11-01", "2026-11-03"),
		    "8:10 time-order " },
		{ OPEN("2026-11-01", "2026-11-03", "2026-11-03"),
		    "9:10 time-order " },
		{ OPEN("2026-11-03", "2026-11-02", "2026-11-01"),
		    "8:10 time-order 9:10 time-order " },
		{ OPEN("2026-11-01", "2027-01-01", "2027-11-01"), "" },
		{ OPEN("2026-11-01", "2027-01-01", "2027-11-02"),
		    "9:10 expires-far " },
		{ POC("2026-11-01", "2027-01-01", "2027-07-01"), "" },
		{ POC("2026-11-01", "2027-01-01", "2027-07-02"),
		    "9:10 expires-late " },
		/* a month's last day where there is none */
		{ POC("2026-10-31", "2027-01-01", "2027-06-30"), "" },
		{ POC("2026-10-31", "2027-01-01", "2027-07-01"),
		    "9:10 expires-late " },
		/* a faulty time has one finding */
		{ RELEASE("lab.example/x", "open",
		      "live") "issued: soon\nnext_by: "
			      "\"2026-11-01T00:00:00Z\"\n"
			      "expires: \"2026-11-02T00:00:00Z\"\n",
		    "7:9 time " },
		{ RELEASE("lab.example/x", "open",
		      "live") "issued: \"2026-11-02T00:00:00Z\"\nnext_by: "
			      "soon\n"
			      "expires: \"2026-11-01T00:00:00Z\"\n",
		    "8:10 time 9:10 time-order " },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sat_check c = { 0 };

		judge(sat_check_release, cases[i][0], "release.yaml",
		    cases[i][1], &c);
	}
}

#define GOOD_TIMES TIMES("2026-11-01", "2026-12-01", "2027-01-01")

static void
an_exercise_is_told_by_the_last_segment_of_its_name(void **state)
{
	static const char *const cases[][2] = {
		{ RELEASE("lab.example/exercise", "open", "exercise")
			GOOD_TIMES,
		    "" },
		{ RELEASE("lab.example/exercise", "open", "live") GOOD_TIMES,
		    "2:12 exercise-name " },
		{ RELEASE("lab.example/x", "open", "exercise") GOOD_TIMES,
		    "2:12 exercise-name " },
		{ RELEASE("exercise.example/x", "open", "live") GOOD_TIMES,
		    "" },
		{ RELEASE("lab.example/exercises", "open", "live") GOOD_TIMES,
		    "" },
		/* one fault, one finding */
		{ RELEASE("lab.example/exercise", "open", "lively") GOOD_TIMES,
		    "6:10 choice " },
		{ RELEASE("Lab/exercise", "open", "live") GOOD_TIMES,
		    "2:12 directory " },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sat_check c = { 0 };

		judge(sat_check_release, cases[i][0], "release.yaml",
		    cases[i][1], &c);
	}
}

/* What is faulty is unknown, so that later rules are silent about it. */
static void
what_later_rules_ask_for_is_learnt_if_it_is_good(void **state)
{
	struct sat_check c = { 0 };

	(void)state;
	judge(sat_check_release,
	    RELEASE("lab.example/exercise", "global-poc", "exercise") GOOD_TIMES
	    "observers: \"yes\"\n",
	    "release.yaml", "", &c);
	assert_int_equal(c.profile, SAT_PROFILE_POC);
	assert_int_equal(c.edition, SAT_EDITION_EXERCISE);
	assert_true(c.has_observers && c.observers);
	assert_true(c.has_issued);
	assert_int_equal(c.issued, INT64_C(1793491200));
	judge(sat_check_release,
	    RELEASE("lab.example/x", "open", "live") GOOD_TIMES, "release.yaml",
	    "", &c);
	assert_int_equal(c.profile, SAT_PROFILE_OPEN);
	assert_int_equal(c.edition, SAT_EDITION_LIVE);
	assert_true(c.has_observers && !c.observers);
	judge(sat_check_release,
	    "satchel: \"1\"\ndirectory: lab.example/x\ntitle: T\n"
	    "profile: closed\nrelease: 1\nedition: dead\nissued: now\n"
	    "next_by: \"2026-11-01T00:00:00Z\"\n"
	    "expires: \"2026-12-01T00:00:00Z\"\nobservers: maybe\n",
	    "release.yaml", "4:10 choice 6:10 choice 7:9 time 10:12 choice ",
	    &c);
	assert_int_equal(c.profile, SAT_PROFILE_UNKNOWN);
	assert_int_equal(c.edition, SAT_EDITION_UNKNOWN);
	assert_false(c.has_observers || c.has_issued);
}

#define CUSTODY(state)                                                         \
	"satchel: \"1\"\nstate: " state                                        \
	"\nnominations: [{reference: R, received: \"2026-01-01\", "            \
	"via: mfa}]\npings: [{round: \"2026-10-05\", contact: dip-1, "         \
	"channel: email, result: acknowledged, "                               \
	"replied: \"2026-10-06T10:00:00Z\"}]\n"

static void
a_custody_file_is_of_the_state_it_is_named_after(void **state)
{
	static const struct {
		const char *yaml, *file, *rules;
	} cases[] = {
		{ CUSTODY("XTR"), "custody/XTR.yaml", "" },
		{ CUSTODY("XTR"), "XTR.yaml", "" },
		{ CUSTODY("XTR"), "custody/XTS.yaml", "2:8 custody-state " },
		{ CUSTODY("XTR"), "custody/XTR.yaml.yaml",
		    "2:8 custody-state " },
		{ CUSTODY("XTR"), "custody/xtr.yaml", "2:8 custody-state " },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sat_check c = { .profile = SAT_PROFILE_POC,
			.edition = SAT_EDITION_EXERCISE };

		judge(sat_check_custody, cases[i].yaml, cases[i].file,
		    cases[i].rules, &c);
	}
}

static int
set_up(void **state)
{
	(void)state;
	return sat_tzdata_open(NULL, &tz, NULL) ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	sat_tzdata_close(&tz);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_rise_and_end_within_a_year),
		cmocka_unit_test(
		    an_exercise_is_told_by_the_last_segment_of_its_name),
		cmocka_unit_test(
		    what_later_rules_ask_for_is_learnt_if_it_is_good),
		cmocka_unit_test(
		    a_custody_file_is_of_the_state_it_is_named_after),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
