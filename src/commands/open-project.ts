import type { Project } from "../config/load.ts";
import type { Target } from "../postgres/settings.ts";
import type { Context } from "./command.ts";

/** The options that choose a database, as every command of that sort has them. */
export interface DatabaseChoice {
  url: string | undefined;
  timeout: number | undefined;
  /** What is done with it begins by reading the catalog. */
  readsFirst?: boolean;
}

/**
 * Reads the project's configuration, and where throw-away databases are made; says which files aren't read.
 *
 * @param options.anywhere the database alone matters, and it is named: any folder will do.
 * @throws UsageError for a folder within a project that isn't one itself.
 */
export async function openProject(
  context: Context,
  { anywhere = false }: { anywhere?: boolean } = {},
): Promise<Project> {
  const { directory, configFile, console } = context;
  const [{ overlookedConfigs }, { refuseInnerFolder }] = await Promise.all([
    import("../config/find-configs.ts"),
    import("../config/outer-project.ts"),
  ]);
  if (!anywhere) refuseInnerFolder(directory, configFile);
  for (const { file, read } of overlookedConfigs({ directory, configFile }))
    console.note(
      `${console.palette.yellow("warning:")} ${file} isn't read, since there is ${read}: delete one of them.`,
    );
  return readProject(context);
}

/** The same, without a word: for whoever reads it again. */
export async function readProject(context: Context): Promise<Project> {
  const { directory, configFile, shadowUrl, env, console } = context;
  const { loadProject } = await import("../config/load.ts");
  const project = await loadProject({ directory, configFile });
  if (shadowUrl === undefined && !env["DBFIRST_SHADOW_URL"] && project.shadow === undefined)
    return project;
  const { chooseShadow } = await import("../config/choose-shadow.ts");
  const around = { env, warn: (text: string) => console.note(text) };
  const shadow = chooseShadow(shadowUrl, project.shadow, around);
  if (shadow !== undefined) console.hidePasswords(shadow);
  return { ...project, shadow };
}

/** The database that was named, if one was; the embedded one doesn't count. */
export async function namedTarget(
  context: Context,
  project: Project,
  options: DatabaseChoice,
): Promise<Target | undefined> {
  const [{ chooseTarget }, { embeddedUrl }] = await Promise.all([
    import("../config/choose-target.ts"),
    import("../postgres/embedded/url-file.ts"),
  ]);
  const target = chooseTarget({
    url: options.url,
    databaseUrl: context.env.DATABASE_URL,
    credentials: project.credentials,
    embeddedUrl: embeddedUrl({ projectDir: project.directory }),
    around: { env: context.env, warn: (text) => context.console.note(text) },
  });
  if (target !== undefined) context.console.hidePasswords(target.settings);
  return target;
}

/**
 * Gives `work` a database that answers: the named one, or the embedded one, which is started for it and stopped again
 * unless it was running before. Says first which one it is and why.
 */
export async function withTarget<T>(
  context: Context,
  project: Project,
  options: DatabaseChoice,
  work: (target: Target) => Promise<T>,
): Promise<T> {
  const named = await namedTarget(context, project, options);
  return named === undefined
    ? withEmbedded(context, project, work)
    : withNamed(context, named, options, work);
}

/** The databases that a check looks at: the named one; else the embedded one, if this project has it and anything is in it. */
export async function withCheckedDatabases<T>(
  context: Context,
  project: Project,
  options: DatabaseChoice,
  work: (databases: { target: Target | undefined; embedded: Target | undefined }) => Promise<T>,
): Promise<T> {
  const named = await namedTarget(context, project, options);
  if (named !== undefined) {
    await announce(context, named);
    const target = await beforeReading(context, named, options);
    return work({ target, embedded: undefined });
  }
  const { embeddedUrl } = await import("../postgres/embedded/url-file.ts");
  const at = { projectDir: project.directory, major: project.postgresMajor };
  if (embeddedUrl(at) !== undefined) {
    const { isEmptyDatabase, isKnownEmpty, rememberEmpty } =
      await import("../postgres/embedded/known-empty.ts");
    if (!isKnownEmpty(at)) {
      const checked = await withEmbedded(context, project, async (embedded) =>
        (await isEmptyDatabase(embedded.settings))
          ? undefined
          : { result: await work({ target: undefined, embedded }) },
      );
      if (checked !== undefined) return checked.result;
      rememberEmpty(at);
    }
    context.console.note("Database: the embedded one is empty, so the SQL files alone are checked");
    return work({ target: undefined, embedded: undefined });
  }
  context.console.note("Database: none is named, so the SQL files are checked on a throw-away one");
  return work({ target: undefined, embedded: undefined });
}

async function withNamed<T>(
  context: Context,
  target: Target,
  options: DatabaseChoice,
  work: (target: Target) => Promise<T>,
): Promise<T> {
  await announce(context, target);
  const answering = options.readsFirst
    ? await beforeReading(context, target, options)
    : await waitFor(context, target, options.timeout ?? 0);
  context.signal.throwIfAborted();
  return work(answering);
}

/** Without a time to wait, the reader's own session is the one try: another costs a distant server six round trips. */
async function beforeReading(
  context: Context,
  named: Target,
  { timeout }: DatabaseChoice,
): Promise<Target> {
  const isChosen = named.settings.servers === undefined;
  return isChosen && !timeout ? named : waitFor(context, named, timeout ?? 0);
}

async function announce({ console }: Context, target: Target): Promise<void> {
  const { describeDatabase } = await import("../postgres/format-url.ts");
  const others = target.settings.servers?.length ?? 1;
  const choice = others > 1 ? `, the first of ${others} servers that will do` : "";
  console.note(`Database: ${describeDatabase(target.settings)}${choice} (${target.origin})`);
}

/** Waits until the database answers a query. Of several servers, the one that does is the target from then on. */
export async function waitFor(
  context: Context,
  target: Target,
  timeoutSeconds: number,
): Promise<Target> {
  const { console, signal } = context;
  const { waitForServer } = await import("../postgres/wait.ts");
  console.step("Connecting");
  const settings = await waitForServer(target.settings, {
    timeoutSeconds,
    signal,
    onAttempt: ({ reason }) =>
      console.step(`Waiting for the database: ${reason.replace(/\.$/, "")}`),
  });
  console.done();
  return { ...target, settings };
}

async function withEmbedded<T>(
  context: Context,
  project: Project,
  work: (target: Target) => Promise<T>,
): Promise<T> {
  const { console, env, signal } = context;
  const { startEmbedded } = await import("../postgres/embedded/server.ts");
  console.step(`Starting the embedded PostgreSQL ${project.postgresMajor}`);
  const server = await startEmbedded({
    projectDir: project.directory,
    major: project.postgresMajor,
    env,
    signal,
    onProgress: (text: string) => console.step(text),
  });
  console.done();
  console.hidePasswords(server.settings);
  const state = server.alreadyRunning ? "running" : "started for this command";
  console.note(
    `Database: embedded PostgreSQL ${server.major} in .dbfirst/ (no other was named; ${state})`,
  );
  if (project.databases.length > 0) {
    const names = project.databases.map(({ name }) => name).join(", ");
    console.note(`  not one of those in dbfirst.config.ts (${names}), which --databases takes`);
  }
  try {
    return await work({ settings: server.settings, origin: "embedded" });
  } finally {
    // The last use stops the server, unless `up` keeps it running.
    await server.stop();
  }
}
