/** What the four limits share: a panel with a scroller, a field and a button, and one scroll write per frame. */

export const styles = `
  :host { position: fixed; right: 20px; bottom: 20px; width: 400px; height: 640px; display: flex; flex-direction: column;
    font: 15px/1.4 system-ui, sans-serif; background: #fff; color: #222; border: 1px solid #ddd; border-radius: 16px }
  .scroller { flex: 1; overflow-y: auto; padding: 12px; overflow-anchor: none }
  .row { margin-block: 6px; padding: 8px 12px; border-radius: 12px; background: #eee; width: fit-content; max-width: 80% }
  form { display: flex; padding: 8px } textarea { flex: 1 }`;

/** Fills a shadow root and gives its scroller. */
export function frame(root) {
  const style = document.createElement('style');
  style.textContent = styles;
  const scroller = document.createElement('div');
  scroller.className = 'scroller';
  scroller.setAttribute('role', 'log');
  const form = document.createElement('form');
  const button = document.createElement('button');
  button.textContent = 'Send';
  form.append(document.createElement('textarea'), button);
  root.append(style, scroller, form);
  return scroller;
}

export function row(text) {
  const element = document.createElement('div');
  element.className = 'row';
  element.textContent = text;
  return element;
}

/** Makes a function that follows the end, once per frame however often it is called. */
export function follower(scroller) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      scroller.scrollTop = scroller.scrollHeight;
    });
  };
}
