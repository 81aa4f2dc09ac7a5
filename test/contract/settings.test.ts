import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CommuneContact } from '../../src/storage/settings-ports.ts';
import type { Storage } from '../../src/storage/ports.ts';
import { storageAdapters } from '../support/storage-adapters.ts';
import { OA } from '../support/storage-rows.ts';
import { makeTempDir } from '../support/temp-dir.ts';

const CONTACT: CommuneContact = {
  communeCode: '25270',
  hotline: '02723888999',
  centre: 'Trung tâm Phục vụ hành chính công',
  address: 'Số 1 đường Trần Phú',
  openingHours: 'Thứ Hai đến thứ Sáu, 7:30–17:00',
  checkedOn: '2026-11-22',
};

describe.each(storageAdapters)('contacts of communes in the $name store', (adapter) => {
  let folder: ReturnType<typeof makeTempDir>;
  let storage: Storage;

  beforeEach(async () => {
    folder = makeTempDir();
    storage = await adapter.open(folder.dir);
  });
  afterEach(async () => {
    await storage.close();
    folder[Symbol.dispose]();
  });

  const save = (changes: Partial<CommuneContact & { oaId: string }> = {}) =>
    storage.saveCommuneContact({ oaId: OA, ...CONTACT, ...changes });
  const find = (communeCode = '25270', oaId = OA) => storage.findCommuneContact({ oaId, communeCode });

  test('one is kept whole, over what was there, and by its OA alone', async () => {
    await save();
    expect(await find()).toEqual(CONTACT);
    await save({ hotline: '1022', checkedOn: '2026-12-01' });
    expect(await find()).toEqual({ ...CONTACT, hotline: '1022', checkedOn: '2026-12-01' });
    expect(await find('25270', 'another')).toBeUndefined();
    expect(await find('25280')).toBeUndefined();
  });

  test('all of an OA come by code', async () => {
    for (const communeCode of ['25280', '25270', '25275']) await save({ communeCode });
    await save({ communeCode: '25271', oaId: 'another' });
    const codes = (await storage.listCommuneContacts({ oaId: OA })).map(({ communeCode }) => communeCode);
    expect(codes).toEqual(['25270', '25275', '25280']);
  });

  test('one with nothing to say is removed', async () => {
    await save();
    await save({ hotline: '', centre: '', address: '', openingHours: '' });
    expect(await find()).toBeUndefined();
    expect(await storage.listCommuneContacts({ oaId: OA })).toEqual([]);
  });

  test('a half-empty one stays, and outlives a restart', async () => {
    await save({ hotline: '', address: '', openingHours: '' });
    await storage.close();
    storage = await adapter.open(folder.dir);
    expect(await find()).toMatchObject({ hotline: '', centre: CONTACT.centre });
  });
});
