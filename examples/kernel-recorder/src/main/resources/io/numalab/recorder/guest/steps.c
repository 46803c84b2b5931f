/* The steps of the scenario, in PID 1: tasks are started and given work, everything else is done here. */
#include "guest.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/wait.h>
#include <unistd.h>

#define START_MS_MAX 20000
#define WORK_MS_MAX 240000

struct shared *shared;
struct task tasks[TASKS_MAX];
int task_count;

static int task_of(const char *name)
{
    for (int t = 0; t < task_count; t++)
        if (!strcmp(tasks[t].name, name))
            return t;
    return -1;
}

static void close_pipe(int *end)
{
    if (*end >= 0)
        close(*end);
    *end = -1;
}

static void close_pipes(struct task *task)
{
    close_pipe(&task->cmd[1]);
    close_pipe(&task->res[0]);
}

static void reap(struct task *task)
{
    int status;

    if (waitpid(task->pid, &status, 0) != task->pid)
        return;
    task->alive = 0;
    close_pipes(task);
    if (WIFSIGNALED(status))
        emit("@@DIED %s signal %d\n", task->name, WTERMSIG(status));
    else
        emit("@@DIED %s exit %d\n", task->name, WEXITSTATUS(status));
}

/* Notes the tasks that ended without having been asked to. */
void reap_killed(void)
{
    for (int t = 0; t < task_count; t++) {
        int status;

        if (tasks[t].alive && waitpid(tasks[t].pid, &status, WNOHANG) == tasks[t].pid) {
            tasks[t].alive = 0;
            close_pipes(&tasks[t]);
            emit("@@DIED %s signal %d\n", tasks[t].name, WTERMSIG(status));
        }
    }
}

/* Waits for the answer of a task. Returns what the work returned, -1 if there is no answer. */
static int collect(int t, int ms_max)
{
    struct task *task = &tasks[t];
    struct pollfd answer = { task->res[0], POLLIN, 0 };
    unsigned long bytes, ms = 0;
    char text[64];
    int rc = 0;

    task->busy = 0;
    if (poll(&answer, 1, ms_max) == 0) {
        bytes = shared->progress[t];
        emit("@@RESULT %s rc=timeout ms=%d bytes=%lu\n", task->name, ms_max, bytes);
        kill(task->pid, SIGKILL);
        reap(task);
        return -1;
    }
    int n = read(task->res[0], text, sizeof text - 1);
    bytes = shared->progress[t];
    if (n <= 0) {
        emit("@@RESULT %s rc=died ms=0 bytes=%lu\n", task->name, bytes);
        reap(task);
        return -1;
    }
    text[n] = 0;
    sscanf(text, "%d %lu", &rc, &ms);
    emit_result(task->name, rc, ms, bytes);
    return rc;
}

static void start_task(int count, char **words) /* task NAME [cpu=CPUS] [policy=P] */
{
    struct task *task = &tasks[task_count];
    const char *cpus = "any", *policy = "default";

    for (int i = 2; i < count; i++) {
        if (!strncmp(words[i], "cpu=", 4))
            cpus = words[i] + 4;
        if (!strncmp(words[i], "policy=", 7))
            policy = words[i] + 7;
    }
    snprintf(task->name, sizeof task->name, "%s", words[1]);
    if (pipe2(task->cmd, O_CLOEXEC) || pipe2(task->res, O_CLOEXEC)) {
        emit("@@ERROR no pipe for task %s: %s\n", words[1], strerror(errno));
        return;
    }
    int t = task_count++;
    task->pid = fork();
    if (!task->pid) {
        /* A task ends at the end of its pipe, which nobody else may hold open. */
        for (int other = 0; other <= t; other++)
            close_pipes(&tasks[other]);
        munlockall();
        worker(t, cpus, policy);
    }
    close(task->cmd[0]);
    close(task->res[1]);
    task->alive = 1;
    /* A task that cannot start ends: seen by reap_killed() in this step and not by chance in the next. */
    if (collect(t, START_MS_MAX) && task->alive) {
        siginfo_t end;

        waitid(P_PID, task->pid, &end, WEXITED | WNOWAIT);
    }
}

