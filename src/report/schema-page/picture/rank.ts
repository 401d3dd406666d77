/** A node that stands to the right of another, with how much that matters. */
export interface Precedence {
  left: number;
  right: number;
  weight: number;
}

/**
 * Gives every node a layer, from 0 on, so that each stands to the right of those that precede it. Where they go in circles,
 * the precedence that matters least is turned round.
 */
export function rankNodes(count: number, precedences: readonly Precedence[]): number[] {
  const position = sequence(count, precedences);
  const edges = precedences
    .filter(({ left, right }) => left !== right)
    .map(({ left, right }) =>
      position[left]! < position[right]! ? { left, right } : { left: right, right: left },
    );
  const after = adjacency(count, edges, "left", "right");
  const before = adjacency(count, edges, "right", "left");
  const inOrder = [...position.keys()].toSorted((a, b) => position[a]! - position[b]!);
  const layers = Array.from({ length: count }, () => 0);
  for (const node of inOrder)
    for (const next of after[node]!) layers[next] = Math.max(layers[next]!, layers[node]! + 1);
  // What nothing precedes stands beside the first that needs it, not at the far left.
  for (const node of inOrder.toReversed()) {
    if (before[node]!.length > 0 || after[node]!.length === 0) continue;
    layers[node] = Math.min(...after[node]!.map((next) => layers[next]!)) - 1;
  }
  return layers;
}

/**
 * A sequence of the nodes that few precedences run against, after Eades, Lin and Smyth: what nothing precedes any more goes to
 * the front, what precedes nothing to the back; where there is neither, what precedes most goes to the front.
 */
function sequence(count: number, precedences: readonly Precedence[]): number[] {
  const outgoing = Array.from({ length: count }, () => 0);
  const incoming = Array.from({ length: count }, () => 0);
  const edges = precedences.filter(({ left, right }) => left !== right);
  const touching = Array.from({ length: count }, (): Precedence[] => []);
  for (const edge of edges) {
    outgoing[edge.left]! += edge.weight;
    incoming[edge.right]! += edge.weight;
    touching[edge.left]!.push(edge);
    touching[edge.right]!.push(edge);
  }
  const open = new Set(outgoing.keys());
  const front: number[] = [];
  const back: number[] = [];
  const take = (node: number, list: number[]) => {
    open.delete(node);
    list.push(node);
    for (const { left, right, weight } of touching[node]!) {
      outgoing[left]! -= weight;
      incoming[right]! -= weight;
    }
  };
  while (open.size > 0) {
    let isMoved = false;
    for (const node of open) {
      if (incoming[node] !== 0 && outgoing[node] !== 0) continue;
      take(node, incoming[node] === 0 ? front : back);
      isMoved = true;
    }
    if (isMoved) continue;
    let best = -1;
    for (const node of open)
      if (best < 0 || outgoing[node]! - incoming[node]! > outgoing[best]! - incoming[best]!)
        best = node;
    take(best, front);
  }
  const position = Array.from({ length: count }, () => 0);
  for (const [index, node] of [...front, ...back.toReversed()].entries()) position[node] = index;
  return position;
}

function adjacency<Side extends "left" | "right", Other extends "left" | "right">(
  count: number,
  edges: readonly { left: number; right: number }[],
  from: Side,
  to: Other,
): number[][] {
  const lists = Array.from({ length: count }, (): number[] => []);
  for (const edge of edges) lists[edge[from]]!.push(edge[to]);
  return lists;
}
