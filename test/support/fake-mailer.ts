/** What the service sends mail with, where no mail is sent. */
import type { Mail, Mailer } from '@support-chat/server';

/** A mail server of arrays. */
export class FakeMailer implements Mailer {
  readonly taken: Mail[] = [];
  /** Before each mail is taken; what it throws is the refusal. */
  judge: (mail: Mail) => Promise<void> | void = () => undefined;

  async send(mail: Mail): Promise<void> {
    await this.judge(mail);
    this.taken.push(mail);
  }

  close(): void {
    // There is nothing to close.
  }
}
