#include "unit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "file.h"

/* A folder of the test's own; its name is the state. */
static int
setup(void **state)
{
	char *path = strdup("/tmp/satchel-file-XXXXXX");

	*state = path;
	return path == NULL || mkdtemp(path) == NULL;
}

static int
teardown(void **state)
{
	char cmd[100];
	int bad;

	(void)snprintf(cmd, sizeof(cmd), "rm -rf '%s'", (char *)*state);
	bad = system(cmd);
	free(*state);
	return bad;
}

static int
folder(void **state)
{
	int fd = open(*state, O_RDONLY | O_DIRECTORY);

	assert_true(fd >= 0);
	return fd;
}

static void
put(int dir, const char *name, const char *s)
{
	int fd = openat(dir, name, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	assert_true(fd >= 0);
	assert_true(write(fd, s, strlen(s)) == (ssize_t)strlen(s));
	close(fd);
}

static void
holds(int dir, const char *name, const char *want)
{
	struct satchel_err e;
	uint8_t *p = NULL;
	size_t n = 0;

	assert_true(sat_file_load(dir, name, 1000, &p, &n, &e));
	assert_int_equal(n, strlen(want));
	assert_string_equal((char *)p, want);
	free(p);
}

/* Files in |dir|, sorted, joined by a space. */
static void
lists(int dir, const char *want)
{
	struct sat_arena a = { 0 };
	struct satchel_err e;
	char got[1000] = "", **names;
	size_t n;

	assert_true(sat_dir_list(dir, 100, &a, &names, &n, &e));
	for (size_t i = 0; i < n; i++) {
		strcat(got, names[i]);
		strcat(got, i + 1 < n ? " " : "");
	}
	assert_string_equal(got, want);
	sat_arena_free(&a);
}

static void
only_a_regular_file_opens_and_nothing_waits(void **state)
{
	static const char *const bad[] = { "folder", "link", "fifo", "none",
		"dangling", "folder/", "" };
	struct sat_file f = { .fd = -1, .size = 77 };
	struct satchel_err e;
	int dir = folder(state);

	put(dir, "f", "12345");
	assert_int_equal(mkdirat(dir, "folder", 0700), 0);
	assert_int_equal(symlinkat("f", dir, "link"), 0);
	assert_int_equal(symlinkat("nowhere", dir, "dangling"), 0);
	assert_int_equal(mkfifoat(dir, "fifo", 0600), 0);
	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_false(sat_file_open(dir, bad[i], &f, &e));
		assert_int_equal(e.code, SATCHEL_EIO);
		assert_string_equal(e.file, bad[i]);
		assert_true(f.fd == -1 && f.size == 77);
	}
	assert_false(sat_file_open(SAT_CWD, "/dev/zero", &f, &e));
	assert_int_equal(e.code, SATCHEL_EIO);
	assert_true(sat_file_open(dir, "f", &f, &e));
	assert_true(f.size == 5 && f.uid == getuid());
	sat_file_close(&f);
	sat_file_close(&f);
	close(dir);
}

static void
reading_past_the_end_is_a_format_fault_at_its_place(void **state)
{
	struct sat_file f;
	struct satchel_err e;
	uint8_t b[6] = "";
	int dir = folder(state);

	put(dir, "f", "12345");
	assert_true(sat_file_open(dir, "f", &f, &e));
	assert_true(sat_file_pread(&f, 1, b, 4, &e));
	assert_memory_equal(b, "2345", 4);
	assert_true(sat_file_pread(&f, 9, b, 0, &e));
	assert_false(sat_file_pread(&f, 1, b, 5, &e));
	assert_int_equal(e.code, SATCHEL_EFORMAT);
	assert_true(e.has_offset && e.offset == 1);
	assert_false(sat_file_pread(&f, UINT64_MAX, b, 1, &e));
	assert_int_equal(e.code, SATCHEL_EFORMAT);
	sat_file_close(&f);
	close(dir);
}

