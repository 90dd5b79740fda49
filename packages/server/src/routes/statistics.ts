/** The team's figures and what visitors asked about (A10). Agents see their own, leads and owners all. */
import { ProtocolError, StatisticsQuerySchema, type StatisticsQuery } from '@support-chat/protocol';
import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import type { ServerContext } from '../context.js';
import type { AgentSession } from '../identity/session.js';
import { statisticsCsv } from '../statistics/statistics-csv.js';
import { requireAgent } from './agent-cookie.js';
import { decode } from './body.js';

const ExportQuery = v.strictObject({ ...StatisticsQuerySchema.entries, format: v.picklist(['csv', 'json']) });

/** Adds the routes to the agents' scope under `/v1`. */
export function serveStatistics(app: FastifyInstance, { service, log }: ServerContext): void {
  const { statistics } = service;

  app.get('/agent/statistics', async (request) => {
    const session = await requireAgent(request.raw, service);
    return statistics.read(theirs(session, decode(StatisticsQuerySchema, request.query)));
  });

  app.get('/agent/statistics/topics', async (request) => {
    const session = await requireAgent(request.raw, service);
    return statistics.topics(theirs(session, decode(StatisticsQuerySchema, request.query)));
  });

  app.get('/agent/statistics/export', async (request, reply) => {
    const session = await requireAgent(request.raw, service);
    const { format, ...query } = decode(ExportQuery, request.query);
    const answer = await statistics.read(theirs(session, query));
    log.info({ agent: session.agent.id, format }, 'statistics-exported');
    return reply
      .header('Content-Disposition', `attachment; filename="statistics-${query.from}-${query.to}.${format}"`)
      .header('Cache-Control', 'no-store')
      .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8')
      .send(format === 'csv' ? statisticsCsv(answer) : answer);
  });
}

/** @throws ProtocolError `forbidden` */
function theirs({ agent }: AgentSession, query: StatisticsQuery): StatisticsQuery {
  if (agent.role !== 'agent') return query;
  if (query.agent !== undefined && query.agent !== agent.id)
    throw new ProtocolError('forbidden', { detail: "Only leads and owners see other agents' figures." });
  return { ...query, agent: agent.id };
}
