import type { ConsoleOa, ConsoleOas } from '../../src/console/oas/door.ts';

export const aConsoleOa = (changes: Partial<ConsoleOa> & Pick<ConsoleOa, 'oaId'>): ConsoleOa => ({
  ...{ name: `OA ${changes.oaId.slice(-4)}`, appId: '1357924680135792468', isFirst: false, isPaused: false },
  ...{ addedAt: 1, lastWebhookAt: 0 },
  ...changes,
});

/** The list of an installation with these OAs; keys are "sealed" by writing `sealed` before them. */
export function consoleOas(
  list: () => readonly ConsoleOa[],
  refresh: () => Promise<void> = async () => {},
): ConsoleOas {
  return {
    list,
    seal: (oaId, { appId = 'first-app', appSecret = 'first-secret', oaSecret = 'first-oa-secret' }) => ({
      appId,
      appSecret: `sealed ${oaId} ${appSecret}`,
      oaSecret: `sealed ${oaId} ${oaSecret}`,
    }),
    refresh,
  };
}

/** The list of an installation with one OA. */
export const oneOa = (oaId: string): ConsoleOas => consoleOas(() => [aConsoleOa({ oaId, isFirst: true, addedAt: 0 })]);
