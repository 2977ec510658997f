#include "folder.h"

#include <dirent.h>

#include "rules.h"

/* ---- testdata/check: X.yaml and the findings in X.out --------------------- */

#define EXAMPLES "testdata/check/"

static bool
begins(const char *s, const char *word)
{
	return strncmp(s, word, strlen(word)) == 0;
}

/* An example of the name release-*, custody-* or poc-* stands where such a
 * file belongs, any other below parties; sound files stand round it. */
static void
lay_out(const struct folder *f, const char *name, const char *path)
{
	char place[128];
	bool poc = true;

	if (begins(name, "release-")) {
		poc = begins(name, "release-live");
		folder_copy(f, "release.yaml", path);
		folder_copy(f, poc ? "parties/XTR.yaml" : "parties/party.yaml",
		    poc ? EXAMPLES "base/XTR.yaml"
			: EXAMPLES "base/party.yaml");
		return;
	}
	if (begins(name, "custody-")) {
		folder_copy(f, "custody/XTR.yaml", path);
		folder_copy(f, "parties/XTR.yaml", EXAMPLES "base/XTR.yaml");
	} else if (begins(name, "poc-")) {
		size_t n;
		char *text = slurp(path, &n), *state = strstr(text, "state: ");

		assert_non_null(state);
		(void)snprintf(place, sizeof(place), "parties/%.3s.yaml",
		    strcmp(name, "poc-file-name") == 0 ? "XTR" : state + 7);
		folder_copy(f, place, path);
		free(text);
	} else {
		(void)snprintf(place, sizeof(place), "parties/%s.yaml", name);
		folder_copy(f, place, path);
		poc = false;
	}
	folder_copy(f, "release.yaml",
	    poc ? EXAMPLES "base/release-poc.yaml"
		: EXAMPLES "base/release.yaml");
}

/* Marks the rules of |d| that were broken. */
static void
mark_rules(const struct sat_diag *d, bool *broken)
{
	for (size_t i = 0; i < d->n; i++)
		for (size_t k = 0; k < sat_rule_count(); k++)
			if (strcmp(sat_rule((enum sat_rule_id)k)->id,
				d->list[i].rule) == 0)
				broken[k] = true;
}

/* Writes (VERSION) for the version of this machine's time zone data. */
static void
hide_version(struct sat_wr *w)
{
	static const char before[] = "time zone data (";
	struct sat_rd r = sat_wr_rd(w), skip = r;
	struct sat_wr out;

	sat_wr_init(&out, 1 << 20);
	while (!sat_rd_end(&r)) {
		bool here = sat_rd_word(&r, before);

		if (here) {
			sat_wr_str(&out, before);
			sat_wr_str(&out, "VERSION");
			while (!sat_rd_begins(&r, ")"))
				assert_true(sat_rd_take(&r, 1, &skip));
		}
		assert_true(sat_rd_take(&r, 1, &skip));
		sat_wr_put(&out, skip.p, 1);
	}
	sat_wr_free(w);
	*w = out;
}

/* True if the findings are those of |name|.out. */
static bool
example_holds(const char *name, bool *broken)
{
	char path[128], out[128];
	struct sat_diag d = { 0 };
	struct satchel_err err;
	struct folder f;
	struct sat_wr w;
	char *want;
	size_t n = 0;
	bool same;

	(void)snprintf(path, sizeof(path), EXAMPLES "%s.yaml", name);
	(void)snprintf(out, sizeof(out), EXAMPLES "%s.out", name);
	folder_init(&f);
	lay_out(&f, name, path);
	assert_true(check_path(f.path, &d, NULL, NULL, &err));
	folder_free(&f);
	sat_wr_init(&w, 1 << 20);
	print_findings(&d, &w);
	hide_version(&w);
	assert_true(sat_wr_done(&w, "findings", &err));
	want = slurp(out, &n);
	same = want != NULL && n == w.len && memcmp(want, w.p, n) == 0;
	if (!same)
		print_error("%s is not what came out:\n%.*s\n", out, (int)w.len,
		    (const char *)w.p);
	mark_rules(&d, broken);
	free(want);
	sat_wr_free(&w);
	sat_diag_free(&d);
	return same;
}

/* What no small file can show is in source_test; no example names a provider
 * of free mail, of which iso_test knows some. */
static const enum sat_rule_id elsewhere[] = { SAT_RULE_FILE_SIZE,
	SAT_RULE_NO_PARTY, SAT_RULE_CUSTODY_OPEN, SAT_RULE_RECORD_SIZE,
	SAT_RULE_EMAIL_FREE };