static void
a_whole_file_stays_under_its_ceiling(void **state)
{
	struct satchel_err e;
	uint8_t *p = NULL;
	size_t n = 7;
	int dir = folder(state), fd;

	put(dir, "f", "12345");
	assert_false(sat_file_load(dir, "f", 4, &p, &n, &e));
	assert_int_equal(e.code, SATCHEL_ELIMIT);
	assert_string_equal(e.file, "f");
	assert_true(p == NULL && n == 7);
	assert_true(sat_file_load(dir, "f", 5, &p, &n, &e));
	assert_true(n == 5 && p[5] == '\0');
	free(p);
	put(dir, "empty", "");
	assert_true(sat_file_load(dir, "empty", 0, &p, &n, &e));
	assert_true(n == 0 && p[0] == '\0');
	free(p);
	fd = openat(dir, "huge", O_WRONLY | O_CREAT, 0600);
	assert_int_equal(ftruncate(fd, (off_t)5 << 30), 0); /* sparse */
	close(fd);
	assert_false(sat_file_load(dir, "huge", 1 << 20, &p, &n, &e));
	assert_int_equal(e.code, SATCHEL_ELIMIT);
	close(dir);
}

static void
an_existing_file_is_kept_unless_replaced(void **state)
{
	struct satchel_err e;
	int dir = folder(state);

	assert_true(sat_file_save(dir, "f", false, 0600, "one", 3, &e));
	assert_false(sat_file_save(dir, "f", false, 0600, "two", 3, &e));
	assert_int_equal(e.code, SATCHEL_EIO);
	assert_string_equal(e.file, "f");
	assert_true(e.hint[0] != '\0');
	holds(dir, "f", "one");
	assert_true(sat_file_save(dir, "f", true, 0600, "two", 3, &e));
	holds(dir, "f", "two");
	lists(dir, "f");
	close(dir);
}

static void
a_file_that_came_up_meanwhile_is_kept_too(void **state)
{
	struct satchel_err e;
	struct sat_out o;
	int dir = folder(state);

	assert_true(sat_out_open(dir, "f", false, 0600, &o, &e));
	assert_true(sat_out_write(&o, "mine", 4, &e));
	put(dir, "f", "theirs");
	assert_false(sat_out_commit(&o, &e));
	assert_int_equal(e.code, SATCHEL_EIO);
	holds(dir, "f", "theirs");
	lists(dir, "f");
	close(dir);
}

static void
until_commit_the_old_file_is_there(void **state)
{
	struct satchel_err e;
	struct sat_out o;
	int dir = folder(state);

	put(dir, "f", "old");
	assert_true(sat_out_open(dir, "f", true, 0644, &o, &e));
	assert_true(sat_out_write(&o, "nex", 3, &e));
	assert_true(sat_out_write(&o, "t", 1, &e));
	assert_true(sat_out_pwrite(&o, 2, "w", 1, &e));
	assert_true(o.len == 4);
	holds(dir, "f", "old");
	sat_out_abort(&o);
	sat_out_abort(&o);
	holds(dir, "f", "old");
	lists(dir, "f");
	assert_true(sat_out_open(dir, "f", true, 0644, &o, &e));
	assert_true(sat_out_write(&o, "new", 3, &e));
	assert_true(sat_out_commit(&o, &e));
	sat_out_abort(&o);
	holds(dir, "f", "new");
	lists(dir, "f");
	close(dir);
}

