/** One PostgreSQL for the whole run; a file of tests makes a database of its own in it (engines.ts). */
import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of a role that may create databases, or why there is none: only the tests that need it fail then. */
    postgres: { adminUrl: string } | { missing: string };
  }
}

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  try {
    const server = await startPostgres();
    project.provide('postgres', { adminUrl: server.adminUrl });
    return server.stop;
  } catch (error) {
    project.provide('postgres', { missing: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
}
