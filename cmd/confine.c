/* confine: seccomp and Landlock, by their system calls alone. */
#define _GNU_SOURCE /* O_PATH */
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

/* Numbers are the kernel's, written out: a header that is older than the
 * kernel must not leave a call open.  From 424 on all machines share them. */
struct range {
	uint16_t lo, hi;
};

enum {
	CLONE3 = 435, /* its flags are out of a filter's sight */
	NEWEST = 462, /* mseal; what came later, nothing here needs */
	THREAD = 0x10000, /* CLONE_THREAD */
	EXECUTABLE = 4,	  /* PROT_EXEC */
	STI = 0x5412,	  /* TIOCSTI: types on the terminal */
	LINUX = 0x541c,	  /* TIOCLINUX: pastes on the console */
	LOCAL = 1	  /* AF_UNIX */
};

#if defined(__x86_64__)
enum {
	MACHINE = (int)AUDIT_ARCH_X86_64,
	SOCKET = 41,
	CONNECT = 42,
	CLONE = 56,
	MMAP = 9,
	MPROTECT = 10,
	PKEY_MPROTECT = 329,
	IOCTL = 16
};
static const struct range denied[] = {
	{ 41, 55 },   /* socket ... getsockopt */
	{ 57, 59 },   /* fork vfork execve */
	{ 62, 62 },   /* kill */
	{ 101, 101 }, /* ptrace */
	{ 103, 103 }, /* syslog */
	{ 129, 129 }, /* rt_sigqueueinfo */
	{ 134, 135 }, /* uselib personality */
	{ 153, 156 }, /* vhangup modify_ldt pivot_root _sysctl */
	{ 159, 159 }, /* adjtimex */
	{ 161, 161 }, /* chroot */
	{ 163, 180 }, /* acct settimeofday mount ... nfsservctl */
	{ 200, 200 }, /* tkill */
	{ 212, 212 }, /* lookup_dcookie */
	{ 227, 227 }, /* clock_settime */
	{ 246, 246 }, /* kexec_load */
	{ 248, 250 }, /* add_key request_key keyctl */
	{ 272, 272 }, /* unshare */
	{ 288, 288 }, /* accept4 */
	{ 297, 301 }, /* rt_tgsigqueueinfo perf_event_open recvmmsg fanotify */
	{ 303, 305 }, /* name_to_handle_at open_by_handle_at clock_adjtime */
	{ 307, 308 }, /* sendmmsg setns */
	{ 310, 313 }, /* process_vm_readv _writev kcmp finit_module */
	{ 319, 323 }, /* memfd_create kexec_file_load bpf execveat
		       * userfaultfd */
	{ 424, 434 }, /* pidfd_send_signal io_uring mounts pidfd_open */
	{ 438, 438 }, /* pidfd_getfd */
	{ 440, 440 }, /* process_madvise */
	{ 442, 443 }, /* mount_setattr quotactl_fd */
	{ 448, 448 }, /* process_mrelease */
};
#elif defined(__aarch64__)
enum {
	MACHINE = (int)AUDIT_ARCH_AARCH64,
	SOCKET = 198,
	CONNECT = 203,
	CLONE = 220,
	MMAP = 222,
	MPROTECT = 226,
	PKEY_MPROTECT = 288,
	IOCTL = 29
};
static const struct range denied[] = {
	{ 18, 18 },   /* lookup_dcookie */
	{ 39, 42 },   /* umount2 mount pivot_root nfsservctl */
	{ 51, 51 },   /* chroot */
	{ 58, 58 },   /* vhangup */
	{ 60, 60 },   /* quotactl */
	{ 89, 89 },   /* acct */
	{ 92, 92 },   /* personality */
	{ 97, 97 },   /* unshare */
	{ 104, 106 }, /* kexec_load init_module delete_module */
	{ 112, 112 }, /* clock_settime */
	{ 116, 117 }, /* syslog ptrace */
	{ 129, 130 }, /* kill tkill */
	{ 138, 138 }, /* rt_sigqueueinfo */
	{ 142, 142 }, /* reboot */
	{ 161, 162 }, /* sethostname setdomainname */
	{ 170, 171 }, /* settimeofday adjtimex */
	{ 198, 212 }, /* socket ... recvmsg */
	{ 217, 219 }, /* add_key request_key keyctl */
	{ 221, 221 }, /* execve */
	{ 224, 225 }, /* swapon swapoff */
	{ 240, 243 }, /* rt_tgsigqueueinfo perf_event_open accept4 recvmmsg */
	{ 262, 266 }, /* fanotify name_to_handle_at open_by_handle_at
		       * clock_adjtime */
	{ 268, 273 }, /* setns sendmmsg process_vm kcmp finit_module */
	{ 279, 282 }, /* memfd_create bpf execveat userfaultfd */
	{ 294, 294 }, /* kexec_file_load */
	{ 424, 434 }, /* pidfd_send_signal io_uring mounts pidfd_open */
	{ 438, 438 }, /* pidfd_getfd */
	{ 440, 440 }, /* process_madvise */
	{ 442, 443 }, /* mount_setattr quotactl_fd */
	{ 448, 448 }, /* process_mrelease */
};
#else
#define NO_SECCOMP 1 /* another machine: its numbers are not known here */
#endif

#ifndef NO_SECCOMP

