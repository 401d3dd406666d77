/**
 * Notes which environment variables the project's own files look for in vain, so that a config that doesn't load can be
 * explained by name. What packages look for isn't noted: most of that is optional.
 *
 * @returns the names so far, sorted.
 */
export function watchVariables(): () => string[] {
  const missing = new Set<string>();
  const { env } = process;
  process.env = new Proxy(env, {
    get(target, name) {
      const value = Reflect.get(target, name) as string | undefined;
      if (value === undefined && typeof name === "string" && isAskedByProject()) missing.add(name);
      return value;
    },
  });
  return () => [...missing].toSorted();
}

function isAskedByProject(): boolean {
  // Error, isAskedByProject, the proxy's get, and then whoever asks.
  const caller = new Error().stack?.split("\n")[3] ?? "";
  return !caller.includes("node_modules") && !caller.includes("node:internal");
}
