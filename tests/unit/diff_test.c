#include "index_fixture.h"

#include "diff.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* ---- two records ----------------------------------------------------------- */

/* What differs, as "field was>now!" with "!" for what is to be confirmed. */
static void
told(const struct satchel_change *c, char *out, size_t size)
{
	size_t n = 0;

	*out = '\0';
	for (size_t i = 0; i < c->n; i++) {
		const struct satchel_delta *d = &c->delta[i];
		struct sat_wr w;

		sat_wr_init(&w, 1 << 16);
		sat_wr_printf(&w, "%s%s ", i > 0 ? " | " : "", d->field);
		if (d->was != NULL)
			sat_json_write((const void *)d->was, &w);
		sat_wr_str(&w, ">");
		if (d->now != NULL)
			sat_json_write((const void *)d->now, &w);
		sat_wr_str(&w, d->confirm ? "!" : "");
		assert_true(n + w.len < size);
		memcpy(out + n, w.p, w.len);
		n += w.len;
		out[n] = '\0';
		sat_wr_free(&w);
	}
}

#define P(n) "{\"number\":\"+" n "\"}"

static const struct {
	const char *was, *now, *told;
} records[] = {
	{ "{\"name\":\"A\"}", "{\"name\":\"A\"}", "" },
	{ "{\"name\":\"A\"}", "{\"name\":\"B\"}", "name \"A\">\"B\"" },
	{ "{\"name\":\"A\",\"unit\":\"U\"}", "{\"name\":\"A\"}",
	    "unit \"U\">" },
	{ "{\"name\":\"A\"}", "{\"name\":\"A\",\"unit\":\"U\"}",
	    "unit >\"U\"" },
	/* a number is another */
	{ "{\"phones\":[" P("1") "]}", "{\"phones\":[" P("2") "]}",
	    "phones " P("1") ">" P("2") "!" },
	/* one of several; its neighbours are left alone */
	{ "{\"phones\":[" P("1") "," P("2") "," P("3") "]}",
	    "{\"phones\":[" P("1") "," P("9") "," P("3") "]}",
	    "phones " P("2") ">" P("9") "!" },
	/* one more, one less, a list that came, one that went */
	{ "{\"phones\":[" P("1") "]}", "{\"phones\":[" P("1") "," P("2") "]}",
	    "phones >" P("2") "!" },
	{ "{\"phones\":[" P("1") "," P("2") "]}", "{\"phones\":[" P("2") "]}",
	    "phones " P("1") ">!" },
	{ "{\"name\":\"A\"}",
	    "{\"name\":\"A\",\"emails\":[{\"address\":\"a@b\"}]}",
	    "emails >{\"address\":\"a@b\"}!" },
	{ "{\"name\":\"A\",\"emails\":[{\"address\":\"a@b\"}]}",
	    "{\"name\":\"A\"}", "emails {\"address\":\"a@b\"}>!" },
	/* the same number: when it is answered is no number, an extension is */
	{ "{\"phones\":[{\"number\":\"+1\",\"when\":\"hours\"}]}",
	    "{\"phones\":[{\"number\":\"+1\",\"when\":\"always\"}]}",
	    "phones {\"number\":\"+1\",\"when\":\"hours\"}>{\"number\":\"+1\","
	    "\"when\":\"always\"}" },
	{ "{\"phones\":[{\"number\":\"+1\",\"ext\":\"1\"}]}",
	    "{\"phones\":[{\"number\":\"+1\",\"ext\":\"2\"}]}",
	    "phones {\"number\":\"+1\",\"ext\":\"1\"}>{\"number\":\"+1\","
	    "\"ext\":\"2\"}!" },
	/* another order says whom to ring first */
	{ "{\"phones\":[" P("1") "," P("2") "]}",
	    "{\"phones\":[" P("2") "," P("1") "]}",
	    "phones [" P("1") "," P("2") "]>[" P("2") "," P("1") "]" },
	/* a key of the same print that is for another, or holds longer */
	{ "{\"keys\":[{\"type\":\"smime\",\"fingerprint\":\"F\"}]}",
	    "{\"keys\":[{\"type\":\"smime\",\"fingerprint\":\"F\",\"expires\":"
	    "\"2027-01-01\"}]}",
	    "keys {\"type\":\"smime\",\"fingerprint\":\"F\"}>{\"type\":"
	    "\"smime\",\"fingerprint\":\"F\",\"expires\":\"2027-01-01\"}!" },
	/* numbers before the rest, whatever the order of the record */
	{ "{\"name\":\"A\",\"phones\":[" P("1") "]}",
	    "{\"name\":\"B\",\"phones\":[" P("2") "]}",
	    "phones " P("1") ">" P("2") "! | name \"A\">\"B\"" },
	/* inside a mission, and names by their language */
	{ "{\"name\":{\"en\":\"A\",\"fr\":\"B\"},\"mission\":{\"phones\":[" P(
	      "1") "]}}",
	    "{\"name\":{\"ar\":\"C\",\"en\":\"A\"},\"mission\":{\"phones\":[" P(
		"2") "]}}",
	    "mission.phones " P("1") ">" P("2") "! | name.ar >\"C\" | name.fr "
						"\"B\">" },
	/* a mission that came */
	{ "{\"name\":\"A\"}",
	    "{\"name\":\"A\",\"mission\":{\"name\":\"M\","
	    "\"phones\":[" P("1") "]}}",
	    "mission.phones >" P("1") "! | mission.name >\"M\"" },
	/* lists of texts as a whole; a list in place of a text */
	{ "{\"languages\":[\"en\",\"fr\"]}", "{\"languages\":[\"en\"]}",
	    "languages [\"en\",\"fr\"]>[\"en\"]" },
	{ "{\"x-a-b\":\"t\"}", "{\"x-a-b\":[\"t\",\"u\"]}",
	    "x-a-b \"t\">[\"t\",\"u\"]" },
	{ "{\"phones\":[" P("1") "," P("1") "]}", "{\"phones\":[" P("1") "]}",
	    "phones " P("1") ">!" },
};

