/** What `/metrics` tells, in Prometheus' format. One registry per server; nothing here is a label a visitor can choose. */
import type { ErrorCode } from '@support-chat/protocol';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { RetainedKind } from './retention/retention-settings.js';
import type { ServiceStats } from './service.js';

/** The numbers of one server. */
export interface Metrics {
  /** A frame, upgrade or request was refused. */
  refused(code: ErrorCode): void;
  /** A request was answered. @param route - the pattern, not the address */
  answered(route: string, status: number, seconds: number): void;
  /** Something was erased because its time was over. */
  erased(kind: RetainedKind, count: number): void;
  readonly contentType: string;
  text(): Promise<string>;
}

interface MetricsOptions {
  readonly stats: () => ServiceStats;
  readonly links: () => number;
  /** Also the process' memory, CPU and event loop. They observe the whole process: only its owner asks for them. */
  readonly processMetrics: boolean;
}

export function createMetrics({ stats, links, processMetrics }: MetricsOptions): Metrics {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  if (processMetrics) collectDefaultMetrics({ register: registry });
  const refused = new Counter({
    name: 'support_chat_refusals_total',
    help: 'Frames, upgrades and requests that were refused, by error code.',
    labelNames: ['code'],
    registers,
  });
  const duration = new Histogram({
    name: 'support_chat_request_seconds',
    help: 'Time to answer a request.',
    labelNames: ['route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  });
  const erased = new Counter({
    name: 'support_chat_erased_total',
    help: 'What was erased because its time was over, by kind.',
    labelNames: ['kind'],
    registers,
  });
  const connections = new Gauge({
    name: 'support_chat_connections',
    help: 'Open connections of visitors and agents, and all open transports.',
    labelNames: ['kind'],
    registers,
  });
  const totals = {
    sessionsMade: counter('sessions_total', 'Visitor sessions made.'),
    messagesStored: counter('messages_total', 'Messages stored.'),
    commandsRepeated: counter('commands_repeated_total', 'Commands that came again and got their first ack.'),
    commandsRefused: counter('commands_refused_total', 'Commands that were refused.'),
    framesDelivered: counter('frames_delivered_total', 'Frames handed to transports.'),
  };

  function counter(name: string, help: string): Counter {
    return new Counter({ name: `support_chat_${name}`, help, registers });
  }

  return {
    contentType: registry.contentType,
    refused: (code) => refused.inc({ code }),
    answered: (route, status, seconds) => duration.observe({ route, status: String(status) }, seconds),
    erased: (kind, count) => erased.inc({ kind }, count),
    text: () => {
      const now = stats();
      connections.set({ kind: 'visitor' }, now.visitorConnections);
      connections.set({ kind: 'agent' }, now.agentConnections);
      connections.set({ kind: 'transport' }, links());
      for (const [name, total] of Object.entries(totals)) {
        total.reset();
        total.inc(now[name as keyof typeof totals]);
      }
      return registry.metrics();
    },
  };
}
