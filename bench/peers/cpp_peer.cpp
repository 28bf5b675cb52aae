// C++ written for one net each, as a good programmer would for that net alone: sizes are constants, cases lie contiguous and
// padded, loops over cases vectorise, nothing is allocated. Built with -Ofast -march=native.
#include <cmath>
#include <memory>
#include <random>
#include <vector>

#include "timing.h"

static const char *folder = ".";
#ifndef VECTORS
#define VECTORS "the compiler's choice of vectors"
#endif
static const char *version = "g++ " __VERSION__ ", " VECTORS;

static inline float logistic(float x) { return 1.0f / (1.0f + std::exp(-x)); }

// W1: 6-2-1, 64 cases. One pass over the cases does forward, back and all 17 sums.
struct Symmetry {
    static constexpr int Cases = 64, Sweeps = 1425;
    static constexpr float Rate = 0.1f, Momentum = 0.9f;
    alignas(64) float in[6][Cases], target[Cases];
    float w[17], change[17];  // into hidden 0: six and the bias; into hidden 1: six and the bias; into the output: two and the bias
    float start[17];

    Symmetry() {
        std::unique_ptr<float, decltype(&free)> v(numbers((std::string(folder) + "/symmetry.txt").c_str(), 64 * 7 + 17), free);
        const float *p = v.get();
        for (int c = 0; c < Cases; c++) {
            for (int i = 0; i < 6; i++) in[i][c] = *p++;
        }
        for (int c = 0; c < Cases; c++) target[c] = *p++;
        for (int j = 0; j < 2; j++) {
            for (int i = 0; i < 6; i++) start[7 * j + i] = *p++;
        }
        start[6] = *p++;
        start[13] = *p++;
        for (int k = 14; k < 17; k++) start[k] = *p++;
    }

    void reset() {
        memcpy(w, start, sizeof w);
        memset(change, 0, sizeof change);
    }

    float sweep(float *g) {
        float g0 = 0, g1 = 0, g2 = 0, g3 = 0, g4 = 0, g5 = 0, g6 = 0, g7 = 0, g8 = 0, g9 = 0, g10 = 0, g11 = 0, g12 = 0, g13 = 0, g14 = 0,
              g15 = 0, g16 = 0, e = 0;
        for (int c = 0; c < Cases; c++) {
            float h0 = logistic(w[6] + w[0] * in[0][c] + w[1] * in[1][c] + w[2] * in[2][c] + w[3] * in[3][c] + w[4] * in[4][c] + w[5] * in[5][c]);
            float h1 = logistic(w[13] + w[7] * in[0][c] + w[8] * in[1][c] + w[9] * in[2][c] + w[10] * in[3][c] + w[11] * in[4][c] + w[12] * in[5][c]);
            float y = logistic(w[16] + w[14] * h0 + w[15] * h1);
            float error = y - target[c];
            e += error * error;
            float d = error * y * (1 - y), d0 = d * w[14] * h0 * (1 - h0), d1 = d * w[15] * h1 * (1 - h1);
            g0 += d0 * in[0][c], g1 += d0 * in[1][c], g2 += d0 * in[2][c], g3 += d0 * in[3][c], g4 += d0 * in[4][c], g5 += d0 * in[5][c], g6 += d0;
            g7 += d1 * in[0][c], g8 += d1 * in[1][c], g9 += d1 * in[2][c], g10 += d1 * in[3][c], g11 += d1 * in[4][c], g12 += d1 * in[5][c], g13 += d1;
            g14 += d * h0, g15 += d * h1, g16 += d;
        }
        float all[17] = {g0, g1, g2, g3, g4, g5, g6, g7, g8, g9, g10, g11, g12, g13, g14, g15, g16};
        memcpy(g, all, sizeof all);
        return 0.5f * e;
    }

    double run() {
        float g[17];
        for (int sweepIndex = 0; sweepIndex < Sweeps; sweepIndex++) {
            sweep(g);
            for (int k = 0; k < 17; k++) {
                change[k] = Momentum * change[k] - Rate * g[k];
                w[k] += change[k];
            }
        }
        return sweep(g);
    }
};

// One full projection with its receiving group, states [unit][case].
template <int To, int From, int Cases>
struct Layer {
    alignas(64) float y[To][Cases], dx[To][Cases];
    float w[To][From + 1], change[To][From + 1], g[To][From + 1];  // the bias is the last column

