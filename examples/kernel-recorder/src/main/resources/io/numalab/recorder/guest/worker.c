/* What one task of the scenario does: a process that takes one line after the other from PID 1. */
#include "guest.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef MADV_COLD
#define MADV_COLD 20
#endif
#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT 21
#endif

static struct map *find(int task, const char *name)
{
    for (int i = 0; i < MAPS_MAX; i++)
        if (shared->map[task][i].len && !strcmp(shared->map[task][i].name, name))
            return &shared->map[task][i];
    return NULL;
}

static void note_map(int task, const char *name, const char *kind, void *addr, uint64_t len)
{
    for (int i = 0; i < MAPS_MAX; i++) {
        struct map *map = &shared->map[task][i];

        if (map->len)
            continue;
        snprintf(map->name, sizeof map->name, "%s", name);
        snprintf(map->kind, sizeof map->kind, "%s", kind);
        map->addr = (uint64_t)addr;
        map->len = len;
        return;
    }
}

static void note_file(const char *name, uint64_t len)
{
    for (int i = 0; i < shared->files; i++)
        if (!strcmp(shared->file[i].name, name)) {
            if (len > shared->file[i].len)
                shared->file[i].len = len;
            return;
        }
    if (shared->files < FILES_MAX) {
        struct file *file = &shared->file[shared->files];

        snprintf(file->name, sizeof file->name, "%s", name);
        file->len = len;
        shared->files++;
    }
}

