/// <reference types="vitest/config" />
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig, type UserConfig } from 'vite';

const here = (path: string): string => resolve(import.meta.dirname, path);

/** Preact through Vite's own compiler; the preset wants another Preact. */
const OXC: UserConfig['oxc'] = { jsx: { runtime: 'automatic', importSource: 'preact' } };

/** Of each entry; server/bin/build.mjs names the entry and builds one after the other. */
/**
 * Vite's own helper for lazy pieces is 0.6 kB (gz) that every visitor would wait for: it hints modules that the browser
 * finds by itself. What is needed of it is the style sheet of a lazy piece.
 */
const SMALL_PRELOAD = {
  name: 'small-preload',
  enforce: 'pre' as const,
  load(id: string): string | undefined {
    if (!id.includes('vite/preload-helper')) return undefined;
    return `export const __vitePreload = (load, files) => {
      for (const file of files || []) {
        if (!file.endsWith('.css') || document.querySelector('link[href="/' + file + '"]')) continue;
        const link = document.createElement('link');
        link.rel = 'stylesheet';
        link.href = '/' + file;
        document.head.append(link);
      }
      return load();
    };`;
  },
};

const pages: UserConfig = {
  plugins: [SMALL_PRELOAD],
  root: here('web'),
  publicDir: false,
  base: '/',
  oxc: OXC,
  // No kiosk's clock stands before it.
  define: { __BUILT_AT__: String(Date.now()) },
  build: {
    outDir: here('dist/web'),
    emptyOutDir: false,
    // Phones of 2020 (Android 7 with Chrome 80) and iOS 14: ES2020 without what came later. BigInt, which the passes'
    // digits need, cannot be rewritten for anything older.
    target: ['chrome80', 'firefox78', 'safari14'],
    // The content security policy allows no inline script, and Trusted Types no made-up one.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    assetsDir: 'assets',
    reportCompressedSize: false,
    // The kiosk is kept by its service worker and loaded once; the visitor's page has a budget of its own.
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      output: {
        entryFileNames: 'assets/[name]-[hash].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
  worker: {
    // A classic script. The decoder is the only worker, and its name carries the policy that lets it run WebAssembly.
    format: 'iife',
    rolldownOptions: { output: { entryFileNames: 'assets/decoder-[hash].js' } },
  },
};

const shared = {
  environment: 'node' as const,
  pool: 'forks' as const,
  globalSetup: existsSync(here('tests/global-setup.ts')) ? ['tests/global-setup.ts'] : [],
};

/** Units and HTTP side by side in two processes, then the journeys one after the other: each drives a browser and a server. */
const tests: UserConfig = {
  oxc: OXC,
  test: {
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: 'units',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', 'tests/e2e/**', 'tests/screens/**'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: 'e2e',
          include: ['tests/{e2e,screens}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**'],
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
};

export default defineConfig(process.env.VITEST ? tests : pages);
