/**
 * The model y = x + x on three float32 numbers, as `@fast-lncc/onnx` writes it: a set-up has to run where nothing is built.
 *
 * @returns {Uint8Array}
 */
export function doublingModel() {
  return Buffer.from(
    'CAkSD0BmYXN0LWxuY2Mvb25ueDIAOkAKFQoBeAoBeBIBeRoFQWRkXzAiA0FkZBIFZ3JhcGhaDwoBeBIKCggIARIECgIIA2IPCgF5EgoKCAgBEgQKAggDQgQKABAU',
    'base64',
  );
}
