import type { TestProject } from "vitest/node";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";

declare module "vitest" {
  export interface ProvidedContext {
    testServer: ConnectionSettings;
  }
}

let shadow: Shadow | undefined;

/** Starts one server for the whole run, on loopback so that every client can use it. */
export async function setup(project: TestProject): Promise<void> {
  shadow = await createShadow({
    projectDir: project.config.root,
    loopback: true,
    serverSettings: { max_connections: 200 },
  });
  project.provide("testServer", shadow.settings);
}

export async function teardown(): Promise<void> {
  await shadow?.dispose();
}
