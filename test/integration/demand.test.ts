import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkContent } from '../../src/catalog/check.ts';
import type { Catalogue } from '../../src/catalog/index.ts';
import { loadCatalogue } from '../../src/catalog/load.ts';
import { type DemandRequest, runDemand } from '../../src/demand-command.ts';
import type { GroupJson } from '../../src/demand-print.ts';
import { productionEnv, runBot } from '../support/bot-command.ts';
import { stageConversation } from '../support/conversation-stage.ts';
import { MORNING } from '../support/manual-clock.ts';
import { type MemoryStorage, openMemoryStorage } from '../support/memory-storage.ts';
import { rootDir, shippedCatalogue } from '../support/shipped-content.ts';
import { shippedUnderstanding } from '../support/shipped-understanding.ts';
import { commitTurn, HOA, LAN, OA, TEAM } from '../support/storage-rows.ts';
import { storedRows } from '../support/stored-rows.ts';
import { filesContaining, makeTempDir } from '../support/temp-dir.ts';

/** Some of these tests start the program. */
const PROCESS_TEST_TIMEOUT_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const CARD = 'make-account';
const FILE = `content/answers/public-services/${CARD}.md`;
const TODAY = '2026-11-22';
const { messages } = shippedCatalogue();
// Fitted and kept here, so that no test has to wait for it.
shippedUnderstanding();

let folder: ReturnType<typeof makeTempDir>;
beforeEach(() => {
  folder = makeTempDir();
});
afterEach(() => folder[Symbol.dispose]());

