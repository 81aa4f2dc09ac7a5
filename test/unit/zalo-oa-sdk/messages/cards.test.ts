import { describe, expect, it } from 'vitest';
import {
  buttons,
  type ListAction,
  listActions,
  type ListElement,
  listMessage,
  requestUserInfoMessage,
} from 'zalo-oa-sdk';
import { empty, expectRefusal, noAddress, noPhone, NOT_ADDRESSES, NOT_PHONES, tooLong } from './refusals.ts';

const CARD = { title: 'Trợ lý số', subtitle: 'Cần thông tin của bác', imageUrl: 'https://example.vn/a.png' };
const FIRST = { title: 'Dịch vụ công', subtitle: 'Làm tại nhà' };

describe('requestUserInfoMessage', () => {
  it('builds the one documented element', () => {
    expect(requestUserInfoMessage(CARD)).toEqual({
      attachment: {
        type: 'template',
        payload: {
          template_type: 'request_user_info',
          elements: [{ title: 'Trợ lý số', subtitle: 'Cần thông tin của bác', image_url: 'https://example.vn/a.png' }],
        },
      },
    });
  });

  it('takes a title of 100 and a subtitle of 500, refuses one more or none', () => {
    const longest = { ...CARD, title: 't'.repeat(100), subtitle: 's'.repeat(500) };
    const [element] = requestUserInfoMessage(longest).attachment.payload.elements;
    expect([element.title.length, element.subtitle.length]).toEqual([100, 500]);
    const build = (change: Partial<typeof CARD>) => () => requestUserInfoMessage({ ...CARD, ...change });
    expectRefusal(build({ title: 't'.repeat(101) }), tooLong('elements[0].title', 100));
    expectRefusal(build({ title: '' }), empty('elements[0].title'));
    expectRefusal(build({ subtitle: 's'.repeat(501) }), tooLong('elements[0].subtitle', 500));
    expectRefusal(build({ subtitle: '' }), empty('elements[0].subtitle'));
  });

  it('refuses a missing or wrong picture', () => {
    expectRefusal(() => requestUserInfoMessage({ ...CARD, imageUrl: '' }), empty('elements[0].image_url'));
    expectRefusal(() => requestUserInfoMessage({ ...CARD, imageUrl: 'a.png' }), noAddress('elements[0].image_url', 5));
  });
});

