/** Whether an answer fits its card: pure, the same in a form before it is sent and in the server before it is stored. */
import type { Card, CardAnswer, FormField } from './card.js';
import { CARD_LIMITS, CONFIRM_CHOICES, EMAIL } from './card-limits.js';

/** What a person put into a field. */
export type FieldValue = string | number | boolean;

/** What is wrong with the value of a field. */
export type FieldFault = 'missing' | 'email' | 'number' | 'low' | 'high' | 'long' | 'other';

/**
 * What is wrong with the value of a field; null when it can be taken. An empty text counts as none.
 *
 * @param value - undefined when the field was left out
 */
export function fieldFault(field: FormField, value: FieldValue | undefined): FieldFault | null {
  const absent = value === undefined || value === '' || (typeof value === 'string' && value.trim() === '');
  if (absent) return field.required ? 'missing' : null;
  switch (field.type) {
    case 'checkbox':
      if (typeof value !== 'boolean') return 'other';
      return field.required && !value ? 'missing' : null;
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return 'number';
      if (field.min !== undefined && value < field.min) return 'low';
      return field.max !== undefined && value > field.max ? 'high' : null;
    case 'select':
      return field.options.some(({ id }) => id === value) ? null : 'other';
    case 'email':
      return typeof value === 'string' && value.length <= CARD_LIMITS.label && EMAIL.test(value) ? null : 'email';
    case 'text':
      if (typeof value !== 'string') return 'other';
      return value.length > CARD_LIMITS.text ? 'long' : null;
  }
}

/** What does not fit, by the name of the field; null when the answer can be taken. Never names a value (X9). */
export function answerFault(card: Card, answer: CardAnswer): string | null {
  switch (card.kind) {
    case 'choices':
      return 'choice' in answer && card.choices.some(({ id }) => id === answer.choice) ? null : 'choice';
    case 'confirm':
      return 'choice' in answer && CONFIRM_CHOICES.some((choice) => choice === answer.choice) ? null : 'choice';
    case 'form': {
      if (!('values' in answer)) return 'values';
      const { values } = answer;
      const unknown = Object.keys(values).some((key) => !card.fields.some(({ id }) => id === key));
      const wrong = card.fields.find((field) => fieldFault(field, own(values, field.id)) !== null);
      return wrong ? `values.${wrong.id}` : unknown ? 'values' : null;
    }
    default: // a coupon, an offer, a carousel, a card of the site's own
      return 'to';
  }
}

function own(values: Readonly<Record<string, FieldValue>>, key: string): FieldValue | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}
