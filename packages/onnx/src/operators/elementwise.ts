import type { Edge } from '../edge.ts';
import type { Graph } from '../graph.ts';
import { refuse } from '../refuse.ts';
import { broadcastShapes, checkSameType, checkType, REAL_TYPES } from '../shapes.ts';
import { emit, type Operand, operandEdges } from './emit.ts';

/*
 * Arithmetic of one element at a time. Operators with several operands broadcast like NumPy, and a number may stand for a
 * scalar of the same type. All throw a GraphError when shapes cannot be broadcast or element types differ.
 */

/** a + b */
export function add(graph: Graph, first: Operand, second: Operand): Edge {
  return broadcasting(graph, 'Add', first, second);
}

/** a - b */
export function subtract(graph: Graph, first: Operand, second: Operand): Edge {
  return broadcasting(graph, 'Sub', first, second);
}

/** a b */
export function multiply(graph: Graph, first: Operand, second: Operand): Edge {
  return broadcasting(graph, 'Mul', first, second);
}

/** a / b; integers are truncated towards zero */
export function divide(graph: Graph, first: Operand, second: Operand): Edge {
  return broadcasting(graph, 'Div', first, second);
}

/** max(a, b); NaN if either is NaN */
export function maximum(graph: Graph, first: Operand, second: Operand): Edge {
  return broadcasting(graph, 'Max', first, second);
}

/** min(a, b); NaN if either is NaN */
export function minimum(graph: Graph, first: Operand, second: Operand): Edge {
  return broadcasting(graph, 'Min', first, second);
}

/** a^b */
export function power(graph: Graph, base: Operand, exponent: Operand): Edge {
  return broadcasting(graph, 'Pow', base, exponent);
}

/** factor · a */
export function scale(graph: Graph, edge: Edge, factor: number): Edge {
  return multiply(graph, edge, factor);
}

/** a + offset */
export function shift(graph: Graph, edge: Edge, offset: number): Edge {
  return add(graph, edge, offset);
}

/** -a */
export function negate(graph: Graph, edge: Edge): Edge {
  return keepingShape(graph, 'Neg', edge);
}

/** |a| */
export function absolute(graph: Graph, edge: Edge): Edge {
  return keepingShape(graph, 'Abs', edge);
}

/** -1, 0 or 1 */
export function sign(graph: Graph, edge: Edge): Edge {
  return keepingShape(graph, 'Sign', edge);
}

/** a² */
export function square(graph: Graph, edge: Edge): Edge {
  return multiply(graph, edge, edge);
}

/** √a, NaN for negative a */
export function squareRoot(graph: Graph, edge: Edge): Edge {
  return ofReals(graph, 'Sqrt', edge);
}

/** e^a */
export function exponential(graph: Graph, edge: Edge): Edge {
  return ofReals(graph, 'Exp', edge);
}

/** The error function, 2/√π ∫₀ᵃ e^(−t²) dt */
export function errorFunction(graph: Graph, edge: Edge): Edge {
  return ofReals(graph, 'Erf', edge);
}

/** 1 / a */
export function reciprocal(graph: Graph, edge: Edge): Edge {
  return ofReals(graph, 'Reciprocal', edge);
}

/** the largest whole number not above a */
export function floor(graph: Graph, edge: Edge): Edge {
  return ofReals(graph, 'Floor', edge);
}

/** a where a > 0, slope · a elsewhere. ONNX Runtime's CPU provider has it for float32 only. */
export function leakyRelu(graph: Graph, edge: Edge, slope: number): Edge {
  return ofReals(graph, 'LeakyRelu', edge, { alpha: { float: slope } });
}

/** min(max(a, lowest), highest); leave a bound undefined for none */
export function clip(graph: Graph, edge: Edge, lowest?: number, highest?: number): Edge {
  if (lowest !== undefined && highest !== undefined && !(lowest <= highest)) {
    refuse('Clip', [edge], `the lowest value ${lowest} must not exceed the highest ${highest}`);
  }
  const bound = (value: number | undefined) => (value === undefined ? undefined : graph.constant(value, [], edge.type));
  return emit(graph, 'Clip', [edge, bound(lowest), bound(highest)], edge.shape, edge.type);
}

function broadcasting(graph: Graph, operator: string, first: Operand, second: Operand): Edge {
  const edges = operandEdges(graph, operator, [first, second]);
  checkSameType(operator, edges);
  return emit(graph, operator, edges, broadcastShapes(operator, edges), (edges[0] as Edge).type);
}

function keepingShape(
  graph: Graph,
  operator: string,
  edge: Edge,
  attributes?: Readonly<Record<string, { readonly float: number }>>,
): Edge {
  return emit(graph, operator, [edge], edge.shape, edge.type, attributes);
}

function ofReals(
  graph: Graph,
  operator: string,
  edge: Edge,
  attributes?: Readonly<Record<string, { readonly float: number }>>,
): Edge {
  checkType(operator, edge, REAL_TYPES);
  return keepingShape(graph, operator, edge, attributes);
}
