/* confine: seccomp and Landlock, by their system calls alone. */
#include "confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define LEFT_ALONE 1 /* its leak check traces, its reports start programs */
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define LEFT_ALONE 1
#endif
#endif
#ifndef LEFT_ALONE
#define LEFT_ALONE 0
#endif

bool
confine_left_alone(void)
{
	return LEFT_ALONE != 0;
}

/* ---- seccomp --------------------------------------------------------------- */

/* What becomes of a call. */
enum action {
	ALLOW,
	KILL,	 /* the process, at once */
	ABSENT,	 /* ENOSYS: clone3, whose flags a filter does not see (the C
		  * library then asks clone), and what came after mseal */
	NO_CODE, /* mmap, mprotect: but not to be executed */
	NO_TYPE, /* ioctl: but typing for the user (TIOCSTI, TIOCLINUX) */
	THREAD,	 /* clone: but no process */
	SOCKET,	 /* a local one, or killed */
	CONNECT	 /* the same */
};

/*
 * From call number |first| on, up to the next line's.  The numbers are the
 * kernel's, written out: a header that is older than the kernel must not
 * leave a call open.  From 424 on all machines share them.
 */
struct span {
	uint16_t first;
	uint8_t action;
};

/* clang-format off */
#define SHARED_SPANS \
	{ 424, KILL }, /* pidfd_send_signal io_uring mounts pidfd_open */ \
	{ 435, ABSENT }, /* clone3 */ \
	{ 436, ALLOW }, \
	{ 438, KILL }, /* pidfd_getfd */ \
	{ 439, ALLOW }, \
	{ 440, KILL }, /* process_madvise */ \
	{ 441, ALLOW }, \
	{ 442, KILL }, /* mount_setattr quotactl_fd */ \
	{ 444, ALLOW }, \
	{ 448, KILL }, /* process_mrelease */ \
	{ 449, ALLOW }, \
	{ 463, ABSENT }

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
static const struct span spans[] = {
	{ 0, ALLOW },
	{ 9, NO_CODE }, /* mmap mprotect */
	{ 11, ALLOW },
	{ 16, NO_TYPE },
	{ 17, ALLOW },
	{ 29, KILL }, /* shmget shmat shmctl: they can map code */
	{ 32, ALLOW },
	{ 41, SOCKET },
	{ 42, CONNECT },
	{ 43, KILL }, /* accept sendto ... getsockopt */
	{ 56, THREAD },
	{ 57, KILL }, /* fork vfork execve */
	{ 60, ALLOW },
	{ 62, KILL }, /* kill */
	{ 63, ALLOW },
	{ 101, KILL }, /* ptrace */
	{ 102, ALLOW },
	{ 103, KILL }, /* syslog */
	{ 104, ALLOW },
	{ 129, KILL }, /* rt_sigqueueinfo */
	{ 130, ALLOW },
	{ 134, KILL }, /* uselib personality */
	{ 136, ALLOW },
	{ 153, KILL }, /* vhangup modify_ldt pivot_root _sysctl */
	{ 157, ALLOW },
	{ 159, KILL }, /* adjtimex */
	{ 160, ALLOW },
	{ 161, KILL }, /* chroot */
	{ 162, ALLOW },
	{ 163, KILL }, /* acct settimeofday mount ... nfsservctl */
	{ 181, ALLOW },
	{ 200, KILL }, /* tkill */
	{ 201, ALLOW },
	{ 212, KILL }, /* lookup_dcookie */
	{ 213, ALLOW },
	{ 227, KILL }, /* clock_settime */
	{ 228, ALLOW },
	{ 246, KILL }, /* kexec_load */
	{ 247, ALLOW },
	{ 248, KILL }, /* add_key request_key keyctl */
	{ 251, ALLOW },
	{ 272, KILL }, /* unshare */
	{ 273, ALLOW },
	{ 288, KILL }, /* accept4 */
	{ 289, ALLOW },
	{ 297, KILL }, /* rt_tgsigqueueinfo perf_event_open recvmmsg fanotify */
	{ 302, ALLOW },
	{ 303, KILL }, /* name_to_handle_at open_by_handle_at clock_adjtime */
	{ 306, ALLOW },
	{ 307, KILL }, /* sendmmsg setns */
	{ 309, ALLOW },
	{ 310, KILL }, /* process_vm_readv _writev kcmp finit_module */
	{ 314, ALLOW },
	{ 319, KILL }, /* memfd_create kexec_file_load bpf execveat
			* userfaultfd */
	{ 324, ALLOW },
	{ 329, NO_CODE }, /* pkey_mprotect */
	{ 330, ALLOW },
	SHARED_SPANS, /* and the second set, x32, far above */
};
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
static const struct span spans[] = {
	{ 0, ALLOW },
	{ 18, KILL }, /* lookup_dcookie */
	{ 19, ALLOW },
	{ 29, NO_TYPE },
	{ 30, ALLOW },
	{ 39, KILL }, /* umount2 mount pivot_root nfsservctl */
	{ 43, ALLOW },
	{ 51, KILL }, /* chroot */
	{ 52, ALLOW },
	{ 58, KILL }, /* vhangup */
	{ 59, ALLOW },
	{ 60, KILL }, /* quotactl */
	{ 61, ALLOW },
	{ 89, KILL }, /* acct */
	{ 90, ALLOW },
	{ 92, KILL }, /* personality */
	{ 93, ALLOW },
	{ 97, KILL }, /* unshare */
	{ 98, ALLOW },
	{ 104, KILL }, /* kexec_load init_module delete_module */
	{ 107, ALLOW },
	{ 112, KILL }, /* clock_settime */
	{ 113, ALLOW },
	{ 116, KILL }, /* syslog ptrace */
	{ 118, ALLOW },
	{ 129, KILL }, /* kill tkill */
	{ 131, ALLOW },
	{ 138, KILL }, /* rt_sigqueueinfo */
	{ 139, ALLOW },
	{ 142, KILL }, /* reboot */
	{ 143, ALLOW },
	{ 161, KILL }, /* sethostname setdomainname */
	{ 163, ALLOW },
	{ 170, KILL }, /* settimeofday adjtimex */
	{ 172, ALLOW },
	{ 194, KILL }, /* shmget shmctl shmat shmdt: they can map code */
	{ 198, SOCKET },
	{ 199, KILL }, /* socketpair bind listen accept */
	{ 203, CONNECT },
	{ 204, KILL }, /* getsockname ... recvmsg */
	{ 213, ALLOW },
	{ 217, KILL }, /* add_key request_key keyctl */
	{ 220, THREAD },
	{ 221, KILL }, /* execve */
	{ 222, NO_CODE }, /* mmap */
	{ 223, ALLOW },
	{ 224, KILL }, /* swapon swapoff */
	{ 226, NO_CODE }, /* mprotect */
	{ 227, ALLOW },
	{ 240, KILL }, /* rt_tgsigqueueinfo perf_event_open accept4 recvmmsg */
	{ 244, ALLOW },
	{ 262, KILL }, /* fanotify name_to_handle_at open_by_handle_at
			* clock_adjtime */
	{ 267, ALLOW },
	{ 268, KILL }, /* setns sendmmsg process_vm kcmp finit_module */
	{ 274, ALLOW },
	{ 279, KILL }, /* memfd_create bpf execveat userfaultfd */
	{ 283, ALLOW },
	{ 288, NO_CODE }, /* pkey_mprotect */
	{ 289, ALLOW },
	{ 294, KILL }, /* kexec_file_load */
	{ 295, ALLOW },
	SHARED_SPANS,
};
#endif /* another machine: its numbers are not known here */
/* clang-format on */