static void
an_output_never_follows_a_link(void **state)
{
	struct satchel_err e;
	int dir = folder(state);

	put(dir, "target", "safe");
	assert_int_equal(symlinkat("target", dir, "link"), 0);
	assert_int_equal(symlinkat("gone", dir, "dangling"), 0);
	assert_int_equal(mkdirat(dir, "folder", 0700), 0);
	assert_false(sat_file_save(dir, "link", true, 0600, "x", 1, &e));
	assert_false(sat_file_save(dir, "link", false, 0600, "x", 1, &e));
	assert_false(sat_file_save(dir, "dangling", true, 0600, "x", 1, &e));
	assert_false(sat_file_save(dir, "folder", true, 0600, "x", 1, &e));
	assert_false(sat_file_save(dir, "folder/", false, 0600, "x", 1, &e));
	assert_false(sat_file_save(dir, "none/f", false, 0600, "x", 1, &e));
	assert_int_equal(e.code, SATCHEL_EIO);
	holds(dir, "target", "safe");
	lists(dir, "dangling folder link target");
	close(dir);
}

static void
a_secret_is_for_its_owner_alone(void **state)
{
	struct satchel_err e;
	struct sat_file f;
	int dir = folder(state);
	mode_t old = umask(0);

	assert_true(sat_file_save(dir, "k", false, 0600, "x", 1, &e));
	umask(old);
	assert_true(sat_file_open(dir, "k", &f, &e));
	assert_int_equal(f.mode & 07777, 0600);
	sat_file_close(&f);
	close(dir);
}

static void
scratch_files_have_no_name(void **state)
{
	struct satchel_err e;
	char path[200];
	uint8_t b[3];
	int dir = folder(state), fd = -1;

	(void)snprintf(path, sizeof(path), "%s/out", (char *)*state);
	assert_true(sat_scratch_open(path, &fd, &e));
	assert_true(sat_scratch_pwrite(fd, 1 << 20, "abc", 3, &e));
	assert_true(sat_scratch_pread(fd, 1 << 20, b, 3, &e));
	assert_memory_equal(b, "abc", 3);
	assert_false(sat_scratch_pread(fd, (1 << 20) + 1, b, 3, &e));
	lists(dir, "");
	sat_scratch_close(&fd);
	assert_int_equal(fd, -1);
	sat_scratch_close(&fd);
	assert_false(sat_scratch_open("/nowhere/at/all", &fd, &e));
	assert_int_equal(fd, -1);
	close(dir);
}

static void
folders_are_made_with_their_parents(void **state)
{
	struct satchel_err e;
	struct stat st;
	int dir = folder(state), fd = -1;

	assert_false(sat_dir_open(dir, "a/b/c", false, &fd, &e));
	assert_int_equal(e.code, SATCHEL_EIO);
	assert_true(sat_dir_open(dir, "a/b/c", true, &fd, &e));
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_true(sat_dir_sync(fd, &e));
	sat_dir_close(&fd);
	sat_dir_close(&fd);
	assert_true(sat_dir_has(dir, "a") && !sat_dir_has(dir, "z"));
	assert_int_equal(symlinkat("a", dir, "link"), 0);
	assert_true(sat_dir_has(dir, "link"));
	assert_false(sat_dir_open(dir, "link", true, &fd, &e));
	put(dir, "f", "x");
	assert_false(sat_dir_open(dir, "f", true, &fd, &e));
	assert_true(sat_dir_remove(dir, "f", &e));
	assert_true(sat_dir_remove(dir, "f", &e));
	assert_false(sat_dir_has(dir, "f"));
	assert_false(sat_dir_remove(dir, "a", &e));
	close(dir);
}

static void
a_folder_is_cleared_one_folder_deep(void **state)
{
	struct satchel_err e;
	int dir = folder(state), fd = -1;

	assert_true(sat_dir_open(dir, "x/a", true, &fd, &e));
	sat_dir_close(&fd);
	put(dir, "x/f", "");
	put(dir, "x/a/g", "");
	put(dir, "kept", "k");
	assert_int_equal(symlinkat("../kept", dir, "x/link"), 0);
	assert_true(sat_dir_clear(dir, "x", &e));
	lists(dir, "kept");
	holds(dir, "kept", "k");
	assert_false(sat_dir_clear(dir, "x", &e));
	assert_true(sat_dir_open(dir, "y/a/b", true, &fd, &e));
	sat_dir_close(&fd);
	memset(&e, 0, sizeof(e));
	assert_false(sat_dir_clear(dir, "y", &e));
	assert_int_equal(e.code, SATCHEL_EIO);
	assert_int_equal(symlinkat("y", dir, "link"), 0);
	assert_false(sat_dir_clear(dir, "link", &e));
	close(dir);
}

