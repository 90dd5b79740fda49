/** What pages load from the fake Rocket.Chat by an address: files of rooms, and faces. */
import type { ServerResponse } from 'node:http';
import type { Asked } from './requests.js';
import type { RocketChatDesk } from './rocketchat-desk.js';

/** Answers when it is one of these. @returns whether it is */
export function serveLoaded(desk: RocketChatDesk, asked: Asked, response: ServerResponse): boolean {
  const [, folder, name = ''] = asked.path.split('/');
  if (folder === 'file-upload') sendFile(desk, asked, response);
  else if (folder === 'avatar') sendFace(name, response);
  else if (folder === 'favicon.ico')
    response.writeHead(204).end(); // browsers ask for it when a file has a tab of its own
  else return false;
  return true;
}

/** Source: `requestCanAccessFiles`; a page of another site has no cookies, so it says them in the address. */
function sendFile(desk: RocketChatDesk, { path, query }: Asked, response: ServerResponse): void {
  const [rid, token] = [query.get('rc_rid'), query.get('rc_token')];
  const room = desk.rooms.find((one) => one._id === rid && one.visitor.token === token);
  const file = room?.messages.find((one) => one.file?._id === path.split('/')[2])?.file;
  if (!file || query.get('rc_room_type') !== 'l') return void response.writeHead(403).end();
  // Source: `?download` of links with `title_link_download`.
  const disposition = query.has('download') ? 'attachment' : 'inline';
  const headers = {
    'Content-Type': file.type,
    'Content-Disposition': disposition,
    'Access-Control-Allow-Origin': '*',
  };
  response.writeHead(200, headers).end(file.bytes);
}

/** Source: `renderSVGLetters`, for whoever has uploaded no picture; anybody may see it. */
function sendFace(username: string, response: ServerResponse): void {
  const [initial = ''] = username.toUpperCase().replace(/[^A-Z]/g, '');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200"><rect width="100%" height="100%" fill="#1F2329"/><text x="50%" y="50%">${initial}</text></svg>`;
  response.writeHead(200, { 'Content-Type': 'image/svg+xml' }).end(svg);
}
