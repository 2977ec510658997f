#include "folder.h"

#include <pthread.h>

#include "file.h"

#define BASE "testdata/check/base/"

/* ---- helpers ------------------------------------------------------------------ */

/* What |each| was given: lines, with LF, in the order they came. */
struct made {
	struct sat_wr lines;
	size_t n, stop_at; /* fails at that one, from 1; 0: never */
};

static bool
take(void *ctx, const struct sat_made *m, struct satchel_err *err)
{
	struct made *t = ctx;

	if (++t->n == t->stop_at)
		return sat_fail(err, SATCHEL_ECANCEL, "stopped");
	assert_string_equal(sat_node_str(&m->node, "id"), m->id);
	sat_wr_put(&t->lines, m->json, m->json_len);
	sat_wr_u8(&t->lines, '\n');
	return true;
}

/* A folder of profile open with these party files (name, text, ... NULL). */
static void
open_folder(struct folder *f, const char *const *files)
{
	folder_init(f);
	folder_copy(f, "release.yaml", BASE "release.yaml");
	for (; *files != NULL; files += 2)
		folder_text(f, files[0], files[1]);
}

static void
party(char *out, size_t size, const char *id, const char *number,
    const char *address)
{
	(void)snprintf(out, size,
	    "satchel: \"1\"\nparty: %s\nname: %s\ntimezone: Europe/Riga\n"
	    "contacts:\n"
	    "- {id: desk, role: r, kind: org, name: Desk, timezone: UTC,\n"
	    "   phones: [{number: \"%s\"}], emails: [{address: %s}]}\n",
	    id, id, number, address);
}

/* "file:line:col rule" a line. */
static const char *
places(const struct sat_diag *d, struct sat_wr *w)
{
	sat_wr_init(w, 1 << 20);
	for (size_t i = 0; i < d->n; i++)
		sat_wr_printf(w, "%s:%u:%u %s\n", d->list[i].file,
		    d->list[i].line, d->list[i].col, d->list[i].rule);
	return text(w);
}

static void
findings_are(const struct folder *f, const char *want)
{
	struct sat_diag d = { 0 };
	struct satchel_err err;
	struct sat_wr w;

	if (!check_path(f->path, &d, NULL, NULL, &err))
		fail_msg("%s: %s", err.file, err.msg);
	assert_string_equal(places(&d, &w), want);
	sat_wr_free(&w);
	sat_diag_free(&d);
}

/* ---- the folder ---------------------------------------------------------------- */

