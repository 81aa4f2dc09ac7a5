import { launchChromium } from '../support/chromium.ts';
import { createConsoleStage, ADMIN } from '../support/console-stage.ts';
import { helpDeskFeature } from '../../src/console/help-desk/feature.ts';
import { commitTurn, HOA, LAN, OA, TEAM } from '../support/storage-rows.ts';
import { MORNING } from '../support/manual-clock.ts';
const M = 60_000;
const HANH = { id: 'hanh', accountId: 'hanh', name: 'Chị Hạnh', role: 'help-desk' } as const;
const stage = await createConsoleStage({ features: [helpDeskFeature], actor: HANH, deps: { helpDesk: { deliver() {}, queue() {}, recentMessages: async () => [
  { from: 'resident', text: 'em ơi bác vào VNeID mà nó quay vòng', at: MORNING - 5 * M },
  { from: 'oa', text: 'Bác bấm "Xong" khi làm xong bước này nhé.', at: MORNING - 4 * M },
  { from: 'resident', text: 'mã của bác là [đã che]', at: MORNING - 3 * M } ] } } });
const s = stage.storage;
await s.saveTeams({ oaId: OA, teams: [TEAM], at: MORNING });
const req = (o: object) => s.saveHelp({ request: { oaId: OA, id: 'h1', version: 0, userId: LAN, topic: 'public-services', flow: 'vneid-register-level-2', step: '2', teamCode: TEAM.code, communeCode: TEAM.communeCode, at: MORNING - 95 * M, reminders: 0, offers: [], state: 'desk', deskAt: MORNING - 50 * M, dueAt: MORNING + 9e8, ...o } as never });
await commitTurn(s, { resident: { lastInteractionAt: MORNING - 5 * M } });
await req({ phone: '0912345678', phoneAt: MORNING - M });
await req({ id: 'h2', userId: 'u2', topic: 'e-payments', flow: 'vietqr-pay-and-receive', step: '3', at: MORNING - 30 * 60 * M });
await s.saveMember({ oaId: OA, userId: 'chin', name: 'Lê Thị Chín', role: 'member', state: 'active', joinedAt: 1, teamCode: TEAM.code, communeCode: TEAM.communeCode });
await req({ id: 'h3', userId: 'u3', topic: '', flow: '', step: '', state: 'offered', offeredTo: 'chin', at: MORNING - 7 * M, offers: [{ userId: 'chin', stage: 'team', at: MORNING, answer: '' }] });
await req({ id: 'h4', userId: 'u4', state: 'done', doneAt: MORNING - M, waitedMinutes: 12, feedback: 'good' });
await s.holdDesk({ oaId: OA, kind: 'help', ref: 'h2', by: 'binh', name: 'Anh Bình', at: MORNING - 3 * M, until: MORNING + 12 * M });
await s.holdDesk({ oaId: OA, kind: 'help', ref: 'h1', by: 'hanh', name: 'Chị Hạnh', at: MORNING - 3 * M, until: MORNING + 12 * M });
await commitTurn(s, { userId: HOA, session: JSON.stringify({ f: { stack: [{ kind: 'card', id: 'scam-first-hour', step: '0' }] }, o: [] }), resident: { lastInteractionAt: MORNING, handoverAt: MORNING - 2 * M, communeCode: '25270' } });
await commitTurn(s, { demand: { text: 'làm sao đổi tên trên thẻ bảo hiểm y tế khi ghi sai một chữ', nearest: 'health-insurance-card', pseudonym: `p-${OA}-${LAN}` } });
await s.holdDesk({ oaId: OA, kind: 'demand', ref: '1', by: 'hanh', name: 'Chị Hạnh', at: MORNING, until: MORNING + 12 * M });
await s.saveMemberQuestion({ oaId: OA, id: 'q1', userId: 'chin', teamCode: 'LN03', communeCode: '25270', at: MORNING - 90 * M, text: 'Bà con mất điện thoại thì khóa VNeID ở đâu?', level: 'province' });
const url = await stage.server.listen({ port: 0, host: '127.0.0.1' });
const browser = await launchChromium();
const problems: string[] = [];
for (const width of [360, 1280]) {
  const page = await browser.newPage({ viewport: { width, height: 800 } });
  page.on('console', (m) => m.type() === 'error' && problems.push(m.text()));
  page.on('pageerror', (e) => problems.push(String(e)));
  for (const [name, path] of [['inbox', '/tro-giup'], ['case', '/tro-giup/h1?tim=quen%20mat%20khau%20vneid'], ['other', '/tro-giup/h2'], ['team', '/tro-giup/h3'], ['ended', '/tro-giup/da-xong'], ['figures', '/tro-giup/so-lieu'], ['kept', '/cau-hoi'], ['keptone', '/cau-hoi/giu/1'], ['teamq', '/cau-hoi/to']]) {
    await page.goto(`${url}/console${path}`);
    const wide = await page.evaluate('document.documentElement.scrollWidth');
    if (Number(wide) > width) problems.push(`${name} ${width}: scrollWidth ${wide}`);
    const small = await page.evaluate(`[...document.querySelectorAll('button,main a.button,.tabs a')].filter(e=>e.offsetParent&&e.getBoundingClientRect().height<44).map(e=>e.textContent.trim()+' '+Math.round(e.getBoundingClientRect().height))`);
    if ((small as string[]).length) problems.push(`${name} ${width}: small ${(small as string[]).join('; ')}`);
    await page.screenshot({ path: `/tmp/h-${name}-${width}.png`, fullPage: true });
  }
  // behaviour
  await page.goto(`${url}/console/tro-giup/h1`);
  await page.fill('#f-text', 'Chào bác ạ.');
  await page.fill('#f-tim', 'quen mat khau vneid');
  await page.press('#f-tim', 'Enter');
  await page.waitForSelector('.canned summary');
  await page.click('.canned summary');
  await page.click('.canned a');
  console.log('box:', (await page.inputValue('#f-text')).slice(0, 80), '| card', await page.inputValue('#f-card'), page.url());
  await page.click('text=Xem tin gần đây');
  await page.waitForSelector('.chat-lines li');
  console.log('chat lines', await page.locator('.chat-lines li').count(), 'still typed', (await page.inputValue('#f-text')).startsWith('Chào bác ạ.'));
  await page.screenshot({ path: `/tmp/h-look-${width}.png`, fullPage: true });
  await s.holdDesk({ oaId: OA, kind: 'help', ref: 'h1', by: 'binh', name: 'Anh Bình', at: MORNING + 1, until: MORNING + 12 * M, takesOver: true });
  await page.waitForSelector('text=Anh Bình đang trả lời', { timeout: 9000 });
  console.log('polled; still typed', (await page.inputValue('#f-text')).startsWith('Chào bác ạ.'));
  await s.holdDesk({ oaId: OA, kind: 'help', ref: 'h1', by: 'hanh', name: 'Chị Hạnh', at: MORNING + 2, until: MORNING + 12 * M, takesOver: true });
  await page.goto(`${url}/console/tro-giup`);
  await page.fill('#f-xa', '252');
  await page.focus('text=bước 2');
  const before = await page.evaluate('document.activeElement.textContent');
  await s.holdDesk({ oaId: OA, kind: 'help', ref: 'h2', by: 'x' + width, name: 'Cô Mai', at: MORNING + 3, until: MORNING + 12 * M, takesOver: true });
  await page.waitForSelector('text=Cô Mai đang trả lời', { timeout: 9000 });
  console.log('filter kept', await page.inputValue('#f-xa'));
  console.log('focus kept:', before === await page.evaluate('document.activeElement.textContent'));
  await page.close();
}
console.log(problems.join('\n') || 'no problems');
await browser.close();
await stage.close();
