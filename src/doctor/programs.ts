import { ok, problem, warning, type Finding } from "./diagnosis.ts";
import { minorOf, type InstalledPackage } from "./installed-package.ts";

/** The command that adds a package to the project. */
export type Add = (name: string, isDevelopment: boolean) => string;

type Found = Pick<InstalledPackage, "version"> | undefined;

/** The oldest Node that dbfirst runs on: `engines` of its package.json. */
const oldestMinors: Readonly<Record<number, number>> = { 20: 19, 22: 12 };

export function judgeNode(version: string): Finding[] {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  if (minor >= (oldestMinors[major] ?? (major > 22 ? 0 : Infinity))) return [ok(`Node ${version}`)];
  return [
    problem(
      `Node ${version}: dbfirst needs 20.19, 22.12 or newer`,
      "Install a current Node: https://nodejs.org",
    ),
  ];
}

/** The dbfirst that runs beside the one that the project has. */
export function judgeDbfirst(
  running: { version: string; folder: string },
  installed: Pick<InstalledPackage, "version" | "folder"> | undefined,
  add: Add,
): Finding[] {
  if (installed === undefined) {
    return [
      warning(
        `dbfirst ${running.version} runs, and isn't installed in this project: everybody else would get another version`,
        add(`drizzle-dbfirst@${running.version}`, true),
      ),
    ];
  }
  if (installed.version === running.version) return [ok(`dbfirst ${running.version}`)];
  return [
    warning(
      `dbfirst ${running.version} runs (${running.folder}), and the project has ${installed.version}`,
      "Run the project's own: npx dbfirst doctor, or a script of package.json.",
    ),
  ];
}

export interface Orm {
  version: string;
  line: "1.0" | "0.45";
  tested: boolean;
}

/** @param pinned the drizzle-orm that dbfirst brings. */
export function judgeOrm(orm: Orm | undefined, pinned: string, add: Add): Finding[] {
  if (orm === undefined) {
    return [
      warning(
        "drizzle-orm isn't installed where the schema files are: they are written for 1.0, and don't compile",
        add(`drizzle-orm@${pinned}`, false),
      ),
    ];
  }
  if (orm.tested) return [ok(`drizzle-orm ${orm.version}`)];
  return [
    warning(
      `drizzle-orm ${orm.version}: dbfirst was tried with ${orm.line === "1.0" ? pinned : "0.45"}, and writes the files for that`,
      add(`drizzle-orm@${orm.line === "1.0" ? pinned : "0.45"}`, false),
    ),
  ];
}

/**
 * drizzle-kit beside drizzle-orm.
 *
 * @param own the one that dbfirst introspects with.
 * @param pinned the version that it should be.
 */
export function judgeKit(
  { own, project, orm }: { own: Found; project: Found; orm: Orm | undefined },
  pinned: string,
  add: Add,
): Finding[] {
  const findings: Finding[] = [];
  if (own === undefined || own.version !== pinned) {
    findings.push(
      problem(
        `dbfirst pulls with drizzle-kit ${pinned}, and ${own === undefined ? "finds none" : `finds ${own.version}`}`,
        "Install dbfirst again; if package.json has `overrides` or `resolutions` for drizzle-kit, take them out.",
      ),
    );
  }
  if (project === undefined || orm === undefined) return findings;
  const fits =
    orm.line === "0.45" ? project.version.startsWith("0.") : project.version === orm.version;
  const wanted = orm.line === "0.45" ? "drizzle-kit@0.31" : `drizzle-kit@${orm.version}`;
  findings.push(
    fits
      ? ok(`drizzle-kit ${project.version}`)
      : warning(
          `drizzle-kit ${project.version} and drizzle-orm ${orm.version} don't fit: generate, push and studio may fail`,
          add(wanted, true),
        ),
  );
  return findings;
}

/** Better Auth beside its command lines. `auth` is the newer one's package. */
export function judgeBetterAuth({
  library,
  oldCli,
  newCli,
}: Record<"library" | "oldCli" | "newCli", Found>): Finding[] {
  if (library === undefined) return [];
  const findings = [ok(`better-auth ${library.version}`)];
  for (const [name, cli] of [
    ["@better-auth/cli", oldCli],
    ["auth", newCli],
  ] as const) {
    if (cli === undefined || minorOf(cli.version) === minorOf(library.version)) continue;
    findings.push(
      problem(
        `${name} ${cli.version} brings a better-auth of its own, and the project has ${library.version}: it would write the tables of another version`,
        `Remove ${name}, or install the command line of the library's version: \`dbfirst auth generate\` refuses it. It asks the project's own better-auth and needs no command line.`,
      ),
    );
  }
  if (oldCli !== undefined && newCli !== undefined) {
    findings.push(
      warning(
        "@better-auth/cli and auth both have a program called better-auth: which one runs is chance",
        "Remove @better-auth/cli.",
      ),
    );
  }
  return findings;
}

/** The oldest TypeScript that understands drizzle-orm's declarations. */
const oldestTypeScript = 5;

export function judgeTypeScript(installed: Found): Finding[] {
  if (installed === undefined) return [];
  if (Number.parseInt(installed.version, 10) >= oldestTypeScript)
    return [ok(`TypeScript ${installed.version}`)];
  return [
    warning(
      `TypeScript ${installed.version} doesn't understand drizzle-orm's types`,
      "Install TypeScript 5 or later.",
    ),
  ];
}

/** pg_dump and psql beside the server. `serverMajor`: undefined where it isn't known. */
export function judgeClients(
  dumps: readonly { version: string; major: number }[],
  psqls: readonly { version: string; major: number }[],
  needs: { serverMajor: number | undefined; usesPsql: boolean; isEmbedded: boolean },
): Finding[] {
  const newest = (found: readonly { version: string; major: number }[]) =>
    found.toSorted((a, b) => b.major - a.major)[0];
  const [dump, psql] = [newest(dumps), newest(psqls)];
  const there = [
    ...(dump === undefined ? [] : [`pg_dump ${dump.version}`]),
    ...(psql === undefined ? [] : [`psql ${psql.version}`]),
  ].join(", ");
  const { serverMajor, usesPsql, isEmbedded } = needs;
  const findings: Finding[] = [];
  if (usesPsql && psql === undefined) {
    findings.push(
      problem(
        'psql.executor is "psql", and there is none',
        "Install PostgreSQL's client programs, or take psql.executor out of dbfirst.config.ts.",
      ),
    );
  }
  const wanted = serverMajor ?? 0;
  if (!isEmbedded && (dump === undefined || dump.major < wanted)) {
    const missing =
      dump === undefined
        ? "There is no pg_dump"
        : `pg_dump ${dump.version} is older than the server`;
    findings.push(
      warning(
        `${missing}: dbfirst backup, and deployments with a backup, can't be run from here`,
        `Install PostgreSQL's client programs${serverMajor === undefined ? "" : `, version ${serverMajor} or later`}. Nothing else needs them.`,
      ),
    );
  } else if (findings.length === 0) {
    findings.push(ok(there === "" ? "No pg_dump and psql here, and none is needed" : `${there}`));
  }
  return findings;
}
