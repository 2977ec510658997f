/* text: what a string is on a screen: code points, columns, direction. */
#include <utf8proc.h>

#include "out.h"

size_t
text_next(const char *s, size_t n, uint32_t *cp)
{
	utf8proc_int32_t c;
	utf8proc_ssize_t len = utf8proc_iterate(
	    (const utf8proc_uint8_t *)s, n > 4 ? 4 : (utf8proc_ssize_t)n, &c);

	if (len < 1) {
		*cp = TEXT_BAD;
		return 1;
	}
	*cp = (uint32_t)c; /* not negative: the sequence was valid */
	return (size_t)len;
}

/* Format characters that are part of ordinary writing: the joiners of Persian
 * and of Indic scripts, and the Arabic and Syriac number signs. */
static bool
harmless_format(uint32_t cp)
{
	return cp == 0x200c || cp == 0x200d || (cp >= 0x0600 && cp <= 0x0605) ||
	       cp == 0x06dd || cp == 0x070f || cp == 0x0890 || cp == 0x0891 ||
	       cp == 0x08e2;
}

bool
text_unsafe(uint32_t cp)
{
	if (cp >= 0x20 && cp < 0x7f)
		return false;
	if (cp == TEXT_BAD || cp > 0x10ffff || (cp & 0xfffe) == 0xfffe ||
	    (cp >= 0xfdd0 && cp <= 0xfdef))
		return true;
	switch (utf8proc_category((utf8proc_int32_t)cp)) { /* <= 0x10ffff */
	case UTF8PROC_CATEGORY_CF:
		return !harmless_format(cp);
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	default:
		return false;
	}
}

/* As escape in out.c writes it: <U+202E>, <0xFF>. */
static unsigned
escaped_width(uint32_t cp)
{
	if (cp == TEXT_BAD)
		return 6;
	return cp > 0xfffff ? 10 : cp > 0xffff ? 9 : 8;
}

static unsigned
cell_width(uint32_t cp)
{
	int w;

	if (text_unsafe(cp))
		return escaped_width(cp);
	w = utf8proc_charwidth((utf8proc_int32_t)cp);
	return w > 0 ? (unsigned)w : 0;
}

unsigned
text_width(const char *s, size_t n)
{
	unsigned w = 0;

	while (n > 0) {
		uint32_t cp;
		size_t len = text_next(s, n, &cp);

		w += cell_width(cp);
		s += len;
		n -= len;
	}
	return w;
}

bool
text_rtl(const char *s, size_t n)
{
	while (n > 0) {
		uint32_t cp;
		size_t len = text_next(s, n, &cp);

		if (cp >= 0x590 && cp != TEXT_BAD) {
			int b = utf8proc_get_property((utf8proc_int32_t)cp)
				    ->bidi_class;

			if (b == UTF8PROC_BIDI_CLASS_R ||
			    b == UTF8PROC_BIDI_CLASS_AL ||
			    b == UTF8PROC_BIDI_CLASS_AN)
				return true;
		}
		s += len;
		n -= len;
	}
	return false;
}