describe('listMessage', () => {
  it('builds rows with the five kinds of press and buttons under them', () => {
    const message = listMessage(
      [
        { ...FIRST, imageUrl: 'https://example.vn/a.png', action: listActions.openUrl('https://example.vn/') },
        { title: 'b', action: listActions.showQuery('#b') },
        { title: 'c', subtitle: 'd', action: listActions.hideQuery('#c') },
        { title: 'e', action: listActions.sms('841022', 'Cần giúp') },
        { title: 'f', action: listActions.phone('1022') },
      ],
      [buttons.hideQuery('Xong', '#xong')],
    );
    expect(message).toEqual({
      attachment: {
        type: 'template',
        payload: {
          template_type: 'list',
          elements: [
            {
              title: 'Dịch vụ công',
              subtitle: 'Làm tại nhà',
              image_url: 'https://example.vn/a.png',
              default_action: { type: 'oa.open.url', url: 'https://example.vn/' },
            },
            { title: 'b', default_action: { type: 'oa.query.show', payload: '#b' } },
            { title: 'c', subtitle: 'd', default_action: { type: 'oa.query.hide', payload: '#c' } },
            {
              title: 'e',
              default_action: { type: 'oa.open.sms', payload: { content: 'Cần giúp', phone_code: '841022' } },
            },
            { title: 'f', default_action: { type: 'oa.open.phone', payload: { phone_code: '1022' } } },
          ],
          buttons: [{ title: 'Xong', type: 'oa.query.hide', payload: '#xong' }],
        },
      },
    });
  });

  it('leaves buttons out when there are none', () => {
    const bare = { attachment: { type: 'template', payload: { template_type: 'list', elements: [FIRST] } } };
    expect(listMessage([FIRST])).toEqual(bare);
    expect(listMessage([FIRST], [])).toEqual(bare);
  });

  it('takes five rows, refuses six and none', () => {
    const filled = (count: number): ListElement[] => Array.from({ length: count }, () => ({ title: 't' }));
    expect(listMessage([FIRST, ...filled(4)]).attachment.payload.elements).toHaveLength(5);
    const problem = (count: number) => ({
      field: 'elements',
      problem: `has ${count} entries; expected 1 to 5. Split the list over two messages.`,
      limit: 5,
      actual: count,
    });
    expectRefusal(() => listMessage([FIRST, ...filled(5)]), problem(6));
    expectRefusal(() => listMessage([] as never), problem(0));
  });

  it('refuses a first row without a subtitle, and an empty subtitle anywhere', () => {
    expectRefusal(() => listMessage([{ title: 'a' } as never]), empty('elements[0].subtitle'));
    expectRefusal(() => listMessage([{ title: 'a', subtitle: '' }]), empty('elements[0].subtitle'));
    expectRefusal(() => listMessage([FIRST, { title: 'a', subtitle: ' ' }]), empty('elements[1].subtitle'));
  });

  it('takes a title of 100 and a subtitle of 500 in any row, refuses one more', () => {
    const row = { title: 't'.repeat(100), subtitle: 's'.repeat(500) };
    expect(listMessage([row, row]).attachment.payload.elements).toEqual([row, row]);
    expectRefusal(() => listMessage([FIRST, { title: 't'.repeat(101) }]), tooLong('elements[1].title', 100));
    expectRefusal(() => listMessage([FIRST, { title: '' }]), empty('elements[1].title'));
    expectRefusal(
      () => listMessage([FIRST, { title: 't', subtitle: 's'.repeat(501) }]),
      tooLong('elements[1].subtitle', 500),
    );
    expectRefusal(() => listMessage([{ title: 't', subtitle: 's'.repeat(501) }]), tooLong('elements[0].subtitle', 500));
  });

  it('refuses a wrong picture', () => {
    expectRefusal(() => listMessage([{ ...FIRST, imageUrl: 'a.png' }]), noAddress('elements[0].image_url', 5));
  });

  const withAction = (action: ListAction) => () => listMessage([FIRST, { title: 't', action }]);
  const path = 'elements[1].default_action';

  it.each(NOT_ADDRESSES)('refuses a press that opens %j', (url) => {
    expectRefusal(withAction(listActions.openUrl(url)), noAddress(`${path}.url`, url.length));
  });

  it.each(NOT_PHONES)('refuses a press that calls or texts %j', (phone) => {
    expectRefusal(withAction(listActions.phone(phone)), noPhone(`${path}.payload.phone_code`, phone.length));
    expectRefusal(withAction(listActions.sms(phone, 'a')), noPhone(`${path}.payload.phone_code`, phone.length));
  });

  it('refuses a query payload beyond 1000 and an SMS text beyond 160', () => {
    const longest = [listActions.showQuery('p'.repeat(1000)), listActions.sms('1022', 'c'.repeat(160))];
    for (const action of longest) expect(withAction(action)().attachment.payload.elements).toHaveLength(2);
    expectRefusal(withAction(listActions.showQuery('p'.repeat(1001))), tooLong(`${path}.payload`, 1000));
    expectRefusal(withAction(listActions.hideQuery('')), empty(`${path}.payload`));
    expectRefusal(withAction(listActions.sms('1022', 'c'.repeat(161))), tooLong(`${path}.payload.content`, 160));
  });

  it('refuses a press that Zalo does not know', () => {
    expectRefusal(withAction({ type: 'oa.open.app', payload: 'a' } as never), {
      field: `${path}.type`,
      problem: 'is unknown to Zalo; expected oa.open.url, oa.query.show, oa.query.hide, oa.open.sms or oa.open.phone.',
    });
  });

  it('checks the buttons under it', () => {
    expectRefusal(() => listMessage([FIRST], [buttons.phone('t', '1')]), noPhone('buttons[0].payload.phone_code', 1));
    const six = Array.from({ length: 6 }, () => buttons.showQuery('t', '#t'));
    expectRefusal(() => listMessage([FIRST], six), {
      field: 'buttons',
      problem: 'has 6 entries; expected 1 to 5. Split the choice over two messages.',
      limit: 5,
      actual: 6,
    });
  });
});
