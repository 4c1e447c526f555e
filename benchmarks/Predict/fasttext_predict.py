"""Trains fastText on a file in one pass, then answers each text of another file one by one, as often as asked.

Arguments: train file (__label__X text), texts (one a line), dimension, rounds. Prints one line of JSON: for each round the median and the
mean CPU time of a text, and the tenth and ninetieth hundredth of the last round, in microseconds. How well it is trained does not matter to its speed.
"""
import json
import sys
import time

import fasttext

train, texts, dimension, rounds = sys.argv[1:5]
model = fasttext.train_supervised(train, wordNgrams=2, dim=int(dimension), lr=0.5, epoch=1, bucket=1 << 18, minCount=1, loss="softmax", thread=1, verbose=0)
lines = [line.rstrip("\n") for line in open(texts, encoding="utf-8")]

medians, means, times = [], [], []
for _ in range(int(rounds)):
    times = []
    cpu = time.process_time_ns()
    for line in lines:
        began = time.perf_counter_ns()
        model.predict(line)
        times.append(time.perf_counter_ns() - began)
    means.append((time.process_time_ns() - cpu) / len(lines) / 1000)
    times.sort()
    medians.append(times[len(times) // 2] / 1000)
print(json.dumps({"medians": medians, "cpu": means, "low": times[len(times) // 10] / 1000, "high": times[len(times) * 9 // 10] / 1000}))