static void
a_folder_takes_a_name_and_keeps_the_former(void **state)
{
	struct satchel_err e;
	int dir = folder(state), fd = -1;

	for (const char *n = "abc"; *n != '\0'; n++) {
		char path[4] = { *n, '/', *n, '\0' }, name[2] = { *n, '\0' };

		assert_true(sat_dir_open(dir, name, true, &fd, &e));
		sat_dir_close(&fd);
		put(dir, path, path);
	}
	assert_true(sat_dir_rename(dir, "a", "to", NULL, &e));
	holds(dir, "to/a", "a/a");
	assert_false(sat_dir_rename(dir, "b", "to", NULL, &e));
	assert_int_equal(e.code, SATCHEL_EIO);
	holds(dir, "to/a", "a/a");
	assert_true(sat_dir_rename(dir, "b", "to", "old", &e));
	holds(dir, "to/b", "b/b");
	holds(dir, "old/a", "a/a");
	lists(dir, "c old to");
	assert_false(sat_dir_rename(dir, "none", "to", "old2", &e));
	holds(dir, "to/b", "b/b");
	lists(dir, "c old to");
	close(dir);
}

static void
a_list_is_sorted_and_has_a_ceiling(void **state)
{
	struct sat_arena a = { 0 };
	struct satchel_err e;
	char **names = NULL;
	size_t n = 7;
	int dir = folder(state);

	put(dir, "b", "");
	put(dir, "B", "");
	put(dir, ".dot", "");
	put(dir, "\xc3\xa9", "");
	put(dir, "a", "");
	lists(dir, ".dot B a b \xc3\xa9");
	assert_true(sat_dir_list(dir, 5, &a, &names, &n, &e) && n == 5);
	n = 7;
	assert_false(sat_dir_list(dir, 4, &a, &names, &n, &e));
	assert_int_equal(e.code, SATCHEL_ELIMIT);
	assert_int_equal(n, 7);
	sat_arena_free(&a);
	close(dir);
}

static void
make_deep(int dir, int levels, char path[200])
{
	path[0] = '\0';
	for (int i = 0; i < levels; i++) {
		strcat(path, i == 0 ? "d" : "/d");
		assert_int_equal(mkdirat(dir, path, 0700), 0);
	}
}

static void
a_walk_finds_every_file_in_order(void **state)
{
	static const char *const want[] = { "a.yaml", "p/a/x.yaml", "p/b.yaml",
		"z.yaml" };
	struct sat_arena a = { 0 };
	struct satchel_err e;
	char **paths = NULL;
	size_t n = 0;
	int dir = folder(state), fd = -1;

	assert_true(sat_dir_open(dir, "p/a", true, &fd, &e));
	sat_dir_close(&fd);
	assert_true(sat_dir_open(dir, ".git", true, &fd, &e));
	sat_dir_close(&fd);
	put(dir, "z.yaml", "");
	put(dir, "a.yaml", "");
	put(dir, "p/b.yaml", "");
	put(dir, "p/a/x.yaml", "");
	put(dir, "p/a/x.yml", "");
	put(dir, ".git/y.yaml", "");
	put(dir, ".yaml", "");
	assert_true(sat_dir_walk(dir, ".yaml", 10, &a, &paths, &n, &e));
	assert_int_equal(n, COUNT(want));
	for (size_t i = 0; i < n; i++)
		assert_string_equal(paths[i], want[i]);
	assert_false(sat_dir_walk(dir, ".yaml", 3, &a, &paths, &n, &e));
	assert_int_equal(e.code, SATCHEL_ELIMIT);
	sat_arena_free(&a);
	close(dir);
}

