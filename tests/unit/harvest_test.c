#include "folder.h"

#include "harvest.h"
#include "zone.h"

#define BASE "testdata/check/base/"

enum { PARTIES = 23, CONTACTS = 7 };

static struct folder f;
static struct sat_tzdata tz = { .dir = -1 };
static const uint8_t seed[SAT_SEED_SIZE] = "seed of the harvest's own tests";

/* Files in an order that is not that of their ids. */
static int
set_up(void **state)
{
	(void)state;
	folder_init(&f);
	folder_copy(&f, "release.yaml", BASE "release.yaml");
	assert_true(sat_tzdata_open(NULL, &tz, NULL));
	for (unsigned i = 0; i < PARTIES; i++) {
		struct sat_wr y;
		char name[64];

		sat_wr_init(&y, 1 << 16);
		sat_wr_printf(&y,
		    "satchel: \"1\"\nparty: p%02u\nname: Party %u\n"
		    "timezone: UTC\ncontacts:\n",
		    i, i);
		for (unsigned k = 0; k < CONTACTS; k++)
			sat_wr_printf(&y,
			    "- {id: c%u, role: desk, kind: org,\n   name: "
			    "Desk, emails: [{address: c%u@p%u.example}]}\n",
			    k * 3 % CONTACTS, k, i);
		(void)snprintf(
		    name, sizeof(name), "parties/%u.yaml", i * 5 % PARTIES);
		folder_put(&f, name, y.p, y.len);
		sat_wr_free(&y);
	}
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	sat_tzdata_close(&tz);
	folder_free(&f);
	return 0;
}

static struct sat_source *
open_source(void)
{
	struct sat_diag d = { 0 };
	struct satchel_err err = { 0 };
	struct sat_source *s = NULL;

	if (!sat_source_open(f.path, &tz, &d, &s, &err))
		fail_msg("%s", err.msg);
	assert_int_equal(d.n, 0);
	return s;
}

/* The hash, the line and the terms are what this record has. */
static void
expect_good(const struct sat_harvested *r, bool terms)
{
	struct sat_arena a = { 0 };
	struct satchel_err err = { 0 };
	uint8_t salt[SAT_SALT_SIZE];
	struct sat_rd bare = r->line;
	struct sat_node v;
	struct sat_hash h;
	struct sat_wr w;

	assert_int_equal(r->line.p[r->line.n - 1], '\n');
	bare.n--;
	if (!sat_json_read(&bare, &a, &v, &err))
		fail_msg("%s", err.msg);
	assert_true(sat_rd_is(&r->id, sat_node_str(&v, "id")));
	sat_record_salt(seed, r->id.p, r->id.n, salt);
	sat_record_leaf(salt, bare.p, bare.n, &h);
	assert_true(sat_hash_eq(&h, &r->leaf));
	sat_wr_init(&w, 1 << 16);
	if (terms && r->id.p[0] == 'p')
		assert_true(sat_terms_write(&v,
		    memchr(r->id.p, '/', r->id.n) != NULL ? SATCHEL_CONTACT
							  : SATCHEL_PARTY,
		    &w, &err));
	assert_true(sat_rd_eq(&r->terms, w.p, w.len));
	sat_wr_free(&w);
	sat_arena_free(&a);
}

/* "p00 p00/c0 ... zone:UTC" */
static void
expect_all(struct sat_harvest *h, bool terms)
{
	struct satchel_err err = { 0 };
	struct sat_harvested r;
	char id[32];
	bool more;

	for (unsigned i = 0; i < PARTIES * (1 + CONTACTS); i++) {
		unsigned k = i % (1 + CONTACTS);

		(void)snprintf(id, sizeof(id), "p%02u/c%u", i / (1 + CONTACTS),
		    k == 0 ? 0 : k - 1);
		if (k == 0)
			id[3] = '\0';
		assert_true(sat_harvest_next(h, &r, &more, &err));
		assert_true(more);
		assert_true(sat_rd_is(&r.id, id));
		expect_good(&r, terms);
	}
	assert_true(sat_harvest_next(h, &r, &more, &err));
	assert_true(more);
	assert_true(sat_rd_is(&r.id, "zone:UTC"));
	expect_good(&r, terms);
	assert_true(sat_harvest_next(h, &r, &more, &err));
	assert_false(more);
}

static void
records_come_in_order_with_what_was_made_of_them(void **state)
{
	static const unsigned threads[] = { 0, 1, 2, 5, 1000 };
	static const char zone[] = "{\"id\":\"zone:UTC\"}";

	(void)state;
	for (size_t i = 0; i < COUNT(threads); i++) {
		struct sat_harvest_opts o = { .path = f.path,
			.threads = threads[i],
			.seed = seed,
			.terms = i % 2 == 0 };
		struct sat_source *s = open_source();
		struct sat_harvest *h = NULL;
		struct satchel_err err = { 0 };
		struct sat_diag d = { 0 };
		uint64_t parties = 0, contacts = 0;

		assert_true(sat_harvest_new(&o, &h, &err));
		if (!sat_harvest_read(h, s, &d, &parties, &contacts, &err))
			fail_msg("%s", err.msg);
		assert_int_equal(parties, PARTIES);
		assert_int_equal(contacts, PARTIES * CONTACTS);
		assert_int_equal(d.errors, 0);
		assert_true(sat_harvest_add(
		    h, "zone:UTC", zone, sizeof(zone) - 1, &err));
		assert_true(sat_harvest_sort(h, &err));
		expect_all(h, o.terms);
		sat_harvest_free(h);
		sat_diag_free(&d);
		sat_source_close(s);
	}
}

/* Refuses the last of |left| calls. */
static bool
tick(void *ctx, size_t file, struct satchel_err *err)
{
	unsigned *left = ctx;

	assert_true(file < PARTIES);
	return --*left > 0 || sat_fail(err, SATCHEL_ECANCEL, "enough");
}

static void
it_stops_when_it_is_told_to(void **state)
{
	(void)state;
	for (unsigned n = 1; n <= PARTIES; n += 11) {
		unsigned left = n;
		struct sat_harvest_opts o = { .path = f.path,
			.threads = 3,
			.seed = seed,
			.tick = tick,
			.ctx = &left };
		struct sat_source *s = open_source();
		struct sat_harvest *h = NULL;
		struct satchel_err err = { 0 };
		struct sat_diag d = { 0 };
		uint64_t parties, contacts;

		assert_true(sat_harvest_new(&o, &h, &err));
		assert_false(
		    sat_harvest_read(h, s, &d, &parties, &contacts, &err));
		assert_int_equal(err.code, SATCHEL_ECANCEL);
		assert_int_equal(left, 0);
		sat_harvest_free(h);
		sat_diag_free(&d);
		sat_source_close(s);
	}
	sat_harvest_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    records_come_in_order_with_what_was_made_of_them),
		cmocka_unit_test(it_stops_when_it_is_told_to),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
