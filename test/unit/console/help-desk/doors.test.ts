import { describe, expect, it } from 'vitest';
import { createHelpDeskDoors } from '../../../../src/console/help-desk/doors.ts';

describe('the latest messages', () => {
  it('come oldest first, without secrets, with a word for what has no words and for presses of buttons', async () => {
    const item = (from: 'oa' | 'user', type: string, text?: string, sentAtMs = 1) => ({
      ...{ from, type, sentAtMs, raw: {} },
      ...(text === undefined ? {} : { text }),
    });
    const doors = createHelpDeskDoors({
      ...{ oaId: 'oa', now: () => 0, answers: { deliver: () => {} }, turns: { add: () => {} } },
      withUser: async () => [
        item('user', 'text', '#card:vneid', 4),
        item('user', 'photo', undefined, 3),
        item('user', 'text', 'mã OTP là 482913', 2),
        item('oa', 'text', 'Dạ', 1),
      ],
    });
    expect(await doors.recentMessages('u')).toEqual([
      { at: 1, from: 'oa', text: 'Dạ' },
      { at: 2, from: 'resident', text: 'mã OTP là [đã che]' },
      { at: 3, from: 'resident', text: '[ảnh]' },
      { at: 4, from: 'resident', text: '[bấm nút]' },
    ]);
  });
});
