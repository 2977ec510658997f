/* asked: what was typed to satchel_who, understood. */
#ifndef SAT_ASKED_H
#define SAT_ASKED_H

#include "arena.h"
#include "bytes.h"

enum { SAT_ASKED_BYTES = 1024 };

struct sat_asked {
	enum satchel_who_type type;
	/* a number: its digits; an address; a fingerprint: hex in lower case */
	struct sat_rd text;
	bool whole;	  /* a number that was typed with its country code */
	const char *said; /* for people: "+99915550911" */
};

/*
 * A telephone number in any digits, spaces, signs, with an extension or
 * without; an address, in "Name <...>" or mailto: too; a fingerprint of 40 or
 * 64 hex digits, or an Ed25519 key in base64.  EUSAGE for anything else.  In
 * |a|.
 */
SATCHEL_MUST bool sat_asked_read(const char *typed, struct sat_arena *a,
    struct sat_asked *q, struct satchel_err *err);

#endif
