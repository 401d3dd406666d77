import { lookup } from "node:dns";
import { promisify } from "node:util";

const resolve = promisify(lookup);

/** The addresses of a host's name, in the system's order. */
export async function addressesOfName(name: string): Promise<string[]> {
  const found = await resolve(name, { all: true, verbatim: true });
  return found.map(({ address }) => address);
}
