#include "bundle.h"

#include "forge.h"

static void
what_is_written_is_what_is_read(void **unused)
{
	struct forge f;
	struct sat_bundle b;

	(void)unused;
	forge_open(&f);
	forge_bundle(&f);
	assert_true(sat_bundle_open(SAT_CWD, f.path, &b, NULL));
	assert_true(sat_rd_eq(&b.member[SAT_STATEMENT], f.note.p, f.note.len));
	assert_true(sat_rd_eq(&b.member[SAT_ROOTS], f.roots.p, f.roots.len));
	assert_int_equal(b.member[SAT_HISTORY].n, 0);
	assert_int_equal(b.payload_len, f.payload.len);
	assert_int_equal(
	    b.payload_off, sat_bundle_payload_off(&b.member[SAT_STATEMENT],
			       &b.member[SAT_ROOTS], &b.member[SAT_HISTORY]));
	assert_true(sat_bundle_end(&b, NULL));
	sat_bundle_close(&b);
	forge_close(&f);
}

/* Opens f->path and says whether the archive is canonical, to its end. */
static bool
canonical(const struct forge *f, struct satchel_err *err)
{
	struct sat_bundle b;
	bool ok = sat_bundle_open(SAT_CWD, f->path, &b, err);

	if (!ok)
		return false;
	ok = sat_bundle_end(&b, err);
	sat_bundle_close(&b);
	return ok;
}

static void
put(const char *path, const uint8_t *p, size_t n)
{
	FILE *out = fopen(path, "wb");

	assert_non_null(out);
	assert_int_equal(fwrite(p, 1, n, out), n);
	fclose(out);
}

static void
no_shorter_and_no_longer_file_is_canonical(void **unused)
{
	struct satchel_err err = { 0 };
	struct forge f;
	uint8_t *p = NULL;
	size_t n = 0;

	(void)unused;
	forge_open(&f);
	forge_bundle(&f);
	assert_true(sat_file_load(SAT_CWD, f.path, 1 << 20, &p, &n, NULL));
	for (size_t cut = 0; cut < n; cut += 512) {
		put(f.path, p, cut);
		assert_false(canonical(&f, &err));
		assert_int_equal(err.code, SATCHEL_EFORMAT);
	}
	put(f.path, p, n - 1);
	assert_false(canonical(&f, &err));
	put(f.path, p, n); /* sat_file_load ends in a NUL that is not counted */
	assert_true(canonical(&f, &err));
	put(f.path, p, n + 1);
	assert_false(canonical(&f, &err));
	free(p);
	forge_close(&f);
}

static void
every_byte_outside_the_members_is_fixed(void **unused)
{
	struct satchel_err err = { 0 };
	struct sat_bundle b;
	struct forge f;
	uint8_t *p = NULL;
	size_t n = 0, fixed = 0;

	(void)unused;
	forge_open(&f);
	forge_bundle(&f);
	assert_true(sat_file_load(SAT_CWD, f.path, 1 << 20, &p, &n, NULL));
	assert_true(sat_bundle_open(SAT_CWD, f.path, &b, NULL));
	for (size_t i = 0; i < n; i++) {
		bool inside =
		    i >= b.payload_off && i < b.payload_off + b.payload_len;

		for (int m = 0; m < SAT_PAYLOAD; m++)
			inside =
			    inside || (i >= b.member[m].off &&
					  i < b.member[m].off + b.member[m].n);
		if (inside)
			continue;
		fixed++;
		p[i] ^= 0x01;
		put(f.path, p, n);
		assert_false(canonical(&f, &err));
		assert_int_equal(err.code, SATCHEL_EFORMAT);
		p[i] ^= 0x01;
	}
	assert_true(fixed >= 4 * 512 + 1024);
	sat_bundle_close(&b);
	free(p);
	forge_close(&f);
}

static void
only_a_regular_file_is_opened(void **unused)
{
	static const char *const path[] = { "/tmp", "/dev/zero", "/dev/null",
		"/tmp/satchel-no-such-file" };
	struct satchel_err err = { 0 };
	struct sat_bundle b;
	char link[] = "/tmp/satchel-link-XXXXXX";

	(void)unused;
	for (size_t i = 0; i < COUNT(path); i++) {
		assert_false(sat_bundle_open(SAT_CWD, path[i], &b, &err));
		assert_int_equal(err.code, SATCHEL_EIO);
	}
	assert_true(mkstemp(link) >= 0);
	assert_int_equal(unlink(link), 0);
	assert_int_equal(symlink("/etc/passwd", link), 0);
	assert_false(sat_bundle_open(SAT_CWD, link, &b, &err));
	assert_int_equal(err.code, SATCHEL_EIO);
	assert_non_null(strstr(err.msg, "symbolic link"));
	unlink(link);
	assert_int_equal(mkfifo(link, 0600), 0);
	assert_false(sat_bundle_open(SAT_CWD, link, &b, &err));
	unlink(link);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_what_is_read),
		cmocka_unit_test(no_shorter_and_no_longer_file_is_canonical),
		cmocka_unit_test(every_byte_outside_the_members_is_fixed),
		cmocka_unit_test(only_a_regular_file_is_opened),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
