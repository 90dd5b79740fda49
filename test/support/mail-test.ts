/** Playwright's test on a server that sends its mail to a real mail server. */
import { startMailServer, type MailServer } from './mail-server.js';
import { test as base } from './shop-test.js';

export const test = base.extend<{ smtp: MailServer }>({
  smtp: async ({ logLevel: _logLevel }, use) => {
    const smtp = await startMailServer();
    await use(smtp);
    await smtp.close();
  },
  mail: async ({ smtp }, use) => {
    await use({ url: smtp.url, from: 'Lumen <support@shop.example>' });
  },
});