    void forward(const float (*in)[Cases]) {
        for (int j = 0; j < To; j++) {
            float *row = y[j];
            for (int c = 0; c < Cases; c++) row[c] = w[j][From];
            for (int i = 0; i < From; i++) {
                for (int c = 0; c < Cases; c++) row[c] += w[j][i] * in[i][c];
            }
            for (int c = 0; c < Cases; c++) row[c] = logistic(row[c]);
        }
    }

    // dx holds dE/dy on entry, and dE/dx after.
    void gradient(const float (*in)[Cases]) {
        for (int j = 0; j < To; j++) {
            float bias = 0;
            for (int c = 0; c < Cases; c++) {
                dx[j][c] *= y[j][c] * (1 - y[j][c]);
                bias += dx[j][c];
            }
            g[j][From] = bias;
            for (int i = 0; i < From; i++) {
                float sum = 0;
                for (int c = 0; c < Cases; c++) sum += dx[j][c] * in[i][c];
                g[j][i] = sum;
            }
        }
    }

    void back(float (*dy)[Cases]) {
        for (int i = 0; i < From; i++) {
            for (int c = 0; c < Cases; c++) dy[i][c] = 0;
            for (int j = 0; j < To; j++) {
                for (int c = 0; c < Cases; c++) dy[i][c] += w[j][i] * dx[j][c];
            }
        }
    }

    void update(float rate, float momentum, float keep) {
        for (int j = 0; j < To; j++) {
            for (int i = 0; i <= From; i++) {
                change[j][i] = momentum * change[j][i] - rate * g[j][i];
                w[j][i] += change[j][i];
            }
            for (int i = 0; i < From; i++) w[j][i] *= keep;
        }
    }

    void clear() { memset(change, 0, sizeof change); }
};

// W2: two codes side by side in one array, so that the center reads them as one group. 100 cases padded to 112; the padding has no error.
struct FamilyTrees {
    static constexpr int Real = 100, Cases = 112, Sweeps = 1500;
    alignas(64) float person[24][Cases] = {}, relation[12][Cases] = {}, target[24][Cases] = {}, both[12][Cases], dboth[12][Cases];
    Layer<6, 24, Cases> personCode;
    Layer<6, 12, Cases> relationCode;
    Layer<12, 12, Cases> center;
    Layer<6, 12, Cases> answerCode;
    Layer<24, 6, Cases> answer;
    std::vector<float> start;

    FamilyTrees() {
        std::string path = std::string(folder) + "/family.txt";
        size_t count = Real * 60 + 630;
        std::unique_ptr<float, decltype(&free)> v(numbers(path.c_str(), count), free);
        const float *p = v.get();
        p = cases(person, 24, p);
        p = cases(relation, 12, p);
        p = cases(target, 24, p);
        start.assign(p, (const float *)v.get() + count);
    }

    static const float *cases(float (*to)[Cases], int units, const float *p) {
        for (int c = 0; c < Real; c++) {
            for (int i = 0; i < units; i++) to[i][c] = *p++;
        }
        return p;
    }

    template <class L, int From>
    static const float *columns(L &layer, const float *p, int to, int first) {
        for (int j = 0; j < to; j++) {
            for (int i = 0; i < From; i++) layer.w[j][first + i] = *p++;
        }
        return p;
    }

    template <class L>
    static const float *biases(L &layer, const float *p, int to, int from) {
        for (int j = 0; j < to; j++) layer.w[j][from] = *p++;
        layer.clear();
        return p;
    }

    void reset() {
        const float *p = start.data();
        p = columns<decltype(personCode), 24>(personCode, p, 6, 0);
        p = columns<decltype(relationCode), 12>(relationCode, p, 6, 0);
        p = columns<decltype(center), 6>(center, p, 12, 0);
        p = columns<decltype(center), 6>(center, p, 12, 6);
        p = columns<decltype(answerCode), 12>(answerCode, p, 6, 0);
        p = columns<decltype(answer), 6>(answer, p, 24, 0);
        p = biases(personCode, p, 6, 24);
        p = biases(relationCode, p, 6, 12);
        p = biases(center, p, 12, 12);
        p = biases(answerCode, p, 6, 12);
        biases(answer, p, 24, 6);
    }

    void forward() {
        personCode.forward(person);
        relationCode.forward(relation);
        memcpy(both, personCode.y, sizeof personCode.y);
        memcpy(both + 6, relationCode.y, sizeof relationCode.y);
        center.forward(both);
        answerCode.forward(center.y);
        answer.forward(answerCode.y);
    }

