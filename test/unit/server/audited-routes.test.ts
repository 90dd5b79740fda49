import { describe, expect, it } from 'vitest';
import { AUDITED_ROUTES } from '../../../packages/server/src/audit/audited-routes.js';
import { routeOf } from '../../../packages/server/src/openapi/api-key-paths.js';
import { openApi } from '../../../packages/server/src/openapi.js';

/** What changes nothing that owners have to be able to look up, and why. */
const UNAUDITED: Readonly<Record<string, string>> = {
  'POST /v1/commands': 'said in a conversation, whose log is the record',
  'POST /v1/uploads': 'a file on its way into a conversation',
  'PATCH /v1/uploads/:id': 'a file on its way into a conversation',
  'DELETE /v1/uploads/:id': 'a file that was not sent',
  'POST /v1/uploads/:id/finish': 'a file on its way into a conversation',
  'POST /v1/visitor/identity': 'a visitor comes in',
  'POST /v1/bridges/:id': 'said in a conversation, whose log is the record',
  'POST /v1/transcripts': 'a visitor has their own words sent to them',
  'PUT /v1/agent/presence': 'an agent comes and goes',
  'POST /v1/agent/activity': 'an agent does something',
  'PUT /v1/agent/conversations/:id/notes/:note': 'a note names its author',
  'PUT /v1/agent/conversations/:id/transfers/:note': 'a transfer is a note, which names its author',
  'PUT /v1/agent/conversations/:id/mails/:mail': 'a mail is a message, which names its author',
  'POST /v1/agent/conversations/:id/mails/:mail/retry': 'a mail names its author, and is tried again',
  'PUT /v1/agent/conversations/:id/questions/:question': 'a question is a message, which names its author',
  'PUT /v1/agent/conversations/:id/messages/:message': 'said in a conversation, whose log is the record',
  'PUT /v1/agent/conversations/:id/offers/:message': 'said in a conversation, whose log is the record',
  'POST /v1/offers/:id/redemptions': 'counted once for each order, by the shop',
  'POST /v1/bot/trials': 'changes nothing',
};

describe('A19 the audit log', () => {
  const paths = openApi()['paths'] as Readonly<Record<string, object>>;
  const routes = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((method) => ['get', 'put', 'post', 'patch', 'delete'].includes(method))
      .map((method) => routeOf(method, path)),
  );

  it('knows of every route that changes something whether it is recorded', () => {
    const undecided = routes.filter(
      (route) => !route.startsWith('GET ') && !(route in AUDITED_ROUTES) && !(route in UNAUDITED),
    );
    expect(undecided).toEqual([]);
  });

  it('has no row for a route that there is not', () => {
    expect(Object.keys({ ...AUDITED_ROUTES, ...UNAUDITED }).filter((route) => !routes.includes(route))).toEqual([]);
  });
});
