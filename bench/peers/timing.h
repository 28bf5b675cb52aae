// The same way of timing as works.py has, for C and C++: one warm-up, the median of the repetitions, one JSON line.
#pragma once
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double setting(const char *name, double otherwise) {
    const char *text = getenv(name);
    return text != NULL && *text != 0 ? atof(text) : otherwise;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// Whether the work is named on the command line, or none is.
static int wanted(int count, char **names, const char *work) {
    for (int i = 1; i < count; i++) {
        if (strcmp(names[i], work) == 0) return 1;
    }
    return count == 1;
}

// run(state) is timed, reset(state) is not. E < 0: there is none to tell.
static void measure(const char *work, const char *peer, const char *version, void (*reset)(void *), double (*run)(void *), void *state,
                    long calls, const char *note) {
    enum { most = 101 };
    double seconds[most], began, error;
    int repetitions = (int)setting("PEERS_REPETITIONS", 7), done = 0;
    if (repetitions > most) repetitions = most;
    if (reset != NULL) reset(state);
    error = run(state);
    began = now();
    while (done < repetitions && (done < 1 || now() - began < setting("PEERS_BUDGET_SECONDS", 12))) {
        if (reset != NULL) reset(state);
        double start = now();
        error = run(state);
        seconds[done++] = (now() - start) / (double)calls;
    }
    qsort(seconds, (size_t)done, sizeof seconds[0], ascending);
    double median = done % 2 ? seconds[done / 2] : 0.5 * (seconds[done / 2 - 1] + seconds[done / 2]);
    printf("{\"work\": \"%s\", \"peer\": \"%s\", \"version\": \"%s\", \"threads\": %d, \"seconds\": %.6g, \"fastest\": %.6g, \"repetitions\": %d",
           work, peer, version, (int)setting("OMP_NUM_THREADS", 1), median, seconds[0], done);
    if (error >= 0) printf(", \"error\": %.9g", error);
    printf(", \"note\": \"%s\"}\n", note);
    fflush(stdout);
}

// The numbers of a file that works.py wrote.
static inline float *numbers(const char *path, size_t expected) {
    FILE *file = fopen(path, "r");
    float *values = (float *)malloc(expected * sizeof(float));
    for (size_t i = 0; i < expected; i++) {
        if (file == NULL || fscanf(file, "%f", &values[i]) != 1) {
            fprintf(stderr, "%s: expected %zu numbers, came to the end after %zu; write it with works.py\n", path, expected, i);
            exit(2);
        }
    }
    fclose(file);
    return values;
}
