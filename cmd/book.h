/* book: the directory as a printed book. */
#ifndef BOOK_H
#define BOOK_H

#include "cmd.h"

struct book {
	struct cli *c;
	struct out *o;
	const struct satchel_release *r;
	int64_t now;
};

/* What is listed on the first page. */
struct book_party {
	char *id, *name;
	size_t contacts;
};

/* ---- out_html.c ----------------------------------------------------------- */

void html_begin(struct book *b);
void html_cover(struct book *b, const struct book_party *p, size_t n);
/* A party's pages: its names, its contacts one by one, its mission. */
void html_party(struct book *b, const struct satchel_record *party);
void html_contact(struct book *b, const struct satchel_record *contact);
void html_party_end(struct book *b, const struct satchel_record *party);
void html_end(struct book *b, size_t parties);

#endif
