/* check_rule: what the parts of the check share. */
#ifndef SAT_CHECK_RULE_H
#define SAT_CHECK_RULE_H

#include "check.h"
#include "rules.h"
#include "schema.h"
#include "shape.h"

/* A finding at |at|; |hint| may be NULL. */
void
sat_find(struct sat_check *c, enum sat_rule_id rule, const struct sat_mark *at,
    const char *hint, const char *fmt, ...) SAT_PRINTF(5, 6);

/* "did you mean WORD?" in |c->a|, or NULL if |word| is. */
const char *sat_did_you_mean(struct sat_check *c, const char *word);

/* For "%.*s": the bytes of a text, or of node |v|, that a message shows, and
 * the text. */
#define SAT_SHOWN 60
#define SAT_SHOW_TEXT(s) sat_cut(s, SAT_SHOWN), (s)
#define SAT_SHOW(v) SAT_SHOW_TEXT((v)->u.s)

/* A list's |n| items as "item" or "items". */
#define SAT_S(n) ((n) == 1 ? "" : "s")

/* The kinds of value: a string |v| of field |f| that is not empty. */
void sat_check_value(
    struct sat_check *c, const struct sat_field *f, const struct sat_node *v);
/* Space at an end; true if there is none. */
bool sat_check_space(
    struct sat_check *c, const char *name, const struct sat_node *v);
/* At most |max| code points. */
void sat_check_length(struct sat_check *c, const char *name,
    const struct sat_node *v, uint32_t max);

/* Has the time zone data a zone of that name? */
bool sat_check_zone(const struct sat_check *c, const char *name);

/* What takes several keys of an object to see. */
void sat_check_key(struct sat_check *c, const struct sat_node *key);
void sat_check_email(struct sat_check *c, const struct sat_node *email);
void sat_check_contact(struct sat_check *c, const struct sat_node *contact);
void sat_check_contacts(struct sat_check *c, const struct sat_node *party);

/* Object |o| and all below it. */
void sat_check_object(
    struct sat_check *c, const struct sat_object *o, const struct sat_node *n);

/* The pair of |key| in map |m|, or NULL. */
const struct sat_pair *sat_pair_of(const struct sat_node *m, const char *key);

#endif
