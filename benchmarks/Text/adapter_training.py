"""Trains adapter and head on kept encodings with PyTorch, as our trainer does: Adam, cross-entropy, batches in a drawn order, one thread.

Arguments: folder with train.f32, train.i64, test.f32, test.i64; dimension, classes, rank, batch, learning rate, epochs. Prints one line of JSON: CPU
seconds of a pass (median of all but the first two) and the accuracy on the test rows.
"""
import json
import sys
import time

import numpy
import torch
from torch import nn
from torch.nn import functional

folder = sys.argv[1]
dimension, classes, rank, batch = (int(value) for value in sys.argv[2:6])
rate, epochs = float(sys.argv[6]), int(sys.argv[7])
torch.set_num_threads(1)
torch.manual_seed(1)


def read(name):
    rows = numpy.fromfile(f"{folder}/{name}.f32", dtype=numpy.float32).reshape(-1, dimension)
    return torch.from_numpy(rows), torch.from_numpy(numpy.fromfile(f"{folder}/{name}.i64", dtype=numpy.int64))


class Adapter(nn.Module):
    def __init__(self):
        super().__init__()
        self.down, self.up = nn.Linear(dimension, rank, bias=False), nn.Linear(rank, dimension, bias=False)
        self.head = nn.Linear(dimension, classes)
        nn.init.zeros_(self.up.weight)

    def forward(self, hidden):
        return self.head(hidden + self.up(functional.relu(self.down(hidden))))


(rows, targets), (unseen, expected) = read("train"), read("test")
model = Adapter()
optimiser = torch.optim.Adam(model.parameters(), rate)
times = []
for _ in range(epochs):
    began = time.process_time()
    for index in torch.randperm(len(rows)).split(batch):
        loss = functional.cross_entropy(model(rows[index]), targets[index])
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
    times.append(time.process_time() - began)
with torch.no_grad():
    accuracy = (model(unseen).argmax(1) == expected).float().mean().item()
times = sorted(times[2:])
print(json.dumps({"seconds": times[len(times) // 2], "accuracy": accuracy}))
