import type { AttributeValue } from './attributes.ts';
import type { Edge, ElementType } from './edge.ts';
import { GraphError } from './graph-error.ts';
import { type Chunks, type NodeParts, serializeConstant, serializeModel, serializeNode } from './model.ts';
import { describeShape, refuse } from './refuse.ts';
import { checkShape, sizeOf } from './shapes.ts';
import { encodeTensor, inferElementType, type TensorData } from './tensor-data.ts';

/** Choices for a new graph. */
export interface GraphOptions {
  /** Version of the ONNX operator set, 18 to 26; 20 unless told. */
  readonly opset?: number;
  /** Name stored in the file, `graph` unless told. */
  readonly name?: string;
  /** Free text stored in the file. */
  readonly description?: string;
}

/** Shape and element type of an output that `Graph.node` declares. */
export interface EdgeSpecification {
  readonly shape: readonly number[];
  readonly type: ElementType;
}

/** A computation under construction. Nodes can only use edges that exist, so it is acyclic and in execution order by construction. */
export interface Graph {
  readonly opset: number;
  /** Number of nodes so far, the Identity nodes of outputs that need one included. */
  readonly nodeCount: number;
  /** The scopes now open, joined by slashes; empty outside any scope. */
  readonly path: string;
  /** A tensor that the caller supplies at every run. */
  input(name: string, shape: readonly number[], type?: ElementType): Edge;
  /** Makes an edge a result of the model under a name of one's choice. Any edge may be an output, also twice under two names. */
  output(edge: Edge, name: string): Edge;
  /**
   * A tensor stored in the model. `shape` is `[data.length]` for lists and `[]` for a number unless told; `type` follows from
   * typed arrays and is float32 for plain numbers. The data are copied. Small equal constants are stored once.
   */
  constant(data: number | TensorData, shape?: readonly number[], type?: ElementType): Edge;
  /** A constant under a name of one's choice, such as that of a network's weight; stored even if it equals another one. */
  initializer(name: string, data: TensorData, shape: readonly number[], type?: ElementType): Edge;
  /**
   * Appends any operator of the default ONNX domain, unchecked: the caller vouches for the shapes and types of the outputs.
   * `undefined` among the inputs stands for an optional input left out.
   */
  node(
    operator: string,
    inputs: readonly (Edge | undefined)[],
    outputs: readonly EdgeSpecification[],
    attributes?: Readonly<Record<string, AttributeValue>>,
  ): readonly Edge[];
  /** Runs `build` with `name/` before the names of all its nodes, so that a profile says where time goes. Scopes nest. */
  scope<Result>(name: string, build: () => Result): Result;
  /** Whether the edge was made by this graph. */
  owns(edge: Edge): boolean;
  /** The graph as the bytes of an .onnx file. May be called again after more nodes. Throws a GraphError if there is no output. */
  toModel(): Uint8Array;
}

/** The oldest set in which every operator of this package has the form it is written in: reductions take their axes as an input since 18. */
const OLDEST_OPSET = 18;
/** The newest set that ONNX Runtime 1.30 loads. */
const NEWEST_OPSET = 26;
/** Constants up to this many bytes are compared by content. */
const LARGEST_SHARED_CONSTANT = 1024;

