import { configDefaults, defineConfig } from "vitest/config";

/** `pnpm test`: what runs on a bare machine, with the PostgreSQL that npm delivers. */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, "test/**/*.integration.test.ts", "test/fixtures/**"],
    globalSetup: ["test/support/bundle.ts", "test/support/global-setup.ts"],
    // Tests wait for servers more than they compute, and share one PostgreSQL with as many processes.
    pool: "forks",
    maxWorkers: 2,
    // Ten times what the longest takes on a quiet machine: a busy one isn't a failure.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 60_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
