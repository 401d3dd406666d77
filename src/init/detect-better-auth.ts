import { textOf, within, type Folder } from "./folders.ts";
import type { SourceDraft } from "./source-draft.ts";

const fileName = /^(better[-_]?)?auth([.-](options|config|server))?\.[cm]?[jt]sx?$/i;

/**
 * The file that calls `betterAuth()` where Better Auth itself wouldn't look for it, such as betterauth/auth.ts. Undefined
 * where none is called after it, or several are.
 */
export function findUnusualAuthConfig(
  project: string,
  folders: readonly Folder[],
): string | undefined {
  const named = folders.flatMap(({ path, files }) =>
    files.filter((name) => fileName.test(name)).map((name) => within(path, name)),
  );
  const [found, ...others] = named.filter((file) =>
    /\bbetterAuth\s*\(/.test(textOf(project, file) ?? ""),
  );
  return others.length === 0 ? found : undefined;
}

/** With an adapter, Better Auth has its tables in another system's schema. */
export function hasAdapter(project: string, authConfig: string | undefined): boolean {
  const text = authConfig === undefined ? undefined : textOf(project, authConfig);
  return text !== undefined && /\b(drizzleAdapter|prismaAdapter|mongodbAdapter)\b/.test(text);
}

/**
 * Better Auth's folder comes first; `dbfirst auth generate` fills it where there is none yet.
 *
 * @param config the file to be named; undefined: one that is found without.
 */
export function withBetterAuth(
  sources: readonly SourceDraft[],
  config: string | undefined,
): readonly SourceDraft[] {
  const settings = config === undefined ? {} : { kind: "better-auth", config };
  const present = sources.find(({ system }) => system === "Better Auth");
  if (present !== undefined)
    return sources.map((source) =>
      source === present ? { ...source, settings: { ...source.settings, ...settings } } : source,
    );
  const draft: SourceDraft = {
    system: "Better Auth",
    migrations: 0,
    settings: {
      name: "better-auth",
      kind: "better-auth",
      directory: "better-auth_migrations",
      ...settings,
    },
    remarks: [],
  };
  return [draft, ...sources];
}
