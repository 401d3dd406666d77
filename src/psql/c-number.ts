import type { Bytes } from "./text/bytes.ts";

const DECIMAL = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;
const HEXADECIMAL = /^([-+]?)0x([0-9a-f]*)\.?([0-9a-f]*)(?:p([-+]?\d+))?$/i;
const SPECIAL = /^([-+]?)(?:(inf(?:inity)?)|nan(?:\([a-z0-9_]*\))?)$/i;

/**
 * A number as C's strtod reads it, all of the text being one; nothing at all is 0.
 * @returns "range" for what is too large or too near to 0; undefined for what isn't a number.
 */
export function parseDouble(text: Bytes): number | "range" | undefined {
  const number = text.replace(/^[ \t\n\v\f\r]+/, "");
  if (text === "") return 0;
  if (DECIMAL.test(number)) {
    const value = Number(number);
    const isZero = !/[1-9]/.test(number.replace(/e.*/i, ""));
    return Number.isFinite(value) && (isZero || Math.abs(value) >= LEAST_NORMAL) ? value : "range";
  }
  const hexadecimal = HEXADECIMAL.exec(number);
  if (hexadecimal !== null) {
    const [, sign, whole = "", part = "", exponent = "0"] = hexadecimal;
    if (whole + part === "") return undefined;
    const digits = Number.parseInt(whole + part, 16) * 2 ** (Number(exponent) - 4 * part.length);
    return sign === "-" ? -digits : digits;
  }
  const special = SPECIAL.exec(number);
  if (special === null) return undefined;
  const value = special[2] === undefined ? Number.NaN : Number.POSITIVE_INFINITY;
  return special[1] === "-" ? -value : value;
}

/** An int as C's atoi reads it: as many digits as there are, 0 without any; of what is too large, the last 32 bits. */
export function parseAtoi(text: Bytes): number {
  const digits = /^[ \t\n\v\f\r]*([-+]?\d+)/.exec(text)?.[1] ?? "0";
  const long = BigInt(digits);
  const clamped = long > LONG_MAX ? LONG_MAX : long < LONG_MIN ? LONG_MIN : long;
  return Number(BigInt.asIntN(32, clamped));
}

const LONG_MAX = 2n ** 63n - 1n;
const LONG_MIN = -(2n ** 63n);

const LEAST_NORMAL = 2 ** -1022;

/** A number as C's printf writes it with %g. */
export function shortest(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [mantissa = "", power = "0"] = value.toExponential(5).split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return withoutZeros(value.toFixed(5 - exponent));
  const digits = String(Math.abs(exponent)).padStart(2, "0");
  return `${withoutZeros(mantissa)}e${exponent < 0 ? "-" : "+"}${digits}`;
}

function withoutZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
