/* uuid: names to UUIDs, version 5 (RFC 9562 5.5). */
#ifndef UUID_H
#define UUID_H

#include <stddef.h>
#include <stdint.h>

#define UUID_SIZE 37 /* its text and a NUL */

/* The name space of RFC 9562 6.6 for URLs. */
extern const uint8_t uuid_url[16];

/* |name| in the name space |space|; |text| may be NULL. */
void uuid_of(const uint8_t space[16], const char *name, uint8_t uuid[16],
    char text[UUID_SIZE]);

#endif
