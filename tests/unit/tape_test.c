#include <dirent.h>
#include <unistd.h>

#include "tape.h"
#include "unit.h"

static char dir[32];
static char path[64];

/* Files in |dir|: a scratch file has no name there. */
static size_t
names(void)
{
	DIR *d = opendir(dir);
	size_t n = 0;

	assert_non_null(d);
	while (readdir(d) != NULL)
		n++;
	(void)closedir(d);
	return n - 2; /* "." and ".." */
}

static void
what_was_put_is_read_back_from_anywhere(void **state)
{
	enum { PIECES = 3000 };
	struct satchel_err err = { 0 };
	struct sat_tape s;
	uint8_t piece[1000], got[1000];

	(void)state;
	assert_true(sat_tape_init(&s, path, &err));
	for (unsigned i = 0; i < PIECES; i++) {
		memset(piece, (int)(i % 251), sizeof(piece));
		assert_true(sat_tape_put(&s, piece, 1 + i % 1000, &err));
	}
	assert_true(sat_tape_flush(&s, &err));
	assert_true(sat_tape_flush(&s, &err)); /* nothing new */
	for (uint64_t off = 0, i = 0; i < PIECES; i++) {
		size_t n = 1 + i % 1000;

		assert_true(sat_tape_pread(&s, off, got, n, &err));
		memset(piece, (int)(i % 251), n);
		assert_memory_equal(got, piece, n);
		off += n;
		if (i + 1 == PIECES) {
			assert_int_equal(off, s.end);
			assert_false(sat_tape_pread(&s, off, got, 1, &err));
			assert_false(
			    sat_tape_pread(&s, off - n, got, n + 1, &err));
			assert_true(sat_tape_pread(&s, off, got, 0, &err));
		}
	}
	assert_int_equal(names(), 0);
	sat_tape_free(&s);
	sat_tape_free(&s);
}

static void
no_file_is_made_before_256_kib_are_held(void **state)
{
	struct satchel_err err = { 0 };
	struct sat_tape s;
	uint8_t *p = calloc(1, 256 << 10);

	(void)state;
	assert_true(sat_tape_init(&s, path, &err));
	assert_true(sat_tape_flush(&s, &err)); /* of nothing */
	assert_int_equal(s.fd, -1);
	assert_true(sat_tape_put(&s, p, (256 << 10) - 1, &err));
	assert_int_equal(s.fd, -1);
	assert_true(sat_tape_put(&s, p, 1, &err));
	assert_true(s.fd >= 0);
	assert_int_equal(s.end, 256 << 10);
	sat_tape_free(&s);
	free(p);
}

static void
a_folder_that_is_not_there_is_told_when_it_is_needed(void **state)
{
	struct satchel_err err = { 0 };
	struct sat_tape s;

	(void)state;
	assert_true(sat_tape_init(&s, "/nonexistent/x", &err));
	assert_true(sat_tape_put(&s, "abc", 3, &err));
	assert_false(sat_tape_flush(&s, &err));
	assert_int_equal(err.code, SATCHEL_EIO);
	sat_tape_free(&s);
}

static int
set_up(void **state)
{
	(void)state;
	strcpy(dir, "/tmp/satchel-tape-XXXXXX");
	assert_non_null(mkdtemp(dir));
	(void)snprintf(path, sizeof(path), "%s/x", dir);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	return rmdir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_put_is_read_back_from_anywhere),
		cmocka_unit_test(no_file_is_made_before_256_kib_are_held),
		cmocka_unit_test(
		    a_folder_that_is_not_there_is_told_when_it_is_needed),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
