"""The same mixture behind FastAPI and uvicorn: serve_benchmark.py naive|batched|tokenise MODEL LABELS (PORT | TEXTS)."""
import asyncio
import json
import math
import re
import struct
import sys
import time

import torch
import torch.nn.functional as F

torch.set_num_threads(1)
MASK = (1 << 64) - 1


def read(path):
    kinds = {"F32": torch.float32, "I32": torch.int32}
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    header.pop("__metadata__", None)
    return {
        name: torch.frombuffer(bytearray(data[slice(*entry["data_offsets"])]), dtype=kinds[entry["dtype"]]).reshape(entry["shape"])
        for name, entry in header.items()
    }


class Tokeniser:
    """Words and pairs of words, hashed as the encoder's scheme says; for ASCII. Hashes of words and buckets of n-grams are kept."""

    def __init__(self, buckets, bits):
        self.rows = {bucket: row for row, bucket in enumerate(buckets)}
        self.shift = 64 - bits
        self.hashes = {}
        self.logs = [0.0] + [1 + math.log(count) for count in range(1, 512)]
        self.find = re.compile(r"[a-z0-9_]+").findall

    def hash(self, word):
        value = self.hashes.get(word)
        if value is None:
            value = 14695981039346656037
            for point in word.encode():
                value = ((value ^ point) * 1099511628211) & MASK
            self.hashes[word] = value
        return value

    def row(self, value):
        value = ((value ^ (value >> 33)) * 0xFF51AFD7ED558CCD) & MASK
        value = ((value ^ (value >> 33)) * 0xC4CEB9FE1A85EC53) & MASK
        return self.rows.get((value ^ (value >> 33)) >> self.shift)

    def __call__(self, text):
        counts = {}
        before = None
        for word in self.find(text.lower()):
            value = self.hash(word)
            row = self.row(value)
            if row is not None:
                counts[row] = counts.get(row, 0) + 1
            if before is not None:
                row = self.row((value * 0x9E3779B97F4A7C15 + before) & MASK)
                if row is not None:
                    counts[row] = counts.get(row, 0) + 1
            before = value
        return list(counts), [self.logs[count] for count in counts.values()]


class Mixture:
    def __init__(self, weights, labels):
        self.tokenise = Tokeniser(weights["encoder.buckets"].tolist(), int(weights["encoder.bits"][0]))
        self.table = weights["encoder.weight"]
        self.gate = weights["gate.weight"], weights["gate.bias"]
        self.labels = labels
        self.experts = [
            tuple(weights[f"experts.{at}.{name}"] for name in ("down.weight", "up.weight", "head.weight", "head.bias", "temperature"))
            for at in range(len(labels))
        ]

    @torch.inference_mode()
    def __call__(self, texts):
        rows, factors, offsets = [], [], []
        for text in texts:
            offsets.append(len(rows))
            found, weights = self.tokenise(text)
            rows += found
            factors += weights
        hidden = F.embedding_bag(torch.tensor(rows, dtype=torch.long), self.table, torch.tensor(offsets), mode="sum", per_sample_weights=torch.tensor(factors))
        hidden = hidden * (math.sqrt(hidden.shape[1]) / hidden.norm(dim=1, keepdim=True).clamp_min(1e-30))
        chosen = F.linear(hidden, *self.gate).argmax(1).tolist()
        answers = [None] * len(texts)
        groups = {}
        for at, expert in enumerate(chosen):
            groups.setdefault(expert, []).append(at)
        for expert, members in groups.items():
            down, up, head, bias, temperature = self.experts[expert]
            own = hidden if len(members) == len(texts) else hidden[members]
            adapted = own + F.linear(F.relu(F.linear(own, down)), up)
            best = F.softmax(F.linear(adapted, head, bias) / temperature, 1).max(1)
            for at, probability, label in zip(members, best.values.tolist(), best.indices.tolist()):
                answers[at] = {"label": self.labels[expert][label], "probability": probability}
        return answers


def serve(mixture, batched, port):
    import uvicorn
    from fastapi import FastAPI
    from pydantic import BaseModel

    class Body(BaseModel):
        texts: list[str]

    app = FastAPI()
    queue = asyncio.Queue()

    async def work():
        while True:
            waiting = [await queue.get()]
            until = time.monotonic() + 0.002
            while len(waiting) < 32:
                left = until - time.monotonic()
                if left <= 0:
                    break
                try:
                    waiting.append(await asyncio.wait_for(queue.get(), left))
                except asyncio.TimeoutError:
                    break
            answers = mixture([text for text, _ in waiting])
            for (_, future), answer in zip(waiting, answers):
                if not future.done():
                    future.set_result(answer)

    if batched:

        @app.on_event("startup")
        async def start():
            app.state.worker = asyncio.create_task(work())

        @app.post("/moe/v1/infer")
        async def infer(body: Body):
            futures = [asyncio.get_running_loop().create_future() for _ in body.texts]
            for text, future in zip(body.texts, futures):
                queue.put_nowait((text, future))
            return {"answers": [await future for future in futures]}

    else:

        @app.post("/moe/v1/infer")
        async def infer(body: Body):
            return {"answers": mixture(body.texts)}

    @app.get("/readyz")
    async def ready():
        return {}

    uvicorn.run(app, host="127.0.0.1", port=port, log_level="critical", access_log=False, loop="uvloop", http="httptools")


def main():
    form, model, labels, last = sys.argv[1:]
    with open(labels, encoding="utf-8") as file:
        mixture = Mixture(read(model), json.load(file))
    if form != "tokenise":
        serve(mixture, form == "batched", int(last))
        return
    with open(last, encoding="utf-8") as file:
        texts = json.load(file)
    best = math.inf
    for _ in range(4):
        before = time.process_time()
        for text in texts:
            mixture.tokenise(text)
        best = min(best, time.process_time() - before)
    print(best / len(texts) * 1e6)


main()
