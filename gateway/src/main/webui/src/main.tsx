import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { LanguageProvider } from './language/language';
import { session } from './platform/session';
import './styles/base.css';
import './styles/catalog.css';
import './styles/seatmap.css';
import './styles/choice.css';
import './styles/reservation.css';
import './styles/waiting.css';
import './styles/waitlist.css';

void session.start();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <LanguageProvider>
      <App />
    </LanguageProvider>
  </StrictMode>,
);
