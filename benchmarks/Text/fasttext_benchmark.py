"""Trains fastText on a file and answers another: CPU seconds, accuracy and microseconds a text, as one line of JSON.

Arguments: train file, test file, dimension, learning rate, epochs, buckets. Lines: __label__N text.
"""
import json
import sys
import time

import fasttext

train, test, dimension, rate, epochs, buckets = sys.argv[1:7]
began = time.process_time()
model = fasttext.train_supervised(
    train, wordNgrams=2, dim=int(dimension), lr=float(rate), epoch=int(epochs), bucket=int(buckets),
    minCount=1, loss="softmax", thread=1, verbose=0)
seconds = time.process_time() - began

right, rows, times = 0, 0, []
for line in open(test, encoding="utf-8"):
    label, _, text = line.rstrip("\n").partition(" ")
    began = time.perf_counter_ns()
    answer = model.predict(text)[0][0]
    times.append(time.perf_counter_ns() - began)
    right += answer == label
    rows += 1
times.sort()
print(json.dumps({"seconds": seconds, "accuracy": right / rows, "microseconds": times[len(times) // 2] / 1000}))
