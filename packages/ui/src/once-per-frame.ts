/**
 * Makes a function that runs another with the next frame, once however often it was called meanwhile. The frame is that of the
 * window which shows the node or of the page, whichever comes first: the chat may stand in a window of its own, where it
 * goes on while the page is in the background, and which may close at any moment.
 */
export function oncePerFrame(node: Node, run: () => void): () => void {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    for (const view of new Set([window, node.ownerDocument?.defaultView]))
      view?.requestAnimationFrame(() => {
        const first = due;
        due = false;
        if (first) run();
      });
  };
}