static uint64_t random_next(void)
{
    static uint64_t state = 88172645463325252ULL;

    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

/* Touches each page once in address order, or as many pages drawn at random. */
static void touch(int task, void *start, uint64_t len, int writes, int random)
{
    static volatile uint64_t sink;
    volatile char *addr = start;
    uint64_t pages = len / PAGE;

    for (uint64_t i = 0; i < pages; i++) {
        volatile uint64_t *word = (volatile uint64_t *)(addr + (random ? random_next() % pages : i) * PAGE);

        if (writes)
            *word = i + 1;
        else
            sink += *word;
        if (!(i & 15))
            shared->progress[task] = (i + 1) * PAGE;
    }
    shared->progress[task] = len;
}

/* The memory is not reserved, so that a mapping may be larger than the machine. NULL and errno if there is none. */
static void *map_memory(uint64_t len, int kind)
{
    void *addr = mmap(NULL, len, PROT_READ | PROT_WRITE, kind | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    return addr == MAP_FAILED ? NULL : addr;
}

static int do_policy(int task, int count, char **words)
{
    (void)task, (void)count;
    return set_policy(words[1]);
}

static int do_cpu(int task, int count, char **words)
{
    (void)task, (void)count;
    return pin(words[1]);
}

static int do_reserve(int task, int count, char **words)    /* reserve NAME SIZE */
{
    uint64_t len = size_of(words[2]);
    void *addr = map_memory(len, MAP_PRIVATE);

    (void)count;
    if (!addr)
        return -errno;
    note_map(task, words[1], "anon", addr, len);
    return 0;
}

static int do_anon(int task, int count, char **words)   /* anon NAME SIZE [rand] */
{
    uint64_t len = size_of(words[2]);
    void *addr = map_memory(len, MAP_PRIVATE);

    if (!addr)
        return -errno;
    note_map(task, words[1], "anon", addr, len);
    touch(task, addr, len, 1, count > 3);
    return 0;
}

static int do_shm(int task, int count, char **words)    /* shm NAME SIZE */
{
    uint64_t len = size_of(words[2]);
    void *addr = map_memory(len, MAP_SHARED);

    (void)count;
    if (!addr)
        return -errno;
    note_map(task, words[1], "shm", addr, len);
    touch(task, addr, len, 1, 0);
    return 0;
}

static int do_touch(int task, int count, char **words)  /* touch NAME r|w [SIZE] [rand] */
{
    struct map *map = find(task, words[1]);

    if (!map)
        return -ENOENT;
    int random = !strcmp(words[count - 1], "rand");
    uint64_t len = count - random > 3 ? size_of(words[3]) : map->len;
    touch(task, (void *)map->addr, len < map->len ? len : map->len, words[2][0] == 'w', random);
    return 0;
}

static int do_loop(int task, int count, char **words)   /* loop NAME SECONDS */
{
    struct map *map = find(task, words[1]);
    uint64_t end = now_ms() + (uint64_t)(atof(words[2]) * 1000), total = 0;

    (void)count;
    if (!map)
        return -ENOENT;
    do {
        touch(task, (void *)map->addr, map->len, 0, 0);
        total += map->len;
    } while (now_ms() < end);
    shared->progress[task] = total;
    return 0;
}

static int do_free(int task, int count, char **words)
{
    struct map *map = find(task, words[1]);

    (void)count;
    if (!map)
        return -ENOENT;
    munmap((void *)map->addr, map->len);
    map->len = 0;
    return 0;
}

static int do_mlock(int task, int count, char **words)
{
    struct map *map = find(task, words[1]);

    (void)count;
    if (!map)
        return -ENOENT;
    return mlock((void *)map->addr, map->len) ? -errno : 0;
}

static int do_mbind(int task, int count, char **words)  /* mbind NAME POLICY [move] */
{
    struct map *map = find(task, words[1]);
    int mode;
    uint64_t nodes;

    if (!map)
        return -ENOENT;
    if (parse_policy(words[2], &mode, &nodes))
        return -EINVAL;
    /* 2 is MPOL_MF_MOVE */
    return syscall(SYS_mbind, map->addr, map->len, mode, nodes ? &nodes : NULL, nodes ? 64 : 0, count > 3 ? 2 : 0)
        ? -errno : 0;
}

static int do_migrate(int task, int count, char **words)    /* migrate FROM TO */
{
    uint64_t from = mask_of(words[1]), to = mask_of(words[2]);
    long rc = syscall(SYS_migrate_pages, 0, 64, &from, &to);

    (void)task, (void)count;
    return rc < 0 ? -errno : (int)rc;
}

static int do_madvise(int task, int count, char **words)    /* madvise NAME WHAT */
{
    static const struct { const char *name; int advice; } known[] = {
        { "hugepage", MADV_HUGEPAGE }, { "nohugepage", MADV_NOHUGEPAGE }, { "dontneed", MADV_DONTNEED },
        { "pageout", MADV_PAGEOUT }, { "cold", MADV_COLD },
    };
    struct map *map = find(task, words[1]);

    (void)count;
    if (!map)
        return -ENOENT;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!strcmp(known[i].name, words[2]))
            return madvise((void *)map->addr, map->len, known[i].advice) ? -errno : 0;
    return -EINVAL;
}

/* read FILE OFF SIZE [TIMES] | write FILE OFF SIZE [sync], in pieces of 64 KiB */
static int do_transfer(int task, int count, char **words)
{
    static char buffer[65536] __attribute__((aligned(4096)));
    int writes = words[0][0] == 'w';
    int times = !writes && count > 4 ? atoi(words[4]) : 1;
    uint64_t from = size_of(words[2]), len = size_of(words[3]);
    char path[NAME_BYTES + 8];

    snprintf(path, sizeof path, "/mnt/%s", words[1]);
    int fd = open(path, writes ? O_RDWR | O_CREAT : O_RDONLY, 0644);
    if (fd < 0)
        return -errno;
    note_file(words[1], from + len);
    for (int k = 0; k < times; k++)
        for (uint64_t at = 0; at < len; at += sizeof buffer) {
            size_t n = len - at < sizeof buffer ? len - at : sizeof buffer;
            long rc = writes ? pwrite(fd, buffer, n, from + at) : pread(fd, buffer, n, from + at);

            if (rc < 0) {
                int error = errno;

                close(fd);
                return -error;
            }
            if (rc == 0)
                break;
            shared->progress[task] = at + rc;
        }
    if (writes && count > 4)
        fsync(fd);
    close(fd);
    return 0;
}

static int do_map_file(int task, int count, char **words)   /* mmap-file NAME FILE OFF SIZE [r|w] */
{
    int writes = count > 5 && words[5][0] == 'w';
    uint64_t from = size_of(words[3]), len = size_of(words[4]);
    char path[NAME_BYTES + 8];

    snprintf(path, sizeof path, "/mnt/%s", words[2]);
    int fd = open(path, writes ? O_RDWR : O_RDONLY);
    if (fd < 0)
        return -errno;
    void *addr = mmap(NULL, len, PROT_READ | (writes ? PROT_WRITE : 0), MAP_SHARED, fd, from);
    int error = errno;
    close(fd);
    if (addr == MAP_FAILED)
        return -error;
    note_file(words[2], from + len);
    note_map(task, words[1], "file", addr, len);
    touch(task, addr, len, writes, 0);
    return 0;
}

static int do_churn(int task, int count, char **words)  /* churn SIZE TIMES */
{
    uint64_t len = size_of(words[1]);

    (void)count;
    for (int i = 0; i < atoi(words[2]); i++) {
        void *addr = map_memory(len, MAP_PRIVATE);

        if (!addr)
            return -errno;
        touch(task, addr, len, 1, 0);
        munmap(addr, len);
    }
    return 0;
}

static const struct command {
    const char *name;
    int words;  /* at least, the name included */
    int (*run)(int task, int count, char **words);
} commands[] = {
    { "policy", 2, do_policy }, { "cpu", 2, do_cpu }, { "anon", 3, do_anon }, { "reserve", 3, do_reserve },
    { "shm", 3, do_shm }, { "touch", 3, do_touch }, { "loop", 3, do_loop }, { "free", 2, do_free },
    { "mlock", 2, do_mlock }, { "mbind", 3, do_mbind }, { "migrate", 3, do_migrate }, { "madvise", 3, do_madvise },
    { "read", 4, do_transfer }, { "write", 4, do_transfer }, { "mmap-file", 5, do_map_file }, { "churn", 3, do_churn },
};

static int run(int task, char *line)
{
    char *words[WORDS_MAX];
    int count = split(line, words);

    shared->progress[task] = 0;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (count >= commands[i].words && !strcmp(commands[i].name, words[0]))
            return commands[i].run(task, count, words);
    return -EINVAL;
}

static void answer(int task, int rc, unsigned long ms)
{
    char text[64];
    int n = snprintf(text, sizeof text, "%d %lu\n", rc, ms);

    if (write(tasks[task].res[1], text, n) < 0)
        _exit(1);
}

void worker(int task, const char *cpus, const char *policy)
{
    char line[LINE_MAX_BYTES], comm[16];
    int rc, n;

    snprintf(comm, sizeof comm, "task-%.10s", tasks[task].name);
    prctl(PR_SET_NAME, comm);
    write_file("/proc/self/oom_score_adj", "0");
    if ((rc = pin(cpus)) || (rc = set_policy(policy))) {
        answer(task, rc, 0);
        _exit(1);
    }
    answer(task, 0, 0);
    while ((n = read(tasks[task].cmd[0], line, sizeof line - 1)) > 0) {
        line[n] = 0;
        uint64_t start = now_ms();
        rc = run(task, line);
        answer(task, rc, now_ms() - start);
    }
    _exit(0);
}
