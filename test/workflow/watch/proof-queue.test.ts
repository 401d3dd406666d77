import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import type { PostponedProof } from "../../../src/workflow/pull/prove.ts";
import { openProofs, type ProofNews } from "../../../src/workflow/watch/proof-queue.ts";
import type { Run } from "../../../src/workflow/run.ts";

const run = { signal: new AbortController().signal } as Run;

/** A proof that takes a while, and says what it was asked. */
function proofNamed(name: string, began: string[], failure?: Error): PostponedProof {
  return async ({ signal }, { whole }) => {
    began.push(whole ? `${name}, whole` : name);
    await delay(20, undefined, { signal });
    if (failure !== undefined) throw failure;
    return { state: "proved", statements: 1 };
  };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(5);
}

test("a proof that is overtaken makes the next one whole; one that succeeds makes up for it", async () => {
  const began: string[] = [];
  const told: ProofNews[] = [];
  const proofs = openProofs(run, (news) => told.push(news));
  proofs.postpone(proofNamed("a", began));
  proofs.resume();
  proofs.pause();
  proofs.postpone(proofNamed("b", began));
  proofs.resume();
  await until(() => told.length === 1);
  proofs.postpone(proofNamed("c", began));
  proofs.resume();
  await until(() => told.length === 2);
  expect(began).toEqual(["a", "b, whole", "c"]);
  expect(told.map(({ kind }) => kind)).toEqual(["proved", "proved"]);
  expect(await proofs.close()).toBe(false);
});

test("one that was stopped is begun again, one that failed isn't; both leave something unproved", async () => {
  const began: string[] = [];
  const told: ProofNews[] = [];
  const proofs = openProofs(run, (news) => told.push(news));
  proofs.postpone(proofNamed("a", began));
  proofs.resume();
  proofs.pause();
  proofs.resume();
  await until(() => told.length === 1);
  expect(began).toEqual(["a", "a"]);
  proofs.postpone(proofNamed("b", began, new Error("it differs")));
  proofs.resume();
  await until(() => told.length === 2);
  proofs.resume();
  expect(told.map(({ kind }) => kind)).toEqual(["proved", "not proved"]);
  proofs.postpone(proofNamed("c", began));
  proofs.resume();
  expect(await proofs.close()).toBe(true);
  expect(began).toEqual(["a", "a", "b", "c, whole"]);
});
