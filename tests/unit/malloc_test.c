/* malloc_test: build, install, open and find with the nth allocation refused,
 * for every n: an error and no leak, or the right answer. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "satchel_build.h"
#include "unit.h"

void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t n);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t n);

static long countdown = -1; /* refuses the call that finds 0 */

static bool
refused(void)
{
	return countdown >= 0 && countdown-- == 0;
}

void *
__wrap_malloc(size_t n)
{
	return refused() ? NULL : __real_malloc(n);
}

void *
__wrap_calloc(size_t n, size_t size)
{
	return refused() ? NULL : __real_calloc(n, size);
}

void *
__wrap_realloc(void *p, size_t n)
{
	return refused() ? NULL : __real_realloc(p, n);
}

static char dir[64]; /* of everything here */
static char path_source[96], path_roots[96], path_out[96], path_home[96];

static void
put(const char *name, const char *text)
{
	char path[160];
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	fclose(f);
}

static void
place(char *out, const char *name)
{
	(void)snprintf(out, 96, "%s/%s", dir, name);
}

static void
make_sources(void)
{
	char path[96];

	place(path_source, "source");
	assert_int_equal(mkdir(path_source, 0700), 0);
	place(path, "source/parties");
	assert_int_equal(mkdir(path, 0700), 0);
	put("source/release.yaml",
	    "satchel: \"1\"\ndirectory: memory.example/contacts\n"
	    "title: Memory\nprofile: open\nrelease: 1\n"
	    "issued: \"2026-11-02T00:00:00Z\"\n"
	    "next_by: \"2027-02-01T00:00:00Z\"\n"
	    "expires: \"2027-06-01T00:00:00Z\"\nedition: live\n");
	put("source/parties/a.yaml",
	    "satchel: \"1\"\nparty: north\nname: Northern Desk\n"
	    "timezone: UTC\ncontacts:\n"
	    "  - id: duty\n    role: desk\n    kind: org\n"
	    "    name: Duty Room\n"
	    "    phones: [{number: \"+999 1 555 0100\"}]\n"
	    "    emails: [{address: duty@north.example}]\n"
	    "    note: Ring twice.\n");
}

static void
make_roots(void)
{
	static const char *const names[] = { "memory.example/root",
		"memory.example/officer" };
	char pub[2][96], key[2][96], vkey[256];
	const char *root[1] = { pub[0] }, *officer[1] = { pub[1] };
	struct satchel_root_new n = { .directory = "memory.example/contacts",
		.issued = 1793491200,
		.expires = 1951171200,
		.root_threshold = 1,
		.release_threshold = 1,
		.root_key_files = root,
		.root_keys = 1,
		.release_key_files = officer,
		.release_keys = 1,
		.minimum_release = 1 };

	for (size_t i = 0; i < 2; i++) {
		assert_true(satchel_keygen(
		    names[i], dir, NULL, vkey, sizeof(vkey), NULL));
		(void)snprintf(pub[i], sizeof(pub[i]),
		    "%s/memory.example_%s.pub", dir,
		    i == 0 ? "root" : "officer");
		(void)snprintf(key[i], sizeof(key[i]),
		    "%s/memory.example_%s.key", dir,
		    i == 0 ? "root" : "officer");
	}
	place(path_roots, "x.roots");
	assert_true(satchel_root_new(path_roots, &n, NULL));
	assert_true(satchel_root_sign(path_roots, key[0], NULL, NULL));
}

/* Pins the root and signs the bundle path_out as an officer would. */
static void
pin_and_sign(void)
{
	struct satchel_check_opts o = { .now = 1793664000 };
	char key[96], signer[SATCHEL_NAME_MAX];
	struct satchel_root *roots = NULL;
	struct satchel_signing *s = NULL;
	struct satchel_release r, old;
	struct satchel_home *home = NULL;
	struct satchel_pin pin;
	size_t n = 0;

	place(path_home, "home");
	place(key, "memory.example_officer.key");
	assert_true(satchel_root_show(path_roots, &roots, &n, NULL));
	assert_true(satchel_home_open(path_home, &home, NULL));
	assert_true(satchel_pin(
	    home, path_roots, roots[0].fingerprint, false, &pin, NULL));
	assert_true(satchel_sign_open(home, path_out, &o, &s, &r, &old, NULL));
	assert_true(
	    satchel_sign_finish(s, key, NULL, NULL, NULL, signer, NULL));
	satchel_sign_close(s);
	satchel_home_close(home);
	free(roots);
}

