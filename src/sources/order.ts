import { ConfigError } from "../errors.ts";

/** What ordering needs of a source. */
export interface Ordered {
  name: string;
  dependsOn?: readonly string[] | undefined;
}

/**
 * The sources as they run: in the order of the list, except that each comes after those that it depends on. Pure.
 *
 * @throws ConfigError for names that no source has, and for circles.
 */
export function inOrder<S extends Ordered>(sources: readonly S[]): S[] {
  const known = new Map(sources.map((source) => [source.name, source]));
  const ordered = new Set<S>();
  const add = (source: S, trail: readonly string[]): void => {
    if (ordered.has(source)) return;
    if (trail.includes(source.name)) {
      const circle = [...trail.slice(trail.indexOf(source.name)), source.name].join(" → ");
      throw problem(sources, source, `is a circle: ${circle}`);
    }
    for (const name of source.dependsOn ?? []) {
      const other = known.get(name);
      if (other === undefined) {
        const names = sources.map((one) => one.name).join(", ");
        throw problem(sources, source, `there is no source "${name}"; there are ${names}`);
      }
      add(other, [...trail, source.name]);
    }
    ordered.add(source);
  };
  for (const source of sources) add(source, []);
  return [...ordered];
}

function problem(sources: readonly Ordered[], source: Ordered, message: string): ConfigError {
  const at = `sources[${sources.findIndex(({ name }) => name === source.name)}].dependsOn`;
  return new ConfigError("dbfirst.config.ts", [{ at, message }]);
}
