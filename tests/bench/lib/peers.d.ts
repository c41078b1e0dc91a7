/** What the benchmarks use of packages that only `npm run bench` installs. */
declare module 'lighthouse' {
  interface AuditRef {
    id: string;
    weight: number;
  }
  interface Run {
    lhr: {
      runtimeError?: { message: string };
      categories: Record<string, { score: number | null; auditRefs: AuditRef[] } | undefined>;
      audits: Record<string, { title: string; score: number | null; numericValue?: number } | undefined>;
    };
  }
  export default function lighthouse(
    address: string,
    flags: { port: number; onlyCategories: string[]; output: 'json'; logLevel: 'silent' },
  ): Promise<Run | undefined>;
}
