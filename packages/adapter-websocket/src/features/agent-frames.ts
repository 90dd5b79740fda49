/** Reads what only agents get. Loaded with an agent's first connection. */
export { decodeServerFrame } from '@support-chat/protocol';
