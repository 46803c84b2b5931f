/* Output, files of proc and sysfs, sizes and lists. */
#include "guest.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int out = 1;
char big[1 << 20];

uint64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000ULL + now.tv_nsec / 1000000;
}

void emit_bytes(const char *bytes, long count)
{
    for (long done = 0; done < count;) {
        long n = write(out, bytes + done, count - done > 32768 ? 32768 : count - done);

        if (n > 0)
            done += n;
        else
            usleep(1000);
    }
}

void emit(const char *format, ...)
{
    static char text[65536];
    va_list arguments;

    va_start(arguments, format);
    int n = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    emit_bytes(text, n < (int)sizeof text ? n : (int)sizeof text - 1);
}

void emit_file(const char *path)
{
    int n = read_file(path, big, sizeof big);

    if (n < 0)
        return;
    emit("@@FILE %s %d\n", path, n);
    emit_bytes(big, n);
    emit("\n@@EOF\n");
}

void emit_result(const char *task, int rc, unsigned long ms, uint64_t bytes)
{
    emit("@@RESULT %s rc=%d ms=%lu bytes=%lu\n", task, rc, ms, (unsigned long)bytes);
}

/* Reads a whole file as a string. Returns its length or -errno. */
int read_file(const char *path, char *into, int capacity)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC), length = 0, n;

    into[0] = 0;
    if (fd < 0)
        return -errno;
    while (length < capacity - 1 && (n = read(fd, into + length, capacity - 1 - length)) > 0)
        length += n;
    close(fd);
    into[length] = 0;
    return length;
}

/* Writes a value to a file. Returns 0 or -errno. */
int write_file(const char *path, const char *value)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);

    if (fd < 0)
        return -errno;
    int rc = write(fd, value, strlen(value)) < 0 ? -errno : 0;
    close(fd);
    return rc;
}

/* "490M", "1.5G", "4096": bytes. */
uint64_t size_of(const char *text)
{
    char *end;
    double value = strtod(text, &end);

    switch (*end) {
    case 'T': value *= 1024; /* fallthrough */
    case 'G': value *= 1024; /* fallthrough */
    case 'M': value *= 1024; /* fallthrough */
    case 'K': value *= 1024;
    }
    return (uint64_t)value;
}

/* "0-1,3": a bit for each number below 64. */
uint64_t mask_of(const char *list)
{
    uint64_t mask = 0;

    while (*list) {
        char *end;
        long first = strtol(list, &end, 10), last = first;

        if (end == list)
            break;
        if (*end == '-') {
            list = end + 1;
            last = strtol(list, &end, 10);
        }
        for (; first <= last && first < 64; first++)
            mask |= 1ULL << first;
        if (*end != ',')
            break;
        list = end + 1;
    }
    return mask;
}

/* Splits a line into at most WORDS_MAX words; the rest of words is NULL. */
int split(char *line, char **words)
{
    int count = 0;

    memset(words, 0, WORDS_MAX * sizeof *words);
    for (char *word = strtok(line, " "); word && count < WORDS_MAX; word = strtok(NULL, " "))
        words[count++] = word;
    return count;
}
