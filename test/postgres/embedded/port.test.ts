import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { onFreePort } from "../../../src/postgres/embedded/port.ts";

/** Listens until the test is over; rejects where somebody else does. */
async function listen(port: number): Promise<Server> {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return server;
}

test("a port that somebody takes between the look and the start is left for another", async () => {
  const tried: number[] = [];
  const port = await onFreePort("a seed", undefined, async (free) => {
    if (tried.push(free) === 1) await listen(free);
    await listen(free);
  });
  expect(tried).toEqual([tried[0], port]);
  expect(port).not.toBe(tried[0]);
});

test("a port that was preferred is taken while it is free", async () => {
  const server = await listen(0);
  const { port } = server.address() as AddressInfo;
  expect(await onFreePort("a seed", port, listen)).not.toBe(port);
  server.close();
  await once(server, "close");
  expect(await onFreePort("a seed", port, listen)).toBe(port);
});

test("what fails for another reason isn't tried again", async () => {
  let times = 0;
  const failing = onFreePort("another seed", undefined, async () => {
    times += 1;
    throw new Error("no server");
  });
  await expect(failing).rejects.toThrow("no server");
  expect(times).toBe(1);
});
