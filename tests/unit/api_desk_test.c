#include "release.h"

static struct world w;

static struct satchel *
opened(struct satchel_home *h, const char *name)
{
	struct satchel_check_opts o = { .now = NOW, .archive = true };
	struct satchel_err err = { 0 };
	struct satchel *s = NULL;

	if (!satchel_open(h, in(&w, name), &o, &s, &err))
		fail_msg("%s", err.msg);
	return s;
}

static bool
note(void *ctx, const struct satchel_change *c)
{
	static const char letter[] = { '+', '-', '!' };

	sat_wr_printf(ctx, "%c%s ", letter[c->change], c->id);
	return true;
}

static void
two_releases_are_compared(void **unused)
{
	struct satchel_home *h = world_pin(&w, "diff");
	struct satchel *one = opened(h, "r1.satchel"),
		       *two = opened(h, "r2.satchel");
	struct satchel_totals t;
	struct satchel_err err = { 0 };
	struct sat_wr out;

	(void)unused;
	sat_wr_init(&out, 4096);
	assert_true(satchel_diff(one, two, NULL, note, &out, &t, &err));
	assert_string_equal(text(&out), "+east +east/desk !north/duty ");
	assert_true(satchel_totals_any(&t));
	assert_int_equal(t.numbers, 1);
	assert_int_equal(t.parties.joined, 1);
	sat_wr_reset(&out);
	assert_true(satchel_diff(two, one, "east", note, &out, &t, &err));
	assert_string_equal(text(&out), "-east -east/desk ");
	assert_true(satchel_diff(one, one, NULL, NULL, NULL, &t, &err));
	assert_false(satchel_totals_any(&t));
	assert_false(satchel_diff(one, two, "nobody", NULL, NULL, &t, &err));
	assert_int_equal(err.code, SATCHEL_ENO);
	sat_wr_free(&out);
	satchel_close(one);
	satchel_close(two);
	satchel_home_close(h);
}

static void
the_release_before_the_installed_one_is_opened(void **unused)
{
	struct satchel_home *h = world_pin(&w, "previous");
	struct satchel_check_opts o = { .now = NOW };
	struct satchel *s = NULL;
	struct satchel_err err = { 0 };

	(void)unused;
	assert_false(satchel_open_previous(h, &o, &s, &err));
	assert_int_equal(err.code, SATCHEL_ENO);
	assert_true(world_install(h, in(&w, "r1.satchel"), NULL));
	assert_false(satchel_open_previous(h, &o, &s, &err));
	assert_int_equal(err.code, SATCHEL_ENO);
	assert_null(s);
	assert_true(world_install(h, in(&w, "r2.satchel"), NULL));
	if (!satchel_open_previous(h, &o, &s, &err))
		fail_msg("%s", err.msg);
	assert_int_equal(satchel_release_of(s)->release, 1);
	satchel_close(s);
	satchel_home_close(h);
}

static void
a_number_is_looked_up_in_any_spelling(void **unused)
{
	static const char *const typed[] = { "+99915550101", "+999 1 555 0101",
		"00999 1 555 01 01" };
	struct satchel_home *h = world_pin(&w, "who");
	struct satchel *s = opened(h, "r1.satchel");
	struct satchel_err err = { 0 };
	struct satchel_who who = { .n = 77 };

	(void)unused;
	for (size_t i = 0; i < COUNT(typed); i++) {
		assert_true(satchel_who(s, typed[i], 20, &who, &err));
		assert_true(who.listed);
		assert_int_equal(who.n, 1);
		assert_string_equal(who.hit[0].record.id, "north/night");
	}
	who.n = 77;
	assert_false(satchel_who(s, "nobody", 20, &who, &err));
	assert_int_equal(err.code, SATCHEL_EUSAGE);
	assert_int_equal(who.n, 77);
	satchel_close(s);
	satchel_home_close(h);
}

static void
a_value_is_given_as_the_json_it_came_from(void **unused)
{
	struct satchel_home *h = world_pin(&w, "json");
	struct satchel *s = opened(h, "r1.satchel");
	struct satchel_record r;
	char *json = NULL;
	size_t n = 0;

	(void)unused;
	assert_true(satchel_get(s, "north/duty", &r, NULL));
	assert_true(satchel_value_json(r.value, &json, &n, NULL));
	assert_int_equal(n, r.json_len);
	assert_memory_equal(json, r.json, n);
	assert_int_equal(json[n], '\0');
	free(json);
	satchel_close(s);
	satchel_home_close(h);
}

static int
set_up(void **unused)
{
	(void)unused;
	world_init(&w);
	world_release(&w, 1);
	folder_text(&w.f, "source/parties/east.yaml",
	    "satchel: \"1\"\nparty: east\nname: Eastern Desk\ncontacts:\n"
	    "  - id: desk\n    role: desk\n    kind: org\n    name: E\n"
	    "    emails: [{address: e@east.example}]\n");
	folder_text(&w.f, "source/parties/north.yaml",
	    "satchel: \"1\"\nparty: north\nname: Northern Desk\n"
	    "timezone: UTC\ncontacts:\n"
	    "  - id: duty\n    role: desk\n    kind: org\n"
	    "    name: Duty Room\n"
	    "    phones: [{number: \"+999 1 555 0109\"}]\n"
	    "    emails: [{address: duty@north.example}]\n"
	    "    note: Ring twice.\n"
	    "  - id: night\n    role: desk\n    kind: org\n"
	    "    name: Night Watch\n"
	    "    phones: [{number: \"+999 1 555 0101\"}]\n");
	world_release(&w, 2);
	return 0;
}

static int
tear_down(void **unused)
{
	(void)unused;
	world_free(&w);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_releases_are_compared),
		cmocka_unit_test(
		    the_release_before_the_installed_one_is_opened),
		cmocka_unit_test(a_number_is_looked_up_in_any_spelling),
		cmocka_unit_test(a_value_is_given_as_the_json_it_came_from),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
