/** What was sent to a webhook and what became of it. Draws what it is given. */
import type { WebhookAttempt, WebhookOutcome } from '@support-chat/protocol';
import { html, type TemplateResult } from 'lit';
import type { DeskLocalizer } from '../../../desk-localizer.js';
import { webhooksWords } from './webhooks-words.js';
import type { Words } from './webhook-entry.js';

/** What became of an attempt, in words. */
export function outcomeWords({ problem, failure, status }: WebhookOutcome, say: Words): string {
  if (problem === null) return say('taken');
  if (status !== null) return say('status', { status });
  // A server of before said it in its own words only.
  return failure === null ? problem : say(failure);
}

/** Draws the attempts, newest first. */
export function webhookLog(attempts: readonly WebhookAttempt[], say: Words, localizer: DeskLocalizer): TemplateResult {
  if (attempts.length === 0) return html`<p class="settings-empty">${say('log-none')}</p>`;
  return html`<table class="webhook-log">
    <thead>
      <tr>
        <th scope="col">${say('time')}</th>
        <th scope="col">${say('event')}</th>
        <th scope="col">${say('outcome')}</th>
      </tr>
    </thead>
    <tbody>
      ${attempts.map((attempt) => {
        const outcome = outcomeWords(attempt, say);
        const { nextAt, problem, triedAt, type } = attempt;
        return html`<tr>
          <td>${localizer.dateTime(triedAt)}</td>
          <td>${isKnown(type) ? say(type) : type}</td>
          <td class=${problem === null ? '' : 'problem'}>
            ${nextAt === null ? outcome : say('again', { outcome, time: localizer.dateTime(Math.max(nextAt, Date.now())) })}
          </td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}

function isKnown(type: string): type is Parameters<Words>[0] {
  return type in webhooksWords.en;
}
