/* prove: what verify and prove share. */
#ifndef PROVE_H
#define PROVE_H

#include "cmd.h"

/* verify.c: what a check came to, in a word and why. */
struct verdict {
	const char *word;
	const char *why;
};
struct verdict
verdict_passed(const struct satchel_release *r, enum satchel_verdict v);
/* Complains, prints the word, returns the exit status. */
int verdict_refused(struct cli *c, const struct satchel_err *e);

/* prove.c: verify FILE, where it is a proof; |f| is |path|, opened. */
int proof_verify(struct cli *c, const char *path, struct satchel_file *f);

#endif
