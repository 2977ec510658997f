/* out_html: a party on each page, and on every page from what it is and when
 * it is to be destroyed.  Nothing is loaded and nothing runs. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "book.h"
#include "value.h"

/* A table's head and foot are repeated on each page by every browser. */
static const char style[] =
    "@page{size:A4;margin:14mm 15mm}\n"
    "*{box-sizing:border-box}\n"
    "body{font:10.5pt/1.35 \"Noto Sans\",\"DejaVu Sans\",sans-serif;"
    "color:#000;background:#fff;margin:0 auto;max-width:180mm}\n"
    "table.page{width:100%;border-collapse:collapse;break-after:page}\n"
    "table.page:last-of-type{break-after:auto}\n"
    "td{padding:0;vertical-align:top}\n"
    "thead td{border-bottom:.5pt solid #000;font-size:8.5pt;"
    "padding-bottom:1mm}\n"
    "tfoot td{border-top:.5pt solid #000;font-size:8pt;padding-top:1mm}\n"
    "tfoot .sum{font-family:\"Noto Sans Mono\",\"DejaVu Sans Mono\","
    "monospace;font-size:7pt}\n"
    "tbody td{padding-top:3mm}\n"
    "tbody tr{break-inside:avoid}\n"
    ".banner{font-weight:bold}\n"
    "h1{font-size:20pt;margin:20mm 0 6mm}\n"
    "h2{font-size:15pt;margin:0}\n"
    "h3{font-size:11.5pt;margin:0;border-bottom:.5pt dotted #000}\n"
    ".id{font-family:\"Noto Sans Mono\",\"DejaVu Sans Mono\",monospace;"
    "font-weight:bold}\n"
    ".names{display:flex;flex-wrap:wrap;gap:0 1.2em}\n"
    "dl{display:grid;grid-template-columns:30mm 1fr;margin:1mm 0 0;"
    "gap:.4mm 0}\n"
    "dt{color:#333}\n"
    "dd{margin:0;text-align:left;overflow-wrap:anywhere;white-space:pre-line}\n"
    ".dial{font-size:12.5pt;font-weight:bold;direction:ltr;"
    "unicode-bidi:isolate}\n"
    ".key{font-family:\"Noto Sans Mono\",\"DejaVu Sans Mono\",monospace;"
    "font-size:8.5pt}\n"
    ".past{font-weight:bold}\n"
    "ol{columns:2;list-style:none;padding:0;margin:6mm 0 0}\n"
    "ol li{break-inside:avoid}\n"
    "bdi{unicode-bidi:isolate}\n";

/* ---- text ------------------------------------------------------------------ */

static void
put(struct book *b, const char *html)
{
	out_bytes(b->o, html, strlen(html));
}

static void
fmt(struct book *b, const char *f, ...) __attribute__((format(printf, 2, 3)));

/* Our own words and numbers: nothing to escape. */
static void
fmt(struct book *b, const char *f, ...)
{
	char s[512];
	va_list ap;

	va_start(ap, f);
	(void)vsnprintf(s, sizeof(s), f, ap);
	va_end(ap);
	put(b, s);
}

/* Foreign text: what is markup becomes an entity, what no page should hold is
 * shown as on the screen. */
static void
esc(struct book *b, const char *s)
{
	size_t n = s == NULL ? 0 : strlen(s);

	while (n > 0) {
		uint32_t cp;
		size_t len = text_next(s, n, &cp);

		if (cp == '&' || cp == '<' || cp == '>' || cp == '"' ||
		    cp == '\'')
			fmt(b, "&#%" PRIu32 ";", cp);
		else if (cp == '\n' || !text_unsafe(cp))
			out_bytes(b->o, s, len);
		else
			fmt(b, "&lt;U+%04" PRIX32 "&gt;",
			    cp == TEXT_BAD ? UINT32_C(0xfffd) : cp);
		s += len;
		n -= len;
	}
}

/* ---- languages and directions ------------------------------------------------ */

enum script { NO_SCRIPT, HAN, KANA, HANGUL, RIGHT_TO_LEFT };

