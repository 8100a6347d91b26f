import { LnccError } from '@fast-lncc/core';

/** A file could not be downloaded whole: the server, the network, or a checksum that is another. */
export class DownloadError extends LnccError {
  override readonly name = 'DownloadError';
}
