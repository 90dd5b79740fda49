import { useRef, useState } from 'react';
import type { Labels, SupportChatElement, Visitor } from 'support-chat';
import type {} from 'support-chat/react'; // teaches JSX the tag

// Outside the component: an object made anew on every render would be set anew on every render.
const labels: Labels = { 'launcher-open': 'Talk to the potter' };
const visitor: Visitor = { name: 'Ada Lovelace' };

export function App() {
  const chat = useRef<SupportChatElement>(null);
  const [unread, setUnread] = useState(0);
  const [offered, setOffered] = useState(true);

  return (
    <>
      <header>
        <h1>Nine Pots</h1>
        <output>{unread > 0 && `${unread} unread`}</output>
      </header>
      <main>
        <p>Nine pots, thrown by hand. Which one is yours?</p>
        <button type="button" onClick={() => void chat.current?.show()}>
          Ask the potter
        </button>
        <label>
          <input type="checkbox" checked={offered} onChange={(event) => setOffered(event.target.checked)} /> Chat on
          this page
        </label>
      </main>
      {offered && (
        <support-chat
          ref={chat}
          server="http://127.0.0.1:8080"
          color-scheme="light"
          labels={labels}
          visitor={visitor}
          onsc-unread={(event) => setUnread(event.detail.unread)}
        />
      )}
    </>
  );
}
