import { bootstrapApplication } from '@angular/platform-browser';
import 'support-chat/define';
import { App } from './app.js';

bootstrapApplication(App).catch((error: unknown) => console.error(error));
