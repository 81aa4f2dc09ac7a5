import * as z from 'zod';
import type { ChatBookState } from './chat-book.ts';
import { EmulatorError } from './errors.ts';
import type { EventSwitches } from './event-switches.ts';
import type { FaultSwitches } from './fault-switches.ts';
import type { MediaShelfState } from './media-shelf.ts';
import type { OaAccountState } from './oa-account.ts';
import type { EmulatorSettings } from './settings.ts';
import type { TokenDeskState } from './token-desk.ts';

/** The version this emulator writes, and the only one it reads. */
export const SNAPSHOT_VERSION = 1;

/**
 * The whole state of an emulator as plain JSON: `JSON.stringify` it into a file and start from it again. Not in it: the
 * logs of calls and deliveries, and posts that wait in the retry ladder. It holds the (made-up) secrets of the OA.
 */
export interface Snapshot {
  readonly version: typeof SNAPSHOT_VERSION;
  /** Ms since 1970 on the emulator's clock when it was taken. */
  readonly takenAtMs: number;
  /** Ids and secrets of the app and the OA; used by `createEmulator`, ignored by `Emulator.restore`. */
  readonly identity: {
    readonly appId: string;
    readonly appSecret: string;
    readonly oaId: string;
    readonly oaSecret: string;
  };
  /** How far the emulator's clock is ahead of real time, in ms. */
  readonly clockOffsetMs: number;
  readonly account: Omit<OaAccountState, 'packageName' | 'zcaBalanceVnd'> & {
    readonly packageName: string | null;
    readonly zcaBalanceVnd: number | null;
  };
  readonly webhook: { readonly url: string | null; readonly disabled: boolean };
  readonly settings: Partial<EmulatorSettings>;
  readonly eventSwitches: EventSwitches;
  readonly faults: FaultSwitches;
  readonly chats: ChatBookState;
  readonly media: MediaShelfState;
  readonly tokens: TokenDeskState;
  /** What each feature dumped, by its key. */
  readonly features: Readonly<Record<string, unknown>>;
}

const ms = z.number();
const issued = z.object({ token: z.string(), expiresAtMs: ms });

/** Loose inside messages and residents, which gain fields as the emulator learns more; strict about the frame. */
const shape = z.strictObject({
  version: z.literal(SNAPSHOT_VERSION),
  takenAtMs: ms,
  identity: z.object({ appId: z.string(), appSecret: z.string(), oaId: z.string(), oaSecret: z.string() }),
  clockOffsetMs: ms,
  account: z.looseObject({
    type: z.union([z.literal(2), z.literal(4)]),
    name: z.string(),
    isVerified: z.boolean(),
    packageName: z.string().nullable(),
    packageAllowsGroups: z.boolean(),
    zcaBalanceVnd: z.number().nullable(),
  }),
  webhook: z.object({ url: z.string().nullable(), disabled: z.boolean() }),
  settings: z.record(z.string(), z.unknown()),
  eventSwitches: z.record(z.string(), z.boolean()),
  faults: z.record(z.string(), z.unknown()),
  chats: z.object({
    residents: z.array(z.looseObject({ id: z.string(), idByApp: z.string(), name: z.string(), follows: z.boolean() })),
    messages: z.array(
      z.looseObject({
        id: z.string(),
        residentId: z.string(),
        from: z.enum(['resident', 'oa']),
        kind: z.string(),
        sentAtMs: ms,
        state: z.enum(['sending', 'received', 'seen', 'failed']),
      }),
    ),
  }),
  media: z.object({
    media: z.array(
      z.looseObject({
        ...{ id: z.string(), mimeType: z.string(), name: z.string(), md5: z.string() },
        ...{ storedAtMs: ms, base64: z.base64() },
      }),
    ),
    uploads: z.array(
      z.object({ id: z.string(), kind: z.enum(['image', 'gif', 'file']), mediaId: z.string(), uploadedAtMs: ms }),
    ),
  }),
  tokens: z.looseObject({
    ...{ access: issued, refresh: issued, rotatedOut: z.array(z.string()) },
    codes: z.array(z.array(z.unknown())),
  }),
  features: z.record(z.string(), z.unknown()),
});

/**
 * Checks that a value (parsed JSON) is a snapshot of this version.
 *
 * @throws EmulatorError EMULATOR_SNAPSHOT_INVALID naming the first field that is wrong
 */
export function checkSnapshot(value: unknown): Snapshot {
  const parsed = shape.safeParse(value);
  if (parsed.success) return value as Snapshot;
  const issue = parsed.error.issues[0];
  throw snapshotError(`the field "${issue?.path.join('.') || 'version'}" is wrong: ${issue?.message ?? ''}`);
}

/** The error for a snapshot that cannot be taken in; `problem` says why. */
export function snapshotError(problem: string): EmulatorError {
  return new EmulatorError(
    'EMULATOR_SNAPSHOT_INVALID',
    `The snapshot cannot be restored: ${problem}. Expected what snapshot() of this version (${SNAPSHOT_VERSION}) returned. Take a new one.`,
  );
}
