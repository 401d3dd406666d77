import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { findFreePort } from "../../src/postgres/embedded/port.ts";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { formatUrl } from "../../src/postgres/url.ts";
import { buildStages, type Image } from "../support/build-stages.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { createDeploymentProject, example } from "../support/deployment-project.ts";
import type { ForeignProject } from "../support/foreign-project.ts";
import { majorsFolder } from "../support/majors-folder.ts";
import { startPackageRegistry, type PackageRegistry } from "../support/package-registry.ts";
import { repository } from "./command-line.ts";

// The examples of docs/deployment/, each command of theirs run in a project that has the package from a registry.

let registry: PackageRegistry;
let project: ForeignProject;
let database: TestDatabase;

async function succeed(line: string, folder?: string): Promise<string> {
  const { code, shown } = await project.shell(line, folder);
  if (code !== 0) throw new Error(`${line}: ${shown}`);
  return shown;
}

beforeAll(async () => {
  registry = await startPackageRegistry();
  const made = await createTestDatabase();
  const commandLine = inject("commandLine");
  project = await createDeploymentProject(registry, { commandLine, databaseUrl: made.url });
  await made.drop();
}, 300_000);
afterAll(async () => {
  project?.dispose();
  await registry?.dispose();
});
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

/** What a migration that fails does to each of them. */
const broken = "better-auth_migrations/2.sql";
const withBroken = async (work: () => Promise<void>) => {
  project.write({ [broken]: "alter table nothing add column x int;\n" });
  try {
    await work();
  } finally {
    await succeed(`rm ${broken}`);
  }
};

