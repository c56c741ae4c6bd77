"""Python's contenders of the benchmark report: each gets a file with an order and prints one line.

The report starts it. By hand: python3 benchmarks/src/main/python/peers.py ORDER.json, with
{"check": false, "pace": {"warmUp": 2, "seconds": 1}, "works": [{"name": "x", "unit": "s", "ops": 1,
"does": "read.csv", "params": {"path": "kaggle.csv"}}]}
"""

import glob
import gzip
import json
import sys
import time
import zlib

import numpy

PIXELS = 28 * 28


def iterate(call, seconds):
    """The mean of three iterations, each of one call or more, as the Java side measures."""
    means = []
    for _ in range(3):
        count = 0
        begin = time.perf_counter()
        while count == 0 or time.perf_counter() - begin < seconds / 3:
            call()
            count += 1
        means.append((time.perf_counter() - begin) / count)
    return sum(means) / len(means)


def peak_memory():
    """The most memory that this process had, in MiB; ru_maxrss would be its parent's, if larger."""
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmHWM:"))


def digest(upright, labels):
    values = [len(labels), zlib.crc32(upright.tobytes()), zlib.crc32(labels.tobytes())]
    return {"count and CRC-32 of pixels and labels": values}


def read_csv(params):
    import pandas

    def read():
        table = pandas.read_csv(params["path"], header=None, dtype=numpy.uint8)
        upright = table.iloc[:, 1:].to_numpy().reshape(-1, 28, 28).transpose(0, 2, 1)
        return numpy.ascontiguousarray(upright), table[0].to_numpy()

    return "pandas " + pandas.__version__, read, lambda: digest(*read())


def read_idx(params):
    def values(end, header):
        with gzip.open(glob.glob(params["path"] + "/*train-" + end)[0]) as file:
            return numpy.frombuffer(file.read(), numpy.uint8, offset=header)

    def read():
        upright = values("images-idx3-ubyte.gz", 16).reshape(-1, 28, 28).transpose(0, 2, 1)
        return numpy.ascontiguousarray(upright), values("labels-idx1-ubyte.gz", 8)

    return "NumPy " + numpy.__version__, read, lambda: digest(*read())


def augment(params, kind, library):
    """One image at a time, as Keras (SciPy) and Albumentations (OpenCV) do it; 1,024 a call."""
    if library == "scipy":
        import scipy.ndimage

        engine = "SciPy " + scipy.__version__
    else:
        import cv2

        cv2.setNumThreads(1)
        engine = "OpenCV " + cv2.__version__
    images = numpy.fromfile(params["images"], numpy.uint8).reshape(-1, 28, 28)
    random = numpy.random.default_rng(1)
    rows, columns = numpy.meshgrid(numpy.arange(28.0), numpy.arange(28.0), indexing="ij")

    def affine(image):
        angle, x, y, zoom_x, zoom_y, shear = random.uniform(-1, 1, 6)
        sin, cos = numpy.sin(numpy.radians(10 * angle)), numpy.cos(numpy.radians(10 * angle))
        zoom = numpy.array([[1 + 0.1 * zoom_x], [1 + 0.1 * zoom_y]])
        shear *= 0.15
        matrix = numpy.array([[cos + shear * sin, shear * cos - sin], [sin, cos]]) / zoom
        offset = 13.5 - matrix @ numpy.array([13.5 + 2 * x, 13.5 + 2 * y])
        if library == "scipy":
            by_rows = matrix[::-1, ::-1]
            return scipy.ndimage.affine_transform(image, by_rows, offset[::-1], order=1)
        full = numpy.column_stack([matrix, offset])
        return cv2.warpAffine(image, full, (28, 28), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)

    def elastic(image):
        noise = random.uniform(-1, 1, (2, 28, 28)).astype(numpy.float32)
        if library == "scipy":
            fields = [34 * scipy.ndimage.gaussian_filter(field, 4) for field in noise]
            places = [rows + fields[0], columns + fields[1]]
            return scipy.ndimage.map_coordinates(image, places, order=1)
        fields = [34 * cv2.GaussianBlur(field, (0, 0), 4) for field in noise]
        across = (columns + fields[0]).astype(numpy.float32)
        down = (rows + fields[1]).astype(numpy.float32)
        return cv2.remap(image, across, down, cv2.INTER_LINEAR)

    one = affine if kind == "affine" else elastic

    def run():
        return [one(image) for image in images]

    return engine, run, lambda: {"mean grey": [float(numpy.mean(run())) / 255]}, len(images)


