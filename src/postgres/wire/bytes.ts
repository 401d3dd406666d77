/**
 * Text as the wire and psql see it: bytes. Every character of a `Bytes` string is one byte (0–255), so that text in any
 * encoding, or with broken UTF-8 in it, arrives exactly as it is. It is decoded where people read it.
 */
export type Bytes = string;
