/* Memory policies and CPU affinity. */
#include "guest.h"
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Modes and mode flags as in set_mempolicy(2); uapi headers of older systems lack the newer ones. */
static const struct { const char *name; int mode; } policies[] = {
    { "default", 0 }, { "prefer", 1 }, { "bind", 2 }, { "interleave", 3 }, { "local", 4 }, { "prefer-many", 5 },
    { "weighted-interleave", 6 }, { "bind-static", 2 | 1 << 15 }, { "bind-balancing", 2 | 1 << 13 },
};

/* "bind:0-1": mode and nodes. Returns 0, or -1 for a policy that is not known. */
int parse_policy(const char *text, int *mode, uint64_t *nodes)
{
    const char *colon = strchr(text, ':');
    size_t length = colon ? (size_t)(colon - text) : strlen(text);

    *nodes = colon ? mask_of(colon + 1) : 0;
    for (size_t i = 0; i < sizeof policies / sizeof *policies; i++)
        if (strlen(policies[i].name) == length && !strncmp(policies[i].name, text, length)) {
            *mode = policies[i].mode;
            return 0;
        }
    return -1;
}

int set_policy(const char *text)
{
    int mode;
    uint64_t nodes;

    if (parse_policy(text, &mode, &nodes))
        return -EINVAL;
    return syscall(SYS_set_mempolicy, mode, nodes ? &nodes : NULL, nodes ? 64 : 0) ? -errno : 0;
}

/* "node0", "cpu2", "cpu0-3", "any". */
int pin(const char *cpus)
{
    cpu_set_t set;
    uint64_t mask = 0;
    char path[96], list[256];

    CPU_ZERO(&set);
    if (!strcmp(cpus, "any")) {
        mask = ~0ULL;
    } else if (!strncmp(cpus, "node", 4)) {
        snprintf(path, sizeof path, "/sys/devices/system/node/%s/cpulist", cpus);
        read_file(path, list, sizeof list);
        mask = mask_of(list);
    } else if (!strncmp(cpus, "cpu", 3)) {
        mask = mask_of(cpus + 3);
    }
    for (int i = 0; i < 64; i++)
        if (mask >> i & 1)
            CPU_SET(i, &set);
    return sched_setaffinity(0, sizeof set, &set) ? -errno : 0;
}
