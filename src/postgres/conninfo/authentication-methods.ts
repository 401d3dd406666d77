import { UsageError } from "../../errors.ts";

const methods = ["password", "md5", "gss", "sspi", "scram-sha-256", "oauth", "none"] as const;
type Method = (typeof methods)[number];

/** What a server is allowed to ask for (libpq's require_auth). */
export interface AllowedMethods {
  /** The option's text, which the messages repeat. */
  text: string;
  allows(method: Method): boolean;
}

/**
 * Reads `require_auth`: names that are allowed, or, each with an exclamation mark, that aren't.
 *
 * @throws UsageError in libpq's words
 */
export function demandMethods(text: string): AllowedMethods {
  const seen = new Set<string>();
  const isNegated = text.startsWith("!");
  for (const part of text.split(",")) {
    const name = part.replace(/^!/u, "");
    if (part.startsWith("!") && !isNegated)
      throw new UsageError(
        `negative require_auth method "${part}" cannot be mixed with non-negative methods`,
      );
    if (!part.startsWith("!") && isNegated)
      throw new UsageError(`require_auth method "${part}" cannot be mixed with negative methods`);
    if (!methods.some((method) => method === name))
      throw new UsageError(`invalid require_auth value: "${name}"`);
    if (seen.has(name))
      throw new UsageError(`require_auth method "${part}" is specified more than once`);
    seen.add(name);
  }
  return { text, allows: (method) => seen.has(method) !== isNegated };
}

/** Why libpq breaks off when the server asks for this (the code of an authentication request); undefined: it doesn't. */
export function methodRefused(
  { text, allows }: AllowedMethods,
  code: number,
  hasAuthenticated: boolean,
): string | undefined {
  const [method, reason] = requests[code] ?? [];
  if (method === undefined || reason === undefined) return undefined;
  if (allows(method) || (code === 0 && hasAuthenticated)) return undefined;
  return `authentication method requirement "${text}" failed: ${reason}`;
}

const requests: Readonly<Record<number, readonly [Method, string]>> = {
  0: ["none", "server did not complete authentication"],
  3: ["password", "server requested a cleartext password"],
  5: ["md5", "server requested a hashed password"],
  7: ["gss", "server requested GSSAPI authentication"],
  9: ["sspi", "server requested SSPI authentication"],
  10: ["scram-sha-256", "server requested SASL authentication"],
};

/** Why libpq breaks off with channel_binding=require when the server asks for this; undefined: it doesn't. */
export function bindingRefused(code: number): string | undefined {
  switch (code) {
    case 0:
      return "channel binding required, but server authenticated client without channel binding";
    case 10:
      return "channel binding required, but SSL not in use";
    case 11:
    case 12:
      return undefined;
    default:
      return "channel binding required but not supported by server's authentication request";
  }
}
