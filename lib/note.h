/* note: a text, a blank line, signature lines (C2SP signed-note): split,
 * count, add (satchel(5), "Notes"). */
#ifndef SAT_NOTE_H
#define SAT_NOTE_H

#include "key.h"

struct sat_sig_line {
	struct sat_rd line;	     /* without its LF */
	char name[SATCHEL_NAME_MAX]; /* as written; checked as a name */
	uint8_t id[4];
	uint8_t sig[64];
	bool sized; /* 68 bytes: a plain signature could be in it */
};

/* A note, split; windows into the caller's memory.  Nothing in |text| was
 * looked at but its bytes' range. */
struct sat_note {
	struct sat_rd whole;
	struct sat_rd
	    text; /* up to and including the LF before the blank line */
	size_t n;
	struct sat_sig_line sig[SAT_MAX_SIG_LINES];
};

/*
 * Splits |whole|: allowed bytes (0x20-0x7E and LF in the text), canonical
 * base64, lines sorted by name, no line twice, no (name, id) twice, |min| (0
 * or 1) to 32 lines.  EUNTRUSTED naming the line.
 */
SATCHEL_MUST bool sat_note_read(const struct sat_rd *whole, size_t min,
    struct sat_note *n, struct satchel_err *err);

/* The next note of a concatenation whose texts begin with the line |first|:
 * it ends at its last consecutive signature line. */
SATCHEL_MUST bool sat_note_next(struct sat_rd *rest, const char *first,
    struct sat_rd *note, struct satchel_err *err);

/*
 * Counts distinct public keys of |keys| with a good signature; |signer|, if
 * wanted, gets their indices in |keys|.  A line of a known key that is not
 * exactly 68 bytes or whose signature is bad: EUNTRUSTED, names the key.  A
 * line is of a known key if its name and id are the key's.
 */
SATCHEL_MUST bool sat_note_count(const struct sat_note *n,
    const struct sat_pubkey *keys, size_t nkeys, size_t *count,
    size_t signer[SAT_MAX_SIG_LINES], struct satchel_err *err);

/* One signature line with its LF. */
void sat_note_line(
    const struct sat_pubkey *k, const uint8_t sig[64], struct sat_wr *w);

/* Writes |n| with one more line onto |w|, lines sorted; the same (name, id)
 * is refused with SATCHEL_ENO. */
SATCHEL_MUST bool
sat_note_add(const struct sat_note *n, const struct sat_pubkey *k,
    const uint8_t sig[64], struct sat_wr *w, struct satchel_err *err);

#endif
