"""Trains the networks of networks.ts with PyTorch: python3 torch_runner.py <threads>. The protocol is that of runner.ts."""
import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(0)


class ResidualBlock(nn.Module):
    def __init__(self, before, after):
        super().__init__()
        stride = 1 if before == after else 2
        self.first = nn.Conv2d(before, after, 3, stride=stride, padding=1, bias=False)
        self.second = nn.Conv2d(after, after, 3, padding=1, bias=False)
        self.norms = nn.ModuleList([nn.BatchNorm2d(after), nn.BatchNorm2d(after)])
        self.shortcut = nn.Identity()
        if before != after:
            self.shortcut = nn.Sequential(nn.Conv2d(before, after, 1, stride=stride, bias=False), nn.BatchNorm2d(after))

    def forward(self, x):
        branch = F.relu(self.norms[0](self.first(x)))
        return F.relu(self.norms[1](self.second(branch)) + self.shortcut(x))


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(32, 64, batch_first=True)
        self.answer = nn.Linear(64, 10)

    def forward(self, x):
        outputs, _ = self.lstm(x)
        return self.answer(outputs[:, -1])


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Linear(32, 64)
        self.blocks = nn.ModuleList(
            [nn.TransformerEncoderLayer(64, 4, 128, dropout=0.0, batch_first=True, norm_first=True) for _ in range(2)]
        )
        self.norm = nn.LayerNorm(64)
        self.answer = nn.Linear(64, 10)

    def forward(self, x):
        x = self.embed(x)
        for block in self.blocks:
            x = block(x)
        return self.answer(self.norm(x).mean(1))


def mlp():
    return nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10))


def cnn():
    return nn.Sequential(
        nn.Conv2d(3, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(2048, 64), nn.ReLU(), nn.Linear(64, 10),
    )


def resnet():
    return nn.Sequential(
        nn.Conv2d(3, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU(),
        ResidualBlock(16, 16), ResidualBlock(16, 32), ResidualBlock(32, 64),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10),
    )


# shape of a sample, batch size, samples per measurement: as in networks.ts
networks = {
    "mlp": (mlp, (784,), 128, 38400),
    "cnn": (cnn, (3, 32, 32), 32, 9600),
    "resnet": (resnet, (3, 32, 32), 32, 960),
    "lstm": (Recurrent, (32, 32), 32, 3840),
    "transformer": (Transformer, (32, 32), 32, 2560),
}
built = {}


def epoch(model, optimizer, x, y, batch):
    order = torch.randperm(len(x))
    for start in range(0, len(x), batch):
        rows = order[start : start + batch]
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x[rows]), y[rows])
        loss.backward()
        optimizer.step()
        loss.item()


for line in sys.stdin:
    name = line.strip()
    build, shape, batch, samples = networks[name]
    if name not in built:
        model = build()
        optimizer = torch.optim.Adam(model.parameters(), 1e-3)
        built[name] = (model, optimizer, torch.rand(samples, *shape), torch.arange(samples) % 10, batch)
    epoch(*built[name])
    started = time.perf_counter()
    epoch(*built[name])
    rate = samples / (time.perf_counter() - started)
    print(json.dumps({"samplesPerSecond": rate, "device": f"PyTorch {torch.__version__}"}), flush=True)
