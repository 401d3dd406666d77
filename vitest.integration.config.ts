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
    // Each file has databases, roles, folders and servers of its own, so that two run beside each other.
    pool: "forks",
    maxWorkers: 2,
    // Ten times what the longest takes on a quiet machine: a busy one isn't a failure.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    teardownTimeout: 60_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
