#include "index_fixture.h"

#include "walk.h"
#include "who.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const char *const roster[] = {
	"{\"id\":\"A\",\"name\":{\"und\":\"A\"},\"mission\":{\"name\":\"M\","
	"\"phones\":[{\"number\":\"+9992125550100\"}],\"emails\":[{\"address\":"
	"\"un@a.example\"}]}}",
	"{\"id\":\"A/one\",\"party\":[\"A\"],\"role\":\"policy\",\"kind\":"
	"\"org\",\"name\":\"One\",\"phones\":[{\"number\":\"+99915550911\"},{"
	"\"number\":\"+99915550912\"}],\"emails\":[{\"address\":"
	"\"Duty@cert.a.example\"}],\"keys\":[{\"type\":\"openpgp\","
	"\"fingerprint\":\"D7A1738B44E215E4BA77577C9E617F6F4C7EBB5B\"},{"
	"\"type\":\"ed25519\",\"public\":"
	"\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\"}],\"note\":"
	"\"\\\"number\\\":\\\"+99988887777\\\"\"}",
	"{\"id\":\"A/two\",\"party\":[\"A\"],\"role\":\"policy\",\"kind\":"
	"\"org\",\"name\":\"Two\",\"phones\":[{\"number\":\"+99915550911\"}]}",
	"{\"id\":\"zone:UTC\",\"version\":\"2026a\",\"offsets\":[[1793491200,0,"
	"\"UTC\"]]}",
};

struct world {
	struct index_fixture x;
	struct sat_arena a;
};

static int
set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	ix_init(&w->x, roster, COUNT(roster), 1 << 20);
	*state = w;
	return 0;
}

static int
tear_down(void **state)
{
	struct world *w = *state;

	ix_free(&w->x);
	sat_arena_free(&w->a);
	free(w);
	return 0;
}

/* "listed: A/one phones, A/two phones" */
static const char *
answer(struct world *w, const char *typed, size_t limit, char out[512])
{
	struct satchel_who h = { 0 };
	struct satchel_err err = { 0 };
	size_t n;

	sat_arena_reset(&w->a);
	if (!sat_who(w->x.t, typed, limit, &w->a, &h, &err))
		fail_msg("%s: %s", typed, err.msg);
	n = (size_t)snprintf(
	    out, 512, "%s%s:", h.listed ? "listed" : "near", h.more ? "+" : "");
	for (size_t i = 0; i < h.n; i++) {
		assert_non_null(h.hit[i].value);
		assert_int_equal(h.hit[i].nearness == SATCHEL_LISTED, h.listed);
		n += (size_t)snprintf(out + n, 512 - n, " %s %s",
		    h.hit[i].record.id, h.hit[i].field);
	}
	return out;
}

