"""Checks ONNX models, infers their shapes and runs them.

The folder named on the command line holds cases.json: a list of cases, each with a name, the file of a model and, by
name, the files and shapes of its inputs. Every output is written to `<case>.<output>.bin`; report.json tells, by case,
the shapes of the outputs, how many values of the graph have no static shape, the domains of the operators and the shapes
of the initializers.
"""

import json
import pathlib
import sys

import numpy
import onnx
import onnxruntime


def check(model):
    """Fails unless the model is valid; returns how many values are left without a static shape."""
    onnx.checker.check_model(model, full_check=True)
    # What the file says of its inner values has been checked; here they have to follow from the inputs alone.
    del model.graph.value_info[:]
    graph = onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True).graph
    known = {
        value.name
        for value in [*graph.value_info, *graph.output]
        if value.type.tensor_type.HasField("shape")
        and all(axis.HasField("dim_value") for axis in value.type.tensor_type.shape.dim)
    }
    made = {name for node in graph.node for name in node.output if name}
    return len(made - known)


def run(folder, case):
    """Runs one case, writes its outputs and returns their shapes."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(folder / case["model"]), options, providers=["CPUExecutionProvider"])
    feeds = {
        name: numpy.fromfile(folder / given["file"], numpy.float32).reshape(given["shape"])
        for name, given in case["inputs"].items()
    }
    names = [output.name for output in session.get_outputs()]
    outputs = dict(zip(names, session.run(names, feeds)))
    for name, values in outputs.items():
        values.tofile(folder / f"{case['name']}.{name}.bin")
    return {name: list(values.shape) for name, values in outputs.items()}


def main():
    folder = pathlib.Path(sys.argv[1])
    report = {}
    for case in json.loads((folder / "cases.json").read_text()):
        model = onnx.load(folder / case["model"])
        report[case["name"]] = {
            "withoutShape": check(model),
            "outputs": run(folder, case),
            "domains": sorted({node.domain for node in model.graph.node}),
            "initializers": {tensor.name: list(tensor.dims) for tensor in model.graph.initializer},
        }
    (folder / "report.json").write_text(json.dumps(report))
    print(f"{len(report)} models: onnx {onnx.__version__}, onnxruntime {onnxruntime.__version__}")


main()