#ifdef MACHINE

#ifndef SECCOMP_RET_KILL_PROCESS
#define SECCOMP_RET_KILL_PROCESS 0x80000000u
#endif

enum {
	SPANS = sizeof(spans) / sizeof(*spans),
	PROG_MAX = 255,	     /* so that every jump reaches, in eight bits */
	CODE = 4,	     /* PROT_EXEC */
	OF_THREAD = 0x10000, /* CLONE_THREAD */
	STI = 0x5412,	     /* TIOCSTI */
	LINUX = 0x541c,	     /* TIOCLINUX */
	LOCAL = 1	     /* AF_UNIX */
};
_Static_assert(SPANS + 32 <= PROG_MAX, "the filter is too long");

/*
 * A filter, written from its end to its beginning: |first| is the instruction
 * written last.  |at| is where each action is carried out.
 */
struct prog {
	struct sock_filter f[PROG_MAX];
	unsigned first;
	unsigned at[CONNECT + 1];
};

static unsigned
put(struct prog *p, unsigned code, uint32_t k)
{
	p->f[--p->first] = (struct sock_filter){ (uint16_t)code, 0, 0, k };
	return p->first;
}

/* Goes to instruction |yes| or |no|, both of which are written already. */
static unsigned
test(struct prog *p, unsigned how, uint32_t k, unsigned yes, unsigned no)
{
	unsigned i = put(p, BPF_JMP | BPF_K | how, k);

	p->f[i].jt = (uint8_t)(yes - i - 1); /* at most PROG_MAX */
	p->f[i].jf = (uint8_t)(no - i - 1);
	return i;
}

