/** Base of every error this project throws on purpose; `instanceof LnccError` tells bad input from a bug. */
export class LnccError extends Error {
  override readonly name: string = 'LnccError';
}

/** Two arrays that must agree in shape or length do not, or a shape is not one LNCC is defined for. */
export class ShapeMismatchError extends LnccError {
  override readonly name = 'ShapeMismatchError';
}

/** A window extent is even, not a positive integer, of the wrong rank, or leaves no voxel to score. */
export class InvalidWindowError extends LnccError {
  override readonly name = 'InvalidWindowError';
}

/** An option is unknown, has a value outside its domain, or contradicts another option. */
export class UnsupportedOptionError extends LnccError {
  override readonly name = 'UnsupportedOptionError';
}

/** A runtime, device or library that was asked for is not there; the message names what to install. */
export class MissingRuntimeError extends LnccError {
  override readonly name = 'MissingRuntimeError';
}

/** A file or array holds something that cannot be used: truncated, of another format, empty, or not finite. */
export class InvalidDataError extends LnccError {
  override readonly name = 'InvalidDataError';
}

/** A file could not be read or written; the message names it, and the cause tells what the system said. */
export class StorageError extends LnccError {
  override readonly name = 'StorageError';
}
