import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { laptopScreen, phoneScreen } from '../support/chat-page.ts';
import { describeWithChromium, launchChromium } from '../support/chromium.ts';
import { eventually } from '../support/eventually.ts';
import { openPageBench } from './emulator-page-bench.ts';
import type { PageBench } from './emulator-page-bench.ts';
import { readabilityProblems } from './readability.ts';

describeWithChromium('group chats on the emulator’s page', () => {
  let browser: Browser;
  let bench: PageBench;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  afterEach(() => bench.close());

  /** A group of the first two residents; Anh Năm stays outside. */
  function createGroup() {
    const { emulator } = bench.running;
    const [ba, tu] = emulator.residents();
    const memberIds = [ba?.id ?? '', tu?.id ?? ''];
    for (const id of memberIds) emulator.as.follow(id);
    return emulator.groups.create({ name: 'Tổ dân phố 3', description: 'Học kỹ năng số', memberIds });
  }

  const groupWindow = () => bench.chat.page.getByRole('region', { name: 'Nhóm Tổ dân phố 3' });

  async function say(text: string): Promise<void> {
    const box = groupWindow().getByRole('textbox', { name: 'Tin nhắn' });
    await box.fill(text);
    await box.press('Enter');
  }

  it('writes as the member that is chosen, and shows whom the OA calls on', async () => {
    bench = await openPageBench(browser, phoneScreen);
    createGroup();
    const { chat, shoot } = bench;
    await eventually(() =>
      chat.page.locator('.phone.active .resident-select').selectOption({ label: 'Nhóm Tổ dân phố 3' }),
    );
    await groupWindow().waitFor();
    await say('Chào cả nhà');
    await groupWindow().locator('.message.mine', { hasText: 'Chào cả nhà' }).waitFor();
    const answer = groupWindow().locator('.message.theirs').last();
    await answer.waitFor();
    await eventually(async () =>
      expect(await answer.locator('.mention').allInnerTexts()).toEqual(['@Bác Ba', '@Tất cả']),
    );
    expect(await answer.locator('.sender').innerText()).toBe('Trợ lý số Đồng Nai');
    expect(await readabilityProblems(chat, { ...chat.phone('Bác Ba'), root: groupWindow() })).toEqual([]);
    await shoot('group');

    await groupWindow().getByLabel('Nhắn với vai').selectOption({ label: 'Cô Tư' });
    const others = groupWindow().locator('.message.theirs', { hasText: 'Chào cả nhà' });
    await eventually(async () => expect(await others.locator('.sender').allInnerTexts()).toEqual(['Bác Ba']));
    await say('Cô Tư đây');
    await groupWindow().locator('.message.mine', { hasText: 'Cô Tư đây' }).waitFor();
    await groupWindow().getByLabel('Nhắn với vai').selectOption({ label: 'Nhân viên OA' });
    await say('Cán bộ trực xin chào');
    await groupWindow().locator('.message.mine', { hasText: 'Cán bộ trực xin chào' }).waitFor();
    await eventually(async () => expect(bench.heard).toContain('oa_send_group_text Cán bộ trực xin chào'));
    expect(chat.problems).toEqual([]);
  });

  it('lets somebody join by the link and leave again, beside the residents’ own chats', async () => {
    bench = await openPageBench(browser, laptopScreen);
    createGroup();
    const { chat, shoot } = bench;
    await chat.page.getByRole('button', { name: 'Mọi người và nhóm' }).click();
    await chat.page.getByRole('complementary').getByRole('button', { name: 'Tổ dân phố 3' }).click();
    await groupWindow().waitFor();
    await eventually(async () => expect(await chat.page.locator('.phone:visible').count()).toBe(4));
    await groupWindow().getByRole('button', { name: 'Thành viên của nhóm' }).click();
    const dialog = chat.page.getByRole('dialog', { name: 'Nhóm Tổ dân phố 3' });
    await shoot('group-members');
    await dialog.getByRole('button', { name: 'Vào bằng đường dẫn: Anh Năm' }).click();
    await dialog.getByRole('button', { name: 'Rời nhóm: Anh Năm' }).waitFor();
    await eventually(async () => expect(bench.heard).toContain('user_join_group'));
    await dialog.getByRole('button', { name: 'Rời nhóm: Anh Năm' }).click();
    await dialog.getByRole('button', { name: 'Vào bằng đường dẫn: Anh Năm' }).waitFor();
    await eventually(async () => expect(bench.heard).toContain('user_out_group'));
    await dialog.getByRole('button', { name: 'Xin vào: Anh Năm' }).click();
    await dialog.getByRole('button', { name: 'Duyệt: Anh Năm' }).click();
    await dialog.getByRole('button', { name: 'Rời nhóm: Anh Năm' }).waitFor();
    expect(chat.problems).toEqual([]);
  });

  it('creates a group by the rules, and says what they are when they are broken', async () => {
    bench = await openPageBench(browser, laptopScreen);
    const { chat, running } = bench;
    const { emulator } = running;
    await chat.page.getByRole('button', { name: 'Mọi người và nhóm' }).click();
    await chat.page.getByRole('button', { name: 'Tạo nhóm' }).click();
    const dialog = chat.page.getByRole('dialog', { name: 'Tạo nhóm chat' });
    await dialog.getByLabel('Tên nhóm').fill('Tổ dân phố 3');
    await dialog.getByRole('searchbox').fill('co tu');
    await dialog.getByRole('button', { name: 'Chọn: Cô Tư' }).click();
    await dialog.getByRole('button', { name: 'Tạo nhóm' }).click();
    await dialog.getByRole('alert').getByText('EMULATOR_GROUP_REFUSED').waitFor();
    expect(emulator.groups.list()).toEqual([]);
    for (const { id } of emulator.residents()) emulator.as.follow(id);
    await dialog.getByRole('searchbox').fill('bac ba');
    await dialog.getByRole('button', { name: 'Chọn: Bác Ba' }).click();
    await dialog.getByRole('button', { name: 'Tạo nhóm' }).click();
    await groupWindow().waitFor();
    await eventually(() => expect(emulator.groups.list().map(({ name }) => name)).toEqual(['Tổ dân phố 3']));
  });

  it('lists a resident’s groups beside the chat with the OA, and opens them in that resident’s role', async () => {
    bench = await openPageBench(browser, phoneScreen);
    createGroup();
    const { chat } = bench;
    await chat.switchTo('Cô Tư');
    const tu = chat.phone('Cô Tư').root;
    await tu.getByRole('button', { name: 'Về danh sách tin nhắn' }).click();
    await tu.getByRole('button', { name: 'Tổ dân phố 3' }).click();
    await groupWindow().waitFor();
    await eventually(async () =>
      expect(await groupWindow().locator('.role-select option:checked').innerText()).toBe('Cô Tư'),
    );
  });

  it('closes a group that was dissolved and tells when it is disabled', async () => {
    bench = await openPageBench(browser, laptopScreen);
    const group = createGroup();
    const { chat, running } = bench;
    await chat.page.getByRole('button', { name: 'Mọi người và nhóm' }).click();
    await chat.page.getByRole('complementary').getByRole('button', { name: 'Tổ dân phố 3' }).click();
    await groupWindow().waitFor();
    running.emulator.groups.changeAsset(group.asset.id, { autoRenew: false, validThroughMs: Date.now() - 1000 });
    await groupWindow().getByText('gói của nhóm đã hết hạn').waitFor();
    running.emulator.clock.advance(46 * 24 * 3_600_000);
    await groupWindow().waitFor({ state: 'detached' });
    await eventually(async () => expect(await chat.page.locator('.phone:visible').count()).toBe(3));
  });
});
