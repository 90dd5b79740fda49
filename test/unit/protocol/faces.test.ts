import { withFacesAt } from '@support-chat/protocol';
import { describe, expect, it } from 'vitest';

const FACES = 'https://chat.shop.example/base/v1/faces/';

describe('A14 pictures of agents', () => {
  it('are where the server was reached, whatever else a frame says', () => {
    const said = { text: 'See "avatarUrl":"/v1/faces/nobody"', name: '"avatarUrl":"/v1/faces/' };
    const others = { avatarUrl: 'https://elsewhere.example/v1/faces/a', url: '/v1/faces/a' };
    const frame = JSON.stringify({ author: { avatarUrl: '/v1/faces/ada?1', ...said }, others });
    expect(JSON.parse(withFacesAt(FACES, frame))).toEqual({ author: { avatarUrl: `${FACES}ada?1`, ...said }, others });
  });
});
