import type { Migration } from "../sources/migration.ts";
import { cutStatements } from "./statement-cut.ts";

/**
 * Does a migration make of every database that holds the same objects the same again, whatever rows it holds, wherever it is, and
 * whoever applies it when? Said only where every statement shows it: what asks for functions, blocks or the server may not. Pure.
 */
export function isPlainDdl(migration: Migration): boolean {
  const cut = cutStatements(migration);
  return cut !== undefined && cut.statements.every(isPlain);
}

function isPlain(statement: string): boolean {
  const text = statement.replaceAll(/--[^\n]*|\/\*[^]*?\*\//g, " ").trim();
  return plain.test(text) && !ofServer.test(text) && !ofWhoAndWhen.test(text);
}

const plain =
  /^(?:create|alter|drop|comment|grant|revoke|insert|update|delete|truncate|set|reset|begin|start|commit|end)\b/i;

/** Not everything of that kind is the same on each server, or belongs to one database. */
const ofServer =
  /^(?:create|alter|drop)\s+(?:trusted\s+|procedural\s+)*(?:extension|database|collation|language|role|user|group|tablespace|system|event|publication|subscription|server|foreign\s+data)\b|^set\s+(?:local\s+|session\s+)?(?:role|authorization)\b/i;

/** Whoever runs it; constants that are the time at which it is run. */
const ofWhoAndWhen =
  /\b(?:current_user|session_user|current_role|current_catalog|current_database)\b|\bauthorization\s+user\b|'\s*(?:now|today|tomorrow|yesterday)\b/i;
