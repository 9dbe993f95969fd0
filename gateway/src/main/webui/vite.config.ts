import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  // `npm run dev` alone: the page from here, everything else from a gateway on its usual port.
  server: {
    proxy: {
      '/api': 'http://localhost:3001',
      '/ws': { target: 'ws://localhost:3001', ws: true },
    },
  },
  build: {
    outDir: 'dist',
    // The content security policy of the gateway allows no data: addresses, so nothing may be inlined as one.
    assetsInlineLimit: 0,
    // Without this Vite adds an inline script for old browsers, which the policy refuses.
    modulePreload: { polyfill: false },
    target: 'es2022',
  },
});
