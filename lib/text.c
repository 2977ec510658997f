#include "text.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "utf8.h"

/* Blocks whose scripts shape or read differently with a joiner (RFC 5892 A.1
 * and A.2, UAX 31 2.3): cursive ones and those with a virama. */
static bool
is_joining(uint32_t cp)
{
	static const struct {
		uint32_t first, last;
	} blocks[] = {
		{ 0x0600, 0x074f }, /* Arabic, Syriac */
		{ 0x0750, 0x077f }, /* Arabic Supplement */
		{ 0x07c0, 0x07ff }, /* NKo */
		{ 0x0840, 0x08ff }, /* Mandaic, Syriac, Arabic Extended */
		{ 0x0900, 0x0dff }, /* Devanagari to Sinhala */
		{ 0x1000, 0x109f }, /* Myanmar */
		{ 0x1700, 0x18af }, /* Philippine, Khmer, Mongolian */
		{ 0x1900, 0x1aaf }, /* Limbu to Tai Tham */
		{ 0x1b00, 0x1c4f }, /* Balinese, Sundanese, Batak, Lepcha */
		{ 0x1cd0, 0x1cff }, /* Vedic */
		{ 0xa800, 0xa8ff }, /* Syloti Nagri to Devanagari Extended */
		{ 0xa930, 0xaaff }, /* Rejang, Javanese, Cham to Meetei Mayek */
		{ 0xabc0, 0xabff }, /* Meetei Mayek */
		{ 0xfb50, 0xfdff }, /* Arabic Presentation Forms-A */
		{ 0xfe70, 0xfefe }, /* Arabic Presentation Forms-B */
		{ 0x10a00, 0x10a5f }, /* Kharoshthi */
		{ 0x10ac0, 0x10aff }, /* Manichaean */
		{ 0x10b80, 0x10baf }, /* Psalter Pahlavi */
		{ 0x10d00, 0x10d3f }, /* Hanifi Rohingya */
		{ 0x10f30, 0x10fdf }, /* Sogdian, Old Uyghur, Chorasmian */
		{ 0x11000, 0x11d9f }, /* Brahmi to Gunjala Gondi */
		{ 0x1e900, 0x1e95f }, /* Adlam */
	};

	for (size_t i = 0; i < sizeof(blocks) / sizeof(*blocks); i++)
		if (cp >= blocks[i].first && cp <= blocks[i].last)
			return true;
	return false;
}

/* A letter or one of its marks, of a script that needs joiners. */
static bool
joins(uint32_t cp)
{
	utf8proc_category_t c;

	if (!is_joining(cp))
		return false;
	c = utf8proc_category((utf8proc_int32_t)cp); /* below 0x110000 */
	return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_ME;
}

bool
sat_text_allows(
    uint32_t cp, uint32_t before, const uint8_t *next, const uint8_t *end)
{
	enum sat_cp class = sat_cp_class(cp);
	uint32_t after;

	if (class == SAT_CP_JOINER)
		return joins(before) && sat_utf8_next(&next, end, &after) &&
		       joins(after);
	/* U+FFFE is a byte order mark read backwards; YAML 1.2 5.1 has
	 * neither of the two. */
	return class == SAT_CP_PLAIN && cp != 0xfffe && cp != 0xffff;
}

uint32_t
sat_text_before(const uint8_t *start, const uint8_t *p)
{
	const uint8_t *s = p;
	uint32_t cp;

	while (s > start && (*--s & 0xc0) == 0x80)
		;
	return sat_utf8_next(&s, p, &cp) ? cp : 0;
}

bool
sat_text_mend(char *s, size_t *n, struct sat_text_fault *f)
{
	const uint8_t *p = (const uint8_t *)s, *end = p + *n, *from;
	uint32_t cp, last = 0;
	bool found = false;
	size_t len = 0;

	for (from = p; sat_utf8_next(&p, end, &cp); from = p) {
		size_t bytes = (size_t)(p - from);

		if (cp == '\n' || sat_text_allows(cp, last, p, end)) {
			memmove(s + len, from, bytes);
			len += bytes;
			last = cp;
			continue;
		}
		if (!found) {
			f->cp = cp;
			f->joiner = sat_cp_class(cp) == SAT_CP_JOINER;
			found = true;
		}
		if (sat_cp_space(cp) && last != 0 && !sat_cp_space(last) &&
		    p < end)
			s[len++] = (char)(last = ' ');
	}
	s[len] = '\0';
	*n = len;
	return found;
}

/* Common letters that may stand anywhere in a value and are in NFC whatever
 * stands beside them (NFC_QC=Yes, combining class 0, never the second of a
 * composition: UAX 15 9). */
static bool
is_usual(uint32_t cp)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{ 0x00a0, 0x00ac }, /* Latin, but for the soft hyphen */
		{ 0x00ae, 0x02ff }, { 0x4e00, 0x9fff }, /* Han */
		{ 0x0620, 0x064a },			/* Arabic */
		{ 0x0388, 0x0482 },			/* Greek, Cyrillic */
		{ 0xac00, 0xd7a3 },			/* Hangul */
		{ 0x3041, 0x3096 },			/* Hiragana */
		{ 0x30a1, 0x30fe },			/* Katakana */
		{ 0x2010, 0x2027 },			/* punctuation */
		{ 0x1e00, 0x1ef9 }, /* Latin Extended Additional */
		{ 0x0671, 0x06d3 }, /* more Arabic */
		{ 0x05d0, 0x05ea }, /* Hebrew */
		{ 0x048a, 0x052f }, /* more Cyrillic */
	};

	if (cp < 0x80)
		return (cp >= 0x20 && cp < 0x7f) || cp == '\n';
	for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++)
		if (cp >= ranges[i].first && cp <= ranges[i].last)
			return true;
	return false;
}

bool
sat_text_usual(const char *s, size_t n)
{
	const uint8_t *p = (const uint8_t *)s, *end = p + n;
	uint32_t cp;

	while (sat_utf8_next(&p, end, &cp))
		if (!is_usual(cp))
			return false;
	return p == end;
}

bool
sat_text_nfc(struct sat_arena *a, const char **text, size_t *n, bool *was)
{
	const uint8_t *p = (const uint8_t *)*text;
	utf8proc_uint8_t *nfc = NULL;
	utf8proc_ssize_t len;
	bool ok = true;

	*was = true;
	if (sat_text_usual(*text, *n) || *n > SSIZE_MAX)
		return true;
	len = utf8proc_map(
	    p, (utf8proc_ssize_t)*n, &nfc, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (len < 0) /* the text was checked, so it is memory */
		return false;
	if ((size_t)len != *n || memcmp(nfc, p, *n) != 0) {
		*was = false;
		*text = sat_arena_copy(a, nfc, (size_t)len);
		*n = (size_t)len;
		ok = *text != NULL;
	}
	free(nfc);
	return ok;
}
