import { describe, expect, it } from "vitest";
import { DbfirstError } from "../src/errors.ts";
import { asInstallationError } from "../src/installation-error.ts";

/** As napi-rs throws it: a failure for each place that was tried. */
function missingBinding(...reasons: Error[]): Error {
  const error = new Error("Cannot find native binding. npm has a bug …");
  error.cause = reasons.reduce<Error | undefined>((cause, reason) => {
    reason.cause = cause;
    return reason;
  }, undefined);
  return error;
}

const absent = () =>
  Object.assign(new Error("Cannot find module '@oxc-parser/binding-linux-x64-gnu'"), {
    code: "MODULE_NOT_FOUND",
  });

describe("what wasn't installed whole", () => {
  it("is told with how to install it", () => {
    const error = asInstallationError(missingBinding(absent(), absent())) as DbfirstError;
    expect(error).toBeInstanceOf(DbfirstError);
    expect(error.message).toContain(`${process.platform}-${process.arch}: its binary`);
    expect(error.hint).toContain("remove node_modules and package-lock.json");
  });

  it("is told with what the system lacks, where it is there", () => {
    const refused = Object.assign(new Error("librt.so.1: cannot open shared object file"), {
      code: "ERR_DLOPEN_FAILED",
    });
    const error = asInstallationError(missingBinding(absent(), refused, absent())) as DbfirstError;
    expect(error.message).toContain("librt.so.1");
    expect(error.hint).toContain("system lacks");
  });

  it("is nothing else", () => {
    for (const other of [new Error("Cannot find module 'x'"), "text", undefined])
      expect(asInstallationError(other)).toBe(other);
  });
});
