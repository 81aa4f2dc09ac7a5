import type { Storage } from './ports.ts';
import type { StaffWrite } from './staff-ports.ts';

/** Key under which an added OA keeps a setting of its own. */
export const oaSettingKey = (oaId: string, key: string): string => `${oaId}/${key}`;

/** A setting of an OA: its own, else the first OA's. */
export const readOaSetting = async (
  storage: Pick<Storage, 'readMeta'>,
  oaId: string,
  key: string,
): Promise<string | undefined> =>
  (await storage.readMeta({ key: oaSettingKey(oaId, key) })) ?? (await storage.readMeta({ key }));

/**
 * The store as an added OA sees it: settings are read and written under the OA, and those it has not set are the first
 * OA's. Everything else carries its OA already and goes through as it is.
 */
export function withOaSettings(storage: Storage, oaId: string): Storage {
  const ofOa = (write: StaffWrite): StaffWrite =>
    write.operation === 'writeMeta'
      ? { operation: 'writeMeta', args: { ...write.args, key: oaSettingKey(oaId, write.args.key) } }
      : write;
  const own: Pick<Storage, 'readMeta' | 'writeMeta' | 'staffChange'> = {
    readMeta: ({ key }) => readOaSetting(storage, oaId, key),
    writeMeta: ({ key, value }) => storage.writeMeta({ key: oaSettingKey(oaId, key), value }),
    staffChange: (change) => storage.staffChange({ ...change, writes: change.writes.map(ofOa) }),
  };
  return new Proxy(storage, {
    get: (target, name) => (Object.hasOwn(own, name) ? own[name as keyof typeof own] : Reflect.get(target, name)),
  });
}
