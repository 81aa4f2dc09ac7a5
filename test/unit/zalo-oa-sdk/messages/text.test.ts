import { describe, expect, it } from 'vitest';
import { MESSAGE_LIMITS, quoteMessage, textMessage } from 'zalo-oa-sdk';
import { empty, expectRefusal, tooLong } from './refusals.ts';

describe('MESSAGE_LIMITS', () => {
  it('holds the documented limits', () => {
    expect(MESSAGE_LIMITS).toEqual({
      textLength: 2000,
      buttonCount: 5,
      buttonTitleLength: 100,
      queryPayloadLength: 1000,
      smsContentLength: 160,
      phoneDigitCount: 15,
      elementTitleLength: 100,
      elementSubtitleLength: 500,
      listElementCount: 5,
    });
  });
});

describe('textMessage', () => {
  it('builds the text alone, and a quote when asked', () => {
    expect(textMessage('Chào bác')).toEqual({ text: 'Chào bác' });
    expect(textMessage('Chào bác', {})).toEqual({ text: 'Chào bác' });
    expect(textMessage('Dạ', { quoteMessageId: 'm1' })).toEqual({ text: 'Dạ', quote_message_id: 'm1' });
  });

  it('keeps spaces and lines around the words as they are', () => {
    expect(textMessage(' a\n').text).toBe(' a\n');
  });

  it('takes 2000 UTF-16 units and refuses 2001, with or without a quote', () => {
    expect(textMessage('ấ'.repeat(2000)).text).toHaveLength(2000);
    expectRefusal(() => textMessage('ấ'.repeat(2001)), tooLong('text', 2000));
    expectRefusal(() => textMessage('ấ'.repeat(2001), { quoteMessageId: 'm' }), tooLong('text', 2000));
  });

  it('counts an emoji outside the basic plane as two', () => {
    expect(textMessage('😀'.repeat(1000)).text).toHaveLength(2000);
    expectRefusal(() => textMessage('😀'.repeat(1001)), tooLong('text', 2000, 2002));
  });

  it('refuses spaces of more than the limit as empty, since shortening would not help', () => {
    expectRefusal(() => textMessage(' '.repeat(2001)), empty('text'));
  });

  it.each([[''], [' \n\t'], [undefined as never], [7 as never]])('refuses %j as empty', (text) => {
    expectRefusal(() => textMessage(text), empty('text'));
  });

  it('refuses an empty quote', () => {
    expectRefusal(() => textMessage('a', { quoteMessageId: ' ' }), empty('quote_message_id'));
  });
});

describe('quoteMessage', () => {
  it('builds text and quoted id', () => {
    expect(quoteMessage('Dạ', '96d3cdf3af1504609001')).toEqual({
      text: 'Dạ',
      quote_message_id: '96d3cdf3af1504609001',
    });
  });

  it('refuses a long or empty text and an empty id', () => {
    expect(quoteMessage('a'.repeat(2000), 'm').text).toHaveLength(2000);
    expectRefusal(() => quoteMessage('a'.repeat(2001), 'm'), tooLong('text', 2000));
    expectRefusal(() => quoteMessage('', 'm'), empty('text'));
    expectRefusal(() => quoteMessage('a', ''), empty('quote_message_id'));
  });
});
