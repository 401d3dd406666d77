import { type Bytes, toBytes } from "./bytes.ts";

/** A byte of an argument that isn't UTF-8 is a lone surrogate: U+DC80 to U+DCFF. */
const LONE = 0xdc00;

/** An argument that isn't UTF-8, in the form that `argumentBytes` reads. */
export function loneBytes(bytes: Bytes): string {
  return bytes.replaceAll(/[\x80-\xff]/g, (byte) => String.fromCharCode(LONE + byte.charCodeAt(0)));
}

export function argumentBytes(argument: string): Bytes {
  if (!/[\udc80-\udcff]/u.test(argument)) return toBytes(argument);
  return argument.replaceAll(/[\udc80-\udcff]/g, (byte) =>
    String.fromCharCode(byte.charCodeAt(0) - LONE),
  );
}