describe('bot demand', () => {
  let storage: MemoryStorage;
  let said: string[];
  let claims: number;
  beforeEach(() => {
    storage = openMemoryStorage();
    said = [];
    claims = 0;
  });
  afterEach(() => storage.close());

  const ask = async (text: string, userId: string = LAN, at: number = MORNING): Promise<void> => {
    await commitTurn(storage, { userId, at, demand: { text, nearest: '', pseudonym: `p-${userId}` } });
  };

  /** Four people want one thing, one another. */
  const askAll = async (): Promise<void> => {
    await storage.saveTeams({ oaId: OA, teams: [TEAM], at: MORNING });
    await commitTurn(storage, { userId: HOA, resident: { teamCode: TEAM.code } });
    await ask('bao lâu thì tiền hoàn thuế bão lũ về tài khoản');
    await ask('hoan thue bao lu bao gio ve', HOA, MORNING - DAY_MS);
    await ask('Hoàn thuế bão lũ bao giờ về?', '31');
    await ask('tiền hoàn thuế bão lũ sao chưa về, gọi [số điện thoại]', '32');
    await ask('lắp nước sạch cho nhà mới ở ấp 3', '33');
  };

  const run = async (
    words: readonly string[],
    changes: Partial<Omit<DemandRequest, 'words'>> = {},
  ): Promise<string> => {
    said = [];
    await runDemand({
      storage,
      oaId: OA,
      rootDir,
      catalogue: shippedCatalogue(),
      now: MORNING,
      words,
      isNew: false,
      json: false,
      dryRun: false,
      communeName: (code) => (code === TEAM.communeCode ? 'Phường Lộc Ninh' : code),
      claim: async () => void (claims += 1),
      say: (text) => void said.push(text),
      ...changes,
    });
    return said.join('\n');
  };

  const open = async (): Promise<string[]> =>
    (await storage.listDemand({ oaId: OA, fromDay: '2026-01-01', state: 'open', limit: 100 })).map(({ text }) => text);

  /** A small content that may be written to, in a repository of its own. */
  const writableContent = async (): Promise<{ root: string; catalogue: Catalogue; diff(): string[] }> => {
    const root = path.join(folder.dir, 'root');
    cpSync(path.join(rootDir, 'test/fixtures/sound-content'), root, { recursive: true });
    for (const part of [
      'messages.yaml',
      'official-domains.tsv',
      'language/short-forms.tsv',
      'language/examples/smalltalk.tsv',
    ])
      cpSync(path.join(rootDir, 'content', part), path.join(root, 'content', part));
    const git = (...args: string[]): string =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: root, encoding: 'utf8' });
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'content');
    const diff = (): string[] =>
      git('diff', '-U0')
        .split('\n')
        .filter((line) => /^[+-](?!\+\+|--)/u.test(line));
    return { root, catalogue: await loadCatalogue(root), diff };
  };

  test('without any question says so, and where the numbers are', async () => {
    expect(await run([])).toContain('chưa có câu hỏi nào');
    expect(said.join('')).toContain('content health');
    expect(JSON.parse(await run([], { json: true }))).toEqual({ days: 90, questions: 0, groups: [] });
  });

  test('lists groups, the largest first, with wordings, nearest cards and communes, and what to do next', async () => {
    await askAll();
    const out = await run([]);
    expect(out).toMatch(/^5 câu .* 90 ngày qua .* 2 nhóm\.$/mu);
    expect(out.indexOf('n1  4 câu  ')).toBeGreaterThan(0);
    expect(out.indexOf('n5  1 câu  ')).toBeGreaterThan(out.indexOf('n1  4 câu  '));
    expect(out).toContain('hoàn thuế');
    expect(out).toContain('"bao lâu thì tiền hoàn thuế bão lũ về tài khoản"');
    expect(out).toMatch(/Gần nhất: [a-z-]+ \d+ %/u);
    expect(out).toContain('Từ: Phường Lộc Ninh 1');
    expect(out).toContain('demand to-asks n1 --card');
    expect(out).not.toContain(LAN);
  });

  test('with --json prints every group whole', async () => {
    await askAll();
    const { groups } = JSON.parse(await run([], { json: true })) as { groups: GroupJson[] };
    expect(groups.map(({ id, size }) => [id, size])).toEqual([
      ['n1', 4],
      ['n5', 1],
    ]);
    expect(groups[0]?.texts).toHaveLength(3);
    expect(groups[0]?.nearest[0]).toMatchObject({ kind: 'card', confidence: expect.any(Number) });
    expect(groups[0]).toMatchObject({
      firstDay: '2026-11-21',
      lastDay: TODAY,
      communes: [{ code: TEAM.communeCode, name: 'Phường Lộc Ninh', count: 1 }],
    });
  });

  test('with --days looks no further back', async () => {
    await ask('lắp nước sạch cho nhà mới', LAN, MORNING - 40 * DAY_MS);
    expect(await run([], { days: '30' })).toContain('30 ngày qua chưa có câu hỏi nào');
    expect(await run([], { days: '41' })).toContain('1 câu');
  });

  test('to-asks writes what is new into the card and nothing else, and settles what the card answers now', async () => {
    await askAll();
    const { root, catalogue, diff } = await writableContent();
    const before = await checkContent(root, TODAY);
    const out = await run(['to-asks', 'n1'], { rootDir: root, catalogue, card: CARD });
    expect(diff().toSorted()).toEqual(
      [
        '+  - bao lâu thì tiền hoàn thuế bão lũ về tài khoản',
        '+  - tiền hoàn thuế bão lũ sao chưa về, gọi',
        '+  - Hoàn thuế bão lũ bao giờ về?',
      ].toSorted(),
    );
    expect(out).toContain(`Đã thêm 3 cách hỏi vào ${FILE}.`);
    expect(out).toContain('Đánh dấu đã trả lời: 4 câu.');
    expect(out).toContain('npm run check:content');
    expect(claims).toBe(1);
    expect(await open()).toEqual(['lắp nước sạch cho nhà mới ở ấp 3']);
    const checked = await checkContent(root, TODAY);
    expect([checked.errors, checked.warnings]).toEqual([before.errors, before.warnings]);
    expect(checked.counts.asks).toBe(before.counts.asks + 3);
    const [answered] = await storage.listDemand({ oaId: OA, fromDay: TODAY, state: 'answered', limit: 1 });
    expect(answered?.settledAs).toBe(CARD);
  });

  test('to-asks run again finds the wordings in the card and settles the questions all the same', async () => {
    await askAll();
    const { root, catalogue, diff } = await writableContent();
    await run(['to-asks', 'n1'], { rootDir: root, catalogue, card: CARD });
    const before = diff();
    await ask('Bao lâu thì tiền hoàn thuế bão lũ về tài khoản?', '41');
    const out = await run(['to-asks', 'n6'], { rootDir: root, catalogue: await loadCatalogue(root), card: CARD });
    expect(out).toContain('thẻ này đã có');
    expect(out).toContain('Không thêm câu nào');
    expect(out).toContain('Đánh dấu đã trả lời: 1 câu.');
    expect(diff()).toEqual(before);
  });

  test('to-asks refuses what another card is asked by, what is a command and what is too short, and leaves it open', async () => {
    await ask('Tôi bị lừa rồi');
    const { root, catalogue, diff } = await writableContent();
    const out = await run(['to-asks', 'n1'], { rootDir: root, catalogue, card: CARD });
    expect(out).toContain('đã là câu hỏi của "first-hour"');
    expect(out).toContain('Bỏ qua 1 câu, vẫn để mở');
    await ask('gặp người hỗ trợ', '31');
    expect(await run(['to-asks', 'n2'], { rootDir: root, catalogue, card: CARD })).toContain('lệnh');
    await ask('vneid [số]', '32');
    expect(await run(['to-asks', 'n3'], { rootDir: root, catalogue, card: CARD })).toContain('quá ngắn');
    expect(diff()).toEqual([]);
    expect(await open()).toHaveLength(3);
  });

  test('--dry-run shows the same and changes nothing', async () => {
    await askAll();
    const { root, catalogue, diff } = await writableContent();
    const out = await run(['to-asks', 'n1'], { rootDir: root, catalogue, card: CARD, dryRun: true });
    expect(out).toContain('  + bao lâu thì tiền hoàn thuế bão lũ về tài khoản');
    expect(out).toContain('Chạy thử: sẽ thêm 3 cách hỏi');
    expect(await run(['dismiss', 'n5'], { dryRun: true })).toContain('Chưa bỏ gì');
    expect(diff()).toEqual([]);
    expect(await open()).toHaveLength(5);
    expect(claims).toBe(0);
  });

  test('--new says how to begin a card with the wordings, and writes nothing', async () => {
    await askAll();
    const out = await run(['to-asks', 'n5'], { isNew: true });
    expect(out).toContain('npm run author');
    expect(out).toContain('- lắp nước sạch cho nhà mới ở ấp 3');
    expect(await open()).toHaveLength(5);
  });

  test('dismiss takes a group out of the list, by the name of any question in it', async () => {
    await askAll();
    expect(await run(['dismiss', 'N3'])).toContain('Đã bỏ nhóm n1: 4 câu.');
    expect(claims).toBe(1);
    expect(await open()).toEqual(['lắp nước sạch cho nhà mới ở ấp 3']);
    expect(await run([])).not.toContain('bão lũ');
  });

  test('says what it cannot do, with a code', async () => {
    await askAll();
    const refused = (words: string[], changes: Partial<DemandRequest> = {}) =>
      run(words, changes).catch((error: unknown) => error);
    expect(await refused(['dismiss', 'n99'])).toMatchObject({
      code: 'DEMAND_GROUP_UNKNOWN',
      message: expect.stringContaining('n99'),
    });
    expect(await refused(['dismiss'])).toMatchObject({ code: 'CLI_USAGE' });
    expect(await refused(['answer', 'n1'])).toMatchObject({ code: 'CLI_USAGE' });
    expect(await refused([], { days: '0' })).toMatchObject({
      code: 'CLI_USAGE',
      message: expect.stringContaining('"0"'),
    });
    expect(await refused(['to-asks', 'n1'])).toMatchObject({
      code: 'CLI_USAGE',
      message: expect.stringContaining('--card'),
    });
    expect(await refused(['to-asks', 'n1'], { card: 'no-such' })).toMatchObject({
      message: expect.stringContaining('"no-such"'),
    });
    expect(await refused(['to-asks', 'n1'], { card: 'open-farm-shop' })).toMatchObject({
      message: expect.stringContaining('luồng'),
    });
    expect(await open()).toHaveLength(5);
  });
});

