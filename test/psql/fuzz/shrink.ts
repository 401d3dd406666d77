import type { Parts } from "./scripts.ts";

/**
 * Leaves out as much as possible while `fails` still says so: parts first, then single characters. At most `patience`
 * attempts.
 */
export async function shrink(
  parts: Parts,
  fails: (parts: Parts) => Promise<boolean>,
  patience = 400,
): Promise<string> {
  let left = patience;
  const reduce = async (given: Parts): Promise<Parts> => {
    let present = given;
    for (
      let size = Math.ceil(present.length / 2);
      size >= 1;
      size = size === 1 ? 0 : Math.ceil(size / 2)
    ) {
      for (let at = 0; at < present.length && left > 0;) {
        const without = [...present.slice(0, at), ...present.slice(at + size)];
        left -= 1;
        if (without.length > 0 && (await fails(without))) present = without;
        else at += size;
      }
      if (size === 1) break;
    }
    return present;
  };
  const fewer = await reduce(parts);
  return (await reduce([...fewer.join("")])).join("");
}
