/* A disk that fails at the n-th write: loaded before libc (LD_PRELOAD) by fault_trials.py, used by test_faults.py only.
 *
 * Every call that changes something below one folder is counted, SQLite's own among them. At the n-th the process is
 * killed, before it or in the midst of it, or the call fails as a full, read-only or broken disk would let it fail.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum mode { COUNT, KILL, TORN, POWER, FULL, READONLY, BROKEN };
enum kind { WRITES = 1, MAKES = 2, CHANGES = 4, SYNCS = 8 };

static char folder[PATH_MAX];
static enum mode mode = COUNT;
static long at = 0, seen = 0;
static int is_armed = 0, struck = 0;
static char kinds[1 << 16];  /* of every call seen; 16 is added where bytes were never synced */

/* Files that this process made, with a handle of our own, and whether they hold bytes that were never synced. */
static struct { dev_t dev; ino_t ino; int handle, is_dirty; } made[4096];
static int made_count = 0;

void disk_arm(const char *below, int how, long when) {
    snprintf(folder, sizeof folder, "%s/", below);
    mode = how; at = when; seen = 0; struck = 0; made_count = 0; is_armed = 1;
    memset(kinds, 0, sizeof kinds);
}
long disk_seen(void) { is_armed = 0; return seen; }
int disk_kind(long when) { return kinds[when]; }

static int below(const char *path) { return path && strncmp(path, folder, strlen(folder)) == 0; }

static int handle_below(int handle, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t n = readlink(link, path, PATH_MAX - 1);
    if (n < 0) return 0;
    path[n] = 0;
    return below(path);
}

static int is_any_dirty(void) {
    for (int i = 0; i < made_count; i++)
        if (made[i].is_dirty) return 1;
    return 0;
}

static void lose_power(void) {
    struct stat s;
    int (*cut)(int, off64_t) = (int (*)(int, off64_t))dlsym(RTLD_NEXT, "ftruncate64");
    for (int i = 0; i < made_count; i++)
        if (made[i].is_dirty && fstat(made[i].handle, &s) == 0 && cut(made[i].handle, s.st_size / 2)) {}
}

