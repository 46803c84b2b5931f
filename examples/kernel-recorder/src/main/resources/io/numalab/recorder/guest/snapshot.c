/* The state of the kernel after a step: files of proc and sysfs, where each page of each mapping lies, which part of
 * each file is cached, and who reclaimed how much from where. */
#include "guest.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#define TRACING "/sys/kernel/tracing"

static int kmsg = -1;

/* Histograms that the kernel keeps itself, so that nothing is lost and nothing is logged. */
static const struct { const char *event, *trigger; } histograms[] = {
    { "mm_vmscan_node_reclaim_begin", "hist:keys=nid,order:size=128" },
    { "mm_vmscan_node_reclaim_end", "hist:keys=common_pid.execname:vals=nr_reclaimed:size=128" },
    { "mm_vmscan_direct_reclaim_begin", "hist:keys=common_pid.execname,order:size=128" },
    { "mm_vmscan_direct_reclaim_end", "hist:keys=common_pid.execname:vals=nr_reclaimed:size=128" },
    { "mm_vmscan_wakeup_kswapd", "hist:keys=nid,order:size=128" },
    { "mm_vmscan_kswapd_wake", "hist:keys=nid,order:size=128" },
    { "mm_vmscan_lru_shrink_inactive", "hist:keys=nid,common_pid.execname:vals=nr_scanned,nr_reclaimed:size=128" },
};
#define HISTOGRAMS (sizeof histograms / sizeof *histograms)

void snapshot_prepare(void)
{
    char path[160];

    kmsg = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    mount("tracefs", TRACING, "tracefs", 0, 0);
    write_file(TRACING "/buffer_size_kb", "4");
    for (size_t i = 0; i < HISTOGRAMS; i++) {
        snprintf(path, sizeof path, TRACING "/events/vmscan/%s/trigger", histograms[i].event);
        int rc = write_file(path, histograms[i].trigger);
        if (rc)
            emit("@@ERROR the kernel takes no histogram of %s: %s\n", histograms[i].event, strerror(-rc));
    }
}

/* Where the pages of one mapping are, in PIECES rows: pages on each node, then pages that are not there. */
static void emit_map(const struct task *task, const struct map *map)
{
    static void *addresses[1024];
    static int nodes[1024];
    static uint32_t count[PIECES][NODES_MAX + 1];
    uint64_t pages = map->len / PAGE;

    memset(count, 0, sizeof count);
    for (uint64_t from = 0; from < pages; from += 1024) {
        unsigned long n = pages - from < 1024 ? pages - from : 1024;

        for (unsigned long i = 0; i < n; i++)
            addresses[i] = (void *)(map->addr + (from + i) * PAGE);
        if (syscall(SYS_move_pages, task->pid, n, addresses, NULL, nodes, 0) < 0)
            break;
        for (unsigned long i = 0; i < n; i++)
            count[(from + i) * PIECES / pages][nodes[i] >= 0 && nodes[i] < NODES_MAX ? nodes[i] : NODES_MAX]++;
    }
    emit("@@MAP %s %s %s %lu\n", task->name, map->name, map->kind, (unsigned long)map->len);
    for (int piece = 0; piece < PIECES; piece++) {
        for (int node = 0; node <= node_last; node++)
            emit("%u ", count[piece][node]);
        emit("%u\n", count[piece][NODES_MAX]);
    }
    emit("@@EOF\n");
}

/* The kernel's line about a mapping; it may have been merged with a neighbour, so any start inside will do. */
static void emit_numa_maps(const struct task *task, const struct map *maps)
{
    char path[64];

    snprintf(path, sizeof path, "/proc/%d/numa_maps", task->pid);
    read_file(path, big, sizeof big);
    for (int i = 0; i < MAPS_MAX; i++) {
        if (!maps[i].len)
            continue;
        for (char *line = big, *end; line && *line; line = end ? end + 1 : NULL) {
            uint64_t addr = strtoull(line, NULL, 16);

            end = strchr(line, '\n');
            if (addr >= maps[i].addr && addr < maps[i].addr + maps[i].len)
                emit("@@NUMAMAP %s %s %.*s\n", task->name, maps[i].name,
                     (int)(end ? end - line : (long)strlen(line)), line);
        }
    }
}

static void emit_status(const struct task *task)
{
    static const char *const keys[] = { "VmRSS:", "RssAnon:", "RssFile:", "RssShmem:", "VmSwap:", "VmLck:", "VmPTE:" };
    char path[64];

    snprintf(path, sizeof path, "/proc/%d/status", task->pid);
    read_file(path, big, sizeof big);
    emit("@@STATUS %s", task->name);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        char *at = strstr(big, keys[i]);

        if (at)
            emit(" %s%lu", keys[i], strtoul(at + strlen(keys[i]), NULL, 10));
    }
    emit("\n");
}

