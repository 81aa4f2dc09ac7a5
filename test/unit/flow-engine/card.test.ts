import { describe, expect, it } from 'vitest';
import { advance, engineTexts } from '../../../src/flow-engine/index.ts';
import { cardOf, definitionsOf, Walk } from '../../support/flow-definitions.ts';

const walk = (overrides: Parameters<typeof cardOf>[0] = {}): Walk =>
  new Walk(definitionsOf([], [cardOf(overrides)])).startCard();

describe('a card by itself', () => {
  it('says the answer and the first step, with four choices', () => {
    const card = walk();
    expect(card.said).toEqual(['Câu trả lời cho bác.\n\nBước 1/3: Mở ứng dụng.']);
    expect(card.buttons).toEqual(['Xong', 'Chưa làm được', 'Xem lại', 'Gặp người hỗ trợ']);
    expect(card.tracks).toEqual(['started card 1']);
  });

  it('says warning and date with the answer, and links as buttons of a message of their own', () => {
    const links = [{ title: 'Mở Cổng', url: 'https://dichvucong.gov.vn/' }];
    const card = walk({ warning: 'Cảnh báo: coi chừng.', updated: 'Cập nhật: tháng 11/2026', links });
    expect(card.said).toEqual([
      'Câu trả lời cho bác.\n\nCảnh báo: coi chừng.\n\nCập nhật: tháng 11/2026',
      'Bước 1/3: Mở ứng dụng.',
    ]);
    expect(card.actions[1]).toMatchObject({ buttons: links });
  });

  it('keeps a long answer apart from the first step', () => {
    expect(walk({ answer: 'Dài. '.repeat(130) }).said).toHaveLength(2);
  });

  it('goes on step by step, then congratulates, names who helps and ends', () => {
    const card = walk({ outcome: 'vneid-level-2' });
    expect(card.press('done').said).toEqual(['Bước 2/3: Bấm "Đăng ký".']);
    expect(card.tracks).toEqual(['step card 1']);
    card.press('done').press('done');
    expect(card.said).toEqual(['Chúc mừng bác, bác đã làm xong rồi ạ!\n\nAi giúp được bác: Công an xã, phường.']);
    expect(card.actions.slice(0, 1).concat(card.actions.slice(2))).toEqual([
      { type: 'track', kind: 'step', flow: 'card', version: 'c1', step: '3', topic: 'public-services' },
      { type: 'track', kind: 'finished', flow: 'card', version: 'c1', step: '3', topic: 'public-services' },
      {
        type: 'record',
        outcome: 'vneid-level-2',
        quantity: 1,
        flow: 'card',
        version: 'c1',
        step: '3',
        topic: 'public-services',
      },
      { type: 'end', flow: 'card', how: 'finished' },
    ]);
    expect(card.state).toBeNull();
  });

  it('does not congratulate somebody who walked a scam card', () => {
    const card = walk({ topic: 'scam-safety' }).press('done').press('done').press('done');
    expect(card.said.join()).toContain('đã làm đủ các bước');
    expect(card.said.join()).not.toContain('Chúc mừng');
  });

  it.each([
    'xong',
    'Xong rồi',
    'đã xong',
    'da xong',
    'ok',
    'Ok em',
    'được rồi',
    'duoc roi a',
    'dc r',
    'tôi làm xong rồi',
    '1',
    'tiếp',
  ])('takes "%s" as done', (text) => {
    expect(walk().text(text).said).toEqual(['Bước 2/3: Bấm "Đăng ký".']);
  });

  it.each([
    'chưa được',
    'chua lam duoc',
    'không làm được',
    'ko dc',
    'khong duoc em oi',
    'chưa xong',
    'bị lỗi',
    '2',
    'vẫn chưa được',
  ])('takes "%s" as stuck', (text) => {
    expect(walk().press('done').text(text).said).toEqual(['Không sao bác ạ. Nhờ người nhà bấm giúp.']);
  });

  it.each(['xem lại', 'xem lai di em', 'nhắc lại', '3'])('takes "%s" as see again', (text) => {
    expect(walk().press('done').text(text).said).toEqual(['Bước 2/3: Bấm "Đăng ký".']);
  });

  it.each(['gặp người', 'gap nguoi ho tro', 'cần người giúp', 'giúp tôi với', '4'])(
    'takes "%s" as a call for a person',
    (text) => {
      expect(walk().text(text).actions.slice(-2)).toEqual([
        { type: 'handover', reason: 'card' },
        { type: 'end', flow: 'card', how: 'handover' },
      ]);
    },
  );

  it.each(['xong chưa', 'làm xong có mất tiền không', 'tại sao phải bấm đăng ký', 'ok chưa em', 'bước 5', 'căn cước'])(
    'does not guess from "%s"',
    (text) => {
      expect(walk().text(text).actions).toEqual([{ type: 'unmatched' }]);
    },
  );

  it('offers what to try, counts being stuck once, and goes on after it worked', () => {
    const card = walk().press('done').press('stuck');
    expect(card.tracks).toEqual(['stuck card 2']);
    expect(card.buttons).toEqual(['Thử lại xong rồi', 'Vẫn chưa được', 'Xem lại', 'Gặp người hỗ trợ']);
    card.press('stuck');
    expect(card.tracks).toEqual([]);
    expect(card.text('thử lại xong rồi').said).toEqual(['Bước 3/3: Bấm "Xong".']);
    expect(card.buttons[0]).toBe('Xong');
  });

  it('names who helps where the author wrote no advice, and encourages where nobody is named', () => {
    expect(walk().press('stuck').said).toEqual(['Không sao bác ạ. Ai giúp được bác: Công an xã, phường.']);
    const alone = cardOf();
    const { help: _help, ...without } = alone;
    const card = new Walk(definitionsOf([], [without])).startCard().press('stuck');
    expect(card.said[0]).toContain('thử làm chậm lại');
  });

  it.each(['2', 'chưa được', 'vẫn chưa', 'van chua duoc'])(
    'after advice, takes "%s" as a call for a person',
    (text) => {
      expect(walk().press('stuck').text(text).types).toContain('handover');
    },
  );

  it('lets the numbers mean the buttons of the message just shown', () => {
    const card = walk().press('stuck').press('again');
    expect(card.buttons[1]).toBe('Chưa làm được');
    expect(card.text('2').tracks).toEqual(['stuck card 1']);
  });

  it('still accepts the buttons of the message above after "stuck"', () => {
    const card = walk();
    const above = card.at;
    card.press('stuck');
    expect(card.send({ type: 'choice', at: above, value: 'done' }).said).toEqual(['Bước 2/3: Bấm "Đăng ký".']);
  });

  it('suggests a person after two unclear answers and never gets stuck', () => {
    const card = walk().send({ type: 'unclear' });
    expect(card.said[0]).toBe(`${engineTexts.retryStep.replaceAll('{bác}', 'bác')}\n\nBước 1/3: Mở ứng dụng.`);
    for (let i = 0; i < 4; i++) card.send({ type: 'unclear' });
    expect(card.said[0]).toContain('"Gặp người hỗ trợ"');
    expect(card.buttons).toHaveLength(4);
    expect(card.press('done').said).toEqual(['Bước 2/3: Bấm "Đăng ký".']);
  });

  it('says answer and help of a card without steps, and ends', () => {
    const card = walk({ steps: [] });
    expect(card.said).toEqual(['Câu trả lời cho bác.\n\nAi giúp được bác: Công an xã, phường.']);
    expect(card.actions.at(-1)).toEqual({ type: 'end', flow: 'card', how: 'finished' });
  });

  it('addresses the resident as they chose', () => {
    const { actions } = advance(
      definitionsOf([], [cardOf({ answer: '{Bác} và {bác}.' })]),
      null,
      { type: 'start', card: 'card' },
      { address: 'anh/chị' },
    );
    expect(actions[1]).toMatchObject({ text: 'Anh/chị và anh/chị.\n\nBước 1/3: Mở ứng dụng.' });
  });
});
