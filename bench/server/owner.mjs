/** The owner of the server under test; it lives for one run on the loopback. */
export const OWNER = { email: 'owner@bench.example', password: 'a password of the bench alone' };