static void
a_walk_refuses_links_and_bottomless_folders(void **state)
{
	struct sat_arena a = { 0 };
	struct satchel_err e;
	char **paths = NULL, deep[200];
	size_t n = 7;
	int dir = folder(state), fd = -1;

	/* a linked folder, passed over, would leave its records out */
	assert_true(sat_dir_open(dir, "p", true, &fd, &e));
	sat_dir_close(&fd);
	assert_int_equal(symlinkat("p", dir, "linked"), 0);
	assert_false(sat_dir_walk(dir, ".yaml", 99, &a, &paths, &n, &e));
	assert_string_equal(e.file, "linked");
	assert_int_equal(unlinkat(dir, "linked", 0), 0);
	assert_int_equal(mkfifoat(dir, "p/x.yaml", 0600), 0);
	assert_false(sat_dir_walk(dir, ".yaml", 99, &a, &paths, &n, &e));
	assert_string_equal(e.file, "p/x.yaml");
	assert_int_equal(unlinkat(dir, "p/x.yaml", 0), 0);
	assert_int_equal(n, 7);
	make_deep(dir, 32, deep);
	strcat(deep, "/f.yaml");
	put(dir, deep, "");
	assert_true(sat_dir_walk(dir, ".yaml", 99, &a, &paths, &n, &e));
	assert_true(n == 1 && strcmp(paths[0], deep) == 0);
	deep[strlen(deep) - strlen("f.yaml")] = '\0';
	strcat(deep, "d");
	assert_int_equal(mkdirat(dir, deep, 0700), 0);
	assert_false(sat_dir_walk(dir, ".yaml", 99, &a, &paths, &n, &e));
	assert_int_equal(e.code, SATCHEL_ELIMIT);
	sat_arena_free(&a);
	close(dir);
}

static void
a_lock_keeps_the_other_one_waiting(void **state)
{
	struct satchel_err e;
	struct timespec t = { 0, 50 * 1000 * 1000 };
	int dir = folder(state), fd = -1, status = -1;
	pid_t pid;

	assert_true(sat_lock_open(dir, "lock", &fd, &e));
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		int other = -1;
		bool ok;

		close(fd); /* the lock stays the parent's */
		ok = sat_lock_open(dir, "lock", &other, &e) &&
		     sat_dir_has(dir, "released");
		_exit(ok ? 0 : 1);
	}
	nanosleep(&t, NULL);
	put(dir, "released", "");
	sat_lock_close(&fd);
	sat_lock_close(&fd);
	assert_true(waitpid(pid, &status, 0) == pid && status == 0);
	assert_int_equal(mkdirat(dir, "folder", 0700), 0);
	assert_false(sat_lock_open(dir, "folder", &fd, &e));
	assert_int_equal(e.code, SATCHEL_EIO);
	close(dir);
}

#define WITH(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(only_a_regular_file_opens_and_nothing_waits),
		WITH(reading_past_the_end_is_a_format_fault_at_its_place),
		WITH(a_whole_file_stays_under_its_ceiling),
		WITH(an_existing_file_is_kept_unless_replaced),
		WITH(a_file_that_came_up_meanwhile_is_kept_too),
		WITH(until_commit_the_old_file_is_there),
		WITH(an_output_never_follows_a_link),
		WITH(a_secret_is_for_its_owner_alone),
		WITH(scratch_files_have_no_name),
		WITH(folders_are_made_with_their_parents),
		WITH(a_folder_is_cleared_one_folder_deep),
		WITH(a_folder_takes_a_name_and_keeps_the_former),
		WITH(a_list_is_sorted_and_has_a_ceiling),
		WITH(a_walk_finds_every_file_in_order),
		WITH(a_walk_refuses_links_and_bottomless_folders),
		WITH(a_lock_keeps_the_other_one_waiting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
