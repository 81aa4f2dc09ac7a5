import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deriveConsoleKeys, hashCode } from '../../../src/console/access/keys.ts';
import { createStaffLinks } from '../../../src/console/access/staff-links.ts';
import { parseStaffLink } from '../../../src/conversation/staff-link.ts';
import type { Storage } from '../../../src/storage/ports.ts';
import { type ConversationStage, stageConversation } from '../../support/conversation-stage.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';
import { HOA, LAN, OA } from '../../support/storage-rows.ts';
import { makeTempDir } from '../../support/temp-dir.ts';

const KEYS = deriveConsoleKeys(Buffer.alloc(32, 7));
const MINUTE = 60_000;

describe('NOI and a code', () => {
  test.each([
    ['NOI 123456', '123456'],
    ['nối  123456', '123456'],
    [' Noi 000001 ', '000001'],
  ])('%j is a code', (text, code) => {
    expect(parseStaffLink(text)).toBe(code);
  });

  test.each(['123456', 'NOI 12345', 'NOI 1234567', 'nói 12 3456', 'NOI', 'tôi nói 123456', 'noi 123456 nhé'])(
    '%j is none',
    (text) => {
      expect(parseStaffLink(text)).toBeUndefined();
    },
  );
});

describe('linking the own Zalo account', () => {
  let folder: ReturnType<typeof makeTempDir>;
  let stage: ConversationStage;
  let storage: Storage;

  beforeEach(async () => {
    folder = makeTempDir();
    stage = await stageConversation(folder.dir, shippedCatalogue(), MORNING, {
      findStaffLink: (...asked) => createStaffLinks(storage, KEYS)(...asked),
    });
    ({ storage } = stage);
    await storage.addStaff({
      ...{ id: 'a1', oaId: OA, login: 'hanh', name: 'Chị Hạnh', role: 'editor', passwordHash: 'x' },
      ...{ mustChangePassword: false, recoveryHashes: [], failures: 0, createdAt: MORNING },
    });
    const codeHash = hashCode(KEYS, 'link', OA, '123456');
    await storage.saveStaffLink({ oaId: OA, accountId: 'a1', codeHash, expiresAt: MORNING + 10 * MINUTE });
    await stage.say('xin chào');
  });
  afterEach(async () => {
    await stage.close();
    folder[Symbol.dispose]();
  });

  const linked = async () => (await storage.findStaff({ oaId: OA, id: 'a1' }))?.zaloUserId;

  test('the right code links whoever types it, once', async () => {
    expect((await stage.say('NOI 123456')).join()).toContain('liên kết Zalo này với tài khoản của Chị Hạnh');
    expect(await linked()).toBe(LAN);
    expect((await stage.say('NOI 123456', HOA)).join()).toContain('Mã liên kết này không đúng');
    expect(await linked()).toBe(LAN);
  });

  test('a code that ran out links nobody', async () => {
    await stage.wait(10 * MINUTE);
    expect((await stage.say('NOI 123456')).join()).toContain('đã quá 10 phút');
    expect(await linked()).toBeUndefined();
  });

  test('six digits cannot be tried out: after a few wrong ones the right one does not help either', async () => {
    for (let code = 1; code <= 10; code += 1) await stage.say(`NOI ${String(code).padStart(6, '0')}`);
    expect((await stage.say('NOI 123456')).join()).toContain('Mã liên kết này không đúng');
    expect(await linked()).toBeUndefined();
  });
});