static int set_sysctl(char *assignment) /* a.b=c */
{
    char path[LINE_MAX_BYTES + 16];
    char *equals = strchr(assignment, '=');

    *equals = 0;
    int base = snprintf(path, sizeof path, "/proc/sys/");
    snprintf(path + base, sizeof path - base, "%s", assignment);
    for (char *c = path + base; *c; c++)
        if (*c == '.')
            *c = '/';
    return write_file(path, equals + 1);
}

static int join_group(const char *task, const char *group)
{
    char path[LINE_MAX_BYTES + 32], pid[16];
    int t = task_of(task);

    if (t < 0 || !tasks[t].alive)
        return -ESRCH;
    snprintf(path, sizeof path, "/cg/%s/cgroup.procs", group);
    snprintf(pid, sizeof pid, "%d", tasks[t].pid);
    return write_file(path, pid);
}

static void end_task(const char *name)
{
    int t = task_of(name);

    if (t < 0 || !tasks[t].alive)
        return;
    close_pipe(&tasks[t].cmd[1]);
    reap(&tasks[t]);
}

static void wait_for(const char *name)  /* NULL for every task */
{
    for (int t = 0; t < task_count; t++)
        if (tasks[t].alive && tasks[t].busy && (!name || !strcmp(name, tasks[t].name)))
            collect(t, WORK_MS_MAX);
}

static void give_work(char *line)   /* [bg] TASK COMMAND */
{
    int background = !strncmp(line, "bg ", 3);
    char *name = line + (background ? 3 : 0), *command = strchr(name, ' ');

    if (!command)
        return;
    *command++ = 0;
    int t = task_of(name);
    if (t < 0 || !tasks[t].alive) {
        emit("@@RESULT %s rc=skipped ms=0 bytes=0\n", name);
        return;
    }
    /* A task that was killed meanwhile takes no work; collect() notices. */
    (void)!write(tasks[t].cmd[1], command, strlen(command));
    tasks[t].busy = 1;
    if (!background)
        collect(t, WORK_MS_MAX);
}

/* What PID 1 does itself. Returns 0 or -errno, or 1 if the step is none of these. */
static int system_step(const char *line, int count, char **words, unsigned long *ms)
{
    if (!strcmp(words[0], "sysctl"))
        return set_sysctl(words[1]);
    if (!strcmp(words[0], "write"))
        return write_file(words[1], strchr(strchr(line, ' ') + 1, ' ') + 1);
    if (!strcmp(words[0], "mkdir"))
        return mkdir(words[1], 0755) ? -errno : 0;
    if (!strcmp(words[0], "cgroup"))
        return join_group(words[1], words[2]);
    if (!strcmp(words[0], "swapon"))
        return swapon("/dev/vdb", 0) ? -errno : 0;
    if (!strcmp(words[0], "sync")) {
        sync();
        return 0;
    }
    if (!strcmp(words[0], "drop-caches")) {
        sync();
        return write_file("/proc/sys/vm/drop_caches", count > 1 ? words[1] : "1");
    }
    if (!strcmp(words[0], "sleep")) {
        *ms = strtoul(words[1], NULL, 10);
        usleep(*ms * 1000);
        return 0;
    }
    if (!strcmp(words[0], "settle")) {
        *ms = settle(count > 1 ? atoi(words[1]) : 3000);
        return 0;
    }
    return 1;
}

void play(char *line)
{
    char copy[LINE_MAX_BYTES], *words[WORDS_MAX];
    unsigned long ms = 0;

    snprintf(copy, sizeof copy, "%s", line);
    int count = split(copy, words);
    if (!strcmp(words[0], "task")) {
        start_task(count, words);
    } else if (!strcmp(words[0], "show")) {
        emit_file(words[1]);
    } else if (!strcmp(words[0], "exit")) {
        end_task(words[1]);
    } else if (!strcmp(words[0], "wait")) {
        wait_for(words[1]);
    } else {
        int rc = system_step(line, count, words, &ms);

        if (rc > 0)
            give_work(line);
        else
            emit_result("-", rc, ms, 0);
    }
}