static enum script
script_of(const char *s)
{
	size_t n = s == NULL ? 0 : strlen(s);
	enum script found = NO_SCRIPT;

	if (n > 0 && text_rtl(s, n))
		return RIGHT_TO_LEFT;
	while (n > 0) {
		uint32_t cp;
		size_t len = text_next(s, n, &cp);

		if (cp >= 0x3040 && cp <= 0x30ff)
			return KANA;
		if (cp >= 0xac00 && cp <= 0xd7a3)
			return HANGUL;
		if ((cp >= 0x3400 && cp <= 0x9fff) ||
		    (cp >= 0xf900 && cp <= 0xfaff) ||
		    (cp >= 0x20000 && cp <= 0x3ffff))
			found = HAN;
		s += len;
		n -= len;
	}
	return found;
}

static bool
begins_with(const char *tag, const char *primary)
{
	size_t n = strlen(primary);

	return strncmp(tag, primary, n) == 0 &&
	       (tag[n] == '\0' || tag[n] == '-');
}

/* The first of |languages| that is written so: a Han letter has another shape
 * in each, and no record says of what language a name is. */
static const char *
spoken(const struct satchel_value *languages, const char *const *primary)
{
	for (size_t i = 0; i < satchel_value_count(languages); i++) {
		const char *tag =
		    satchel_value_string(satchel_value_at(languages, i));

		for (size_t j = 0; tag != NULL && primary[j] != NULL; j++)
			if (begins_with(tag, primary[j]))
				return tag;
	}
	return NULL;
}

static const char *
language_of(const char *s, const struct satchel_value *languages)
{
	static const char *const han[] = { "zh", "ja", "ko", "yue", "wuu",
		"hak", "nan", "vi", NULL };
	static const char *const rtl[] = { "ar", "fa", "ur", "he", "ps", "ckb",
		"dv", "sd", "ug", "syr", "yi", NULL };

	switch (script_of(s)) {
	case KANA:
		return "ja";
	case HANGUL:
		return "ko";
	case HAN:
		return spoken(languages, han);
	case RIGHT_TO_LEFT:
		return spoken(languages, rtl);
	case NO_SCRIPT:
		break;
	}
	return NULL;
}

/* <span lang="TAG" dir="auto">TEXT</span>; |tag| may be NULL. */
static void
span(struct book *b, const char *tag, const char *s)
{
	put(b, "<span dir=\"auto\"");
	if (tag != NULL && strcmp(tag, "und") != 0) {
		put(b, " lang=\"");
		esc(b, tag);
		put(b, "\"");
	}
	put(b, ">");
	esc(b, s);
	put(b, "</span>");
}

/* ---- pages -------------------------------------------------------------------- */

static void
groups(struct book *b, const char *hex)
{
	for (size_t i = 0; hex[i] != '\0'; i++) {
		if (i > 0 && i % 4 == 0)
			put(b, " ");
		out_bytes(b->o, hex + i, 1);
	}
}

/* What is wrong with the release as a whole, on every page. */
static void
banners(struct book *b)
{
	const struct satchel_release *r = b->r;

	put(b, "<span class=\"banner\">");
	if (r->exercise)
		put(b, "EXERCISE: nobody here is to be called. ");
	if (r->older)
		put(b, "OLDER: for the archive. ");
	if (r->freshness == SATCHEL_STALE)
		put(b, "STALE when printed: ask for the newer release. ");
	if (r->freshness == SATCHEL_EXPIRED)
		put(b, "EXPIRED when printed: confirm every number. ");
	put(b, "</span>");
}

static void
page_begin(struct book *b)
{
	char s[SHORT_SIZE], day[WHEN_SIZE];

	when_day(b->r->expires, day);
	put(b, "<table class=\"page\">\n<thead><tr><td>");
	banners(b);
	esc(b, b->r->title);
	put(b, ", ");
	esc(b, release_short(b->r, s));
	put(b, "</td></tr></thead>\n<tfoot><tr><td>");
	esc(b, b->r->directory);
	fmt(b, ". Destroy after %s, or when a newer release is here.", day);
	put(b, "<br>Check number <span class=\"sum\">");
	groups(b, b->r->fingerprint);
	put(b, "</span></td></tr></tfoot>\n<tbody>\n");
}

