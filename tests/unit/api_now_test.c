#include "release.h"

static struct world w;
static struct satchel_home *home;
static struct satchel *s;

/* Wednesday 4 November 2026, 12:00 UTC. */
#define NOON (NOW + 86400 + 12 * 3600)

/* "id " of who can answer, best first, with "/mission" for a mission. */
static void
answer(const struct satchel_now_opts *o, struct satchel_now *now,
    struct sat_wr *out)
{
	struct satchel_err err = { 0 };

	if (!satchel_now(s, o, now, &err))
		fail_msg("%s", err.msg);
	for (size_t i = 0; i < now->n; i++)
		sat_wr_printf(out, "%s%s:%d ", now->one[i].record.id,
		    now->one[i].mission ? "(mission)" : "",
		    (int)now->one[i].is.duty);
}

static void
expect(struct satchel_now_opts o, const char *want)
{
	struct satchel_now now;
	struct sat_wr out;

	o.limit = o.limit == 0 ? 20 : o.limit;
	o.at = o.at == 0 ? NOON : o.at;
	sat_wr_init(&out, 4096);
	answer(&o, &now, &out);
	if (strcmp(text(&out), want) != 0)
		fail_msg("\"%s\", not \"%s\"", text(&out), want);
	sat_wr_free(&out);
}

static void
those_who_answer_come_first_and_all_are_counted(void **state)
{
	static const char *const words[] = { "watch" };
	struct satchel_now_opts o = {
		.words = words, .n = 1, .at = NOON, .limit = 2
	};
	struct satchel_now now;
	struct sat_wr out;

	(void)state;
	sat_wr_init(&out, 4096);
	answer(&o, &now, &out);
	assert_string_equal(text(&out), "watch/always:0 watch/day:1 ");
	assert_int_equal(now.total, 5); /* the mission too */
	assert_int_equal(now.count[SATCHEL_AROUND_THE_CLOCK], 1);
	assert_int_equal(now.count[SATCHEL_ON_DUTY], 1);
	assert_int_equal(now.count[SATCHEL_NOT_VALID], 1);
	assert_false(now.more);
	sat_wr_free(&out);
	/* at night the day's desk is closed */
	o.at = NOON + 12 * 3600;
	o.limit = 1;
	expect(o, "watch/always:0 ");
}

static void
words_roles_and_languages_narrow_it(void **state)
{
	static const char *const watch[] = { "watch" };
	static const char *const nobody[] = { "nobodyhere" };
	static const char *const one[] = { "watch", "day" };
	static const char *const lang[] = { "fr" };
	struct satchel_now_opts o = { .words = watch,
		.n = 1,
		.lang = lang,
		.langs = 1,
		.at = NOON,
		.limit = 20 };
	struct satchel_now now;
	struct sat_wr out;

	(void)state;
	expect((struct satchel_now_opts){ .words = one, .n = 2, .limit = 1 },
	    "watch/day:1 ");
	expect((struct satchel_now_opts){ .words = nobody, .n = 1 }, "");
	expect((struct satchel_now_opts){ .role = "guard" }, "watch/always:0 ");
	sat_wr_init(&out, 4096);
	answer(&o, &now, &out);
	assert_int_equal(now.left_out, 3); /* of the four contacts */
	assert_non_null(strstr(text(&out), "watch/day"));
	for (size_t i = 0; i < now.n; i++)
		if (!now.one[i].mission)
			assert_string_equal(now.one[i].language, "fr");
	sat_wr_free(&out);
}

static void
a_limit_is_1_to_10000(void **state)
{
	static const size_t limits[] = { 0, 1, 10000, 10001 };

	(void)state;
	for (size_t i = 0; i < COUNT(limits); i++) {
		struct satchel_now_opts o = { .at = NOON, .limit = limits[i] };
		struct satchel_now now = { .total = 77 };
		struct satchel_err err = { 0 };
		bool ok = satchel_now(s, &o, &now, &err);

		assert_int_equal(ok, i == 1 || i == 2);
		if (!ok) {
			assert_int_equal(err.code, SATCHEL_EUSAGE);
			assert_int_equal(now.total, 77);
		}
	}
}

static void
one_contact_or_mission_is_judged_by_itself(void **state)
{
	struct satchel_availability is = { .offset = 77 };
	struct satchel_record r;
	struct satchel_err err = { 0 };

	(void)state;
	assert_true(satchel_get(s, "watch/day", &r, &err));
	assert_true(satchel_available(s, &r, NOON, &is, &err));
	assert_int_equal(is.duty, SATCHEL_ON_DUTY);
	assert_int_equal(is.offset, 20700);
	assert_string_equal(is.abbreviation, "+0545");
	assert_int_equal(is.change, NOON + 3600 + 900); /* 19:00 there */
	assert_non_null(is.phone);
	assert_true(satchel_get(s, "watch", &r, &err));
	assert_true(satchel_available(s, &r, NOON, &is, &err));
	is.offset = 77;
	assert_true(satchel_get(s, "north", &r, &err)); /* without a mission */
	assert_false(satchel_available(s, &r, NOON, &is, &err));
	assert_int_equal(err.code, SATCHEL_ENO);
	assert_true(satchel_get(s, "zone:UTC", &r, &err));
	assert_false(satchel_available(s, &r, NOON, &is, &err));
	assert_int_equal(is.offset, 77);
}

static int
set_up(void **state)
{
	struct satchel_check_opts o = { .now = NOW };

	(void)state;
	world_init(&w);
	folder_text(&w.f, "source/parties/watch.yaml",
	    "satchel: \"1\"\nparty: watch\nname: Watch\n"
	    "timezone: Asia/Kathmandu\nlanguages: [en]\n"
	    "mission:\n  name: Mission\n"
	    "  phones: [{number: \"+999 3 555 0100\"}]\n"
	    "  timezone: UTC\n  hours: [\"Mo-Fr 09:00-10:00\"]\n"
	    "contacts:\n"
	    "  - id: always\n    role: guard\n    kind: org\n    name: A\n"
	    "    hours: [\"24/7\"]\n"
	    "    phones: [{number: \"+999 3 555 0101\", when: always}]\n"
	    "  - id: day\n    role: desk\n    kind: org\n    name: B\n"
	    "    hours: [\"Mo-Fr 09:00-19:00\"]\n    languages: [fr]\n"
	    "    phones: [{number: \"+999 3 555 0102\"}]\n"
	    "  - id: gone\n    role: desk\n    kind: org\n    name: C\n"
	    "    hours: [\"24/7\"]\n    valid_from: \"2027-01-01\"\n"
	    "    phones: [{number: \"+999 3 555 0103\"}]\n"
	    "  - id: night\n    role: desk\n    kind: org\n    name: D\n"
	    "    hours: [\"Mo-Su 22:00-06:00\"]\n"
	    "    phones: [{number: \"+999 3 555 0104\"}]\n");
	world_release(&w, 1);
	home = world_pin(&w, "home");
	return satchel_open(home, in(&w, "r1.satchel"), &o, &s, NULL) ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	satchel_close(s);
	satchel_home_close(home);
	world_free(&w);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    those_who_answer_come_first_and_all_are_counted),
		cmocka_unit_test(words_roles_and_languages_narrow_it),
		cmocka_unit_test(a_limit_is_1_to_10000),
		cmocka_unit_test(one_contact_or_mission_is_judged_by_itself),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
