import { objectKey } from "./kit-source.ts";
import type { Table } from "./model.ts";

/**
 * The tables that refer to themselves through foreign keys, directly or around a circle. Their types can't be inferred
 * from each other (TS7022), so their references are annotated.
 */
export function tablesInCycles(tables: readonly Table[]): Set<string> {
  const targets = new Map(
    tables.map((table) => [
      objectKey(table.kit),
      table.foreignKeys.map((key) => objectKey({ schema: key.schemaTo, name: key.tableTo })),
    ]),
  );
  const inCycle = new Set<string>();
  for (const component of components(targets)) {
    const [only] = component;
    const selfReference =
      only !== undefined && component.length === 1 && targets.get(only)?.includes(only) === true;
    if (component.length > 1 || selfReference) for (const table of component) inCycle.add(table);
  }
  return inCycle;
}

/** Tarjan's strongly connected components, without recursion: a chain of foreign keys may be long. */
function components(targets: ReadonlyMap<string, readonly string[]>): string[][] {
  const indices = new Map<string, number>();
  const lowest = new Map<string, number>();
  const onStack = new Set<string>();
  const stack: string[] = [];
  const found: string[][] = [];
  for (const start of targets.keys()) {
    if (indices.has(start)) continue;
    const work: { node: string; next: number }[] = [{ node: start, next: 0 }];
    for (let frame = work.at(-1); frame !== undefined; frame = work.at(-1)) {
      const { node } = frame;
      if (frame.next === 0) {
        indices.set(node, indices.size);
        lowest.set(node, indices.get(node) ?? 0);
        stack.push(node);
        onStack.add(node);
      }
      const target = targets.get(node)?.[frame.next];
      frame.next += 1;
      if (target !== undefined) {
        if (!targets.has(target)) continue;
        if (!indices.has(target)) work.push({ node: target, next: 0 });
        else if (onStack.has(target)) lower(lowest, node, indices.get(target));
        continue;
      }
      work.pop();
      const parent = work.at(-1);
      if (parent !== undefined) lower(lowest, parent.node, lowest.get(node));
      if (lowest.get(node) === indices.get(node)) {
        const component = stack.splice(stack.lastIndexOf(node));
        for (const member of component) onStack.delete(member);
        found.push(component);
      }
    }
  }
  return found;
}

function lower(lowest: Map<string, number>, node: string, candidate: number | undefined): void {
  const current = lowest.get(node);
  if (candidate !== undefined && (current === undefined || candidate < current)) {
    lowest.set(node, candidate);
  }
}
