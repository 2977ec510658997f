/*
 * plant: confines itself as the commands do, then makes the call that is named
 * as if a hostile file had taken over.  confine.bats builds it with
 * cmd/confine.o.  It exits 0 if the call went through, 1 if it was refused; or
 * it dies.
 */
#define _GNU_SOURCE /* unshare */
#include "confine.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static void *
nothing(void *arg)
{
	return arg;
}

static int
a_thread(void)
{
	pthread_t t;
	void *back = NULL;

	if (pthread_create(&t, NULL, nothing, NULL) != 0)
		return -1;
	return pthread_join(t, &back) == 0 ? 0 : -1;
}

static int
by_name(const char *what, const char *path)
{
	static char *const args[] = { NULL };
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	struct stat st;
	char byte;
	int fd;

	if (strcmp(what, "socket") == 0)
		return socket(AF_INET, SOCK_STREAM, 0);
	if (strcmp(what, "local") == 0)
		return socket(AF_UNIX, SOCK_STREAM, 0);
	if (strcmp(what, "connect") == 0)
		return connect(0, (struct sockaddr *)&un, sizeof(un));
	if (strcmp(what, "bind") == 0)
		return bind(0, (struct sockaddr *)&un, sizeof(un));
	if (strcmp(what, "sendto") == 0)
		return (int)sendto(0, "", 1, 0, NULL, 0);
	if (strcmp(what, "execve") == 0)
		return execve("/bin/true", args, args);
	if (strcmp(what, "execveat") == 0)
		return (int)syscall(
		    SYS_execveat, AT_FDCWD, "/bin/true", args, args, 0);
	if (strcmp(what, "fork") == 0)
		return fork() >= 0 ? 0 : -1;
	if (strcmp(what, "ptrace") == 0)
		return (int)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	if (strcmp(what, "peek") == 0)
		return (int)syscall(
		    SYS_process_vm_readv, getppid(), NULL, 0, NULL, 0, 0);
	if (strcmp(what, "poke") == 0)
		return (int)syscall(
		    SYS_process_vm_writev, getppid(), NULL, 0, NULL, 0, 0);
	if (strcmp(what, "bpf") == 0)
		return (int)syscall(SYS_bpf, 0, NULL, 0);
	if (strcmp(what, "mount") == 0)
		return (int)syscall(SYS_mount, "", "", "", 0, NULL);
	if (strcmp(what, "kexec") == 0)
		return (int)syscall(SYS_kexec_load, 0, 0, NULL, 0);
	if (strcmp(what, "io_uring") == 0)
		return (int)syscall(425, 1, NULL);
	if (strcmp(what, "unshare") == 0)
		return unshare(CLONE_NEWUSER);
	if (strcmp(what, "kill") == 0)
		return kill(getppid(), 0);
	if (strcmp(what, "code") == 0)
		return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED
			   ? 0
			   : -1;
	if (strcmp(what, "type") == 0)
		return ioctl(0, TIOCSTI, "x");
	if (strcmp(what, "keyctl") == 0)
		return (int)syscall(SYS_keyctl, 0, 0, 0, 0, 0);
	if (strcmp(what, "newer") == 0)
		return (int)syscall(500, 0, 0);
	if (strcmp(what, "thread") == 0)
		return a_thread();
	if (strcmp(what, "read") == 0) {
		fd = open(path, O_RDONLY);
		return fd < 0 ? -1 : (int)read(fd, &byte, 1);
	}
	if (strcmp(what, "write") == 0)
		return open(path, O_WRONLY | O_CREAT, 0600);
	if (strcmp(what, "list") == 0)
		return open(path, O_RDONLY | O_DIRECTORY);
	if (strcmp(what, "stat") == 0)
		return stat(path, &st);
	(void)fprintf(stderr, "plant: unknown: %s\n", what);
	exit(2);
}

/* plant [-l] [-r|-w|-t|-s|-f PATH]... CALL [PATH] */
int
main(int argc, char **argv)
{
	static const char letters[] = "rwtsf";
	struct grant g[8];
	size_t n = 0;
	bool local = false;
	unsigned got;
	int i = 1, r;

	for (; i < argc && argv[i][0] == '-'; i++) {
		const char *k = strchr(letters, argv[i][1]);

		if (argv[i][1] == 'l')
			local = true;
		else if (k != NULL && n < 8 && i + 1 < argc)
			g[n++] = (struct grant){ (enum grant_kind)(k - letters),
				argv[++i] };
	}
	if (i >= argc)
		return 2;
	got = confine_calls(local) | confine_files(g, n);
	if (strcmp(argv[i], "what") == 0)
		return printf("%u %d\n", got, landlock_version()) > 0 ? 0 : 1;
	r = by_name(argv[i], i + 1 < argc ? argv[i + 1] : "");
	if (r < 0)
		(void)fprintf(stderr, "%s\n", strerror(errno));
	return r < 0 ? 1 : 0;
}
