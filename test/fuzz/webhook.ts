import { createWebhookReceiver, type WebhookReceiver, type WebhookResult } from 'zalo-oa-sdk';
import { createRandom } from './random.ts';
import { BODY_MUTATIONS, FUZZ_MAX_BODY_BYTES, SAMPLE_BODIES } from './webhook-bodies.ts';
import { type Header, HEADERS } from './webhook-headers.ts';
import { macOf, NEIGHBOUR, OURS, timestampIn } from './webhook-identity.ts';

/** What `fuzz webhook` prints. The criterion holds when the last three counts are 0. */
export interface WebhookFuzzReport {
  readonly count: number;
  readonly seed: number;
  /** How many ended as what; a refusal by its code. */
  readonly results: Readonly<Record<string, number>>;
  /** Bodies whose header was the true signature of one of the two apps, by an implementation of its own. */
  readonly genuine: number;
  readonly bodiesPerSecond: number;
  /** Inside `read` alone, without making the bodies and judging the results. */
  readonly readsPerSecond: number;
  readonly seconds: number;
  readonly acceptedThoughForged: number;
  readonly refusedThoughGenuine: number;
  readonly thrown: number;
  /** Up to three bodies that broke the criterion, to repeat them by hand. */
  readonly examples: readonly string[];
}

/** The receiver under test: it serves two apps, each with an OA of its own. */
export function createFuzzReceiver(): WebhookReceiver {
  return createWebhookReceiver({
    apps: [OURS, NEIGHBOUR].map(({ appId, oaSecret, oaId }) => ({ appId, oaSecret, oaIds: [oaId] })),
    clock: { now: () => 0 },
    maxBodyBytes: FUZZ_MAX_BODY_BYTES,
  });
}

/**
 * Posts `count` bodies made from the recorded samples. A quarter gets a genuine signature over the changed bytes, so
 * that what lies behind the signature is reached too. `read` is replaced only to show that a bad one is noticed.
 */
export function fuzzWebhook(count: number, seed: number, read = createFuzzReceiver().read): WebhookFuzzReport {
  const random = createRandom(seed);
  const mutations = Object.entries(BODY_MUTATIONS);
  const forgeries = Object.entries(HEADERS);
  const genuineHeaders = forgeries.slice(0, 3);
  const originals = SAMPLE_BODIES.map((text) => ({ text, bytes: Buffer.from(text) }));
  const results: Record<string, number> = {};
  const broken = { acceptedThoughForged: 0, refusedThoughGenuine: 0, thrown: 0 };
  const examples: string[] = [];
  let genuine = 0;
  let readMs = 0;
  const startedAt = performance.now();

  for (let n = 0; n < count; n += 1) {
    const original = random.pick(originals);
    // a large body costs a hundred ordinary ones
    const [bodyName, mutate] = random.below(60) === 0 ? random.pick(mutations) : random.pick(mutations.slice(0, -1));
    const [headerName, forge] = random.pick(random.below(4) === 0 ? genuineHeaders : forgeries);
    const made = mutate(original.text, random);
    const raw = typeof made === 'string' ? Buffer.from(made) : made;
    const header = forge({ raw, original: original.bytes }, random);
    const signers = signersOf(raw, header);
    if (signers.length > 0) genuine += 1;

    const readAt = performance.now();
    let result: WebhookResult | undefined;
    try {
      result = read({ rawBody: raw, header });
    } catch {
      result = undefined;
    }
    readMs += performance.now() - readAt;

    const outcome = outcomeOf(result);
    results[outcome] = (results[outcome] ?? 0) + 1;
    const fault = faultOf(result, raw, header, signers);
    if (fault === undefined) continue;
    broken[fault] += 1;
    if (examples.length < 3) examples.push(`${fault}: body "${bodyName}", header "${headerName}", number ${n}`);
  }

  const seconds = (performance.now() - startedAt) / 1000;
  return {
    count,
    seed,
    results: Object.fromEntries(Object.entries(results).toSorted(([a], [b]) => a.localeCompare(b))),
    genuine,
    bodiesPerSecond: Math.round(count / seconds),
    readsPerSecond: Math.round((count * 1000) / readMs),
    seconds: Math.round(seconds * 10) / 10,
    ...broken,
    examples,
  };
}

/** Keeping the digits of big numbers is recursive; a body of thousands of levels may be refused, and none is Zalo's. */
const TOO_DEEP = /\[{1000}|(?:\{"a":){1000}/;

/** The apps whose true signature the header is; the header may be dressed as the documentation prints it. */
function signersOf(raw: Buffer, header: Header): readonly string[] {
  const value = typeof header === 'object' && header.length === 1 ? header[0] : header;
  if (typeof value !== 'string' || value.length > 128) return [];
  const bare = value.trim();
  const mac = bare.startsWith('mac') ? bare.slice(3).trimStart().replace(/^=\s*/, '') : bare;
  if (mac.length !== 64) return [];
  const timestamp = timestampIn(raw);
  if (timestamp === undefined || raw.length > FUZZ_MAX_BODY_BYTES) return [];
  return [OURS, NEIGHBOUR].filter((app) => macOf(app, raw, timestamp) === mac).map(({ appId }) => appId);
}

function outcomeOf(result: WebhookResult | undefined): string {
  if (result === undefined) return 'THROWN';
  return result.kind === 'refused' ? `${result.status} ${result.code}` : result.kind;
}

/** How a result breaks the criterion, or undefined. */
function faultOf(
  result: WebhookResult | undefined,
  raw: Buffer,
  header: Header,
  signers: readonly string[],
): 'acceptedThoughForged' | 'refusedThoughGenuine' | 'thrown' | undefined {
  if (result === undefined) return 'thrown';
  if (result.kind === 'probe') {
    const isEmpty = header === undefined || header.length === 0;
    return isEmpty && /^\s*\{\s*\}\s*$/.test(raw.toString()) ? undefined : 'acceptedThoughForged';
  }
  if (result.kind !== 'refused') {
    const ownOa = result.appId === OURS.appId ? OURS.oaId : NEIGHBOUR.oaId;
    return signers.includes(result.appId) && result.oaId === ownOa ? undefined : 'acceptedThoughForged';
  }
  // a genuine signature may still be for an OA that is not the signer's, and then the OA is the reason
  const isBlamed = result.code.includes('SIGNATURE') && !namesOtherOa(raw, signers);
  const isUnread =
    (result.code === 'ZALO_WEBHOOK_BAD_JSON' && !TOO_DEEP.test(raw.toString('latin1'))) ||
    result.code === 'ZALO_WEBHOOK_NO_TIMESTAMP';
  return signers.length > 0 && (isBlamed || isUnread) ? 'refusedThoughGenuine' : undefined;
}

function namesOtherOa(raw: Buffer, signers: readonly string[]): boolean {
  return raw.includes(signers.includes(OURS.appId) ? NEIGHBOUR.oaId : OURS.oaId);
}
