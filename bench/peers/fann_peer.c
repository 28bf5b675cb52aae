// FANN in float. What it cannot do is left out, and said in the note: per-group connections, momentum and decay in batch mode, minibatches.
#include <floatfann.h>

#include "timing.h"

static const char *version = "2.2.0";

struct training {
    struct fann *net;
    struct fann_train_data *data;
    int sweeps;
};

static void reset(void *state) { fann_randomize_weights(((struct training *)state)->net, -0.3f, 0.3f); }

static double train(void *state) {
    struct training *t = (struct training *)state;
    for (int sweep = 0; sweep < t->sweeps; sweep++) fann_train_epoch(t->net, t->data);
    return -1;
}

static struct fann *logistic_net(unsigned layers, const unsigned *sizes, enum fann_train_enum rule, float rate, float momentum) {
    struct fann *net = fann_create_standard_array(layers, sizes);
    fann_set_activation_function_hidden(net, FANN_SIGMOID);
    fann_set_activation_function_output(net, FANN_SIGMOID);
    fann_set_activation_steepness_hidden(net, 0.5f);
    fann_set_activation_steepness_output(net, 0.5f);
    fann_set_training_algorithm(net, rule);
    fann_set_train_error_function(net, FANN_ERRORFUNC_LINEAR);
    fann_set_learning_rate(net, rate);
    fann_set_learning_momentum(net, momentum);
    return net;
}

static struct training symmetry(const char *folder) {
    char path[4096];
    snprintf(path, sizeof path, "%s/symmetry.txt", folder);
    float *v = numbers(path, 64 * 7 + 17);
    struct training t = {NULL, fann_create_train(64, 6, 1), 1425};
    for (int c = 0; c < 64; c++) {
        memcpy(t.data->input[c], v + 6 * c, 6 * sizeof(float));
        t.data->output[c][0] = v[6 * 64 + c];
    }
    free(v);
    t.net = logistic_net(3, (unsigned[]){6, 2, 1}, FANN_TRAIN_BATCH, 0.1f, 0.9f);
    return t;
}

static struct training family_trees(const char *folder) {
    char path[4096];
    snprintf(path, sizeof path, "%s/family.txt", folder);
    float *v = numbers(path, 100 * 60), *relation = v + 100 * 24, *target = v + 100 * 36;
    struct training t = {NULL, fann_create_train(100, 36, 24), 1500};
    for (int c = 0; c < 100; c++) {
        memcpy(t.data->input[c], v + 24 * c, 24 * sizeof(float));
        memcpy(t.data->input[c] + 24, relation + 12 * c, 12 * sizeof(float));
        memcpy(t.data->output[c], target + 24 * c, 24 * sizeof(float));
    }
    free(v);
    t.net = logistic_net(5, (unsigned[]){36, 12, 12, 6, 24}, FANN_TRAIN_BATCH, 0.01f, 0.9f);
    return t;
}

static struct training digits(void) {
    struct training t = {NULL, fann_create_train(60000, 784, 10), 1};
    srand(1);
    for (int c = 0; c < 60000; c++) {
        for (int i = 0; i < 784; i++) t.data->input[c][i] = (float)rand() / (float)RAND_MAX;
        for (int k = 0; k < 10; k++) t.data->output[c][k] = 0;
        t.data->output[c][rand() % 10] = 1;
    }
    t.net = logistic_net(3, (unsigned[]){784, 128, 10}, FANN_TRAIN_INCREMENTAL, 0.001f, 0.9f);
    return t;
}

struct row {
    struct fann *net;
    fann_type *inputs;
    long calls;
};

static double run_rows(void *state) {
    struct row *r = (struct row *)state;
    volatile float sink = 0;
    for (long call = 0; call < r->calls; call++) sink += fann_run(r->net, r->inputs)[0];
    return -1;
}

static void one_row(const char *work, const unsigned *sizes, long calls) {
    struct row r = {logistic_net(3, sizes, FANN_TRAIN_BATCH, 0.1f, 0), calloc(sizes[0], sizeof(fann_type)), calls};
    fann_randomize_weights(r.net, -0.3f, 0.3f);
    for (unsigned i = 0; i < sizes[0]; i++) r.inputs[i] = (float)(i % 7) / 7;
    measure(work, "FANN", version, NULL, run_rows, &r, calls, "");
}

int main(int count, char **names) {
    const char *folder = getenv("PEERS_DATA") != NULL ? getenv("PEERS_DATA") : ".";
    if (wanted(count, names, "W1")) {
        struct training t = symmetry(folder);
        measure("W1", "FANN", version, reset, train, &t, 1, "batch, without momentum");
    }
    if (wanted(count, names, "W2")) {
        struct training t = family_trees(folder);
        measure("W2", "FANN", version, reset, train, &t, 1, "batch, without momentum or decay, 36-12-12-6-24 fully connected");
    }
    if (wanted(count, names, "W3")) {
        struct training t = digits();
        measure("W3", "FANN", version, reset, train, &t, 1, "case by case");
    }
    if (wanted(count, names, "W5")) {
        one_row("W5a", (unsigned[]){784, 128, 10}, 2000);
        one_row("W5b", (unsigned[]){6, 2, 1}, 1000000);
    }
}
