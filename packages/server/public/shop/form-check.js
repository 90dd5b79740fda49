/** Says what is wrong with a field in words of the shop, beside the field. The rules are the fields' own attributes. */

/** @type {Record<string, { readonly missing: string, readonly wrong: string }>} */
const WORDS = {
  email: {
    missing: 'Enter your e-mail address, so that we can tell you when it leaves.',
    wrong: 'This does not look like an e-mail address. It needs an @, as in ada@example.org.',
  },
  name: { missing: 'Enter the name that is on your door.', wrong: 'This name is too long for a label.' },
  street: { missing: 'Enter street and number.', wrong: 'This is too long for a label.' },
  postcode: {
    missing: 'Enter the postcode.',
    wrong: 'A postcode has 3 to 10 letters and digits.',
  },
  city: { missing: 'Enter the town.', wrong: 'This is too long for a label.' },
};

/**
 * Marks a field, or takes the mark away.
 *
 * @param {HTMLInputElement} field Described by an element `#<name>-problem`.
 * @returns {boolean} Whether something is wrong.
 */
export function showProblem(field) {
  const words = WORDS[field.name];
  const problem = document.getElementById(`${field.name}-problem`);
  if (!words || !problem) return false;
  const empty = field.required && field.value.trim() === '';
  const wrong = empty || !field.validity.valid;
  problem.textContent = empty ? words.missing : wrong ? words.wrong : '';
  problem.hidden = !wrong;
  field.ariaInvalid = wrong ? 'true' : null;
  return wrong;
}

/**
 * Looks at every field that counts.
 *
 * @param {HTMLFormElement} form
 * @returns {HTMLInputElement[]} Those with something wrong, in order.
 */
export function checkForm(form) {
  const fields = [...form.querySelectorAll('input')].filter((field) => !field.matches(':disabled'));
  return fields.filter((field) => showProblem(field));
}
