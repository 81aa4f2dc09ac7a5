import { describe, expect, it } from 'vitest';
import { dedupeKeyOf, idsIn, oaIdOf, parseEvent, timestampOf, userIdOf, type ZaloEvent } from 'zalo-oa-sdk';
import { follow, oaSendText, TEST_IDS, userSendText } from 'zalo-oa-sdk/testing';
import { eventSamples, sample } from './samples.ts';

function eventOf(body: unknown): ZaloEvent {
  const parsed = parseEvent(body);
  if (parsed.kind !== 'event') throw new Error(`expected an event, got ${JSON.stringify(parsed)}`);
  return parsed.event;
}

describe('oaIdOf', () => {
  it.each(eventSamples.filter(({ payload }) => payload['oa_id'] !== ''))('finds the OA of $title', ({ payload }) => {
    expect(oaIdOf(payload)).toBe(TEST_IDS.oaId);
  });

  it('is undefined for a withdrawal that names no OA, for the console probe and for no object', () => {
    expect(oaIdOf(sample('user_withdraw', 'app not linked'))).toBeUndefined();
    expect(oaIdOf({})).toBeUndefined();
    expect(oaIdOf(null)).toBeUndefined();
  });

  it('reads ids given as numbers', () => {
    expect(oaIdOf({ event_name: 'follow', oa_id: 42 })).toBe('42');
  });

  it('does not guess for an unknown name; idsIn lists the candidates', () => {
    const body = { event_name: 'user_send_poll', sender: { id: '1' }, recipient: { id: '2' } };
    expect(oaIdOf(body)).toBeUndefined();
    expect(idsIn(body)).toEqual(['2', '1']);
    expect(idsIn({ ...body, oa_id: '2' })).toEqual(['2', '1']);
  });
});

describe('timestampOf', () => {
  it('gives the digits the signature covers, whether text or number', () => {
    expect(timestampOf({ timestamp: '0179' })).toBe('0179');
    expect(timestampOf({ timestamp: 1795305601733 })).toBe('1795305601733');
    expect(timestampOf({})).toBeUndefined();
  });
});

describe('userIdOf', () => {
  it.each([
    'user_send_text',
    'user_submit_info',
    'oa_send_text',
    'user_received_message',
    'user_seen_message',
    'user_reacted_message',
    'oa_reacted_message',
    'follow',
    'unfollow',
    'user_click_chatnow',
    'add_user_to_tag',
    'update_user_info',
    'widget_interaction_accepted',
    'widget_failed_to_sync_user_external_id',
    'user_withdraw',
    'user_call_oa',
    'user_send_group_text',
  ])('finds the resident of %s', (name) => {
    expect(userIdOf(eventOf(sample(name)))).toBe(TEST_IDS.userId);
  });

  it.each([
    ['oa_send_group_text', undefined],
    ['create_group', undefined],
    ['remove_tag', undefined],
    ['anonymous_send_text', undefined],
    ['oa_send_anonymous_text', undefined],
    ['user_received_message', 'template message by phone'],
    ['user_withdraw', 'app not linked'],
    ['oa_call_user', undefined],
    ['user_feedback', undefined],
  ])('finds no resident in %s %s', (name, variant) => {
    expect(userIdOf(eventOf(sample(name, variant)))).toBeUndefined();
  });
});

describe('dedupeKeyOf', () => {
  it('is the name and the message id of a message, whatever else changes', () => {
    const first = userSendText({ msgId: 'm1', text: 'một' });
    const repeat = userSendText({ msgId: 'm1', text: 'hai', timestamp: 1 });
    expect(dedupeKeyOf(eventOf(first))).toBe('user_send_text:m1');
    expect(dedupeKeyOf(eventOf(repeat))).toBe('user_send_text:m1');
    expect(dedupeKeyOf(eventOf(oaSendText({ msgId: 'm1' })))).toBe('oa_send_text:m1');
  });

  it.each([
    ['user_seen_message', 'user_seen_message:63ecf43f0df7dba89001,63ecf43f0df7dba89002'],
    ['user_reacted_message', 'user_reacted_message:63ecf43f0df7dba89001:3691470258369147025:1795305636393'],
    ['user_call_oa', 'user_call_oa:25d5ccee85e6cca22e5156f8f530e82b0001'],
    ['user_join_group', 'user_join_group:f414c8f76fa586fbd001:5820369147025836914:1795305712645'],
    ['add_user_to_tag', 'add_user_to_tag:2468013579246801357:3691470258369147025:1795305679718'],
    ['user_click_response_button', 'user_click_response_button:7e4c33cfc20b05570002:1795306799072'],
    ['change_template_status', 'change_template_status:2468013579246801357:123456:1795305764635'],
    ['event_journey_time_out', 'event_journey_time_out:928185612043968512'],
  ])('of %s is %s', (name, key) => {
    expect(dedupeKeyOf(eventOf(sample(name)))).toBe(key);
  });

  it('tells two residents who follow in the same millisecond apart', () => {
    const one = dedupeKeyOf(eventOf(follow({ userId: '1', timestamp: 5 })));
    const two = dedupeKeyOf(eventOf(follow({ userId: '2', timestamp: 5 })));
    expect(one).toBe('follow:2468013579246801357:1:5');
    expect(two).not.toBe(one);
  });

  it('differs between all samples that are not messages', () => {
    // message samples are left out: they share one message id on purpose
    const distinct = eventSamples.filter(({ payload }) => !('message' in payload));
    const keys = distinct.map(({ payload }) => dedupeKeyOf(eventOf(payload)));
    expect(new Set(keys).size).toBe(distinct.length);
  });

  it('holds no text, tag name or phone number', () => {
    const keys = eventSamples.map(({ payload }) => dedupeKeyOf(eventOf(payload))).join('\n');
    expect(keys).not.toMatch(/[^\x20-\x7e\n]|849000000/);
  });
});
