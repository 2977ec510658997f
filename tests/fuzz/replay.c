/* replay: runs a fuzz target over saved inputs, files or folders of files,
 * without a fuzzer: usage FUZZ_X [-v] PATH...  -v names each one first. */
#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
replay_file(const char *path, bool verbose)
{
	FILE *f = fopen(path, "rb");
	uint8_t *p = NULL;
	struct stat st;
	size_t n = 0;

	if (f != NULL && fstat(fileno(f), &st) == 0 && st.st_size >= 0) {
		n = (size_t)st.st_size;	    /* not negative */
		p = malloc(n == 0 ? 1 : n); /* exact, for the sanitizer */
	}
	if (p == NULL || fread(p, 1, n, f) != n) {
		perror(path);
		if (f != NULL)
			fclose(f);
		free(p);
		return false;
	}
	fclose(f);
	if (verbose)
		fprintf(stderr, "%s\n", path);
	(void)LLVMFuzzerTestOneInput(p, n);
	free(p);
	return true;
}

/* The files of one folder; folders in it are passed over. */
static bool
replay_folder(const char *path, bool verbose, unsigned *n)
{
	DIR *d = opendir(path);
	struct dirent *e;
	bool ok = true;

	if (d == NULL) {
		perror(path);
		return false;
	}
	while ((e = readdir(d)) != NULL) {
		char file[4096];
		struct stat st;

		(void)snprintf(file, sizeof(file), "%s/%s", path, e->d_name);
		if (stat(file, &st) != 0 || !S_ISREG(st.st_mode))
			continue;
		ok &= replay_file(file, verbose);
		++*n;
	}
	closedir(d);
	return ok;
}

int
main(int argc, char **argv)
{
	bool ok = true, verbose = argc > 1 && strcmp(argv[1], "-v") == 0;
	unsigned n = 0;

	for (int i = verbose ? 2 : 1; i < argc; i++) {
		struct stat st;

		if (stat(argv[i], &st) == 0 && S_ISDIR(st.st_mode)) {
			ok &= replay_folder(argv[i], verbose, &n);
			continue;
		}
		ok &= replay_file(argv[i], verbose);
		n++;
	}
	printf("%u inputs replayed\n", n);
	return ok && n > 0 ? 0 : 1;
}
