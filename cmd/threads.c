/* threads: how many are worth starting. */
#define _GNU_SOURCE /* CPU_COUNT */
#include <sched.h>

#include "cmd.h"

unsigned
threads_here(void)
{
	cpu_set_t set;

	/* refused where there are more processors than a set holds */
	if (sched_getaffinity(0, sizeof(set), &set) != 0)
		return 1;
	return CPU_COUNT(&set) > THREADS_MAX ? THREADS_MAX
					     : (unsigned)CPU_COUNT(&set);
}