describe('from a conversation to the list', () => {
  const STRANGE = 'qwertyuiop zxcvb asdfgh';

  test('a question is on the disk only once its button was pressed, and XÓA DỮ LIỆU leaves not a byte of it', async () => {
    const dataDir = path.join(folder.dir, 'data');
    const stage = await stageConversation(dataDir, shippedCatalogue());
    try {
      await stage.say('xin chào');
      await stage.say(STRANGE);
      expect(storedRows(dataDir, 'select * from demand')).toEqual([]);
      const thanks = await stage.say(stage.payloadOf(messages.keepQuestion));
      expect(thanks.join('\n')).toContain('XÓA DỮ LIỆU');
      await stage.say(STRANGE, HOA);
      await stage.say('menu', HOA);
      expect(storedRows(dataDir, 'select text, pseudonym, state from demand')).toEqual([
        { text: STRANGE, pseudonym: `p-${LAN}`, state: 'open' },
      ]);
      expect(storedRows(dataDir, 'select * from engagement_event')).toEqual([]);
      await stage.storage.checkpoint();
      expect(filesContaining(dataDir, STRANGE)).not.toEqual([]);
      await stage.say('XÓA DỮ LIỆU');
      await stage.say(stage.payloadOf(messages.eraseConfirm));
      await stage.wait(60_000);
      expect(filesContaining(dataDir, STRANGE)).toEqual([]);
    } finally {
      await stage.close();
    }
  });

  test('a question that is not given to us is forgotten within the hour, and by the next message', async () => {
    const dataDir = path.join(folder.dir, 'data');
    const stage = await stageConversation(dataDir, shippedCatalogue());
    const sessions = (): string => JSON.stringify(storedRows(dataDir, 'select state from session'));
    try {
      await stage.say('xin chào');
      await stage.say(STRANGE);
      expect(sessions()).toContain('zxcvb');
      expect(await stage.wait(HOUR_MS)).toEqual([]);
      expect(sessions()).not.toContain('zxcvb');
      expect(await stage.turns('wake-stale')).toBe(1);
      await stage.say(STRANGE);
      await stage.say('cảm ơn em');
      expect(sessions()).not.toContain('zxcvb');
      await stage.storage.checkpoint();
      expect(filesContaining(dataDir, 'zxcvb')).toEqual([]);
    } finally {
      await stage.close();
    }
  });

  test(
    'the command lists it from the data folder of the server',
    async () => {
      const dataDir = path.join(folder.dir, 'data');
      const stage = await stageConversation(dataDir, shippedCatalogue());
      await stage.say('xin chào');
      await stage.say(STRANGE);
      await stage.say(stage.payloadOf(messages.keepQuestion));
      await stage.close();
      const options = { dataDir, env: { ...productionEnv, ZALO_OA_ID: OA } };
      const listed = await runBot(['demand'], options);
      expect(listed).toMatchObject({ exitCode: 0, err: '', out: expect.stringContaining(`"${STRANGE}"`) });
      expect(await runBot(['demand', 'dismiss', 'n1'], options)).toMatchObject({
        exitCode: 0,
        out: 'Đã bỏ nhóm n1: 1 câu. Nhóm này không hiện nữa.\n',
      });
    },
    PROCESS_TEST_TIMEOUT_MS,
  );
});