static void
what_differs_is_told_value_by_value_numbers_first(void **state)
{
	char got[4096];

	(void)state;
	for (size_t i = 0; i < COUNT(records); i++) {
		struct sat_rd x =
		    sat_rd_of(records[i].was, strlen(records[i].was), 0, "was");
		struct sat_rd y =
		    sat_rd_of(records[i].now, strlen(records[i].now), 0, "now");
		struct sat_arena a = { 0 };
		struct satchel_err err = { 0 };
		struct satchel_change c = { .id = "X" };
		struct sat_node was, now;

		assert_true(sat_json_read(&x, &a, &was, &err));
		assert_true(sat_json_read(&y, &a, &now, &err));
		assert_true(sat_diff_records(&was, &now, &a, &c, &err));
		assert_int_equal(c.change, SATCHEL_CHANGED);
		told(&c, got, sizeof(got));
		if (strcmp(got, records[i].told) != 0)
			fail_msg("%zu: %s\nnot %s", i, got, records[i].told);
		sat_arena_free(&a);
	}
}

/* ---- two releases ---------------------------------------------------------- */

#define ZONE(name, rest)                                                       \
	"{\"id\":\"zone:" name "\",\"version\":\"2026a\",\"offsets\":[" rest   \
	"]}"
#define CONTACT(id, number)                                                    \
	"{\"id\":\"" id "\",\"party\":[\"X\"],\"role\":\"policy\",\"kind\":"   \
	"\"org\",\"name\":\"N\",\"phones\":[{\"number\":\"+999" number "\"}]}"

