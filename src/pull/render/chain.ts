import type { Chain, Code, Link } from "./code.ts";

/** The arguments of the first call of a method of the chain; undefined when it isn't called. */
export function methodArguments(chain: Chain, method: string): Code[] | undefined {
  const at = methodIndex(chain, method);
  const link = at === -1 ? undefined : chain.links[at + 1];
  return link?.type === "call" ? link.args : undefined;
}

/** The chain with other arguments for a method that it calls. */
export function withMethodArguments(chain: Chain, method: string, args: Code[]): Chain {
  const at = methodIndex(chain, method);
  if (at === -1) return chain;
  const links = chain.links.map((link, index): Link =>
    index === at + 1 ? { type: "call", args } : link,
  );
  return { ...chain, links };
}

/** The chain without the calls of a method, or without those after the first. */
export function withoutMethod(
  chain: Chain,
  method: string,
  keep: "none" | "first" = "none",
): Chain {
  const links: Link[] = [];
  let kept = keep === "none";
  for (let index = 0; index < chain.links.length; index += 1) {
    const link = chain.links[index];
    if (link === undefined) continue;
    if (link.type === "member" && link.name === method) {
      if (kept) {
        index += 1;
        continue;
      }
      kept = true;
    }
    links.push(link);
  }
  return { ...chain, links };
}

/** The options object of the builder's own call: `numeric({ precision: 8 })`. */
export function builderOptions(chain: Chain): Extract<Code, { type: "object" }> | undefined {
  const first = chain.links[0];
  if (first?.type !== "call") return undefined;
  const options = first.args.at(-1);
  return options?.type === "object" ? options : undefined;
}

/** The chain with other arguments for the builder's own call. */
export function withBuilderArguments(chain: Chain, args: Code[]): Chain {
  return { ...chain, links: [{ type: "call", args }, ...chain.links.slice(1)] };
}

function methodIndex(chain: Chain, method: string): number {
  return chain.links.findIndex((link) => link.type === "member" && link.name === method);
}