    double run() {
        for (int sweep = 0; sweep < Sweeps; sweep++) {
            float rate = sweep < 20 ? 0.005f : 0.01f, momentum = sweep < 20 ? 0.5f : 0.9f, keep = 1 - 0.002f;
            forward();
            for (int j = 0; j < 24; j++) {
                for (int c = 0; c < Cases; c++) answer.dx[j][c] = c < Real ? answer.y[j][c] - target[j][c] : 0.0f;
            }
            answer.gradient(answerCode.y);
            answer.back(answerCode.dx);
            answerCode.gradient(center.y);
            answerCode.back(center.dx);
            center.gradient(both);
            center.back(dboth);
            memcpy(personCode.dx, dboth, sizeof personCode.dx);
            memcpy(relationCode.dx, dboth + 6, sizeof relationCode.dx);
            personCode.gradient(person);
            relationCode.gradient(relation);
            personCode.update(rate, momentum, keep);
            relationCode.update(rate, momentum, keep);
            center.update(rate, momentum, keep);
            answerCode.update(rate, momentum, keep);
            answer.update(rate, momentum, keep);
        }
        forward();
        double e = 0;
        for (int j = 0; j < 24; j++) {
            for (int c = 0; c < Real; c++) e += 0.5 * (answer.y[j][c] - target[j][c]) * (answer.y[j][c] - target[j][c]);
        }
        return e;
    }
};

// W5: one row. Weights [from][to], so that the sums of a layer run side by side.
template <int In, int Hidden, int Out, long Calls>
struct OneRow {
    alignas(64) float w1[In][Hidden], b1[Hidden], w2[Hidden][Out], b2[Out], row[In], hidden[Hidden], out[Out];
    volatile float sink;

    OneRow() {
        std::mt19937 random(1);
        std::uniform_real_distribution<float> uniform(-0.3f, 0.3f);
        for (auto &r : w1) for (auto &v : r) v = uniform(random);
        for (auto &v : b1) v = uniform(random);
        for (auto &r : w2) for (auto &v : r) v = uniform(random);
        for (auto &v : b2) v = uniform(random);
        for (auto &v : row) v = uniform(random);
    }

    __attribute__((noinline)) void forward() {
        float x[Hidden];
        for (int j = 0; j < Hidden; j++) x[j] = b1[j];
        for (int i = 0; i < In; i++) {
            for (int j = 0; j < Hidden; j++) x[j] += w1[i][j] * row[i];
        }
        for (int j = 0; j < Hidden; j++) hidden[j] = logistic(x[j]);
        float z[Out];
        for (int k = 0; k < Out; k++) z[k] = b2[k];
        for (int j = 0; j < Hidden; j++) {
            for (int k = 0; k < Out; k++) z[k] += w2[j][k] * hidden[j];
        }
        for (int k = 0; k < Out; k++) out[k] = logistic(z[k]);
    }

    double run() {
        for (long call = 0; call < Calls; call++) {
            forward();
            sink = out[0];
            asm volatile("" ::: "memory");
        }
        return -1;
    }
};

// W6: W1's program, net after net.
struct ManySymmetryNets {
    Symmetry net;

    double run() {
        std::mt19937 random(1);
        std::uniform_real_distribution<float> uniform(-0.3f, 0.3f);
        for (int n = 0; n < 1000; n++) {
            net.reset();
            for (auto &v : net.w) v = uniform(random);
            net.run();
        }
        return -1;
    }
};

template <class Work>
static void timed(const char *name, long calls, const char *note) {
    auto work = std::make_unique<Work>();
    void (*reset)(void *) = nullptr;
    if constexpr (requires { work->reset(); }) reset = [](void *w) { ((Work *)w)->reset(); };
    measure(name, "C++", version, reset, [](void *w) { return ((Work *)w)->run(); }, work.get(), calls, note);
}

int main(int count, char **names) {
    if (getenv("PEERS_DATA") != nullptr) folder = getenv("PEERS_DATA");
    if (wanted(count, names, "W1")) timed<Symmetry>("W1", 1, "written for this net");
    if (wanted(count, names, "W2")) timed<FamilyTrees>("W2", 1, "written for this net");
    if (wanted(count, names, "W5")) {
        timed<OneRow<784, 128, 10, 10000>>("W5a", 10000, "written for this net");
        timed<OneRow<6, 2, 1, 1000000>>("W5b", 1000000, "written for this net");
    }
    if (wanted(count, names, "W6")) timed<ManySymmetryNets>("W6", 1, "net after net");
}
