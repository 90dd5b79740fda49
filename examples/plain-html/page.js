/** What the page itself does with the chat: plain DOM, no build. */
const chat = document.querySelector('support-chat');
const unread = document.querySelector('#unread');

// Properties may be set before the element's script has arrived.
chat.labels = { 'launcher-open': 'Talk to the potter' };
chat.visitor = { name: 'Ada Lovelace' };

chat.addEventListener('sc-unread', ({ detail }) => {
  unread.value = detail.unread === 0 ? '' : `${detail.unread} unread`;
});

document.querySelector('#ask').addEventListener('click', () => chat.show());

document.querySelector('#offered').addEventListener('change', ({ target }) => {
  if (target.checked) document.body.append(chat);
  else chat.remove();
});
