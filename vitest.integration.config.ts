import { configDefaults, defineConfig } from "vitest/config";

/** `pnpm test:integration`: what needs psql, pg_dump, Docker, other PostgreSQL majors, or long times. */
export default defineConfig({
  test: {
    include: ["test/**/*.integration.test.ts"],
    exclude: [...configDefaults.exclude, "test/fixtures/**"],
    globalSetup: [
      "test/support/postgres-majors.ts",
      "test/support/drizzle-0.ts",
      "test/support/bundle.ts",
      "test/support/global-setup.ts",
    ],
    pool: "forks",
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