static void
page_end(struct book *b)
{
	put(b, "</tbody></table>\n");
}

void
html_begin(struct book *b)
{
	put(b,
	    "<!doctype html>\n<html lang=\"en\"><head><meta "
	    "charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" "
	    "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
	if (b->r->exercise)
		put(b, "EXERCISE ");
	esc(b, b->r->title);
	fmt(b, ", release %" PRIu32 "</title>\n<style>\n", b->r->release);
	put(b, style);
	put(b, "</style></head>\n<body>\n");
}

void
html_end(struct book *b, size_t parties)
{
	fmt(b, "</body></html>\n<!-- the whole book: %zu parties -->\n",
	    parties);
}

/* ---- fields ------------------------------------------------------------------- */

static void
field_begin(struct book *b, const char *name)
{
	put(b, "<dt>");
	put(b, name);
	put(b, "</dt><dd dir=\"auto\">");
}

static void
field_end(struct book *b)
{
	put(b, "</dd>\n");
}

static void
field(struct book *b, const char *name, const char *s)
{
	if (s == NULL)
		return;
	field_begin(b, name);
	esc(b, s);
	field_end(b);
}

static void
items(struct book *b, const struct satchel_value *list)
{
	for (size_t i = 0; i < satchel_value_count(list); i++) {
		put(b, i > 0 ? ", <bdi>" : "<bdi>");
		esc(b, satchel_value_string(satchel_value_at(list, i)));
		put(b, "</bdi>");
	}
}

static void
field_list(struct book *b, const char *name, const struct satchel_value *list)
{
	if (satchel_value_count(list) == 0)
		return;
	field_begin(b, name);
	items(b, list);
	field_end(b);
}

static const char *
when_words(const char *when)
{
	return when != NULL && strcmp(when, "always") == 0 ? "at any time"
	       : when != NULL && strcmp(when, "after-hours") == 0
		   ? "after hours"
		   : "office hours";
}

static void
phones(struct book *b, const struct satchel_value *list)
{
	size_t order[ORDER_MAX], n = by_pref(list, order);

	for (size_t i = 0; i < n; i++) {
		const struct satchel_value *p =
		    satchel_value_at(list, order[i]);
		const char *ext = str_of(p, "ext"), *label = str_of(p, "label");

		field_begin(b, i == 0 ? "phone" : "");
		put(b, "<span class=\"dial\">");
		esc(b, str_of(p, "number"));
		if (ext != NULL) {
			put(b, " ext ");
			esc(b, ext);
		}
		put(b, "</span> ");
		items(b, satchel_value_get(p, "features"));
		if (satchel_value_count(satchel_value_get(p, "features")) > 0)
			put(b, ", ");
		put(b, when_words(str_of(p, "when")));
		if (label != NULL) {
			put(b, ", <bdi>");
			esc(b, label);
			put(b, "</bdi>");
		}
		field_end(b);
	}
}

static void
emails(struct book *b, const struct satchel_value *list)
{
	size_t order[ORDER_MAX], n = by_pref(list, order);

	for (size_t i = 0; i < n; i++) {
		const struct satchel_value *e =
		    satchel_value_at(list, order[i]);
		const char *shared = str_of(e, "shared");

		field_begin(b, i == 0 ? "e-mail" : "");
		put(b, "<bdi>");
		esc(b, str_of(e, "address"));
		put(b, "</bdi>");
		if (shared != NULL && strcmp(shared, "yes") == 0)
			put(b, ", shared");
		field_end(b);
	}
}

/* Fingerprints in groups of four, as they are compared. */
static void
key_value(struct book *b, const struct satchel_value *k)
{
	const char *s = str_of(k, "fingerprint");

	put(b, "<span class=\"key\">");
	if (s == NULL)
		esc(b, str_of(k, "public"));
	for (size_t i = 0; s != NULL && s[i] != '\0'; i++) {
		char one[2] = { s[i], '\0' };

		if (i > 0 && i % 4 == 0)
			put(b, " ");
		esc(b, one);
	}
	put(b, "</span>");
}

static void
keys(struct book *b, const struct satchel_value *list)
{
	for (size_t i = 0; i < satchel_value_count(list); i++) {
		const struct satchel_value *k = satchel_value_at(list, i);

		field_begin(b, i == 0 ? "key" : "");
		esc(b, str_of(k, "type"));
		put(b, " ");
		key_value(b, k);
		if (str_of(k, "for") != NULL) {
			put(b, " for <bdi>");
			esc(b, str_of(k, "for"));
			put(b, "</bdi>");
		}
		if (str_of(k, "expires") != NULL) {
			put(b, ", expires ");
			esc(b, str_of(k, "expires"));
		}
		field_end(b);
	}
}

/* Lists of maps, the values one after the other: services, holidays. */
static void
maps(struct book *b, const char *name, const struct satchel_value *list)
{
	for (size_t i = 0; i < satchel_value_count(list); i++) {
		const struct satchel_value *m = satchel_value_at(list, i);

		field_begin(b, i == 0 ? name : "");
		for (size_t j = 0; j < satchel_value_count(m); j++) {
			put(b, j > 0 ? " <bdi>" : "<bdi dir=\"ltr\">");
			esc(b, satchel_value_string(satchel_value_at(m, j)));
			put(b, "</bdi>");
		}
		field_end(b);
	}
}

static void
hours(struct book *b, const struct satchel_value *v)
{
	const struct satchel_value *h = satchel_value_get(v, "hours");
	const char *zone = str_of(v, "timezone");

	if (h == NULL && zone == NULL)
		return;
	field_begin(b, "hours");
	items(b, h);
	if (zone != NULL) {
		put(b, h == NULL ? "" : " ");
		esc(b, zone);
	}
	field_end(b);
}

static void
extras(struct book *b, const struct satchel_value *v)
{
	for (size_t i = 0; i < satchel_value_count(v); i++) {
		const char *key = satchel_value_key(v, i);
		const struct satchel_value *m = satchel_value_at(v, i);

		if (key == NULL || strncmp(key, "x-", 2) != 0)
			continue;
		put(b, "<dt>");
		esc(b, key);
		put(b, "</dt><dd dir=\"auto\">");
		if (satchel_value_type(m) == SATCHEL_LIST)
			items(b, m);
		else
			esc(b, satchel_value_string(m));
		field_end(b);
	}
}

/* ---- the cover ------------------------------------------------------------------ */

static void
cover_time(struct book *b, const char *name, int64_t t)
{
	char s[WHEN_SIZE];

	when_iso(t, s);
	field(b, name, s);
}

void
html_cover(struct book *b, const struct book_party *p, size_t n)
{
	const struct satchel_release *r = b->r;
	char s[SHORT_SIZE];

	page_begin(b);
	put(b, "<tr><td><h1>");
	if (r->exercise)
		put(b, "EXERCISE: ");
	esc(b, r->title);
	put(b, "</h1><dl>\n");
	field(b, "directory", r->directory);
	field(b, "release", release_short(r, s));
	cover_time(b, "issued", r->issued);
	cover_time(b, "next release by", r->next_by);
	cover_time(b, "destroy after", r->expires);
	field_begin(b, "check number");
	put(b, "<span class=\"key\">");
	groups(b, r->fingerprint);
	put(b, "</span>");
	field_end(b);
	field(b, "to be sure",
	    "Paper cannot be verified. Compare the check number with one that "
	    "came by another route, all of it, before you trust this copy.");
	put(b, "</dl>\n<ol>\n");
	for (size_t i = 0; i < n; i++) {
		put(b, "<li><span class=\"id\">");
		esc(b, p[i].id);
		put(b, "</span> ");
		span(b, NULL, p[i].name);
		fmt(b, " (%zu)</li>\n", p[i].contacts);
	}
	put(b, "</ol></td></tr>\n");
	page_end(b);
}

/* ---- a party's pages -------------------------------------------------------------- */

static void
party_names(struct book *b, const struct satchel_value *names)
{
	put(b, "<div class=\"names\">");
	for (size_t i = 0; i < satchel_value_count(names); i++)
		span(b, satchel_value_key(names, i),
		    satchel_value_string(satchel_value_at(names, i)));
	put(b, "</div>");
}

void
html_party(struct book *b, const struct satchel_record *party)
{
	const struct satchel_value *v = party->value;

	page_begin(b);
	put(b, "<tr><td><h2><span class=\"id\">");
	esc(b, party->id);
	put(b, "</span> ");
	span(b,
	    str_of(satchel_value_get(v, "name"), "en") != NULL ? "en" : NULL,
	    party_name(v));
	put(b, "</h2>");
	party_names(b, satchel_value_get(v, "name"));
	put(b, "<dl>\n");
	field(b, "official name", str_of(v, "official_name"));
	field_list(b, "also", satchel_value_get(v, "aliases"));
	hours(b, v);
	field_list(b, "languages", satchel_value_get(v, "languages"));
	maps(b, "holidays", satchel_value_get(v, "holidays"));
	field(b, "revised", str_of(v, "revised"));
	extras(b, v);
	put(b, "</dl></td></tr>\n");
}

static void
contact_head(struct book *b, const struct satchel_record *r)
{
	const struct satchel_value *v = r->value;
	const struct satchel_value *languages =
	    satchel_value_get(v, "languages");
	const char *name = str_of(v, "name"), *latin = str_of(v, "name_latin");

	put(b, "<h3><span class=\"id\">");
	esc(b, r->id);
	put(b, "</span> ");
	if (str_of(v, "salutation") != NULL) {
		put(b, "<bdi>");
		esc(b, str_of(v, "salutation"));
		put(b, "</bdi> ");
	}
	span(b, language_of(name, languages), name);
	if (latin != NULL) {
		put(b, " &#183; <bdi>");
		esc(b, latin);
		put(b, "</bdi>");
	}
	put(b, " &#183; ");
	esc(b, str_of(v, "role"));
	put(b, "</h3>");
}

/* In the office's own letters. */
static void
field_local(struct book *b, const char *name, const struct satchel_value *v,
    const char *key)
{
	const char *s = str_of(v, key);

	if (s == NULL)
		return;
	field_begin(b, name);
	span(b, language_of(s, satchel_value_get(v, "languages")), s);
	field_end(b);
}

void
html_contact(struct book *b, const struct satchel_record *contact)
{
	const struct satchel_value *v = contact->value;
	const char *deputy = str_of(v, "deputy");
	char id[160];

	put(b, "<tr><td>");
	contact_head(b, contact);
	if (value_validity(v, b->now) != NULL)
		fmt(b, "<div class=\"past\">%s, by its own dates</div>",
		    value_validity(v, b->now));
	put(b, "<dl>\n");
	phones(b, satchel_value_get(v, "phones"));
	emails(b, satchel_value_get(v, "emails"));
	field_local(b, "to be sure", v, "verify");
	field_local(b, "title", v, "title");
	field_local(b, "unit", v, "unit");
	field_local(b, "organization", v, "organization");
	if (deputy != NULL) {
		(void)snprintf(id, sizeof(id), "%.*s/%s",
		    (int)strcspn(contact->id, "/"), contact->id, deputy);
		field(b, "deputy", id);
	}
	field_list(b, "languages", satchel_value_get(v, "languages"));
	hours(b, v);
	maps(b, "services", satchel_value_get(v, "services"));
	keys(b, satchel_value_get(v, "keys"));
	field(b, "valid from", str_of(v, "valid_from"));
	field(b, "valid until", str_of(v, "valid_until"));
	field_list(b, "scope", satchel_value_get(v, "scope"));
	field_local(b, "note", v, "note");
	field(b, "confirmed", str_of(v, "confirmed"));
	extras(b, v);
	put(b, "</dl></td></tr>\n");
}

void
html_party_end(struct book *b, const struct satchel_record *party)
{
	const struct satchel_value *m =
	    satchel_value_get(party->value, "mission");

	if (m != NULL) {
		put(b, "<tr><td><h3>Mission</h3><dl>\n");
		field(b, "name", str_of(m, "name"));
		phones(b, satchel_value_get(m, "phones"));
		emails(b, satchel_value_get(m, "emails"));
		hours(b, m);
		put(b, "</dl></td></tr>\n");
	}
	page_end(b);
}
