/**
 * Targets below 24 × 24 CSS pixels (Y6). Beside axe's `target-size`, which gives no verdict on a button in a box that
 * clips, and that is every button of the panel. Links inside a sentence are exempt, as in WCAG 2.5.8.
 */
const TARGETS = 'button, input, select, textarea, summary, a[href], [role="menuitem"], [role="tab"]';

/** One line for each, from a shadow root or a part of one. */
export function smallTargets(root: ParentNode): string[] {
  return [...root.querySelectorAll<HTMLElement>(TARGETS)]
    .filter((target) => target.checkVisibility({ visibilityProperty: true }) && !target.closest('[inert]'))
    .filter((target) => getComputedStyle(target).display !== 'inline')
    .map((target) => ({ target, box: target.getBoundingClientRect() }))
    .filter(({ box }) => box.width < 24 || box.height < 24)
    .map(({ target, box }) => `${box.width} × ${box.height}: ${target.outerHTML.slice(0, 120)}`);
}
