// Builds the pages: `vite build --mode kiosk-ui` for the glass, `--mode hub/web` for supervisors and administrators.
// Vitest's settings stand here too.
import { defineConfig } from 'vitest/config';

const PAGES = ['kiosk-ui', 'hub/web'] as const;
/** Tests that drive a browser, and tests that drive whole programs. */
const BROWSER = ['test/journey.test.ts', 'kiosk-ui/glass.test.ts', 'hub/web/pages.test.ts'];
const HOUSE = ['test/*.test.ts'];
const ELSEWHERE = ['**/node_modules/**', 'dist/**'];

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
            exclude: [...ELSEWHERE, ...BROWSER, ...HOUSE],
            maxWorkers: 2,
            sequence: { groupOrder: 0 },
          },
        },
        {
          // Houses of processes mostly wait for each other: two at a time.
          extends: true as const,
          test: {
            name: 'house',
            include: HOUSE,
            exclude: [...ELSEWHERE, ...BROWSER],
            maxWorkers: 2,
            sequence: { groupOrder: 1 },
          },
        },
        {
          // Browsers last and one at a time: they would starve whatever ran beside them.
          extends: true as const,
          test: {
            name: 'browser',
            include: BROWSER,
            exclude: ELSEWHERE,
            maxWorkers: 1,
            fileParallelism: false,
            sequence: { groupOrder: 2 },
          },
        },
      ],
    },
  };
});
