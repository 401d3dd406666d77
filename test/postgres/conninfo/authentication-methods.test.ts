import { expect, test } from "vitest";
import {
  bindingRefused,
  demandMethods,
  methodRefused,
} from "../../../src/postgres/conninfo/authentication-methods.ts";

const [trusted, cleartext, md5, sasl] = [0, 3, 5, 10];

const refused: [required: string, request: number, reason: string][] = [
  ["md5", trusted, "server did not complete authentication"],
  ["!none", trusted, "server did not complete authentication"],
  ["none", cleartext, "server requested a cleartext password"],
  ["!password,!md5", cleartext, "server requested a cleartext password"],
  ["scram-sha-256", md5, "server requested a hashed password"],
  ["password,md5", sasl, "server requested SASL authentication"],
];

test.each(refused)("require_auth=%s breaks off at request %i", (required, request, reason) => {
  expect(methodRefused(demandMethods(required), request, false)).toBe(
    `authentication method requirement "${required}" failed: ${reason}`,
  );
});

const taken: [required: string, request: number, hasAuthenticated: boolean][] = [
  ["none", trusted, false],
  ["!md5", trusted, false],
  ["password,md5", cleartext, false],
  ["password", trusted, true],
  ["!none", trusted, true],
  ["!password", sasl, false],
];

test.each(taken)("require_auth=%s goes on at request %i", (required, request, hasAuthenticated) => {
  expect(methodRefused(demandMethods(required), request, hasAuthenticated)).toBeUndefined();
});

const wrong: [required: string, message: string][] = [
  ["md5,!none", 'negative require_auth method "!none" cannot be mixed with non-negative methods'],
  ["!md5,none", 'require_auth method "none" cannot be mixed with negative methods'],
  ["!md5,!md5", 'require_auth method "!md5" is specified more than once'],
  ["kerberos", 'invalid require_auth value: "kerberos"'],
];

test.each(wrong)("require_auth=%s can't be", (required, message) => {
  expect(() => demandMethods(required)).toThrow(message);
});

test("without TLS, nothing binds the channel", () => {
  expect(bindingRefused(trusted)).toContain("without channel binding");
  expect(bindingRefused(md5)).toContain("not supported by server's authentication request");
  expect(bindingRefused(sasl)).toContain("SSL not in use");
});
