/**
 * The model y = x + x on three float32 numbers, as `@fast-lncc/onnx` writes it: a set-up has to run where nothing is built.
 *
 * @returns {Uint8Array}
 */
export function doublingModel() {
  return Buffer.from(
    'CAkSD0BmYXN0LWxuY2Mvb25ueDIAOnsKGQoBeAoBeBIFQWRkXzAaBUFkZF8wIgNBZGQKIAoFQWRkXzASAXkaCm91dHB1dC95XzAiCElkZW50aXR5EgVn' +
      'cmFwaFoPCgF4EgoKCAgBEgQKAggDYg8KAXkSCgoICAESBAoCCANqEwoFQWRkXzASCgoICAESBAoCCANCBAoAEBQ=',
    'base64',
  );
}
