// Builds the pages: `vite build --mode kiosk-ui` for the glass, `--mode hub/web` for supervisors and administrators.
// Vitest's settings stand here too.
import { defineConfig } from 'vitest/config';

const PAGES = ['kiosk-ui', 'hub/web'] as const;

export default defineConfig(({ mode }) => {
  const page = PAGES.find((each) => each === mode);
  return {
    ...(page === undefined
      ? {}
      : {
          root: page,
          base: './',
          build: {
            outDir: new URL(`dist/pages/${page}`, import.meta.url).pathname,
            emptyOutDir: true,
            target: 'chrome108',
            assetsInlineLimit: 0,
            reportCompressedSize: false,
          },
        }),
    test: {
      include: ['**/*.test.ts'],
      exclude: ['**/node_modules/**', 'dist/**'],
      testTimeout: 30_000,
      hookTimeout: 60_000,
      pool: 'forks' as const,
    },
  };
});
