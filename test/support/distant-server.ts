import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A server as it would be far away: everything takes its time, in both directions. */
export interface DistantServer {
  port: number;
  /** One way, in milliseconds; a round trip takes twice as long. */
  oneWay: number;
  /**
   * Round trips of all connections so far, opening each included, closing not: nobody waits for that. What is sent before an answer to what was sent before
   * can have come belongs to the same trip.
   */
  roundTrips: () => number;
  /** The same of each connection, in the order in which they were opened. */
  roundTripsOfEach: () => number[];
  connections: () => number;
  close: () => Promise<void>;
}

/** The message Terminate, which has no answer. */
const goodbye = Buffer.from([0x58, 0, 0, 0, 4]);

/** A proxy on loopback that hands every byte on after a fixed delay, in order. */
export async function startDistantServer(
  server: { host: string; port: number },
  { oneWay }: { oneWay: number },
): Promise<DistantServer> {
  const sockets = new Set<Socket>();
  const trips: number[][] = [];
  const proxy = createServer((near) => {
    const far = connect({ host: server.host, port: server.port, noDelay: true });
    const starts: number[] = [];
    trips.push(starts);
    near.setNoDelay(true);
    near.on("data", (data: Buffer) => {
      if (data.equals(goodbye)) return;
      const now = performance.now();
      // On a busy machine timers count from the beginning of a turn of the event loop, and end before their time.
      if (now - (starts.at(-1) ?? -Infinity) >= 1.5 * oneWay) starts.push(now);
    });
    handOn(near, far, oneWay);
    handOn(far, near, oneWay);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      socket.on("error", () => undefined);
    }
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const roundTripsOfEach = () => trips.map((starts) => 1 + starts.length);
  return {
    port: (proxy.address() as AddressInfo).port,
    oneWay,
    roundTrips: () => roundTripsOfEach().reduce((sum, each) => sum + each, 0),
    roundTripsOfEach,
    connections: () => trips.length,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
      await once(proxy, "close");
    },
  };
}

/** The goodbye comes at once with the end of the socket, and neither is waited for. */
function handOn(from: Socket, to: Socket, delay: number): void {
  const later = (act: () => void) => setTimeout(() => !to.destroyed && act(), delay);
  from.on("data", (data: Buffer) => later(() => to.write(data)));
  from.on("end", () => later(() => to.end()));
}
