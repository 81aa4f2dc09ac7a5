import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CommuneContact } from '../../../src/storage/settings-ports.ts';
import { OFFICE_CHECKED_KEY, OFFICE_HOTLINE_KEY } from '../../../src/storage/settings-ports.ts';
import { type ConversationStage, stageConversation } from '../../support/conversation-stage.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';
import { OA, TEAM } from '../../support/storage-rows.ts';
import { makeTempDir } from '../../support/temp-dir.ts';

const MINUTE = 60_000;
const CHIN = 'user-chin';
const CONTACT: CommuneContact = {
  communeCode: TEAM.communeCode,
  hotline: '02723888999',
  centre: 'Trung tâm Phục vụ hành chính công xã',
  address: 'Số 1 đường Trần Phú',
  openingHours: 'Thứ Hai đến thứ Sáu, 7:30–17:00',
  checkedOn: '2026-11-20',
};
const OFFICE_CALL = 'gọi 1022 (số của tỉnh, số kiểm tra ngày 22/11/2026)';
const COMMUNE_CALL =
  'Cần ngay, bác gọi 0272 388 8999 (Trung tâm Phục vụ hành chính công xã, số kiểm tra ngày 20/11/2026).';

describe('whom to call when nobody can come', () => {
  let folder: ReturnType<typeof makeTempDir>;
  let stage: ConversationStage;

  const begin = async (startMs?: number): Promise<void> => {
    folder = makeTempDir();
    stage = await stageConversation(folder.dir, shippedCatalogue(), startMs);
    await stage.storage.saveTeams({ oaId: OA, teams: [TEAM], at: stage.clock.now() });
  };
  const end = async (): Promise<void> => {
    await stage.close();
    folder[Symbol.dispose]();
  };
  beforeEach(() => begin());
  afterEach(end);

  const contact = (changes: Partial<CommuneContact> = {}) =>
    stage.storage.saveCommuneContact({ oaId: OA, ...CONTACT, ...changes });
  const office = async (checkedOn = '2026-11-22'): Promise<void> => {
    await stage.storage.writeMeta({ key: OFFICE_HOTLINE_KEY, value: '1022' });
    await stage.storage.writeMeta({ key: OFFICE_CHECKED_KEY, value: checkedOn });
  };
  const asked = async (): Promise<string> => (await stage.say('GẶP NGƯỜI')).at(-1) ?? '';
  const member = async (): Promise<void> => {
    await stage.storage.saveMember({
      ...{ oaId: OA, userId: CHIN, name: 'Lê Thị Chín', role: 'member', state: 'active', teamCode: TEAM.code },
      ...{ communeCode: TEAM.communeCode, joinedAt: stage.clock.now() },
    });
    await stage.say('menu', CHIN);
  };

  test('nothing is added while nothing is set', async () => {
    await stage.say('TO LN03');
    expect(await asked()).not.toContain('Cần ngay');
  });

  test('the commune of the team is named with its number and the day it was checked, below what the desk promises', async () => {
    await contact();
    await office();
    await stage.say('TO LN03');
    const said = await asked();
    expect(said).toContain('Cán bộ trực sẽ nhắn cho bác');
    expect(said).toContain(COMMUNE_CALL);
    expect(said).not.toContain('1022');
  });

  test('somebody who waits for the desk and asks again is told it again', async () => {
    await contact();
    await stage.say('TO LN03');
    await asked();
    const again = await asked();
    expect(again).toContain('vẫn đang chờ cán bộ trực');
    expect(again).toContain(COMMUNE_CALL);
  });

  test('the province is named where the commune has no number, never without its day', async () => {
    await contact({ hotline: '' });
    await office();
    await stage.say('TO LN03');
    expect(await asked()).toContain(OFFICE_CALL);
    await stage.storage.writeMeta({ key: OFFICE_CHECKED_KEY, value: '' });
    const without = await asked();
    expect(without).not.toContain('1022');
    expect(without).toContain('Cần ngay, bác đến Trung tâm Phục vụ hành chính công xã, Số 1 đường Trần Phú');
  });

  test('somebody of no team and no commune is told the number of the province', async () => {
    await contact();
    await office();
    await stage.say('menu');
    const said = await asked();
    expect(said).toContain(OFFICE_CALL);
    expect(said).not.toContain('0272');
  });

  test('while somebody of the team is being asked, no other number is said; when nobody takes it, it is', async () => {
    await member();
    await contact();
    await stage.say('TO LN03');
    const said = await asked();
    expect(said).toContain('em đang nhờ Tổ công nghệ số ấp 3');
    expect(said).not.toContain('Cần ngay');
    expect(await asked()).toContain(COMMUNE_CALL);
    const later = (await stage.wait(16 * MINUTE)).join('\n');
    expect(later).toContain('đã chuyển cho cán bộ trực');
    expect(later).toContain(COMMUNE_CALL);
  });

  test('at night, when nobody is asked yet, it is said before the question for a phone number', async () => {
    await end();
    await begin(MORNING + 13 * 60 * MINUTE);
    await member();
    await contact();
    await stage.say('TO LN03');
    const said = await asked();
    expect(said).toContain('giờ này đã muộn');
    expect(said.indexOf(COMMUNE_CALL)).toBeGreaterThan(0);
    expect(said.indexOf(COMMUNE_CALL)).toBeLessThan(said.indexOf('để số điện thoại'));
  });

  test('the answer about where to go names the place of the own commune, once', async () => {
    await contact();
    await stage.say('TO LN03');
    const said = await stage.say('#card:dvc-where-to-go-commune-center');
    const line =
      'Nơi của xã bác: Trung tâm Phục vụ hành chính công xã, Số 1 đường Trần Phú, Thứ Hai đến thứ Sáu, 7:30–17:00. ' +
      'Gọi hỏi trước: 0272 388 8999 (số kiểm tra ngày 20/11/2026).';
    expect(said.join('\n').split(line)).toHaveLength(2);
    expect((await stage.say('1')).join('\n')).not.toContain('Nơi của xã');
  });

  test('other answers name no number', async () => {
    await contact();
    await stage.say('TO LN03');
    expect((await stage.say('#card:vneid-register-level-2')).join('\n')).not.toContain('0272');
  });
});
