/* root: the signed text that says whose signatures count (satchel(5), "Roots"). */
#ifndef SAT_ROOT_H
#define SAT_ROOT_H

#include "note.h"

struct sat_root {
	char directory[SATCHEL_NAME_MAX];
	uint32_t version, epoch, minimum_release;
	int64_t issued, expires;
	bool has_previous;
	struct sat_hash previous; /* of root version - 1's text */
	uint32_t root_threshold, release_threshold;
	size_t root_keys, release_keys;
	struct sat_pubkey root_key[SAT_MAX_KEYS]; /* sorted by name */
	struct sat_pubkey release_key[SAT_MAX_KEYS];
	struct sat_hash digest; /* SHA-256 of the text */
};

/* The text, without signatures. Sorts nothing and checks nothing. */
void sat_root_write(const struct sat_root *r, struct sat_wr *w);

/* Every rule of one root by itself; canonical: written again and compared.
 * EFORMAT at the line. */
SATCHEL_MUST bool sat_root_read(
    const struct sat_rd *text, struct sat_root *r, struct satchel_err *err);

/* The numbers alone of a root that was verified when it was stored, for
 * look-ups: no key is parsed, none is filled in.  EFORMAT. */
SATCHEL_MUST bool sat_root_numbers(
    const struct sat_rd *text, struct sat_root *r, struct satchel_err *err);

/* A chain: the members of ROOTS or of a .roots file, split but not yet
 * trusted. */
struct sat_chain {
	size_t n;
	struct sat_note note[SAT_MAX_ROOT_VERSIONS]; /* versions 1 .. n */
};

/* Framing only: notes that begin with "satchel root v1", each with |min| or
 * more signature lines (0 only for the last), 1 to 256.  The caller frees
 * |*c| with free(3); its windows point into |file|. */
SATCHEL_MUST bool sat_chain_read(const struct sat_rd *file, size_t min,
    struct sat_chain **c, struct satchel_err *err);

/* Meets |n|'s note the threshold of |by|'s root keys?  EUNTRUSTED if not. */
SATCHEL_MUST bool sat_root_meets(const struct sat_note *n,
    const struct sat_root *by, struct satchel_err *err);

/* Is |next|, whose text is |at|, the successor of |old| by all but its
 * signatures?  EUNTRUSTED. */
SATCHEL_MUST bool
sat_root_follows(const struct sat_root *old, const struct sat_root *next,
    const struct sat_rd *at, struct satchel_err *err);

/*
 * The step from trusted |old| to |note|: first |old|'s threshold over the raw
 * text, only then parse; its own threshold, version + 1, previous, same
 * directory, epoch and minimum-release do not fall.  EUNTRUSTED or EFORMAT.
 */
SATCHEL_MUST bool
sat_root_next(const struct sat_root *old, const struct sat_note *note,
    struct sat_root *next, struct satchel_err *err);

#endif
