import { type AttributeValue, writeAttribute } from './attributes.ts';
import { dataTypes, type Edge } from './edge.ts';
import { GraphError } from './graph-error.ts';
import { createProtobufWriter, joinChunks, type ProtobufWriter, totalLength } from './protobuf-writer.ts';

/** A serialized part of a model, not yet joined. */
export type Chunks = readonly Uint8Array[];

/** An operator applied to edges; all but the names of the edges is serialized. */
export interface NodeParts {
  readonly inputs: readonly (Edge | undefined)[];
  readonly outputs: readonly Edge[];
  readonly rest: Chunks;
}

/** Everything an .onnx file says; attributes and constants are serialized when they are made, so later changes to what the caller passed do not matter. */
export interface ModelParts {
  readonly opset: number;
  readonly name: string;
  readonly description: string;
  readonly inputs: readonly Edge[];
  readonly outputs: readonly Edge[];
  /** Edges that are neither inputs nor outputs nor constants. */
  readonly intermediates: Iterable<Edge>;
  readonly constants: readonly Chunks[];
  readonly nodes: readonly NodeParts[];
  /** Names of edges that are not called by their own. */
  readonly names: ReadonlyMap<Edge, string>;
}

/** Parsers, ONNX Runtime's among them, refuse a message of 2 GiB or more. */
const LARGEST_MODEL = 2 ** 31 - 1;

/**
 * The bytes of a ModelProto. Here and below, field numbers are those of onnx.proto (github.com/onnx/onnx, IR versions 8 and 9).
 * The shapes of intermediate edges are written too: a runtime checks them against its own inference, and keeps them
 * where it cannot infer any.
 */
export function serializeModel(model: ModelParts): Uint8Array {
  const writer = createProtobufWriter();
  writer.integer(1, model.opset <= 18 ? 8 : 9);
  writer.text(2, '@fast-lncc/onnx');
  writer.text(6, model.description);
  writer.message(7, (graph) => {
    for (const node of model.nodes) graph.message(1, (message) => writeNode(message, node, model.names));
    graph.text(2, model.name);
    for (const constant of model.constants) graph.bytes(5, ...constant);
    for (const edge of model.inputs) graph.message(11, (info) => writeValueInfo(info, edge));
    for (const edge of model.outputs) graph.message(12, (info) => writeValueInfo(info, edge));
    for (const edge of model.intermediates) graph.message(13, (info) => writeValueInfo(info, edge));
  });
  writer.message(8, (operatorSet) => {
    operatorSet.text(1, '');
    operatorSet.integer(2, model.opset);
  });
  const length = totalLength(writer.chunks());
  if (length > LARGEST_MODEL) {
    throw new GraphError(
      `the model takes ${length} bytes, and a file may hold ${LARGEST_MODEL}; pass large tensors as inputs, not as constants`,
    );
  }
  return joinChunks(writer.chunks());
}

/** A NodeProto: one operator applied to edges. */
function writeNode(
  writer: ProtobufWriter,
  { inputs, outputs, rest }: NodeParts,
  names: ReadonlyMap<Edge, string>,
): void {
  const nameOf = (edge: Edge) => names.get(edge) ?? edge.name;
  for (const edge of inputs) writer.text(1, edge === undefined ? '' : nameOf(edge));
  for (const edge of outputs) writer.text(2, nameOf(edge));
  writer.fields(rest);
}

/** What a NodeProto says beside its edges. */
export function serializeNode(
  operator: string,
  name: string,
  attributes: Readonly<Record<string, AttributeValue>>,
): Chunks {
  const writer = createProtobufWriter();
  writer.text(3, name);
  writer.text(4, operator);
  for (const [attribute, value] of Object.entries(attributes)) {
    writer.message(5, (message) => writeAttribute(message, attribute, value));
  }
  return writer.chunks();
}

/** A TensorProto: the elements of an edge. */
export function serializeConstant(edge: Edge, elements: Uint8Array): Chunks {
  const writer = createProtobufWriter();
  writer.integers(1, edge.shape);
  writer.integer(2, dataTypes[edge.type]);
  writer.text(8, edge.name);
  writer.bytes(9, elements);
  return writer.chunks();
}

function writeValueInfo(writer: ProtobufWriter, edge: Edge): void {
  writer.text(1, edge.name);
  writer.message(2, (type) => {
    type.message(1, (tensor) => {
      tensor.integer(1, dataTypes[edge.type]);
      tensor.message(2, (shape) => {
        for (const length of edge.shape) shape.message(1, (dimension) => dimension.integer(1, length));
      });
    });
  });
}