it("the folder holds the examples that are tested here, and no others", () => {
  const found = readdirSync(join(repository, "docs/deployment"), {
    recursive: true,
    withFileTypes: true,
  });
  expect(
    found
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(
    [
      ".dockerignore",
      "Dockerfile",
      "Makefile",
      "app-with-init-container.yaml",
      "deploy.yml",
      "docker-compose.yml",
      "migrate-job.yaml",
      "nixpacks.toml",
    ].toSorted(),
  );
});

describe("Makefile", () => {
  const makefile = example("Makefile");
  const targets = (/^\.PHONY: (.*)$/m.exec(makefile)?.[1] ?? "").split(" ");
  // Of a major that the installed pg_dump can back up.
  let server: Shadow;
  let url: string;
  beforeAll(async () => {
    const major = 15;
    const places = { projectDir: repository, searchFolders: [majorsFolder] };
    server = await createShadow({ ...places, major, loopback: true });
  });
  afterAll(() => server?.dispose());
  beforeEach(async () => {
    url = formatUrl(await server.createDatabase());
  });
  const make = (target: string) => project.shell(`DATABASE_URL='${url}' make ${target}`);

  it("declares each of its targets, and has no other", () => {
    const rules = Array.from(makefile.matchAll(/^([\w-]+):/gm), ([, name]) => name);
    expect(rules).toEqual(targets);
    expect(targets.length).toBeGreaterThan(5);
  });

  it("every target does what it says, in the order of a release", async () => {
    const results: Record<string, string> = {};
    const order = [
      "db-wait",
      "db-deploy",
      "db-status",
      "db-check",
      "db-backup",
      "db-sync",
      "release",
    ];
    expect(order.toSorted()).toEqual(targets.toSorted());
    for (const target of order) {
      const { code, shown } = await make(target);
      expect(code, `${target}: ${shown}`).toBe(0);
      results[target] = shown;
    }
    expect(results["db-deploy"]).toContain("Applied 1 migration");
    expect(results["db-check"]).toContain("In sync");
    expect(await succeed("ls backups")).toMatch(/^\d{8}T\d{6}Z\.dump$/m);
    expect(project.read("deploy.log")).toContain("apply");
    expect(await succeed("ls dist")).toContain("server.js");
    expect(await succeed("ls .dbfirst/backups")).toContain(".dump.json");
    await succeed("rm -rf backups .dbfirst deploy.log dist");
  });

  it("stops at what fails", async () => {
    await make("db-deploy");
    await withBroken(async () => {
      const { code, shown } = await make("release");
      expect(code).toBe(2);
      expect(shown).toContain(`${broken}:1:1`);
      expect((await make("db-status")).code).not.toBe(0);
    });
    expect((await project.shell("ls dist")).code).not.toBe(0);
    await succeed("rm -rf .dbfirst deploy.log");
  });
});

describe("nixpacks.toml", () => {
  /** Arrays and texts of this file are those of JSON, too. */
  const value = (name: string) =>
    JSON.parse(
      new RegExp(`^${name} = (.*)$`, "m").exec(example("nixpacks.toml"))?.[1] ?? "null",
    ) as unknown;

  it("installs, builds, migrates and starts", async () => {
    const phases = Array.from(
      example("nixpacks.toml").matchAll(/^cmds = (.*)$/gm),
      ([, list = ""]) => JSON.parse(list) as string[],
    ).flat();
    expect(phases).toEqual(["npm ci", "npm run build"]);
    for (const line of phases) await succeed(line);
    await answers(value("cmd") as string, project.path, {});
    await succeed("rm -r dist");
  });

  it("starts nothing when a migration fails", async () => {
    await withBroken(async () => {
      const { code, shown } = await project.shell(
        `DATABASE_URL='${database.url}' ${value("cmd") as string}`,
      );
      expect(code).toBe(2);
      expect(shown).toContain(`${broken}:1:1`);
    });
  });
});

/** As whom images run; who isn't root can't be another one, and needn't. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** Starts a server in the background, as long as it takes to see it answer on its port. */
async function answers(line: string, cwd: string, env: Record<string, string>): Promise<void> {
  const port = await findFreePort(cwd);
  const child = execa(line, {
    shell: "/bin/bash",
    cwd,
    env: {
      PATH: process.env["PATH"]!,
      DATABASE_URL: database.url,
      PORT: String(port),
      HOST: "127.0.0.1",
      ...env,
    },
    extendEnv: false,
    reject: false,
    all: true,
    detached: true,
  });
  try {
    for (let tries = 0; tries < 6000 && child.exitCode === null; tries++) {
      const text = await fetch(`http://127.0.0.1:${port}/`).then(
        (response) => response.text(),
        () => undefined,
      );
      if (text === "ready") return;
      await delay(50);
    }
  } finally {
    if (child.exitCode === null) process.kill(-child.pid!, "SIGTERM");
  }
  throw new Error(`It doesn't answer: ${(await child).all}`);
}

interface Step {
  uses?: string;
  run?: string;
  if?: string;
  env?: Record<string, string>;
}

describe("deploy.yml", () => {
  const workflow = parse(example("deploy.yml")) as {
    concurrency: { "cancel-in-progress": boolean };
    permissions: object;
    jobs: Record<string, { steps: Step[] }>;
  };
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  /** The steps in a clone, as the runner goes through them. */
  const run = async (clone: ForeignProject, skipped: readonly string[] = []) => {
    let code = 0;
    let shown = "";
    for (const { run: line, env } of steps) {
      if (line === undefined || code !== 0 || skipped.includes(line)) continue;
      const variables = Object.entries(env ?? {}).map(
        ([name, text]) => `${name}='${text.replace("${{ secrets.DATABASE_URL }}", database.url)}' `,
      );
      const result = await clone.shell(variables.join("") + line);
      code = result.code;
      shown += result.shown;
    }
    return { code, shown, log: clone.read("deploy.log") };
  };

  it("is cautious: one at a time, not cut off, and may only read the repository", () => {
    expect(workflow.concurrency["cancel-in-progress"]).toBe(false);
    expect(workflow.permissions).toEqual({ contents: "read" });
    const used = steps.flatMap(({ uses }) => uses ?? []);
    expect(used).toEqual([
      "actions/checkout@v4",
      "actions/setup-node@v4",
      "actions/upload-artifact@v4",
    ]);
    expect(steps.filter((step) => step.if !== undefined).map((step) => step.if)).toEqual([
      "always()",
    ]);
  });

  it("deploys, keeps a log without the password, and stops at a migration that fails", async () => {
    const clone = await project.clone();
    try {
      const first = await run(clone);
      expect(first.code, first.shown).toBe(0);
      expect(first.log).toContain("deploying to");
      expect(first.log + first.shown).not.toContain(new URL(database.url).password);
      clone.write({ [broken]: "alter table nothing add column x int;\n" });
      const second = await run(clone, ["npm ci"]);
      expect(second.code).toBe(2);
      expect(second.log).toContain(`${broken}:1:1`);
      expect(second.shown).not.toContain("npm run build");
    } finally {
      clone.dispose();
    }
  });
});

interface Container {
  name: string;
  image: string;
  command: string[];
  args?: string[];
  env: { name: string; valueFrom: { secretKeyRef: { name: string; key: string } } }[];
  securityContext: { allowPrivilegeEscalation: boolean };
}

interface PodSpec {
  restartPolicy?: string;
  securityContext: { runAsNonRoot: boolean };
  initContainers?: Container[];
  containers: Container[];
}

describe("images", () => {
  let images: ReadonlyMap<string, Image>;
  let dispose: (() => void) | undefined;
  beforeAll(async () => {
    const shell = async (line: string, folder: string) => {
      const usual = { audit: "false", prefer_offline: "true", fetch_retries: "5" };
      const npm = { registry: registry.url, ...usual };
      const npmEnv = Object.fromEntries(
        Object.entries(npm).map(([name, value]) => [`npm_config_${name}`, value]),
      );
      await execa(line, {
        shell: true,
        cwd: folder,
        env: npmEnv,
      });
    };
    ({ images, dispose } = await buildStages(
      join(project.path, "Dockerfile"),
      project.path,
      shell,
    ));
  }, 300_000);
  afterAll(() => dispose?.());

  const runIn = (name: string, words: readonly string[], env: Record<string, string>) => {
    const image = images.get(name)!;
    const [program, ...argv] = words;
    return execa(program!, argv, {
      cwd: image.folder,
      env: { PATH: process.env["PATH"]!, ...image.env, ...env },
      extendEnv: false,
      reject: false,
      all: true,
      ...nobody,
    });
  };

  /** A server has to answer, anything else to end well. */
  const succeedIn = async (name: string, words: readonly string[], url: string): Promise<void> => {
    const { folder, env } = images.get(name)!;
    if (name === "app") return answers(words.join(" "), folder, { ...env, DATABASE_URL: url });
    const { exitCode, all } = await runIn(name, words, { DATABASE_URL: url });
    if (exitCode !== 0) throw new Error(`${words.join(" ")}: ${all}`);
  };

  it("run as somebody who isn't root, and hold what their commands need", () => {
    for (const name of ["migrate", "app"]) expect(images.get(name)!.user).toBe("node");
    const names = (name: string) => readdirSync(images.get(name)!.folder);
    expect(names("migrate")).not.toContain("dist");
    expect(names("app")).toEqual(["dist", "node_modules", "package-lock.json", "package.json"]);
  });

  it("migrate deploys, and a second time finds nothing to do; app answers", async () => {
    const { command } = images.get("migrate")!;
    const env = { DATABASE_URL: database.url };
    const first = await runIn("migrate", command, env);
    expect(first.exitCode, first.all).toBe(0);
    expect(first.all).toContain("Applied 1 migration");
    const second = await runIn("migrate", command, env);
    expect(second.exitCode, second.all).toBe(0);
    expect(second.all).toContain("Nothing to apply");
    await succeedIn("app", images.get("app")!.command, database.url);
  });

  it("the services of docker-compose.yml wait for each other, and run with their settings", async () => {
    type Service = {
      image?: string;
      build?: { target: string };
      environment: Record<string, string>;
      depends_on?: Record<string, { condition: string }>;
      ports?: string[];
      healthcheck?: { test: string[] };
      restart?: string;
    };
    const { services } = parse(example("docker-compose.yml")) as {
      services: Record<"database" | "migrate" | "app", Service>;
    };
    expect(Object.keys(services)).toEqual(["database", "migrate", "app"]);
    expect(services.migrate.depends_on).toEqual({ database: { condition: "service_healthy" } });
    expect(services.migrate.restart).toBe("no");
    expect(services.app.depends_on).toEqual({
      migrate: { condition: "service_completed_successfully" },
    });
    expect(services.database.ports).toEqual(["127.0.0.1:${POSTGRES_PORT:-5433}:5432"]);

    const { hostname, port, pathname, username, password } = new URL(database.url);
    const own = services.database.environment;
    // The health check, where another server stands for the service.
    const [kind, health = ""] = services.database.healthcheck!.test;
    expect(kind).toBe("CMD-SHELL");
    const here = health
      .replace("--host=127.0.0.1", `--host=${hostname} --port=${port}`)
      .replace(own["POSTGRES_DB"]!, pathname.slice(1));
    const healthy = await execa(`/usr/lib/postgresql/15/bin/${here}`, { shell: true });
    expect(healthy.stdout).toContain("accepting connections");
    const dead = here.replace(`--port=${port}`, "--port=1");
    const ill = await execa(`/usr/lib/postgresql/15/bin/${dead}`, { shell: true, reject: false });
    expect(ill.exitCode).toBe(2);

    for (const name of ["migrate", "app"] as const) {
      const url = services[name].environment["DATABASE_URL"]!;
      expect(url).toBe("postgres://app:${POSTGRES_PASSWORD:?}@database:5432/app?sslmode=disable");
      const filledIn = url
        .replace("//app:", `//${username}:`)
        .replace("${POSTGRES_PASSWORD:?}", password)
        .replace("database:5432/app", `${hostname}:${port}${pathname}`);
      const { target } = services[name].build!;
      expect(target).toBe(name);
      await succeedIn(name, images.get(target)!.command, filledIn);
    }
  });

  const manifests = ["migrate-job.yaml", "app-with-init-container.yaml"].map((file) => ({
    file,
    objects: parseAllDocuments(example(`kubernetes/${file}`)).map(
      (document) =>
        document.toJS() as {
          apiVersion: string;
          kind: string;
          metadata: { name: string };
          spec: {
            backoffLimit?: number;
            activeDeadlineSeconds?: number;
            podFailurePolicy?: {
              rules: { action: string; onExitCodes: { containerName: string; values: number[] } }[];
            };
            selector?: { matchLabels: object };
            template: { metadata: { labels: object }; spec: PodSpec };
          };
        },
    ),
  }));

  it.each(manifests)(
    "kubernetes/$file: no rights, and the database from a secret",
    ({ objects }) => {
      expect(objects).toHaveLength(1);
      for (const { metadata, spec } of objects) {
        expect(metadata.name).toMatch(/^[a-z-]+$/);
        const pod = spec.template.spec;
        expect(pod.securityContext.runAsNonRoot).toBe(true);
        for (const container of [...(pod.initContainers ?? []), ...pod.containers]) {
          expect(container.securityContext.allowPrivilegeEscalation).toBe(false);
          expect(container.env).toEqual([
            { name: "DATABASE_URL", valueFrom: { secretKeyRef: { name: "database", key: "url" } } },
          ]);
        }
      }
    },
  );

  it("the job tries again, but not for drift, and not for ever", () => {
    const { apiVersion, kind, spec } = manifests[0]!.objects[0]!;
    expect([apiVersion, kind]).toEqual(["batch/v1", "Job"]);
    const { restartPolicy, containers } = spec.template.spec;
    expect(restartPolicy).toBe("Never");
    expect(spec.backoffLimit).toBeGreaterThan(0);
    expect(spec.activeDeadlineSeconds).toBeGreaterThan(0);
    expect(spec.podFailurePolicy!.rules).toMatchObject([
      { action: "FailJob", onExitCodes: { containerName: containers[0]!.name, values: [1] } },
    ]);
  });

  it("the deployment has one init container", () => {
    const { apiVersion, kind, spec } = manifests[1]!.objects[0]!;
    expect([apiVersion, kind]).toEqual(["apps/v1", "Deployment"]);
    expect(spec.selector!.matchLabels).toEqual(spec.template.metadata.labels);
    expect(spec.template.spec.initContainers).toHaveLength(1);
  });

  it.each(manifests)("kubernetes/$file runs its commands in its images", async ({ objects }) => {
    const pods = objects.map(({ spec }) => spec.template.spec);
    const containers = pods.flatMap((pod) => [...(pod.initContainers ?? []), ...pod.containers]);
    expect(containers.length).toBeGreaterThan(0);
    for (const { image, command, args = [] } of containers) {
      const [, name = ""] = /app\/(\w+):/.exec(image) ?? [];
      await succeedIn(name, [...command, ...args], database.url);
    }
  });

  it("two pods at once: one migrates, the other waits for it", async () => {
    const { command } = images.get("migrate")!;
    const results = await Promise.all(
      [1, 2].map(() => runIn("migrate", command, { DATABASE_URL: database.url })),
    );
    for (const { exitCode, all } of results) expect(exitCode, all).toBe(0);
    const texts = results.map(({ all }) => all);
    for (const outcome of ["Applied 1 migration", "Nothing to apply"])
      expect(texts.filter((text) => text?.includes(outcome)).length, texts.join("\n\n")).toBe(1);
  });
});
