import { Component, CUSTOM_ELEMENTS_SCHEMA, type ElementRef, signal, viewChild } from '@angular/core';
import type { Labels, SupportChatElement, Visitor } from 'support-chat';

@Component({
  selector: 'app-root',
  templateUrl: './app.html',
  schemas: [CUSTOM_ELEMENTS_SCHEMA], // Angular takes the tag for an element of the platform
})
export class App {
  readonly unread = signal(0);
  readonly offered = signal(true);

  readonly labels: Labels = { 'launcher-open': 'Talk to the potter' };
  readonly visitor: Visitor = { name: 'Ada Lovelace' };

  private readonly chat = viewChild<ElementRef<SupportChatElement>>('chat');

  ask(): void {
    void this.chat()?.nativeElement.show();
  }
}
