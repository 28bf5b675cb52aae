#!/bin/bash
# Guess:   the setters of OpenCV's ANN_MLP can be called in any order before train.
# Seen:    setLayerSizes resets what setActivationFunction set: called after it, training runs to its end and every
#          answer is NaN; called before it, the answers are numbers.
# Matters: a model file of such a net has infinite scales and cannot be imported. Call setLayerSizes first and train
#          again.
# Version: OpenCV 4.6.0 (Debian 12: libopencv-ml406 4.6.0+dfsg-12). Needs Debian 12, g++, libblas3 and liblapack3.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
apt-get download -qq libopencv-ml406=4.6.0+dfsg-12 libopencv-core406=4.6.0+dfsg-12 libopencv-ml-dev=4.6.0+dfsg-12 libopencv-core-dev=4.6.0+dfsg-12 libtbb12=2021.8.0-2+deb12u1 2> messages || { cat messages; exit 2; }
for package in *.deb; do dpkg -x "$package" .; done
cat > check.cpp <<'CPP'
#include <cmath>
#include <iostream>
#include <opencv2/ml.hpp>

int main()
{
    cv::Mat inputs = (cv::Mat_<float>(4, 2) << 0, 0, 0, 1, 1, 0, 1, 1), targets = (cv::Mat_<float>(4, 1) << 0, 1, 1, 0);
    cv::Mat sizes = (cv::Mat_<int>(3, 1) << 2, 3, 1);
    for (bool sizesFirst : {true, false}) {
        auto net = cv::ml::ANN_MLP::create();
        if (sizesFirst)
            net->setLayerSizes(sizes);
        net->setActivationFunction(cv::ml::ANN_MLP::SIGMOID_SYM, 1, 1);
        if (!sizesFirst)
            net->setLayerSizes(sizes);
        net->setTrainMethod(cv::ml::ANN_MLP::RPROP);
        bool trained = net->train(inputs, cv::ml::ROW_SAMPLE, targets);
        cv::Mat answers;
        net->predict(inputs, answers);
        std::cout << (sizesFirst ? "sizes first" : "activation first") << ": train returns " << trained
                  << ", answers " << (std::isnan(answers.at<float>(0)) ? "NaN" : "numbers") << "\n";
    }
}
CPP
lib=usr/lib/x86_64-linux-gnu
g++ -Iusr/include/opencv4 check.cpp -o check -L$lib -lopencv_ml -lopencv_core -Wl,--unresolved-symbols=ignore-in-shared-libs
LD_LIBRARY_PATH=$lib ./check | tee out
diff out - <<'OUT'
sizes first: train returns 1, answers numbers
activation first: train returns 1, answers NaN
OUT
echo "as seen"
