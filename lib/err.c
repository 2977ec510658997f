#include "err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void put(struct satchel_err *err, enum satchel_code code,
    const char *file, const char *fmt, va_list ap) SAT_PRINTF(4, 0);

static void
put(struct satchel_err *err, enum satchel_code code, const char *file,
    const char *fmt, va_list ap)
{
	memset(err, 0, sizeof(*err));
	err->code = code;
	if (file != NULL)
		(void)snprintf(err->file, sizeof(err->file), "%s", file);
	(void)vsnprintf(err->msg, sizeof(err->msg), fmt, ap);
}

bool
sat_fail(struct satchel_err *err, enum satchel_code code, const char *fmt, ...)
{
	va_list ap;

	if (err == NULL)
		return false;
	va_start(ap, fmt);
	put(err, code, NULL, fmt, ap);
	va_end(ap);
	return false;
}

bool
sat_fail_at(struct satchel_err *err, const char *file, const struct sat_mark *m,
    const char *fmt, ...)
{
	va_list ap;

	if (err == NULL)
		return false;
	va_start(ap, fmt);
	put(err, SATCHEL_EFORMAT, file, fmt, ap);
	va_end(ap);
	err->line = m->line;
	err->col = m->col;
	return false;
}

bool
sat_fail_off(struct satchel_err *err, enum satchel_code code, const char *file,
    uint64_t offset, const char *fmt, ...)
{
	va_list ap;

	if (err == NULL)
		return false;
	va_start(ap, fmt);
	put(err, code, file, fmt, ap);
	va_end(ap);
	err->offset = offset;
	err->has_offset = true;
	return false;
}

bool
sat_fail_errno(
    struct satchel_err *err, const char *file, const char *what, int errnum)
{
	bool mem = errnum == ENOMEM;

	sat_fail(err, mem ? SATCHEL_ENOMEM : SATCHEL_EIO, "cannot %s: %s", what,
	    strerror(errnum));
	return sat_err_file(err, file);
}

void
sat_err_nomem(struct satchel_err *err)
{
	sat_fail(err, SATCHEL_ENOMEM, "out of memory");
}

bool
sat_hint(struct satchel_err *err, const char *fmt, ...)
{
	va_list ap;

	if (err == NULL)
		return false;
	va_start(ap, fmt);
	(void)vsnprintf(err->hint, sizeof(err->hint), fmt, ap);
	va_end(ap);
	return false;
}

bool
sat_err_file(struct satchel_err *err, const char *file)
{
	if (err != NULL && file != NULL && err->file[0] == '\0')
		(void)snprintf(err->file, sizeof(err->file), "%s", file);
	return false;
}

int
satchel_status(enum satchel_code code)
{
	static const int status[] = {
		[SATCHEL_OK] = 0,
		[SATCHEL_ENO] = 1,
		[SATCHEL_EUSAGE] = 2,
		[SATCHEL_EUNTRUSTED] = 3,
		[SATCHEL_EROLLBACK] = 4,
		[SATCHEL_EFORK] = 5,
		[SATCHEL_EFORMAT] = 6,
		[SATCHEL_ELIMIT] = 6,
		[SATCHEL_EDATE] = 7,
		[SATCHEL_EPIN] = 8,
		[SATCHEL_EIO] = 9,
		[SATCHEL_ENOMEM] = 9,
		[SATCHEL_ESELFTEST] = 9,
		[SATCHEL_ECANCEL] = 9,
	};

	return (size_t)code < sizeof(status) / sizeof(*status) ? status[code]
							       : 9;
}