#ifndef SECCOMP_RET_KILL_PROCESS
#define SECCOMP_RET_KILL_PROCESS 0x80000000u
#endif

enum { RANGES = sizeof(denied) / sizeof(*denied), PROG_MAX = 64 + 4 * RANGES };

struct prog {
	struct sock_filter f[PROG_MAX];
	unsigned short n;
};

static void
emit(struct prog *p, unsigned code, uint32_t k, unsigned jt, unsigned jf)
{
	p->f[p->n++] = (struct sock_filter) { (uint16_t)code, (uint8_t)jt,
		(uint8_t)jf, k }; /* all are small constants */
}

static void
load(struct prog *p, size_t offset)
{
	emit(p, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

/* The low half of an argument: both machines are little-endian. */
static void
load_arg(struct prog *p, unsigned i)
{
	load(p, offsetof(struct seccomp_data, args) + 8 * (size_t)i);
}

static void
end(struct prog *p, uint32_t action)
{
	emit(p, BPF_RET | BPF_K, action, 0, 0);
}

/* Call |nr| is judged by argument |arg|: if a bit of |bits| is set, |yes|,
 * else |no|. */
static void
by_bits(struct prog *p, uint32_t nr, unsigned arg, uint32_t bits, uint32_t yes,
    uint32_t no)
{
	emit(p, BPF_JMP | BPF_JEQ | BPF_K, nr, 0, 4);
	load_arg(p, arg);
	emit(p, BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1);
	end(p, yes);
	end(p, no);
}

static void
not_on_a_terminal(struct prog *p)
{
	emit(p, BPF_JMP | BPF_JEQ | BPF_K, IOCTL, 0, 5);
	load_arg(p, 1);
	emit(p, BPF_JMP | BPF_JEQ | BPF_K, STI, 1, 0);
	emit(p, BPF_JMP | BPF_JEQ | BPF_K, LINUX, 0, 1);
	end(p, SECCOMP_RET_KILL_PROCESS);
	end(p, SECCOMP_RET_ALLOW);
}

static void
local_sockets(struct prog *p)
{
	emit(p, BPF_JMP | BPF_JEQ | BPF_K, CONNECT, 0, 1);
	end(p, SECCOMP_RET_ALLOW);
	emit(p, BPF_JMP | BPF_JEQ | BPF_K, SOCKET, 0, 4);
	load_arg(p, 0);
	emit(p, BPF_JMP | BPF_JEQ | BPF_K, LOCAL, 0, 1);
	end(p, SECCOMP_RET_ALLOW);
	end(p, SECCOMP_RET_KILL_PROCESS);
}

/* The ranges rise, so what lies before one and after the last is allowed. */
static void
ranges(struct prog *p)
{
	for (size_t i = 0; i < RANGES; i++) {
		emit(p, BPF_JMP | BPF_JGT | BPF_K, denied[i].hi, 3, 0);
		emit(p, BPF_JMP | BPF_JGE | BPF_K, denied[i].lo, 0, 1);
		end(p, SECCOMP_RET_KILL_PROCESS);
		end(p, SECCOMP_RET_ALLOW);
	}
}

static void
write_prog(struct prog *p, bool local)
{
	p->n = 0;
	load(p, offsetof(struct seccomp_data, arch));
	emit(p, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)MACHINE, 1, 0);
	end(p, SECCOMP_RET_KILL_PROCESS);
	load(p, offsetof(struct seccomp_data, nr));
	/* above it lie later calls, and the second set of x86-64 (x32) */
	emit(p, BPF_JMP | BPF_JGT | BPF_K, NEWEST, 0, 1);
	end(p, SECCOMP_RET_ERRNO | ENOSYS);
	emit(p, BPF_JMP | BPF_JEQ | BPF_K, CLONE3, 0, 1);
	end(p, SECCOMP_RET_ERRNO | ENOSYS); /* the C library asks clone then */
	by_bits(p, MMAP, 2, EXECUTABLE, SECCOMP_RET_KILL_PROCESS,
	    SECCOMP_RET_ALLOW);
	by_bits(p, MPROTECT, 2, EXECUTABLE, SECCOMP_RET_KILL_PROCESS,
	    SECCOMP_RET_ALLOW);
	by_bits(p, PKEY_MPROTECT, 2, EXECUTABLE, SECCOMP_RET_KILL_PROCESS,
	    SECCOMP_RET_ALLOW);
	by_bits(p, CLONE, 0, THREAD, SECCOMP_RET_ALLOW,
	    SECCOMP_RET_KILL_PROCESS);
	not_on_a_terminal(p);
	if (local)
		local_sockets(p);
	ranges(p);
	end(p, SECCOMP_RET_ALLOW);
}

#endif /* NO_SECCOMP */

static bool
no_new_rights(void)
{
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

unsigned
confine_calls(bool local)
{
#ifdef NO_SECCOMP
	(void)local;
	(void)no_new_rights();
	return 0;
#else
	struct prog p;
	struct sock_fprog f = { .filter = p.f };

	if (LEFT_ALONE || !no_new_rights())
		return 0;
	write_prog(&p, local);
	f.len = p.n;
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

	if (g->path == NULL ||
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
	struct ruleset r = { .fs = known_to(version),
		.net = NET_ALL,
		.scoped = SCOPE_ALL };
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
