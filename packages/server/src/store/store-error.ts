/** Why a store could not be opened. */
export type StoreErrorCode =
  'data-folder-in-use' | 'data-folder-unusable' | 'database-url-invalid' | 'database-unreachable';

/** A store that could not be opened; the message is for the person who started the server. */
export class StoreError extends Error {
  override readonly name = 'StoreError';

  constructor(
    readonly code: StoreErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
