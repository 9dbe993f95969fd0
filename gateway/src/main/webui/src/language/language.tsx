import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { speak } from '../platform/api';
import { en } from './messages.en';
import { ko, type Messages } from './messages.ko';

export type LanguageCode = 'ko' | 'en';

/** A text in both languages, as the server sends titles and names. */
export interface Bilingual {
  readonly ko: string;
  readonly en: string;
}

interface Language {
  readonly code: LanguageCode;
  readonly messages: Messages;
  readonly say: (text: Bilingual) => string;
  readonly change: (code: LanguageCode) => void;
}

const STORED = 'tiketi.language';
const LanguageContext = createContext<Language | null>(null);

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [code, setCode] = useState<LanguageCode>(() => (localStorage.getItem(STORED) === 'en' ? 'en' : 'ko'));
  // Before the first request of the children, hence not in an effect.
  speak(code);
  useEffect(() => {
    document.documentElement.lang = code;
  }, [code]);
  const language = useMemo<Language>(
    () => ({
      code,
      messages: code === 'ko' ? ko : en,
      say: (text) => text[code] || text.ko || text.en,
      change: (next) => {
        localStorage.setItem(STORED, next);
        setCode(next);
      },
    }),
    [code],
  );
  return <LanguageContext value={language}>{children}</LanguageContext>;
}

export function useLanguage(): Language {
  const language = useContext(LanguageContext);
  if (language === null) throw new Error('LanguageProvider is missing');
  return language;
}
