/*
 * find: a State's whole way in C, by the installed library alone.
 *
 *	cc -o find find.c $(pkg-config --cflags --libs satchel)
 *	./find STORE un.roots FINGERPRINT un-41.satchel tarsenia cert
 */
#include <satchel.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

static int
complain(const struct satchel_err *err)
{
	fprintf(stderr, "find: %s%s%s\n", err->file,
	    err->file[0] != '\0' ? ": " : "", err->msg);
	if (err->hint[0] != '\0')
		fprintf(stderr, "hint: %s\n", err->hint);
	return satchel_status(err->code);
}

/* The text of |key| in the map |v|; "" if it is not there. */
static const char *
text(const struct satchel_value *v, const char *key)
{
	const char *s = satchel_value_string(satchel_value_get(v, key));

	return s == NULL ? "" : s;
}

static void
show(const struct satchel_record *r)
{
	const struct satchel_value *phones =
	    satchel_value_get(r->value, "phones");

	printf("%s\t%s", r->id,
	    r->kind == SATCHEL_CONTACT ? text(r->value, "name") : "");
	for (size_t i = 0; i < satchel_value_count(phones); i++)
		printf("\t%s", text(satchel_value_at(phones, i), "number"));
	printf("\n");
}

/* Every word of |words| must be met. */
static int
find(struct satchel_home *home, const char *bundle,
    const struct satchel_check_opts *opts, const char *const *words, size_t n)
{
	struct satchel *s = NULL;
	struct satchel_hits hits;
	struct satchel_err err;

	if (!satchel_open(home, bundle, opts, &s, &err))
		return complain(&err);
	if (!satchel_find(s, words, n, 20, &hits, &err)) {
		satchel_close(s);
		return complain(&err);
	}
	if (satchel_release_of(s)->exercise)
		fprintf(stderr, "EXERCISE: nobody here is to be called\n");
	if (satchel_release_of(s)->freshness != SATCHEL_FRESH)
		fprintf(stderr, "this release is not fresh\n");
	for (size_t i = 0; i < hits.n; i++)
		show(&hits.hit[i].record);
	n = hits.n;
	satchel_close(s); /* and the hits with it */
	return n == 0;
}

int
main(int argc, char **argv)
{
	struct satchel_check_opts opts = { .now = (int64_t)time(NULL) };
	struct satchel_home *home = NULL;
	struct satchel_pin pin;
	struct satchel_err err;
	int status;

	if (argc < 6) {
		fprintf(stderr,
		    "usage: find STORE ROOTS FINGERPRINT BUNDLE WORD...\n");
		return 2;
	}
	if (!satchel_home_open(argv[1], &home, &err))
		return complain(&err);
	if (satchel_pin(home, argv[2], argv[3], false, &pin, &err))
		status = find(home, argv[4], &opts,
		    (const char *const *)&argv[5], (size_t)argc - 5);
	else
		status = complain(&err);
	satchel_home_close(home);
	return status;
}
