/* clause: the words of a query as they were typed, taken apart (satchel(1),
 * "find"). */
#ifndef SAT_CLAUSE_H
#define SAT_CLAUSE_H

#include "dict_read.h"

/* How a word is looked up. */
enum sat_want {
	SAT_W_WORD,   /* exactly; if that finds nothing, by guesses */
	SAT_W_EXACT,  /* exactly, no guesses */
	SAT_W_PREFIX, /* terms that begin with it */
	SAT_W_SUFFIX, /* terms that end in it */
	SAT_W_PART    /* terms that hold it */
};

/* A list of records that stands for a word, and how well. */
struct sat_lead {
	struct sat_ref ref;
	enum satchel_match match;
};

/* One term to be looked up.  |fields| are of one class. */
struct sat_atom {
	uint8_t key[SAT_MAX_TERM]; /* class byte first */
	size_t n;
	enum sat_want want;
	uint32_t fields;
	/* found by match.c: */
	struct sat_lead *lead;
	size_t leads, cap;
	size_t exact; /* of them, when more were added by sat_match_widen */
	enum satchel_match match; /* the weakest that was tried */
	unsigned typos;		  /* FUZZY: how many */
};

enum { SAT_DIGITS_MAX = 24 };

/*
 * What was typed between blanks, or between quotes, or several words that
 * together are a number.  A record meets it if it holds all of |word|, or
 * |code|, or |phone|; and, where |confirm| is set, only if its text says so
 * (confirm.h).
 */
struct sat_clause {
	const char *typed;
	uint32_t fields;
	struct sat_atom *word; /* class TEXT */
	size_t words;
	struct sat_atom code; /* class CODE; n 0: none */
	/* a number: digits as typed, without "+" and "(0)"; n 0: none */
	char digits[SAT_DIGITS_MAX + 1];
	size_t digits_n;
	bool plus;
	struct sat_atom phone; /* its leads alone; class PHONE */
	/* the words, one blank before, between and after */
	const uint8_t *phrase;
	size_t phrase_n;
	bool open_left, open_right; /* the phrase may end inside a word */
	bool confirm;
};

/*
 * The clauses of |n| words.  EUSAGE for a field that is not known, a quote
 * that is not closed, too much text, or if no word is left.  Everything in
 * |a|; |typed| is one word, or several joined by a blank: that is tried, where
 * neighbours could be one telephone number, only if |join|; |*joined| says
 * that it was done.
 */
SATCHEL_MUST bool sat_clauses_read(const char *const *words, size_t n,
    bool join, struct sat_arena *a, struct sat_clause **clause, size_t *clauses,
    bool *joined, struct satchel_err *err);

#endif
