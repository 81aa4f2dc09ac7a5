import {
  createTokens,
  createTransport,
  createZaloClient,
  type GroupMessage,
  type OutgoingMessage,
  type TokenKeeper,
  type ZaloClient,
  ZaloConsentError,
} from 'zalo-oa-sdk';
import { type Config, givenTokens, type OaCredentials } from './config.ts';
import { tokenLockOf } from './coordination-setup.ts';
import type { Coordination } from './coordination/ports.ts';
import type { MessageSender } from './delivery/answers.ts';
import { groupOf } from './delivery/group-address.ts';
import type { Clock } from './shared/clock.ts';
import type { Logger } from './shared/logger.ts';
import type { Storage } from './storage/ports.ts';

/** Sends of one OA in flight at once. At 200 ms a call that is 320 a second, five times Zalo's 4,000 a minute. */
export const SEND_CONNECTIONS = 64;
/** As many as the announcement lane has in flight at its fastest. */
const ANNOUNCEMENT_CONNECTIONS = 128;
/** A dead grant is said once in this time. */
const ALARM_EVERY_MS = 3_600_000;

export interface OaConnectionOptions {
  readonly oa: OaCredentials;
  readonly storage: Pick<Storage, 'loadOa' | 'saveOaTokens' | 'rememberMessageApi'>;
  readonly coordination: Coordination;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Others may refresh tokens in the same store: a lock is taken around it. */
  readonly isDatabaseShared: boolean;
  readonly urls: { readonly api: string; readonly oauth: string };
}

/** The way to Zalo of one OA: connections of its own, so that nobody waits for another OA's Zalo. */
export interface OaConnection {
  readonly client: ZaloClient;
  /** Over connections of its own: however many announcements are under way, an answer finds a free one. */
  readonly announcementClient: ZaloClient;
  readonly tokens: TokenKeeper;
  readonly send: MessageSender['send'];
  readonly sendAnnouncement: MessageSender['send'];
  /** False when nobody can be answered before the OA consents again, as far as is known without asking Zalo. */
  canSend(): Promise<boolean>;
  close(): Promise<void>;
}

/** Opens the way; nothing is sent or asked yet. */
export function connectOa(options: OaConnectionOptions): OaConnection {
  const { storage, oa, clock, logger, urls, coordination } = options;
  const alarm = createConsentAlarm(options);
  const transport = createTransport({ apiUrl: urls.api, oauthUrl: urls.oauth, connections: SEND_CONNECTIONS });
  const tokens = createTokens({
    transport,
    appId: oa.appId,
    appSecret: oa.appSecret,
    clock,
    store: {
      load: async (oaId) => {
        const row = await storage.loadOa({ oaId });
        if (row?.accessToken === undefined) return undefined;
        return {
          accessToken: row.accessToken,
          expiresAtMs: row.expiresAt ?? 0,
          ...(row.refreshToken === undefined ? {} : { refreshToken: row.refreshToken }),
        };
      },
      save: async (oaId, { accessToken, refreshToken, expiresAtMs }, fence) => {
        const { saved } = await storage.saveOaTokens({
          oaId,
          accessToken,
          expiresAt: expiresAtMs,
          ...(refreshToken === undefined ? {} : { refreshToken }),
          ...(fence === undefined ? {} : { fence }),
        });
        if (!saved) logger.warn({ oaId }, 'another server saved newer tokens meanwhile; those are used');
        alarm.end();
        return saved;
      },
      // A refresh token can be used once, by one replica.
      ...(options.isDatabaseShared ? { withLock: tokenLockOf(coordination, storage) } : {}),
    },
    onRefreshFailed: (oaId, error) =>
      logger.error({ err: error, oaId }, 'the access token could not be refreshed; the old one still works'),
  });
  const announcementTransport = createTransport({
    ...{ apiUrl: urls.api, oauthUrl: urls.oauth, connections: ANNOUNCEMENT_CONNECTIONS },
  });
  const clientOver = (way: typeof transport): ZaloClient =>
    createZaloClient({
      transport: way,
      tokens,
      clock,
      oa: {
        messageApi: async (oaId) => (await storage.loadOa({ oaId }))?.messageApi,
        rememberMessageApi: async (oaId, messageApi) => void (await storage.rememberMessageApi({ oaId, messageApi })),
      },
    });
  const client = clientOver(transport);
  const announcementClient = clientOver(announcementTransport);
  return {
    client,
    announcementClient,
    tokens,
    send: alarm.around((oaId, userId, message) => sendTo(client, oaId, userId, message)),
    sendAnnouncement: alarm.around((oaId, userId, message) => sendTo(announcementClient, oaId, userId, message)),
    async canSend() {
      if (alarm.isOn()) return false;
      const state = await tokens.state(oa.oaId);
      return state.kind !== 'none' && (state.kind !== 'reconsent-needed' || state.expiresAtMs > clock.now());
    },
    async close() {
      await Promise.all([transport.close(), announcementTransport.close()]);
    },
  };
}

/** The one place that knows that some recipients are groups. */
function sendTo(
  client: ZaloClient,
  oaId: string,
  recipient: string,
  message: unknown,
): ReturnType<MessageSender['send']> {
  const groupId = groupOf(recipient);
  return groupId === undefined
    ? client.sendConsultation(oaId, recipient, message as OutgoingMessage)
    : client.groups.sendMessage(oaId, groupId, message as GroupMessage);
}

/** A dead grant is loud, once an hour: nobody is answered until an administrator of the OA consents again. */
function createConsentAlarm({ clock, logger }: OaConnectionOptions) {
  let quietUntil = 0;
  let isOn = false;
  return {
    isOn: () => isOn,
    /** There are new tokens, or somebody was reached: with those that another server got, too. */
    end(): void {
      isOn = false;
    },
    around:
      (send: MessageSender['send']): MessageSender['send'] =>
      async (oaId, userId, message) => {
        try {
          const sent = await send(oaId, userId, message);
          isOn = false;
          return sent;
        } catch (error) {
          if (error instanceof ZaloConsentError) {
            isOn = true;
            if (clock.now() >= quietUntil) {
              quietUntil = clock.now() + ALARM_EVERY_MS;
              logger.fatal(
                { err: error, oaId },
                'NOBODY IS ANSWERED: the OA must consent again on the console (settings, connection), or "bot tokens import" and a restart',
              );
            }
          }
          throw error;
        }
      },
  };
}

/**
 * Puts the tokens of the environment into the store, for the first OA. Stored tokens win: they are newer, because refresh
 * tokens are used up. False when there are none at all.
 */
export async function seedTokens(options: {
  readonly storage: Pick<Storage, 'loadOa' | 'saveOaTokens'>;
  readonly oa: OaCredentials;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly mode: Config['mode'];
}): Promise<boolean> {
  const { storage, oa, clock, logger, mode } = options;
  const stored = await storage.loadOa({ oaId: oa.oaId });
  if (stored?.accessToken !== undefined && mode === 'production') return true;
  if (oa.accessToken === undefined && oa.refreshToken === undefined) {
    logger.error(
      { oaId: oa.oaId },
      'ZALO_REFRESH_TOKEN and ZALO_ACCESS_TOKEN are empty and none is stored: messages are accepted, but no answer can be sent. See README, "Connect a real OA".',
    );
    return false;
  }
  await storage.saveOaTokens(givenTokens(oa, clock.now()));
  return true;
}
