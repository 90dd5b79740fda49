/** What the routes and transports of one server share. */
import type { ApiKeys } from './api-keys/api-keys.js';
import type { Audit } from './audit/audit.js';
import type { Bridges } from './bridges/bridges.js';
import type { Webhooks } from './bridges/webhooks.js';
import type { Clock, Random } from './clock.js';
import type { Config } from './config.js';
import type { SignedIdentities } from './identity/signed-identity.js';
import type { ClientAddresses } from './limits/client-address.js';
import type { RateCounters } from './limits/limits.js';
import type { Origins } from './limits/origins.js';
import type { ServerLog } from './log.js';
import type { Mailer } from './mail/mailer.js';
import type { Metrics } from './metrics.js';
import type { Retention } from './retention/retention.js';
import type { Files } from './files/files.js';
import type { Faces } from './identity/faces.js';
import type { Service } from './service.js';
import type { Store } from './store/store.js';
import type { Links } from './transport/links.js';

/** One server's parts, made by `createServer`. */
export interface ServerContext {
  readonly config: Config;
  readonly store: Store;
  readonly service: Service;
  readonly files: Files;
  readonly faces: Faces;
  readonly retention: Retention;
  readonly audit: Audit;
  readonly apiKeys: ApiKeys;
  readonly webhooks: Webhooks;
  readonly bridges: Bridges;
  readonly clock: Clock;
  readonly random: Random;
  readonly counters: RateCounters;
  readonly addresses: ClientAddresses;
  readonly origins: Origins;
  readonly links: Links;
  readonly metrics: Metrics;
  /** Null where nobody's signature is believed. */
  readonly identities: SignedIdentities | null;
  /** Null without a mail server. */
  readonly mailer: Mailer | null;
  readonly log: ServerLog;
  /** True from the first moment of a drain (S2): nothing new is taken in. */
  readonly draining: () => boolean;
}
