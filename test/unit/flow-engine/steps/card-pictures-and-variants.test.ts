import { describe, expect, it } from 'vitest';
import type { GuideCard } from '../../../../src/flow-engine/types.ts';
import { cardOf, definitionsOf, Walk } from '../../../support/flow-definitions.ts';

const screen = { app: 'VNeID', title: 'Đăng nhập', press: 'Đăng ký' };
const card = (overrides: Partial<GuideCard> = {}): GuideCard =>
  cardOf({
    steps: [{ text: 'Mở ứng dụng.' }, { text: 'Bấm "Đăng ký".', ifStuck: 'Nhờ người nhà.', screen }, { text: 'Chờ.' }],
    ...overrides,
  });
const walk = (overrides: Partial<GuideCard> = {}, context = {}): Walk =>
  new Walk(definitionsOf([], [card(overrides)]), context).startCard();
const pictures = ({ actions }: Walk): (string | undefined)[] =>
  actions.flatMap((action) => (action.type === 'say' ? [action.picture?.url] : []));

describe('a step with a drawn screen', () => {
  it('comes with its picture, and the steps without one come without', () => {
    const steps = walk();
    expect(pictures(steps)).toEqual([undefined]);
    expect(pictures(steps.press('done'))).toEqual(['screen:card/2']);
    expect(pictures(steps.press('done'))).toEqual([undefined]);
  });

  it('shows it again for "Xem lại", and not with the advice, which says something else', () => {
    const steps = walk().press('done');
    expect(pictures(steps.press('stuck'))).toEqual([undefined]);
    expect(pictures(steps.press('again'))).toEqual(['screen:card/2']);
  });

  it('keeps the answer apart from a first step with a picture', () => {
    const first = walk({ steps: [{ text: 'Bấm "Đăng ký".', screen }] });
    expect(first.said).toEqual(['Câu trả lời cho bác.', 'Bước 1/1: Bấm "Đăng ký".']);
    expect(pictures(first)).toEqual([undefined, 'screen:card/1']);
  });

  it('shows it in large steps with the first part only', () => {
    const text =
      'Bấm "Đăng ký" ở giữa màn hình, chờ trang mới hiện ra đầy đủ rồi hãy làm tiếp. ' +
      'Nhập số điện thoại đang dùng của mình vào ô trống đầu tiên ở phía trên cùng.';
    const steps = walk({ steps: [{ text, screen }] }, { audience: { largeSteps: true } });
    expect(pictures(steps)).toEqual([undefined, 'screen:card/1']);
    expect(pictures(steps.press('done'))).toEqual([undefined]);
  });
});

describe('a card with other words for one kind of people', () => {
  const variants = [{ segment: 'farmer' as const, answer: 'Cho nhà vườn.', steps: { '2': 'Bấm "Đăng ký" ở vườn.' } }];

  it('says them to those people, and what it does not name to all', () => {
    const farmer = walk({ variants }, { audience: { segment: 'farmer' } });
    expect(farmer.said).toEqual(['Cho nhà vườn.\n\nBước 1/3: Mở ứng dụng.']);
    expect(farmer.press('done').said).toEqual(['Bước 2/3: Bấm "Đăng ký" ở vườn.']);
    expect(farmer.press('done').said).toEqual(['Bước 3/3: Chờ.']);
  });

  it('says the common words to everybody else', () => {
    for (const context of [{}, { audience: { segment: 'trader' } }]) {
      const other = walk({ variants }, context);
      expect(other.said).toEqual(['Câu trả lời cho bác.\n\nBước 1/3: Mở ứng dụng.']);
      expect(other.press('done').said).toEqual(['Bước 2/3: Bấm "Đăng ký".']);
    }
  });
});
