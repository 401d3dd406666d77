import { UsageError } from "../../errors.ts";

/** @throws UsageError in libpq's words */
export function parseInteger(keyword: string, text: string): number {
  const value = /^\s*[-+]?\d+\s*$/u.test(text) ? Number(text) : Number.NaN;
  if (value >= -(2 ** 31) && value < 2 ** 31) return value;
  throw new UsageError(`invalid integer value "${text}" for connection option "${keyword}"`);
}