static const char *const first[] = {
	"{\"id\":\"X\",\"name\":{\"und\":\"X\"}}",
	"{\"id\":\"X-1\",\"name\":{\"und\":\"X one\"}}",
	CONTACT("X-1/a", "1111111"),
	CONTACT("X/a", "1111111"),
	CONTACT("X/b", "2222222"),
	CONTACT("X/c", "3333333"),
	ZONE("Africa/Casablanca", "[1000,3600,\"+01\"],[9000,0,\"+00\"]"),
	ZONE("Asia/Kathmandu", "[1000,20700,\"+0545\"]"),
	ZONE("UTC", "[1000,0,\"UTC\"]"),
};
static const char *const second[] = {
	"{\"id\":\"X\",\"name\":{\"und\":\"X\"},\"aliases\":[\"Ex\"]}",
	"{\"id\":\"X-1\",\"name\":{\"und\":\"X one\"}}",
	CONTACT("X-1/a", "1111111"),
	CONTACT("X/a", "1111119"),
	"{\"id\":\"X/"
	"b\",\"party\":[\"X\"],\"role\":\"policy\",\"kind\":\"org\","
	"\"name\":\"N\",\"phones\":[{\"number\":\"+9992222222\"}],"
	"\"confirmed\":\"2026-10-14\"}",
	CONTACT("X/d", "4444444"),
	"{\"id\":\"Y\",\"name\":{\"und\":\"Y\"}}",
	ZONE("Africa/Casablanca", "[2000,3600,\"+01\"],[5000,0,\"+00\"]"),
	ZONE("Asia/Kathmandu", "[2000,20700,\"+0545\"]"),
	ZONE("Asia/Tokyo", "[2000,32400,\"JST\"]"),
};

struct world {
	struct index_fixture was, now;
	struct sat_diff_side a, b;
};

static int
set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	ix_init(&w->was, first, COUNT(first), 1 << 20);
	ix_init(&w->now, second, COUNT(second), 1 << 20);
	w->a = (struct sat_diff_side){ w->was.t, 1000, 20000 };
	w->b = (struct sat_diff_side){ w->now.t, 2000, 21000 };
	*state = w;
	return 0;
}

static int
tear_down(void **state)
{
	struct world *w = *state;

	ix_free(&w->was);
	ix_free(&w->now);
	free(w);
	return 0;
}

struct log {
	char text[4096];
	size_t n, most;
};

static bool
note(void *ctx, const struct satchel_change *c)
{
	static const char mark[] = "+-~";
	struct log *l = ctx;

	l->n += (size_t)snprintf(l->text + l->n, sizeof(l->text) - l->n,
	    "%c%s(%zu) ", mark[c->change], c->id, c->n);
	if (c->since != 0)
		assert_int_equal(c->since, 5000);
	return l->most == 0 || --l->most > 0;
}

static void
two_releases_are_merged_by_id(void **state)
{
	struct world *w = *state;
	struct satchel_totals t;
	struct satchel_err err = { 0 };
	struct log l = { .n = 0 };

	assert_true(sat_diff(&w->a, &w->b, NULL, note, &l, &t, &err));
	assert_string_equal(l.text, "~X(1) ~X/a(1) -X/c(0) +X/d(1) +Y(0) "
				    "~zone:Africa/Casablanca(0) "
				    "+zone:Asia/Tokyo(0) -zone:UTC(0) ");
	assert_int_equal(t.parties.joined, 1);
	assert_int_equal(t.parties.changed, 1);
	assert_int_equal(t.parties.left, 0);
	assert_int_equal(t.contacts.joined, 1);
	assert_int_equal(t.contacts.left, 1);
	assert_int_equal(t.contacts.changed, 1);
	assert_int_equal(t.zones.joined, 1);
	assert_int_equal(t.zones.left, 1);
	assert_int_equal(t.zones.changed, 1);
	assert_int_equal(t.numbers, 1);
	assert_int_equal(t.addresses + t.keys, 0);
	assert_int_equal(t.confirmed, 1);
}