static void
all_who_hold_it_are_listed_and_nobody_else(void **state)
{
	char s[512];

	assert_string_equal(answer(*state, "+999 1 555 0911", 9, s),
	    "listed: A/one phones A/two phones");
	assert_string_equal(answer(*state, "+999 212 555 0100", 9, s),
	    "listed: A mission.phones");
	assert_string_equal(answer(*state, "duty@CERT.a.example", 9, s),
	    "listed: A/one emails");
	assert_string_equal(
	    answer(*state, "d7a1738b44e215e4ba77577c9e617f6f4c7ebb5b", 9, s),
	    "listed: A/one keys");
	assert_string_equal(
	    answer(
		*state, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", 9, s),
	    "listed: A/one keys");
	assert_string_equal(
	    answer(*state,
		"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e"
		"1f",
		9, s),
	    "listed: A/one keys");
}

static void
more_than_the_limit_is_said(void **state)
{
	char s[512];

	assert_string_equal(
	    answer(*state, "+999 1 555 0911", 1, s), "listed+: A/one phones");
	assert_string_equal(
	    answer(*state, "+999 1 555 0919", 1, s), "near+: A/one phones");
}

static void
what_is_not_listed_has_its_nearest_and_a_note_is_no_number(void **state)
{
	char s[512];

	assert_string_equal(answer(*state, "+999 1 555 0921", 9, s),
	    "near: A/one phones A/two phones");
	assert_string_equal(
	    answer(*state, "5550100", 9, s), "near: A mission.phones");
	assert_string_equal(answer(*state, "duty@certa.example", 9, s),
	    "near: A/one emails A mission.emails");
	assert_string_equal(answer(*state, "+999 8888 7778", 9, s), "near:");
	assert_string_equal(answer(*state, "+888 7777 6666", 9, s), "near:");
	assert_string_equal(
	    answer(*state, "d7a1738b44e215e4ba77577c9e617f6f4c7ebb5c", 9, s),
	    "near:");
}

static void
nonsense_and_limits_are_refused_and_nothing_is_set(void **state)
{
	struct world *w = *state;
	struct satchel_who h = { .n = 77 };
	struct satchel_err err = { 0 };

	assert_false(sat_who(w->x.t, "hello", 9, &w->a, &h, &err));
	assert_int_equal(err.code, SATCHEL_EUSAGE);
	assert_false(sat_who(w->x.t, "+9991555", 0, &w->a, &h, &err));
	assert_false(sat_who(w->x.t, "+9991555", 1001, &w->a, &h, &err));
	assert_int_equal(h.n, 77);
	assert_true(sat_who(w->x.t, "+9991555", 1000, &w->a, &h, &err));
}

static void
a_walk_gives_every_line_in_order_from_where_it_begins(void **state)
{
	static const struct {
		const char *from;
		size_t first;
	} cases[] = { { "", 0 }, { "A", 0 }, { "A/", 1 }, { "A/one", 1 },
		{ "A/onf", 2 }, { "Z", 3 }, { "zone:UTC", 3 },
		{ "zone:UTD", 4 } };
	struct world *w = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sat_walk k = { .tree = w->x.t };
		struct satchel_err err = { 0 };
		size_t at = cases[i].first;
		bool any = false;

		assert_true(sat_walk_from(&k, cases[i].from, &any, &err));
		while (any) {
			assert_true(at < COUNT(roster));
			assert_true(sat_rd_is(&k.line, roster[at]));
			at++;
			assert_true(sat_walk_next(&k, &any, &err));
		}
		assert_int_equal(at, COUNT(roster));
		sat_walk_free(&k);
	}
}

static void
a_walk_goes_on_through_many_blocks(void **state)
{
	enum { MANY = 3000 };
	static char text[MANY][160];
	static const char *line[MANY];
	struct index_fixture x;
	struct sat_walk k = { .line = { 0 } };
	struct satchel_err err = { 0 };
	bool any = false;
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		(void)snprintf(text[i], sizeof(text[i]),
		    "{\"id\":\"P%04zu\",\"name\":{\"und\":\"Party number "
		    "%zu\"}}",
		    i, i);
		line[i] = text[i];
	}
	ix_init(&x, line, MANY, 1 << 20);
	k.tree = x.t;
	assert_true(sat_walk_from(&k, "P0017", &any, &err));
	for (; any; n++) {
		assert_true(sat_rd_is(&k.line, line[17 + n]));
		assert_true(sat_walk_next(&k, &any, &err));
	}
	assert_int_equal(n, MANY - 17);
	sat_walk_free(&k);
	ix_free(&x);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_who_hold_it_are_listed_and_nobody_else),
		cmocka_unit_test(more_than_the_limit_is_said),
		cmocka_unit_test(
		    what_is_not_listed_has_its_nearest_and_a_note_is_no_number),
		cmocka_unit_test(
		    nonsense_and_limits_are_refused_and_nothing_is_set),
		cmocka_unit_test(
		    a_walk_gives_every_line_in_order_from_where_it_begins),
		cmocka_unit_test(a_walk_goes_on_through_many_blocks),
	};

	return cmocka_run_group_tests_name("who", tests, set_up, tear_down);
}
