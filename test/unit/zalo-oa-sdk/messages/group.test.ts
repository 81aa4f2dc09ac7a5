import { describe, expect, it } from 'vitest';
import { groupGifMessage, groupImageMessage, groupTextMessage, mention, mentionAll, stripMentions } from 'zalo-oa-sdk';
import { empty, expectRefusal, noAddress, tooLong } from './refusals.ts';

describe('stripMentions', () => {
  it.each([
    ['', ''],
    ['Chào bác', 'Chào bác'],
    ['Chào [@123] bạn', 'Chào  bạn'],
    ['[@1][@2]a[@3]', 'a'],
    ['[@]', ''],
    ['[@tên có dấu 😀]x', 'x'],
    ['a@b.vn, [1], ] và [', 'a@b.vn, [1], ] và ['],
    ['@[1]', '@[1]'],
    ['[[@1]@2]', ''],
    ['[[[@1]@2]@3]!', '!'],
    ['[@1[@2]3]', '3]'],
    ['[@1]]', ']'],
    ['a]b[@1]', 'a]b'],
    ['[@12', '@12'],
    ['a[@1 [@2', 'a@1 @2'],
    ['[[[@1', '@1'],
    ['[@1][@2', '@2'],
    ['[[@1]', '['],
  ])('turns %j into %j', (text, stripped) => {
    expect(stripMentions(text)).toBe(stripped);
  });

  it('takes a long row of brackets without slowing down', () => {
    const length = 200_000;
    expect(stripMentions('['.repeat(length))).toHaveLength(length);
    expect(stripMentions(`${'['.repeat(length)}@`)).toBe('@');
    expect(stripMentions('[@1]'.repeat(length / 4))).toBe('');
  });
});

describe('mention and mentionAll', () => {
  it('name whom they call, and check nothing yet', () => {
    expect(mention('1')).toEqual({ mention: 'user', userId: '1' });
    expect(mentionAll(']')).toEqual({ mention: 'all', groupId: ']' });
  });
});

describe('groupTextMessage', () => {
  it('joins words and mentions in order', () => {
    const parts = ['Chào ', mention('3691470258369147025'), ' và ', mentionAll('f414c8f76fa586fbdfb4'), '!'];
    expect(groupTextMessage(parts)).toEqual({
      text: 'Chào [@3691470258369147025] và [@f414c8f76fa586fbdfb4]!',
    });
  });

  it('takes a mention alone', () => {
    expect(groupTextMessage([mention('1')]).text).toBe('[@1]');
  });

  it('lets no string mention anybody', () => {
    expect(groupTextMessage(['a[@1]b', mention('2'), '[@3]']).text).toBe('ab[@2]');
  });

  it('lets no neighbours form a mention together', () => {
    expect(groupTextMessage(['a[', '@1]']).text).toBe('a');
    expect(groupTextMessage(['[@1', ']b']).text).toBe('b');
    expect(groupTextMessage(['[@', mention('2'), ']']).text).toBe('@[@2]]');
    expect(groupTextMessage(['[', mention('2'), '@3]']).text).toBe('[[@2]@3]');
  });

  it('takes 2000 units with mentions counted as written, and refuses 2001', () => {
    expect(groupTextMessage(['a'.repeat(1995), mention('12')]).text).toHaveLength(2000);
    expectRefusal(() => groupTextMessage(['a'.repeat(1996), mention('12')]), tooLong('text', 2000));
  });

  it('refuses a text of which nothing is left', () => {
    expectRefusal(() => groupTextMessage([]), empty('text'));
    expectRefusal(() => groupTextMessage([' ', '[@1]']), empty('text'));
  });

  it.each(['a1', '1a', '1]', '-1', '1 2'])('refuses the user id %j', (id) => {
    expectRefusal(() => groupTextMessage(['a', mention(id)]), {
      field: 'parts[1].userId',
      problem: `is not an id of Zalo (${id.length} characters); expected digits only.`,
    });
  });

  it.each(['a]', ' a', 'a b', '[@1'])('refuses the group id %j', (id) => {
    expectRefusal(() => groupTextMessage([mentionAll(id)]), {
      field: 'parts[0].groupId',
      problem: `is not an id of Zalo (${id.length} characters); expected letters and digits only.`,
    });
  });

  it('refuses an empty or missing id', () => {
    expectRefusal(() => groupTextMessage([mention('')]), empty('parts[0].userId'));
    expectRefusal(() => groupTextMessage([mentionAll(undefined as never)]), empty('parts[0].groupId'));
  });
});

describe('groupImageMessage and groupGifMessage', () => {
  const source = { attachmentId: 'abc' };
  const size = { widthPx: 4, heightPx: 3 };
  const media = (element: object) => ({
    attachment: { type: 'template', payload: { template_type: 'media', elements: [element] } },
  });

  it('build one element, without text when there is no caption', () => {
    expect(groupImageMessage(source)).toEqual(media({ media_type: 'image', attachment_id: 'abc' }));
    expect(groupGifMessage(source, size)).toEqual(
      media({ media_type: 'gif', attachment_id: 'abc', width: 4, height: 3 }),
    );
  });

  it('build a caption in parts, in which strings mention nobody', () => {
    const caption = ['[@1]Ảnh của ', mention('2')];
    expect(groupImageMessage(source, caption).text).toBe('Ảnh của [@2]');
    expect(groupGifMessage(source, size, caption).text).toBe('Ảnh của [@2]');
  });

  it('refuse what their namesakes for one resident refuse', () => {
    expectRefusal(() => groupImageMessage({ url: 'a.png' }), noAddress('url', 5));
    expectRefusal(() => groupImageMessage(source, []), empty('text'));
    expectRefusal(() => groupGifMessage(source, { widthPx: 4, heightPx: 0 }), {
      field: 'height',
      problem: 'is 0; expected a whole number of pixels, 1 or more.',
    });
    expectRefusal(() => groupGifMessage(source, size, ['c'.repeat(2001)]), tooLong('text', 2000));
  });
});