static void die(void) {
    if (mode == POWER) lose_power();
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

/* Whether the call is to fail now, with errno set; does not return where the process is to die. */
static int strikes(enum kind kind) {
    long now = __atomic_add_fetch(&seen, 1, __ATOMIC_SEQ_CST);
    if (mode == COUNT && now < (long)sizeof kinds) kinds[now] = (char)(kind | (is_any_dirty() ? 16 : 0));
    if (now == at) {
        if (mode == KILL || mode == POWER || (mode == TORN && kind != WRITES)) die();
        if (mode == BROKEN) { errno = EIO; return 1; }
        if (mode == FULL || mode == READONLY) struck = 1;
    }
    if (struck && mode == FULL && (kind & (WRITES | MAKES))) { errno = ENOSPC; return 1; }
    if (struck && mode == READONLY && kind != SYNCS) { errno = EROFS; return 1; }
    return 0;
}

static void note_made(int handle, const char *path) {
    struct stat s;
    /* SQLite keeps its own promises for the workbench; a lock must not outlive its owner's handle. */
    if ((mode != POWER && mode != COUNT) || strstr(path, "workbench.db") || strstr(path, ".lock")) return;
    if (made_count == 4096 || fstat(handle, &s) || !S_ISREG(s.st_mode)) return;
    made[made_count].dev = s.st_dev; made[made_count].ino = s.st_ino; made[made_count].is_dirty = 0;
    made[made_count++].handle = fcntl(handle, F_DUPFD_CLOEXEC, 500);
}

static void note(int handle, int is_dirty) {
    struct stat s;
    if ((mode != POWER && mode != COUNT) || fstat(handle, &s)) return;
    for (int i = 0; i < made_count; i++)
        if (made[i].ino == s.st_ino && made[i].dev == s.st_dev) made[i].is_dirty = is_dirty;
}

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static int open_as(int (*real)(const char *, int, ...), const char *path, int flags, mode_t bits) {
    int is_new = is_armed && below(path) && (flags & O_CREAT) && access(path, F_OK) != 0;
    if (is_new && strikes(MAKES)) return -1;
    if (is_armed && !is_new && below(path) && (flags & O_TRUNC) && strikes(CHANGES)) return -1;
    if (is_armed && struck && mode == READONLY && below(path) && (flags & O_ACCMODE) != O_RDONLY) {
        errno = EROFS;
        return -1;
    }
    int handle = real(path, flags, bits);
    if (handle >= 0 && is_new) note_made(handle, path);
    return handle;
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        REAL(name); \
        va_list more; va_start(more, flags); mode_t bits = va_arg(more, mode_t); va_end(more); \
        return open_as(real, path, flags, bits); \
    }
OPEN(open)
OPEN(open64)

#define WRITE(name, ...) \
    char path[PATH_MAX]; \
    REAL(name); \
    if (!is_armed || !handle_below(handle, path)) return real(handle, data, size, ##__VA_ARGS__); \
    int is_torn = (mode == TORN || mode == FULL) && seen + 1 == at; \
    if (is_torn && size > 1) { \
        if (real(handle, data, size / 2, ##__VA_ARGS__)) {} \
        if (mode == TORN) die(); \
    } else if (is_torn && mode == TORN) die(); \
    if (strikes(WRITES)) return -1; \
    note(handle, 1); \
    return real(handle, data, size, ##__VA_ARGS__);

ssize_t write(int handle, const void *data, size_t size) { WRITE(write) }
ssize_t pwrite(int handle, const void *data, size_t size, off_t where) { WRITE(pwrite, where) }
ssize_t pwrite64(int handle, const void *data, size_t size, off64_t where) { WRITE(pwrite64, where) }

#define BY_HANDLE(name, kind, declared, ...) \
    int name declared { \
        char path[PATH_MAX]; \
        REAL(name); \
        if (is_armed && handle_below(handle, path) && strikes(kind)) return -1; \
        int said = real(__VA_ARGS__); \
        if (kind == SYNCS && is_armed && said == 0) note(handle, 0); \
        return said; \
    }
BY_HANDLE(fsync, SYNCS, (int handle), handle)
BY_HANDLE(fdatasync, SYNCS, (int handle), handle)
BY_HANDLE(ftruncate, CHANGES, (int handle, off_t size), handle, size)
BY_HANDLE(ftruncate64, CHANGES, (int handle, off64_t size), handle, size)

#define BY_PATH(name, kind, declared, path, ...) \
    int name declared { \
        REAL(name); \
        if (is_armed && below(path) && strikes(kind)) return -1; \
        return real(__VA_ARGS__); \
    }
BY_PATH(rename, CHANGES, (const char *from, const char *to), to, from, to)
BY_PATH(link, MAKES, (const char *from, const char *to), to, from, to)
BY_PATH(symlink, MAKES, (const char *from, const char *to), to, from, to)
BY_PATH(unlink, CHANGES, (const char *path), path, path)
BY_PATH(rmdir, CHANGES, (const char *path), path, path)
BY_PATH(mkdir, MAKES, (const char *path, mode_t bits), path, path, bits)

/* shutil.rmtree removes relative to an open folder. */
int unlinkat(int at_folder, const char *path, int flags) {
    char there[PATH_MAX];
    REAL(unlinkat);
    int is_ours = below(path) || (at_folder >= 0 && handle_below(at_folder, there)) ;
    if (!is_ours && at_folder >= 0) { strcat(there, "/"); is_ours = strncmp(there, folder, strlen(folder)) == 0; }
    if (is_armed && is_ours && strikes(CHANGES)) return -1;
    return real(at_folder, path, flags);
}
