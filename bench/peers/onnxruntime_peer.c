// ONNX Runtime through its C API: one row of W5, buffers made once, one thread.
// The package ships the library without headers. Its functions are slots of one table whose order is its ABI: new ones only ever
// come after; so the few slots that are needed are named here.
#include <dlfcn.h>
#include <stdint.h>

#include "timing.h"

enum slot {
    ErrorMessage = 2, CreateEnv = 3, CreateSession = 7, Run = 9, CreateSessionOptions = 10, SetGraphOptimization = 23, SetIntraThreads = 24,
    SetInterThreads = 25, CreateTensorWithData = 49, CreateCpuMemoryInfo = 69,
};

struct api_base {
    const void *const *(*get_api)(uint32_t version);
    const char *(*get_version)(void);
};

static const void *const *api;

static void check(void *status) {
    if (status != NULL) {
        fprintf(stderr, "ONNX Runtime: %s\n", ((const char *(*)(void *))api[ErrorMessage])(status));
        exit(2);
    }
}

struct row {
    void *session, *input, *output;
    long calls;
};

static double run_rows(void *state) {
    struct row *r = (struct row *)state;
    void *(*run)(void *, void *, const char *const *, const void *const *, size_t, const char *const *, size_t, void **) =
        (void *(*)(void *, void *, const char *const *, const void *const *, size_t, const char *const *, size_t, void **))api[Run];
    const char *input[] = {"input"}, *output[] = {"output"};
    for (long call = 0; call < r->calls; call++) {
        check(run(r->session, NULL, input, (const void *const *)&r->input, 1, output, 1, &r->output));
    }
    return -1;
}

static void *tensor(void *memory, int64_t units) {
    void *value = NULL;
    int64_t shape[] = {1, units};
    float *data = calloc((size_t)units, sizeof(float));
    for (int64_t i = 0; i < units; i++) data[i] = (float)(i % 7) / 7;
    check(((void *(*)(void *, void *, size_t, const int64_t *, size_t, int, void **))api[CreateTensorWithData])(
        memory, data, (size_t)units * sizeof(float), shape, 2, 1 /* float */, &value));
    return value;
}

static void one_row(const char *work, const char *version, void *env, void *options, const char *model, int64_t in, int64_t out, long calls) {
    struct row r = {NULL, NULL, NULL, calls};
    void *memory = NULL;
    check(((void *(*)(void *, const char *, void *, void **))api[CreateSession])(env, model, options, &r.session));
    check(((void *(*)(int, int, void **))api[CreateCpuMemoryInfo])(1 /* arena */, 0 /* default */, &memory));
    r.input = tensor(memory, in);
    r.output = tensor(memory, out);
    measure(work, "ONNX Runtime", version, NULL, run_rows, &r, calls, "C API, preallocated output");
}

int main(int count, char **names) {
    if (!wanted(count, names, "W5")) return 0;
    const char *library = getenv("PEERS_ONNXRUNTIME"), *folder = getenv("PEERS_DATA");
    void *handle = library != NULL ? dlopen(library, RTLD_NOW) : NULL;
    if (handle == NULL || folder == NULL) {
        fprintf(stderr, "PEERS_ONNXRUNTIME must name libonnxruntime.so and PEERS_DATA the folder of the models: %s\n", library != NULL ? dlerror() : "not set");
        return 2;
    }
    const struct api_base *base = ((const struct api_base *(*)(void))dlsym(handle, "OrtGetApiBase"))();
    api = base->get_api(10);
    void *env = NULL, *options = NULL;
    check(((void *(*)(int, const char *, void **))api[CreateEnv])(3 /* errors only */, "peers", &env));
    check(((void *(*)(void **))api[CreateSessionOptions])(&options));
    check(((void *(*)(void *, int))api[SetGraphOptimization])(options, 99 /* all */));
    check(((void *(*)(void *, int))api[SetIntraThreads])(options, 1));
    check(((void *(*)(void *, int))api[SetInterThreads])(options, 1));
    char path[4096];
    snprintf(path, sizeof path, "%s/784-128-10.onnx", folder);
    one_row("W5a", base->get_version(), env, options, path, 784, 10, 20000);
    snprintf(path, sizeof path, "%s/6-2-1.onnx", folder);
    one_row("W5b", base->get_version(), env, options, path, 6, 1, 50000);
    fflush(stdout);
    _Exit(0);
}
