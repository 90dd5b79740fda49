import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import 'support-chat/define';
import { App } from './app.js';
import './app.css';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
