/** Remembers what a function gives for each value: one list of facts is compared with several others. */
export function oncePer<Value extends object, Result>(
  compute: (value: Value) => Result,
): (value: Value) => Result {
  const known = new WeakMap<Value, { result: Result }>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before.result;
    const result = compute(value);
    known.set(value, { result });
    return result;
  };
}

/** The same for pairs of values, in their order. */
export function oncePerPair<One extends object, Other extends object, Result>(
  compute: (one: One, other: Other) => Result,
): (one: One, other: Other) => Result {
  const among = oncePer((one: One) => oncePer((other: Other) => compute(one, other)));
  return (one, other) => among(one)(other);
}
