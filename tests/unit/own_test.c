#include "folder.h"

#include "own.h"

static struct folder f;
static struct sat_tzdata tz;

static const struct sat_statement live = { .issued = INT64_C(1793491200) };

static bool
each(void *ctx, const struct sat_made *m, struct satchel_err *err)
{
	struct sat_wr *w = ctx;

	(void)err;
	assert_int_equal(memcmp(m->json, "{\"id\":\"", 7), 0);
	sat_wr_printf(w, "%s ", m->id);
	return true;
}

/* What |yaml| becomes, as ids; else the code of its refusal. */
static enum satchel_code
read_own(const char *yaml, const char *party, const struct sat_statement *st,
    struct sat_diag *d, struct sat_wr *w)
{
	struct satchel_err err = { 0 };
	char path[128];

	folder_text(&f, "mine.yaml", yaml);
	(void)snprintf(path, sizeof(path), "%s/mine.yaml", f.path);
	memset(d, 0, sizeof(*d));
	if (sat_own_read(path, party, st, &tz, d, each, w, &err))
		return SATCHEL_OK;
	assert_true(err.msg[0] != '\0');
	assert_string_equal(err.file, path);
	return err.code;
}

#define DESK                                                                   \
	"contacts:\n  - {id: desk, role: desk, kind: org, name: D, "           \
	"emails: [{address: d@lab.example}]}\n"
#define LAB "satchel: \"1\"\nparty: lab\nname: Lab\n" DESK
#define OFFICE "satchel: \"1\"\nparty: office\nname: Office\n" DESK

static void
the_party_that_is_asked_for_becomes_records(void **state)
{
	static const struct {
		const char *yaml, *party, *ids;
		enum satchel_code code;
	} cases[] = {
		{ LAB, "lab", "lab lab/desk ", SATCHEL_OK },
		{ OFFICE "---\n" LAB, "lab", "lab lab/desk ", SATCHEL_OK },
		{ LAB "---\n" OFFICE, "lab", "lab lab/desk ", SATCHEL_OK },
		{ LAB, "Lab", "", SATCHEL_ENO },
		{ OFFICE, "lab", "", SATCHEL_ENO },
		{ "", "lab", "", SATCHEL_ENO },
		{ "just text\n", "lab", "", SATCHEL_ENO },
		/* errors: in it, or in what stands before it */
		{ "satchel: \"1\"\nparty: lab\nname: Lab\n", "lab", "",
		    SATCHEL_EFORMAT },
		{ "a: &x b\n---\n" LAB, "lab", "", SATCHEL_EFORMAT },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sat_diag d;
		struct sat_wr w;

		sat_wr_init(&w, 4096);
		if (read_own(cases[i].yaml, cases[i].party, &live, &d, &w) !=
		    cases[i].code)
			fail_msg("case %zu", i);
		assert_string_equal(text(&w), cases[i].ids);
		if (cases[i].code == SATCHEL_EFORMAT)
			assert_true(d.errors > 0);
		sat_wr_free(&w);
		sat_diag_free(&d);
	}
}

#define STATE                                                                  \
	"satchel: \"1\"\nstate: XTR\nname: {en: T}\nrevised: \"2026-10-01\"\n" \
	"timezone: UTC\nhours: [\"24/7\"]\nlanguages: [en]\n"                  \
	"mission: {name: M, phones: [{number: \"+9991555\"}]}\ncontacts:\n"    \
	"  - {id: a, role: diplomatic, kind: org, name: D, organization: O, "  \
	"emails: [{address: a@b.example, shared: \"yes\"}]}\n"                 \
	"  - {id: b, role: technical, kind: org, name: D, organization: O, "   \
	"emails: [{address: b@b.example}]}\n"

static void
a_state_is_checked_as_the_release_would_have_it(void **state)
{
	struct sat_statement exercise = live;
	struct sat_diag d;
	struct sat_wr w;

	(void)state;
	exercise.exercise = true;
	sat_wr_init(&w, 4096);
	assert_int_equal(read_own(STATE, "XTR", &exercise, &d, &w), SATCHEL_OK);
	assert_string_equal(text(&w), "XTR XTR/a XTR/b ");
	assert_int_equal(d.n, 0); /* whatever its file is called */
	sat_diag_free(&d);
	assert_int_equal(
	    read_own(STATE, "XTR", &live, &d, &w), SATCHEL_EFORMAT);
	assert_string_equal(d.list[0].rule, "exercise-code");
	sat_diag_free(&d);
	sat_wr_free(&w);
}

static bool
stop(void *ctx, const struct sat_made *m, struct satchel_err *err)
{
	(void)ctx;
	(void)m;
	return sat_fail(err, SATCHEL_ECANCEL, "enough");
}

static void
a_file_that_is_not_there_and_a_caller_that_stops_are_told(void **state)
{
	struct satchel_err err = { 0 };
	struct sat_diag d = { 0 };
	char path[128];

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/nothing.yaml", f.path);
	assert_false(
	    sat_own_read(path, "lab", &live, &tz, &d, each, NULL, &err));
	assert_int_equal(err.code, SATCHEL_EIO);
	sat_diag_free(&d);
	folder_text(&f, "mine.yaml", LAB);
	(void)snprintf(path, sizeof(path), "%s/mine.yaml", f.path);
	memset(&d, 0, sizeof(d));
	assert_false(
	    sat_own_read(path, "lab", &live, &tz, &d, stop, NULL, &err));
	assert_int_equal(err.code, SATCHEL_ECANCEL);
	sat_diag_free(&d);
}

static int
set_up(void **state)
{
	(void)state;
	folder_init(&f);
	return sat_tzdata_open(NULL, &tz, NULL) ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	sat_tzdata_close(&tz);
	folder_free(&f);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_party_that_is_asked_for_becomes_records),
		cmocka_unit_test(
		    a_state_is_checked_as_the_release_would_have_it),
		cmocka_unit_test(
		    a_file_that_is_not_there_and_a_caller_that_stops_are_told),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
