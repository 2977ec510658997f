#include "confirm.h"
#include "json.h"
#include "unit.h"

/* A contact with |fields|, as it is stored but for its checks. */
static struct satchel_record
contact(const char *fields, struct sat_arena *a)
{
	struct satchel_record r = { .kind = SATCHEL_CONTACT, .id = "a/x" };
	struct sat_node *v = sat_arena_alloc(a, sizeof(*v));
	struct sat_rd line = rd(fields);
	struct satchel_err err = { 0 };

	if (!sat_json_read(&line, a, v, &err))
		fail_msg("%s: %s", fields, err.msg);
	r.value = (const struct satchel_value *)(const void *)v;
	return r;
}

/* Is |fields| confirmed for |typed|, all of whose parts the index found? */
static bool
confirmed(const char *typed, const char *fields)
{
	struct sat_lead lead = { 0 };
	struct sat_clause *c = NULL;
	struct satchel_record r;
	struct sat_arena a = { 0 };
	struct satchel_err err = { 0 };
	size_t n = 0;
	bool joined, yes = false;

	assert_true(
	    sat_clauses_read(&typed, 1, true, &a, &c, &n, &joined, NULL));
	assert_int_equal(n, 1);
	for (size_t i = 0; i < c->words; i++) {
		c->word[i].lead = &lead;
		c->word[i].leads = 1;
	}
	c->phone.leads = c->digits_n > 0;
	c->code.leads = c->code.n > 0;
	r = contact(fields, &a);
	if (!sat_confirm(c, &r, &yes, &err))
		fail_msg("%s: %s", typed, err.msg);
	sat_arena_free(&a);
	return yes;
}

#define NUMBERS                                                                \
	"{\"phones\":[{\"number\":\"+9991555014\"},"                           \
	"{\"number\":\"+99815550142\"}]}"

static void
a_number_is_confirmed_by_all_of_its_digits(void **state)
{
	static const struct {
		const char *typed;
		bool yes;
	} cases[] = {
		{ "phone:+99815550142", true },
		{ "phone:+9815550142", false },	 /* not all of it */
		{ "phone:+99915550142", false }, /* another country */
		{ "phone:+9991555014", true }, { "phone:99815550142", true },
		{ "phone:815550142", true },	 /* an end */
		{ "phone:0815550142", true },	 /* with a zero dialled */
		{ "phone:0099815550142", true }, /* with 00 dialled */
		{ "phone:00815550142", false },	 /* 00 asks for all of it */
		{ "phone:0915550142", false }, { "phone:715550142", false },
		{ "phone:1555014", true }, /* the first's end */
		{ "phone:1555015", false },
		{ "phone:199815550142", false }, /* longer than it */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (confirmed(cases[i].typed, NUMBERS) != cases[i].yes)
			fail_msg("%s", cases[i].typed);
}

#define TEXTS                                                                  \
	"{\"name\":\"Ana O'Brien-D\xc3\xad"                                    \
	"az\",\"organization\":\"Foreign Affairs "                             \
	"Desk\",\"note\":\"\xe5\xa4\x96\xe4\xba\xa4\xe9\x83\xa8 Brien "        \
	"Foreign\"}"

static void
words_are_confirmed_side_by_side_in_one_value(void **state)
{
	static const struct {
		const char *typed;
		bool yes;
	} cases[] = {
		{ "name:O'Brien", true },
		{ "name:brien-diaz", true },
		{ "name:o-brien-diaz", true },
		{ "name:brien-o", false },	/* the other way round */
		{ "name:ana-brien", false },	/* not side by side */
		{ "name:diaz-foreign", false }, /* over two values */
		{ "foreign-affairs", true },
		{ "note:foreign-affairs", false }, /* of another field */
		{ "foreign-desk", false },
		/* a whole word unless it is open */
		{ "foreign-affair", false },
		{ "foreign-affair*", true },
		{ "\"eign Affairs De\"", true },
		{ "\"eign Affairs Da\"", false },
		{ "\"Affairs Desk\"", true },
		{ "reign-affairs", false },
		{ "note:\xe5\xa4\x96\xe4\xba\xa4\xe9\x83\xa8", true },
		{ "note:\xe5\xa4\x96\xe9\x83\xa8\xe4\xba\xa4", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (confirmed(cases[i].typed, TEXTS) != cases[i].yes)
			fail_msg("%s", cases[i].typed);
}

static void
one_word_or_a_code_is_confirmed_by_its_term(void **state)
{
	static const struct {
		const char *typed;
		bool yes;
	} cases[] = {
		{ "role:desk-officer", true }, { "role:desk", false },
		{ "name:ana", true }, { "name:an", false },
		{ "desk-officer", true }, /* its role, if not its words */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (confirmed(cases[i].typed,
			"{\"role\":\"desk-officer\",\"name\":\"Ana\"}") !=
		    cases[i].yes)
			fail_msg("%s", cases[i].typed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_is_confirmed_by_all_of_its_digits),
		cmocka_unit_test(words_are_confirmed_side_by_side_in_one_value),
		cmocka_unit_test(one_word_or_a_code_is_confirmed_by_its_term),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
