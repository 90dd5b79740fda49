/**
 * The version of the wire protocol this package speaks (rule P-V1). A server that does not speak it refuses the
 * hello with `protocol-unsupported`; there is no silent downgrade.
 */
export const PROTOCOL_VERSION = 1;
