// Builds the pages: `vite build --mode kiosk-ui` for the glass, `--mode hub/web` for supervisors and administrators.
// Vitest's settings stand here too.
import { defineConfig } from 'vitest/config';

const PAGES = ['kiosk-ui', 'hub/web'] as const;
/** Tests that drive a browser or whole programs. */
const WHOLE = ['test/*.test.ts', 'kiosk-ui/glass.test.ts', 'hub/web/pages.test.ts'];

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
      testTimeout: 30_000,
      hookTimeout: 60_000,
      pool: 'forks' as const,
      projects: [
        {
          extends: true as const,
          test: {
            name: 'unit',
            include: ['**/*.test.ts'],
            exclude: ['**/node_modules/**', 'dist/**', ...WHOLE],
            maxWorkers: 2,
            sequence: { groupOrder: 0 },
          },
        },
        {
          // Browsers and whole houses of processes, behind the units and one file at a time: they would starve each other.
          extends: true as const,
          test: {
            name: 'whole',
            include: WHOLE,
            exclude: ['**/node_modules/**', 'dist/**'],
            maxWorkers: 1,
            fileParallelism: false,
            sequence: { groupOrder: 1 },
          },
        },
      ],
    },
  };
});
