/** `@support-chat/browser`: the core's ports on the web platform, and adapters composed of adapters. */
export * from './picture-windows.js';
export * from './console-log.js';
export { randomId } from './browser-random.js';
export { createBrowserPorts, type BrowserPorts, type BrowserPortsOptions } from './browser-ports.js';
export { createIndexedDbStorage, type IndexedDbStorage } from './storage/indexed-db-storage.js';
export { createBrowserTabs, type BrowserTabsOptions } from './tabs/browser-tabs.js';
export { lazyAdapter } from './adapters/lazy-adapter.js';
export { withUploads, type UploadTarget } from './adapters/with-uploads.js';
export { withVisitorRequests } from './adapters/with-visitor-requests.js';
export { watchPage, type PageWatchOptions, type WatchedFacts } from './features/page-watch.js';
export { maskPrivate, paintOver, type Mask } from './features/screenshot/private-fields.js';
export * from './features/screenshot/take-screenshot.js';
export { browserMicrophone } from './features/voice/microphone.js';
export { fallback, type FallbackOptions } from './adapters/fallback.js';
export { shareAcrossTabs, type ShareAcrossTabsOptions } from './adapters/share-across-tabs/share-across-tabs.js';
export { forgetStored } from './features/forget-stored.js';