static void emit_tasks(void)
{
    for (int t = 0; t < task_count; t++) {
        if (!tasks[t].alive)
            continue;
        for (int i = 0; i < MAPS_MAX; i++)
            if (shared->map[t][i].len)
                emit_map(&tasks[t], &shared->map[t][i]);
        emit_numa_maps(&tasks[t], shared->map[t]);
        emit_status(&tasks[t]);
    }
}

static void emit_files(void)
{
    static unsigned char cached[16384];
    char path[NAME_BYTES + 8];

    for (int i = 0; i < shared->files; i++) {
        uint64_t pages = shared->file[i].len / PAGE, total = 0;
        uint32_t count[PIECES] = { 0 };

        snprintf(path, sizeof path, "/mnt/%s", shared->file[i].name);
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            continue;
        for (uint64_t from = 0; from < pages; from += sizeof cached) {
            uint64_t n = pages - from < sizeof cached ? pages - from : sizeof cached;
            void *addr = mmap(NULL, n * PAGE, PROT_READ, MAP_SHARED, fd, from * PAGE);

            if (addr == MAP_FAILED)
                break;
            if (!mincore(addr, n * PAGE, cached))
                for (uint64_t k = 0; k < n; k++)
                    if (cached[k] & 1) {
                        count[(from + k) * PIECES / pages]++;
                        total++;
                    }
            munmap(addr, n * PAGE);
        }
        close(fd);
        emit("@@RESIDENT %s %lu %lu", shared->file[i].name, (unsigned long)pages, (unsigned long)total);
        for (int piece = 0; piece < PIECES; piece++)
            emit(" %u", count[piece]);
        emit("\n");
    }
}

static int is_about_memory(const char *message)
{
    static const char *const words[] = { "oom", "Out of memory", "allocation failure", "Killed", "stall", "Demotion",
        "demotion", "BUG", "WARNING", "hung", "Fallback order" };

    if (strstr(message, "ommand line") || strstr(message, "RCU CPU stall"))
        return 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(message, words[i]))
            return 1;
    return !strncmp(message, "Node ", 5);
}

static void emit_messages(void)
{
    static char record[8192];
    int n, lines = 0;

    emit("@@KMSG\n");
    while ((n = read(kmsg, record, sizeof record - 1)) > 0 || (n < 0 && errno == EPIPE)) {
        if (n < 0)
            continue;
        record[n] = 0;
        char *message = strchr(record, ';');
        if (!message)
            continue;
        message++;
        char *end = strchr(message, '\n');
        if (end)
            *end = 0;
        if (lines < 80 && is_about_memory(message)) {
            emit("%s\n", message);
            lines++;
        }
    }
    emit("@@EOF\n");
}

void snapshot(void)
{
    static const char *const of_node[] = { "meminfo", "numastat", "vmstat" };
    char path[160];

    for (size_t i = 0; i < HISTOGRAMS; i++) {
        snprintf(path, sizeof path, TRACING "/events/vmscan/%s/hist", histograms[i].event);
        emit_file(path);
    }
    write_file("/proc/sys/vm/stat_refresh", "1");   /* folds the per-CPU counters */
    emit_file("/proc/vmstat");
    emit_file("/proc/zoneinfo");
    emit_file("/proc/buddyinfo");
    for (int node = 0; node <= node_last; node++)
        for (size_t i = 0; i < sizeof of_node / sizeof *of_node; i++) {
            snprintf(path, sizeof path, "/sys/devices/system/node/node%d/%s", node, of_node[i]);
            emit_file(path);
        }
    emit_tasks();
    emit_files();
    emit_messages();
}

/* A sum that moves whenever reclaim, writeback or migration does something. */
static uint64_t activity(void)
{
    static const char *const counters[] = { "\npgscan_kswapd ", "\npgsteal_kswapd ", "\npgscan_direct ", "\npswpout ",
        "\npgpgout ", "\npgmigrate_success ", "\nnuma_pte_updates " };
    uint64_t sum = 0;

    read_file("/proc/vmstat", big, sizeof big);
    for (size_t i = 0; i < sizeof counters / sizeof *counters; i++) {
        char *at = strstr(big, counters[i]);

        if (at)
            sum += strtoull(at + strlen(counters[i]), NULL, 10);
    }
    return sum;
}

/* Waits until the kernel stood still for 0.4 s. Returns how long that took. */
int settle(int ms_max)
{
    uint64_t start = now_ms(), last = activity();
    int quiet = 0;

    while ((int)(now_ms() - start) < ms_max && quiet < 4) {
        usleep(100000);
        uint64_t now = activity();
        quiet = now == last ? quiet + 1 : 0;
        last = now;
    }
    return now_ms() - start;
}
