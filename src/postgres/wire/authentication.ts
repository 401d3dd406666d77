import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from "node:crypto";

import { int32 } from "./requests.ts";

/** The server can't prove that it knows the password: perhaps it isn't the server that it seems to be. */
class UnprovenServerError extends Error {
  override readonly name = "UnprovenServerError";
  readonly code = "SASL_SIGNATURE_MISMATCH";
}

/** Answers the server's md5 request: md5(md5(password + user) + salt). */
export function md5Answer(user: string, password: string, salt: Buffer): Buffer {
  const inner = createHash("md5")
    .update(password + user, "utf8")
    .digest("hex");
  const outer = createHash("md5").update(inner, "latin1").update(salt).digest("hex");
  return Buffer.from(`md5${outer}\0`, "latin1");
}

/** The client's side of SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding. */
export class Scram {
  readonly #password: string;
  readonly #nonce = randomBytes(18).toString("base64");
  #serverSignature: Buffer = Buffer.alloc(0);

  constructor(password: string) {
    this.#password = saslPrepared(password);
  }

  first(): Buffer {
    const message = Buffer.from(`n,,${this.#bare()}`, "latin1");
    return Buffer.concat([
      Buffer.from("SCRAM-SHA-256\0", "latin1"),
      int32(message.length),
      message,
    ]);
  }

  /** Throws if the server's challenge isn't an answer to our first message. */
  final(challenge: string): Buffer {
    const { r: nonce, s: salt, i: iterations } = attributes(challenge);
    if (
      nonce === undefined ||
      salt === undefined ||
      iterations === undefined ||
      !nonce.startsWith(this.#nonce)
    )
      throw new UnprovenServerError("the server's SCRAM challenge is malformed");
    const salted = pbkdf2Sync(
      this.#password,
      Buffer.from(salt, "base64"),
      Number(iterations),
      32,
      "sha256",
    );
    const clientKey = hmac(salted, "Client Key");
    const storedKey = createHash("sha256").update(clientKey).digest();
    const withoutProof = `c=biws,r=${nonce}`;
    const signed = `${this.#bare()},${challenge},${withoutProof}`;
    const signature = hmac(storedKey, signed);
    const proof = clientKey.map((byte, index) => byte ^ (signature[index] as number));
    this.#serverSignature = hmac(hmac(salted, "Server Key"), signed);
    return Buffer.from(`${withoutProof},p=${Buffer.from(proof).toString("base64")}`, "latin1");
  }

  /** Throws if the server can't prove that it knows the password's verifier. */
  verify(outcome: string): void {
    const signature = Buffer.from(attributes(outcome)["v"] ?? "", "base64");
    const expected = this.#serverSignature;
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected))
      throw new UnprovenServerError(
        "the server's SCRAM signature is wrong: it doesn't know the password",
      );
  }

  #bare(): string {
    return `n=,r=${this.#nonce}`;
  }
}

function attributes(message: string): Record<string, string> {
  return Object.fromEntries(message.split(",").map((part) => [part.slice(0, 1), part.slice(2)]));
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text, "latin1").digest();
}

/** RFC 4013, as far as passwords that people can type need it: other spaces become a space, the rest is normalized. */
function saslPrepared(password: string): string {
  return password
    .replaceAll(/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, " ")
    .replaceAll(
      /\u00ad|\u034f|\u1806|[\u180b-\u180d]|[\u200b-\u200d]|\u2060|[\ufe00-\ufe0f]|\ufeff/g,
      "",
    )
    .normalize("NFKC");
}
