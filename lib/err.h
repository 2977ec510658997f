/* err: the one error struct, filled in by whatever fails. */
#ifndef SAT_ERR_H
#define SAT_ERR_H

#include <stdbool.h>
#include <stdint.h>

#include "satchel.h"

#define SAT_PRINTF(f, a) __attribute__((format(printf, f, a)))

/* Where a value stood in a text file.  Both count from 1; 0 is "nowhere". */
struct sat_mark {
	uint32_t line; /* lines end with LF, CR LF or CR */
	uint32_t col;  /* code points, not bytes */
};

/*
 * The sat_fail functions fill |err| and return false, so that a caller can
 * "return sat_fail(...)".  Messages name the thing, what was found, what is
 * allowed and by which source; lower case, no full stop, never a secret.
 * |err| may be NULL.  Each of them clears file, place and hint first.
 */
bool sat_fail(struct satchel_err *err, enum satchel_code code, const char *fmt,
    ...) SAT_PRINTF(3, 4);

/* As sat_fail with SATCHEL_EFORMAT, at line |m| of text file |file|. */
bool sat_fail_at(struct satchel_err *err, const char *file,
    const struct sat_mark *m, const char *fmt, ...) SAT_PRINTF(4, 5);

/* As sat_fail with |code|, at byte |offset| of |file|. */
bool sat_fail_off(struct satchel_err *err, enum satchel_code code,
    const char *file, uint64_t offset, const char *fmt, ...) SAT_PRINTF(5, 6);

/*
 * A system call failed on |file|: "cannot WHAT: STRERROR(errnum)", code
 * SATCHEL_EIO (SATCHEL_ENOMEM for ENOMEM).
 */
bool sat_fail_errno(
    struct satchel_err *err, const char *file, const char *what, int errnum);

/* "out of memory", SATCHEL_ENOMEM.  Inline, so that an analyzer sees that it
 * returns false. */
void sat_err_nomem(struct satchel_err *err);
static inline bool
sat_fail_nomem(struct satchel_err *err)
{
	sat_err_nomem(err);
	return false;
}

/* Adds what to do next to an error that was just made; returns false. */
bool sat_hint(struct satchel_err *err, const char *fmt, ...) SAT_PRINTF(2, 3);

/* Names the file of an error that has none yet; returns false. */
bool sat_err_file(struct satchel_err *err, const char *file);

#endif
