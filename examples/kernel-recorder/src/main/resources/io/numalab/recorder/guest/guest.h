/*
 * The guest program: PID 1 of a virtual machine. It plays the steps of /scenario one by one and after each of them
 * streams the kernel's own account of its memory as text to a virtio-serial port. Nothing is interpreted here; the
 * host does that. Files, each on top of those before it:
 *
 *   text.c      output, files of proc and sysfs, sizes and lists
 *   policy.c    memory policies and CPU affinity
 *   worker.c    what one task of the scenario does, in a process of its own
 *   snapshot.c  the state of the kernel after a step
 *   steps.c     the steps, in PID 1
 *   main.c      boot, the loop over the steps, power off
 */
#ifndef GUEST_H
#define GUEST_H
#define _GNU_SOURCE
#include <stdint.h>
#include <sys/types.h>

#define PAGE 4096UL
/* The host refuses scenarios beyond these: io.numalab.recorder.ScriptCheck. */
#define TASKS_MAX 64
#define MAPS_MAX 16
#define FILES_MAX 32
#define NODES_MAX 16
#define LINE_MAX_BYTES 512
#define NAME_BYTES 72
#define WORDS_MAX 10
/* Mappings and files are reported in this many pieces of equal size. */
#define PIECES 32

struct map { char name[NAME_BYTES]; char kind[8]; uint64_t addr, len; };
struct file { char name[NAME_BYTES]; uint64_t len; };

/* Written by the workers, read by PID 1. */
struct shared {
    volatile uint64_t progress[TASKS_MAX];  /* bytes touched or read by the running step */
    struct map map[TASKS_MAX][MAPS_MAX];    /* len 0: free slot */
    struct file file[FILES_MAX];
    volatile int files;
};
extern struct shared *shared;

struct task { char name[NAME_BYTES]; pid_t pid; int cmd[2], res[2]; int alive, busy; };
extern struct task tasks[TASKS_MAX];
extern int task_count;
extern int node_last;           /* the highest node number */

/* text.c */
extern int out;                 /* where everything goes */
extern char big[1 << 20];       /* for files of proc and sysfs; PID 1 only */
uint64_t now_ms(void);
void emit(const char *format, ...) __attribute__((format(printf, 1, 2)));
void emit_bytes(const char *bytes, long count);
void emit_file(const char *path);
void emit_result(const char *task, int rc, unsigned long ms, uint64_t bytes);
int read_file(const char *path, char *into, int capacity);
int write_file(const char *path, const char *value);
uint64_t size_of(const char *text);
uint64_t mask_of(const char *list);
int split(char *line, char **words);

/* policy.c */
int parse_policy(const char *text, int *mode, uint64_t *nodes);
int set_policy(const char *text);
int pin(const char *cpus);

/* worker.c */
void worker(int task, const char *cpus, const char *policy) __attribute__((noreturn));

/* snapshot.c */
void snapshot_prepare(void);
void snapshot(void);
int settle(int ms_max);

/* steps.c */
void play(char *line);
void reap_killed(void);

#endif