static void
one_party_is_merged_alone_even_where_another_stands_inside(void **state)
{
	struct world *w = *state;
	struct satchel_totals t;
	struct satchel_err err = { 0 };
	struct log l = { .n = 0 };

	assert_true(sat_diff(&w->a, &w->b, "X", note, &l, &t, &err));
	assert_string_equal(l.text, "~X(1) ~X/a(1) -X/c(0) +X/d(1) ");
	assert_int_equal(t.zones.changed + t.zones.left, 0);
	l.n = 0;
	l.text[0] = '\0';
	assert_true(sat_diff(&w->a, &w->b, "X-1", note, &l, &t, &err));
	assert_string_equal(l.text, "");
	assert_true(sat_diff(&w->a, &w->b, "Y", note, &l, &t, &err));
	assert_string_equal(l.text, "+Y(0) ");
	t.numbers = 77;
	assert_false(sat_diff(&w->a, &w->b, "Z", note, &l, &t, &err));
	assert_int_equal(err.code, SATCHEL_ENO);
	assert_int_equal(t.numbers, 77);
	assert_false(sat_diff(&w->a, &w->b, "X/a/b", note, &l, &t, &err));
}

static void
a_release_is_the_same_as_itself_and_backwards_it_is_turned(void **state)
{
	struct world *w = *state;
	struct satchel_totals t;
	struct satchel_err err = { 0 };
	struct log l = { .n = 0 };

	assert_true(sat_diff(&w->a, &w->a, NULL, note, &l, &t, &err));
	assert_string_equal(l.text, "");
	assert_true(sat_diff(&w->b, &w->a, NULL, note, &l, &t, &err));
	assert_string_equal(l.text, "~X(1) ~X/a(1) +X/c(1) -X/d(0) -Y(0) "
				    "~zone:Africa/Casablanca(0) "
				    "-zone:Asia/Tokyo(0) +zone:UTC(0) ");
	assert_true(sat_diff(&w->b, &w->a, NULL, NULL, NULL, &t, &err));
	assert_int_equal(t.contacts.left, 1);
}

static void
offsets_are_compared_only_where_both_releases_know_them(void **state)
{
	struct world *w = *state;
	struct sat_diff_side a = w->a, b = w->b;
	struct satchel_totals t;
	struct satchel_err err = { 0 };

	a.to = 5000; /* it ends before they differ */
	assert_true(sat_diff(&a, &b, NULL, NULL, NULL, &t, &err));
	assert_int_equal(t.zones.changed, 0);
	a.to = 5001;
	assert_true(sat_diff(&a, &b, NULL, NULL, NULL, &t, &err));
	assert_int_equal(t.zones.changed, 1);
	a.to = 20000;
	b.from = 9000; /* it begins when they are the same again */
	assert_true(sat_diff(&a, &b, NULL, NULL, NULL, &t, &err));
	assert_int_equal(t.zones.changed, 0);
}

static void
it_stops_when_it_is_told_to(void **state)
{
	struct world *w = *state;
	struct satchel_totals t;
	struct satchel_err err = { 0 };
	struct log l = { .most = 2 };

	assert_true(sat_diff(&w->a, &w->b, NULL, note, &l, &t, &err));
	assert_string_equal(l.text, "~X(1) ~X/a(1) ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    what_differs_is_told_value_by_value_numbers_first),
		cmocka_unit_test(two_releases_are_merged_by_id),
		cmocka_unit_test(
		    one_party_is_merged_alone_even_where_another_stands_inside),
		cmocka_unit_test(
		    a_release_is_the_same_as_itself_and_backwards_it_is_turned),
		cmocka_unit_test(
		    offsets_are_compared_only_where_both_releases_know_them),
		cmocka_unit_test(it_stops_when_it_is_told_to),
	};

	return cmocka_run_group_tests_name("diff", tests, set_up, tear_down);
}
