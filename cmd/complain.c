/* complain: errors, warnings and hints, all on standard error. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"

static void
place(struct out *o, const struct satchel_err *e)
{
	if (e->file[0] == '\0')
		return;
	out_str(o, e->file);
	if (e->has_offset)
		out_fmt(o, "@0x%" PRIx64, e->offset);
	if (e->line > 0)
		out_fmt(o, ":%" PRIu32, e->line);
	if (e->line > 0 && e->col > 0)
		out_fmt(o, ":%" PRIu32, e->col);
	out_put(o, ": ");
}

static void
hint_line(struct out *o, const char *hint)
{
	if (hint == NULL || *hint == '\0')
		return;
	out_put(o, "hint: ");
	out_fold(o, 6, hint);
	out_nl(o);
}

static void
level(struct out *o, bool warning)
{
	out_style(o, warning ? OUT_YELLOW : OUT_RED);
	out_put(o, warning ? "warning: " : "error: ");
	out_style(o, OUT_PLAIN);
}

static void
print(const struct satchel_err *e, bool warning)
{
	struct out o;

	out_init(&o, STDERR_FILENO);
	out_put(&o, "satchel: ");
	place(&o, e);
	level(&o, warning);
	out_fold(&o, 2, e->msg);
	out_nl(&o);
	hint_line(&o, e->hint);
	out_flush(&o);
}

int
complain(const struct satchel_err *err)
{
	print(err, false);
	return satchel_status(err->code);
}

int
complain_as(int status, const char *hint, const char *fmt, ...)
{
	struct satchel_err e = { 0 };
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(e.msg, sizeof(e.msg), fmt, ap);
	va_end(ap);
	if (hint != NULL)
		(void)snprintf(e.hint, sizeof(e.hint), "%s", hint);
	print(&e, false);
	return status;
}

void
warn_of(const char *hint, const char *fmt, ...)
{
	struct satchel_err e = { 0 };
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(e.msg, sizeof(e.msg), fmt, ap);
	va_end(ap);
	if (hint != NULL)
		(void)snprintf(e.hint, sizeof(e.hint), "%s", hint);
	print(&e, true);
}

void
note_of(const char *fmt, ...)
{
	struct out o;
	char s[1024];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(s, sizeof(s), fmt, ap);
	va_end(ap);
	out_init(&o, STDERR_FILENO);
	out_wrap(&o, 0, s);
	out_nl(&o);
	out_flush(&o);
}
