/* check: the rules of satchel(5), "Sources", put to one document at a time;
 * what takes several files to see is source's. */
#ifndef SAT_CHECK_H
#define SAT_CHECK_H

#include "diag.h"
#include "node.h"
#include "zone_set.h"

enum sat_profile { SAT_PROFILE_UNKNOWN, SAT_PROFILE_POC, SAT_PROFILE_OPEN };
enum sat_edition {
	SAT_EDITION_UNKNOWN,
	SAT_EDITION_LIVE,
	SAT_EDITION_EXERCISE
};

/*
 * What the rules need to know.  The first part comes from release.yaml; what
 * is unknown because it is faulty there silences the rules that ask for it.
 */
struct sat_check {
	enum sat_profile profile;
	enum sat_edition edition;
	bool has_observers, observers; /* has_: it is known */
	bool has_issued;
	int64_t issued;
	const struct sat_tzdata *tz;
	struct sat_zone_set *zones; /* of |tz|; NULL: it is asked each time */

	struct sat_diag *d;
	const char *file;	      /* for findings */
	struct sat_arena *a;	      /* scratch, until the document is done */
	const struct sat_node *party; /* the document's root */
	bool nomem;
};

/* The three kinds of document.  |root| is what sat_check_trim left.  Findings
 * go to |c->d|.  Failure is memory alone. */
SATCHEL_MUST bool sat_check_release(
    struct sat_check *c, const struct sat_node *root, struct satchel_err *err);
SATCHEL_MUST bool sat_check_party(
    struct sat_check *c, const struct sat_node *root, struct satchel_err *err);
SATCHEL_MUST bool sat_check_custody(
    struct sat_check *c, const struct sat_node *root, struct satchel_err *err);

/* Drops the trailing line feeds of block texts below |root|.  False: no
 * memory. */
SATCHEL_MUST bool sat_check_trim(struct sat_arena *a, struct sat_node *root);

/* Counts as absent: an empty text, list or map, a list of empty texts, or
 * NULL.  What was faulty does not. */
bool sat_is_blank(const struct sat_node *v);
static inline bool
sat_is_empty(const struct sat_node *v)
{
	return v == NULL || sat_is_blank(v);
}

/* The string of |key| in |m| unless it is empty, no string, or faulty. */
const char *sat_text_of(const struct sat_node *m, const char *key);

#endif
