import { ExitCode, UsageError } from "../errors.ts";
import { applyOneSource } from "./apply-one-source.ts";
import { defineCommand, type Context, type Invocation } from "./command.ts";
import { openProject } from "./open-project.ts";
import { progressOn } from "./progress.ts";
import { databaseOptions, reportOptions } from "./shared-options.ts";
import { writeReport } from "./write-report.ts";

const options = {
  "auth-config": {
    type: "string",
    value: "FILE",
    help: "generate: the file that exports `auth`. Default: auth.ts, lib/auth.ts, src/lib/auth.ts, src/auth.ts and so on, as Better Auth looks for it.",
  },
  schema: {
    type: "string",
    value: "NAME",
    help: "generate: the PostgreSQL schema for Better Auth's tables. Default: what the config says, else the first of the search path.",
  },
  name: {
    type: "string",
    value: "NAME",
    help: "generate: what the new file's name says besides the time.",
  },
  ...databaseOptions,
  "dry-run": {
    type: "boolean",
    help: "generate: print what would be written; migrate: say what would run. Nothing is written or run.",
  },
  ...reportOptions,
} as const;

export const authCommand = defineCommand({
  name: "auth",
  summary:
    "Better Auth's tables: `auth generate` writes the next SQL file, `auth migrate` applies them.",
  description: `auth generate replays the committed files of all sources on a throw-away server, asks the project's own better-auth
what is missing there, tries its SQL, and writes it into better-auth_migrations/. It doesn't touch your database, and if
nothing is missing, it writes nothing.
auth migrate applies what is pending of these files, and nothing of the other sources.`,
  arguments: "generate|migrate",
  options,
  examples: [
    ["dbfirst auth generate", "after a plugin was added to auth.ts"],
    ["dbfirst auth generate --auth-config src/server/auth.ts --name two_factor", "another file"],
    ["dbfirst auth migrate", "only Better Auth's files; dbfirst apply takes all sources"],
  ],
  async run(context, invocation) {
    const [action, ...others] = invocation.arguments;
    if (others.length > 0 || (action !== "generate" && action !== "migrate")) {
      throw new UsageError(
        `dbfirst auth takes generate or migrate, found ${invocation.arguments.length === 0 ? "nothing" : `"${invocation.arguments.join(" ")}"`}`,
        { hint: "dbfirst auth --help shows examples." },
      );
    }
    return action === "generate" ? generate(context, invocation) : migrate(context, invocation);
  },
});

type AuthInvocation = Invocation<typeof options>;

async function generate(context: Context, { options: given }: AuthInvocation): Promise<number> {
  refuseUnfit("generate", given, ["url", "timeout"]);
  refuseLabel(given.name);
  const project = await openProject(context);
  const { generateAuth } = await import("../workflow/auth/generate.ts");
  const { renderAuthGenerate, authGenerateAsJson } = await import("../report/auth.ts");
  const result = await generateAuth(
    project,
    {
      configFile: given["auth-config"],
      schema: given.schema,
      label: given.name,
      now: new Date(),
      dryRun: given["dry-run"],
    },
    progressOn(context),
  );
  writeReport(context, given, {
    text: ({ palette }) => renderAuthGenerate(result, { dryRun: given["dry-run"] }, palette),
    json: () => authGenerateAsJson(result, { dryRun: given["dry-run"] }),
  });
  return ExitCode.ok;
}

async function migrate(context: Context, { options: given }: AuthInvocation): Promise<number> {
  refuseUnfit("migrate", given, ["auth-config", "schema", "name"]);
  const project = await openProject(context);
  const { authSource } = await import("../workflow/auth/source.ts");
  return applyOneSource(context, project, authSource(project).name, given);
}

function refuseUnfit(
  action: string,
  given: AuthInvocation["options"],
  names: readonly (keyof AuthInvocation["options"])[],
): void {
  const found = names.find((name) => given[name] !== undefined);
  if (found === undefined) return;
  throw new UsageError(`dbfirst auth ${action} has no option --${found}`, {
    hint: "dbfirst auth --help says which option belongs to which.",
  });
}

function refuseLabel(label: string | undefined): void {
  if (label === undefined || /^[\w-]+$/.test(label)) return;
  throw new UsageError(`--name takes letters, digits, - and _, found "${label}"`);
}