static bool
build(struct satchel_err *err)
{
	struct satchel_build_opts o = {
		.source = path_source, .roots = path_roots, .out = path_out
	};
	struct satchel_build_report rep;
	bool ok;

	ok = satchel_build(&o, &rep, err);
	satchel_findings_free(&rep.findings);
	return ok;
}

/* Runs |f| with the nth allocation refused until it works; says how many
 * there were. */
static long
refuse_each(bool (*f)(struct satchel_err *err))
{
	for (long n = 0;; n++) {
		struct satchel_err err = { 0 };
		bool ok;

		countdown = n;
		ok = f(&err);
		if (countdown >= 0) { /* never reached: all were granted */
			countdown = -1;
			assert_true(ok);
			return n;
		}
		countdown = -1;
		if (!ok && err.code != SATCHEL_ENOMEM &&
		    err.code != SATCHEL_EIO)
			fail_msg("allocation %ld: code %d: %s: %s", n,
			    (int)err.code, err.file, err.msg);
		assert_true(n < 100000);
	}
}

static bool
build_anew(struct satchel_err *err)
{
	bool ok;

	(void)unlink(path_out);
	ok = build(err);
	if (!ok)
		assert_int_not_equal(access(path_out, F_OK), 0);
	return ok;
}

static void
a_build_without_memory_leaves_nothing(void **unused)
{
	(void)unused;
	assert_true(refuse_each(build_anew) > 20);
	assert_int_equal(access(path_out, F_OK), 0);
}

static bool
install(struct satchel_err *err)
{
	struct satchel_check_opts o = { .now = 1793664000 };
	struct satchel_home *home = NULL;
	struct satchel_release r;
	bool ok, news;

	if (!satchel_home_open(path_home, &home, err))
		return false;
	ok = satchel_install(home, path_out, &o, &r, &news, err);
	satchel_home_close(home);
	return ok;
}

static void
an_install_without_memory_is_refused(void **unused)
{
	(void)unused;
	pin_and_sign();
	assert_true(refuse_each(install) > 20);
}

static bool
find(struct satchel_err *err)
{
	static const char *const words[] = { "duti", "phone:0100" };
	struct satchel_check_opts o = { .now = 1793664000 };
	struct satchel_home *home = NULL;
	struct satchel *s = NULL;
	struct satchel_hits hits;
	bool ok;

	if (!satchel_home_open(path_home, &home, err))
		return false;
	ok = satchel_open(home, NULL, &o, &s, err) &&
	     satchel_find(s, words, COUNT(words), 20, &hits, err);
	if (ok) {
		assert_int_equal(hits.n, 1);
		assert_string_equal(hits.hit[0].record.id, "north/duty");
	}
	satchel_close(s);
	satchel_home_close(home);
	return ok;
}

static void
a_look_up_without_memory_never_lies(void **unused)
{
	(void)unused;
	assert_true(refuse_each(find) > 5);
}

static int
set_up(void **unused)
{
	(void)unused;
	strcpy(dir, "/tmp/satchel-memory-XXXXXX");
	assert_non_null(mkdtemp(dir));
	place(path_out, "out.satchel");
	make_sources();
	make_roots();
	return 0;
}

static int
tear_down(void **unused)
{
	char command[128];

	(void)unused;
	(void)snprintf(command, sizeof(command), "rm -r %s", dir);
	return system(command);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_build_without_memory_leaves_nothing),
		cmocka_unit_test(an_install_without_memory_is_refused),
		cmocka_unit_test(a_look_up_without_memory_never_lies),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