def preprocess(params):
    """OpenCV's steps of OpenCvPreprocessBenchmark, on the decoded pictures."""
    import cv2

    cv2.setNumThreads(1)
    pictures = [cv2.imread(file) for file in sorted(glob.glob(params["folder"] + "/*.png"))]
    place = [0]

    def process(picture):
        grey = cv2.medianBlur(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), 3)
        _, ink = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
        cv2.connectedComponentsWithStats(ink)
        x, y, width, height = cv2.boundingRect(ink)
        scale = 128 / max(width, height)
        size = (int(width * scale), int(height * scale))
        scaled = cv2.resize(ink[y : y + height, x : x + width], size, interpolation=cv2.INTER_CUBIC)
        cv2.distanceTransform(scaled, cv2.DIST_L2, 5)
        blurred = cv2.GaussianBlur(scaled, (0, 0), 128 / 45)
        across, down = (128 * 57 // 45 - size[0]) // 2, (128 * 57 // 45 - size[1]) // 2
        framed = cv2.copyMakeBorder(blurred, down, down, across, across, cv2.BORDER_CONSTANT)
        return cv2.resize(framed, (28, 28), interpolation=cv2.INTER_CUBIC)

    def run():
        place[0] = (place[0] + 1) % len(pictures)
        return process(pictures[place[0]])

    def outputs():
        rows, columns = numpy.indices((28, 28))
        values = []
        for picture in pictures:
            found = process(picture).astype(float)
            total = found.sum()
            values.append(total / 255 / PIXELS)
            values += [(found * columns).sum() / total / 27, (found * rows).sum() / total / 27]
        return {"mean grey and centre of the drawings": values}

    return "OpenCV " + cv2.__version__, run, outputs


def network(path):
    """The network of a safetensors file as a torch module, without its softmax."""
    import torch
    from torch import nn

    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        values = numpy.frombuffer(file.read(), numpy.uint8)
    description = json.loads(header.pop("__metadata__")["model"])

    def tensor(name):
        begin, end = header[name]["data_offsets"]
        array = values[begin:end].view(numpy.float32).reshape(header[name]["shape"])
        order = {4: (3, 2, 0, 1), 2: (1, 0), 1: (0,)}[array.ndim]
        return nn.Parameter(torch.from_numpy(array.transpose(order).copy()))

    class Lambda(nn.Module):
        def __init__(self, function):
            super().__init__()
            self.function = function

        def forward(self, x):
            return self.function(x)

    class Residual(nn.Module):
        def __init__(self, body, shortcut):
            super().__init__()
            self.body, self.shortcut = body, shortcut

        def forward(self, x):
            return self.body(x) + self.shortcut(x)

    def sequence(prefix, layers, side, channels):
        """The module, and side (0 where flat) and channels of what comes out of it."""
        counts = {}
        built = []

        def name_of(kind):
            counts[kind] = counts.get(kind, -1) + 1
            return prefix + kind + (f"_{counts[kind]}" if counts[kind] else "")

        for layer in layers:
            kind = layer["type"]
            if kind == "Conv2D":
                name, size, stride = name_of("conv2d"), layer["kernelHeight"], layer["stride"]
                made = nn.Conv2d(channels, layer["filters"], size, stride)
                made.weight, made.bias = tensor(name + "/kernel"), tensor(name + "/bias")
                channels = layer["filters"]
                if layer["padding"] == "same":
                    missing = max(0, (side - 1) // stride * stride + size - side)
                    low, high = missing // 2, missing - missing // 2
                    if low == high:
                        made.padding = (low, low)
                    else:
                        built.append(nn.ZeroPad2d((low, high, low, high)))
                    side = (side - 1) // stride + 1
                else:
                    side = (side - size) // stride + 1
            elif kind == "BatchNormalization":
                name = name_of("batch_normalization")
                norm = nn.BatchNorm2d if side else nn.BatchNorm1d
                made = norm(channels, layer["epsilon"], 1 - layer["momentum"])
                made.weight, made.bias = tensor(name + "/gamma"), tensor(name + "/beta")
                made.running_mean = tensor(name + "/moving_mean").data
                made.running_var = tensor(name + "/moving_variance").data
            elif kind == "Activation" and layer["function"] == "softmax":
                continue
            elif kind == "Activation":
                made = nn.ReLU(inplace=True)
            elif kind == "MaxPooling2D":
                made = nn.MaxPool2d(layer["pool"], layer["stride"])
                side = (side - layer["pool"]) // layer["stride"] + 1
            elif kind == "GlobalAveragePooling2D":
                made, side = Lambda(lambda x: x.mean((2, 3))), 0
            elif kind == "Flatten":  # in Keras' order: row, column, channel
                made = Lambda(lambda x: x.permute(0, 2, 3, 1).flatten(1))
                channels, side = channels * side * side, 0
            elif kind == "Dropout":
                made = nn.Dropout(layer["rate"])
            elif kind == "Dense":
                name = name_of("dense")
                made = nn.Linear(channels, layer["units"])
                made.weight, made.bias = tensor(name + "/kernel"), tensor(name + "/bias")
                channels = layer["units"]
            elif kind == "Residual":
                name, before = name_of("residual"), (side, channels)
                body, side, channels = sequence(name + "/body/", layer["body"], *before)
                shortcut = layer.get("shortcut") or []
                made = Residual(body, sequence(name + "/shortcut/", shortcut, *before)[0])
            else:
                raise ValueError("no translation of " + kind)
            built.append(made)
        return nn.Sequential(*built), side, channels

    return sequence("", description["architecture"]["layers"], 28, 1)[0]


def answer(params, one_image):
    import torch

    torch.set_num_threads(int(params["threads"]))
    images = numpy.fromfile(params["images"], numpy.uint8).reshape(-1, 1, 28, 28)
    model = network(params["model"]).eval()
    with torch.no_grad():
        model = torch.jit.freeze(torch.jit.trace(model, torch.zeros(1, 1, 28, 28)))
    count = 1 if one_image else int(params["batch"])
    place = [0]

    def probabilities(batch):
        with torch.inference_mode():
            return torch.softmax(model(torch.from_numpy(batch).float() / 255), 1).numpy()

    def run():
        place[0] = (place[0] + 1) % (len(images) - count + 1)
        return probabilities(images[place[0] : place[0] + count])

    def outputs():
        return {"probabilities": probabilities(images[:94]).flatten().tolist()}

    return f"PyTorch {torch.__version__}, float32, frozen TorchScript", run, outputs


def start(params):
    import torch

    torch.set_num_threads(1)
    model = network(params["model"]).eval()
    image = numpy.zeros((1, 1, 28, 28), numpy.uint8)
    image[0, 0, 14, 14] = 255
    with torch.inference_mode():
        for _ in range(100):
            found = torch.softmax(model(torch.from_numpy(image).float() / 255), 1).numpy()
    return "PyTorch " + torch.__version__, {"probabilities": found[0].tolist()}, peak_memory()


def train(params, check):
    """The reference network on batches that were augmented beforehand."""
    import torch

    torch.set_num_threads(int(params["threads"]))
    model = network(params["model"]).train()
    for module in model.modules():
        if check and isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    batches = numpy.fromfile(params["batches"], numpy.uint8).reshape(-1, 128 * (PIXELS + 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, eps=1e-7)
    smoothed = torch.nn.CrossEntropyLoss(label_smoothing=0.1)
    steps = 1 if check else int(params["steps"])
    warm_up = int(params["compared"]) if check else steps
    losses = []
    for step in range(warm_up + steps):
        if step == warm_up:
            begin = time.perf_counter()
        batch = torch.from_numpy(batches[step % len(batches)])
        images = batch[: 128 * PIXELS].reshape(128, 1, 28, 28).float() / 255
        labels = batch[128 * PIXELS :].long()
        logits = model(images)
        loss = smoothed(logits, labels)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            losses.append(float(torch.nn.functional.cross_entropy(logits, labels)))
    rate = 128 * steps / (time.perf_counter() - begin)
    outputs = {"mean loss of the first steps": [sum(losses[:warm_up]) / warm_up]}
    return f"PyTorch {torch.__version__}, batches augmented beforehand", outputs, rate


def main():
    with open(sys.argv[1]) as file:
        order = json.load(file)
    reply = {"engine": "", "outputs": {}, "figures": []}
    for work in order["works"]:
        does, params, ops = work["does"], work["params"], work["ops"]
        value = None
        if does == "start":
            engine, outputs, value = start(params)
        elif does == "train":
            engine, outputs, value = train(params, order["check"])
        elif does == "read.csv":
            engine, run, outputs = read_csv(params)
        elif does == "read.idx":
            engine, run, outputs = read_idx(params)
        elif does == "preprocess":
            engine, run, outputs = preprocess(params)
        elif does == "answer":
            engine, run, outputs = answer(params, work["name"].startswith("one image"))
        else:
            _, library, kind = does.split(".")
            engine, run, outputs, ops = augment(params, kind, library)
        reply["engine"] = f"Python {sys.version.split()[0]}, {engine}"
        if order["check"]:
            reply["outputs"].update(outputs() if callable(outputs) else outputs)
            continue
        if value is None:
            pace = order["pace"]
            iterate(run, pace["seconds"] if reply["figures"] else pace["warmUp"])
            seconds = iterate(run, pace["seconds"])
            scale = {"us": 1e6, "ms": 1e3, "s": 1}.get(work["unit"])
            value = scale * seconds if scale else ops / seconds
        reply["figures"].append({"name": work["name"], "value": value})
    print("\n@report " + json.dumps(reply))


main()