static unsigned
load(struct prog *p, size_t offset)
{
	return put(p, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset);
}

/* The low half of an argument: both machines are little-endian. */
static unsigned
load_arg(struct prog *p, unsigned i)
{
	return load(p, offsetof(struct seccomp_data, args) + 8 * (size_t)i);
}

static void
write_actions(struct prog *p, bool local)
{
	unsigned kill = put(p, BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
	unsigned allow = put(p, BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	unsigned other;

	p->at[KILL] = p->at[SOCKET] = p->at[CONNECT] = kill;
	p->at[ALLOW] = allow;
	p->at[ABSENT] = put(p, BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS);
	(void)test(p, BPF_JSET, CODE, kill, allow);
	p->at[NO_CODE] = load_arg(p, 2);
	other = test(p, BPF_JEQ, LINUX, kill, allow);
	(void)test(p, BPF_JEQ, STI, kill, other);
	p->at[NO_TYPE] = load_arg(p, 1);
	(void)test(p, BPF_JSET, OF_THREAD, allow, kill);
	p->at[THREAD] = load_arg(p, 0);
	if (!local)
		return;
	p->at[CONNECT] = allow;
	(void)test(p, BPF_JEQ, LOCAL, allow, kill);
	p->at[SOCKET] = load_arg(p, 0);
}

/*
 * The spans as a binary search, pair by pair from its leaves to its root: to
 * set a filter up, the kernel runs it once for each number there is.
 */
static void
search(struct prog *p)
{
	unsigned at[SPANS], low[SPANS];

	for (size_t i = 0; i < SPANS; i++) {
		at[i] = p->at[spans[i].action];
		low[i] = spans[i].first;
	}
	for (size_t n = SPANS; n > 1; n = (n + 1) / 2) {
		for (size_t i = 0; i < n / 2; i++) {
			at[i] = test(p, BPF_JGE, low[2 * i + 1], at[2 * i + 1],
			    at[2 * i]);
			low[i] = low[2 * i];
		}
		if (n % 2 != 0) {
			at[n / 2] = at[n - 1];
			low[n / 2] = low[n - 1];
		}
	}
}

static struct sock_fprog
write_prog(struct prog *p, bool local)
{
	unsigned kill, nr;

	p->first = PROG_MAX;
	write_actions(p, local);
	kill = p->at[KILL];
	search(p);
	nr = load(p, offsetof(struct seccomp_data, nr));
	(void)test(p, BPF_JEQ, MACHINE, nr, kill);
	(void)load(p, offsetof(struct seccomp_data, arch));
	return (struct sock_fprog){ .filter = p->f + p->first,
		.len = (unsigned short)(PROG_MAX - p->first) };
}

#endif /* MACHINE */

static bool
no_new_rights(void)
{
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

unsigned
confine_calls(bool local)
{
#ifndef MACHINE
	(void)local;
	(void)no_new_rights();
	return 0;
#else
	struct prog p;
	struct sock_fprog f;

	if (LEFT_ALONE || !no_new_rights())
		return 0;
	f = write_prog(&p, local);
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &f, 0, 0) == 0
		   ? CONFINED_CALLS
		   : 0;
#endif
}

/* ---- Landlock ---------------------------------------------------------------- */

/* From linux/landlock.h, which may be older than the kernel or not there. */
enum {
	CREATE_RULESET = 444,
	ADD_RULE = 445,
	RESTRICT_SELF = 446,
	ASK_VERSION = 1,
	PATH_BENEATH = 1,
	FS_WRITE_FILE = 1 << 1,
	FS_READ_FILE = 1 << 2,
	FS_READ_DIR = 1 << 3,
	FS_REMOVE_DIR = 1 << 4,
	FS_REMOVE_FILE = 1 << 5,
	FS_MAKE_DIR = 1 << 7,
	FS_MAKE_REG = 1 << 8,
	FS_FIRST = (1 << 13) - 1, /* all of version 1 */
	FS_REFER = 1 << 13,	  /* 2 */
	FS_TRUNCATE = 1 << 14,	  /* 3 */
	NET_ALL = 3,		  /* 4: bind and connect TCP */
	SCOPE_ALL = 3		  /* 6: abstract sockets, signals */
};

struct ruleset {
	uint64_t fs, net, scoped;
};

struct beneath {
	uint64_t allowed;
	int32_t fd;
} __attribute__((packed));

int
landlock_version(void)
{
	long v = syscall(CREATE_RULESET, NULL, 0, ASK_VERSION);

	return v > 0 ? (int)v : 0; /* a small number */
}

static uint64_t
known_to(int version)
{
	uint64_t all = FS_FIRST;

	if (version >= 2)
		all |= FS_REFER;
	if (version >= 3)
		all |= FS_TRUNCATE;
	return all;
}

enum { PATH_SIZE = 4096 };

#ifndef O_PATH
#define O_PATH 010000000 /* of linux/fcntl.h, on both machines */
#endif

/* Cuts the last component off; "." if there is no other. */
static void
cut(char path[PATH_SIZE])
{
	char *slash = strrchr(path, '/');

	if (slash == NULL)
		memcpy(path, ".", 2);
	else if (slash == path)
		path[1] = '\0';
	else
		*slash = '\0';
}

/* The file or folder that |g| is about; -1 if it is not there. */
static int
place_of(const struct grant *g)
{
	char path[PATH_SIZE];
	int fd;

	if (g->path == NULL || *g->path == '\0' ||
	    snprintf(path, sizeof(path), "%s", g->path) >= PATH_SIZE)
		return -1;
	if (g->kind == GRANT_READ || g->kind == GRANT_WRITE)
		cut(path);
	fd = open(path, O_PATH | O_CLOEXEC);
	while (fd < 0 && errno == ENOENT && g->kind == GRANT_TREE &&
	       strcmp(path, ".") != 0 && strcmp(path, "/") != 0) {
		cut(path);
		fd = open(path, O_PATH | O_CLOEXEC);
	}
	return fd;
}

static uint64_t
rights_of(enum grant_kind k)
{
	const uint64_t read = FS_READ_FILE | FS_READ_DIR;

	switch (k) {
	case GRANT_READ:
	case GRANT_SHELF:
		return read;
	case GRANT_FILE:
		return FS_READ_FILE | FS_WRITE_FILE;
	default:
		return read | FS_WRITE_FILE | FS_TRUNCATE | FS_REMOVE_FILE |
		       FS_REMOVE_DIR | FS_MAKE_DIR | FS_MAKE_REG | FS_REFER;
	}
}

static bool
grant(int rules, const struct grant *g, uint64_t known)
{
	struct beneath b = { .allowed = rights_of(g->kind) & known,
		.fd = place_of(g) };
	bool ok;

	if (b.fd < 0)
		return true; /* what is not there cannot be opened either */
	ok = syscall(ADD_RULE, rules, PATH_BENEATH, &b, 0) == 0;
	(void)close(b.fd);
	return ok;
}

static size_t
size_for(int version)
{
	return version >= 6 ? 24 : version >= 4 ? 16 : 8;
}

unsigned
confine_files(const struct grant *g, size_t n)
{
	int version = landlock_version(), rules;
	struct ruleset r = {
		.fs = known_to(version), .net = NET_ALL, .scoped = SCOPE_ALL
	};
	bool ok = true;

	if (LEFT_ALONE || version == 0 || !no_new_rights())
		return 0;
	rules = (int)syscall(CREATE_RULESET, &r, size_for(version), 0);
	if (rules < 0)
		return 0;
	for (size_t i = 0; i < n; i++) /* all or none: never half a list */
		ok = ok && grant(rules, &g[i], r.fs);
	ok = ok && syscall(RESTRICT_SELF, rules, 0) == 0;
	(void)close(rules);
	if (!ok)
		return 0;
	return CONFINED_FILES | (version >= 4 ? CONFINED_NET : 0u) |
	       (version >= 6 ? CONFINED_SCOPE : 0u);
}
