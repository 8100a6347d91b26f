/** A request that cannot be carried out; its message is what the user reads. */
export class GenerateError extends Error {}
