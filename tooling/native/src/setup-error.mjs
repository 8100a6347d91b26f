/** A reason why a set-up cannot go on, in words a user can act on; it is shown without a stack. */
export class SetupError extends Error {
  /**
   * @param {string} problem what is wrong, with the value that shows it
   * @param {string} [wayOut] what to do about it
   * @param {ErrorOptions} [options]
   */
  constructor(problem, wayOut, options) {
    super(wayOut === undefined ? problem : `${problem}\n${wayOut}`, options);
    this.name = 'SetupError';
  }
}
