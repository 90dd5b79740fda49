/** An amount and its currency, as an agent fills them in. */
import type { Price } from '@support-chat/protocol';
import { html, type TemplateResult } from 'lit';
import type { DeskLocalizer } from '../../desk-localizer.js';

/** The currencies that come first; the platform knows the others. */
const FIRST_CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF'];

/** Two fields, `amount` and `currency`, side by side. */
export function priceFields(localizer: DeskLocalizer, required: boolean): TemplateResult {
  return html`<div class="card-price-row">
    <label class="card-row"
      ><span>${localizer.text('card-amount')}</span
      ><input name="amount" inputmode="decimal" pattern="[0-9]{1,9}([.,][0-9]{1,4})?" ?required=${required}
    /></label>
    <label class="card-row"
      ><span>${localizer.text('card-currency')}</span
      ><select name="currency">
        ${currencies().map((one) => html`<option value=${one}>${one}</option>`)}
      </select></label
    >
  </div>`;
}

/** What is in them; null: nothing. @param draft - what a field says, by its name */
export function priceOf(draft: (name: string) => string): Price | null {
  const amount = Number(draft('amount').replace(',', '.'));
  return draft('amount') && Number.isFinite(amount) ? { amount, currency: draft('currency') } : null;
}

function currencies(): readonly string[] {
  const known = 'supportedValuesOf' in Intl ? Intl.supportedValuesOf('currency') : [];
  return [...new Set([...FIRST_CURRENCIES, ...known])];
}
