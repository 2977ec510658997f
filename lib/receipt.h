/*
 * receipt: a State's word that it holds a statement, and since when: an
 * extension line of the note (C2SP signed-note, type 0xff with the identifier
 * "satchel-receipt/v1"), in STATEMENT or in a text of its own.  No receipt
 * counts as a signature (satchel(5), "Receipts").
 */
#ifndef SAT_RECEIPT_H
#define SAT_RECEIPT_H

#include "note.h"
#include "statement.h"

/*
 * "— NAME base64(id[4] time[8] sig[64])" in one line: |id| is the first four
 * bytes of SHA-256(NAME LF 0xff "satchel-receipt/v1" pk), |time| big-endian
 * seconds since 1970, and |sig| plain Ed25519 over "satchel-receipt/v1" LF
 * "time N" LF and the statement's text.
 */
struct sat_receipt {
	char name[SATCHEL_NAME_MAX];
	uint8_t id[4];
	int64_t time; /* 1970 to 9999 */
	uint8_t sig[64];
};

/* The key id of |k| when it signs receipts; another than for notes. */
void sat_receipt_id(const struct sat_pubkey *k, uint8_t id[4]);

/* Signs |text|, the statement's, at |time|. */
SATCHEL_MUST bool
sat_receipt_make(const struct sat_seckey *k, const struct sat_rd *text,
    int64_t time, struct sat_receipt *r, struct satchel_err *err);

/* A line (without its LF) that has the form of a receipt. */
SATCHEL_MUST bool
sat_receipt_read(const struct sat_rd *line, struct sat_receipt *r);
void sat_receipt_write(const struct sat_receipt *r, struct sat_wr *w);

/* Is |r| one of |k|, by its name and key id; and is its signature good? */
bool sat_receipt_is_of(const struct sat_receipt *r, const struct sat_pubkey *k);
bool sat_receipt_good(const struct sat_receipt *r, const struct sat_pubkey *k,
    const struct sat_rd *text);

/* Writes |n| with the line of |r| added, lines sorted; the same (name, id) is
 * refused with ENO, a full note with ELIMIT. */
SATCHEL_MUST bool sat_receipt_add(const struct sat_note *n,
    const struct sat_receipt *r, struct sat_wr *w, struct satchel_err *err);

/*
 * A receipt that travels alone: what it is of, for people, and its line.
 * "satchel receipt v1", then directory, epoch, release, "statement
 * sha256:HEX", time, a blank line, the line.
 */
void sat_receipt_text(const struct sat_receipt *r,
    const struct sat_statement *st, struct sat_wr *w);

#endif
