import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{conformance,corpus,vm,plugins,reports,bench,scripts}/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Engines are processes that use a core each; files side by side would only slow each other down.
    maxWorkers: 2,
    reporters: [
      'default',
      ['json', { outputFile: 'reports/out/vitest.json' }],
      ['allure-vitest/reporter', { resultsDir: 'reports/out/allure-results' }],
    ],
  },
});
