#include "unit.h"

#include "node.h"
#include "schema.h"

static const struct sat_object *const objects[] = { &sat_release_object,
	&sat_party_object, &sat_contact_object, &sat_mission_object,
	&sat_holiday_object, &sat_phone_object, &sat_email_object,
	&sat_service_object, &sat_key_object, &sat_custody_object,
	&sat_nomination_object, &sat_ping_object, &sat_zone_object };

static void
every_field_is_told_once_and_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(objects); i++)
		for (size_t k = 0; k < objects[i]->n; k++) {
			const struct sat_field *f = &objects[i]->field[k];

			assert_ptr_equal(sat_field(objects[i], f->name), f);
			assert_true(strlen(f->help) >= 4);
			assert_true(f->where != 0 && f->where <= SAT_IN_BOTH);
			assert_int_equal(
			    f->type == SAT_T_OBJECT, f->object != NULL);
			assert_int_equal(
			    f->type == SAT_T_CHOICE, f->words != NULL);
		}
}

/* Whatever the order of the keys is, and whatever else is there. */
static void
values_are_found_by_field(void **state)
{
	static const char *const keys[] = { "label", "number", "x", "pref",
		"pre", "ext", "" };
	const struct sat_object *o = &sat_phone_object;
	const struct sat_node *value[SAT_MAX_FIELDS];
	struct sat_pair pairs[COUNT(keys)] = { { .key = NULL } };
	const struct sat_node m = {
		.type = SAT_MAP, .n = COUNT(keys), .u.pair = pairs
	};
	size_t next = 3;

	(void)state;
	for (size_t i = 0; i < COUNT(keys); i++)
		pairs[i].key = keys[i];
	sat_field_values(o, &m, value);
	assert_ptr_equal(value[0], &pairs[1].value);
	assert_ptr_equal(value[1], &pairs[5].value);
	assert_null(value[2]);
	assert_null(value[3]);
	assert_ptr_equal(value[4], &pairs[3].value);
	assert_ptr_equal(value[5], &pairs[0].value);
	assert_ptr_equal(sat_field_next(o, "ext", &next), &o->field[1]);
	assert_int_equal(next, 2);
	assert_null(sat_field_next(o, "e", &next));
	assert_int_equal(next, 2);
	for (size_t i = 0; i < COUNT(objects); i++)
		assert_true(objects[i]->n <= SAT_MAX_FIELDS);
}

/* satchel(5), "Records" */
static void
records_have_the_published_order(void **state)
{
	static const struct {
		const struct sat_object *o;
		const char *order;
	} cases[] = {
		{ &sat_party_object,
		    "id state name official_name aliases revised "
		    "timezone hours languages holidays mission " },
		{ &sat_contact_object,
		    "id party state role kind name name_latin "
		    "salutation title organization unit phones emails services "
		    "languages timezone hours keys deputy valid_from "
		    "valid_until "
		    "scope verify note confirmed " },
		{ &sat_mission_object, "name phones emails timezone hours " },
		{ &sat_phone_object, "number ext features when pref label " },
		{ &sat_email_object, "address shared pref " },
		{ &sat_service_object, "service uri " },
		{ &sat_key_object, "type fingerprint public for expires " },
		{ &sat_holiday_object, "date label " },
		{ &sat_zone_object, "id version offsets " },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char got[400] = "";

		for (size_t k = 0; k < cases[i].o->n; k++) {
			const struct sat_field *f = &cases[i].o->field[k];

			if ((f->where & SAT_IN_RECORD) != 0)
				(void)snprintf(got + strlen(got),
				    sizeof(got) - strlen(got), "%s ", f->name);
		}
		assert_string_equal(got, cases[i].order);
	}
}

static void
a_slip_of_the_pen_is_recognized(void **state)
{
	static const struct {
		const char *key, *meant;
	} cases[] = {
		{ "Role", "role" }, { "organisation", "organization" },
		{ "organistion", "organization" }, { "tilte", "title" },
		{ "phone", "phones" }, { "e-mails", "emails" },
		{ "valid_til", "valid_until" }, { "colour", NULL },
		{ "x", NULL }, { "", NULL },
		{ "confirmd", NULL }, /* is no key of a source */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct sat_field *f = sat_field_guess(
		    &sat_contact_object, SAT_IN_OPEN, cases[i].key);

		if (cases[i].meant == NULL)
			assert_null(f);
		else
			assert_string_equal(f->name, cases[i].meant);
	}
	assert_string_equal(
	    sat_word_guess(
		sat_field(&sat_phone_object, "features")->words, "Voice"),
	    "voice");
	assert_null(sat_word_guess(
	    sat_field(&sat_phone_object, "features")->words, "telex"));
}

static void
an_x_key_names_its_owner(void **state)
{
	static const char *const good[] = { "x-a-b", "x-xtr-member-of", "x-9-9",
		"x-lab-a--b-", "x-src-phone" };
	static const char *const bad[] = { "x-", "x-a", "x-a-", "x--a",
		"x-memo", "X-a-b", "x-A-b", "x-a-B", "x-a--b", "x_a-b",
		"xx-a-b", "x-a-b c", "", "x" };

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(sat_extra_key(good[i]));
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(sat_extra_key(bad[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_is_told_once_and_whole),
		cmocka_unit_test(values_are_found_by_field),
		cmocka_unit_test(records_have_the_published_order),
		cmocka_unit_test(a_slip_of_the_pen_is_recognized),
		cmocka_unit_test(an_x_key_names_its_owner),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
