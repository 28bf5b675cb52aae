"""Writes the two nets of W5 as ONNX files, for ONNX Runtime."""
import os
import sys

import torch

for sizes in ([784, 128, 10], [6, 2, 1]):
    layers = []
    for source, to in zip(sizes, sizes[1:]):
        layers += [torch.nn.Linear(source, to), torch.nn.Sigmoid()]
    path = os.path.join(sys.argv[1], "-".join(map(str, sizes)) + ".onnx")
    torch.onnx.export(torch.nn.Sequential(*layers), torch.rand(1, sizes[0]), path, input_names=["input"], output_names=["output"])
