/** The sets of numbers that are connected with each other by pairs, the largest first. */
export function connected(
  members: readonly number[],
  pairs: readonly (readonly [number, number])[],
): ReadonlySet<number>[] {
  const leader = new Map(members.map((member) => [member, member]));
  const lead = (member: number): number => {
    let at = member;
    while (leader.get(at) !== at) at = leader.get(at)!;
    leader.set(member, at);
    return at;
  };
  for (const [a, b] of pairs) leader.set(lead(a), lead(b));
  const sets = new Map<number, Set<number>>();
  for (const member of leader.keys()) {
    const own = sets.get(lead(member));
    if (own === undefined) sets.set(lead(member), new Set([member]));
    else own.add(member);
  }
  return [...sets.values()].sort((a, b) => b.size - a.size);
}

/** The names in a sequence in which those that have many pairs stand near each other. */
export function inSequence(
  names: readonly string[],
  pairs: readonly (readonly [string, string])[],
): string[] {
  const weights = new Map<string, Map<string, number>>(names.map((name) => [name, new Map()]));
  for (const [a, b] of pairs) {
    if (a === b) continue;
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const)
      weights.get(one)!.set(other, (weights.get(one)!.get(other) ?? 0) + 1);
  }
  const sum = (name: string) => [...weights.get(name)!.values()].reduce((all, one) => all + one, 0);
  const open = names.toSorted((a, b) => sum(b) - sum(a) || (a < b ? -1 : 1));
  let sequence: string[] = [];
  for (const name of open) {
    const choices = Array.from({ length: sequence.length + 1 }, (_, at) =>
      sequence.toSpliced(at, 0, name),
    );
    const [first = [name], ...others] = choices;
    sequence = others.reduce(
      (best, choice) => (stretch(choice, weights) < stretch(best, weights) ? choice : best),
      first,
    );
  }
  return sequence;
}

function stretch(
  sequence: readonly string[],
  weights: ReadonlyMap<string, ReadonlyMap<string, number>>,
): number {
  let total = 0;
  for (const [at, name] of sequence.entries())
    for (const [other, weight] of weights.get(name)!) {
      const there = sequence.indexOf(other);
      if (there > at) total += weight * (there - at);
    }
  return total;
}
