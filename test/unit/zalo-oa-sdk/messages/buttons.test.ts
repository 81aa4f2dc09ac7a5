import { describe, expect, it } from 'vitest';
import { buttons, buttonsMessage, type ZaloButton } from 'zalo-oa-sdk';
import { empty, expectRefusal, noAddress, noPhone, NOT_ADDRESSES, NOT_PHONES, tooLong } from './refusals.ts';

const ok = buttons.showQuery('ok', '#ok');
const build = (button: ZaloButton) => buttonsMessage('a', [ok, button]);

describe('buttonsMessage', () => {
  it('builds the documented shape of the five kinds, in order', () => {
    const message = buttonsMessage('Chọn chủ đề', [
      buttons.openUrl('Mở cổng', 'https://dichvucong.gov.vn/'),
      buttons.showQuery('Dịch vụ công', '#dvc'),
      buttons.hideQuery('Xong', '#xong'),
      buttons.sms('Nhắn 1022', '841022', 'Cần giúp'),
      buttons.phone('Gọi 1022', '1022'),
    ]);
    expect(message).toEqual({
      text: 'Chọn chủ đề',
      attachment: {
        type: 'template',
        payload: {
          buttons: [
            { title: 'Mở cổng', type: 'oa.open.url', payload: { url: 'https://dichvucong.gov.vn/' } },
            { title: 'Dịch vụ công', type: 'oa.query.show', payload: '#dvc' },
            { title: 'Xong', type: 'oa.query.hide', payload: '#xong' },
            { title: 'Nhắn 1022', type: 'oa.open.sms', payload: { content: 'Cần giúp', phone_code: '841022' } },
            { title: 'Gọi 1022', type: 'oa.open.phone', payload: { phone_code: '1022' } },
          ],
        },
      },
    });
  });

  it('writes keys in an order that does not depend on how a button was made, so that equal messages hash alike', () => {
    const odd: ZaloButton = { payload: '#a', type: 'oa.query.hide', title: 't' };
    expect(JSON.stringify(buttonsMessage('a', [odd]))).toBe(
      '{"text":"a","attachment":{"type":"template","payload":{"buttons":[{"title":"t","type":"oa.query.hide","payload":"#a"}]}}}',
    );
  });

  it('does not change when the list or a button is changed afterwards', () => {
    const button = { title: 't', type: 'oa.open.url' as const, payload: { url: 'https://example.vn' }, extra: 1 };
    const list: ZaloButton[] = [button];
    const message = buttonsMessage('a', list);
    button.title = 't'.repeat(101);
    button.payload.url = 'x';
    list.push(ok);
    expect(message.attachment.payload.buttons).toEqual([
      { title: 't', type: 'oa.open.url', payload: { url: 'https://example.vn' } },
    ]);
  });

  it('takes one and five buttons, refuses none and six', () => {
    const filled = (count: number) => Array.from({ length: count }, () => ok);
    const problem = (count: number) => ({
      field: 'buttons',
      problem: `has ${count} entries; expected 1 to 5. Split the choice over two messages.`,
      limit: 5,
      actual: count,
    });
    expect(buttonsMessage('a', filled(1)).attachment.payload.buttons).toHaveLength(1);
    expect(buttonsMessage('a', filled(5)).attachment.payload.buttons).toHaveLength(5);
    expectRefusal(() => buttonsMessage('a', []), problem(0));
    expectRefusal(() => buttonsMessage('a', filled(6)), problem(6));
  });

  it('checks the text as textMessage does', () => {
    expect(buttonsMessage('a'.repeat(2000), [ok]).text).toHaveLength(2000);
    expectRefusal(() => buttonsMessage('a'.repeat(2001), [ok]), tooLong('text', 2000));
    expectRefusal(() => buttonsMessage(' ', [ok]), empty('text'));
  });

  it('takes a title of 100 and refuses 101 or none, for every kind', () => {
    const kinds = [
      (title: string) => buttons.openUrl(title, 'https://example.vn'),
      (title: string) => buttons.showQuery(title, '#a'),
      (title: string) => buttons.hideQuery(title, '#a'),
      (title: string) => buttons.sms(title, '84912345678', 'a'),
      (title: string) => buttons.phone(title, '84912345678'),
    ];
    for (const kind of kinds) {
      expect(build(kind('t'.repeat(100))).attachment.payload.buttons[1]?.title).toHaveLength(100);
      expectRefusal(() => build(kind('t'.repeat(101))), tooLong('buttons[1].title', 100));
      expectRefusal(() => build(kind(' ')), empty('buttons[1].title'));
    }
  });

  it.each(['showQuery', 'hideQuery'] as const)('takes a %s payload of 1000 and refuses 1001 or none', (kind) => {
    expect(build(buttons[kind]('t', 'p'.repeat(1000))).attachment.payload.buttons[1]?.payload).toHaveLength(1000);
    expectRefusal(() => build(buttons[kind]('t', 'p'.repeat(1001))), tooLong('buttons[1].payload', 1000));
    expectRefusal(() => build(buttons[kind]('t', '')), empty('buttons[1].payload'));
  });

  it('takes an SMS text of 160 and refuses 161 or none', () => {
    const sms = (content: string) => build(buttons.sms('t', '84912345678', content));
    expect(sms('c'.repeat(160)).attachment.payload.buttons[1]?.payload).toHaveProperty('content.length', 160);
    expectRefusal(() => sms('c'.repeat(161)), tooLong('buttons[1].payload.content', 160));
    expectRefusal(() => sms(''), empty('buttons[1].payload.content'));
  });

  it.each(['https://example.vn', 'http://example.vn/a?b=c#d', 'HTTPS://EXAMPLE.VN', 'https://đất.vn/tờ'])(
    'takes the address %s as it is',
    (url) => {
      expect(build(buttons.openUrl('t', url)).attachment.payload.buttons[1]?.payload).toEqual({ url });
    },
  );

  it.each(NOT_ADDRESSES)('refuses the address %j', (url) => {
    expectRefusal(() => build(buttons.openUrl('t', url)), noAddress('buttons[1].payload.url', url.length));
  });

  it('refuses an empty address and an empty number', () => {
    expectRefusal(() => build(buttons.openUrl('t', '')), empty('buttons[1].payload.url'));
    expectRefusal(() => build(buttons.phone('t', '')), empty('buttons[1].payload.phone_code'));
  });

  it.each(['113', '841022', '123456789012345'])('takes the number %s', (phone) => {
    expect(build(buttons.phone('t', phone)).attachment.payload.buttons[1]?.payload).toEqual({ phone_code: phone });
  });

  it.each(NOT_PHONES)('refuses the number %j to call and to text', (phone) => {
    const refusal = noPhone('buttons[1].payload.phone_code', phone.length);
    expectRefusal(() => build(buttons.phone('t', phone)), refusal);
    expectRefusal(() => build(buttons.sms('t', phone, 'a')), refusal);
  });

  it('refuses a kind that Zalo does not know', () => {
    expectRefusal(() => build({ title: 't', type: 'oa.open.app', payload: 'a' } as never), {
      field: 'buttons[1].type',
      problem: 'is unknown to Zalo; expected oa.open.url, oa.query.show, oa.query.hide, oa.open.sms or oa.open.phone.',
    });
  });
});
