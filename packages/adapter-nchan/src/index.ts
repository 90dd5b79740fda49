/** `@support-chat/adapter-nchan`: reaches nginx with nchan as a publish/subscribe hub. */
export { createNchanAdapter, type NchanAdapterOptions } from './nchan-adapter.js';
