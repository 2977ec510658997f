/*
 * out: every byte that the program prints: text in columns, plain lines and
 * JSON.  Foreign text (all that comes out of a file or the command line) goes
 * through out_str and its kin, which leave no control character alone.
 */
#ifndef OUT_H
#define OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum out_style { OUT_PLAIN, OUT_BOLD, OUT_DIM, OUT_RED, OUT_YELLOW, OUT_GREEN };

struct out {
	int fd;
	bool tty;
	bool colour;	    /* a terminal, and NO_COLOR is not set */
	bool raw;	    /* foreign text as it stands: never to a terminal */
	bool began;	    /* the line has its prefix */
	bool comma;	    /* the next JSON member is not the first */
	int error;	    /* errno of the first write that failed */
	unsigned width;	    /* columns of a line, without |prefix| */
	unsigned col;	    /* columns used of this line */
	unsigned spaces;    /* of these, owed: none at the end of a line */
	const char *prefix; /* before every line of text: "EXERCISE ", "" */
	size_t n;
	char buf[8192];
};

void out_init(struct out *o, int fd);
/* Before every line from here on; |prefix| lives longer than |o|. */
void out_prefix(struct out *o, const char *prefix);
void out_flush(struct out *o);
/* False once nothing more can be written: a long listing may stop. */
bool out_alive(const struct out *o);

void out_bytes(struct out *o, const void *p, size_t n); /* as they are */
void out_put(struct out *o, const char *ours);		/* our own words */
void out_fmt(struct out *o, const char *fmt, ...)
    __attribute__((format(printf, 2, 3))); /* our own words and numbers */
void out_str(struct out *o, const char *foreign); /* on this line */
void out_strn(struct out *o, const char *foreign, size_t n);
void out_nl(struct out *o);
/* Spaces up to column |col|; one if the line is already past it. */
void out_pad(struct out *o, unsigned col);
/* |foreign|, broken at spaces; further lines and line feeds go to |indent|. */
void out_wrap(struct out *o, unsigned indent, const char *foreign);
/* |foreign|, line feeds escaped, broken at spaces on a terminal alone: what a
 * program reads stays one line. */
void out_fold(struct out *o, unsigned indent, const char *foreign);
/* As out_wrap, but ours, and it ends the line. */
void out_say(struct out *o, unsigned indent, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void out_style(struct out *o, enum out_style s);
/* 64 hex digits in 16 groups of 4. */
void out_groups(struct out *o, const char *hex);

/* One JSON object a line: open, members, close. */
void json_open(struct out *o);
void json_close(struct out *o);
void json_str(struct out *o, const char *key, const char *value);
void json_num(struct out *o, const char *key, int64_t value);
void json_bool(struct out *o, const char *key, bool value);
void json_time(struct out *o, const char *key, int64_t t);
/* |json| as it stands; what a terminal must not see is \u-escaped there. */
void json_verbatim(struct out *o, const char *key, const char *json, size_t n);
/* A list of objects: json_list, (json_item, members, json_item_end)... */
void json_list(struct out *o, const char *key);
void json_item(struct out *o);
void json_item_end(struct out *o);
void json_list_end(struct out *o);
/* A list of strings. */
void json_strings(struct out *o, const char *key, size_t n,
    const char *(*at)(const void *ctx, size_t i), const void *ctx);

/* Text, cell by cell. */
#define TEXT_BAD UINT32_MAX /* a byte that is no UTF-8 */
/* Decodes one code point of |n| > 0 bytes; returns the bytes it took. */
size_t text_next(const char *s, size_t n, uint32_t *cp);
bool text_unsafe(uint32_t cp);		      /* never to be sent to a screen */
unsigned text_width(const char *s, size_t n); /* columns, once escaped */
bool text_rtl(const char *s, size_t n);	      /* has right-to-left letters */

/* Times: "2026-03-01T09:00:00Z". */
#define WHEN_SIZE 32
bool when_parse(const char *s, int64_t *t); /* RFC 3339, or "@seconds" */
void when_iso(int64_t t, char out[WHEN_SIZE]);
void when_day(int64_t t, char out[WHEN_SIZE]); /* "2026-03-01" */

#endif
