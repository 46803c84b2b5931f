/* Boot, the loop over the steps, power off. */
#include "guest.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define TIERS "/sys/devices/virtual/memory_tiering"

int node_last;

static void load_modules(void)
{
    static char list[4096];
    char path[128];

    read_file("/modules/list", list, sizeof list);
    for (char *name = strtok(list, "\n"); name; name = strtok(NULL, "\n")) {
        snprintf(path, sizeof path, "/modules/%s", name);
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            continue;
        if (syscall(SYS_finit_module, fd, "", 0) && errno != EEXIST)
            fprintf(stderr, "guest: module %s: %s\n", name, strerror(errno));
        close(fd);
        unlink(path);
    }
}

static void mount_tree(void)
{
    static const char *const folders[] = { "/proc", "/sys", "/dev", "/mnt", "/cg" };

    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        mkdir(folders[i], 0755);
    mount("proc", "/proc", "proc", 0, 0);
    mount("sysfs", "/sys", "sysfs", 0, 0);
    mount("devtmpfs", "/dev", "devtmpfs", 0, 0);
}

static void open_console(void)
{
    int console = open("/dev/console", O_RDWR);

    if (console < 0)
        return;
    for (int fd = 0; fd < 3; fd++)
        dup2(console, fd);
    if (console > 2)
        close(console);
}

/* The port appears some time after its module; its number depends on the machine. */
static void open_port(void)
{
    char path[32];

    out = -1;
    for (int i = 0; i < 100 && out < 0; i++) {
        for (int port = 0; port < 8 && out < 0; port++) {
            snprintf(path, sizeof path, "/dev/vport%dp1", port);
            out = open(path, O_WRONLY | O_CLOEXEC);
        }
        if (out < 0)
            usleep(50000);
    }
    if (out < 0) {
        fprintf(stderr, "guest: no virtio-serial port\n");
        out = 1;
    }
}

static void mount_disk(void)
{
    int rc = -1;

    for (int i = 0; i < 100 && (rc = mount("/dev/vda", "/mnt", "ext4", MS_NOATIME, "noinit_itable")); i++)
        usleep(50000);
    if (rc)
        emit("@@ERROR the disk cannot be mounted: %s\n", strerror(errno));
    mount("cgroup2", "/cg", "cgroup2", 0, 0);
    write_file("/cg/cgroup.subtree_control", "+memory");
    write_file("/cg/cgroup.subtree_control", "+cpuset");
}

/* Out of the way of the tasks: on CPU 0, never killed, never reclaimed. */
static void become_observer(void)
{
    struct rlimit unlimited = { RLIM_INFINITY, RLIM_INFINITY };
    char path[64];

    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    memset(shared, 0, sizeof *shared);
    for (int node = 0; node < NODES_MAX; node++) {
        snprintf(path, sizeof path, "/sys/devices/system/node/node%d", node);
        if (!access(path, F_OK))
            node_last = node;
    }
    write_file("/proc/self/oom_score_adj", "-1000");
    pin("cpu0");
    setrlimit(RLIMIT_MEMLOCK, &unlimited);
    memset(big, 1, sizeof big);
}

static void emit_environment(void)
{
    static const char *const files[] = { "/proc/version", "/proc/cmdline", "/sys/devices/system/node/possible",
        "/sys/devices/system/node/has_cpu", "/sys/devices/system/node/has_memory" };
    static const char *const settings[] = { "/sys/kernel/mm/lru_gen/enabled",
        "/sys/kernel/mm/transparent_hugepage/enabled", "/sys/kernel/mm/transparent_hugepage/defrag",
        "/sys/kernel/mm/numa/demotion_enabled" };
    char path[320];

    emit("@@BOOT\n");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        emit_file(files[i]);
    for (int node = 0; node <= node_last; node++) {
        snprintf(path, sizeof path, "/sys/devices/system/node/node%d/distance", node);
        emit_file(path);
        snprintf(path, sizeof path, "/sys/devices/system/node/node%d/cpulist", node);
        emit_file(path);
    }
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        emit_file(settings[i]);
    DIR *tiers = opendir(TIERS);
    if (!tiers)
        return;
    for (struct dirent *tier; (tier = readdir(tiers));)
        if (!strncmp(tier->d_name, "memory_tier", 11)) {
            snprintf(path, sizeof path, TIERS "/%s/nodelist", tier->d_name);
            emit_file(path);
        }
    closedir(tiers);
}

static void emit_sysctls(void)
{
    static const char *const names[] = { "vm/zone_reclaim_mode", "vm/swappiness", "vm/min_free_kbytes",
        "vm/watermark_scale_factor", "vm/watermark_boost_factor", "vm/min_unmapped_ratio", "vm/min_slab_ratio",
        "vm/overcommit_memory", "vm/dirty_ratio", "vm/dirty_background_ratio", "vm/vfs_cache_pressure",
        "vm/lowmem_reserve_ratio", "vm/percpu_pagelist_high_fraction", "vm/page-cluster", "vm/stat_interval",
        "kernel/numa_balancing" };
    char path[96];

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "/proc/sys/%s", names[i]);
        emit_file(path);
    }
}

/* The whole scenario as a string that may be changed. */
static char *read_scenario(void)
{
    struct stat status;

    if (stat("/scenario", &status))
        return "";
    char *text = mmap(NULL, status.st_size + 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    read_file("/scenario", text, status.st_size + 1);
    return text;
}

int main(void)
{
    mount_tree();
    open_console();
    load_modules();
    open_port();
    mount_disk();
    become_observer();
    snapshot_prepare();
    char *scenario = read_scenario(), *rest;
    mlockall(MCL_CURRENT);

    emit_environment();
    emit("@@STEP 0 boot\n");
    snapshot();
    emit("@@ENDSTEP\n");
    int number = 1;
    for (char *line = strtok_r(scenario, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        emit("@@STEP %d %s\n", number++, line);
        uint64_t start = now_ms();
        play(line);
        emit("@@WALL %lu\n", (unsigned long)(now_ms() - start));
        reap_killed();
        snapshot();
        emit("@@ENDSTEP\n");
    }
    emit_sysctls();
    emit("@@DONE\n");
    usleep(200000);
    reboot(RB_POWER_OFF);
    for (;;)
        pause();
}
