import type { CardDraft } from './card-draft.js';

/** What a form says, by the names of its fields; what is not there is empty. */
export function filledIn(form: HTMLFormElement): CardDraft {
  const data = new FormData(form);
  return (name) => {
    const value = data.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
}
