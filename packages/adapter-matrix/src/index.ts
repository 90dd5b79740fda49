/** `@support-chat/adapter-matrix`: reaches Matrix homeservers by the client-server API. */
export { createMatrixAdapter, type MatrixOptions, type RoomRequest } from './matrix-adapter.js';
export type { MatrixAccount } from './matrix-api.js';
