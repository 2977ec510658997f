#include "out.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { DEFAULT_WIDTH = 80, NARROWEST = 40, WIDEST = 200 };

static unsigned
terminal_width(int fd)
{
	struct winsize ws;

	if (ioctl(fd, TIOCGWINSZ, &ws) != 0 || ws.ws_col == 0)
		return DEFAULT_WIDTH;
	if (ws.ws_col < NARROWEST)
		return NARROWEST;
	return ws.ws_col > WIDEST ? WIDEST : ws.ws_col;
}

void
out_init(struct out *o, int fd)
{
	const char *no_color = getenv("NO_COLOR");
	const char *force = getenv("CLICOLOR_FORCE");
	const char *term = getenv("TERM");

	memset(o, 0, sizeof(*o));
	o->fd = fd;
	o->tty = isatty(fd) == 1;
	o->colour = o->tty && term != NULL && strcmp(term, "dumb") != 0;
	if (force != NULL && *force != '\0' && strcmp(force, "0") != 0)
		o->colour = true;
	if (no_color != NULL && *no_color != '\0')
		o->colour = false;
	o->width = o->tty ? terminal_width(fd) : DEFAULT_WIDTH;
	o->prefix = "";
}

void
out_prefix(struct out *o, const char *prefix)
{
	unsigned whole = o->width + text_width(o->prefix, strlen(o->prefix));

	o->prefix = prefix;
	o->width = whole - text_width(prefix, strlen(prefix));
}

void
out_flush(struct out *o)
{
	size_t done = 0;

	while (done < o->n && o->error == 0) {
		ssize_t put = write(o->fd, o->buf + done, o->n - done);

		if (put > 0)
			done += (size_t)put;
		else if (put == 0)
			o->error = ENOSPC;
		else if (errno != EINTR)
			o->error = errno;
	}
	o->n = 0;
}

bool
out_alive(const struct out *o)
{
	return o->error == 0;
}

void
out_bytes(struct out *o, const void *p, size_t n)
{
	const char *s = p;

	while (n > 0 && o->error == 0) {
		size_t room = sizeof(o->buf) - o->n;
		size_t take = n < room ? n : room;

		memcpy(o->buf + o->n, s, take);
		o->n += take;
		s += take;
		n -= take;
		if (o->n == sizeof(o->buf))
			out_flush(o);
	}
}

static void
begin(struct out *o)
{
	if (!o->began)
		out_bytes(o, o->prefix, strlen(o->prefix));
	o->began = true;
	for (; o->spaces > 0; o->spaces--)
		out_bytes(o, " ", 1);
}

void
out_put(struct out *o, const char *ours)
{
	size_t n = strlen(ours);

	o->col += text_width(ours, n);
	if (strspn(ours, " ") == n) {
		o->spaces += (unsigned)n; /* a handful */
		return;
	}
	begin(o);
	out_bytes(o, ours, n);
}

void
out_fmt(struct out *o, const char *fmt, ...)
{
	char s[1024];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(s, sizeof(s), fmt, ap);
	va_end(ap);
	out_str(o, s);
}

static void
escape(struct out *o, uint32_t cp, unsigned char byte)
{
	char s[16];

	if (cp == TEXT_BAD)
		(void)snprintf(s, sizeof(s), "<0x%02X>", byte);
	else
		(void)snprintf(s, sizeof(s), "<U+%04X>", cp);
	out_bytes(o, s, strlen(s));
}

/* U+2068 FIRST STRONG ISOLATE, U+2069 POP DIRECTIONAL ISOLATE (UAX #9) */
static const unsigned char isolate_first_strong[] = { 0xe2, 0x81, 0xa8 };
static const unsigned char isolate_pop[] = { 0xe2, 0x81, 0xa9 };

