"""Times pandas on the file that CsvBenchmark reads: python3 read_csv.py FILE [RUNS]"""

import sys
import time

import numpy
import pandas

file = sys.argv[1]
runs = int(sys.argv[2]) if len(sys.argv) > 2 else 7
print(f"Python {sys.version.split()[0]}, pandas {pandas.__version__}")
for _ in range(runs):
    start = time.perf_counter()
    table = pandas.read_csv(file, header=None, dtype=numpy.uint8)
    labels = table[0].to_numpy()
    images = table.iloc[:, 1:].to_numpy().reshape(-1, 28, 28).transpose(0, 2, 1)
    print(f"{1000 * (time.perf_counter() - start):.0f} ms, {len(labels)} images {images.shape[1:]}")
