import type { Storage } from '../storage/ports.ts';

/** Whether the bot answers in group chats of the OA (GMF), and by which names it is called there beside "#". */
export interface GroupSettings {
  /** Off until somebody switches it on: then no message of a group is read at all. */
  readonly on: boolean;
  /** What the OA is called in Zalo, for mentions. Default: none beside the name of the product. */
  readonly names: readonly string[];
}

const OFF: GroupSettings = { on: false, names: [] };

/** Key of the settings in the store's `meta`, JSON. */
export const groupSettingsKey = (oaId: string): string => `groups:${oaId}`;

/** The settings of an OA; off where none were ever made or they cannot be read. */
export async function readGroupSettings(storage: Pick<Storage, 'readMeta'>, oaId: string): Promise<GroupSettings> {
  const kept = await storage.readMeta({ key: groupSettingsKey(oaId) });
  if (kept === undefined) return OFF;
  try {
    const { on, names } = JSON.parse(kept) as Partial<GroupSettings>;
    return { on: on === true, names: Array.isArray(names) ? names.map(String) : [] };
  } catch {
    return OFF;
  }
}

/** Keeps the settings; a running server follows within ten seconds. */
export async function saveGroupSettings(
  storage: Pick<Storage, 'writeMeta'>,
  oaId: string,
  settings: GroupSettings,
): Promise<void> {
  await storage.writeMeta({ key: groupSettingsKey(oaId), value: JSON.stringify(settings) });
}
