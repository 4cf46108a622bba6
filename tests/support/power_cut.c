/* A disk that forgets: preloaded into a process, it keeps beside the watched folder what a power
 * cut would leave of it. Only fsync and fdatasync move bytes there, only fsync of the folder moves
 * names; everything else stays a promise. Killing the process at any moment is the power cut;
 * tests/e2e/power_cut.py then rebuilds the folder from what was kept.
 *
 * POWER_CUT_FOLDER  the folder watched, an absolute path without links
 * POWER_CUT_KEPT    where what is durable lies: file-INODE, names, and lost-INODE, a hard link that
 *                   keeps an unlinked file until its removal is durable; same file system
 * POWER_CUT_AFTER   the process dies in the middle of its so-manieth change to the folder; 0: never
 * POWER_CUT_FILE    count only changes to the file of this name; empty: to any
 *
 * Files that SQLite writes are never opened a second time here: closing such a descriptor would
 * drop its locks (POSIX fcntl locks belong to the process). Nothing is synced to the real disk.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define CHUNK (64 * 1024)
#define REAL(name) ((__typeof__(&name))real(#name))

static char folder[4096], kept[4096], counted[256];
static size_t folder_length;
static long after;
static atomic_long changes;
static pthread_mutex_t keeping = PTHREAD_MUTEX_INITIALIZER;

static void* real(const char* name) {
  void* function = dlsym(RTLD_NEXT, name);
  if (function == NULL) {
    abort();
  }
  return function;
}

__attribute__((constructor)) static void read_environment(void) {
  const char* watched = getenv("POWER_CUT_FOLDER");
  const char* store = getenv("POWER_CUT_KEPT");
  const char* count = getenv("POWER_CUT_AFTER");
  if (watched == NULL || store == NULL) {
    return;
  }
  snprintf(folder, sizeof folder, "%s", watched);
  snprintf(kept, sizeof kept, "%s", store);
  folder_length = strlen(folder);
  after = count == NULL ? 0 : atol(count);
  const char* name = getenv("POWER_CUT_FILE");
  snprintf(counted, sizeof counted, "%s", name == NULL ? "" : name);
}

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) {
    pause();
  }
}

static int path_is_watched(const char* path) {
  return folder_length > 0 && strncmp(path, folder, folder_length) == 0 &&
         (path[folder_length] == '/' || path[folder_length] == '\0');
}

/* The path of a watched descriptor, or NULL. */
static const char* watched_path(int fd, char path[4096]) {
  char link[64];
  if (folder_length == 0) {
    return NULL;
  }
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(link, path, 4095);
  if (length <= 0) {
    return NULL;
  }
  path[length] = '\0';
  return path_is_watched(path) ? path : NULL;
}

/* Whether this change is the one that the power goes out in. */
static int is_last(const char* path) {
  if (path == NULL || after == 0) {
    return 0;
  }
  const char* name = strrchr(path, '/');
  if (counted[0] != '\0' && (name == NULL || strcmp(name + 1, counted) != 0)) {
    return 0;
  }
  return atomic_fetch_add(&changes, 1) + 1 == after;
}

static int is_last_of(int fd) {
  char path[4096];
  return is_last(watched_path(fd, path));
}

/* ---- what becomes durable --------------------------------------------------------------------- */

static int open_kept(const char* kind, ino_t inode) {
  char path[4200];
  snprintf(path, sizeof path, "%s/%s-%lu", kept, kind, (unsigned long)inode);
  return open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}

static void write_kept(int to, const char* bytes, size_t length, off_t offset) {
  if (REAL(pwrite)(to, bytes, length, offset) != (ssize_t)length) {
    abort();
  }
}

/* A descriptor that can be read. A program that only appends has no locks to lose. */
static int readable(int fd) {
  char link[64];
  if ((fcntl(fd, F_GETFL) & O_ACCMODE) != O_WRONLY) {
    return fd;
  }
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  return open(link, O_RDONLY | O_CLOEXEC);
}

