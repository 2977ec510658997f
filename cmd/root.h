/* root: what the verbs of "satchel root" share. */
#ifndef ROOT_H
#define ROOT_H

#include "satchel_build.h"

struct cli;

int root_new(struct cli *c, int argc, char **argv);
int root_next(struct cli *c, int argc, char **argv);
int root_show(struct cli *c, int argc, char **argv);
int root_sign(struct cli *c, int argc, char **argv);

/* One version's fields, and what changed since |before|; NULL: the first. */
void root_text(struct cli *c, const struct satchel_root *before,
    const struct satchel_root *r);

/* The two newest roots of |path|; |*before| is left alone where there is but
 * one, and |*two| says which. */
SATCHEL_MUST bool root_newest(const char *path, struct satchel_root *before,
    struct satchel_root *r, bool *two, struct satchel_err *err);

/* Warns of thresholds that one lost key or one person defeats. */
void root_warn(const struct satchel_root *r);

#endif
