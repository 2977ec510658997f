/* fold_table: the numbered table that fold.c uses; made by fold_gen.c. */
#ifndef SAT_FOLD_TABLE_H
#define SAT_FOLD_TABLE_H

#include <stdint.h>

/*
 * sat_fold_cell[sat_fold_block[cp >> 7] * 128 + (cp & 127)] tells what becomes
 * of |cp|: below 4 it stays, and the number is its enum sat_letter; else it
 * becomes the UTF-8 bytes of sat_fold_text from sat_fold_start[cell - 4] to
 * before sat_fold_start[cell - 3].
 */
extern const uint8_t sat_fold_block[0x110000 >> 7];
extern const uint16_t sat_fold_cell[];
extern const uint16_t sat_fold_start[];
extern const uint8_t sat_fold_text[];

#endif