static void
every_rule_has_an_example_and_says_what_it_should(void **state)
{
	bool broken[SAT_RULE_COUNT] = { false };
	DIR *dir = opendir(EXAMPLES);
	const struct dirent *e;
	int examples = 0, bad = 0;

	(void)state;
	assert_non_null(dir);
	while ((e = readdir(dir)) != NULL) {
		char name[64];
		size_t n = strlen(e->d_name);

		if (n < 6 || strcmp(e->d_name + n - 5, ".yaml") != 0)
			continue;
		(void)snprintf(
		    name, sizeof(name), "%.*s", (int)(n - 5), e->d_name);
		examples++;
		bad += !example_holds(name, broken);
	}
	(void)closedir(dir);
	assert_true(examples >= 25);
	assert_int_equal(bad, 0);
	for (size_t i = 0; i < COUNT(elsewhere); i++)
		broken[elsewhere[i]] = true;
	for (size_t i = 0; i < sat_rule_count(); i++)
		if (!broken[i]) {
			print_error("no example breaks the rule %s\n",
			    sat_rule((enum sat_rule_id)i)->id);
			bad++;
		}
	assert_int_equal(bad, 0);
}

/* ---- the collection of faulty files, one fault each ------------------------- */

static const char *
shared(void)
{
	const char *s = getenv("SATCHEL_SHARED");

	return s != NULL ? s : "../shared";
}

static void
copy_if(const struct folder *f, const char *place, const char *dir,
    const char *name)
{
	char path[512];

	if (strcmp(name, "-") == 0)
		return;
	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	folder_copy(f, place, path);
}

/* One row of expected.tsv: file, line, column, rule, severity, release,
 * party, place. */
static bool
row_holds(const char *dir, char *const col[8])
{
	const char *slash = strrchr(col[6], '/');
	char place[128], want[256] = "", got[256] = "";
	struct sat_diag d = { 0 };
	struct satchel_err err;
	struct folder f;
	bool valid = strcmp(col[4], "valid") == 0, same;

	folder_init(&f);
	(void)snprintf(place, sizeof(place), "%s/parties/x", f.path);
	make_dirs(place);
	copy_if(&f, "release.yaml", dir, col[5]);
	(void)snprintf(place, sizeof(place), "parties/%s",
	    slash == NULL ? col[6] : slash + 1);
	copy_if(&f, place, dir, col[6]);
	copy_if(&f, col[7], dir, col[0]);
	assert_true(check_path(f.path, &d, NULL, NULL, &err));
	folder_free(&f);
	if (!valid)
		(void)snprintf(want, sizeof(want), "%s:%s:%s %s", col[7],
		    col[1], col[2], col[4]);
	if (d.n > 0)
		(void)snprintf(got, sizeof(got), "%s:%u:%u %c", d.list[0].file,
		    d.list[0].line, d.list[0].col,
		    d.list[0].warning ? 'W' : 'E');
	same = d.n == !valid && strcmp(want, got) == 0;
	if (!same)
		print_error("%s (%s): wanted %s, got %zu: %s %s\n", col[0],
		    col[3], want, d.n, got, d.n > 0 ? d.list[0].message : "");
	sat_diag_free(&d);
	return same;
}

static void
each_fault_is_found_where_it_is_and_nothing_else(void **state)
{
	char dir[256], path[512];
	char *text, *line, *rest = NULL;
	int rows = 0, bad = 0;
	size_t n;

	(void)state;
	(void)snprintf(dir, sizeof(dir), "%s/data/dirty", shared());
	(void)snprintf(path, sizeof(path), "%s/expected.tsv", dir);
	text = slurp(path, &n);
	if (text == NULL)
		skip();
	for (line = strtok_r(text, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		char *col[8], *tab = NULL;
		size_t k = 0;

		for (char *p = strtok_r(line, "\t", &tab); p != NULL && k < 8;
		     p = strtok_r(NULL, "\t", &tab))
			col[k++] = p;
		if (k != 8 || strcmp(col[0], "file") == 0)
			continue;
		rows++;
		bad += !row_holds(dir, col);
	}
	free(text);
	assert_true(rows > 300);
	assert_int_equal(bad, 0);
}

/* ---- people's own data ---------------------------------------------------------- */

static void
real_directories_have_no_error_and_the_warnings_that_were_counted(void **state)
{
	static const struct {
		const char *set;
		size_t warnings;
	} sets[] = {
		{ "congress-legislators", 4 },
		{ "foia", 8 },
		{ "publicbodies", 135 + 27 + 49 + 32 },
		{ "diodb", 257 + 5 },
		{ "embassies", 48 },
		{ "csirt", 9 + 5 + 3 },
	};
	char path[512];

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/data/real", shared());
	if (access(path, R_OK) != 0)
		skip();
	for (size_t i = 0; i < COUNT(sets); i++) {
		struct sat_diag d = { 0 };
		struct satchel_err err;

		(void)snprintf(path, sizeof(path), "%s/data/real/%s", shared(),
		    sets[i].set);
		assert_true(check_path(path, &d, NULL, NULL, &err));
		assert_int_equal(d.errors, 0);
		assert_int_equal(d.warnings, sets[i].warnings);
		sat_diag_free(&d);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_rule_has_an_example_and_says_what_it_should),
		cmocka_unit_test(
		    each_fault_is_found_where_it_is_and_nothing_else),
		cmocka_unit_test(
		    real_directories_have_no_error_and_the_warnings_that_were_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
