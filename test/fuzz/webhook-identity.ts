import { createHash } from 'node:crypto';
import { TEST_IDS } from 'zalo-oa-sdk/testing';

/** An app, its OA and the secret of its webhook. */
export interface FuzzApp {
  readonly appId: string;
  readonly oaId: string;
  readonly oaSecret: string;
}

/** The app of the recorded samples. */
export const OURS: FuzzApp = {
  appId: TEST_IDS.appId,
  oaId: TEST_IDS.oaId,
  oaSecret: 'fuzz-OA-secret-7Qw2ZxT9kLmN4pRs',
};

/** Another app that the same receiver serves: its signature must not open our OA, nor ours its. */
export const NEIGHBOUR: FuzzApp = {
  appId: '2222222222222222222',
  oaId: '3333333333333333333',
  oaSecret: 'fuzz-OA-secret-of-the-neighbour',
};

/** The signature by the published formula, written apart from the package that is being tested. */
export function macOf({ appId, oaSecret }: FuzzApp, raw: Buffer, timestamp: string): string {
  return createHash('sha256').update(appId).update(raw).update(timestamp).update(oaSecret).digest('hex');
}

/** The `timestamp` of a body as the formula takes it, or undefined when the body has none that could be signed. */
export function timestampIn(raw: Buffer): string | undefined {
  const text = raw.toString('utf8');
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
    const { timestamp } = body as { timestamp?: unknown };
    if (typeof timestamp === 'string') return timestamp === '' ? undefined : timestamp;
    if (typeof timestamp !== 'number') return undefined;
    return digitsOf(text, timestamp);
  } catch {
    return undefined;
  }
}

/** A whole number beyond 2^53 keeps the digits it was written with. The last key of that name counts, as in JSON. */
function digitsOf(text: string, value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  const written = [...text.matchAll(/"timestamp"\s*:\s*(-?\d+)\s*[,}]/g)].at(-1)?.[1];
  return written !== undefined && Number(written) === value ? written : String(value);
}
