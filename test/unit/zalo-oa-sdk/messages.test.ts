import { describe, expect, it } from 'vitest';
import { buttons, buttonsMessage, imageMessage, textMessage, ZaloMessageError } from 'zalo-oa-sdk';

function problemOf(build: () => unknown): ZaloMessageError {
  try {
    build();
  } catch (error) {
    if (error instanceof ZaloMessageError) return error;
    throw error;
  }
  throw new Error('expected a ZaloMessageError, nothing was thrown');
}

describe('textMessage', () => {
  it('builds a text, with a quote when asked', () => {
    expect(textMessage('Chào bác')).toEqual({ text: 'Chào bác' });
    expect(textMessage('Dạ', { quoteMessageId: 'm1' })).toEqual({ text: 'Dạ', quote_message_id: 'm1' });
  });

  it('accepts 2000 characters and refuses 2001, naming field, limit and length but not the text', () => {
    expect(textMessage('ấ'.repeat(2000)).text).toHaveLength(2000);
    const problem = problemOf(() => textMessage('ấ'.repeat(2001)));
    expect(problem).toMatchObject({ code: 'ZALO_MESSAGE_INVALID', field: 'text', limit: 2000, actual: 2001 });
    expect(problem.message).toMatch(/text is 2001 characters long; expected at most 2000/);
    expect(problem.message).not.toContain('ấ');
  });

  it('refuses a text without a visible character', () => {
    expect(problemOf(() => textMessage(' \n')).field).toBe('text');
  });
});

describe('buttonsMessage', () => {
  it('builds the documented shape of the four kinds', () => {
    const list = [
      buttons.openUrl('Mở cổng', 'https://dichvucong.gov.vn/'),
      buttons.showQuery('Dịch vụ công', '#dvc'),
      buttons.hideQuery('Xong', '#xong'),
      buttons.phone('Gọi 1022', '1022'),
    ];
    expect(buttonsMessage('Chọn chủ đề', list)).toEqual({
      text: 'Chọn chủ đề',
      attachment: {
        type: 'template',
        payload: {
          buttons: [
            { title: 'Mở cổng', type: 'oa.open.url', payload: { url: 'https://dichvucong.gov.vn/' } },
            { title: 'Dịch vụ công', type: 'oa.query.show', payload: '#dvc' },
            { title: 'Xong', type: 'oa.query.hide', payload: '#xong' },
            { title: 'Gọi 1022', type: 'oa.open.phone', payload: { phone_code: '1022' } },
          ],
        },
      },
    });
  });

  const filled = (count: number) => Array.from({ length: count }, (_, n) => buttons.showQuery(`Nút ${n}`, `#${n}`));

  it('accepts five buttons, refuses six and none', () => {
    expect(buttonsMessage('a', filled(5)).attachment?.payload).toHaveProperty('buttons.length', 5);
    expect(problemOf(() => buttonsMessage('a', filled(6)))).toMatchObject({ field: 'buttons', limit: 5, actual: 6 });
    expect(problemOf(() => buttonsMessage('a', []))).toMatchObject({ field: 'buttons', limit: 5, actual: 0 });
  });

  it.each([
    ['buttons[1].title', 100, buttons.showQuery('t'.repeat(101), '#a')],
    ['buttons[1].payload', 1000, buttons.hideQuery('t', 'p'.repeat(1001))],
  ])('refuses a too long %s, limit %i', (field, limit, button) => {
    const problem = problemOf(() => buttonsMessage('a', [buttons.showQuery('ok', '#ok'), button]));
    expect(problem).toMatchObject({ field, limit, actual: limit + 1 });
  });

  it.each([
    ['buttons[0].payload.url', buttons.openUrl('t', 'javascript:alert(1)')],
    ['buttons[0].payload.url', buttons.openUrl('t', 'dichvucong.gov.vn')],
    ['buttons[0].payload.phone_code', buttons.phone('t', '+84 912 345 678')],
    ['buttons[0].title', buttons.phone(' ', '1022')],
  ])('refuses a wrong %s', (field, button) => {
    expect(problemOf(() => buttonsMessage('a', [button])).field).toBe(field);
  });
});

describe('imageMessage', () => {
  it('builds one media element by address or by attachment id', () => {
    const payload = (element: object) => ({
      attachment: {
        type: 'template',
        payload: { template_type: 'media', elements: [{ media_type: 'image', ...element }] },
      },
    });
    expect(imageMessage({ url: 'https://example.vn/a.png' })).toEqual(payload({ url: 'https://example.vn/a.png' }));
    expect(imageMessage({ attachmentId: 'abc' }, 'Bước 1')).toEqual({
      text: 'Bước 1',
      ...payload({ attachment_id: 'abc' }),
    });
  });

  it('refuses an empty attachment id, a wrong address and a too long caption', () => {
    expect(problemOf(() => imageMessage({ attachmentId: '' })).field).toBe('attachment_id');
    expect(problemOf(() => imageMessage({ url: 'a.png' })).field).toBe('url');
    expect(problemOf(() => imageMessage({ attachmentId: 'a' }, 'c'.repeat(2001))).limit).toBe(2000);
  });
});