/* Copies what differs; `half` stops in the middle, as a cut during the sync would. */
static void keep_file(int fd, const struct stat* status, int half) {
  static char now[CHUNK], before[CHUNK];
  const off_t end = half ? status->st_size / 2 : status->st_size;
  const int to = open_kept("file", status->st_ino);
  const int from = readable(fd);
  if (to < 0 || from < 0) {
    abort();
  }
  for (off_t offset = 0; offset < end; offset += CHUNK) {
    const size_t wanted = end - offset < CHUNK ? (size_t)(end - offset) : CHUNK;
    const ssize_t got = pread(from, now, wanted, offset);
    if (got <= 0) {
      break;
    }
    const ssize_t had = pread(to, before, (size_t)got, offset);
    if (had != got || memcmp(now, before, (size_t)got) != 0) {
      write_kept(to, now, (size_t)got, offset);
    }
  }
  if (!half && REAL(ftruncate)(to, status->st_size) != 0) {
    abort();
  }
  close(to);
  if (from != fd) {
    close(from);
  }
}

static void keep_names(void) {
  char fresh[4200], names[4200];
  snprintf(fresh, sizeof fresh, "%s/names.new", kept);
  snprintf(names, sizeof names, "%s/names", kept);
  DIR* entries = opendir(folder);
  FILE* out = fopen(fresh, "w");
  if (entries == NULL || out == NULL) {
    abort();
  }
  for (struct dirent* entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
    if (entry->d_type == DT_REG) {
      fprintf(out, "%lu %s\n", (unsigned long)entry->d_ino, entry->d_name);
    }
  }
  fclose(out);
  closedir(entries);
  if (REAL(rename)(fresh, names) != 0) {
    abort();
  }
}

static int sync_watched(int fd, const char* path) {
  struct stat status;
  if (fstat(fd, &status) != 0) {
    return -1;
  }
  const int last = is_last(path);
  pthread_mutex_lock(&keeping);
  if (S_ISREG(status.st_mode)) {
    keep_file(fd, &status, last);
  } else if (S_ISDIR(status.st_mode) && !last) {
    keep_names();
  }
  if (last) {
    die();
  }
  pthread_mutex_unlock(&keeping);
  return 0;
}

int fsync(int fd) {
  char buffer[4096];
  const char* path = watched_path(fd, buffer);
  return path == NULL ? REAL(fsync)(fd) : sync_watched(fd, path);
}
int fdatasync(int fd) {
  char buffer[4096];
  const char* path = watched_path(fd, buffer);
  return path == NULL ? REAL(fdatasync)(fd) : sync_watched(fd, path);
}

/* ---- what only promises ----------------------------------------------------------------------- */

/* How much of a write happens: all of it, or half of it before the power goes out. */
static size_t torn(int last, size_t length) { return last ? length / 2 : length; }

#define WRITES(name, ...)                                                        \
  const int last = is_last_of(fd);                                               \
  const ssize_t done = REAL(name)(fd, bytes, torn(last, length), ##__VA_ARGS__); \
  if (last) {                                                                    \
    die();                                                                       \
  }                                                                              \
  return done

ssize_t write(int fd, const void* bytes, size_t length) { WRITES(write); }
ssize_t pwrite(int fd, const void* bytes, size_t length, off_t offset) { WRITES(pwrite, offset); }
ssize_t pwrite64(int fd, const void* bytes, size_t length, off64_t offset) {
  WRITES(pwrite64, offset);
}

static void die_if(int last) {
  if (last) {
    die();
  }
}

ssize_t writev(int fd, const struct iovec* parts, int count) {
  die_if(is_last_of(fd));
  return REAL(writev)(fd, parts, count);
}
int ftruncate(int fd, off_t length) {
  die_if(is_last_of(fd));
  return REAL(ftruncate)(fd, length);
}
int ftruncate64(int fd, off64_t length) {
  die_if(is_last_of(fd));
  return REAL(ftruncate64)(fd, length);
}

/* The bytes behind a name that is about to go: they come back when its going is forgotten. */
static void keep_lost(const char* path) {
  struct stat status;
  char lost[4200];
  if (stat(path, &status) == 0 && S_ISREG(status.st_mode)) {
    snprintf(lost, sizeof lost, "%s/lost-%lu", kept, (unsigned long)status.st_ino);
    if (link(path, lost) != 0 && errno != EEXIST) {
      abort();
    }
  }
}

static void before_removal(const char* path) {
  if (path_is_watched(path)) {
    die_if(is_last(path));
    keep_lost(path);
  }
}

int unlink(const char* path) {
  before_removal(path);
  return REAL(unlink)(path);
}
int remove(const char* path) {
  before_removal(path);
  return REAL(remove)(path);
}
int rename(const char* from, const char* to) {
  before_removal(to);
  return REAL(rename)(from, to);
}
