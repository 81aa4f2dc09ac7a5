import { describe, expect, it } from 'vitest';
import { mentionedIds, wireFaults } from './wire-rules.ts';

const template = (payload: object, rest: object = {}) => ({ ...rest, attachment: { type: 'template', payload } });
const media = (element: object, rest: object = {}) => template({ template_type: 'media', elements: [element] }, rest);
const withButton = (button: object) => template({ buttons: [button] }, { text: 'a' });
const list = (...elements: object[]) => template({ template_type: 'list', elements });

describe('the second reading of the limits', () => {
  it.each([
    [{ text: 'a', quote_message_id: 'm' }],
    [media({ media_type: 'image', url: 'https://a.vn' }, { text: 'a' })],
    [media({ media_type: 'gif', attachment_id: 'x', width: 1, height: 1 })],
    [{ attachment: { type: 'file', payload: { token: 't' } } }],
    [withButton({ title: 't', type: 'oa.open.sms', payload: { content: 'a', phone_code: '1022' } })],
    [list({ title: 'a', subtitle: 'b', default_action: { type: 'oa.open.url', url: 'https://a.vn' } })],
  ])('finds nothing wrong with %j', (message) => {
    expect(wireFaults(message, 'resident')).toEqual([]);
  });

  it.each([
    ['no text and no attachment', {}],
    ['text', { text: 'a'.repeat(2001) }],
    ['text', { text: ' ' }],
    ['quote', { text: 'a', quote_message_id: '' }],
    ['message: stray extra', { text: 'a', extra: 1 }],
    ['attachment type', { attachment: { type: 'image', payload: { template_type: 'media', elements: [{}] } } }],
    ['file with text', { text: 'a', attachment: { type: 'file', payload: { token: 't' } } }],
    ['media source', media({ media_type: 'image', url: 'https://a.vn', attachment_id: 'x' })],
    ['media source', media({ media_type: 'image' })],
    ['media url', media({ media_type: 'image', url: 'ftp://a.vn' })],
    ['gif width', media({ media_type: 'gif', attachment_id: 'x', height: 1 })],
    ['sticker', media({ media_type: 'sticker', attachment_id: 'x' }, { text: 'a' })],
    ['buttons without text', template({ buttons: [{ title: 't', type: 'oa.query.show', payload: 'p' }] })],
    ['buttons count', template({ buttons: [] }, { text: 'a' })],
    ['button title', withButton({ title: 't'.repeat(101), type: 'oa.query.show', payload: 'p' })],
    ['press payload', withButton({ title: 't', type: 'oa.query.show', payload: 'p'.repeat(1001) })],
    ['press type', withButton({ title: 't', type: 'oa.open.app', payload: 'p' })],
    ['press url', withButton({ title: 't', type: 'oa.open.url', payload: { url: 'https://a.vn/ b' } })],
    ['phone', withButton({ title: 't', type: 'oa.open.phone', payload: { phone_code: '+84912345678' } })],
    [
      'sms content',
      withButton({ title: 't', type: 'oa.open.sms', payload: { content: 'c'.repeat(161), phone_code: '1022' } }),
    ],
    ['card subtitle', list({ title: 'a' })],
    ['card subtitle', list({ title: 'a', subtitle: 's'.repeat(501) })],
    ['cards count', list(...Array.from({ length: 6 }, () => ({ title: 'a', subtitle: 'b' })))],
    ['template type', template({ template_type: 'promotion' })],
  ])('finds the fault "%s" in %j', (fault, message) => {
    expect(wireFaults(message, 'resident')).toContain(fault);
  });

  it('knows what groups do not take', () => {
    expect(wireFaults(list({ title: 'a', subtitle: 'b' }), 'group')).toContain('kind not for groups');
    expect(wireFaults({ text: 'a', quote_message_id: 'm' }, 'group')).toContain('message: stray quote_message_id');
  });

  it('reads mentions out of a text', () => {
    expect(mentionedIds('a [@1] b [@f4] @2 [3]')).toEqual(['1', 'f4']);
  });
});