static void
a_folder_without_release_yaml_is_none(void **state)
{
	struct sat_diag d = { 0 };
	struct satchel_err err = { 0 };
	struct folder f;

	(void)state;
	folder_init(&f);
	folder_copy(&f, "parties/party.yaml", BASE "party.yaml");
	assert_false(check_path(f.path, &d, NULL, NULL, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
	assert_string_equal(err.file, f.path);
	assert_non_null(strstr(err.msg, "release.yaml"));
	assert_non_null(strstr(err.hint, "parties"));
	folder_free(&f);
	assert_false(check_path(f.path, &d, NULL, NULL, &err));
	assert_int_equal(err.code, SATCHEL_EIO);
	assert_false(check_path(BASE "party.yaml", &d, NULL, NULL, &err));
	sat_diag_free(&d);
}

static void
a_directory_without_a_party_is_an_error(void **state)
{
	static const char *const none[] = { NULL };
	static const char *const others[] = { "parties/a.yml",
		"satchel: \"1\"\n", "parties/empty.yaml", "# nobody\n",
		"party.yaml", "a: b\n", NULL };
	struct folder f;

	(void)state;
	open_folder(&f, none);
	findings_are(&f, "release.yaml:1:1 no-party\n");
	folder_free(&f);
	open_folder(&f, others);
	findings_are(&f, "release.yaml:1:1 no-party\n");
	folder_free(&f);
}

static void
an_open_directory_has_no_custody_folder(void **state)
{
	static const char *const files[] = { "custody/XTR.yaml", "not: read\n",
		NULL };
	struct folder f;

	(void)state;
	open_folder(&f, files);
	folder_copy(&f, "parties/party.yaml", BASE "party.yaml");
	findings_are(&f, "release.yaml:4:10 custody-open\n");
	folder_free(&f);
}

static void
a_file_that_is_too_large_is_not_read(void **state)
{
	static const char *const files[] = { "parties/huge.yaml", "a: b\n",
		NULL };
	char path[128];
	struct folder f;

	(void)state;
	open_folder(&f, files);
	(void)snprintf(path, sizeof(path), "%s/parties/huge.yaml", f.path);
	assert_int_equal(truncate(path, 100 << 20), 0);
	findings_are(&f, "parties/huge.yaml:1:1 file-size\n");
	folder_free(&f);
}

static void
two_documents_in_release_yaml_are_one_too_many(void **state)
{
	struct folder f;
	size_t n;
	char *p = slurp(BASE "release.yaml", &n), two[1024];

	(void)state;
	folder_init(&f);
	(void)snprintf(two, sizeof(two), "%s---\na: b\n", p);
	free(p);
	folder_text(&f, "release.yaml", two);
	folder_copy(&f, "parties/party.yaml", BASE "party.yaml");
	findings_are(&f, "release.yaml:11:1 document-count\n");
	folder_text(&f, "release.yaml", "# nothing\n");
	findings_are(&f, "release.yaml:1:1 document-count\n");
	folder_text(&f, "release.yaml", "- a\n- list\n");
	findings_are(&f, "release.yaml:1:1 document\n");
	folder_free(&f);
}

/* ---- records ------------------------------------------------------------------- */

static void
records_come_with_the_day_a_ping_was_acknowledged(void **state)
{
	struct made m = { .n = 0 };
	struct sat_diag d = { 0 };
	struct satchel_err err;
	struct folder f;

	(void)state;
	sat_wr_init(&m.lines, 1 << 20);
	folder_init(&f);
	folder_copy(&f, "release.yaml", BASE "release-poc.yaml");
	folder_copy(&f, "parties/XTR.yaml", BASE "XTR.yaml");
	folder_copy(
	    &f, "custody/XTR.yaml", "testdata/check/custody-no-ping.yaml");
	assert_true(check_path(f.path, &d, take, &m, &err));
	folder_free(&f);
	assert_int_equal(m.n, 3);
	assert_int_equal(d.n, 1);
	text(&m.lines);
	assert_true(strncmp((char *)m.lines.p, "{\"id\":\"XTR\",", 12) == 0);
	/* dip-1 in a recent round; tech-1 long ago, and a warning says so */
	assert_non_null(strstr((char *)m.lines.p,
	    "\"yes\"}],\"languages\":[\"en\",\"ne\"],\"timezone\":"
	    "\"Asia/Kathmandu\",\"hours\":[\"Su-Th 09:00-17:00\"],"
	    "\"confirmed\":\"2026-04-06\"}\n{\"id\":\"XTR/tech-1\""));
	assert_non_null(
	    strstr((char *)m.lines.p, "\"confirmed\":\"2025-10-06\"}\n"));
	sat_wr_free(&m.lines);
	sat_diag_free(&d);
}

static void
a_document_with_an_error_gives_no_record(void **state)
{
	static const char *const files[] = { "parties/a.yaml",
		"satchel: \"1\"\nparty: a\nname: A\ncontacts:\n"
		"- {id: d, role: r, kind: org, name: D, phones: [{number: "
		"1}]}\n"
		"---\nsatchel: \"1\"\nparty: b\nname: B\ncontacts:\n"
		"- {id: d, role: r, kind: org, name: D, note: \"\",\n"
		"   phones: [{number: +9991555}]}\n",
		NULL };
	struct made m = { .n = 0 };
	struct sat_diag d = { 0 };
	struct satchel_err err;
	struct folder f;

	(void)state;
	sat_wr_init(&m.lines, 1 << 20);
	open_folder(&f, files);
	assert_true(check_path(f.path, &d, take, &m, &err));
	assert_int_equal(d.errors, 1);
	assert_int_equal(d.warnings, 1);
	assert_string_equal(text(&m.lines),
	    "{\"id\":\"b\",\"name\":{\"und\":\"B\"}}\n"
	    "{\"id\":\"b/d\",\"party\":[\"B\"],\"role\":\"r\",\"kind\":\"org\","
	    "\"name\":\"D\",\"phones\":[{\"number\":\"+9991555\"}]}\n");
	m.n = 0;
	m.stop_at = 2;
	assert_false(check_path(f.path, &d, take, &m, &err));
	assert_int_equal(err.code, SATCHEL_ECANCEL);
	/* nothing is made for a release that nobody could build */
	folder_text(&f, "release.yaml", "satchel: \"1\"\n");
	m.n = 0;
	assert_true(check_path(f.path, &d, take, &m, &err));
	assert_int_equal(m.n, 0);
	folder_free(&f);
	sat_wr_free(&m.lines);
	sat_diag_free(&d);
}

static void
a_record_has_at_most_64_kib(void **state)
{
	static const char head[] =
	    "satchel: \"1\"\nparty: a\nname: A\n"
	    "contacts:\n- id: d\n  role: r\n  kind: org\n  name: D\n"
	    "  phones: [{number: +9991555}]\n  x-lab-a: [";
	static char big[200000];
	size_t n = (size_t)snprintf(big, sizeof(big), "%s", head);
	struct folder f;
	const char *const files[] = { "parties/a.yaml", big, NULL };

	(void)state;
	for (int k = 0; k < 3; k++) {
		if (k > 0)
			n += (size_t)snprintf(big + n, sizeof(big) - n,
			    "]\n  x-lab-%c: [", 'a' + k);
		for (int i = 0; i < 32; i++) {
			n += (size_t)snprintf(
			    big + n, sizeof(big) - n, i > 0 ? ", " : "");
			memset(big + n, 'x', 1000);
			n += 1000;
		}
	}
	(void)snprintf(big + n, sizeof(big) - n, "]\n");
	open_folder(&f, files);
	findings_are(&f, "parties/a.yaml:5:3 record-size\n");
	folder_free(&f);
}

/* ---- across files ----------------------------------------------------------------- */

static void
what_two_parties_share_is_found_at_the_later_one(void **state)
{
	char a[512], b[512], c[512];
	const char *const files[] = { "parties/a.yaml", a, "parties/b/b.yaml",
		b, "parties/c.yaml", c, NULL };
	struct folder f;

	(void)state;
	party(a, sizeof(a), "one", "+999 1 555 01", "desk@one.example");
	party(b, sizeof(b), "two", "+999-1-555-01", "other@one.example");
	party(c, sizeof(c), "one", "+999 1 555 02", "DESK@one.example");
	open_folder(&f, files);
	findings_are(&f, "parties/b/b.yaml:7:22 phone-same\n"
			 "parties/c.yaml:2:8 party-twice\n"
			 "parties/c.yaml:7:60 email-same\n");
	folder_free(&f);
}

enum { MANY = 24, THREADS = 4 };

struct work {
	struct sat_source *s;
	size_t first;
	struct sat_diag d;
	bool ok;
};

static void *
run(void *p)
{
	struct work *w = p;
	struct satchel_err err;

	w->ok = true;
	for (size_t i = w->first; i < MANY; i += THREADS) /* from the end */
		w->ok = w->ok && sat_source_file(w->s, MANY - 1 - i, &w->d,
				     NULL, NULL, &err);
	return NULL;
}

static void
threads_in_any_order_find_the_same(void **state)
{
	struct sat_diag one = { 0 }, all = { 0 };
	struct work w[THREADS] = { 0 };
	pthread_t t[THREADS];
	struct sat_tzdata tz;
	struct sat_source *s;
	struct satchel_err err;
	const char *const *zones;
	struct sat_wr a, b;
	struct folder f;
	size_t n;

	(void)state;
	folder_init(&f);
	folder_copy(&f, "release.yaml", BASE "release.yaml");
	for (int i = 0; i < MANY; i++) {
		char name[32], yaml[512], id[16], number[32];

		(void)snprintf(name, sizeof(name), "parties/%02d.yaml", i);
		(void)snprintf(id, sizeof(id), "p%d", i % 20);
		(void)snprintf(
		    number, sizeof(number), "+999155%d", 500 + i % 7);
		party(yaml, sizeof(yaml), id, number, "desk@lab.example");
		folder_text(&f, name, yaml);
	}
	assert_true(check_path(f.path, &one, NULL, NULL, &err));
	assert_true(one.n > 2 * MANY - 10);
	assert_true(sat_tzdata_open(NULL, &tz, &err));
	assert_true(sat_source_open(f.path, &tz, &all, &s, &err));
	assert_int_equal(sat_source_files(s), MANY);
	assert_true(sat_source_bytes(s) > 100 * MANY);
	for (size_t i = 0; i < THREADS; i++) {
		w[i].s = s;
		w[i].first = i;
		assert_int_equal(pthread_create(&t[i], NULL, run, &w[i]), 0);
	}
	for (size_t i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(t[i], NULL), 0);
		assert_true(w[i].ok);
		sat_diag_merge(&all, &w[i].d);
		sat_diag_free(&w[i].d);
	}
	assert_true(sat_source_finish(s, &all, &err));
	sat_diag_sort(&all);
	assert_string_equal(places(&all, &a), places(&one, &b));
	assert_true(sat_source_zones(s, &zones, &n, &err));
	assert_int_equal(n, 2);
	assert_string_equal(zones[0], "Europe/Riga");
	assert_string_equal(zones[1], "UTC");
	sat_source_close(s);
	sat_tzdata_close(&tz);
	folder_free(&f);
	sat_wr_free(&a);
	sat_wr_free(&b);
	sat_diag_free(&one);
	sat_diag_free(&all);
}

static void
ten_thousand_errors_are_all_found(void **state)
{
	struct sat_diag d = { 0 };
	struct satchel_err err;
	struct folder f;
	struct sat_wr w;

	(void)state;
	sat_wr_init(&w, 8 << 20);
	for (int i = 0; i < 10000; i++)
		sat_wr_printf(&w,
		    "%ssatchel: \"1\"\nparty: p%d\nname: P\n"
		    "contacts: [{id: d, role: r, kind: org, name: D, "
		    "phones: [{number: \"12%05d\"}]}]\n",
		    i > 0 ? "---\n" : "", i, i);
	folder_init(&f);
	folder_copy(&f, "release.yaml", BASE "release.yaml");
	folder_put(&f, "parties/all.yaml", w.p, w.len);
	assert_true(check_path(f.path, &d, NULL, NULL, &err));
	folder_free(&f);
	assert_int_equal(d.errors, 10000);
	for (size_t i = 1; i < d.n; i++)
		assert_true(d.list[i - 1].line < d.list[i].line);
	sat_wr_free(&w);
	sat_diag_free(&d);
}

static void
what_release_yaml_says_is_read(void **state)
{
	struct sat_diag d = { 0 };
	const struct sat_release_yaml *r;
	struct sat_tzdata tz;
	struct sat_source *s;
	struct satchel_err err;
	struct folder f;

	(void)state;
	folder_init(&f);
	folder_copy(&f, "release.yaml", BASE "release-poc.yaml");
	assert_true(sat_tzdata_open(NULL, &tz, &err));
	assert_true(sat_source_open(f.path, &tz, &d, &s, &err));
	r = sat_source_release(s);
	assert_non_null(r);
	assert_string_equal(
	    r->directory, "lab.example/points-of-contact/exercise");
	assert_string_equal(r->title, "Points of contact, exercise");
	assert_true(r->global_poc && r->exercise && !r->observers);
	assert_int_equal(r->release, 1);
	assert_int_equal(r->issued, 1793491200);
	assert_int_equal(r->next_by, 1801440000);
	assert_int_equal(r->expires, 1811808000);
	sat_source_close(s);
	folder_text(&f, "release.yaml", "profile: open\n");
	assert_true(sat_source_open(f.path, &tz, &d, &s, &err));
	assert_null(sat_source_release(s));
	sat_source_close(s);
	sat_source_close(NULL);
	sat_tzdata_close(&tz);
	folder_free(&f);
	sat_diag_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_folder_without_release_yaml_is_none),
		cmocka_unit_test(a_directory_without_a_party_is_an_error),
		cmocka_unit_test(an_open_directory_has_no_custody_folder),
		cmocka_unit_test(a_file_that_is_too_large_is_not_read),
		cmocka_unit_test(
		    two_documents_in_release_yaml_are_one_too_many),
		cmocka_unit_test(
		    records_come_with_the_day_a_ping_was_acknowledged),
		cmocka_unit_test(a_document_with_an_error_gives_no_record),
		cmocka_unit_test(a_record_has_at_most_64_kib),
		cmocka_unit_test(
		    what_two_parties_share_is_found_at_the_later_one),
		cmocka_unit_test(threads_in_any_order_find_the_same),
		cmocka_unit_test(ten_thousand_errors_are_all_found),
		cmocka_unit_test(what_release_yaml_says_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
