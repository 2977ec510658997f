/*
 * opt: options, declared in tables.  "--opt=value", "--opt value", "-o value",
 * "-ovalue"; options and operands in any order; "--" ends the options.
 */
#ifndef OPT_H
#define OPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cli;

enum opt_type {
	OPT_FLAG,   /* bool */
	OPT_TEXT,   /* const char * */
	OPT_NUMBER, /* uint32_t, |lo| to |hi| */
	OPT_TIME,   /* int64_t, RFC 3339 or @seconds */
	OPT_MAYBE,  /* const char *: "--opt", which is "", or "--opt=value" */
	OPT_LIST    /* struct opt_list: may be given several times */
};

#define OPT_LIST_MAX 16
struct opt_list {
	const char *item[OPT_LIST_MAX];
	size_t n;
};

struct opt {
	enum opt_type type;
	char letter; /* 0: none */
	const char *name;
	const char *value; /* what stands for it in the help; NULL: a flag */
	const char *help;
	void *into;
	uint32_t lo, hi;
};

struct spec {
	const char *synopsis; /* "find WORD... [--limit N]" */
	const struct opt *opt;
	size_t opts;
	unsigned common; /* COMMON_ bits */
	size_t min, max; /* operands */
};

/* All the options of a command: its own, then the common ones it takes. */
enum { OPTS_MAX = 32 };
struct opt_table {
	struct opt opt[OPTS_MAX];
	size_t n;
	uint32_t seen; /* bit i: opt[i] was given */
};

/* Fills the options and c->args.  False: c->status is what to exit with (0
 * after --help). */
bool opt_parse(struct cli *c, int argc, char **argv, const struct spec *s);

/* The help of a command: an example or two, its usage, its options.  Sets
 * c->status and returns false. */
bool opt_help(struct cli *c, const struct spec *s, const struct opt_table *t);

/* Complains, shows the synopsis, returns 2. */
int usage_error(const struct cli *c, const char *synopsis, const char *hint,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Examples of |command| ("root next FILE..." is one of "root next"), each a
 * line, from the most usual on; NULL ends them. */
const char *const *examples_of(const char *command);

/* How many letters to insert, drop, change or swap; 32 at most. */
size_t word_distance(const char *a, const char *b);
/* The name nearest to |word|, or NULL if none is near. */
const char *nearest(const char *word, const char *const *names, size_t n);

#endif
