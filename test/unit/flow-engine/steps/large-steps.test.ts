import { describe, expect, it } from 'vitest';
import { waitingChoices } from '../../../../src/flow-engine/index.ts';
import { sentenceParts } from '../../../../src/flow-engine/split.ts';
import type { GuideCard } from '../../../../src/flow-engine/types.ts';
import { cardOf, definitionsOf, Walk } from '../../../support/flow-definitions.ts';

const long =
  'Mở ứng dụng VNeID trên điện thoại của mình, chờ màn hình đầu hiện ra. Bấm "Đăng ký" ở giữa màn hình. ' +
  'Nhập số điện thoại rồi bấm "Tiếp tục", chờ tin nhắn gửi về máy.';
const card = (overrides: Partial<GuideCard> = {}): GuideCard =>
  cardOf({
    updated: 'Cập nhật: tháng 11/2026',
    steps: [{ text: long, ifStuck: 'Nhờ người nhà.' }, { text: 'Bấm "Xong".' }],
    ...overrides,
  });
const definitions = definitionsOf([], [card()]);
const large = (): Walk => new Walk(definitions, { audience: { largeSteps: true } }).startCard();

describe('a card in large steps', () => {
  it('says the answer in a message of its own, with fewer words', () => {
    expect(large().said).toHaveLength(2);
    expect(large().said[0]).toBe('Câu trả lời cho bác.');
    expect(new Walk(definitions).startCard().said).toHaveLength(1);
  });

  it('shows one action at a time, and loses none', () => {
    const walk = large();
    const shown = [walk.said.at(-1) ?? ''];
    while (walk.state?.stack[0]?.step === '0') shown.push(walk.press('done').said.at(-1) ?? '');
    const parts = shown.slice(0, -1).map((text) => text.replace(/^Bước 1\/2(?:, làm tiếp)?: /u, ''));
    expect(parts.join(' ')).toBe(long);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(90);
    expect(shown.at(-1)).toBe('Bước 2/2: Bấm "Xong".');
  });

  it('counts the step once, when all of it is done', () => {
    const walk = large();
    const tracks = [...walk.tracks];
    while (walk.state) tracks.push(...walk.press('done').tracks);
    expect(tracks).toEqual(['started card 1', 'step card 1', 'step card 2', 'finished card 2']);
  });

  it('shows fewer buttons and still understands the words of the others', () => {
    const walk = large();
    expect(walk.buttons).toEqual(['Xong', 'Chưa làm được', 'Gặp người hỗ trợ']);
    expect(waitingChoices(definitions, walk.state).map(({ title }) => title)).toEqual(walk.buttons);
    const said = walk.said.at(-1);
    expect(walk.text('xem lại').said).toEqual([said]);
    expect(walk.text('4').actions).toEqual([{ type: 'unmatched' }]);
    expect(walk.text('3').types).toContain('handover');
  });

  it('takes number two for "chưa được", and asks a person after that', () => {
    const walk = large().text('2');
    expect(walk.buttons).toEqual(['Thử lại xong rồi', 'Vẫn chưa được']);
    expect(walk.text('gặp người hỗ trợ').types).toContain('handover');
  });

  it('goes on in the same manner when the setting changes midway', () => {
    const walk = large();
    walk.context = {};
    expect(walk.press('done').buttons).toHaveLength(3);
  });

  it('goes on when the step has fewer parts now', () => {
    const walk = large().press('done');
    const shorter = new Walk(definitionsOf([], [card({ hash: 'c2', steps: [{ text: 'Bấm.' }, { text: 'Xong.' }] })]));
    shorter.state = walk.state;
    expect(shorter.send({ type: 'resume' }).said).toEqual(['Bước 1/2: Bấm.']);
    expect(shorter.press('done').said).toEqual(['Bước 2/2: Xong.']);
  });
});

describe('sentenceParts', () => {
  it('joins short sentences and keeps abbreviations and numbers whole', () => {
    expect(sentenceParts('Một. Hai. Ba.', 10)).toEqual(['Một. Hai.', 'Ba.']);
    expect(sentenceParts('Ra TP. Hồ Chí Minh nộp.', 5)).toEqual(['Ra TP. Hồ Chí Minh nộp.']);
    expect(sentenceParts('Trả 2.500 đồng. Xong.', 5)).toEqual(['Trả 2.500 đồng.', 'Xong.']);
    expect(sentenceParts('', 5)).toEqual(['']);
  });
});