/** An empty graph. Throws a GraphError for an operator set that is not supported. */
export function createGraph(options: GraphOptions = {}): Graph {
  const { opset = 20, name = 'graph', description = '' } = options;
  if (!Number.isInteger(opset) || opset < OLDEST_OPSET || opset > NEWEST_OPSET) {
    throw new GraphError(`opset ${opset} is not supported; choose ${OLDEST_OPSET} to ${NEWEST_OPSET}`);
  }
  const names = new Set<string>();
  const counters = new Map<string, number>();
  const scopes: string[] = [];
  const edges = new Set<Edge>();
  const sharedConstants = new Map<string, Edge>();
  const model = {
    opset,
    name,
    description,
    inputs: [] as Edge[],
    outputs: [] as Edge[],
    intermediates: new Set<Edge>(),
    constants: [] as Chunks[],
    nodes: [] as NodeParts[],
    names: new Map<Edge, string>(),
  };

  const claim = (name: string): string => {
    if (name === '' || names.has(name)) {
      throw new GraphError(`the name '${name}' is empty or already taken in this graph`);
    }
    names.add(name);
    return name;
  };
  const unique = (hint: string): string => {
    let count = counters.get(hint) ?? 0;
    while (names.has(`${hint}_${count}`)) count += 1;
    counters.set(hint, count + 1);
    return claim(`${hint}_${count}`);
  };
  const createEdge = (name: string, shape: readonly number[], type: ElementType): Edge => {
    const edge = Object.freeze({ name, shape: Object.freeze([...shape]), type });
    edges.add(edge);
    return edge;
  };
  const requireOwn = (operator: string, edge: Edge): void => {
    if (!edges.has(edge)) refuse(operator, [edge], `'${edge.name}' was not made by this graph`);
  };

  const graph: Graph = {
    opset,
    get nodeCount() {
      return model.nodes.length;
    },
    get path() {
      return scopes.join('/');
    },
    input(name, shape, type = 'float32') {
      checkShape(`input '${name}'`, shape);
      const edge = createEdge(claim(name), shape, type);
      model.inputs.push(edge);
      return edge;
    },
    output(edge, name) {
      requireOwn('output', edge);
      const result = createEdge(claim(name), edge.shape, edge.type);
      model.outputs.push(result);
      // What a node made is made under this name, wherever it is used: runtimes would copy it for an Identity.
      if (model.intermediates.delete(edge)) {
        model.names.set(edge, name);
        return result;
      }
      const rest = serializeNode('Identity', unique(`output/${name}`), {});
      model.nodes.push({ inputs: [edge], outputs: [result], rest });
      return result;
    },
    constant(data, shape = typeof data === 'number' ? [] : [data.length], type = inferElementType(data)) {
      const bytes = encodeConstant(typeof data === 'number' ? [data] : data, shape, type);
      const key =
        bytes.length <= LARGEST_SHARED_CONSTANT ? `${type}:${shape}:${String.fromCharCode(...bytes)}` : undefined;
      const known = key === undefined ? undefined : sharedConstants.get(key);
      if (known) return known;
      const edge = createEdge(unique('constant'), shape, type);
      model.constants.push(serializeConstant(edge, bytes));
      if (key !== undefined) sharedConstants.set(key, edge);
      return edge;
    },
    initializer(name, data, shape, type = inferElementType(data)) {
      const bytes = encodeConstant(data, shape, type);
      const edge = createEdge(claim(name), shape, type);
      model.constants.push(serializeConstant(edge, bytes));
      return edge;
    },
    node(operator, nodeInputs, specifications, attributes = {}) {
      for (const edge of nodeInputs) if (edge) requireOwn(operator, edge);
      for (const { shape } of specifications) checkShape(`an output of ${operator}`, shape);
      const name = unique([...scopes, operator].join('/'));
      const results = specifications.map(({ shape, type }, index) =>
        createEdge(specifications.length === 1 ? name : claim(`${name}:${index}`), shape, type),
      );
      model.nodes.push({
        inputs: [...nodeInputs],
        outputs: results,
        rest: serializeNode(operator, name, attributes),
      });
      for (const result of results) model.intermediates.add(result);
      return results;
    },
    scope(name, build) {
      scopes.push(name);
      try {
        return build();
      } finally {
        scopes.pop();
      }
    },
    owns: (edge) => edges.has(edge),
    toModel() {
      if (model.outputs.length === 0) throw new GraphError('the graph has no output; call graph.output(edge, name)');
      return serializeModel(model);
    },
  };
  return graph;
}

function encodeConstant(elements: TensorData, shape: readonly number[], type: ElementType): Uint8Array {
  checkShape('a constant', shape);
  if (elements.length !== sizeOf(shape)) {
    throw new GraphError(`${elements.length} elements cannot fill a constant of shape ${describeShape(shape)}`);
  }
  return encodeTensor(elements, type);
}
