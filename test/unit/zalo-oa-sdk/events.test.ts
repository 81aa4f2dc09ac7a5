import { describe, expect, it } from 'vitest';
import { parseEvent, toInbound, ZALO_EVENT_NAMES, type ZaloEvent } from 'zalo-oa-sdk';
import { oaSendText, userSendText } from 'zalo-oa-sdk/testing';
import { eventSamples, sample, unpublishedNames } from './samples.ts';

function eventOf(body: unknown): ZaloEvent {
  const parsed = parseEvent(body);
  if (parsed.kind !== 'event') throw new Error(`expected an event, got ${JSON.stringify(parsed)}`);
  return parsed.event;
}

/** The body with keys in reverse order at every level. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

describe('parseEvent', () => {
  it('knows the 86 names of the samples and no other', () => {
    const names = new Set([...eventSamples.map(({ event }) => event), ...unpublishedNames]);
    expect([...ZALO_EVENT_NAMES].toSorted()).toEqual([...names].toSorted());
    expect(names.size).toBe(86);
    expect(eventSamples).toHaveLength(101);
  });

  it.each(eventSamples)('reads $title', ({ event, payload }) => {
    expect(eventOf(payload).event_name).toBe(event);
  });

  it.each(eventSamples)('reads $title with unknown keys and another key order', ({ payload }) => {
    const stranger = reversed({ ...payload, key_of_next_year: { id: 1 } });
    expect(eventOf(stranger)).toEqual(eventOf(payload));
  });

  it.each(unpublishedNames)('accepts %s with nothing but its name', (name) => {
    expect(parseEvent({ event_name: name }).kind).toBe('event');
  });

  it('turns ids and times given as numbers into strings', () => {
    const body = { ...userSendText(), app_id: 12, sender: { id: 34 }, recipient: { id: 56 }, timestamp: 1795305601733 };
    expect(eventOf(body)).toMatchObject({
      app_id: '12',
      sender: { id: '34' },
      recipient: { id: '56' },
      timestamp: '1795305601733',
    });
  });

  it('turns the phone number of the older user_submit_info into a string', () => {
    expect(eventOf(sample('user_submit_info'))).toMatchObject({ info: { phone: '84900000002' } });
  });

  it('calls an event of a name not in the list unknown', () => {
    expect(parseEvent(sample('_unknown_event'))).toEqual({ kind: 'unknown', eventName: 'some_future_event' });
  });

  it.each([{}, null, 'text', 7, [], { event_name: 5 }])('calls %j unknown without a name', (body) => {
    expect(parseEvent(body)).toEqual({ kind: 'unknown', eventName: '' });
  });

  it('names the paths of an unreadable body and none of its values', () => {
    const body = { ...userSendText(), sender: { id: '' }, message: { text: ['mã OTP 123456'], msg_id: 'm1' } };
    const parsed = parseEvent(body);
    expect(parsed).toEqual({
      kind: 'unreadable',
      eventName: 'user_send_text',
      problem: 'sender.id, message.text',
    });
  });
});

describe('toInbound', () => {
  it('gives a view of every sample, with a time and the right to be ignored', () => {
    for (const { payload } of eventSamples) {
      const view = toInbound(eventOf(payload));
      expect(view.at).toBeGreaterThan(1.7e12);
      expect(Object.values(view)).not.toContain(undefined);
    }
  });

  it('shows a text with its quote', () => {
    expect(toInbound(eventOf(sample('user_send_text', 'reply with quote')))).toEqual({
      type: 'text',
      userId: '3691470258369147025',
      userIdByApp: '8024691357802469135',
      oaId: '2468013579246801357',
      at: 1795305606932,
      text: 'Bước này làm ở đâu?',
      msgId: '96d3cdf3af1504609003',
      quoteMsgId: '63ecf43f0df7dba89001',
    });
  });

  it.each([
    ['user_send_image', 'image'],
    ['user_send_gif', 'gif'],
    ['user_send_link', 'link'],
    ['user_send_audio', 'audio'],
    ['user_send_video', 'video'],
    ['user_send_sticker', 'sticker'],
    ['user_send_location', 'location'],
    ['user_send_file', 'file'],
    ['user_send_business_card', 'business-card'],
  ])('shows %s as media of kind %s', (name, kind) => {
    expect(toInbound(eventOf(sample(name)))).toMatchObject({ type: 'media', kind, userId: '3691470258369147025' });
  });

  it('carries caption, file name and place of media', () => {
    expect(toInbound(eventOf(sample('user_send_image', 'with caption')))).toMatchObject({ caption: 'Bác bị lỗi này' });
    expect(toInbound(eventOf(sample('user_send_file')))).toMatchObject({ fileName: 'giay-khai-sinh.pdf' });
    expect(toInbound(eventOf(sample('user_send_location')))).toMatchObject({
      latitude: 11.5357402,
      longitude: 106.8983121,
    });
  });

  it('carries what Zalo shows with a link, and what a business card holds', () => {
    expect(toInbound(eventOf(sample('user_send_link')))).toMatchObject({
      url: 'https://dichvucong.gov.vn/',
      description: 'Cổng Dịch vụ công quốc gia',
    });
    expect(toInbound(eventOf(sample('user_send_business_card')))).toMatchObject({
      description: expect.stringContaining('"phone":"84900000001"'),
    });
  });

  it('never hands on shared contact details', () => {
    const view = toInbound(eventOf(sample('user_submit_info')));
    expect(view.type).toBe('submit-info');
    expect(JSON.stringify(view)).not.toMatch(/84900000002|Nguyễn|Ấp 3/);
  });

  it('tells an echo typed by a person from one sent by the API', () => {
    const byHand = toInbound(eventOf(oaSendText({ adminId: '77' })));
    expect(byHand).toMatchObject({ type: 'echo', adminId: '77', userId: '3691470258369147025' });
    expect(toInbound(eventOf(oaSendText()))).not.toHaveProperty('adminId');
  });

  it.each([
    ['follow', { type: 'follow', source: 'oa_profile' }],
    ['unfollow', { type: 'unfollow' }],
    ['user_click_chatnow', { type: 'chat-now' }],
    ['user_call_oa', { type: 'call', by: 'resident', userId: '3691470258369147025' }],
    ['widget_interaction_accepted', { type: 'widget', accepted: true, pageUrl: 'https://example.vn/' }],
    [
      'user_seen_message',
      { type: 'receipt', receipt: 'seen', messageIds: ['63ecf43f0df7dba89001', '63ecf43f0df7dba89002'] },
    ],
    [
      'user_send_group_text',
      { type: 'group', what: 'message', groupId: 'f414c8f76fa586fbd001', userIds: ['3691470258369147025'] },
    ],
    ['oa_send_group_text', { type: 'group', what: 'echo', userIds: [] }],
    ['user_join_group', { type: 'group', what: 'joined', userIds: ['5820369147025836914'] }],
    ['delete_group', { type: 'group', what: 'deleted' }],
    ['user_reacted_message', { type: 'other', eventName: 'user_reacted_message' }],
    ['anonymous_send_text', { type: 'other', eventName: 'anonymous_send_text' }],
  ])('shows %s as %j', (name, expected) => {
    expect(toInbound(eventOf(sample(name)))).toMatchObject(expected);
  });

  it('shows no user for a call to a phone number and none for a receipt of a template message', () => {
    expect(toInbound(eventOf(sample('oa_call_user')))).not.toHaveProperty('userId');
    expect(toInbound(eventOf(sample('user_received_message', 'template message by phone')))).not.toHaveProperty(
      'userId',
    );
  });

  it('keeps the id by app of a withdrawal from an unlinked app, which has nothing else', () => {
    const view = toInbound(eventOf(sample('user_withdraw', 'app not linked')));
    expect(view).toEqual({ type: 'withdraw', oaId: '', userIdByApp: '8024691357802469135', at: 1795305693582 });
  });
});