void
out_strn(struct out *o, const char *foreign, size_t n)
{
	bool isolate = o->tty && text_rtl(foreign, n);

	if (n == 0)
		return;
	begin(o);
	o->col += text_width(foreign, n);
	if (o->raw) {
		out_bytes(o, foreign, n);
		return;
	}
	if (isolate)
		out_bytes(o, isolate_first_strong, 3);
	while (n > 0) {
		uint32_t cp;
		size_t len = text_next(foreign, n, &cp);

		if (text_unsafe(cp))
			escape(o, cp, (unsigned char)*foreign);
		else
			out_bytes(o, foreign, len);
		foreign += len;
		n -= len;
	}
	if (isolate)
		out_bytes(o, isolate_pop, 3);
}

void
out_str(struct out *o, const char *foreign)
{
	out_strn(o, foreign, strlen(foreign));
}

void
out_nl(struct out *o)
{
	size_t n = strlen(o->prefix);

	if (!o->began && n > 0)
		out_bytes(o, o->prefix, n - 1); /* without its last space */
	out_bytes(o, "\n", 1);
	o->began = false;
	o->col = o->spaces = 0;
}

void
out_pad(struct out *o, unsigned col)
{
	unsigned n = o->col < col ? col - o->col : o->col > col ? 1 : 0;

	o->spaces += n;
	o->col += n;
}

/* How many bytes of |s| fit in |room| columns: whole words, else, if not even
 * the first word fits and |force|, as many code points as do (at least one). */
static size_t
fitting(const char *s, size_t n, unsigned room, bool force)
{
	size_t at = 0, word = 0;
	unsigned w = 0;

	while (at < n) {
		uint32_t cp;
		size_t len = text_next(s + at, n - at, &cp);
		unsigned cell = text_width(s + at, len);

		if (cp == ' ')
			word = at;
		if (w + cell > room && (w > 0 || !force))
			break;
		w += cell;
		if (cell == 2)
			word = at + len; /* no spaces in these scripts */
		at += len;
	}
	if (at == n)
		return w <= room || force ? n : word;
	return word > 0 ? word : force ? at : 0;
}

static void
wrap_line(struct out *o, unsigned indent, const char *s, size_t n)
{
	while (n > 0) {
		unsigned room = o->width > o->col ? o->width - o->col : 0;
		size_t take = fitting(s, n, room, o->col <= indent);

		out_strn(o, s, take);
		s += take;
		n -= take;
		for (; n > 0 && *s == ' '; s++)
			n--;
		if (n > 0) {
			out_nl(o);
			out_pad(o, indent);
		}
	}
}

void
out_fold(struct out *o, unsigned indent, const char *foreign)
{
	if (o->tty)
		wrap_line(o, indent, foreign, strlen(foreign));
	else
		out_str(o, foreign);
}

void
out_wrap(struct out *o, unsigned indent, const char *foreign)
{
	for (;;) {
		const char *lf = o->raw ? NULL : strchr(foreign, '\n');
		size_t n = lf == NULL
			       ? strlen(foreign)
			       : (size_t)(lf - foreign); /* lf is after */

		wrap_line(o, indent, foreign, n);
		if (lf == NULL)
			return;
		foreign = lf + 1;
		out_nl(o);
		out_pad(o, indent);
	}
}

void
out_say(struct out *o, unsigned indent, const char *fmt, ...)
{
	char s[1024];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(s, sizeof(s), fmt, ap);
	va_end(ap);
	out_wrap(o, indent, s);
	out_nl(o);
}

void
out_style(struct out *o, enum out_style s)
{
	static const char *const sgr[] = { "\033[0m", "\033[1m", "\033[2m",
		"\033[1;31m", "\033[1;33m", "\033[1;32m" };

	if (!o->colour)
		return;
	begin(o);
	out_bytes(o, sgr[s], strlen(sgr[s]));
}

void
out_groups(struct out *o, const char *hex)
{
	for (size_t i = 0; hex[i] != '\0'; i++) {
		if (i > 0 && i % 4 == 0)
			out_put(o, " ");
		out_strn(o, hex + i, 1);
	}
}
